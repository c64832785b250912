"""Who may decide what on a day, by name, and by which rule: the table of authority asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pcbsales.approvals.authority import Power
from pcbsales.approvals.mandate import Bench, Mandate
from pcbsales.approvals.weighing import Weighed
from pcbsales.kernel.money import Money
from pcbsales.kernel.shown import Shown
from pcbsales.kernel.tables import Align, Cell, Column, Table, Word


class How(StrEnum):
    """How somebody decides."""

    ALONE = "alone"
    GRANTS = "grants"


@dataclass(frozen=True, slots=True)
class Capacity:
    """*mandate* to decide alone or to grant, in *scope* up to *percent* where limited."""

    how: How
    mandate: Mandate
    scope: str | None
    percent: Decimal | None

    def as_json(self) -> dict[str, object]:
        """Who, how, by which rule, as whose deputy, how far."""
        power, standing = self.mandate.power, self.mandate.standing
        return {
            "how": self.how.value,
            "staff": self.mandate.person.id,
            "name": str(self.mandate.person.name),
            "rule": self.mandate.rule.id,
            "role": power.role.value if power.role else None,
            "over": power.over.value if power.over else None,
            "acting_for": self.mandate.acting_for,
            "deputies": [link.id for link in standing.via] if standing else [],
            "scope": self.scope,
            "percent": None if self.percent is None else format(self.percent, "f"),
            "up_to": [str(limit) for limit in power.up_to],
        }


@dataclass(frozen=True, slots=True)
class WhoMayReport:
    """Everybody who may decide on *action* on *as_of*."""

    action: Shown
    authority: str
    as_of: date
    two_persons: bool
    rows: tuple[Capacity, ...]

    def as_json(self) -> dict[str, object]:
        """``{schema, action, authority, as_of, two_persons, rows [..]}``."""
        return {
            "schema": 1,
            "action": self.action.data,
            "authority": self.authority,
            "as_of": self.as_of.isoformat(),
            "two_persons": self.two_persons,
            "rows": [row.as_json() for row in self.rows],
        }

    def as_table(self) -> Table:
        """A row for each person and way; who asked never grants."""
        return Table(
            (
                Column("how", "How"),
                Column("staff", "Staff"),
                Column("name", "Name"),
                Column("rule", "Rule", spare=True),
                Column("role", "Role"),
                Column("over", "Over"),
                Column("acting_for", "As deputy of"),
                Column("deputies", "By"),
                Column("scope", "In"),
                Column("percent", "Up to %", Align.RIGHT),
                Column("up_to", "Up to"),
            ),
            tuple(_row(row, scopes) for row, scopes in self._by_scopes()),
            title="Who decides on {action}, {day}, by {authority}",
            title_values=(
                ("action", self.action),
                ("day", self.as_of),
                ("authority", self.authority),
            ),
            remarks=tuple(self._remarks()),
        )

    def _by_scopes(self) -> Iterator[tuple[Capacity, str | None]]:
        """Each capacity once, with all the scopes in which it is the same."""
        same: dict[Capacity, list[str]] = {}
        for row in self.rows:
            scopes = same.setdefault(replace(row, scope=None), [])
            if row.scope:
                scopes.append(row.scope)
        for row, scopes in same.items():
            yield row, ", ".join(scopes) or None

    def _remarks(self) -> Iterator[tuple[str, tuple[tuple[str, Cell], ...]]]:
        if self.two_persons:
            yield "nobody decides alone: it takes two persons", ()
        yield "who asked never grants, nor does who stands in for them", ()


def _row(row: Capacity, scopes: str | None) -> tuple[Cell, ...]:
    power, standing = row.mandate.power, row.mandate.standing
    return (
        Word(row.how.value),
        row.mandate.person.id,
        row.mandate.person.name,
        row.mandate.rule.id,
        Word(power.role.value) if power.role else None,
        Word(power.over.value) if power.over else None,
        row.mandate.acting_for,
        ", ".join(link.id for link in standing.via) if standing else None,
        scopes,
        row.percent,
        ", ".join(map(str, power.up_to)) or None,
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to name: within *percent* or *amount* where given, over *owner*'s records."""

    percent: Decimal | None = None
    amount: Money | None = None
    owner: str | None = None

    def within(self, mandate: Mandate, limit: Decimal | None) -> bool:
        """Whether *mandate*, which goes as far as *limit*, reaches what is wanted."""
        if self.percent is not None and limit is not None and self.percent > limit:
            return False
        return self.amount is None or mandate.power.reaches(self.percent, self.amount)


def who_may(table: Bench, wanted: Wanted, *, action: Shown) -> WhoMayReport:
    """Who may decide by *table*; where nothing is *wanted* everybody, with the limits they have.

    *action* is what the table is about, as people read it.
    """
    rule = table.rule
    ways = ((How.ALONE, () if rule.two_persons else rule.may), (How.GRANTS, rule.grants))
    rows = tuple(row for how, powers in ways for row in _capacities(table, how, powers, wanted))
    return WhoMayReport(action, table.authority.id, table.as_of, rule.two_persons, rows)


def _capacities(
    table: Bench, how: How, powers: Sequence[Power], wanted: Wanted
) -> Iterator[Capacity]:
    scopes = sorted({limit.scope for limit in table.limits}) if table.limits else [None]
    for scope in scopes:
        for mandate in _holders(table, powers, wanted.owner):
            limit = _limit(table, mandate, scope)
            if table.limits is not None and limit is None:
                continue
            limited = limit is not None or bool(mandate.power.up_to)
            for_themselves = how is How.ALONE and mandate.standing is not None
            if wanted.within(mandate, limit) and not (limited and for_themselves):
                yield Capacity(how, mandate, scope, limit)


def _holders(table: Bench, powers: Sequence[Power], owner: str | None) -> tuple[Mandate, ...]:
    """Who has one of *powers*, limits aside; over anybody's records where no *owner* is named."""
    found: list[Mandate] = []
    owners = [owner] if owner else [None, *(member.id for member in table.staff)]
    for power in powers:
        free = power.model_copy(update={"percent": None, "up_to": ()})
        for name in owners:
            unlimited = Weighed("", owner=name)
            for mandate in table.mandates((free,), unlimited):
                known = (mandate.person.id, mandate.acting_for, power)
                if known not in [(m.person.id, m.acting_for, m.power) for m in found]:
                    found.append(
                        Mandate(
                            mandate.person, mandate.authority, mandate.rule, power, mandate.standing
                        )
                    )
    return tuple(found)


def _limit(table: Bench, mandate: Mandate, scope: str | None) -> Decimal | None:
    """How far *mandate* goes in percent: by its own power or the room's policy, the nearer one."""
    roles = {mandate.power.role} if mandate.power.role else set(mandate.holder.roles)
    own = [mandate.power.percent] if mandate.power.percent is not None else []
    if table.limits is None:
        return own[0] if own else None
    by_policy = [
        limit.percent for limit in table.limits if limit.scope == scope and limit.role in roles
    ]
    return min([*own, max(by_policy)]) if by_policy else None
