"""Quoting below the book: within one's own allowance it goes through, beyond it it waits (A3)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from pcbsales.approvals.records import ApprovalDecision
from pcbsales.approvals.request import Asked, require_or_request
from pcbsales.approvals.weighing import Figure, Weighed
from pcbsales.boards.dimensions import RevisionName
from pcbsales.boards.part import require_part, require_revision
from pcbsales.company.records import Staff
from pcbsales.kernel.field_errors import built
from pcbsales.kernel.money import UnitPrice
from pcbsales.kernel.record import ChangeSet, Value, tree_of
from pcbsales.kernel.scalars import (
    Code,
    Day,
    Flag,
    Instant,
    Line,
    Percent,
    PositiveCount,
    Prose,
    RecordId,
)
from pcbsales.kernel.snapshot import Ids, Snapshot
from pcbsales.quoting.floor.price_floor import floor_in_force, floor_limits
from pcbsales.quoting.matrix.option import Option
from pcbsales.quoting.pricing.asked_price import AskedPrice
from pcbsales.quoting.pricing.margin import asked_of, below_least_margin, least_price
from pcbsales.quoting.quotations.draft import Draft, Enquiry, Request, draft_quote
from pcbsales.quoting.quotations.quotation import new_quote
from pcbsales.quoting.quotations.records import QuantityUnit, QuoteLine

BELOW_FLOOR = "quote.below-floor"


class WantedLine(Value):
    """A line as it was asked for; at the book's price without ``price`` and ``discount``."""

    part: RecordId
    rev: RevisionName
    quantity: PositiveCount
    unit: QuantityUnit | None = None
    lead_days: PositiveCount | None = None
    price: UnitPrice | None = None
    discount: Percent | None = None
    option: Code | None = None
    settings: tuple[Line, ...] = ()


class WantedQuote(Value):
    """A quotation as it was asked for: what a request keeps and its grant makes."""

    customer: RecordId
    person: RecordId | None = None
    customer_rfq: Line | None = None
    valid_until: Day | None = None
    revises: RecordId | None = None
    revised_because: Prose | None = None
    freight: Flag = False
    received: Instant | None = None
    lines: tuple[WantedLine, ...]

    @property
    def enquiry(self) -> Enquiry:
        """The same as quoting takes it."""
        requests = tuple(
            Request(
                line.part,
                line.quantity,
                line.rev,
                line.unit,
                line.lead_days,
                _price(line),
                Option(line.option, line.settings) if line.option else None,
            )
            for line in self.lines
        )
        return Enquiry(
            self.customer,
            requests,
            self.person,
            self.customer_rfq,
            self.valid_until,
            revises=self.revises,
            revised_because=self.revised_because,
            received=self.received,
            freight=self.freight,
        )


def _price(line: WantedLine) -> AskedPrice | None:
    if line.price is None and line.discount is None:
        return None
    return AskedPrice(line.price, line.discount)


def quote_or_request(
    snapshot: Snapshot,
    ids: Ids,
    *,
    enquiry: Enquiry,
    actor: str,
    at: datetime,
    reason: str | None = None,
) -> ChangeSet:
    """The quotation, or the request for it where it is further below the book than *actor* may.

    Errors as of ``new_quote``; RefusedError too where no price floor is in force, or nobody may go
    that far.
    """
    quoted = partial(new_quote, enquiry=enquiry, actor=actor, at=at)
    draft = draft_quote(snapshot, enquiry, as_of=at.date())
    if not any(draft.below):
        return quoted(snapshot, ids)
    asked = Asked(
        BELOW_FLOOR,
        tree_of(_wanted(snapshot, enquiry)),
        _weighed(snapshot, draft, as_of=at.date(), maker=actor),
        limits=floor_limits(snapshot, as_of=at.date()),
        reason=reason,
    )
    return require_or_request(snapshot, ids, asked=asked, actor=actor, at=at, decide=quoted)


def weigh_quote(snapshot: Snapshot, *, arguments: Mapping[str, Any], as_of: date) -> Weighed:
    """What the quotation of *arguments* comes to on *as_of*, line by line."""
    draft = draft_quote(snapshot, built(WantedQuote, **arguments).enquiry, as_of=as_of)
    return _weighed(snapshot, draft, as_of=as_of)


def grant_quote(
    snapshot: Snapshot,
    ids: Ids,
    *,
    arguments: Mapping[str, Any],
    actor: str,
    at: datetime,
    grant: ApprovalDecision,
) -> ChangeSet:
    """The quotation that was asked for, made on the day of its grant."""
    enquiry = built(WantedQuote, **arguments).enquiry
    return new_quote(snapshot, ids, enquiry=enquiry, actor=actor, at=at, grant=grant)


def _weighed(snapshot: Snapshot, draft: Draft, *, as_of: date, maker: str | None = None) -> Weighed:
    floor = floor_in_force(snapshot, draft.entity.id, as_of=as_of)
    person = snapshot.get(Staff, maker) if maker else None
    limit = floor.allowed(person.on(as_of)) if person else None
    figures = tuple(
        Figure(
            what=f"{line.id} {line.part} {line.revision} {line.lead_days}d",
            asked=_amount(line, line.unit_price),
            instead_of=_amount(line, line.book_price) if line.book_price else None,
            percent=percent or None,
            limit=limit if percent else None,
        )
        for line, percent in zip(draft.lines, draft.below, strict=True)
    )
    return Weighed(
        draft.buyer.id,
        owner=maker,
        scope=draft.entity.id,
        percent=max(draft.below),
        figures=(*figures, *_margins(draft, limit)),
    )


def _margins(draft: Draft, limit: Decimal | None) -> Iterator[Figure]:
    """Lines that leave less than the least margin: what they ask, instead of which price."""
    for line in draft.lines:
        percent, panel = below_least_margin(line), line.panel
        if percent and panel is not None:
            least = least_price(panel.cost, panel.least_margin_percent or Decimal(0))
            yield Figure(
                what=f"{line.id} {line.part} margin",
                asked=str(asked_of(line)),
                instead_of=str(least),
                percent=percent,
                limit=limit,
            )


def _amount(line: QuoteLine, price: UnitPrice) -> str:
    return f"{price.text} × {line.quantity} {line.unit.value} = {price.times(line.quantity)}"


def _wanted(snapshot: Snapshot, enquiry: Enquiry) -> WantedQuote:
    return WantedQuote(
        customer=enquiry.customer,
        person=enquiry.person,
        customer_rfq=enquiry.customer_rfq,
        valid_until=enquiry.valid_until,
        revises=enquiry.revises,
        revised_because=enquiry.revised_because,
        freight=enquiry.freight,
        received=enquiry.received,
        lines=tuple(_wanted_line(snapshot, request) for request in enquiry.requests),
    )


def _wanted_line(snapshot: Snapshot, request: Request) -> WantedLine:
    """The line of *request* with the revision it has today: the grant quotes that one or none."""
    revision = require_revision(require_part(snapshot, request.part), request.rev)
    asked = request.price or AskedPrice()
    return WantedLine(
        part=request.part,
        rev=revision.rev,
        quantity=request.quantity,
        unit=request.unit,
        lead_days=request.lead_days,
        price=asked.unit_price,
        discount=asked.discount,
        option=request.option and request.option.name,
        settings=request.option.settings if request.option else (),
    )
