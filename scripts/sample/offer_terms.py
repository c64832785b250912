"""What the fictional firm's quotations say beside their prices, in three languages."""

from typing import Any

from pcbsales.kernel.record import Record
from pcbsales.quoting.paper.offer_terms import OfferTerms
from scripts.sample.numbers import said

_SOURCE = "Fictional firm, sample data: have your own conditions read by a lawyer."
_UNSAID: list[dict[str, Any]] = [
    {
        "key": "ipc_class",
        "sentence": said(
            "IPC class 2 (IPC-6012, IPC-A-600)",
            "IPC 2级（IPC-6012、IPC-A-600）",
            "IPC 2級（IPC-6012、IPC-A-600）",
        ),
    },
    {
        "key": "hole_cu_um",
        "when": ["ipc_class = 1|2|absent"],
        "sentence": said(
            "hole copper 20 µm on average, 18 µm at least",
            "孔铜平均20 µm、最小18 µm",
            "孔銅平均20 µm、最小18 µm",
        ),
    },
    {
        "key": "hole_cu_um",
        "when": ["ipc_class = 3|3A"],
        "sentence": said(
            "hole copper 25 µm on average, 20 µm at least",
            "孔铜平均25 µm、最小20 µm",
            "孔銅平均25 µm、最小20 µm",
        ),
    },
    {
        "key": "laminate",
        "when": ["material = fr4|absent"],
        "sentence": said(
            "laminate of our choice: Shengyi, Kingboard, ITEQ or equivalent",
            "板材由我司选用：生益、建滔、联茂或同等板材",
            "板材由我司選用：生益、建滔、聯茂或同等板材",
        ),
    },
    {
        "key": "laminate_or_equivalent",
        "given": ["laminate"],
        "sentence": said(
            "the laminate named; an equivalent only with your consent",
            "使用指定板材，同等替代须经贵司同意",
            "使用指定板材，同等替代須經貴司同意",
        ),
    },
    {
        "key": "xout",
        "given": ["array"],
        "sentence": said(
            "arrays without X-out boards", "连片不含打叉板", "連片不含打叉板（X-out）"
        ),
    },
    {
        "key": "packing",
        "sentence": said(
            "vacuum packed with desiccant and humidity card",
            "真空包装，附干燥剂及湿度卡",
            "真空包裝，附乾燥劑及濕度卡",
        ),
    },
    {
        "key": "reports",
        "sentence": said(
            "certificate of conformity with each delivery",
            "每批附出货报告（COC）",
            "每批附出貨報告（COC）",
        ),
    },
]
_CONDITIONS = [
    said(
        "Boards are accepted by IPC-A-600 in the class stated. Please tell us of faults within "
        "30 days of receipt, of visible ones before assembly.",
        "按IPC-A-600及所列等级验收；收货后30天内提出异议，外观不良须在贴装前提出。",
        "依IPC-A-600及所列等級驗收；收貨後30天內提出異議，外觀不良須於上件前提出。",
    ),
    said(
        "Faulty boards are replaced or credited up to their own price; components, assembly and "
        "consequential costs are not covered.",
        "不良板由我司补货或退款，以板价为限；不承担元件、贴装及间接损失。",
        "不良板由我司補貨或折讓，以板價為限；不負擔零件、上件及間接損失。",
    ),
    said(
        "Boards are made for you alone: what has gone into production is paid when an order is "
        "cancelled or its data change. Changed data restart the lead time.",
        "产品为定制品：投产后取消订单或更改资料，已发生费用由贵司承担；资料更改后交期重新计算。",
        "產品為客製品：投產後取消訂單或變更資料，已發生費用由貴司負擔；資料變更後交期重新計算。",
    ),
    said(
        "In unopened packing, below 30 °C and 60 % humidity, ENIG and lead-free HASL stay "
        "solderable for 12 months from the date code; OSP, immersion silver and tin for 6.",
        "原包装未开封，30 °C、60 %RH以下储存：自周期起，沉金、无铅喷锡可焊性保存12个月，"
        "OSP、沉银、沉锡6个月。",
        "原包裝未拆封，30 °C、60 %RH以下儲存：自週期起，化金、無鉛噴錫可焊性保存12個月，"
        "OSP、化銀、化錫6個月。",
    ),
    said(
        "Your data stay yours and are kept confidential; production data are kept for five years "
        "after the last order.",
        "贵司资料归贵司所有，我司予以保密；生产资料自最后一次订单起保存五年。",
        "貴司資料歸貴司所有，我司予以保密；生產資料自最後一次訂單起保存五年。",
    ),
    said(
        "Conditions of purchase apply as far as we confirmed them in writing.",
        "采购条款以我司书面确认者为准。",
        "採購條款以我司書面確認者為準。",
    ),
]


def offer_terms() -> tuple[Record, ...]:
    """The terms of both entities."""
    return tuple(
        OfferTerms.model_validate(
            {
                "id": f"{entity}-OFFERS-2025",
                "title": said("What quotations say", "报价单条款", "報價單條款"),
                "source": _SOURCE,
                "entity": entity,
                "valid_from": "2025-04-01",
                "decimals": [
                    {"currency": currency, "least": "4", "most": "6"} for currency in currencies
                ],
                "unsaid": _UNSAID,
                "conditions": _CONDITIONS,
            }
        )
        for entity, currencies in (("SZ", ("CNY",)), ("HK", ("USD", "EUR")))
    )
