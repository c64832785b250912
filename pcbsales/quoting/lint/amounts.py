"""What the cells and rules of a book come to at any area, as an exact function of it.

Between two edges every amount is lot or rate × area, rounded half-up, and never falls, for no rate
is less than 0: what can be odd stands at the edges, and there is read from both sides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pcbsales.kernel.money import Money
from pcbsales.quoting.books.area_table import PriceTable
from pcbsales.quoting.books.price_books import PriceBook, PriceRule, Rule
from pcbsales.quoting.quotations.records import BasisUnit

#: The finest difference of two areas.
FINEST_M2 = Decimal("0.000000000001")
_ZERO = Decimal(0)
AREA = "area_m2"


@dataclass(frozen=True, slots=True)
class Edge:
    """Where something of a book changes: the areas right before and right behind it."""

    at_m2: Decimal
    before: Decimal
    after: Decimal

    def last_before(self, piece_m2: Decimal) -> int:
        """How many pieces of *piece_m2* are the most that lie before it."""
        pieces = self.at_m2 / piece_m2
        if self.before == self.at_m2:
            return int(pieces.to_integral_value(ROUND_FLOOR))
        return int(pieces.to_integral_value(ROUND_CEILING)) - 1


@dataclass(frozen=True, slots=True)
class Amounts:
    """A book's amounts at an area, without what is needed of an order beside it."""

    book: PriceBook

    def base(self, layers: int, area_m2: Decimal) -> Decimal | None:
        """The base price; None where the table has no cell."""
        return self._cell(self.book.base, layers, area_m2)

    def engineering(self, layers: int, area_m2: Decimal) -> Decimal | None:
        """The engineering fee; None where the table has no cell."""
        return self._cell(self.book.engineering, layers, area_m2)

    def tables(self, layers: int, area_m2: Decimal) -> Decimal | None:
        """Base and engineering, the smallest order heeded; None where a table has no cell."""
        base, fee = self.base(layers, area_m2), self.engineering(layers, area_m2)
        if base is None or fee is None:
            return None
        return max(base + fee, self.book.minimum_order or _ZERO)

    def charge(self, rule: PriceRule, area_m2: Decimal, base: Decimal) -> Decimal:
        """*rule* counted once; *base* is what shares are taken of."""
        large = (rule.per_m2, rule.percent_of_base, rule.per_piece_m2)
        only_lot = all(rate is None for rate in large)
        if rule.lot is not None and (only_lot or area_m2 < self.book.lot_below_m2):
            return self._rounded(rule.lot)
        if rule.percent_of_base is not None:
            return self._rounded(base * rule.percent_of_base / 100)
        return self._rounded(area_m2 * (rule.per_m2 or _ZERO))

    def edges(self) -> tuple[Edge, ...]:
        """Both sides of every area that the book names, the least first."""
        return tuple(edge for at in self.named_areas() for edge in _sides(at))

    def named_areas(self) -> list[Decimal]:
        """Every area that the book names: of its tables, its rules, and where lots end."""
        book = self.book
        rules: tuple[Rule, ...] = book.rules
        found = {*book.base.upto_m2, *book.engineering.upto_m2, book.lot_below_m2}
        return sorted(found | set(areas_of(rules)))

    def _cell(self, table: PriceTable, layers: int, area_m2: Decimal) -> Decimal | None:
        column = table.column(area_m2)
        for row in table.rows:
            if row.layers == layers and column < row.width:
                basis = Decimal(1) if table.per[column] is BasisUnit.LOT else area_m2
                return self._rounded(basis * row.prices[column])
        return None

    def _rounded(self, amount: Decimal) -> Decimal:
        return Money.rounded(amount, self.book.currency).amount


def areas_of(rules: tuple[Rule, ...]) -> Iterator[Decimal]:
    """The areas that conditions of *rules* name."""
    for rule in rules:
        for condition in rule.when:
            if condition.key == AREA:
                yield from (Decimal(value) for value in condition.values)


def _sides(at: Decimal) -> Iterator[Edge]:
    yield Edge(at, at - FINEST_M2, at)
    yield Edge(at, at, at + FINEST_M2)
