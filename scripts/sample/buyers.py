"""A dozen fictional customers in China, Taiwan, Germany and the United States, and their people."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from pcbsales.customers.records import Customer, Person
from pcbsales.customers.terms import PaymentTerms
from pcbsales.kernel.tax import PriceBasis
from scripts.sample.drafts import Buyer
from scripts.sample.firm import note
from scripts.sample.numbers import (
    american_tax_id,
    chinese_tax_id,
    german_vat_id,
    said,
    taiwanese_tax_id,
)
from scripts.sample.rows import rows

_FICTION = "Fictional customer, sample data. 虚构客户,示例数据。"
_MONTH_END_30 = said(
    "30 days after the end of the invoice's month",
    "月结30天(开票月月底起算30天)",
    "月結30天(開票月月底起算30天)",
)
_NEXT_MONTH_END = said(
    "At the end of the month after the invoice's month",
    "月结30天(开票次月月底)",
    "月結30天(開票次月月底)",
)
_DEPOSIT = said(
    "T/T 30 % deposit with the order, 70 % within 14 days after delivery",
    "电汇预付30%,交货后14天内付70%",
    "電匯預付30%,交貨後14天內付70%",
)
_PREPAID = said("T/T in advance", "款到发货", "款到發貨")


def _net(days: int) -> dict[str, Any]:
    sentence = said(f"{days} days net", f"票到{days}天", f"票到{days}天")
    return {"sentence": sentence, "instalments": [{"steps": [f"+{days}d"]}]}


def _after(sentence: dict[str, Any], *steps: str, start: str = "invoice") -> dict[str, Any]:
    terms = {"sentence": sentence, "instalments": [{"steps": list(steps)}]}
    return terms if start == "invoice" else {**terms, "start": start}


_THIRTY_SEVENTY = {
    "sentence": _DEPOSIT,
    "start": "delivery",
    "instalments": [{"percent": "30"}, {"steps": ["+14d"]}],
}
_STATEMENT = said(
    "30 days after the monthly statement of the 25th",
    "每月25日对账,对账后30天",
    "每月25日對帳,對帳後30天",
)
_MONTH_END_60 = said(
    "60 days after the end of the invoice's month", "月结60天(月底起算)", "月結60天(月底起算)"
)
TERMS: dict[str, dict[str, Any]] = {
    "HUAYI": _after(_MONTH_END_30, "eom", "+30d"),
    "LANQIAO": _after(_NEXT_MONTH_END, "eom", "+1m"),
    "XINGHE": _after(_STATEMENT, "+30d", start="statement"),
    "YUNFAN": {"sentence": _PREPAID},
    "MINGTAI": _THIRTY_SEVENTY,
    "QIMING": _net(60),
    "CHENGHONG": _net(60),
    "YUANSHAN": _after(_MONTH_END_60, "eom", "+60d"),
    "QUELLBACH": _net(30),
    "TANNHOF": _net(45),
    "BRIGHTFERN": _net(45),
    "MAPLEQUILL": _THIRTY_SEVENTY,
}
#: code, English, 简体, 繁體, short name, country, sector, language, entity and currency, limit, rep
_CUSTOMERS = """
HUAYI | Huayi Motion Control (Suzhou) Co., Ltd. | 桦翊运控(苏州)有限公司 | 樺翊運控(蘇州)有限公司 | 桦翊运控 | CN | industrial | zh-Hans | SZ CNY net | 180000 | WANG
LANQIAO | Lanqiao Electronics (Dongguan) Co., Ltd. | 岚峤电子(东莞)有限公司 | 嵐嶠電子(東莞)有限公司 | 岚峤电子 | CN | consumer | zh-Hans | SZ CNY tax_included | 120000 | WANG
XINGHE | Xinghe Instruments (Chengdu) Co., Ltd. | 杏禾仪器(成都)有限公司 | 杏禾儀器(成都)有限公司 | 杏禾仪器 | CN | industrial | zh-Hans | SZ CNY tax_included | 250000 | WANG
YUNFAN | Yunfan Power (Hangzhou) Co., Ltd. | 耘帆电源(杭州)有限公司 | 耘帆電源(杭州)有限公司 | 耘帆电源 | CN | power | zh-Hans | SZ CNY net | - | WANG
MINGTAI | Mingtai Lighting (Zhongshan) Co., Ltd. | 茗汰照明(中山)有限公司 | 茗汰照明(中山)有限公司 | 茗汰照明 | CN | lighting | zh-Hans | SZ CNY tax_included | 80000 | LIN
QIMING | Qiming Medical Devices (Shenzhen) Co., Ltd. | 祁茗医疗(深圳)有限公司 | 祁茗醫療(深圳)有限公司 | 祁茗医疗 | CN | medical | zh-Hans | SZ CNY net | 500000 | LIN
CHENGHONG | Chenghong Motor Co., Ltd. | 澄泓马达股份有限公司 | 澄泓馬達股份有限公司 | 澄泓馬達 | TW | automotive | zh-Hant | HK USD net | 60000 | HSU
YUANSHAN | Yuanshan Networks Inc. | 鸢杉网络股份有限公司 | 鳶杉網絡股份有限公司 | 鳶杉網絡 | TW | telecom | zh-Hant | HK USD net | 120000 | HSU
QUELLBACH | Quellbach Sensorik GmbH | - | - | Quellbach | DE | industrial | en | HK EUR net | 40000 | CHEN
TANNHOF | Tannhof Steuerungen GmbH & Co. KG | - | - | Tannhof | DE | industrial | en | HK EUR net | 60000 | CHEN
BRIGHTFERN | Brightfern Robotics Inc. | - | - | Brightfern | US | industrial | en | HK USD net | 80000 | CHEN
MAPLEQUILL | Maplequill Instruments LLC | - | - | Maplequill | US | aerospace | en | HK USD net | 50000 | CHEN
"""  # noqa: E501 -- a table
#: code, tax number, Incoterm and place, English address, 简体 and 繁體 address, our
#: vendor number
_PLACES = f"""
HUAYI | {chinese_tax_id(101)} | DAP Suzhou | 88 Xugou Road, Sample Park, Suzhou 215000, China | 苏州市工业园区虚构路88号 215000 / 蘇州市工業園區虛構路88號 215000 | V-20031
LANQIAO | {chinese_tax_id(102)} | DAP Dongguan | 12 Sample Street, Chang'an, Dongguan 523000, China | 东莞市长安镇示例街12号 523000 / 東莞市長安鎮示例街12號 523000 | -
XINGHE | {chinese_tax_id(103)} | DAP Chengdu | 7 Wuyou Avenue, Gaoxin District, Chengdu 610000, China | 成都市高新区乌有大道7号 610000 / 成都市高新區烏有大道7號 610000 | GYS-0417
YUNFAN | {chinese_tax_id(104)} | EXW Shenzhen | 300 Sample Road, Binjiang, Hangzhou 310000, China | 杭州市滨江区示例路300号 310000 / 杭州市濱江區示例路300號 310000 | -
MINGTAI | {chinese_tax_id(105)} | EXW Shenzhen | 5 Xugou Lane, Guzhen, Zhongshan 528000, China | 中山市古镇虚构巷5号 528000 / 中山市古鎮虛構巷5號 528000 | -
QIMING | {chinese_tax_id(106)} | DAP Shenzhen | Tower B, Sample Science Park, Nanshan, Shenzhen 518000, China | 深圳市南山区示例科技园B座 518000 / 深圳市南山區示例科技園B座 518000 | S1088
CHENGHONG | {taiwanese_tax_id(1)} | FCA Shenzhen | 66 Sample Road, Taoyuan 330, Taiwan | 桃园市范例路66号 / 桃園市範例路66號 | P0356
YUANSHAN | {taiwanese_tax_id(2)} | FCA Hong Kong | 9 Nowhere Road, Hsinchu 300, Taiwan | 新竹市乌有路9号 / 新竹市烏有路9號 | 7002214
QUELLBACH | {german_vat_id(1)} | DAP Hamburg | Musterweg 4, 20099 Hamburg, Germany | - | 70881
TANNHOF | {german_vat_id(2)} | FCA Hong Kong | Beispielstraße 17, 80331 München, Germany | - | 4400172
BRIGHTFERN | {american_tax_id(101)} | FCA Hong Kong | 1200 Example Avenue, Portland, OR 97200, USA | - | PENG01
MAPLEQUILL | {american_tax_id(102)} | CIP Boston Logan Airport | 45 Sample Street, Boston, MA 02100, USA | - | -
"""  # noqa: E501 -- a table
#: customer, department, English, 简体 / 繁體 name, mailbox, phone, title in English, 简体, 繁體
_PEOPLE = """
HUAYI | purchasing | Gu Yan | 顾妍 / 顧妍 | yan.gu | +86 512 0000 0101 | Purchasing manager / 采购经理 / 採購經理
HUAYI | quality | Pan Jun | 潘俊 / 潘俊 | jun.pan | +86 512 0000 0102 | Supplier quality engineer / 供应商质量工程师 / 供應商品質工程師
HUAYI | finance | Lu Min | 陆敏 / 陸敏 | min.lu | +86 512 0000 0103 | Accounts payable / 应付会计 / 應付會計
LANQIAO | purchasing | Ou Qiang | 欧强 / 歐強 | qiang.ou | +86 769 0000 0111 | Buyer / 采购员 / 採購員
LANQIAO | finance | Mo Ling | 莫玲 / 莫玲 | ling.mo | +86 769 0000 0112 | Finance / 财务 / 財務
XINGHE | purchasing | Yan Bo | 严波 / 嚴波 | bo.yan | +86 28 0000 0121 | Buyer / 采购员 / 採購員
XINGHE | finance | Wen Xue | 温雪 / 溫雪 | xue.wen | +86 28 0000 0122 | Finance / 财务 / 財務
YUNFAN | purchasing | Shao Tao | 邵涛 / 邵濤 | tao.shao | +86 571 0000 0131 | Buyer / 采购员 / 採購員
YUNFAN | finance | Fu Yue | 傅悦 / 傅悅 | yue.fu | +86 571 0000 0132 | Cashier / 出纳 / 出納
MINGTAI | management | Situ Hai | 司徒海 / 司徒海 | hai.situ | +86 760 0000 0141 | Owner / 总经理 / 總經理
MINGTAI | purchasing | Liang Wen | 梁雯 / 梁雯 | wen.liang | +86 760 0000 0142 | Buyer / 采购员 / 採購員
MINGTAI | finance | Kuang Mei | 邝美 / 鄺美 | mei.kuang | +86 760 0000 0143 | Accountant / 会计 / 會計
QIMING | purchasing | Jiang Ning | 蒋宁 / 蔣寧 | ning.jiang | +86 755 0000 0151 | Sourcing / 资源开发 / 資源開發
QIMING | quality | Dong Qi | 董琪 / 董琪 | qi.dong | +86 755 0000 0152 | Quality / 质量 / 品質
QIMING | finance | Bai Lan | 白岚 / 白嵐 | lan.bai | +86 755 0000 0153 | Finance / 财务 / 財務
CHENGHONG | purchasing | Chiu Po-han | 邱柏翰 / 邱柏翰 | pohan.chiu | +886 3 0000 0161 | Purchasing / 采购 / 採購
CHENGHONG | finance | Tsai Hui-ju | 蔡惠如 / 蔡惠如 | huiju.tsai | +886 3 0000 0162 | Accounting / 会计 / 會計
YUANSHAN | purchasing | Yeh Chih-wei | 叶志伟 / 葉志偉 | chihwei.yeh | +886 3 0000 0171 | Purchasing / 采购 / 採購
YUANSHAN | finance | Chan Ya-chi | 詹雅琪 / 詹雅琪 | yachi.chan | +886 3 0000 0173 | Accounting / 会计 / 會計
YUANSHAN | engineering | Lai Shu-fen | 赖淑芬 / 賴淑芬 | shufen.lai | +886 3 0000 0172 | PCB design / PCB设计 / PCB設計
QUELLBACH | purchasing | Anneke Brandis | - | a.brandis | +49 40 66969 101 | Strategic purchasing
QUELLBACH | finance | Jonas Ehlert | - | j.ehlert | +49 40 66969 102 | Accounts payable
TANNHOF | purchasing | Veronika Leitl | - | v.leitl | +49 89 99998 101 | Purchasing
TANNHOF | finance | Sabine Rauch | - | s.rauch | +49 89 99998 103 | Accounts payable
TANNHOF | engineering | Matthias Obermoser | - | m.obermoser | +49 89 99998 102 | Hardware design
BRIGHTFERN | purchasing | Dana Whitlock | - | d.whitlock | +1 503 555 0101 | Supply chain manager
BRIGHTFERN | finance | Marcus Teale | - | m.teale | +1 503 555 0102 | Accounts payable
MAPLEQUILL | purchasing | Erin Sandoval | - | e.sandoval | +1 617 555 0111 | Buyer
MAPLEQUILL | finance | Joan Abara | - | j.abara | +1 617 555 0113 | Accounts payable
MAPLEQUILL | quality | Howard Pike | - | h.pike | +1 617 555 0112 | Quality engineer
"""  # noqa: E501 -- a table
#: customer, entity and currency, days after the due day that it pays, whether it pays by the week
_HABITS = """
HUAYI | SZ CNY | -2 8 | gathers
LANQIAO | SZ CNY | 3 35 | gathers
XINGHE | SZ CNY | 20 95 | -
YUNFAN | SZ CNY | -1 0 | -
MINGTAI | SZ CNY | 0 25 | -
QIMING | SZ CNY | -3 5 | gathers
QIMING | HK USD | -3 12 | -
CHENGHONG | HK USD | 0 15 | gathers
YUANSHAN | HK USD | 4 40 | gathers
QUELLBACH | HK EUR | -4 6 | -
TANNHOF | HK EUR | 0 20 | gathers
BRIGHTFERN | HK USD | -2 18 | -
MAPLEQUILL | HK USD | 0 30 | -
"""

#: Who looked after whom before, and until when.
_BEFORE = {"XINGHE": ("ZHOU", date(2026, 4, 1))}


def customers() -> tuple[Customer, ...]:
    """The customers, each saying that it is fictional."""
    places = {row[0]: row[1:] for row in rows(_PLACES, 6)}
    return tuple(_customer(row, places[row[0]]) for row in rows(_CUSTOMERS, 11))


def _customer(row: tuple[str, ...], place: tuple[str, ...]) -> Customer:
    code, en, zh_hans, zh_hant, short, country, sector, language, sells, limit, rep = row
    entity, currency, basis = sells.split()
    tax_id, incoterm, english, chinese, vendor = place
    rule, _, named = incoterm.partition(" ")
    address = said(english, *([] if chinese == "-" else chinese.split(" / ")))
    tree: dict[str, Any] = {
        "id": code,
        "name": said(en, "" if zh_hans == "-" else zh_hans, "" if zh_hant == "-" else zh_hant),
        "short_name": short,
        "country": country,
        "tax_id": tax_id,
        "vendor_code": vendor,
        "sector": sector,
        "language": language,
        "entity": entity,
        "currency": currency,
        "price_basis": basis,
        "terms": TERMS[code],
        "cut_off": "25" if code == "XINGHE" else "-",
        "incoterm": rule,
        "incoterm_place": named,
        "credit_limit": "-" if limit == "-" else f"{limit}.00 {currency}",
        "rep": rep,
        "sites": [
            {"id": "MAIN", "kinds": ["billing", "shipping"], "address": address, "country": country}
        ],
        "notes": [note(_FICTION)],
    }
    return Customer.model_validate({key: value for key, value in tree.items() if value != "-"})


def people() -> Iterator[Person]:
    """The customers' people; each is written to in the customer's language."""
    table = rows(_PEOPLE, 7)
    for number, (customer, department, en, chinese, mailbox, phone, title) in enumerate(table, 1):
        yield Person.model_validate(
            {
                "id": f"P-{number:05d}",
                "customer": customer,
                "name": said(en, *([] if chinese == "-" else chinese.split(" / "))),
                "department": department,
                "title": said(*title.split(" / ")),
                "email": f"{mailbox}@{customer.lower()}.example",
                "phone": phone,
                "site": "MAIN",
            }
        )


def accounts() -> tuple[Buyer, ...]:
    """Each customer with each entity and currency that bills it, and how it pays there."""
    known = {customer.id: customer for customer in customers()}
    return tuple(
        _account(known[code], *sells.split(), late=late, gathers=gathers == "gathers")
        for code, sells, late, gathers in rows(_HABITS, 4)
    )


def _account(customer: Customer, entity: str, currency: str, *, late: str, gathers: bool) -> Buyer:
    first, last = map(int, late.split())
    return Buyer(
        customer=customer.id,
        entity=entity,
        currency=currency,
        terms=PaymentTerms.model_validate(TERMS[customer.id]),
        rep=customer.rep,
        basis=customer.price_basis if entity == customer.entity else PriceBasis.NET,
        cut_off=customer.cut_off or 31,
        late=(first, last),
        gathers=gathers,
        before=_BEFORE.get(customer.id),
    )
