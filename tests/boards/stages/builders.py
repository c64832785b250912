"""A motor maker of the automotive trade and a bench maker beside it, built in memory."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any, TypeVar

from pcbsales.boards.records import Part
from pcbsales.boards.stages.choices import ApprovalKind, VerdictKind
from pcbsales.boards.stages.entry import Entry
from pcbsales.boards.stages.policy import StagePolicy
from pcbsales.boards.stages.submitting import Asked, Decided, decide, submit
from pcbsales.customers.records import Customer, Person
from pcbsales.kernel.record import Attachment, ChangeSet, Record

R = TypeVar("R", bound=Record)
_ZONE = timezone(timedelta(hours=8))
FAI, PPAP, SHEET = ApprovalKind.FAI, ApprovalKind.PPAP, ApprovalKind.SHEET
MOTOR, BENCH = "MOTOR/M-1", "BENCH/B-1"
PSW = "18"

A_POLICY: dict[str, Any] = {
    "id": "SZ-STAGES",
    "entity": "SZ",
    "valid_from": "2025-01-01",
    "rules": [
        {
            "title": {"en": "Automotive"},
            "when": ["sector = automotive"],
            "sample": {"pieces": "10", "area_m2": "0.5"},
            "pilot": {"pieces": "300"},
            "needs": [
                {"stage": "pilot", "kind": "fai"},
                {"stage": "volume", "kind": "ppap", "levels": ["3", "5"], "months": "12"},
            ],
        },
        {"title": {"en": "All others"}, "sample": {"pieces": "10"}},
    ],
    "ppap": [
        {"level": "3", "elements": ["control_plan", "psw"]},
        {"level": "5", "elements": ["psw"]},
    ],
    "notices": [
        {
            "when": ["sector = automotive"],
            "changes": ["plant", "laminate"],
            "notice_days": "90",
            "consent": "true",
            "requalify": "true",
        },
        {"notice_days": "30", "consent": "false", "requalify": "false"},
    ],
}


class Book:
    """A ledger in memory that keeps what is decided, and allots numbers."""

    def __init__(self, *records: Record) -> None:
        self.records: dict[tuple[str, str], Record] = {}
        self._given = 0
        self.add(records or standard())

    def add(self, records: Iterable[Record]) -> None:
        self.records |= {(record.noun, record.id): record for record in records}

    def all(self, kind: type[R]) -> tuple[R, ...]:
        found = (self.records[key] for key in sorted(self.records))
        return tuple(record for record in found if isinstance(record, kind))

    def get(self, kind: type[R], record_id: str) -> R | None:
        return next((record for record in self.all(kind) if record.id == record_id), None)

    def where(self, kind: type[R], **keys: str) -> tuple[R, ...]:
        wanted = keys.items()
        return tuple(r for r in self.all(kind) if all(getattr(r, k) == v for k, v in wanted))

    def next(self, kind: type[Record], year: int | None = None) -> str:
        self._given += 1
        prefix = {"stage-approval": "SA", "change-notice": "PCN"}[kind.noun]
        return f"{prefix}-{year}-{self._given:05d}"

    def keep(self, changes: ChangeSet) -> str:
        self.add(changes.records)
        return changes.records[0].id

    def submit(self, kind: ApprovalKind, day: str, **more: Any) -> str:
        asked = Asked(more.pop("part", MOTOR), more.pop("rev", None), kind, **more)
        return self.keep(submit(self, self, asked=asked, entry=entry(day)))

    def decide(self, kind: ApprovalKind, day: str, word: Decided, **more: Any) -> str:
        asked = Asked(more.pop("part", MOTOR), more.pop("rev", None), kind, **more)
        return self.keep(decide(self, self, asked=asked, word=word, entry=entry(day)))

    def approve(self, kind: ApprovalKind, day: str, until: str = "", **more: Any) -> str:
        last = date.fromisoformat(until) if until else None
        word = Decided(VerdictKind.APPROVED, "P-1", until=last)
        return self.decide(kind, day, word, **more)

    def reject(self, kind: ApprovalKind, day: str, **more: Any) -> str:
        word = Decided(VerdictKind.REJECTED, "P-1", reason="voids in the hole wall")
        return self.decide(kind, day, word, **more)


def standard() -> tuple[Record, ...]:
    """Two customers with a board each, their people, and the policy."""
    return (
        a_customer("MOTOR", "automotive"),
        a_customer("BENCH", "industrial"),
        Person.model_validate(
            {"id": "P-1", "customer": "MOTOR", "name": {"en": "Ada"}, "department": "quality"}
        ),
        Person.model_validate(
            {"id": "P-2", "customer": "BENCH", "name": {"en": "Bo"}, "department": "purchasing"}
        ),
        a_part(MOTOR),
        a_part(BENCH),
        a_policy(),
    )


def a_policy(**changes: Any) -> StagePolicy:
    """The policy, changed."""
    return StagePolicy.model_validate({**A_POLICY, **changes})


def a_customer(name: str, sector: str, entity: str = "SZ") -> Customer:
    """A customer of that sector."""
    return Customer.model_validate(
        {
            "id": name,
            "name": {"en": name.title()},
            "short_name": name.title(),
            "country": "CN",
            "sector": sector,
            "entity": entity,
            "currency": "CNY",
            "rep": "WANG",
        }
    )


def a_part(name: str, size: str | None = "100 x 100") -> Part:
    """A board with revisions A and B; 100 x 100 mm are 0.01 m²."""
    customer, _, number = name.partition("/")
    specification = {"board_size": size} if size else {}
    return Part.model_validate(
        {
            "id": name,
            "customer": customer,
            "part_no": number,
            "revisions": [
                {"rev": "A", "opened": "2025-01-06", "specification": specification},
                {"rev": "B", "opened": "2025-06-02", "specification": specification},
            ],
        }
    )


def entry(day: str, *names: str, on: str = "") -> Entry:
    """What GAO enters at 10:00 on *day*, with a file of each name (one at least)."""
    now = datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=_ZONE)
    files = tuple(
        Attachment(sha256(name.encode()).hexdigest(), name, name.encode())
        for name in names or (f"{day}.pdf",)
    )
    return Entry("GAO", now, date.fromisoformat(on or day), files)


def at(day: str) -> datetime:
    """10:00 of *day*."""
    return datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=_ZONE)
