"""Lines of past quotations priced once more by a book: the boards as they were quoted then."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.boards.records import Part, Revision
from pcbsales.customers.records import Customer
from pcbsales.kernel.conditions import Facts
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import Money
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.books.facts import order_facts
from pcbsales.quoting.books.price_books import PriceBook
from pcbsales.quoting.pricing.area import Piece, piece_delivered
from pcbsales.quoting.pricing.area_model import open_book, price
from pcbsales.quoting.quotations.quote_line import QuoteLine
from pcbsales.quoting.quotations.records import Quote


@dataclass(frozen=True, slots=True)
class RepricedLine:
    """A line of *quote* by two books, without tax; a price that a book has no rule for is None."""

    quote: str
    line: str
    customer: str
    sector: str | None
    part: str
    layers: int | None
    quantity: int
    first: Money | None
    second: Money | None
    #: Why a book has no price, by the book's id.
    reasons: tuple[tuple[str, RefusedError], ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """By how much the second book asks more; None where one has no price."""
        if self.first is None or self.second is None:
            return None
        return (self.second - self.first).amount


def reprice(
    snapshot: Snapshot, quotes: Iterable[Quote], first: PriceBook, second: PriceBook
) -> Iterator[RepricedLine]:
    """Every line of *quotes* with the board that it froze, by both books.

    Getting it sooner is priced by the days that were taken off then. Lines that kept no board are
    left out. What the fabrication data says is what the part's revision holds today.
    """
    for quote in quotes:
        buyer = snapshot.get(Customer, quote.customer)
        sector = buyer.sector if buyer else None
        for line in quote.lines:
            if line.board is None:
                continue
            order = _order(line, _board(snapshot, quote, line))
            found = {book.id: priced_by(book, order) for book in (first, second)}
            prices = [p if isinstance(p, Money) else None for p in found.values()]
            yield RepricedLine(
                quote.id,
                line.id,
                quote.customer,
                sector,
                line.part,
                line.board.layers,
                line.quantity,
                prices[0],
                prices[-1],
                tuple((id_, p) for id_, p in found.items() if isinstance(p, RefusedError)),
            )


def priced_by(
    book: PriceBook, order: Facts | tuple[str, ...] | RefusedError
) -> Money | RefusedError:
    """What the *order* comes to by *book*, or why it has no price there."""
    if isinstance(order, RefusedError):
        return order
    if isinstance(order, tuple):
        return _incomplete(book, order)
    search = open_book(book, order)
    try:
        found = price(book, search)
    except RefusedError as refusal:
        return refusal
    return found.net if found is not None else _incomplete(book, search.missing)


def _order(line: QuoteLine, board: Revision) -> Facts | tuple[str, ...] | RefusedError:
    """What books ask of the order that *line* offers; the keys it lacks, or what is wrong in it."""
    try:
        piece = piece_delivered(board.specification, line.quantity, line.unit)
    except RefusedError as refusal:
        return refusal
    if not isinstance(piece, Piece):
        return piece
    facts = order_facts(board, piece)
    if line.expedite_days:
        facts["expedite_days"] = Decimal(line.expedite_days)
    return facts


def _incomplete(book: PriceBook, keys: Iterable[str]) -> RefusedError:
    return RefusedError(
        "{book} asks for {keys}, which was not stated", book=book.id, keys=", ".join(keys)
    )


def _board(snapshot: Snapshot, quote: Quote, line: QuoteLine) -> Revision:
    part = snapshot.get(Part, line.part)
    held = part.revision(line.revision) if part else None
    if held is None:
        held = Revision(rev=line.revision, opened=quote.date)
    return held.model_copy(update={"specification": line.board})
