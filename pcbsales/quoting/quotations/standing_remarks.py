"""How a quotation stands, in the remarks below its lines: sent, ordered, lost, superseded."""

from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.shown import Several, Word
from pcbsales.kernel.tables import Cell
from pcbsales.quoting.quotations.quote_event import QuoteEvent
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.quotations.standing import QuoteState, Standing, standing

_ORDERED: MessageId = "ordered on {day} by {number}: {lines}"
_LOST: MessageId = "lost on {day}: {reason}; to {competitor}"
_ENDED: MessageId = "{state} on {day}"
_ON: MessageId = "ordered on {day}"
Remark: TypeAlias = tuple[str, tuple[tuple[str, Cell], ...]]


def standing_remarks(quote: Quote, *, as_of: date) -> Iterator[Remark]:
    """What had become of *quote* by *as_of*, and where its prices were agreed."""
    yield from _agreed(quote)
    if quote.superseded:
        yield (
            "revision {revision} is superseded: nobody orders by it any more",
            (("revision", quote.revision),),
        )
        return
    found = standing(quote, as_of=as_of)
    if found is None:
        return
    if found.sent is not None:
        via = found.sent.sending.via if found.sent.sending else ""
        yield "sent on {day} {via}", (("day", found.sent.at.date()), ("via", Word(via)))
    if found.decided is not None:
        yield from _decided(found, found.decided)
    elif found.follow_up is not None:
        yield "ask again on {day}", (("day", found.follow_up),)
    if quote.earlier:
        count = len(quote.earlier)
        yield "earlier revisions: {count}; see: quote show --rev", (("count", count),)


def _decided(found: Standing, event: QuoteEvent) -> Iterator[Remark]:
    day: tuple[str, Cell] = ("day", event.at.date())
    if event.acceptance is not None:
        po = event.acceptance
        told: tuple[tuple[str, Cell], ...] = (
            ("day", po.day),
            ("number", po.po_no),
            ("lines", Several(po.lines)),
        )
        yield _ORDERED, told
        if po.late is not None:
            yield "ordered after its last day: {reason}", (("reason", po.late),)
    elif event.loss is not None:
        loss = event.loss
        whom: tuple[str, Cell] = ("competitor", loss.competitor or "-")
        yield _LOST, (day, ("reason", Word(loss.reason)), whom)
    elif found.state is QuoteState.WON:
        yield _ON, (day,)
    else:
        yield _ENDED, (("state", Word(found.state)), day)


def _agreed(quote: Quote) -> Iterator[Remark]:
    for line in quote.lines:
        if line.agreed is not None:
            book = line.book_price or line.unit_price
            yield (
                "{line}: agreed in {agreement}, from {quantity} on; the book asks {price}",
                (
                    ("line", line.id),
                    ("agreement", line.agreed.agreement),
                    ("quantity", line.agreed.from_quantity),
                    ("price", book.amount),
                ),
            )
