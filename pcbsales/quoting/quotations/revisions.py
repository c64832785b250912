"""The next revision of a quotation: beside the last one, which stays as it was offered."""

from datetime import datetime

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.quotations.offered import EarlierRevision
from pcbsales.quoting.quotations.quote_event import QuoteEvent, QuoteEventKind
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.quotations.standing import QuoteState, standing

_KEPT = ("tags", "attachments", "notes", "rfq_received")


def require_revisable(snapshot: Snapshot, quote_id: str, *, at: datetime) -> Quote:
    """The quotation of that id; RefusedError where it was ordered: an order is no offer."""
    quote = snapshot.get(Quote, quote_id)
    if quote is None:
        raise UsageError("there is no quote {id}", id=quote_id)
    found = standing(quote, as_of=at.date())
    if found is not None and found.state is QuoteState.WON and found.decided is not None:
        raise RefusedError(
            "{quote} was ordered on {day}: quote anew, with pcbsales quote repeat {part}",
            quote=quote.id,
            day=found.decided.at.date(),
            part=quote.lines[0].part,
        )
    return quote


def next_revision(old: Quote, new: Quote, *, reason: str | None = None) -> ChangeSet:
    """*old* with what *new* says as its next revision; what *new* says last is when and by whom.

    The events of *new* are its making and, where it was below somebody's floor, its grant.
    """
    made, *granted = new.events
    revised = QuoteEvent(at=made.at, by=made.by, kind=QuoteEventKind.REVISED, text=reason)
    kept = {name: getattr(old, name) for name in _KEPT}
    quote = new.model_copy(
        update={
            **kept,
            "id": old.id,
            "customer_rfq": new.customer_rfq or old.customer_rfq,
            "revision": old.revision + 1,
            "events": (*old.events, revised, *granted),
            "earlier": (*old.earlier, _snapshot_of(old)),
        }
    )
    return ChangeSet("quote.revise", f"Revise {old.id} to revision {quote.revision}", (), (quote,))


def _snapshot_of(quote: Quote) -> EarlierRevision:
    names = EarlierRevision.model_fields
    return EarlierRevision.model_validate({name: getattr(quote, name) for name in names})
