"""What no rule of a group applies to, and rows of the tables that end before the others.

A group sees of an order only what its conditions can tell apart; each such kind of order is tried,
and those without a rule are told together where they lie side by side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod
from typing import TypeAlias

from pcbsales.kernel.conditions import Condition, Fact, fact_text
from pcbsales.kernel.scalars import plain
from pcbsales.quoting.books.area_table import PriceTable
from pcbsales.quoting.books.price_books import LeadTimeTable, PriceBook, Rule, keys_of_rules
from pcbsales.quoting.books.satisfying import named_numbers, values_of
from pcbsales.quoting.lint.finding import LintFinding

#: For each key the places of those of its values that lie in the box.
_Box: TypeAlias = tuple[frozenset[int], ...]
#: A group that tells apart more kinds of orders than this is told to be too large to look through.
_MOST = 100_000


def group_gaps(group: str, rules: Sequence[Rule], layers: Sequence[int]) -> Iterator[LintFinding]:
    """The kinds of orders, of *layers*, for which none of *rules* applies."""
    keys = keys_of_rules(tuple(rules))
    asked = [c for rule in rules for c in rule.when]
    kinds = [_kinds(key, [c for c in asked if c.key == key], layers) for key in keys]
    if prod(len(found.values) for found in kinds) > _MOST:
        yield LintFinding("group.gap", group, which=", ".join(keys))
        return
    for box in _joined(_open_cells(keys, kinds, rules), len(keys)):
        yield LintFinding("group.gap", group, which=_said(keys, kinds, box))


def table_gaps(book: PriceBook, tables: Sequence[LeadTimeTable]) -> Iterator[LintFinding]:
    """Layers that not all of the tables have, and rows that end before the last column."""
    for name, table, other in (
        ("base", book.base, book.engineering),
        ("engineering", book.engineering, book.base),
    ):
        known = {row.layers for row in other.rows}
        yield from _short_rows(name, table)
        for row in table.rows:
            if row.layers not in known:
                yield LintFinding("table.gap", f"{name}.{row.layers}l", which="base | engineering")
    for leads in tables:
        timed = {row.layers: row.width for row in leads.base.rows}
        for row in book.base.rows:
            if row.layers not in timed:
                yield LintFinding("table.gap", f"base.{row.layers}l", which=leads.id)
            elif timed[row.layers] <= len(leads.base.upto_m2):
                last = leads.base.upto_m2[timed[row.layers] - 1]
                which = f"{leads.id}: area_m2 > {plain(last)}"
                yield LintFinding("table.gap", f"base.{row.layers}l", which=which, at_m2=last)


def _short_rows(name: str, table: PriceTable) -> Iterator[LintFinding]:
    for row in table.rows:
        if row.width <= len(table.upto_m2):
            last = table.upto_m2[row.width - 1]
            which = f"area_m2 > {plain(last)}"
            yield LintFinding("table.gap", f"{name}.{row.layers}l", which=which, at_m2=last)


@dataclass(frozen=True, slots=True)
class _Kinds:
    """What the conditions on a key tell apart, and the numbers that they name."""

    values: tuple[Fact, ...]
    named: frozenset[Decimal]

    @property
    def are_numbers(self) -> bool:
        """Whether it is a number that is asked for."""
        return all(isinstance(value, Decimal) for value in self.values)

    def is_named(self, place: int) -> bool:
        """Whether the value there stands for itself alone."""
        return self.values[place] in self.named


def _kinds(key: str, conditions: Sequence[Condition], layers: Sequence[int]) -> _Kinds:
    if key == "layers":
        return _Kinds(tuple(map(Decimal, layers)), frozenset(map(Decimal, layers)))
    found = values_of(key, conditions)
    named = frozenset(named_numbers(conditions))
    return _Kinds(tuple(fact for fact in found if fact != 0 or 0 in named or fact is False), named)


def _open_cells(
    keys: Sequence[str], kinds: Sequence[_Kinds], rules: Sequence[Rule]
) -> Iterator[_Box]:
    for places in product(*(range(len(found.values)) for found in kinds)):
        chosen = zip(keys, kinds, places, strict=True)
        order = {key: found.values[place] for key, found, place in chosen}
        if not any(all(c.holds(order) for c in rule.when) for rule in rules):
            yield tuple(frozenset({place}) for place in places)


def _joined(cells: Iterator[_Box], width: int) -> list[_Box]:
    """*cells* joined, key by key, where they are alike in all others."""
    boxes = list(cells)
    for at in reversed(range(width)):
        alike: dict[tuple[frozenset[int], ...], frozenset[int]] = {}
        for box in boxes:
            others = (*box[:at], *box[at + 1 :])
            alike[others] = alike.get(others, frozenset()) | box[at]
        boxes = [(*others[:at], own, *others[at:]) for others, own in alike.items()]
    return boxes


def _said(keys: Sequence[str], kinds: Sequence[_Kinds], box: _Box) -> str:
    """``layers = 6 | 8, cu_outer_oz > 1``; a key all of which lies in the box is left out."""
    told = []
    for key, found, places in zip(keys, kinds, box, strict=True):
        if len(places) == len(found.values):
            continue
        if found.are_numbers and key != "layers":
            told.append(_ranges(key, found, sorted(places)))
        else:
            values = [found.values[place] for place in sorted(places)]
            told.append(f"{key} = {' | '.join(map(fact_text, _shortest(values)))}")
    return ", ".join(told)


def _shortest(values: Sequence[Fact]) -> list[Fact]:
    """*values* without the lists that another of them is part of."""
    lists = [set(value) for value in values if isinstance(value, tuple)]
    return [
        value
        for value in values
        if not isinstance(value, tuple) or not any(other < set(value) for other in lists)
    ]


def _ranges(key: str, found: _Kinds, places: Sequence[int]) -> str:
    """Runs of neighbouring *places*; a value between two that are named stands for all there."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return " or ".join(_run(key, found, run[0], run[-1]) for run in runs)


def _run(key: str, found: _Kinds, first: int, last: int) -> str:
    """``0.4 < key <= 1.6``, ``key < 0.2``, ``key = 1``."""
    low = _bound(found, first, -1)
    high = _bound(found, last, 1)
    if first == last and found.is_named(first):
        return f"{key} = {fact_text(found.values[first])}"
    if not low or not high:
        return f"{key} {low}{high}"
    sign, _, bound = low.partition(" ")
    return f"{bound} {'<=' if sign == '>=' else '<'} {key} {high}"


def _bound(found: _Kinds, place: int, way: int) -> str:
    """Where a run ends at *place*: at a number that is named, or beside the one next to it."""
    if found.is_named(place):
        return f"{'>=' if way < 0 else '<='} {fact_text(found.values[place])}"
    beside = place + way
    if not 0 <= beside < len(found.values):
        return ""
    return f"{'>' if way < 0 else '<'} {fact_text(found.values[beside])}"
