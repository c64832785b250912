"""How a quotation stands at the end of a day: computed from its events, never stored."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pcbsales.quoting.quotations.quote_event import QuoteEvent, QuoteEventKind
from pcbsales.quoting.quotations.records import Quote


class QuoteState(StrEnum):
    """How a quotation can stand."""

    MADE = "made"
    SENT = "sent"
    WON = "won"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def is_open(self) -> bool:
        """Whether the customer may still order by it."""
        return self in {QuoteState.MADE, QuoteState.SENT}

    @property
    def is_outcome(self) -> bool:
        """Whether it was ordered, lost or withdrawn: then only a new revision goes on."""
        return self in {QuoteState.WON, QuoteState.LOST, QuoteState.WITHDRAWN}


_OUTCOMES = {
    QuoteEventKind.ACCEPTED: QuoteState.WON,
    QuoteEventKind.LOST: QuoteState.LOST,
    QuoteEventKind.WITHDRAWN: QuoteState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A quotation in the revision that was current on a day, and what had become of it.

    ``sent`` is when this revision went out first; ``decided`` the event that ended it.
    """

    quote: Quote
    state: QuoteState
    events: tuple[QuoteEvent, ...]
    sent: QuoteEvent | None = None
    decided: QuoteEvent | None = None
    follow_up: date | None = None


def standing(quote: Quote, *, as_of: date) -> Standing | None:
    """How *quote* stands at the end of *as_of*; None where it was made later."""
    if quote.date > as_of and not quote.earlier:
        return None
    revision, events = _on(quote, as_of)
    then = quote.in_revision(revision)
    if then is None or then.date > as_of:
        return None
    decided = next((event for event in reversed(events) if event.kind in _OUTCOMES), None)
    sent = next((event for event in events if event.kind is QuoteEventKind.SENT), None)
    asked = [event.follow_up for event in events if event.follow_up is not None]
    return Standing(
        then,
        _state(then, sent, decided, as_of=as_of),
        events,
        sent,
        decided,
        asked[-1] if asked else None,
    )


def _on(quote: Quote, as_of: date) -> tuple[int, tuple[QuoteEvent, ...]]:
    """The revision that was current on *as_of*, and what had happened to it by then."""
    revision, events = quote.revision - len(quote.earlier), list[QuoteEvent]()
    for event in quote.events:
        if event.at.date() > as_of:
            break
        if event.kind is QuoteEventKind.REVISED:
            revision, events = revision + 1, []
        events.append(event)
    return revision, tuple(events)


def _state(
    quote: Quote, sent: QuoteEvent | None, decided: QuoteEvent | None, *, as_of: date
) -> QuoteState:
    if decided is not None:
        return _OUTCOMES[decided.kind]
    if quote.expired(as_of=as_of):
        return QuoteState.EXPIRED
    return QuoteState.SENT if sent else QuoteState.MADE
