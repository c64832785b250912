"""What a new book would have changed: sums by customer, layers and sector, and where most."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import round_half_up
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tables import Align, Cell, Column, Table, Word
from pcbsales.quoting.books.price_books import PriceBook
from pcbsales.quoting.compare.repricing import RepricedLine, reprice
from pcbsales.quoting.quotations.records import Quote

_RIGHT = Align.RIGHT
_Remark: TypeAlias = tuple[str, tuple[tuple[str, Cell], ...]]
_COLUMNS = (
    Column("by", "By"),
    Column("what", "Of"),
    Column("lines", "Lines", _RIGHT),
    Column("first", "First book", _RIGHT),
    Column("second", "Second book", _RIGHT),
    Column("difference", "Difference", _RIGHT),
    Column("percent", "%", _RIGHT),
    Column("dearer", "Dearer %", _RIGHT),
    Column("cheaper", "Cheaper %", _RIGHT),
)
#: What lines are put together by, as people read it.
_BY = {"customer": Word("customer"), "layers": Word("layers"), "sector": Word("sector")}
#: So many of the largest differences, and of the lines without a price, stand below the table.
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Sums:
    """Lines that both books price: by what they are put together, and both sums."""

    by: str
    what: str
    lines: int
    first: Decimal
    second: Decimal
    dearer: int
    cheaper: int

    @property
    def percent(self) -> Decimal | None:
        """The difference in percent of the first sum, half-up at 2; None where that is 0."""
        if not self.first:
            return None
        return round_half_up((self.second - self.first) * 100 / self.first, 2)

    def share(self, lines: int) -> Decimal:
        """*lines* in percent of all of them, half-up at 1."""
        return round_half_up(Decimal(lines * 100) / self.lines, 1)

    def as_json(self) -> dict[str, object]:
        """Amounts and percentages as plain decimal texts."""
        return {
            "by": self.by,
            "of": self.what,
            "lines": self.lines,
            "first": plain(self.first),
            "second": plain(self.second),
            "difference": plain(self.second - self.first),
            "percent": None if self.percent is None else plain(self.percent),
            "dearer": self.dearer,
            "cheaper": self.cheaper,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """The lines of past quotations by two books, in one currency."""

    first: str
    second: str
    currency: str
    quotes: int
    lines: tuple[RepricedLine, ...]

    @property
    def priced(self) -> tuple[RepricedLine, ...]:
        """The lines that both books price."""
        return tuple(line for line in self.lines if line.difference is not None)

    @property
    def without_rule(self) -> tuple[RepricedLine, ...]:
        """The lines that a book has no price for."""
        return tuple(line for line in self.lines if line.difference is None)

    @property
    def sums(self) -> tuple[Sums, ...]:
        """By customer, by layers, by sector."""
        return (
            *_sums("customer", self.priced, lambda line: line.customer),
            *_sums("layers", self.priced, lambda line: f"{line.layers or '-'}"),
            *_sums("sector", self.priced, lambda line: line.sector or "-"),
        )

    @property
    def whole(self) -> Sums | None:
        """All lines together; None where there are none."""
        return next(_sums("all", self.priced, lambda _: ""), None)

    @property
    def largest(self) -> list[RepricedLine]:
        """The lines by how much they differ, most first."""
        return sorted(self.priced, key=lambda line: -abs(line.difference or Decimal(0)))

    def as_json(self) -> dict[str, object]:
        """Sums, every line, and the lines without a price with their reasons."""
        return {
            "schema": 1,
            "first": self.first,
            "second": self.second,
            "currency": self.currency,
            "quotes": self.quotes,
            "all": self.whole and self.whole.as_json(),
            "sums": [found.as_json() for found in self.sums],
            "lines": [_line_json(line) for line in self.lines],
        }

    def as_table(self) -> Table:
        """A row for each customer, layer count and sector; below, differences and gaps."""
        whole = self.whole
        return Table(
            _COLUMNS,
            tuple(_row(found, _BY[found.by]) for found in self.sums),
            title="{lines} lines of {quotes} quotations by {first} and {second}, {currency} net",
            title_values=(
                ("lines", len(self.lines)),
                ("quotes", self.quotes),
                ("first", self.first),
                ("second", self.second),
                ("currency", self.currency),
            ),
            totals=() if whole is None else (_row(whole, Word("total")),),
            remarks=tuple(self._remarks()),
        )

    def _remarks(self) -> Iterator[_Remark]:
        for line in self.largest[:_SHOWN]:
            if line.difference and line.first is not None and line.second is not None:
                yield (
                    "{quote} {line}, {part}, {quantity}: {first} -> {second}",
                    (*_named(line), ("first", line.first), ("second", line.second)),
                )
        for line in self.without_rule[:_SHOWN]:
            for _, reason in line.reasons:
                values = ((key, str(value)) for key, value in reason.values.items())
                told = {**dict(values), **dict(_named(line)), "fault": reason.msgid}
                yield "{quote} {line}: {fault}", tuple(told.items())
        if len(self.without_rule) > _SHOWN:
            more = len(self.without_rule) - _SHOWN
            yield "{n} more lines without a rule; all of them with -o json", (("n", more),)


def _named(line: RepricedLine) -> tuple[tuple[str, Cell], ...]:
    return (
        ("quote", line.quote),
        ("line", line.line),
        ("part", line.part),
        ("quantity", line.quantity),
    )


def _sums(
    by: str, lines: Iterable[RepricedLine], key: Callable[[RepricedLine], str]
) -> Iterator[Sums]:
    groups: dict[str, list[RepricedLine]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    for what in sorted(groups, key=lambda name: (len(name), name) if by == "layers" else (0, name)):
        own = groups[what]
        changes = [line.difference or Decimal(0) for line in own]
        yield Sums(
            by,
            what,
            len(own),
            _sum(line.first.amount for line in own if line.first),
            _sum(line.second.amount for line in own if line.second),
            sum(change > 0 for change in changes),
            sum(change < 0 for change in changes),
        )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _row(found: Sums, by: Cell) -> tuple[Cell, ...]:
    return (
        by,
        found.what,
        found.lines,
        found.first,
        found.second,
        found.second - found.first,
        found.percent,
        found.share(found.dearer),
        found.share(found.cheaper),
    )


def _line_json(line: RepricedLine) -> dict[str, object]:
    return {
        "quote": line.quote,
        "line": line.line,
        "customer": line.customer,
        "sector": line.sector,
        "part": line.part,
        "layers": line.layers,
        "quantity": line.quantity,
        "first": line.first and line.first.text,
        "second": line.second and line.second.text,
        "difference": None if line.difference is None else plain(line.difference),
        "reasons": [{"price_book": book, "reason": str(why)} for book, why in line.reasons],
    }


def compared(
    snapshot: Snapshot, first: PriceBook, second: PriceBook, *, since: date | None = None
) -> Comparison:
    """What both books ask for the quotations of their entity and currency, from *since* on.

    RefusedError where the books are not of one entity and one currency.
    """
    if (first.entity, first.currency) != (second.entity, second.currency):
        raise RefusedError(
            "{first} is in {currency} for {entity}, {second} is not: they are not compared",
            first=first.id,
            second=second.id,
            currency=first.currency,
            entity=first.entity,
        )
    quotes = [
        quote
        for quote in snapshot.where(Quote, entity=first.entity)
        if quote.currency == first.currency and (since is None or quote.date >= since)
    ]
    lines = tuple(reprice(snapshot, quotes, first, second))
    return Comparison(first.id, second.id, first.currency, len(quotes), lines)
