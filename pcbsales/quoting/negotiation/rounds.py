"""Bargaining in rounds: what the customer aims at, our counter, and what each gives for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pcbsales.company.records import Staff
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.shown import Several, Word, percent_up
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tables import Align, Cell, Column, Table
from pcbsales.quoting.floor.price_floor import floor_in_force
from pcbsales.quoting.negotiation.happening import happened, require_open
from pcbsales.quoting.pricing.asked_price import percent_below
from pcbsales.quoting.quotations.quote_event import LinePrice, QuoteEventKind, Round
from pcbsales.quoting.quotations.records import Quote

_RIGHT = Align.RIGHT
_COLUMNS = (
    Column("round", "Round", _RIGHT),
    Column("on", "On"),
    Column("revision", "Revision", _RIGHT, spare=True),
    Column("line", "Line"),
    Column("book", "Book", _RIGHT, spare=True),
    Column("offered", "Offered", _RIGHT),
    Column("target", "Target", _RIGHT),
    Column("target_percent", "% of book", _RIGHT),
    Column("counter", "Counter", _RIGHT),
    Column("counter_percent", "% of book", _RIGHT),
    Column("in_return", "In return"),
    Column("by", "Noted by", spare=True),
)


def add_round(
    snapshot: Snapshot,
    *,
    quote: str,
    bargain: Round,
    actor: str,
    at: datetime,
    remark: str | None = None,
) -> ChangeSet:
    """The quotation with one more round.

    RefusedError where it is closed, and where the counter is further below the book than *actor*
    may go: what is said to a customer is an offer.
    """
    found = require_open(snapshot, quote, as_of=at.date())
    if not bargain.target and not bargain.counter:
        raise UsageError("say what is asked or what we answer: --target L1=7.90, --counter L1=8.20")
    _require_allowed(snapshot, found.quote, bargain.counter, actor, as_of=at.date())
    return happened(
        found.quote,
        "quote.round",
        QuoteEventKind.ROUND,
        at=at,
        by=actor,
        round=bargain,
        text=remark,
    )


def _require_allowed(
    snapshot: Snapshot, quote: Quote, counter: Sequence[LinePrice], actor: str, *, as_of: date
) -> None:
    for price in counter:
        below = below_book(quote, price)
        line = quote.line(price.line)
        if line is None or not below or price.price.amount >= line.unit_price.amount:
            continue
        person = snapshot.get(Staff, actor)
        floor = floor_in_force(snapshot, quote.entity, as_of=as_of)
        allowed = floor.allowed(person.on(as_of)) if person else Decimal(0)
        if below > allowed:
            raise RefusedError(
                "{line}: {price} is {percent} % below the book, you may go to {limit} %; "
                "ask for it first: pcbsales quote revise {quote} --price {example}",
                line=price.line,
                price=price.price,
                percent=plain(percent_up(below)),
                limit=plain(allowed),
                quote=quote.id,
                example=f"{line.part}@{line.quantity}={price.price.text}",
            )


def below_book(quote: Quote, price: LinePrice) -> Decimal:
    """By how many percent *price* is below the book's for its line; 0 if it is not."""
    line = quote.line(price.line)
    if line is None:
        return Decimal(0)
    return percent_below(line.book_amount.amount, price.price.amount * line.quantity)


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A line in one round: prices per unit in the quotation's basis, None where not said.

    The shares are of the book's price in percent, at one decimal.
    """

    number: int
    on: date
    revision: int
    line: str
    book: Decimal
    offered: Decimal
    target: Decimal | None
    counter: Decimal | None
    in_return: tuple[str, ...]
    by: str
    remark: str | None

    def share(self, price: Decimal | None) -> Decimal | None:
        """*price* in percent of the book's."""
        return None if price is None else (price * 100 / self.book).quantize(Decimal("0.1"))

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
            "counter": _text(self.counter),
            "counter_percent": _text(self.share(self.counter)),
            "in_return": list(self.in_return),
            "by": self.by,
            "remark": self.remark,
        }


@dataclass(frozen=True, slots=True)
class RoundsReport:
    """All rounds of a quotation, over its revisions."""

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
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                row.number,
                row.on,
                row.revision,
                row.line,
                row.book,
                row.offered,
                row.target,
                row.share(row.target),
                row.counter,
                row.share(row.counter),
                Several(map(Word, row.in_return)),
                row.by,
            )
            for row in self.rows
        )
        return Table(
            _COLUMNS,
            rows,
            title="Rounds of {quote} with {customer}, {currency} per unit",
            title_values=(
                ("quote", self.quote.id),
                ("customer", self.quote.customer),
                ("currency", self.quote.currency),
            ),
        )


def rounds_of(quote: Quote) -> RoundsReport:
    """The rounds of *quote*, each against the revision that it was about."""
    return RoundsReport(quote, tuple(_rows(quote)))


def _rows(quote: Quote) -> Iterator[RoundRow]:
    revision, number = quote.revision - len(quote.earlier), 0
    for event in quote.events:
        revision += event.kind is QuoteEventKind.REVISED
        if event.round is None:
            continue
        number += 1
        offered = quote.in_revision(revision) or quote
        target = {price.line: price.price.amount for price in event.round.target}
        counter = {price.line: price.price.amount for price in event.round.counter}
        for name in dict.fromkeys((*target, *counter)):
            if line := offered.line(name):
                yield RoundRow(
                    number,
                    event.at.date(),
                    revision,
                    name,
                    (line.book_price or line.unit_price).amount,
                    line.unit_price.amount,
                    target.get(name),
                    counter.get(name),
                    tuple(give.value for give in event.round.in_return),
                    event.by,
                    event.text,
                )


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)
