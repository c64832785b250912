"""Boards like one that is to be quoted, with what they were quoted at, and how that ended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from heapq import nsmallest

from pcbsales.boards.records import Part
from pcbsales.boards.specification import Specification
from pcbsales.kernel.money import round_half_up
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.shown import Word
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tables import Align, Cell, Column, Table
from pcbsales.quoting.quotations.quote_line import QuoteLine
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.quotations.standing import QuoteState, Standing, standing
from pcbsales.quoting.similar.distance import Difference, differences, distance

_RIGHT = Align.RIGHT
_COLUMNS = (
    Column("distance", "Distance", _RIGHT),
    Column("part", "Part"),
    Column("revision", "Rev"),
    Column("differs", "Differs in"),
    Column("quote", "Quote"),
    Column("on", "On", spare=True),
    Column("quantity", "Qty", _RIGHT),
    Column("unit_price", "Unit price", _RIGHT),
    Column("per_m2", "Per m²", _RIGHT),
    Column("currency", "Currency"),
    Column("state", "Outcome"),
)


@dataclass(frozen=True, slots=True)
class QuotedAt:
    """A line by which the board was quoted last, and how that quotation stands."""

    quote: Quote
    line: QuoteLine
    state: QuoteState

    @property
    def per_m2(self) -> Decimal | None:
        """The net by the square metre of boards, at two decimals; None without a size."""
        size = self.line.board.board_size if self.line.board else None
        if size is None or self.line.unit.value != "PCS":
            return None
        return round_half_up(self.line.net.amount / (size.area_m2 * self.line.quantity), 2)


@dataclass(frozen=True, slots=True)
class Similar:
    """A board, how far it is from the wanted one and in what, and its last quotation."""

    part: str
    revision: str
    apart: Decimal
    differs: tuple[Difference, ...]
    quoted: QuotedAt | None

    def as_json(self) -> dict[str, object]:
        """The board with its differences; the quotation's figures are None where there is none."""
        at = self.quoted
        return {
            "part": self.part,
            "revision": self.revision,
            "distance": plain(self.apart),
            "differs": [one.as_json() for one in self.differs],
            "quote": at and at.quote.id,
            "on": at.quote.date.isoformat() if at else None,
            "quantity": at and at.line.quantity,
            "unit": at.line.unit.value if at else None,
            "unit_price": at and at.line.unit_price.text,
            "per_m2": plain(at.per_m2) if at and at.per_m2 is not None else None,
            "currency": at and at.quote.currency,
            "state": at.state.value if at else None,
        }


@dataclass(frozen=True, slots=True)
class SimilarReport:
    """The boards nearest to a part revision, nearest first."""

    part: str
    revision: str
    found: tuple[Similar, ...]

    def as_json(self) -> dict[str, object]:
        """``{schema, part, revision, similar [..]}``."""
        return {
            "schema": 1,
            "part": self.part,
            "revision": self.revision,
            "similar": [one.as_json() for one in self.found],
        }

    def as_table(self) -> Table:
        """A row for each board."""
        return Table(
            _COLUMNS,
            tuple(self._rows()),
            title="Boards like {part} revision {revision}",
            title_values=(("part", self.part), ("revision", self.revision)),
            remarks=(
                (
                    "0 is a board that is quoted alike; layers weigh most: pcbsales price explain",
                    (),
                ),
            ),
        )

    def _rows(self) -> Iterator[tuple[Cell, ...]]:
        for one in self.found:
            differs = ", ".join(f"{d.key} {d.found}" for d in one.differs) or "-"
            board: tuple[Cell, ...] = (one.apart, one.part, one.revision, differs)
            yield (*board, *(_cells(one.quoted) if one.quoted else (None,) * 7))


def _cells(at: QuotedAt) -> tuple[Cell, ...]:
    quote, line = at.quote, at.line
    price = line.unit_price.amount
    figures = (quote.id, quote.date, line.quantity, price, at.per_m2, quote.currency)
    return (*figures, Word(at.state))


def similar_parts(
    snapshot: Snapshot,
    part: Part,
    rev: str | None = None,
    *,
    as_of: date,
    most: int = 10,
    quantity: int | None = None,
) -> SimilarReport:
    """The *most* boards nearest to *part*, of all customers, in their current revisions.

    Each with the line of its latest quotation up to *as_of* whose quantity is nearest to
    *quantity*; boards that were never quoted come after the quoted ones of the same distance.
    """
    own = part.revision(rev) if rev else part.current
    revision = own or part.current
    quoted = _quoted(snapshot, as_of=as_of)
    others = (
        _similar(revision.specification, other, quoted.get(other.id, ()), as_of, quantity)
        for other in snapshot.all(Part)
        if other.id != part.id and other.revisions
    )
    nearest = nsmallest(most, others, key=lambda one: (one.apart, one.quoted is None, one.part))
    return SimilarReport(part.id, revision.rev, tuple(nearest))


def _similar(
    wanted: Specification,
    part: Part,
    quotes: Iterable[Quote],
    as_of: date,
    quantity: int | None,
) -> Similar:
    differs = differences(wanted, part.current.specification)
    return Similar(
        part.id,
        part.current.rev,
        distance(differs),
        differs,
        last_quoted(part.id, quotes, as_of=as_of, quantity=quantity),
    )


def last_quoted(
    part: str, quotes: Iterable[Quote], *, as_of: date, quantity: int | None = None
) -> QuotedAt | None:
    """The line of *part* in the latest of *quotes*, nearest to *quantity*, else the first.

    Where that one was ordered, of the lines that were.
    """
    standings = (standing(quote, as_of=as_of) for quote in quotes)
    known = [found for found in standings if found is not None]
    for found in sorted(known, key=lambda f: (f.quote.date, f.quote.id), reverse=True):
        lines = [line for line in found.quote.lines if line.part == part]
        ordered = _ordered(found)
        lines = [line for line in lines if line.id in ordered] or lines
        if lines:
            nearest = min(lines, key=lambda line: abs(line.quantity - (quantity or 0)))
            return QuotedAt(found.quote, nearest if quantity else lines[0], found.state)
    return None


def _ordered(found: Standing) -> tuple[str, ...]:
    taken = found.decided.acceptance if found.decided else None
    return taken.lines if taken else ()


def quotes_of(snapshot: Snapshot, part: Part) -> tuple[Quote, ...]:
    """The quotations of *part*: its customer's."""
    own = snapshot.where(Quote, customer=part.customer)
    return tuple(q for q in own if any(line.part == part.id for line in q.lines))


def _quoted(snapshot: Snapshot, *, as_of: date) -> dict[str, list[Quote]]:
    """The quotations of each part."""
    found: dict[str, list[Quote]] = {}
    for quote in snapshot.all(Quote):
        if quote.date <= as_of or quote.earlier:
            for part in {line.part for line in quote.lines}:
                found.setdefault(part, []).append(quote)
    return found
