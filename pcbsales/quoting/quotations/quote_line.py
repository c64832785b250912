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
    PositiveCount,
    RecordId,
    Word,
    wrong,
)
from pcbsales.quoting.matrix.option import Option
from pcbsales.quoting.quotations.agreed import AgreedBand
from pcbsales.quoting.quotations.line_parts import PanelFacts, PriceModel, Tolerance
from pcbsales.quoting.quotations.one_time import OneTime
from pcbsales.quoting.quotations.price_step import BasisUnit, PriceStep, require_equal

__all__ = [
    "Assumption",
    "BasisUnit",
    "PriceStep",
    "QuantityUnit",
    "QuoteLine",
    "require_equal",
]


class QuantityUnit(StrEnum):
    """What one of the quantity is: a board, an array as delivered, a working panel."""

    PCS = "PCS"
    SET = "SET"
    PNL = "PNL"


class Assumption(Value):
    """What the price takes for granted because the specification does not say: key and value."""

    key: Word
    value: Line


class QuoteLine(Value):
    """One part revision at one quantity and lead time.

    ``amount`` is quantity × unit price in the quotation's price basis, ``net`` the same without
    tax and the sum of the steps; ``included`` names the rules that cost nothing. ``lead_days``
    are working days from the clock's start, the ``expedite_days`` already taken off and the
    ``later_days`` added.
    ``book_price`` is what the book would have asked per unit, where another price was asked; the
    steps then end with ``discount`` or ``surcharge``. With ``agreed`` they end with ``agreement``:
    the price is that of an agreement's band.
    ``questions`` are the customer's to answer, in words. ``board`` and ``customer_pn`` are what the
    part said when it was quoted: the part may change, the offer does not.
    ``option`` is the letter of the option that changed the board for this line by the answers
    ``changed``.
    ``one_time`` is asked beside the amount, once, or says why it is not.
    ``model`` is absent where panels had no prices; ``panel`` is what the line takes of them.
    """

    id: Code
    part: Annotated[RecordId, Points("part")]
    revision: RevisionName
    quantity: PositiveCount
    unit: QuantityUnit
    lead_days: PositiveCount
    expedite_days: Count = 0
    later_days: Count = 0
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
    changed: tuple[Line, ...] = ()
    model: PriceModel | None = None
    panel: PanelFacts | None = None
    agreed: AgreedBand | None = None
    one_time: tuple[OneTime, ...] = ()
    tolerance: Tolerance | None = None

    @property
    def boards(self) -> int:
        """How many boards are ordered; of arrays those that lie in them."""
        array = self.board.array if self.board else None
        if array is None or self.unit is not QuantityUnit.SET:
            return self.quantity
        return self.quantity * array.boards

    @property
    def asked_lead(self) -> int | None:
        """The lead time where another than the standard one was asked for."""
        return self.lead_days if self.expedite_days or self.later_days else None

    @property
    def once_net(self) -> Money:
        """What is asked once beside the price per unit, without tax."""
        return Money.sum((once.net for once in self.one_time), self.net.currency)

    @property
    def once_amount(self) -> Money:
        """The same in the quotation's price basis."""
        return Money.sum((once.amount for once in self.one_time), self.net.currency)

    @property
    def as_option(self) -> Option | None:
        """The option it is of, to be asked for again."""
        return Option(self.option, self.changed) if self.option else None

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
            "changed": list(self.changed),
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
            "agreed": self.agreed and self.agreed.as_json(),
            "one_time": [once.as_json() for once in self.one_time],
            "tolerance": self.tolerance and self.tolerance.as_json(),
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
        yield from (once.net for once in self.one_time)
