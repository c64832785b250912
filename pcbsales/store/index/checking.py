"""Whether the index is what the files make it: every table compared with one built in memory."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from pcbsales.manifest import Catalogue
from pcbsales.store.index.index import Index


class Fault(StrEnum):
    """What is wrong with a row of the index."""

    MISSING = "missing"
    LEFT_OVER = "left over"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Deviation:
    """A row that is not as the files make it: its table, what it is about, what is wrong."""

    table: str
    row: str
    fault: Fault


def deviations(index: Index, root: Path, catalogue: Catalogue) -> tuple[Deviation, ...]:
    """All rows of *index*, brought up to the files as ever, that a new one does not have so."""
    index.refresh()
    anew = Index(root, catalogue, kept=False)
    anew.refresh()
    return tuple(found for table in _ROWS for found in _compared(table, index.linked, anew.linked))


def _compared(table: str, old: sqlite3.Connection, new: sqlite3.Connection) -> Iterator[Deviation]:
    known, wanted = _rows(table, old), _rows(table, new)
    for row in sorted(known.keys() | wanted.keys()):
        if row not in known:
            yield Deviation(table, " ".join(row), Fault.MISSING)
        elif row not in wanted:
            yield Deviation(table, " ".join(row), Fault.LEFT_OVER)
        elif not _same(table, known[row], wanted[row]):
            yield Deviation(table, " ".join(row), Fault.DIFFERENT)


def _rows(table: str, db: sqlite3.Connection) -> dict[tuple[str, ...], tuple[Any, ...]]:
    """The rows of *table*: what each is about, and what it says."""
    count, columns = _ROWS[table]
    source = f"{table} JOIN files ON n=file" if table in _NUMBERED else table
    found = db.execute(f"SELECT {columns} FROM {source}")  # noqa: S608 -- names of our own
    return {tuple(map(str, row[:count])): row[count:] for row in found}


def _same(table: str, known: tuple[Any, ...], wanted: tuple[Any, ...]) -> bool:
    """Whether two rows say the same; a signature that is not trusted yet says nothing."""
    if table == "files" and "" in {known[0], wanted[0]}:
        return known[1:] == wanted[1:]
    return known == wanted


#: The tables, how many first columns say what a row is about, and the columns.
_ROWS: Final = {
    "files": (1, "path, signature, noun, id, body, findings, refs, parts"),
    "folders": (1, "path, identity"),
    "keys": (2, "path, key, keys.noun, value"),
    "refs": (2, "path, field, refs.noun, target"),
    "projected": (5, "name, grp, key, opened, closed, body"),
}
#: Tables whose rows name their file by its number.
_NUMBERED: Final = frozenset({"keys", "refs"})
