"""The table of authority: who may decide what alone, who may ask, who grants; dated policy."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import model_validator

from pcbsales.company.deputies import ActionName
from pcbsales.company.people import line_of_report
from pcbsales.company.records import Role, Staff
from pcbsales.kernel.effective import Lasting, effective
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Record, Value
from pcbsales.kernel.scalars import Code, Day, Flag, Percent, PositiveCount, wrong
from pcbsales.kernel.snapshot import Snapshot


class Over(StrEnum):
    """Over whose records a power reaches, by the line of report."""

    #: One's own.
    SELF = "self"
    #: Those of the people who report to one directly.
    DIRECT_REPORTS = "direct_reports"
    #: Those of everybody below one.
    LINE = "line_of_report"


class Power(Value):
    """Who has a power: a role, over whose records, up to which percentage or amount (included).

    ``up_to`` has one amount for each currency; another currency is beyond it.
    """

    role: Role | None = None
    over: Over | None = None
    percent: Percent | None = None
    up_to: tuple[Money, ...] = ()

    @model_validator(mode="after")
    def _is_somebodys(self) -> Self:
        if self.role is None and self.over is None:
            raise wrong("authority.nobody", "a power names a role, or over whom it reaches")
        currencies = [limit.currency for limit in self.up_to]
        if len(set(currencies)) < len(currencies):
            raise wrong("authority.currency", "up_to names a currency twice")
        return self

    def reaches(self, percent: Decimal | None, amount: Money | None) -> bool:
        """Whether *percent* and *amount* are within its limits; what is not known is not."""
        if self.percent is not None and (percent is None or percent > self.percent):
            return False
        if not self.up_to:
            return True
        return amount is not None and any(
            limit.currency == amount.currency and amount <= limit for limit in self.up_to
        )


class AuthorityRule(Value):
    """Who decides on one action.

    ``may`` decide alone; ``asks`` may raise a request (everybody, where it is empty), ``grants``
    decide on it, and it waits ``waits_days`` for them. With ``two_persons`` nobody decides alone:
    those of ``may`` need somebody of ``grants`` too. Who asked never grants, whatever stands here.
    """

    id: Code
    action: ActionName
    may: tuple[Power, ...] = ()
    asks: tuple[Role, ...] = ()
    grants: tuple[Power, ...] = ()
    two_persons: Flag = False
    waits_days: PositiveCount
    text: LocalText | None = None

    @model_validator(mode="after")
    def _somebody_decides(self) -> Self:
        if not self.grants and (self.two_persons or not self.may):
            raise wrong("authority.nobody_decides", "nobody could ever decide {at}", at=self.action)
        return self

    @property
    def granting(self) -> tuple[Role, ...]:
        """The roles that grant a request."""
        return tuple(dict.fromkeys(p.role for p in self.grants if p.role is not None))


class Authority(Lasting, Record):
    """The table of authority in force from a day on."""

    noun: ClassVar[str] = "authority"

    id: Code
    title: LocalText
    valid_from: Day
    valid_until: Day | None = None
    rules: tuple[AuthorityRule, ...]

    @model_validator(mode="after")
    def _one_rule_for_each_action(self) -> Self:
        for names in ([rule.action for rule in self.rules], [rule.id for rule in self.rules]):
            if len(set(names)) < len(names):
                raise wrong("authority.twice", "two rules have one action, or one id")
        return self

    def rule_for(self, action: str) -> AuthorityRule:
        """The rule for *action*; RefusedError lists the actions that have one."""
        for rule in self.rules:
            if rule.action == action:
                return rule
        raise RefusedError(
            "{authority} has no rule for {wanted}; add one, it has {actions}",
            authority=self.id,
            wanted=action,
            actions=", ".join(rule.action for rule in self.rules),
        )


def authority_in_force(snapshot: Snapshot, *, as_of: date) -> Authority:
    """The table in force on *as_of*; RefusedError says to add one where there is none."""
    return effective(snapshot.all(Authority), as_of=as_of, what="authority")


def holds(power: Power, person: Staff, owner: Staff | None, staff: Sequence[Staff]) -> bool:
    """Whether *power* is *person*'s, over the records of *owner*, by role and line of report."""
    if power.role is not None and power.role not in person.roles:
        return False
    if power.over is None:
        return True
    if owner is None:
        return False
    if power.over is Over.SELF:
        return owner.id == person.id
    if power.over is Over.DIRECT_REPORTS:
        return owner.reports_to == person.id
    return person.id in {chief.id for chief in line_of_report(staff, owner).chiefs}
