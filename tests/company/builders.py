"""The firm of the tests: Shenzhen, Hong Kong and Taipei, as their YAML would say it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from pcbsales.company.calendar_record import WorkCalendar
from pcbsales.company.records import Entity, Staff
from pcbsales.company.tax_policy import TaxPolicy
from pcbsales.kernel.record import Record
from pcbsales.store.text.round_trip import dump
from pcbsales.store.text.strict_yaml import read

R = TypeVar("R", bound=Record)
NOVEMBER = date(2026, 11, 23)


class Facts:
    """A snapshot of a few records."""

    def __init__(self, *records: Record) -> None:
        self.records = records

    def all(self, kind: type[R]) -> tuple[R, ...]:
        return tuple(record for record in self.records if isinstance(record, kind))

    def get(self, kind: type[R], record_id: str) -> R | None:
        return next((record for record in self.all(kind) if record.id == record_id), None)

    def where(self, kind: type[R], **keys: str) -> tuple[R, ...]:
        return tuple(
            record
            for record in self.all(kind)
            if all(str(getattr(record, key)) == value for key, value in keys.items())
        )


def built(kind: type[R], base: Mapping[str, Any], changes: Mapping[str, Any]) -> R:
    data = {key: value for key, value in {**base, **changes}.items() if value is not None}
    return kind.model_validate(data)


def reread(record: R) -> R:
    """*record* written as YAML and read back."""
    return type(record).model_validate(read(dump(record.tree())).data)


def an_entity(**changes: Any) -> Entity:
    return built(
        Entity,
        {
            "id": "SZ",
            "name": {
                "en": "Lychee Circuits (Shenzhen) Co., Ltd.",
                "zh_hans": "荔枝电路(深圳)有限公司",
            },
            "address": {
                "en": "1 Lychee Road\nBao'an, Shenzhen",
                "zh_hans": "深圳市宝安区荔枝路1号",
            },
            "country": "CN",
            "tax_id": "91110000600037341L",
            "currencies": ["CNY"],
            "accounts": [
                {
                    "id": "CNY1",
                    "currency": "CNY",
                    "bank": {"en": "Example Bank", "zh_hans": "示例银行"},
                    "account": "6222 0000 0001",
                    "swift": "BKCHCNBJ",
                }
            ],
            "letterhead": {"phone": "+86 755 5550 0100", "email": "sales@lychee.example"},
            "invoices": {"numbering": "external"},
            "calendar": "CN-SZX",
        },
        changes,
    )


def a_person(**changes: Any) -> Staff:
    return built(
        Staff,
        {
            "id": "LIN-MEI",
            "name": {"en": "Lin Mei", "zh_hans": "林梅"},
            "emails": ["mei.lin@lychee.example"],
            "roles": ["sales_manager"],
            "valid_from": "2020-01-01",
        },
        changes,
    )


def a_calendar(**changes: Any) -> WorkCalendar:
    return built(
        WorkCalendar,
        {
            "id": "CN-SZX",
            "name": {"en": "Shenzhen office", "zh_hans": "深圳办公室"},
            "country": "CN",
            "zone": "Asia/Shanghai",
            "week": [
                {
                    "days": ["mon", "tue", "wed", "thu", "fri"],
                    "windows": [
                        {"open": "08:30", "close": "12:00"},
                        {"open": "13:30", "close": "18:00"},
                    ],
                }
            ],
        },
        changes,
    )


def a_rule(buyer: str, treatment: str, rate: str = "0", code: str = "vat") -> dict[str, Any]:
    wording = {"en": f"{treatment} {rate} %", "zh_hans": "税", "zh_hant": "稅"}
    return {
        "buyer": buyer,
        "treatment": treatment,
        "code": code,
        "rate": rate,
        "wording": wording,
        "source": "the law",
    }


def a_policy(policy_id: str, seller: str, *rules: Mapping[str, Any], **changes: Any) -> TaxPolicy:
    base = {"id": policy_id, "seller": seller, "valid_from": "2019-04-01", "rules": list(rules)}
    return built(TaxPolicy, base, changes)


CHINA = a_policy(
    "TAX-CN-2019", "CN", a_rule("CN", "standard", "13"), a_rule("abroad", "zero_export")
)
HONG_KONG = a_policy("TAX-HK", "HK", a_rule("any", "none", code="none"))
TAIWAN = a_policy(
    "TAX-TW",
    "TW",
    a_rule("TW", "standard", "5", "business_tax"),
    a_rule("abroad", "zero_export", code="business_tax"),
)
GERMANY = a_policy(
    "TAX-DE", "DE", a_rule("DE", "standard", "19"), a_rule("eu", "reverse_charge"),
    a_rule("abroad", "zero_export"), a_rule("CH", "exempt"),
)  # fmt: skip
POLICIES = (CHINA, HONG_KONG, TAIWAN, GERMANY)
