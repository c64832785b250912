"""Something happens to a quotation: the event goes behind those before it, files are kept."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from pcbsales.kernel.errors import MessageId, RefusedError, UsageError
from pcbsales.kernel.field_errors import refused
from pcbsales.kernel.record import AttachedFile, Attachment, ChangeSet
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.quotations.quote_event import KeptFile, QuoteEvent, QuoteEventKind
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.quotations.standing import QuoteState, Standing, standing

_CLOSED: Mapping[QuoteState, MessageId] = {
    QuoteState.WON: "{quote} was ordered on {day}; what changes after that is a new quotation",
    QuoteState.LOST: "{quote} was lost on {day}; "
    "a new revision opens it again: pcbsales quote revise {quote}",
    QuoteState.WITHDRAWN: "{quote} was withdrawn on {day}; "
    "a new revision opens it again: pcbsales quote revise {quote}",
    QuoteState.EXPIRED: "{quote} expired on {last}; "
    "a new revision opens it again: pcbsales quote revise {quote}",
}


def require_undecided(snapshot: Snapshot, quote_id: str, *, as_of: date) -> Standing:
    """How the quotation stands; RefusedError where it was ordered, lost or withdrawn already."""
    found = _standing(snapshot, quote_id, as_of)
    if found.state.is_outcome:
        raise closed(found)
    return found


def require_open(snapshot: Snapshot, quote_id: str, *, as_of: date) -> Standing:
    """How the quotation stands; RefusedError where the customer cannot order by it any more."""
    found = require_undecided(snapshot, quote_id, as_of=as_of)
    if found.state is QuoteState.EXPIRED:
        raise closed(found)
    return found


def closed(found: Standing) -> RefusedError:
    """Why nothing more happens to a quotation that stands so, and what opens it again."""
    return RefusedError(
        _CLOSED[found.state],
        quote=found.quote.id,
        day=found.decided.at.date() if found.decided else None,
        last=found.quote.valid_until,
    )


def happened(
    quote: Quote,
    action: str,
    kind: QuoteEventKind,
    *,
    at: datetime,
    by: str,
    files: Sequence[Attachment] = (),
    **details: Any,
) -> ChangeSet:
    """*quote* with an event of *kind*; *files* are kept, and attached where they are new."""
    try:
        event = QuoteEvent.model_validate({"at": at, "by": by, "kind": kind, **details})
        known = {file.digest for file in quote.attachments}
        attached = tuple(
            AttachedFile(name=f.name, size=len(f.data), at=at, by=by, sha256=f.sha256)
            for f in {f.sha256: f for f in files}.values()
            if f.sha256 not in known
        )
        changed = quote.model_validate(
            {
                **dict(quote),
                "events": (*quote.events, event),
                "attachments": (*quote.attachments, *attached),
            }
        )
    except ValidationError as error:
        raise refused(QuoteEvent, error) from None
    verb = action.rpartition(".")[2].capitalize()
    return ChangeSet(action, f"{verb} {quote.id}", updates=(changed,), attachments=tuple(files))


def kept(file: Attachment) -> KeptFile:
    """How an event names *file*; UsageError where there is nothing in it."""
    if not file.data:
        raise UsageError("{file} is empty: give the file itself", file=file.name)
    return KeptFile(name=file.name, sha256=file.sha256)


def _standing(snapshot: Snapshot, quote_id: str, as_of: date) -> Standing:
    quote = snapshot.get(Quote, quote_id)
    if quote is None:
        raise UsageError("there is no quote {id}", id=quote_id)
    found = standing(quote, as_of=as_of)
    if found is None:
        raise RefusedError("{quote} is of {day}, which is later", quote=quote_id, day=quote.date)
    return found
