"""Rules over what happened to quotations: in its order, each end once, by lines that are there."""

from collections.abc import Iterator
from itertools import pairwise

from pcbsales.kernel.errors import Finding, Rule
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.quotations.quote_event import QuoteEvent, QuoteEventKind
from pcbsales.quoting.quotations.records import Quote

RULES: dict[str, Rule] = {
    "quote.events_order": Rule(
        asks="What happened to a quotation stands in the order in which it happened.",
        remedy="Put the events in the order of their times; nothing is taken out of them.",
    ),
    "quote.decided_twice": Rule(
        asks="A revision of a quotation is ordered, lost or withdrawn once.",
        remedy="Take the later entry back with undo; what goes on is a new revision.",
    ),
    "quote.event_line": Rule(
        asks="Events name lines that their revision of the quotation has.",
        remedy="Correct the line, or take the entry back with undo.",
    ),
}
_ENDS = {QuoteEventKind.ACCEPTED, QuoteEventKind.LOST, QuoteEventKind.WITHDRAWN}


def check_events(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """What happened to the quotation *group* can have happened."""
    quote = snapshot.get(Quote, group)
    if quote is None:
        return
    for place, (one, other) in enumerate(pairwise(quote.events), start=1):
        if other.at < one.at:
            yield finding_about(
                quote,
                "quote.events_order",
                "{kind} of {at} stands after what happened later",
                ("events", place),
                kind=other.kind.value,
                at=other.at.isoformat(),
            )
    revision, ended = quote.revision - len(quote.earlier), False
    for place, event in enumerate(quote.events):
        if event.kind is QuoteEventKind.REVISED:
            revision, ended = revision + 1, False
        if event.kind in _ENDS:
            if ended:
                yield finding_about(
                    quote,
                    "quote.decided_twice",
                    "revision {revision} was decided before it was {kind}",
                    ("events", place),
                    revision=revision,
                    kind=event.kind.value,
                )
            ended = True
        yield from _lines(quote, revision, event, place)


def _lines(quote: Quote, revision: int, event: QuoteEvent, place: int) -> Iterator[Finding]:
    then = quote.in_revision(revision) or quote
    for line in dict.fromkeys(_named(event)):
        if then.line(line) is None:
            yield finding_about(
                quote,
                "quote.event_line",
                "{kind} names {line}, which revision {revision} does not have",
                ("events", place),
                kind=event.kind.value,
                line=line,
                revision=revision,
            )


def _named(event: QuoteEvent) -> Iterator[str]:
    if event.acceptance is not None:
        yield from event.acceptance.lines
    if event.round is not None:
        yield from (price.line for price in (*event.round.target, *event.round.counter))
    if event.loss is not None:
        yield from (price.line for price in event.loss.their_prices)
