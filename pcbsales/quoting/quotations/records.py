"""A quotation: what was offered to whom, at which prices, and how each price came about."""

import datetime as dt
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.kernel.record import Points, Record
from pcbsales.kernel.scalars import Instant, Line, PositiveCount, RecordId, wrong
from pcbsales.kernel.tax import PriceBasis
from pcbsales.quoting.quotations.offered import (
    EarlierRevision,
    Offered,
    are_alternatives,
    gross_of,
)
from pcbsales.quoting.quotations.quote_event import QuoteEvent, QuoteEventKind
from pcbsales.quoting.quotations.quote_line import (
    Assumption,
    BasisUnit,
    PriceStep,
    QuantityUnit,
    QuoteLine,
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


class Quote(Offered, Record):
    """A quotation. Whether it has expired follows from ``valid_until``; it is never stored.

    What it says is its current ``revision``; those before stand in ``earlier`` as they were
    offered. ``events`` and ``earlier`` are only ever added to.
    """

    noun: ClassVar[str] = "quote"
    stands_first: ClassVar[tuple[str, ...]] = (
        "entity",
        "customer",
        "person",
        "rep",
        "customer_rfq",
        "rfq_received",
        "date",
        "valid_until",
        "revision",
    )

    entity: Annotated[RecordId, Points("entity")]
    customer: Annotated[RecordId, Points("customer")]
    rep: Annotated[RecordId, Points("staff")]
    customer_rfq: Line | None = None
    #: When the customer asked, by their own message.
    rfq_received: Instant | None = None
    revision: PositiveCount = 1
    events: tuple[QuoteEvent, ...] = ()
    earlier: tuple[EarlierRevision, ...] = ()

    def expired(self, *, as_of: dt.date) -> bool:
        """Whether the offer no longer holds at the end of *as_of*."""
        return as_of > self.valid_until

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
