"""Where more area costs less, or suddenly much more: base, engineering fee and adders at the edges.

A part that falls is told unless everything else that an order must have rises by as much at the
same edge: then no total falls there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import product

from pcbsales.kernel.conditions import Condition
from pcbsales.quoting.books.price_books import PriceBook, PriceGroup, PriceRule
from pcbsales.quoting.books.satisfying import order_meeting
from pcbsales.quoting.lint.amounts import AREA, Amounts, Edge
from pcbsales.quoting.lint.finding import LintFinding
from pcbsales.quoting.lint.noticing import notice
from pcbsales.quoting.quotations.records import BasisUnit

#: How far beyond an edge a sheet is read in the trade.
_BEYOND_M2 = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Change:
    """What a group comes to before an edge and behind it, by which rules."""

    first: PriceRule
    second: PriceRule
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        return self.after - self.before

    @property
    def is_own(self) -> bool:
        """Whether it changes by itself, not because the base does that it is a share of."""
        both = (self.first, self.second)
        return any(rule.percent_of_base is None for rule in both) or self.first != self.second


def falls(book: PriceBook, piece_m2: Decimal | None = None) -> Iterator[LintFinding]:
    """Every edge of *book* where a part of the price falls, or the base per m² goes up.

    *piece_m2* is the board by whose quantities it is told what a customer would notice.
    """
    amounts = Amounts(book)
    adders: dict[tuple[str, str, Decimal], LintFinding] = {}
    for row in book.base.rows:
        for edge in amounts.edges():
            yield from _tables(amounts, row.layers, edge, piece_m2)
            for found in _adders(amounts, row.layers, edge, piece_m2):
                adders.setdefault((found.about, found.which, edge.at_m2), found)
    yield from adders.values()


def _tables(
    amounts: Amounts, layers: int, edge: Edge, piece_m2: Decimal | None
) -> Iterator[LintFinding]:
    if _goes_up(amounts.book, layers, edge):
        yield _finding("base.jumps", amounts.base, amounts, layers, edge, piece_m2=None)
    if not _total_falls(amounts, layers, edge):
        return
    for rule, part in (("base.falls", amounts.base), ("engineering.falls", amounts.engineering)):
        if _difference(part, layers, edge) < 0:
            yield _finding(rule, part, amounts, layers, edge, piece_m2=piece_m2)


def _finding(
    rule: str,
    part: Callable[[int, Decimal], Decimal | None],
    amounts: Amounts,
    layers: int,
    edge: Edge,
    *,
    piece_m2: Decimal | None,
) -> LintFinding:
    beyond = edge.at_m2 + _BEYOND_M2
    return LintFinding(
        rule,
        f"{rule.partition('.')[0]}.{layers}l",
        at_m2=edge.at_m2,
        before=part(layers, edge.before),
        after=part(layers, edge.after),
        beyond_m2=beyond,
        beyond=part(layers, beyond),
        noticed=notice(lambda m2: amounts.tables(layers, m2), amounts, edge, piece_m2),
    )


def _adders(
    amounts: Amounts, layers: int, edge: Edge, piece_m2: Decimal | None
) -> Iterator[LintFinding]:
    """The adders that fall there for some board of *layers*."""
    falling = [
        change
        for group in (*amounts.book.adders, amounts.book.expedite)
        for change in _changes(amounts, group, layers, edge)
        if change.difference < 0 and change.is_own
    ]
    if not falling or not _total_falls(amounts, layers, edge):
        return
    for change in falling:
        first, second = change.first, change.second
        yield LintFinding(
            "adder.falls",
            first.id if first == second else f"{first.id} -> {second.id}",
            at_m2=edge.at_m2,
            before=change.before,
            after=change.after,
            noticed=notice(_with(amounts, layers, change, edge), amounts, edge, piece_m2),
        )


def _with(
    amounts: Amounts, layers: int, change: _Change, edge: Edge
) -> Callable[[Decimal], Decimal | None]:
    """Base and engineering with the rules of *change*, on both sides of *edge*."""

    def total(area_m2: Decimal) -> Decimal | None:
        tables, base = amounts.tables(layers, area_m2), amounts.base(layers, area_m2)
        if tables is None or base is None:
            return None
        rule = change.second if area_m2 >= edge.after else change.first
        return tables + amounts.charge(rule, area_m2, base)

    return total


def _goes_up(book: PriceBook, layers: int, edge: Edge) -> bool:
    """Whether the base per m² is higher behind *edge*."""
    table = book.base
    first, second = table.column(edge.before), table.column(edge.after)
    if first == second:
        return False
    row = next(row for row in table.rows if row.layers == layers)
    if second >= row.width:
        return False
    rates = [
        row.prices[column] / (edge.at_m2 if table.per[column] is BasisUnit.LOT else 1)
        for column in (first, second)
    ]
    return rates[0] < rates[1]


def _total_falls(amounts: Amounts, layers: int, edge: Edge) -> bool:
    """Whether some order of *layers* costs less behind *edge*, whatever else it must have."""
    total = _difference(amounts.base, layers, edge) + _difference(amounts.engineering, layers, edge)
    for group in amounts.book.adders:
        changes = _changes(amounts, group, layers, edge)
        if not changes:
            return False
        total += min(change.difference for change in changes)
    sooner = _changes(amounts, amounts.book.expedite, layers, edge)
    return total + min((change.difference for change in sooner), default=Decimal(0)).min(0) < 0


def _difference(part: Callable[[int, Decimal], Decimal | None], layers: int, edge: Edge) -> Decimal:
    """By how much *part* rises there; 0 where it has no cell on one side."""
    before, after = part(layers, edge.before), part(layers, edge.after)
    return Decimal(0) if before is None or after is None else after - before


def _changes(amounts: Amounts, group: PriceGroup, layers: int, edge: Edge) -> list[_Change]:
    """What *group* can come to on both sides of *edge* for one order of *layers*."""
    before, after = amounts.base(layers, edge.before), amounts.base(layers, edge.after)
    if before is None or after is None:
        return []
    firsts = [rule for rule in group.rules if _reaches(rule, edge.before)]
    seconds = [rule for rule in group.rules if _reaches(rule, edge.after)]
    return [
        _Change(
            first,
            second,
            amounts.charge(first, edge.before, before),
            amounts.charge(second, edge.after, after),
        )
        for first, second in product(firsts, seconds)
        if _may_follow(first, second, edge) and _both(first.when, second.when, layers)
    ]


def _may_follow(first: PriceRule, second: PriceRule, edge: Edge) -> bool:
    """The same rule, or another where only the area parts them."""
    if first == second:
        return True
    return not _reaches(first, edge.after) or not _reaches(second, edge.before)


def _reaches(rule: PriceRule, area_m2: Decimal) -> bool:
    return all(c.holds({AREA: area_m2}) for c in rule.when if c.key == AREA)


@lru_cache(maxsize=20_000)
def _both(first: tuple[Condition, ...], second: tuple[Condition, ...], layers: int) -> bool:
    """Whether one order of *layers* meets both, its area aside."""
    asked = [c for c in (*first, *second) if c.key != AREA]
    return order_meeting((Condition("layers", "=", (str(layers),)), *asked)) is not None
