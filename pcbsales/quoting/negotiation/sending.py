"""A quotation goes out: the very paper is kept, with how it went and what proves it."""

from dataclasses import dataclass
from datetime import datetime

from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.negotiation.happening import happened, kept, require_open
from pcbsales.quoting.quotations.quote_event import Channel, QuoteEventKind, Sending


@dataclass(frozen=True, slots=True)
class Dispatch:
    """How a quotation is sent: the paper's bytes, and a proof such as a mail or a screenshot."""

    via: Channel
    paper: Attachment
    evidence: Attachment | None = None
    remark: str | None = None


def send_quote(
    snapshot: Snapshot, *, quote: str, dispatch: Dispatch, actor: str, at: datetime
) -> ChangeSet:
    """The quotation, sent; it may go out several times, to one and to another.

    RefusedError where it expired, was ordered, lost or withdrawn.
    """
    found = require_open(snapshot, quote, as_of=at.date())
    files = [file for file in (dispatch.paper, dispatch.evidence) if file is not None]
    sending = Sending(
        via=dispatch.via,
        paper=kept(dispatch.paper),
        evidence=dispatch.evidence and kept(dispatch.evidence),
    )
    return happened(
        found.quote,
        "quote.send",
        QuoteEventKind.SENT,
        at=at,
        by=actor,
        files=files,
        sending=sending,
        text=dispatch.remark,
    )
