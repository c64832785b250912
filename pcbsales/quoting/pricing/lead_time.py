"""How many working days an order takes, and what sooner or later than that means."""

from dataclasses import dataclass

from pcbsales.kernel.conditions import Facts
from pcbsales.kernel.errors import RefusedError
from pcbsales.quoting.books.price_books import LeadTimeTable
from pcbsales.quoting.books.rules import Search, even_layers


@dataclass(frozen=True, slots=True)
class LeadStep:
    """Days that a rule of the table gives."""

    rule: str
    days: int


@dataclass(frozen=True, slots=True)
class LeadTime:
    """The standard lead time: its steps and their sum in working days."""

    table: str
    steps: tuple[LeadStep, ...]
    days: int
    floor_days: int

    def expedite_days(self, wanted: int | None) -> int:
        """How many days sooner than standard *wanted* is; 0 where it is not sooner.

        RefusedError under the table's floor.
        """
        if wanted is None:
            return 0
        if wanted < self.floor_days:
            raise RefusedError(
                "{table}: a lead time of {wanted} working days is under its floor of {floor}",
                table=self.table,
                wanted=wanted,
                floor=self.floor_days,
            )
        return max(self.days - wanted, 0)


def open_table(table: LeadTimeTable, facts: Facts) -> Search:
    """A search in *table* by *facts*; odd layer counts are raised where the table says so."""
    return Search(table.id, even_layers(facts, table.odd))


def lead_time(table: LeadTimeTable, search: Search) -> LeadTime | None:
    """The standard working days of the order; None where *search* has missed what it needs.

    Every extra counts once, however large the order. RefusedError where the table has no rule.
    """
    area, layers = search.number("area_m2"), search.number("layers")
    if area is not None and layers is not None:
        column = table.base.column(area)
        row = search.row("lead time", table.base.rows, column)
    picked = [search.pick(group.id, group.rules) for group in table.extras]
    if search.missing:
        return None
    base = LeadStep(f"base.{row.layers}l.{table.base.column_name(column)}", row.days[column])
    extras = tuple(LeadStep(rule.id, rule.days) for rule in picked if rule and rule.days)
    steps = (base, *extras)
    days = max(sum(step.days for step in steps), table.floor_days)
    return LeadTime(table.id, steps, days, table.floor_days)
