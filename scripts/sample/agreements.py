"""Price agreements, one signed and one not yet, and how each entity handles its quotations."""

from hashlib import sha256

from pcbsales.kernel.record import Attachment, Record
from pcbsales.quoting.agreements.records import PriceAgreement
from pcbsales.quoting.outcomes.policy import QuotePolicy

_SIGNED = b"Price agreement PA-2026-00001, signed by both sides (fictional)\n"
_FILE = Attachment(sha256(_SIGNED).hexdigest(), "PA-2026-00001-signed.txt", _SIGNED)


def agreements() -> tuple[tuple[Record, ...], tuple[Attachment, ...]]:
    """The agreements and policies, and the copies that were signed."""
    return (_for_battery_boards(), _for_simple_boards(), *_policies()), (_FILE,)


def _for_battery_boards() -> PriceAgreement:
    return PriceAgreement.model_validate(
        {
            "id": "PA-2026-00001",
            "entity": "SZ",
            "customer": "YUNFAN",
            "part": "YUNFAN/YF-BMS-16",
            "title": "Battery boards 2027",
            "currency": "CNY",
            "price_basis": "net",
            "bands": [
                {"from_quantity": "500", "unit_price": "7.60 CNY"},
                {"from_quantity": "2000", "unit_price": "6.90 CNY"},
            ],
            "agreed": "2026-10-20",
            "by": "LIN",
            "valid_from": "2026-11-01",
            "valid_until": "2027-12-31",
            "cost_downs": [{"day": "2027-01-01", "percent": "2"}],
            "rebates": [{"yearly": "500000.00 CNY", "percent": "1"}],
            "clauses": [
                {
                    "kind": "copper",
                    "reference": "9500",
                    "unit": "USD/t",
                    "band_percent": "5",
                    "sentence": {
                        "en": "Beyond ±5 % of copper at 9,500 USD/t both sides agree anew",
                        "zh_hans": "铜价以9500美元/吨为基准，波动超过±5%双方重新议价",
                        "zh_hant": "銅價以9500美元/噸為基準，波動超過±5%雙方重新議價",
                    },
                }
            ],
            "price_book": "SZ-2026-01",
            "signed": {"name": _FILE.name, "sha256": _FILE.sha256},
            "signed_on": "2026-10-23",
        }
    )


def _for_simple_boards() -> PriceAgreement:
    return PriceAgreement.model_validate(
        {
            "id": "PA-2026-00002",
            "entity": "SZ",
            "customer": "XINGHE",
            "when": ["layers = 2", "finish = lf_hasl"],
            "title": "Simple boards",
            "currency": "CNY",
            "price_basis": "tax_included",
            "bands": [{"from_quantity": "1000", "unit_price": "3.40 CNY"}],
            "agreed": "2026-10-27",
            "by": "LIN",
            "valid_from": "2026-11-01",
            "valid_until": "2027-01-31",
            "price_book": "SZ-2026-01",
        }
    )


def _policies() -> tuple[QuotePolicy, ...]:
    title = {"en": "Quotations", "zh_hans": "报价", "zh_hant": "報價"}
    return tuple(
        QuotePolicy.model_validate(
            {
                "id": f"{entity}-QUOTES-2025",
                "title": title,
                "entity": entity,
                "valid_from": "2025-04-01",
                "order_after_expiry_days": "7",
                "follow_up_days": "5",
            }
        )
        for entity in ("SZ", "HK")
    )
