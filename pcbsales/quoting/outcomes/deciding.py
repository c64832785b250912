"""The end of a quotation: ordered, lost, withdrawn; before it, when to ask again. Each once."""

from dataclasses import dataclass
from datetime import date, datetime

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.negotiation.happening import (
    closed,
    happened,
    kept,
    require_open,
    require_undecided,
)
from pcbsales.quoting.outcomes.hindrances import require_orderable
from pcbsales.quoting.outcomes.purchase_order import PurchaseOrder
from pcbsales.quoting.quotations.quote_event import Acceptance, Loss, QuoteEventKind
from pcbsales.quoting.quotations.standing import QuoteState


@dataclass(frozen=True, slots=True)
class Taken:
    """An order that came: what it says, and its file."""

    order: PurchaseOrder
    file: Attachment
    remark: str | None = None


def accept_quote(
    snapshot: Snapshot, *, quote: str, taken: Taken, actor: str, at: datetime
) -> ChangeSet:
    """The quotation, ordered by the customer's purchase order, which is kept by its hash.

    RefusedError where something is in the way: it was decided already, expired, is superseded,
    below a floor nobody granted, a question holds the board up, or the order says something else.
    """
    found = require_undecided(snapshot, quote, as_of=at.date())
    order = taken.order
    if not order.number.strip():
        raise UsageError("the purchase order needs its number: --po-no")
    lines = require_orderable(snapshot, found.quote, order, as_of=at.date())
    late = found.quote.expired(as_of=order.on)
    acceptance = Acceptance(
        po_no=order.number.strip(),
        po=kept(taken.file),
        day=order.on,
        lines=tuple(line.id for line in lines),
        late=order.late if late else None,
    )
    return happened(
        found.quote,
        "quote.accept",
        QuoteEventKind.ACCEPTED,
        at=at,
        by=actor,
        files=(taken.file,),
        acceptance=acceptance,
        text=taken.remark,
    )


def lose_quote(
    snapshot: Snapshot,
    *,
    quote: str,
    loss: Loss,
    actor: str,
    at: datetime,
    remark: str | None = None,
) -> ChangeSet:
    """The quotation, lost; also after it expired, as that is when one often hears why.

    RefusedError where it was ordered, lost or withdrawn already.
    """
    found = require_undecided(snapshot, quote, as_of=at.date())
    if loss.competitor is not None and not loss.competitor.strip():
        raise UsageError("name the competitor: --competitor NAME, or --competitor unknown")
    if loss.their_prices and loss.competitor is None:
        raise UsageError("whose price is it? name them: --competitor NAME, or --competitor unknown")
    return happened(
        found.quote,
        "quote.lose",
        QuoteEventKind.LOST,
        at=at,
        by=actor,
        loss=loss,
        text=remark,
    )


def withdraw_quote(
    snapshot: Snapshot, *, quote: str, reason: str, actor: str, at: datetime
) -> ChangeSet:
    """The quotation, taken back by us; RefusedError where it is closed or expired already."""
    if not reason.strip():
        raise UsageError("say why it is taken back: --reason '...'")
    found = require_open(snapshot, quote, as_of=at.date())
    return happened(
        found.quote, "quote.withdraw", QuoteEventKind.WITHDRAWN, at=at, by=actor, text=reason
    )


def follow_up(
    snapshot: Snapshot,
    *,
    quote: str,
    day: date,
    actor: str,
    at: datetime,
    remark: str | None = None,
) -> ChangeSet:
    """The quotation with the day on which to ask the customer again.

    RefusedError where it is closed, or the day lies behind.
    """
    found = require_undecided(snapshot, quote, as_of=at.date())
    if found.state is QuoteState.EXPIRED:
        raise closed(found)
    if day < at.date():
        raise RefusedError(
            "{day} lies behind; give a day from {today} on", day=day, today=at.date()
        )
    return happened(
        found.quote,
        "quote.follow-up",
        QuoteEventKind.FOLLOW_UP,
        at=at,
        by=actor,
        follow_up=day,
        text=remark,
    )
