"""A desk of eight people with a table of authority, and decisions to be granted on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import Any

from pcbsales.approvals.authority import Authority
from pcbsales.approvals.decision import Deciding, Word, grant, refuse
from pcbsales.approvals.records import ApprovalDecision, ApprovalRequest
from pcbsales.approvals.request import Asked, require_or_request
from pcbsales.approvals.weighing import Figure, RoleLimit, Weighed
from pcbsales.company.assignments import Assignment
from pcbsales.company.deputies import Deputy
from pcbsales.company.records import Role, Staff
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.kernel.snapshot import Ids, Snapshot
from pcbsales.manifest import Catalogue
from pcbsales.registry import catalogue
from pcbsales.store.text.round_trip import dump
from pcbsales.store.text.strict_yaml import read
from scripts.sample.authority import table
from scripts.sample.memory import Memory, Numbers
from tests.company.builders import a_person

DAY = date(2026, 10, 20)
NOON = datetime(2026, 10, 20, 12, 0, tzinfo=timezone(timedelta(hours=8)))

#: Who, role, chief.
_PEOPLE = (
    ("VP", "sales_vp", None),
    ("HEAD", "head_of_sales", "VP"),
    ("MANAGER", "sales_manager", "HEAD"),
    ("REP", "sales_rep", "MANAGER"),
    ("OTHER", "sales_rep", "MANAGER"),
    ("CLERK", "account_clerk", "MANAGER"),
    ("FINANCE", "finance", "VP"),
    ("PLANNER", "production_planning", "VP"),
)


@cache
def kinds() -> Catalogue:
    return catalogue()


def people(**changes: Mapping[str, Any]) -> tuple[Staff, ...]:
    """The desk; *changes* by id."""
    return tuple(
        a_person(
            **{
                "id": name,
                "name": {"en": name.title()},
                "emails": [f"{name.lower()}@lychee.example"],
                "roles": [role],
                "reports_to": chief,
                **changes.get(name, {}),
            }
        )
        for name, role, chief in _PEOPLE
    )


def authority(*rules: Mapping[str, Any], **changes: Any) -> Authority:
    """The default table, or one of *rules*."""
    tree = read(dump(table().tree())).data
    if rules:
        tree["rules"] = [
            {"id": f"R{place}", "waits_days": "7", **rule} for place, rule in enumerate(rules)
        ]
    return Authority.model_validate({**tree, **changes})


SPEND = {
    "action": "test.spend",
    "may": [
        {"role": "sales_rep", "up_to": ["100.00 CNY"]},
        {"role": "sales_manager", "up_to": ["1000.00 CNY", "100.00 USD"]},
        {"role": "sales_vp"},
    ],
    "grants": [
        {"role": "sales_manager", "up_to": ["1000.00 CNY", "100.00 USD"]},
        {"role": "sales_vp"},
    ],
}


def a_deputy(absent: str, deputy: str, number: int = 1, /, **changes: Any) -> Deputy:
    base = {
        "id": f"DEP-2026-{number:05d}",
        "absent": absent,
        "deputy": deputy,
        "valid_from": "2026-10-19",
        "valid_until": "2026-10-23",
        "by": absent,
        "at": "2026-10-01T09:00:00+08:00",
    }
    return Deputy.model_validate({**base, **changes})


def spent(amount: str) -> Asked:
    """Somebody wants to spend *amount*."""
    money = Money.parse(amount)
    return Asked("test.spend", {"amount": amount}, weigh_spending(amount), reason=str(money))


def weigh_spending(amount: str, usual: str = "0.00 CNY") -> Weighed:
    figure = Figure(what="spent", asked=amount, instead_of=usual)
    return Weighed("HUAYI", amount=Money.parse(amount), figures=(figure,))


@dataclass(frozen=True, slots=True)
class Spending:
    """The decision ``test.spend``: it gives somebody a task, for want of a purse."""

    usual: str = "0.00 CNY"
    problem: Exception | None = None

    def weigh(self, _: Snapshot, *, arguments: Mapping[str, Any], as_of: date) -> Weighed:
        return weigh_spending(arguments["amount"], self.usual)

    def decide(self, _: Snapshot, ids: Ids, **given: Any) -> ChangeSet:
        if self.problem:
            raise self.problem
        made = Assignment(
            id=ids.next(Assignment, year=2026),
            person="CLERK",
            task="buy it",
            valid_from=DAY,
            valid_until=DAY,
            by=given["actor"],
            at=NOON,
        )
        return ChangeSet("test.spend", f"Spend {made.id}", adds=(made,))

    limits = None


@dataclass(slots=True)
class Desk:
    """A ledger in memory that decisions are made on, one after another."""

    records: list[Record] = field(default_factory=list)
    numbers: Numbers = field(default_factory=lambda: Numbers(kinds()))

    @property
    def snapshot(self) -> Memory:
        return Memory(self.records)

    def keep(self, changes: ChangeSet) -> ChangeSet:
        changed = {record.id for record in changes.updates}
        self.records = [record for record in self.records if record.id not in changed]
        self.records += changes.records
        return changes

    def ask(self, actor: str, asked: Asked, at: datetime = NOON) -> ChangeSet:
        """*actor* decides, or asks."""

        def decide(snapshot: Snapshot, ids: Ids) -> ChangeSet:
            return Spending().decide(snapshot, ids, actor=actor)

        return self.keep(
            require_or_request(
                self.snapshot, self.numbers, asked=asked, actor=actor, at=at, decide=decide
            )
        )

    def request(self, actor: str = "REP", amount: str = "500.00 CNY") -> ApprovalRequest:
        """A request of *actor*'s that waits."""
        (request,) = self.ask(actor, spent(amount)).adds
        assert isinstance(request, ApprovalRequest)
        return request

    def grant(
        self, request: str, by: str, kind: Deciding | None = None, at: datetime = NOON
    ) -> ApprovalDecision:
        changes = grant(
            self.snapshot,
            self.numbers,
            request=request,
            kind=kind or Spending(),
            word=Word(by, at),
        )
        decision = self.keep(changes).adds[0]
        assert isinstance(decision, ApprovalDecision)
        return decision

    def refuse(self, request: str, by: str, at: datetime = NOON) -> ApprovalDecision:
        changes = refuse(
            self.snapshot,
            self.numbers,
            request=request,
            kind=Spending(),
            word=Word(by, at, "no"),
        )
        decision = self.keep(changes).adds[0]
        assert isinstance(decision, ApprovalDecision)
        return decision


def a_desk(*more: Record, **staff: Mapping[str, Any]) -> Desk:
    """A desk whose table has the rule for spending; *staff* are changes to people by id."""
    return Desk([*people(**staff), authority(SPEND), *more])


def names(changes: ChangeSet) -> tuple[str, ...]:
    """Who decides on what *changes* asks for, as lists name them."""
    return (
        tuple(str(decider.name) for decider in changes.waiting.deciders) if changes.waiting else ()
    )


def limits(**percent: str) -> tuple[RoleLimit, ...]:
    """A room's own limits in the entity SZ, by role."""
    return tuple(
        RoleLimit("SZ", Role(role), Decimal(value), "FLOOR") for role, value in percent.items()
    )
