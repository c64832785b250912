"""A price book or lead-time table as people read it: one row for each cell and rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pcbsales.kernel.scalars import plain
from pcbsales.kernel.tables import Align, Cell, Column, Table
from pcbsales.quoting.books.area_table import PriceTable
from pcbsales.quoting.books.price_books import (
    LeadTimeTable,
    PriceBook,
    PriceRule,
    Rule,
)

_BOOK_COLUMNS = (
    Column("rule", "Rule"),
    Column("when", "When"),
    Column("lot", "Per lot", Align.RIGHT),
    Column("per_m2", "Per m²", Align.RIGHT),
    Column("counts", "Counts"),
)
_DAY_COLUMNS = (
    Column("rule", "Rule"),
    Column("when", "When"),
    Column("days", "Working days", Align.RIGHT),
)


#: A lower bound turned round: ``area_m2 > 1`` is ``1 < area_m2``.
_LESS = {">": "<", ">=": "<="}
_MOST_VALUES = 4


@dataclass(frozen=True, slots=True)
class BookReport:
    """All of a price book."""

    book: PriceBook

    def as_json(self) -> dict[str, Any]:
        """The book's fields as in the YAML."""
        return self.book.tree()

    def as_table(self) -> Table:
        """A row a rule: when it applies, its rate per lot and per m² (or % of base)."""
        book = self.book
        rules = tuple(_rule(rule) for rule in book.rules)
        return Table(
            _BOOK_COLUMNS,
            (*_cells("base", book.base), *_cells("engineering", book.engineering), *rules),
            title="{book}: {title}, {currency} without tax",
            title_values=(("book", book.id), ("title", book.title), ("currency", book.currency)),
            remarks=(
                ("per lot below {area} m², where both stand", (("area", book.lot_below_m2),)),
            ),
        )


@dataclass(frozen=True, slots=True)
class LeadTimeReport:
    """All of a lead-time table."""

    table: LeadTimeTable

    def as_json(self) -> dict[str, Any]:
        """The table's fields as in the YAML."""
        return self.table.tree()

    def as_table(self) -> Table:
        """A row a cell or rule, with its working days."""
        edges = self.table.base.upto_m2
        cells = tuple(
            (f"base.{row.layers}l", f"layers = {row.layers}, {_area(edges, column)}", days)
            for row in self.table.base.rows
            for column, days in enumerate(row.days)
        )
        extras = tuple((rule.id, _when(rule), rule.days) for rule in self.table.rules)
        return Table(
            _DAY_COLUMNS,
            (*cells, *extras),
            title="{table}: {title}",
            title_values=(("table", self.table.id), ("title", self.table.title)),
            remarks=(
                (
                    "an order after {time} starts on the next day",
                    (("time", f"{self.table.cut_off:%H:%M}"),),
                ),
            ),
        )


def _cells(name: str, table: PriceTable) -> Iterator[tuple[Cell, ...]]:
    for row in table.rows:
        for column, price in enumerate(row.prices):
            by_lot = table.per[column].value == "lot"
            when = f"layers = {row.layers}, {_area(table.upto_m2, column)}"
            yield (name, when, price if by_lot else None, None if by_lot else price, None)


def _area(edges: tuple[Decimal, ...], column: int) -> str:
    if column < len(edges):
        return f"area_m2 <= {plain(edges[column])}"
    return f"area_m2 > {plain(edges[-1])}" if edges else "area_m2 > 0"


def _when(rule: Rule) -> str:
    """The conditions, bounds of one key put together, long lists of answers cut short."""
    told: dict[str, str] = {}
    for condition in rule.when:
        low = told.get(condition.key, "")
        if low.startswith(f"{condition.key} >") and condition.op in {"<", "<="}:
            bound = low.removeprefix(f"{condition.key} >").removeprefix("=").strip()
            told[condition.key] = f"{bound} {_LESS[low.split()[1]]} {condition}"
        elif len(condition.values) > _MOST_VALUES:
            few = "|".join(condition.values[:_MOST_VALUES])
            told[condition.key] = f"{condition.key} {condition.op} {few}|…"
        else:
            told[condition.key] = f"{low}, {condition}" if low else str(condition)
    return ", ".join(told.values())


def _rule(rule: PriceRule) -> tuple[Cell, ...]:
    large: Cell = rule.per_m2 if rule.per_m2 is not None else rule.per_piece_m2
    if rule.percent_of_base is not None:
        large = f"{plain(rule.percent_of_base)} % base"
    counts = str(rule.times) if rule.times else None
    if rule.count is not None:
        counts = f"{rule.count.key} > {plain(rule.count.above)} / {plain(rule.count.step)}"
    return (rule.id, _when(rule), rule.lot, large, counts)
