"""A quotation's lines of which a larger quantity would cost no more: ours to tell, or not."""

from collections.abc import Iterator
from contextlib import suppress

from pcbsales.boards.records import Part
from pcbsales.kernel.errors import MessageId, RefusedError
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tables import Cell
from pcbsales.quoting.books.sheets import sheets_in_force
from pcbsales.quoting.lint.buy_more import Advice
from pcbsales.quoting.matrix.matrix import advised
from pcbsales.quoting.pricing.offer import Wanted, make_offer
from pcbsales.quoting.quotations.quote_line import QuoteLine
from pcbsales.quoting.quotations.records import Quote

_MORE: MessageId = (
    "{line}: {more} {unit} cost {total} without tax, {saves} less than {asked}; "
    "up to {most} cost no more"
)


def advised_lines(snapshot: Snapshot, quote: Quote) -> Iterator[tuple[QuoteLine, Advice]]:
    """The lines of *quote* of which more cost no more, by the sheets of its day.

    Lines at another price than the book's have no advice, nor have boards that cannot be priced.
    """
    for line in quote.lines:
        part = snapshot.get(Part, line.part)
        revision = part.revision(line.revision) if part else None
        if part is None or revision is None or line.board is None or line.book_price is not None:
            continue
        board = revision.model_copy(update={"specification": line.board, "questions": ()})
        wanted = Wanted(part, board, line.quantity, line.unit, line.asked_lead)
        with suppress(RefusedError):
            sheets = sheets_in_force(snapshot, quote.entity, quote.currency, as_of=quote.date)
            found = advised(make_offer(wanted, sheets), sheets)
            if found is not None and found.saves:
                yield line, found


def advice_remarks(
    snapshot: Snapshot, quote: Quote
) -> Iterator[tuple[MessageId, tuple[tuple[str, Cell], ...]]]:
    """The same as sentences with what fills them."""
    for line, more in advised_lines(snapshot, quote):
        yield (
            _MORE,
            (
                ("line", line.id),
                ("more", more.quantity),
                ("unit", line.unit.value),
                ("total", more.offer.price.net),
                ("saves", more.saves),
                ("asked", line.quantity),
                ("most", more.most),
            ),
        )
