"""The area model: what an order costs by a price book, step by step.

Every step is basis × rate = amount, half-up at the currency's minor units; the net price is the
sum of the steps, never rounded again. No amount and no limit stands here: they are the book's.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from pcbsales.kernel.conditions import Facts, size_of
from pcbsales.kernel.money import Money
from pcbsales.quoting.books.area_table import PriceTable
from pcbsales.quoting.books.price_books import Counting, PriceBook, PriceRule
from pcbsales.quoting.books.rules import Search, even_layers
from pcbsales.quoting.pricing.area import shortest
from pcbsales.quoting.quotations.records import BasisUnit, PriceStep

_ONE = Decimal(1)
#: The step that tops a small order up.
MINIMUM = "minimum_order"


@dataclass(frozen=True, slots=True)
class Price:
    """The price of an order without tax: its steps and their sum."""

    steps: tuple[PriceStep, ...]
    net: Money


def open_book(book: PriceBook, facts: Facts) -> Search:
    """A search in *book* by *facts*; odd layer counts are raised where the book says so."""
    return Search(book.id, even_layers(facts, book.odd))


def price(book: PriceBook, search: Search) -> Price | None:
    """What the order of *search* costs; None where *search* has missed what it needs.

    The fact ``expedite_days`` asks for the price of getting it sooner. RefusedError where the
    book has no rule.
    """
    area, layers = search.number("area_m2"), search.number("layers")
    tables: tuple[PriceStep, ...] = ()
    if area is not None and layers is not None:
        sheet = _Sheet(book, search, area)
        tables = (sheet.column("base", book.base), sheet.column("engineering", book.engineering))
    sooner = (book.expedite,) if "expedite_days" in search.facts else ()
    picked = [search.pick(group.id, group.rules) for group in (*book.adders, *sooner)]
    if search.missing or not tables:
        return None
    base = tables[0].amount
    adders = tuple(sheet.step(rule, base) for rule in picked if rule and _is_told(rule, search))
    return at_least_minimum(book, (*tables, *adders))


def at_least_minimum(book: PriceBook, steps: tuple[PriceStep, ...]) -> Price:
    """*steps* and their sum, topped up to the least that *book* takes an order for."""
    net = Money.sum((step.amount for step in steps), book.currency)
    if book.minimum_order is None or net.amount >= book.minimum_order:
        return Price(steps, net)
    least = Money.rounded(book.minimum_order, book.currency)
    rest = least - net
    topping = step(MINIMUM, _ONE, BasisUnit.LOT, rest.amount, book.currency)
    return Price((*steps, topping), least)


def _is_told(rule: PriceRule, search: Search) -> bool:
    """What is included is told where the specification names it; other zeros would be noise."""
    rates = (rule.lot, rule.per_m2, rule.percent_of_base, rule.per_piece_m2)
    return any(rates) or any(
        condition.key in search.facts for condition in rule.when if condition.key != "layers"
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A book open at one order of *area_m2*."""

    book: PriceBook
    search: Search
    area_m2: Decimal

    def column(self, name: str, table: PriceTable) -> PriceStep:
        """The cell of *table* for the order, as a step."""
        column = table.column(self.area_m2)
        row = self.search.row(name, table.rows, column)
        unit = table.per[column]
        basis = _ONE if unit is BasisUnit.LOT else self.area_m2
        rule = f"{name}.{row.layers}l.{table.column_name(column)}"
        return step(rule, basis, unit, row.prices[column], self.book.currency)

    def step(self, rule: PriceRule, base: Money) -> PriceStep:
        """*rule* at work; *base* is what shares are taken of."""
        basis, unit, rate = self._rate(rule, base)
        times = rule.times if rule.count is None else _started(rule.count, self.search.facts)
        if times is None:
            return step(rule.id, basis, unit, rate, self.book.currency)
        found = step(rule.id, basis, unit, rate * times, self.book.currency)
        return found.model_copy(update={"count": times, "each": shortest(rate)})

    def _rate(self, rule: PriceRule, base: Money) -> tuple[Decimal, BasisUnit, Decimal]:
        """Basis, unit and rate: the lot below the book's least area, else m² or base."""
        rates = (rule.per_m2, rule.percent_of_base, rule.per_piece_m2)
        by_lot = self.area_m2 < self.book.lot_below_m2 or rates == (None, None, None)
        if rule.lot is not None and by_lot:
            return _ONE, BasisUnit.LOT, rule.lot
        if rule.percent_of_base is not None:
            return base.amount, BasisUnit.BASE, rule.percent_of_base / 100
        if rule.per_piece_m2 is not None:
            piece = self.search.facts["piece_m2"]
            return size_of(piece) or Decimal(0), BasisUnit.M2, rule.per_piece_m2
        return self.area_m2, BasisUnit.M2, rule.per_m2 or Decimal(0)


def step(rule: str, basis: Decimal, unit: BasisUnit, rate: Decimal, currency: str) -> PriceStep:
    """*rule* at work: basis × rate = amount, half-up."""
    amount = Money.rounded(basis * rate, currency)
    return PriceStep(
        rule=rule, basis=shortest(basis), unit=unit, rate=shortest(rate), amount=amount
    )


def _started(count: Counting, facts: Facts) -> int:
    """How many steps of *count* the order has started; the rule's conditions ensure the fact."""
    size = size_of(facts[count.key]) or Decimal(0)
    steps = ((size - count.above) / count.step).to_integral_value(ROUND_CEILING)
    return max(int(steps), 1)
