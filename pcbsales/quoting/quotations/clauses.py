"""What a quotation's prices hang on: metals, a rate of exchange; and freight beside them."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import model_validator

from pcbsales.kernel.money import Currency, Money, round_half_up
from pcbsales.kernel.record import Points, Value
from pcbsales.kernel.scalars import (
    Code,
    Day,
    Line,
    Number,
    Percent,
    Positive,
    RecordId,
    plain,
    wrong,
)
from pcbsales.quoting.quotations.price_step import PriceStep, require_equal


class Metal(StrEnum):
    """What a price may follow."""

    COPPER = "copper"
    GOLD = "gold"
    SILVER = "silver"
    TIN = "tin"
    LAMINATE = "laminate"


class MetalUnit(StrEnum):
    """What the price of a metal is of; of laminates there is an index."""

    USD_PER_T = "usd_per_t"
    USD_PER_OZ = "usd_per_oz"
    INDEX = "index"


class MetalClause(Value):
    """The clause and the price of the metal that the lines were reckoned with.

    Prices move by ``percent`` for each ``step`` that the metal is more than ``band`` away from
    ``base_price``.
    """

    clause: Annotated[RecordId, Points("surcharge-clause")]
    metal_price: Annotated[RecordId, Points("metal-price")]
    metal: Metal
    unit: MetalUnit
    base_price: Positive
    price: Positive
    day: Day
    band: Number
    step: Positive
    percent: Positive

    @property
    def share(self) -> Decimal:
        """By how much of it the price moves, at eight decimals: 0.024 is 2.4 % more."""
        move = self.price - self.base_price
        beyond = max(abs(move) - self.band, Decimal(0))
        share = round_half_up(beyond / self.step * self.percent / 100, 8)
        return share if move >= 0 else -share

    def as_json(self) -> dict[str, object]:
        """The clause; numbers as plain decimal strings."""
        return {
            "clause": self.clause,
            "metal": self.metal.value,
            "unit": self.unit.value,
            "base_price": plain(self.base_price),
            "price": plain(self.price),
            "metal_price": self.metal_price,
            "day": self.day.isoformat(),
            "band": plain(self.band),
            "step": plain(self.step),
            "percent": plain(self.percent),
            "share": plain(self.share.normalize()) if self.share else "0",
        }


class ExchangeClause(Value):
    """Prices hold while 1 ``base`` is worth ``rate`` ``counter``, ``band_percent`` more or less."""

    clause: Annotated[RecordId, Points("exchange-clause")]
    exchange_rate: Annotated[RecordId, Points("exchange-rate")]
    base: Currency
    counter: Currency
    rate: Positive
    day: Day
    band_percent: Percent

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest rate at which the prices hold, exact."""
        share = self.band_percent / 100
        return self.rate * (1 - share), self.rate * (1 + share)

    def as_json(self) -> dict[str, object]:
        """The clause; numbers as plain decimal strings."""
        low, high = self.bounds
        return {
            "clause": self.clause,
            "base": self.base,
            "counter": self.counter,
            "rate": plain(self.rate),
            "exchange_rate": self.exchange_rate,
            "day": self.day.isoformat(),
            "band_percent": plain(self.band_percent),
            "holds_from": plain(low),
            "holds_to": plain(high),
        }


class PriceTerms(Value):
    """What the prices of a quotation hang on beside its validity."""

    clauses: tuple[MetalClause, ...] = ()
    exchange: ExchangeClause | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.clauses and self.exchange is None:
            raise wrong("quote.price_terms", "price_terms need a clause or a rate; leave them out")
        return self


class FreightCharge(Value):
    """Freight of *lines* together: weights in kg, the amount in the quotation's price basis.

    ``net`` is without tax and the sum of the steps.
    """

    table: Annotated[RecordId, Points("freight-table")]
    carrier: Line
    zone: Code
    lines: tuple[Code, ...]
    net_kg: Positive
    gross_kg: Positive
    chargeable_kg: Positive
    steps: tuple[PriceStep, ...]
    amount: Money
    net: Money

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        found = Money.sum((step.amount for step in self.steps), self.net.currency)
        require_equal(
            "quote.freight",
            "the steps of freight {at} sum to {found}, its net is {stated}",
            self.carrier,
            found,
            self.net,
        )
        return self

    def as_json(self) -> dict[str, object]:
        """The charge; amounts without their currency, which is the quotation's."""
        return {
            "kind": "freight",
            "table": self.table,
            "carrier": self.carrier,
            "zone": self.zone,
            "lines": list(self.lines),
            "net_kg": plain(self.net_kg),
            "gross_kg": plain(self.gross_kg),
            "chargeable_kg": plain(self.chargeable_kg),
            "steps": [step.as_json() for step in self.steps],
            "amount": self.amount.text,
            "net": self.net.text,
        }
