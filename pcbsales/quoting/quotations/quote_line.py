"""A line of a quotation, and the steps that make its price."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import model_validator

from pcbsales.boards.dimensions import RevisionName
from pcbsales.boards.specification import Specification
from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.kernel.record import Points, Value
from pcbsales.kernel.scalars import (
    Code,
    Count,
    Line,
    Number,
    PositiveCount,
    RecordId,
    Word,
    plain,
    wrong,
)
from pcbsales.quoting.quotations.line_parts import PanelFacts, PriceModel


class QuantityUnit(StrEnum):
    """What one of the quantity is: a board, an array as delivered, a working panel."""

    PCS = "PCS"
    SET = "SET"
    PNL = "PNL"


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


class Assumption(Value):
    """What the price takes for granted because the specification does not say: key and value."""

    key: Word
    value: Line


class QuoteLine(Value):
    """One part revision at one quantity and lead time.

    ``amount`` is quantity × unit price in the quotation's price basis, ``net`` the same without
    tax and the sum of the steps; ``included`` names the rules that cost nothing. ``lead_days``
    are working days from the clock's start, the ``expedite_days`` already taken off.
    ``book_price`` is what the book would have asked per unit, where another price was asked; the
    steps then end with ``discount`` or ``surcharge``.
    ``questions`` are the customer's to answer, in words. ``board`` and ``customer_pn`` are what the
    part said when it was quoted: the part may change, the offer does not.
    ``option`` is the letter of the option that changed the board for this line.
    ``model`` is absent where panels had no prices; ``panel`` is what the line takes of them.
    """

    id: Code
    part: Annotated[RecordId, Points("part")]
    revision: RevisionName
    quantity: PositiveCount
    unit: QuantityUnit
    lead_days: PositiveCount
    expedite_days: Count = 0
    unit_price: UnitPrice
    amount: Money
    net: Money
    book_price: UnitPrice | None = None
    steps: tuple[PriceStep, ...]
    included: tuple[Line, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    questions: tuple[Line, ...] = ()
    customer_pn: Line | None = None
    board: Specification | None = None
    option: Code | None = None
    model: PriceModel | None = None
    panel: PanelFacts | None = None

    @property
    def book_amount(self) -> Money:
        """What the line comes to by the book, in the quotation's price basis."""
        return self.amount if self.book_price is None else self.book_price.times(self.quantity)

    @property
    def all_steps(self) -> tuple[PriceStep, ...]:
        """The steps, and those of 0 for what is included."""
        nothing = Money.zero(self.net.currency)
        included = (
            PriceStep(
                rule=rule, basis=Decimal(1), unit=BasisUnit.LOT, rate=Decimal(0), amount=nothing
            )
            for rule in self.included
        )
        return (*self.steps, *included)

    def as_json(self) -> dict[str, object]:
        """The line with all its steps; amounts without their currency, which is the quotation's."""
        return {
            "id": self.id,
            "part": self.part,
            "revision": self.revision,
            "option": self.option,
            "quantity": self.quantity,
            "unit": self.unit.value,
            "lead_days": self.lead_days,
            "expedite_days": self.expedite_days,
            "unit_price": self.unit_price.text,
            "amount": self.amount.text,
            "net": self.net.text,
            "book_price": None if self.book_price is None else self.book_price.text,
            "steps": [step.as_json() for step in self.all_steps],
            "assumptions": [{"key": a.key, "value": a.value} for a in self.assumptions],
            "questions": list(self.questions),
            "model": (self.model or PriceModel.AREA).value,
            "panel": self.panel and self.panel.as_json(),
        }

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if any(money.currency != self.net.currency for money in self._amounts()):
            raise wrong("quote.line_currency", "line {id} mixes currencies", id=self.id)
        steps = Money.sum((step.amount for step in self.steps), self.net.currency)
        require_equal(
            "quote.steps",
            "the steps of line {at} sum to {found}, its net is {stated}",
            self.id,
            steps,
            self.net,
        )
        require_equal(
            "quote.amount",
            "quantity × price of line {at} is {found}, its amount is {stated}",
            self.id,
            self.unit_price.times(self.quantity),
            self.amount,
        )
        return self

    def _amounts(self) -> Iterable[Money]:
        yield from (self.unit_price, self.amount)
        yield from () if self.book_price is None else (self.book_price,)
        yield from (step.amount for step in self.steps)


def require_equal(rule: str, msgid: str, at: str, found: Money, stated: Money) -> None:
    """Raise *rule* with the sentence *msgid* unless *found* is what the record states."""
    if (found.amount, found.currency) != (stated.amount, stated.currency):
        raise wrong(rule, msgid, at=at, found=str(found), stated=str(stated))
