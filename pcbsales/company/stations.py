"""Stations: the clones that give out numbers, a letter each, so that no number is given twice."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.kernel.errors import MessageId, RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet, Points, Record
from pcbsales.kernel.scalars import Code, Day, Line, RecordId, wrong
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tables import Column, Table

_LETTER = re.compile(r"[A-Z]")


class Station(Record):
    """A clone of the ledger: its letter is the id; ``clone`` is the mark that it keeps itself."""

    noun: ClassVar[str] = "station"

    name: Line
    by: Annotated[RecordId, Points("staff")]
    since: Day
    clone: Code

    @model_validator(mode="after")
    def _has_a_letter(self) -> Self:
        if not _LETTER.fullmatch(self.id):
            raise wrong(
                "station.letter", "a station is one letter from A to Z, not {id}", id=self.id
            )
        return self


def read_letter(text: str) -> str:
    """The station letter that *text* says; UsageError where it is none."""
    letter = text.strip().upper()
    if not _LETTER.fullmatch(letter):
        raise UsageError("a station is one letter from A to Z, not {id}", id=repr(text))
    return letter


def register(
    snapshot: Snapshot, *, letter: str, name: str, clone: str, by: str, since: date
) -> ChangeSet:
    """The record of a new station.

    Raises:
        RefusedError: Another clone has the letter; it is named, with letters that are free.
    """
    taken = {station.id: station for station in snapshot.all(Station)}
    if holder := taken.get(letter):
        free = [other for other in "BCDEFGHIJKLMNOPQRSTUVWXYZA" if other not in taken]
        raise RefusedError(
            "letter {letter} is taken: {name}, since {since}; free are {free}",
            letter=letter,
            name=holder.name,
            since=holder.since.isoformat(),
            free=", ".join(free[:5]),
        )
    station = Station(id=letter, name=name, by=by, since=since, clone=clone)
    return ChangeSet("station.add", f"Add station {letter}", adds=(station,))


@dataclass(frozen=True, slots=True)
class StationReport:
    """A station, None for the first clone, which has no letter; ``here``: it is this one."""

    station: Station | None
    here: bool

    def as_json(self) -> dict[str, object]:
        """``{schema, letter, name, by, since, here}``; the first clone has nulls."""
        found = self.station
        return {
            "schema": 1,
            "letter": found.id if found else None,
            "name": found.name if found else None,
            "by": found.by if found else None,
            "since": found.since.isoformat() if found else None,
            "here": self.here,
        }

    def as_table(self) -> Table:
        """Its fields, a row each."""
        facts = self.as_json()
        names = ("letter", "name", "by", "since")
        rows = tuple((name, str(facts[name] or "")) for name in names)
        columns = (Column("field", "field"), Column("value", "value"))
        whose: MessageId = "this clone" if self.here else "another clone"
        return Table(columns, rows, remarks=((whose, ()),))
