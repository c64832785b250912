"""A quotation: what was offered to whom, at which prices, and how each price came about."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.money import Currency, Money
from pcbsales.kernel.record import Points, Record
from pcbsales.kernel.scalars import (
    Day,
    Instant,
    Line,
    PositiveCount,
    RecordId,
    wrong,
)
from pcbsales.kernel.tax import PriceBasis
from pcbsales.quoting.quotations.clauses import FreightCharge, PriceTerms
from pcbsales.quoting.quotations.earlier import EarlierRevision
from pcbsales.quoting.quotations.quote_event import QuoteEvent, QuoteEventKind
from pcbsales.quoting.quotations.quote_line import (
    Assumption,
    BasisUnit,
    PriceStep,
    QuantityUnit,
    QuoteLine,
    require_equal,
)
from pcbsales.quoting.quotations.tax_line import TaxLine, text_or_none

__all__ = [
    "Assumption",
    "BasisUnit",
    "EarlierRevision",
    "PriceBasis",
    "PriceStep",
    "QuantityUnit",
    "Quote",
    "QuoteEvent",
    "QuoteEventKind",
    "QuoteLine",
    "TaxLine",
    "are_alternatives",
    "gross_of",
]


class Quote(Record):
    """A quotation. Whether it has expired follows from ``valid_until``; it is never stored.

    Prices below the book name the ``price_floor`` they were held against, and the decision that
    granted them (``approval``) where the maker could not give them alone.

    ``charges`` are asked beside the lines; of alternatives each line has its own freight.

    Lines that offer one part revision at several quantities or lead times are alternatives: they
    are not bought together, and the quotation has no ``net``, ``tax`` and ``total``.

    What it says is its current ``revision``; those before stand in ``earlier`` as they were
    offered. ``events`` and ``earlier`` are only ever added to.
    """

    noun: ClassVar[str] = "quote"

    entity: Annotated[RecordId, Points("entity")]
    customer: Annotated[RecordId, Points("customer")]
    person: Annotated[RecordId, Points("person")] | None = None
    rep: Annotated[RecordId, Points("staff")]
    customer_rfq: Line | None = None
    #: When the customer asked, by their own message.
    rfq_received: Instant | None = None
    date: Day
    valid_until: Day
    revision: PositiveCount = 1
    currency: Currency
    price_basis: PriceBasis
    price_book: Annotated[RecordId, Points("price-book")]
    price_floor: Annotated[RecordId, Points("price-floor")] | None = None
    approval: Annotated[RecordId, Points("approval-decision")] | None = None
    lines: tuple[QuoteLine, ...]
    taxes: tuple[TaxLine, ...]
    net: Money | None = None
    tax: Money | None = None
    total: Money | None = None
    terms: LocalText | None = None
    incoterm: Line | None = None
    delivery_place: Line | None = None
    price_terms: PriceTerms | None = None
    charges: tuple[FreightCharge, ...] = ()
    events: tuple[QuoteEvent, ...] = ()
    earlier: tuple[EarlierRevision, ...] = ()

    @property
    def alternatives(self) -> bool:
        """Whether some lines offer the same part revision: then there is no total."""
        return are_alternatives(self.lines)

    def expired(self, *, as_of: dt.date) -> bool:
        """Whether the offer no longer holds at the end of *as_of*."""
        return as_of > self.valid_until

    def with_tax(self, line: QuoteLine) -> Money | None:
        """What *line* alone comes to with tax; None where the lines bear several rates."""
        if self.price_basis is PriceBasis.TAX_INCLUDED:
            return line.amount
        if len(self.taxes) != 1:
            return None
        return gross_of(line.net, self.taxes[0].percent)

    def as_json(self, *, as_of: dt.date | None = None) -> dict[str, object]:
        """The quotation as scripts read it, as it stands on *as_of*, else on its own day."""
        terms = self.price_terms
        return {
            "schema": 1,
            "id": self.id,
            "revision": self.revision,
            "entity": self.entity,
            "customer": self.customer,
            "customer_rfq": self.customer_rfq,
            "rfq_received": self.rfq_received and self.rfq_received.isoformat(),
            "date": self.date.isoformat(),
            "valid_until": self.valid_until.isoformat(),
            "currency": self.currency,
            "price_basis": self.price_basis.value,
            "price_book": self.price_book,
            "price_floor": self.price_floor,
            "approval": self.approval,
            "alternatives": self.alternatives,
            "lines": [
                {**line.as_json(), "total": text_or_none(self.with_tax(line))}
                for line in self.lines
            ],
            "taxes": [line.as_json() for line in self.taxes],
            "net": text_or_none(self.net),
            "tax": text_or_none(self.tax),
            "total": text_or_none(self.total),
            "expired": self.expired(as_of=as_of or self.date),
            "superseded": self.superseded,
            "earlier_revisions": [past.revision for past in self.earlier],
            "events": [event.as_json() for event in self.events],
            "charges": [charge.as_json() for charge in self.charges],
            "clauses": [clause.as_json() for clause in terms.clauses] if terms else [],
            "exchange": terms.exchange.as_json() if terms and terms.exchange else None,
        }

    def in_revision(self, revision: int) -> "Quote | None":
        """The quotation as it was offered in *revision*; None where it has no such revision."""
        if revision == self.revision:
            return self
        for past in self.earlier:
            if past.revision == revision:
                return self.model_copy(update=dict(past))
        return None

    @property
    def superseded(self) -> bool:
        """Whether this is an earlier revision, of which there is a later one."""
        return bool(self.earlier) and self.revision <= self.earlier[-1].revision

    def line(self, line_id: str) -> QuoteLine | None:
        """The line of that id, if there is one."""
        return next((line for line in self.lines if line.id == line_id), None)

    @model_validator(mode="after")
    def _revisions_follow(self) -> Self:
        revised = sum(event.kind is QuoteEventKind.REVISED for event in self.events)
        kept = [past.revision for past in self.earlier]
        if kept and (kept != list(range(1, self.revision)) or revised != len(kept)):
            raise wrong(
                "quote.revisions",
                "revision {revision} needs the revisions 1 to {last} under earlier, "
                "and an event revised for each",
                revision=self.revision,
                last=self.revision - 1,
            )
        return self

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
        net, tax, total = self.net, self.tax, self.total
        if self.alternatives:
            if any(money is not None for money in self._totals()):
                raise wrong(
                    "quote.alternatives",
                    "the lines are alternatives: leave out net, tax and total, also of the taxes",
                )
            return self
        if net is None or tax is None or total is None or None in self._totals():
            raise wrong(
                "quote.totals", "net, tax and total must be given, also net and tax of the taxes"
            )
        sums = {
            "net": (self._nets(), net),
            "taxes.net": ((line.net for line in self.taxes if line.net is not None), net),
            "tax": ((line.tax for line in self.taxes if line.tax is not None), tax),
            "total": ((net, tax), total),
            "lines.amount": (
                self._asked(),
                net if self.price_basis is PriceBasis.NET else total,
            ),
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

    def _nets(self) -> Iterable[Money]:
        """Everything asked, without tax: lines, what is asked once, freight."""
        yield from (line.net for line in self.lines)
        yield from (once.net for line in self.lines for once in line.one_time)
        yield from (charge.net for charge in self.charges)

    def _asked(self) -> Iterable[Money]:
        """The same in the price basis."""
        yield from (line.amount for line in self.lines)
        yield from (once.amount for line in self.lines for once in line.one_time)
        yield from (charge.amount for charge in self.charges)

    def _amounts(self) -> Iterable[Money]:
        yield from self._nets()
        yield from (money for money in self._totals() if money is not None)

    def _totals(self) -> Iterable[Money | None]:
        """All that is there exactly when the lines add up to an order."""
        yield from (self.net, self.tax, self.total)
        for tax in self.taxes:
            yield from (tax.net, tax.tax)


def are_alternatives(lines: Iterable[QuoteLine]) -> bool:
    """Whether some of *lines* offer the same part revision."""
    parts = [(line.part, line.revision) for line in lines]
    return len(set(parts)) < len(parts)


def gross_of(net: Money, percent: Decimal) -> Money:
    """*net* with tax of *percent*, half-up: the gross from which the same net follows again."""
    return Money.rounded(net.amount * (1 + percent / 100), net.currency)
