"""The steps that make a price: basis × rate = amount, each by one rule."""

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Value
from pcbsales.kernel.scalars import Line, Number, PositiveCount, plain, wrong


class BasisUnit(StrEnum):
    """What a rate of the price book is multiplied by."""

    LOT = "lot"
    M2 = "m2"
    #: The line's base price, for rates that are a share of it.
    BASE = "base"
    #: A working panel.
    PANEL = "panel"
    #: A price, for rates that are a share of it.
    PRICE = "price"
    #: A kilogram.
    KG = "kg"


class PriceStep(Value):
    """One rule of the price book at work: basis × rate = amount, without tax.

    ``rate`` is money per ``unit`` of the basis (for ``base`` and ``price`` a share: 0.5). Where
    the rule counts something, ``rate`` is ``count`` × ``each``: two started steps of 0.4 mm at 100
    give 200.
    """

    rule: Line
    basis: Number
    unit: BasisUnit
    rate: Number
    amount: Money
    count: PositiveCount | None = None
    each: Number | None = None

    @model_validator(mode="after")
    def _multiplies(self) -> Self:
        product = Money.rounded(self.basis * self.rate, self.amount.currency)
        require_equal(
            "quote.step",
            "basis × rate of {at} is {found}, its amount is {stated}",
            self.rule,
            product,
            self.amount,
        )
        if (self.count is None) != (self.each is None) or (
            self.count is not None and self.each is not None and self.count * self.each != self.rate
        ):
            raise wrong("quote.step", "count × each of {at} must be the rate", at=self.rule)
        return self

    def as_json(self) -> dict[str, object]:
        """Rule, basis with its unit, rate, amount; count and each where the rule counts."""
        counted = (
            {"count": self.count, "each": plain(self.each)}
            if self.count is not None and self.each is not None
            else {}
        )
        return {
            "rule": self.rule,
            "basis": plain(self.basis),
            "unit": self.unit.value,
            "rate": plain(self.rate),
            "amount": self.amount.text,
            **counted,
        }


def require_equal(rule: str, msgid: str, at: str, found: Money, stated: Money) -> None:
    """Raise *rule* with the sentence *msgid* unless *found* is what the record states."""
    if (found.amount, found.currency) != (stated.amount, stated.currency):
        raise wrong(rule, msgid, at=at, found=str(found), stated=str(stated))
