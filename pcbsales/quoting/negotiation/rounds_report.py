"""All rounds of a quotation on the screen: against the book, and what each would leave us."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.money import Money, UnitPrice, round_half_up
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.shown import Several, Word
from pcbsales.kernel.tables import Align, Cell, Column, Table
from pcbsales.quoting.negotiation.bargain_margin import margin_at
from pcbsales.quoting.quotations.quote_event import QuoteEvent, QuoteEventKind
from pcbsales.quoting.quotations.records import Quote, QuoteLine

_RIGHT = Align.RIGHT
_COLUMNS = (
    Column("round", "Round", _RIGHT),
    Column("on", "On"),
    Column("revision", "Revision", _RIGHT, spare=True),
    Column("line", "Line"),
    Column("book", "Book", _RIGHT, spare=True),
    Column("offered", "Offered", _RIGHT),
    Column("target", "Target", _RIGHT),
    Column("target_percent", "% of book", _RIGHT, spare=True),
    Column("target_margin", "Margin %", _RIGHT),
    Column("counter", "Counter", _RIGHT),
    Column("counter_percent", "% of book", _RIGHT, spare=True),
    Column("margin", "Margin after %", _RIGHT),
    Column("in_return", "In return"),
    Column("by", "Noted by", spare=True),
)
_MARGIN: MessageId = "margin after: of our price after the round, without tax; ours alone"
_UNKNOWN: MessageId = "no margin where a line was quoted without costs"


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A line in one round: prices per unit in the quotation's basis, None where not said.

    ``stands`` is our price after the round: the counter, else the last one said. The shares are of
    the book's price, the margins of what the price leaves without tax, in percent at one decimal;
    margins are None where the line's ``cost`` is not known.
    """

    number: int
    on: date
    revision: int
    line: str
    book: Decimal
    offered: Decimal
    target: Decimal | None
    counter: Decimal | None
    stands: Decimal
    cost: Money | None
    target_margin: Decimal | None
    margin: Decimal | None
    least_margin: Decimal | None
    in_return: tuple[str, ...]
    by: str
    remark: str | None

    def share(self, price: Decimal | None) -> Decimal | None:
        """*price* in percent of the book's."""
        return None if price is None else round_half_up(price * 100 / self.book, 1)

    def as_json(self) -> dict[str, object]:
        """The row; prices as plain decimal strings."""
        return {
            "round": self.number,
            "on": self.on.isoformat(),
            "revision": self.revision,
            "line": self.line,
            "book": plain(self.book),
            "offered": plain(self.offered),
            "target": _text(self.target),
            "target_percent": _text(self.share(self.target)),
            "target_margin_percent": _text(self.target_margin),
            "counter": _text(self.counter),
            "counter_percent": _text(self.share(self.counter)),
            "stands": plain(self.stands),
            "margin_percent": _text(self.margin),
            "least_margin_percent": _text(self.least_margin),
            "cost": None if self.cost is None else self.cost.text,
            "in_return": list(self.in_return),
            "by": self.by,
            "remark": self.remark,
        }

    def cells(self) -> tuple[Cell, ...]:
        """The row of a table."""
        return (
            self.number,
            self.on,
            self.revision,
            self.line,
            self.book,
            self.offered,
            self.target,
            self.share(self.target),
            self.target_margin,
            self.counter,
            self.share(self.counter),
            self.margin,
            Several(map(Word, self.in_return)),
            self.by,
        )


@dataclass(frozen=True, slots=True)
class RoundsReport:
    """All rounds of a quotation, over its revisions; ours alone."""

    quote: Quote
    rows: tuple[RoundRow, ...]

    def as_json(self) -> dict[str, object]:
        """``{schema, quote, customer, currency, rounds [..]}``."""
        return {
            "schema": 1,
            "quote": self.quote.id,
            "customer": self.quote.customer,
            "currency": self.quote.currency,
            "rounds": [row.as_json() for row in self.rows],
        }

    def as_table(self) -> Table:
        """A row for each line of each round."""
        unknown = any(row.cost is None for row in self.rows)
        return Table(
            _COLUMNS,
            tuple(row.cells() for row in self.rows),
            title="Rounds of {quote} with {customer}, {currency} per unit",
            title_values=(
                ("quote", self.quote.id),
                ("customer", self.quote.customer),
                ("currency", self.quote.currency),
            ),
            remarks=((_MARGIN, ()), *(((_UNKNOWN, ()),) if unknown else ())),
        )


def rounds_of(quote: Quote) -> RoundsReport:
    """The rounds of *quote*, each against the revision that it was about."""
    return RoundsReport(quote, tuple(_rows(quote)))


def _rows(quote: Quote) -> Iterator[RoundRow]:
    revision, number = quote.revision - len(quote.earlier), 0
    said: dict[str, UnitPrice] = {}
    for event in quote.events:
        if event.kind is QuoteEventKind.REVISED:
            revision, said = revision + 1, {}
        if event.round is not None:
            number += 1
            offered = quote.in_revision(revision) or quote
            yield from _of_event(offered, number, event, said)


def _of_event(
    offered: Quote, number: int, event: QuoteEvent, said: dict[str, UnitPrice]
) -> Iterator[RoundRow]:
    """A row for each line that *event* names; counters are put down in *said*."""
    if event.round is None:
        return
    target = {price.line: price.price for price in event.round.target}
    counter = {price.line: price.price for price in event.round.counter}
    for name in dict.fromkeys((*target, *counter)):
        if line := offered.line(name):
            said[name] = counter.get(name) or said.get(name) or line.unit_price
            asked, answered = target.get(name), counter.get(name)
            yield RoundRow(
                number=number,
                on=event.at.date(),
                revision=offered.revision,
                line=name,
                book=(line.book_price or line.unit_price).amount,
                offered=line.unit_price.amount,
                target=asked.amount if asked else None,
                counter=answered.amount if answered else None,
                stands=said[name].amount,
                cost=line.panel.cost if line.panel else None,
                target_margin=margin_at(offered, line, asked) if asked else None,
                margin=margin_at(offered, line, said[name]),
                least_margin=_least(line),
                in_return=tuple(give.value for give in event.round.in_return),
                by=event.by,
                remark=event.text,
            )


def _least(line: QuoteLine) -> Decimal | None:
    return line.panel.least_margin_percent if line.panel else None


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)
