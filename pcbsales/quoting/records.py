"""A quotation: what was offered to whom, at which prices, and how each price came about."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.boards.dimensions import RevisionName
from pcbsales.company.tax_policy import Treatment
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.money import Currency, Money, UnitPrice
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import (
    Code,
    Count,
    Day,
    Instant,
    Line,
    Number,
    Percent,
    PositiveCount,
    Prose,
    RecordId,
    Word,
    plain,
    wrong,
)
from pcbsales.kernel.tax import PriceBasis


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


class QuoteEventKind(StrEnum):
    """What can happen to a quotation."""

    NEW = "new"
    REVISED = "revised"
    SENT = "sent"
    ACCEPTED = "accepted"
    LOST = "lost"


class PriceStep(Value):
    """One rule of the price book at work: basis × rate = amount, without tax.

    ``rate`` is money per ``unit`` of the basis (for ``base`` a share: 0.5). Where the rule counts
    something, ``rate`` is ``count`` × ``each``: two started steps of 0.4 mm at 100 give 200.
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
    ``questions`` are the customer's to answer, in words.
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
    steps: tuple[PriceStep, ...]
    included: tuple[Line, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    questions: tuple[Line, ...] = ()

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
            "quantity": self.quantity,
            "unit": self.unit.value,
            "lead_days": self.lead_days,
            "expedite_days": self.expedite_days,
            "unit_price": self.unit_price.text,
            "amount": self.amount.text,
            "net": self.net.text,
            "steps": [step.as_json() for step in self.all_steps],
            "assumptions": [{"key": a.key, "value": a.value} for a in self.assumptions],
            "questions": list(self.questions),
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
        yield from (step.amount for step in self.steps)


class TaxLine(Value):
    """The tax at one rate: what it is taken of, and why this rate, in the words for paper."""

    treatment: Treatment
    code: Word
    percent: Percent
    net: Money
    tax: Money
    sentence: LocalText | None = None

    def as_json(self) -> dict[str, object]:
        """Treatment, rate in percent, and the amounts."""
        return {
            "treatment": self.treatment.value,
            "code": self.code,
            "percent": plain(self.percent),
            "net": self.net.text,
            "tax": self.tax.text,
        }


class QuoteEvent(Value):
    """What happened to the quotation, when, and by whom."""

    at: Instant
    by: Annotated[RecordId, Points("staff")]
    kind: QuoteEventKind
    text: Prose | None = None


class Quote(Record):
    """A quotation. Whether it has expired follows from ``valid_until``; it is never stored.

    Lines that offer one part revision at several quantities or lead times are alternatives:
    ``net``, ``tax`` and ``total`` still add up all lines (see ``alternatives``).
    """

    noun: ClassVar[str] = "quote"

    entity: Annotated[RecordId, Points("entity")]
    customer: Annotated[RecordId, Points("customer")]
    person: Annotated[RecordId, Points("person")] | None = None
    rep: Annotated[RecordId, Points("staff")]
    customer_rfq: Line | None = None
    date: Day
    valid_until: Day
    revision: PositiveCount = 1
    currency: Currency
    price_basis: PriceBasis
    price_book: Annotated[RecordId, Points("price-book")]
    lines: tuple[QuoteLine, ...]
    taxes: tuple[TaxLine, ...]
    net: Money
    tax: Money
    total: Money
    terms: LocalText | None = None
    incoterm: Line | None = None
    delivery_place: Line | None = None
    events: tuple[QuoteEvent, ...] = ()

    @property
    def alternatives(self) -> bool:
        """Whether some lines offer the same part revision: then the total is not an order's."""
        parts = [(line.part, line.revision) for line in self.lines]
        return len(set(parts)) < len(parts)

    def expired(self, *, as_of: dt.date) -> bool:
        """Whether the offer no longer holds at the end of *as_of*."""
        return as_of > self.valid_until

    def as_json(self) -> dict[str, object]:
        """The quotation as scripts read it; documented in the commands' reference."""
        return {
            "schema": 1,
            "id": self.id,
            "revision": self.revision,
            "entity": self.entity,
            "customer": self.customer,
            "customer_rfq": self.customer_rfq,
            "date": self.date.isoformat(),
            "valid_until": self.valid_until.isoformat(),
            "currency": self.currency,
            "price_basis": self.price_basis.value,
            "price_book": self.price_book,
            "alternatives": self.alternatives,
            "lines": [line.as_json() for line in self.lines],
            "taxes": [line.as_json() for line in self.taxes],
            "net": self.net.text,
            "tax": self.tax.text,
            "total": self.total.text,
        }

    @model_validator(mode="after")
    def _has_lines(self) -> Self:
        if not self.lines:
            raise wrong("quote.empty", "a quotation has at least one line")
        ids = [line.id for line in self.lines]
        if len(set(ids)) < len(ids):
            raise wrong("quote.line_ids", "two lines have the same id")
        if self.valid_until < self.date:
            raise wrong("quote.validity", "valid_until lies before the date")
        return self

    @model_validator(mode="after")
    def _one_currency(self) -> Self:
        found = sorted({money.currency for money in self._amounts()} - {self.currency})
        if found:
            raise wrong(
                "quote.currency",
                "all amounts must be in {currency}, found {found}",
                currency=self.currency,
                found=", ".join(found),
            )
        return self

    @model_validator(mode="after")
    def _sums(self) -> Self:
        priced = self.net if self.price_basis is PriceBasis.NET else self.total
        sums = {
            "net": ((line.net for line in self.lines), self.net),
            "taxes.net": ((line.net for line in self.taxes), self.net),
            "tax": ((line.tax for line in self.taxes), self.tax),
            "total": ((self.net, self.tax), self.total),
            "lines.amount": ((line.amount for line in self.lines), priced),
        }
        for at, (parts, stated) in sums.items():
            require_equal(
                "quote.sums",
                "{at} should sum to {stated}, it sums to {found}",
                at,
                Money.sum(parts, self.currency),
                stated,
            )
        return self

    def _amounts(self) -> Iterable[Money]:
        yield from (self.net, self.tax, self.total)
        yield from (line.net for line in self.lines)
        for tax in self.taxes:
            yield from (tax.net, tax.tax)


def require_equal(rule: str, msgid: str, at: str, found: Money, stated: Money) -> None:
    """Raise *rule* with the sentence *msgid* unless *found* is what the record states."""
    if (found.amount, found.currency) != (stated.amount, stated.currency):
        raise wrong(rule, msgid, at=at, found=str(found), stated=str(stated))
