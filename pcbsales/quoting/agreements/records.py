"""A price agreement: unit prices by quantity that hold for a time, and what may move them."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.kernel.conditions import Condition, Facts
from pcbsales.kernel.effective import Lasting
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.money import Currency, Money, UnitPrice
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import Day, Line, Percent, Positive, PositiveCount, RecordId, wrong
from pcbsales.kernel.tax import PriceBasis
from pcbsales.quoting.quotations.quote_event import KeptFile
from pcbsales.quoting.quotations.quote_line import QuantityUnit

_FEWEST_PLACES = 4


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


class ClauseKind(StrEnum):
    """What may move an agreed price."""

    COPPER = "copper"
    GOLD = "gold"
    LAMINATE = "laminate"
    EXCHANGE = "exchange"


class Clause(Value):
    """The figure that the prices were agreed at, and how far it moves before they are agreed anew.

    ``share_percent`` is by how much prices move for each percent beyond the band; absent where the
    sides talk. ``sentence`` is the contract's own, for paper.
    """

    kind: ClauseKind
    reference: Positive
    unit: Line
    band_percent: Percent
    share_percent: Percent | None = None
    sentence: LocalText | None = None


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

    def price(self, band: Band, *, as_of: date) -> UnitPrice:
        """The price of *band* after the cost-downs up to *as_of*, half-up.

        It keeps the decimals of the agreed price, four at least.
        """
        price = band.unit_price.amount
        for step in self.cost_downs:
            if step.day <= as_of:
                price = price * (100 - step.percent) / 100
        exponent = band.unit_price.amount.as_tuple().exponent
        places = max(_FEWEST_PLACES, -exponent) if isinstance(exponent, int) else _FEWEST_PLACES
        rounded = price.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        return UnitPrice(rounded, self.currency)

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
