"""A price agreement: unit prices by quantity that hold for a time, and what may move them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, localcontext
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.kernel.conditions import Condition, Facts
from pcbsales.kernel.effective import Lasting
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.money import CURRENCIES, Currency, Money, UnitPrice, round_half_up
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import Day, Line, Percent, Positive, PositiveCount, RecordId, wrong
from pcbsales.kernel.tax import PriceBasis
from pcbsales.quoting.quotations.agreed import ClauseKind
from pcbsales.quoting.quotations.clauses import MetalUnit
from pcbsales.quoting.quotations.quote_event import KeptFile
from pcbsales.quoting.quotations.quote_line import QuantityUnit

__all__ = ["Band", "Clause", "ClauseKind", "CostDown", "PriceAgreement", "Rebate"]

#: How a contract writes the units that the ledger keeps prices of metals in.
METAL_UNITS: Mapping[str, MetalUnit] = {
    "USD/t": MetalUnit.USD_PER_T,
    "USD/oz": MetalUnit.USD_PER_OZ,
    "index": MetalUnit.INDEX,
}
_FEWEST_PLACES = 4
_DIGITS = 60


class Band(Value):
    """The price per unit from a quantity on, up to the next band."""

    from_quantity: PositiveCount
    unit_price: UnitPrice


class CostDown(Value):
    """From a day on the price falls by so many percent of what it was."""

    day: Day
    percent: Percent


class Rebate(Value):
    """Given back for a calendar year in which sales without tax reach an amount."""

    yearly: Money
    percent: Percent


class Clause(Value):
    """The figure that the prices were agreed at, and how far it moves before they are agreed anew.

    ``share_percent`` is by how much prices move for each percent beyond the band; absent where the
    sides talk. ``days_old`` is how old the figure may be that prices move by. ``sentence`` is the
    contract's own, for paper.
    """

    kind: ClauseKind
    reference: Positive
    unit: Line
    band_percent: Percent
    share_percent: Percent | None = None
    days_old: PositiveCount | None = None
    sentence: LocalText | None = None

    @property
    def metal_unit(self) -> MetalUnit | None:
        """The unit that the ledger keeps the metal's prices in; None for a rate, or another."""
        return None if self.kind is ClauseKind.EXCHANGE else METAL_UNITS.get(self.unit)

    @property
    def pair(self) -> tuple[str, str]:
        """Counter and base of a clause on a rate: CNY and USD of ``CNY/USD``."""
        counter, _, base = self.unit.partition("/")
        return counter.strip(), base.strip()

    def is_reckoned_in(self, currency: str) -> bool:
        """Whether the ledger has figures for it, and it says which way prices in *currency* go."""
        if self.kind is not ClauseKind.EXCHANGE:
            return self.metal_unit is not None
        counter, base = self.pair
        return counter != base and {counter, base} <= CURRENCIES and currency in {counter, base}


class PriceAgreement(Lasting, Record):
    """Prices agreed with a customer for a part, or for all boards that meet ``when``.

    Prices are in the agreement's basis, per ``unit`` at the standard lead time. Only a signed one
    is quoted by. Below the book it names the floor and the decision that granted it, as a quotation
    does. A later one for the same part takes its place.
    """

    noun: ClassVar[str] = "price-agreement"

    entity: Annotated[RecordId, Points("entity")]
    customer: Annotated[RecordId, Points("customer")]
    part: Annotated[RecordId, Points("part")] | None = None
    when: tuple[Condition, ...] = ()
    title: Line | None = None
    currency: Currency
    price_basis: PriceBasis
    unit: QuantityUnit = QuantityUnit.PCS
    bands: tuple[Band, ...]
    agreed: Day
    by: Annotated[RecordId, Points("staff")]
    valid_from: Day
    valid_until: Day
    cost_downs: tuple[CostDown, ...] = ()
    rebates: tuple[Rebate, ...] = ()
    clauses: tuple[Clause, ...] = ()
    price_book: Annotated[RecordId, Points("price-book")] | None = None
    price_floor: Annotated[RecordId, Points("price-floor")] | None = None
    approval: Annotated[RecordId, Points("approval-decision")] | None = None
    signed: KeptFile | None = None
    signed_on: Day | None = None

    def covers(self, part: str, facts: Facts) -> bool:
        """Whether it is about the board *part* with *facts*."""
        if self.part is not None:
            return self.part == part
        return all(condition.holds(facts) for condition in self.when)

    def band(self, quantity: int) -> Band | None:
        """The band that *quantity* falls in; None below the first."""
        fitting = [band for band in self.bands if band.from_quantity <= quantity]
        return fitting[-1] if fitting else None

    def price(self, band: Band, *, as_of: date, moved: Decimal = Decimal(0)) -> UnitPrice:
        """The price of *band* after the cost-downs up to *as_of*, *moved* by so many percent.

        Half-up once, at the end; it keeps the decimals of the agreed price, four at least.
        """
        exponent = band.unit_price.amount.as_tuple().exponent
        places = max(_FEWEST_PLACES, -exponent) if isinstance(exponent, int) else _FEWEST_PLACES
        with localcontext() as context:
            context.prec = _DIGITS
            price = band.unit_price.amount * (100 + moved) / 100
            for step in self.cost_downs_by(as_of):
                price = price * (100 - step.percent) / 100
            return UnitPrice(round_half_up(price, places), self.currency)

    def cost_downs_by(self, as_of: date) -> tuple[CostDown, ...]:
        """Those that have begun by *as_of*."""
        return tuple(step for step in self.cost_downs if step.day <= as_of)

    @model_validator(mode="after")
    def _is_about_something(self) -> Self:
        if (self.part is None) == (not self.when):
            raise wrong(
                "price_agreement.scope", "an agreement names a part, or conditions under when"
            )
        if (self.signed is None) != (self.signed_on is None):
            raise wrong("price_agreement.signed", "signed and signed_on belong together")
        return self

    @model_validator(mode="after")
    def _steps_are_in_order(self) -> Self:
        quantities = [band.from_quantity for band in self.bands]
        if not quantities or quantities != sorted(set(quantities)):
            raise wrong(
                "price_agreement.bands",
                "an agreement has bands, each from a larger quantity than the one before",
            )
        days = [step.day for step in self.cost_downs]
        if days != sorted(set(days)) or any(
            not self.valid_from < day <= self.valid_until for day in days
        ):
            raise wrong(
                "price_agreement.cost_downs",
                "cost-downs follow each other by date, while the agreement holds",
            )
        sales = [rebate.yearly.amount for rebate in self.rebates]
        if sales != sorted(set(sales)):
            raise wrong(
                "price_agreement.rebates",
                "rebates go by a year's sales, the least first, each once",
            )
        monies = [
            *(band.unit_price for band in self.bands),
            *(rebate.yearly for rebate in self.rebates),
        ]
        if any(money.currency != self.currency for money in monies):
            raise wrong(
                "price_agreement.currency",
                "all amounts must be in {currency}",
                currency=self.currency,
            )
        return self

    @model_validator(mode="after")
    def _clauses_can_be_reckoned(self) -> Self:
        kinds = [clause.kind for clause in self.clauses]
        if len(set(kinds)) < len(kinds):
            raise wrong("price_agreement.clauses", "a clause of one kind stands there twice")
        for clause in self.clauses:
            if clause.share_percent is not None and not clause.is_reckoned_in(self.currency):
                raise wrong(
                    "price_agreement.clauses",
                    "{kind} in {unit} moves no price by itself: give a metal in USD/t, USD/oz or "
                    "index, a rate between {currency} and another currency such as CNY/USD",
                    kind=clause.kind.value,
                    unit=clause.unit,
                    currency=self.currency,
                )
        return self
