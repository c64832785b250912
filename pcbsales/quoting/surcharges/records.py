"""Dated prices of metals and rates of exchange, and the clauses by which prices follow them."""

from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.kernel.conditions import Condition
from pcbsales.kernel.effective import Lasting
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.money import Currency
from pcbsales.kernel.record import Points, Record
from pcbsales.kernel.scalars import Day, Percent, Positive, PositiveCount, Prose, RecordId, wrong
from pcbsales.quoting.books.area_table import Rate
from pcbsales.quoting.quotations.clauses import Metal, MetalUnit


class MetalPrice(Record):
    """What a metal cost on a day, by a source that both sides can look up."""

    noun: ClassVar[str] = "metal-price"

    metal: Metal
    unit: MetalUnit
    day: Day
    price: Positive
    source: Prose


class SurchargeClause(Lasting, Record):
    """How prices follow a metal: ``percent`` for each ``step`` beyond ``band`` from ``base_price``.

    It holds for boards that meet ``when``; the price of the metal may be ``days_old`` at most.
    """

    noun: ClassVar[str] = "surcharge-clause"

    title: LocalText | None = None
    source: Prose | None = None
    entity: Annotated[RecordId, Points("entity")]
    customer: Annotated[RecordId, Points("customer")] | None = None
    valid_from: Day
    valid_until: Day | None = None
    metal: Metal
    unit: MetalUnit
    base_price: Positive
    band: Rate
    step: Positive
    percent: Positive
    when: tuple[Condition, ...] = ()
    days_old: PositiveCount | None = None


class ExchangeRate(Record):
    """What 1 ``base`` was worth in ``counter`` on a day."""

    noun: ClassVar[str] = "exchange-rate"

    base: Currency
    counter: Currency
    day: Day
    rate: Positive
    source: Prose

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if self.base == self.counter:
            raise wrong("exchange_rate.pair", "a rate is between two currencies")
        return self


class ExchangeTerms(Lasting, Record):
    """Prices in ``currency`` hold while its rate to ``counter`` stays within ``band_percent``.

    They are never converted: outside the band they are quoted again.
    """

    noun: ClassVar[str] = "exchange-clause"

    title: LocalText | None = None
    source: Prose | None = None
    entity: Annotated[RecordId, Points("entity")]
    customer: Annotated[RecordId, Points("customer")] | None = None
    valid_from: Day
    valid_until: Day | None = None
    currency: Currency
    counter: Currency
    band_percent: Percent
    days_old: PositiveCount | None = None

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if self.currency == self.counter:
            raise wrong("exchange.pair", "a clause is about two currencies")
        return self
