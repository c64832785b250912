"""Who has the authority for a decision on a day: by role, by line of report, or as a deputy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from pcbsales.approvals.authority import Authority, AuthorityRule, Power, holds
from pcbsales.approvals.records import ApprovalRequest
from pcbsales.approvals.weighing import RoleLimit, Weighed
from pcbsales.company.deputies import Deputy, Standing, standings
from pcbsales.company.records import Staff
from pcbsales.kernel.effective import is_in_force
from pcbsales.kernel.record import Decider
from pcbsales.kernel.shown import NamedId
from pcbsales.kernel.snapshot import Snapshot

#: The limits of a room's own policy; None where it has none.
Limits: TypeAlias = tuple[RoleLimit, ...] | None


@dataclass(frozen=True, slots=True)
class Mandate:
    """*person* has the authority of *rule*: their own, or that of whom they stand in for."""

    person: Staff
    authority: str
    rule: AuthorityRule
    power: Power
    standing: Standing | None = None

    @property
    def acting_for(self) -> str | None:
        """Whose authority it is, where it is not their own."""
        return self.standing.principal.id if self.standing else None

    @property
    def holder(self) -> Staff:
        """Whose authority it is."""
        return self.standing.principal if self.standing else self.person

    @property
    def name(self) -> NamedId:
        """The person as lists name them: ``Lin Mei (LIN)``."""
        return self.person.listed

    @property
    def decider(self) -> Decider:
        """The person as those who wait are told of them."""
        return Decider(self.person.id, self.name, self.acting_for)


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that says who may decide on one action on one day."""

    staff: tuple[Staff, ...]
    deputies: tuple[Deputy, ...]
    authority: Authority
    rule: AuthorityRule
    limits: Limits
    as_of: date

    def mandates(
        self, powers: Sequence[Power], weighed: Weighed, *, person: str | None = None
    ) -> tuple[Mandate, ...]:
        """Whoever has one of *powers* for *weighed*, own authority before a deputy's; by id."""
        owner = next((member for member in self.staff if member.id == weighed.owner), None)
        found: list[Mandate] = []
        for member in self.staff:
            if is_in_force(member, as_of=self.as_of) and person in {None, member.id}:
                found += self._of(member, powers, weighed, owner)
        return tuple(found)

    def _of(
        self, member: Staff, powers: Sequence[Power], weighed: Weighed, owner: Staff | None
    ) -> Iterable[Mandate]:
        standing_in = standings(
            self.staff, self.deputies, member.id, self.rule.action, as_of=self.as_of
        )
        for standing in (None, *standing_in):
            holder = standing.principal if standing else member
            for power in powers:
                if holds(power, holder, owner, self.staff) and self._within(power, holder, weighed):
                    yield Mandate(member, self.authority.id, self.rule, power, standing)
                    break

    def _within(self, power: Power, holder: Staff, weighed: Weighed) -> bool:
        if not power.reaches(weighed.percent, weighed.amount):
            return False
        if self.limits is None or weighed.percent is None:
            return True
        roles = {power.role} if power.role else set(holder.roles)
        return any(
            limit.role in roles
            and limit.scope == weighed.scope
            and weighed.percent <= limit.percent
            for limit in self.limits
        )

    def barred(self, request: ApprovalRequest) -> dict[str, str]:
        """Who must not decide on *request*, and because of whom: its makers and who stands in.

        Whoever stands in for its maker that day does not decide on it, not even in their own right.
        """
        found = dict.fromkeys(request.makers, request.by)
        for member in self.staff:
            standing_in = standings(
                self.staff, self.deputies, member.id, request.action, as_of=self.as_of
            )
            for standing in standing_in:
                if standing.principal.id in request.makers:
                    found.setdefault(member.id, standing.principal.id)
        return found

    def deciders(self, request: ApprovalRequest) -> tuple[Mandate, ...]:
        """Who may decide on *request*, each once: by own authority where they have it."""
        barred = self.barred(request)
        found: dict[str, Mandate] = {}
        for mandate in self.mandates(self.rule.grants, request.weighed):
            if mandate.person.id not in barred and mandate.acting_for not in request.makers:
                found.setdefault(mandate.person.id, mandate)
        return tuple(found.values())


def bench(
    snapshot: Snapshot, authority: Authority, action: str, *, limits: Limits, as_of: date
) -> Bench:
    """The bench for *action* on *as_of*; RefusedError where *authority* has no rule for it."""
    return Bench(
        tuple(member.on(as_of) for member in snapshot.all(Staff)),
        snapshot.all(Deputy),
        authority,
        authority.rule_for(action),
        limits,
        as_of,
    )
