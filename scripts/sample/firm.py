"""The fictional firm: two selling entities, everybody on and around the desk, calendars, tax."""

from collections.abc import Iterator
from typing import Any

from pcbsales.company.calendar_record import WorkCalendar
from pcbsales.company.records import Entity, Staff
from pcbsales.company.tax_policy import TaxPolicy
from pcbsales.kernel.record import Record
from scripts.sample.numbers import chinese_tax_id, said
from scripts.sample.rows import rows

FICTION = (
    "Fictional firm, sample data: names, addresses, numbers and accounts are invented.\n"
    "虚构公司,示例数据:名称、地址、号码与账户均为虚构。\n"
    "虛構公司,範例資料:名稱、地址、號碼與帳戶均為虛構。"
)
FOUNDED = "2025-04-01T09:00:00+08:00"


def note(text: str, *, by: str = "LIN", at: str = FOUNDED) -> dict[str, str]:
    """A remark as a record keeps it."""
    return {"at": at, "by": by, "text": text}


def firm() -> tuple[Record, ...]:
    """Everything about the firm itself."""
    calendars = [WorkCalendar.model_validate(tree) for tree in _CALENDARS]
    entities = [Entity.model_validate(tree) for tree in (_SZ, _HK)]
    policies = [TaxPolicy.model_validate(tree) for tree in _TAXES]
    return (*entities, *_people(), *calendars, *policies)


_SZ: dict[str, Any] = {
    "id": "SZ",
    "name": said(
        "Penglan Circuits (Shenzhen) Co., Ltd.", "鹏澜电路(深圳)有限公司", "鵬瀾電路(深圳)有限公司"
    ),
    "address": said(
        "Block 9, Sample Industrial Park, 404 Xugou Road, Bao'an District, Shenzhen 518000, China",
        "深圳市宝安区虚构路404号示例工业园9栋 518000",
        "深圳市寶安區虛構路404號示例工業園9棟 518000",
    ),
    "country": "CN",
    "tax_id": chinese_tax_id(1),
    "currencies": ["CNY"],
    "accounts": [
        {
            "id": "SZ-CNY",
            "currency": "CNY",
            "bank": said("Sample Bank, Bao'an Branch", "示例银行宝安支行", "示例銀行寶安支行"),
            "account": "0000 4404 0000 0001",
        }
    ],
    "letterhead": {
        "phone": "+86 755 0000 0100",
        "email": "sales@penglan.example",
        "web": "www.penglan.example",
        "tagline": said(
            "Bare boards from prototype to series", "线路板打样到批量", "線路板打樣到量產"
        ),
        "colour": "#0B5C4A",
    },
    "invoices": {"numbering": "external"},
    "quote_validity_days": "30",
    "calendar": "SZ-DESK",
    "signatory": "LIN",
    "notes": [note(FICTION)],
}
_HK: dict[str, Any] = {
    "id": "HK",
    "name": said(
        "Penglan Circuits (Hong Kong) Ltd.", "鹏澜电路(香港)有限公司", "鵬瀾電路(香港)有限公司"
    ),
    "address": said(
        "Unit 0, 0/F, Sample Trade Centre, 404 Nowhere Street, Kwun Tong, Hong Kong",
        "香港观塘虚构街404号示例贸易中心0楼0室",
        "香港觀塘虛構街404號示例貿易中心0樓0室",
    ),
    "country": "HK",
    "tax_id": "99000001",
    "currencies": ["USD", "EUR"],
    "accounts": [
        {
            "id": f"HK-{currency}",
            "currency": currency,
            "bank": said("Sample Bank (Hong Kong)", "示例银行(香港)", "示例銀行(香港)"),
            "holder": said("Penglan Circuits (Hong Kong) Ltd.", "鹏澜电路(香港)有限公司"),
            "account": f"000-404-00000{place}",
            "swift": "XXXXHKHH",
        }
        for place, currency in enumerate(("USD", "EUR"), start=1)
    ],
    "letterhead": {
        "phone": "+852 0000 0100",
        "email": "export@penglan.example",
        "web": "www.penglan.example",
        "tagline": said(
            "Bare boards from prototype to series", "线路板打样到批量", "線路板打樣到量產"
        ),
        "colour": "#0B5C4A",
    },
    "invoices": {"numbering": "own", "prefix": "HK"},
    "quote_validity_days": "30",
    "calendar": "HK-DESK",
    "signatory": "LIN",
    "notes": [note(FICTION)],
}

_WORKDAYS = ["mon", "tue", "wed", "thu", "fri"]
_SATURDAY = ["sat"]


def _hours(days: list[str], *windows: tuple[str, str]) -> dict[str, Any]:
    return {"days": days, "windows": [{"open": a, "close": b} for a, b in windows]}


_CALENDARS: tuple[dict[str, Any], ...] = (
    {
        "id": "SZ-DESK",
        "name": said("Sales desk, Shenzhen", "深圳销售部", "深圳銷售部"),
        "country": "CN",
        "zone": "Asia/Shanghai",
        "week": [_hours(_WORKDAYS, ("08:30", "12:00"), ("13:30", "18:00"))],
    },
    {
        "id": "SZ-PLANT",
        "name": said("Plant, Shenzhen", "深圳工厂", "深圳工廠"),
        "country": "CN",
        "zone": "Asia/Shanghai",
        "week": [_hours([*_WORKDAYS, *_SATURDAY], ("08:00", "12:00"), ("13:00", "20:00"))],
    },
    {
        "id": "HK-DESK",
        "name": said("Export desk, Hong Kong", "香港出口部", "香港出口部"),
        "country": "HK",
        "zone": "Asia/Hong_Kong",
        "week": [_hours(_WORKDAYS, ("09:00", "13:00"), ("14:00", "18:00"))],
    },
)

#: id, English name, 简体, 繁體, mailbox, role, reports to, entity and language, in service
_STAFF = """
SHEN | Shen Guohua | 沈国华 | 沈國華 | guohua.shen | sales_vp | - | SZ zh-Hans | 2018-03-01
QIN | Qin Wei | 秦伟 | 秦偉 | wei.qin | head_of_sales | SHEN | SZ zh-Hans | 2019-06-01
LIN | Lin Mei | 林梅 | 林梅 | mei.lin | sales_manager | QIN | SZ zh-Hans | 2020-09-01
CHEN | Chen Jia | 陈佳 | 陳佳 | jia.chen | sales_rep | LIN | HK en | 2021-04-12
WANG | Wang Lei | 王磊 | 王磊 | lei.wang | sales_rep | LIN | SZ zh-Hans | 2022-02-14
HSU | Hsu Yu-ting | 许玉婷 | 許玉婷 | yuting.hsu | sales_rep | LIN | HK zh-Hant | 2023-07-03
ZHOU | Zhou Kai | 周凯 | 周凱 | kai.zhou | sales_rep | LIN | SZ zh-Hans | 2021-10-11..2026-03-31
LIU | Liu Fang | 刘芳 | 劉芳 | fang.liu | account_clerk | LIN | SZ zh-Hans | 2022-05-09
HE | He Xin | 何欣 | 何欣 | xin.he | account_clerk | LIN | HK zh-Hans | 2026-03-02
GAO | Gao Feng | 高峰 | 高峰 | feng.gao | quality | SHEN | SZ zh-Hans | 2019-01-07
MA | Ma Rui | 马瑞 | 馬瑞 | rui.ma | production_engineering | SHEN | SZ zh-Hans | 2020-03-16
DENG | Deng Hao | 邓浩 | 鄧浩 | hao.deng | production_planning | SHEN | SZ zh-Hans | 2019-11-04
SUN | Sun Li | 孙丽 | 孫麗 | li.sun | finance | SHEN | SZ zh-Hans | 2018-08-20
XIE | Xie Ting | 谢婷 | 謝婷 | ting.xie | shipping | QIN | SZ zh-Hans | 2021-01-18
TANG | Tang Yi | 唐毅 | 唐毅 | yi.tang | legal | SHEN | SZ zh-Hans | 2022-12-01
"""


def _people() -> Iterator[Staff]:
    for place, row in enumerate(rows(_STAFF, 9)):
        code, en, zh_hans, zh_hant, mailbox, role, chief, at, service = row
        entity, language = at.split()
        start, _, end = service.partition("..")
        tree = {
            "id": code,
            "name": said(en, zh_hans, zh_hant),
            "emails": [f"{mailbox}@penglan.example"],
            "roles": [role],
            "reports_to": None if chief == "-" else chief,
            "entity": entity,
            "phone": f"+86 755 0000 0{110 + place}",
            "language": language,
            "valid_from": start,
            "valid_until": end or None,
        }
        yield Staff.model_validate({key: value for key, value in tree.items() if value})


_TAXES: tuple[dict[str, Any], ...] = (
    {
        "id": "CN-2019",
        "seller": "CN",
        "valid_from": "2019-04-01",
        "rules": [
            {
                "buyer": "CN",
                "treatment": "standard",
                "code": "vat",
                "rate": "13",
                "wording": said("VAT 13 %", "增值税 13%", "增值稅 13%"),
                "source": "财政部 税务总局 海关总署公告2019年第39号",
            },
            {
                "buyer": "abroad",
                "treatment": "zero_export",
                "code": "vat_export",
                "rate": "0",
                "wording": said(
                    "Export of goods, VAT at zero rate",
                    "出口货物,增值税零税率",
                    "出口貨物,增值稅零稅率",
                ),
                "source": "增值税暂行条例 第二条",
            },
        ],
    },
    {
        "id": "HK-2000",
        "seller": "HK",
        "valid_from": "2000-01-01",
        "rules": [
            {
                "buyer": "any",
                "treatment": "none",
                "code": "none",
                "rate": "0",
                "wording": said(
                    "Hong Kong levies no sales tax or VAT",
                    "香港不征收销售税或增值税",
                    "香港不徵收銷售稅或增值稅",
                ),
                "source": "no such tax in the laws of Hong Kong",
            }
        ],
    },
)
