"""Open quotations whose board is no longer what the customer requires, or no longer current."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pcbsales.boards.changes.required import is_met, values_of
from pcbsales.boards.part_report import said
from pcbsales.boards.records import Part
from pcbsales.boards.setting import read_value, write_value
from pcbsales.boards.specification import terms
from pcbsales.customers.profile.records import Demand, Requirement, RequirementProfile
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tables import Cell, Column, Table, Word
from pcbsales.quoting.quotations.records import Quote, QuoteLine
from pcbsales.quoting.quotations.standing import standing


class Cause(StrEnum):
    """Why a line wants to be looked at again."""

    REQUIREMENT = "requirement"
    REVISION = "revision"


@dataclass(frozen=True, slots=True)
class TouchedLine:
    """A line of an open quotation that a change touches.

    ``required`` is the demand as it is typed, or the revision that is current now; ``quoted`` what
    the line was priced for (None: it does not say).
    """

    quote: str
    valid_until: date
    line: str
    part: str
    revision: str
    cause: Cause
    key: str
    required: str
    quoted: Any = None

    def as_json(self) -> dict[str, str | None]:
        """Texts by name; the answer quoted as ``part spec`` reads it."""
        return {
            "quote": self.quote,
            "valid_until": self.valid_until.isoformat(),
            "line": self.line,
            "part": self.part,
            "revision": self.revision,
            "cause": self.cause.value,
            "key": self.key,
            "required": self.required,
            "quoted": None if self.quoted is None else write_value(self.quoted),
        }


@dataclass(frozen=True, slots=True)
class TouchedQuotes:
    """The lines of *customer*'s open quotations that changes touch on *as_of*.

    *in_words* are the topics whose requirements no program can hold against a board.
    """

    customer: str
    as_of: date
    lines: tuple[TouchedLine, ...]
    in_words: tuple[str, ...] = ()
    lang: str = "en"

    def as_json(self) -> dict[str, Any]:
        """``schema``, ``customer``, ``as_of``, ``rows``, ``in_words``."""
        return {
            "schema": 1,
            "customer": self.customer,
            "as_of": self.as_of.isoformat(),
            "rows": [line.as_json() for line in self.lines],
            "in_words": list(self.in_words),
        }

    def as_table(self) -> Table:
        """A row for each line and cause."""
        told = (
            "required in words, not compared: {topics}",
            (("topics", ", ".join(self.in_words)),),
        )
        return Table(
            title="open quotations of {customer} to look at again",
            title_values=(("customer", self.customer),),
            columns=(
                Column("quote", "quote"),
                Column("valid_until", "valid until"),
                Column("line", "line"),
                Column("part", "part"),
                Column("revision", "revision"),
                Column("cause", "cause"),
                Column("required", "required"),
                Column("quoted", "quoted"),
            ),
            rows=tuple(self._row(line) for line in self.lines),
            remarks=(told,) if self.in_words else (),
        )

    def _row(self, line: TouchedLine) -> tuple[Cell, ...]:
        return (
            line.quote,
            line.valid_until,
            line.line,
            line.part,
            line.revision,
            Word(line.cause.value),
            line.required,
            None if line.quoted is None else said(line.quoted, self.lang),
        )


def quotes_touched(
    snapshot: Snapshot,
    customer: str,
    *,
    profile: RequirementProfile | None = None,
    as_of: date,
    lang: str = "en",
) -> TouchedQuotes:
    """What of *customer*'s quotations that can still be accepted is not as it would be quoted now.

    Each board is taken as the line froze it, with what the price assumed, and held against every
    requirement that holds between *as_of* and the quotation's last day; *profile* is the one to
    go by, else the ledger's.
    """
    held = profile or snapshot.get(RequirementProfile, customer)
    required = held.requirements if held else ()
    lines = tuple(
        touched
        for quote in snapshot.where(Quote, customer=customer)
        if is_open(quote, as_of=as_of)
        for line in quote.lines
        for touched in _touched(snapshot, quote, line, tuple(_between(required, as_of, quote)))
    )
    words = dict.fromkeys(
        found.name for found in required if found.topic and _runs(found, as_of, as_of)
    )
    return TouchedQuotes(customer, as_of, lines, tuple(words), lang)


def is_open(quote: Quote, *, as_of: date) -> bool:
    """Whether the customer can still accept it: not ordered, lost, withdrawn or expired."""
    found = standing(quote, as_of=as_of)
    return found is not None and found.state.is_open


def _between(required: Iterable[Requirement], as_of: date, quote: Quote) -> Iterator[Requirement]:
    return (found for found in required if _runs(found, as_of, quote.valid_until))


def _runs(found: Requirement, first: date, last: date) -> bool:
    return found.valid_from <= last and (found.valid_until is None or found.valid_until >= first)


def _touched(
    snapshot: Snapshot, quote: Quote, line: QuoteLine, required: tuple[Requirement, ...]
) -> Iterator[TouchedLine]:
    where = (quote.id, quote.valid_until, line.id, line.part, line.revision)
    part = snapshot.get(Part, line.part)
    if part is not None and part.is_superseded(line.revision):
        yield TouchedLine(*where, Cause.REVISION, "revision", part.current.rev, line.revision)
    given = _quoted(line, part)
    for found in required:
        key = found.key
        if given is None or key is None or key not in terms():
            continue
        answer = given.get(key)
        if answer is None and not _asks_for_something(found):
            continue
        if answer is None or not is_met(found, answer):
            yield TouchedLine(*where, Cause.REQUIREMENT, key, found.said, answer)


def _asks_for_something(found: Requirement) -> bool:
    """Whether a board that does not say it is another board: one value is required of it."""
    return found.demand is Demand.REQUIRED and len(values_of(found)) == 1


def _quoted(line: QuoteLine, part: Part | None) -> dict[str, Any] | None:
    """The answers that the line was priced for; None where neither line nor part says them."""
    revision = part.revision(line.revision) if part else None
    board = line.board or (revision.specification if revision else None)
    if board is None:
        return None
    assumed = {}
    for taken in line.assumptions:
        try:
            assumed[taken.key] = read_value(taken.key, taken.value)
        except (UsageError, KeyError):
            continue
    return {**assumed, **board.given()}
