"""A quotation: what was offered to whom, at which prices, and how each price came about."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.company.tax_policy import Treatment
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.money import Currency, Money
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import (
    Day,
    Instant,
    Line,
    Percent,
    PositiveCount,
    Prose,
    RecordId,
    Word,
    plain,
    wrong,
)
from pcbsales.kernel.tax import PriceBasis
from pcbsales.quoting.quote_line import (
    Assumption,
    BasisUnit,
    PriceStep,
    QuantityUnit,
    QuoteLine,
    require_equal,
)

__all__ = [
    "Assumption",
    "BasisUnit",
    "PriceBasis",
    "PriceStep",
    "QuantityUnit",
    "Quote",
    "QuoteEvent",
    "QuoteEventKind",
    "QuoteLine",
    "TaxLine",
]


class QuoteEventKind(StrEnum):
    """What can happen to a quotation."""

    NEW = "new"
    REVISED = "revised"
    SENT = "sent"
    ACCEPTED = "accepted"
    LOST = "lost"


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
