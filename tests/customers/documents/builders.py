"""A specification of one customer, and who answers it."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

from pcbsales.customers.documents.clauses import answer, consent, set_clause
from pcbsales.customers.documents.records import CustomerSpec, Verdict
from pcbsales.customers.documents.taking_in import add_spec
from pcbsales.kernel.record import Attachment, ChangeSet, Record
from scripts.sample.memory import Memory
from tests.customers.builders import a_customer
from tests.customers.builders import somebody as a_person
from tests.customers.profile.builders import somebody

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=timezone(timedelta(hours=8)))
MAY = date(2026, 5, 1)
MAIL = Attachment("a" * 64, "consent.eml", b"we take it")


class Counted:
    """Ids in turn."""

    def __init__(self, last: int = 0) -> None:
        self.last = last

    def next(self, kind: type[Record], year: int | None = None) -> str:
        del kind, year
        self.last += 1
        return f"CS-{self.last:05d}"


def the_spec(changes: ChangeSet) -> CustomerSpec:
    (record,) = changes.records
    assert isinstance(record, CustomerSpec)
    return record


def added(*known: CustomerSpec, **changes: Any) -> CustomerSpec:
    fields = {
        "customer": "HUAYI", "number": "QS-0231", "issue": "A", "title": "Bare boards",
        "valid_from": MAY, **changes,
    }  # fmt: skip
    return the_spec(add_spec(Memory(known), Counted(len(known)), **fields))


def ledger(*specs: CustomerSpec) -> Memory:
    """The specifications with the customer, its person, an engineer and somebody of quality."""
    return Memory(
        [
            *specs,
            a_customer(),
            a_person(id="P-00001", customer="HUAYI"),
            a_person(id="P-00009", customer="XINGHE"),
            somebody("MA", "production_engineering"),
            somebody("GAO", "quality"),
        ]
    )


def with_clause(spec: CustomerSpec, number: str = "4.1", **changes: Any) -> CustomerSpec:
    fields = {"text": "Bow and twist 0.5 %", "keys": ["bow_twist_percent"], **changes}
    return the_spec(set_clause(ledger(spec), spec=spec.id, number=number, **fields))


def answered(spec: CustomerSpec, verdict: str, number: str = "4.1", **changes: Any) -> CustomerSpec:
    fields = {"remark": None if verdict == "comply" else "0.75 %", "by": "MA", "at": NOW, **changes}
    return the_spec(
        answer(ledger(spec), spec=spec.id, number=number, verdict=Verdict(verdict), **fields)
    )


def decided(
    spec: CustomerSpec, *, granted: bool, number: str = "4.1", **changes: Any
) -> CustomerSpec:
    fields = {
        "person": "P-00001", "day": MAY, "evidence": MAIL, "actor": "LIN", "at": NOW, **changes,
    }  # fmt: skip
    return the_spec(consent(ledger(spec), spec=spec.id, number=number, granted=granted, **fields))
