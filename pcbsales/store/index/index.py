"""The index: a throw-away SQLite file derived from the records, so that no command parses them all.

Per file it keeps the stat signature, the validated record as text, and the key fields that queries
need. A file whose signature moved is read again; a file so young that its next change could carry
the same time stamp is never trusted. The files are the truth: the index can be deleted at any time.
How it is kept up to them is said in ``upkeep``.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from pcbsales.kernel.errors import Finding
from pcbsales.manifest import Catalogue
from pcbsales.store.index.early import EarlyAnswer
from pcbsales.store.index.entry import Entry, entry_of, findings_of
from pcbsales.store.index.file import MovedError, keep, writing
from pcbsales.store.index.tables import has_finders, has_links, make_finders, make_links
from pcbsales.store.index.upkeep import Upkeep

T = TypeVar("T")


class Index:
    """Queries over the records below *root*; refreshed before every use by the ledger.

    *kept* says whether there may be a file; *tell* hears how many of the files of a first reading
    are done.
    """

    def __init__(
        self,
        root: Path,
        catalogue: Catalogue,
        *,
        kept: bool = True,
        tell: Callable[[int, int], None] = lambda *_: None,
    ) -> None:
        self._upkeep = Upkeep(root, catalogue, kept=kept, tell=tell)
        #: The tables for which finders were wished for, and may not have been to be had.
        self._sought: sqlite3.Connection | None = None
        self._look: Callable[[], None] | None = self.refresh

    @property
    def connection(self) -> sqlite3.Connection:
        """The tables themselves, for what else is derived from them."""
        if self._upkeep.opened is None or self._look:
            (self._look or self.refresh)()
        assert self._upkeep.opened is not None
        return self._upkeep.opened.db

    @property
    def linked(self) -> sqlite3.Connection:
        """The tables with references by what they point at, which are made when first asked for."""
        db = self._finding
        assert self._upkeep.opened is not None
        if not has_links(db):
            try:
                with writing(self._upkeep.opened):
                    if not has_links(db):
                        make_links(db)
            except (sqlite3.OperationalError, MovedError):
                make_links(db, passing=True)
        return db

    @property
    def _finding(self) -> sqlite3.Connection:
        """The tables with what finds rows by value, where that can be kept."""
        db = self.connection
        if self._sought is not db and not has_finders(db):
            self._sought = db
            keep(db, lambda: make_finders(db))
        return db

    def ask_first(self, look: Callable[[], None]) -> None:
        """Let *look*, which refreshes, go before the answer to the next question."""
        self._look = look

    def refresh(self) -> None:
        """Bring the index up to the files as they are (the first time: as the program began)."""
        self._look = None
        self._upkeep.refresh()

    def rebuild(self) -> int:
        """Read all files anew; how many there are."""
        self._upkeep.rebuild()
        return int(self.connection.execute("SELECT count(*) FROM files").fetchone()[0])

    def entry(self, noun: str, record_id: str) -> Entry | None:
        """The record of that id, if there is a file for it."""
        rows = self._rows(f"{_ENTRY} WHERE noun=? AND id=?", (noun, record_id))
        return entry_of(rows[0]) if rows else None

    def entries(self, noun: str) -> tuple[Entry, ...]:
        """All records of a kind, by id."""
        return tuple(map(entry_of, self._rows(f"{_ENTRY} WHERE noun=? ORDER BY id", (noun,))))

    def where(self, noun: str, key: str, value: str) -> tuple[Entry, ...]:
        """Records whose key field has *value*, by id; unreadable ones of the kind come along."""
        rows = self._rows(_WHERE, (noun, key, value), by_value=True)
        return tuple(map(entry_of, rows))

    def ids(self, noun: str) -> tuple[str, ...]:
        """The ids of a kind, sorted."""
        rows = self._rows("SELECT id FROM files WHERE noun=? ORDER BY id", (noun,))
        return tuple(row[0] for row in rows)

    def highest(self, noun: str, stem: str) -> str:
        """The id with the highest number right after *stem*; empty where there is none."""
        rows = self._rows(_HIGHEST, {"noun": noun, "stem": stem, "end": f"{stem}:"})
        return str(rows[0][0]) if rows else ""

    def pointing_at(self, noun: str, record_id: str) -> tuple[tuple[str, str], ...]:
        """Noun and id of the records that name this one, sorted."""
        asked = _POINTING, (noun, record_id)
        rows = self._answered(lambda: self.linked.execute(*asked).fetchall())
        return tuple((row[0], row[1]) for row in rows)

    def projected(
        self, name: str, as_of: str, group: str | None, make: Callable[[list[Any]], T]
    ) -> T:
        """What *make* makes of the bodies of projection *name* that matter on *as_of*, unordered.

        It is made while changed files are still looked for, and again if there were any.
        """
        values = {"name": name, "day": as_of, "grp": group}
        early = self._early(lambda db: make(_bodies(db.execute(_PROJECTED, values).fetchall())))
        if early and early.holds(self.connection):
            return early.answer
        return make(_bodies(self._rows(_PROJECTED, values, by_value=group is not None)))

    def _early(self, ask: Callable[[sqlite3.Connection], T]) -> EarlyAnswer[T] | None:
        """The answer by the index as it was left, if there is one and it is yet to be refreshed."""
        if not self._look:
            return None
        with suppress(Exception):  # whatever is wrong is found again, and told, after the refresh
            if opened := self._upkeep.as_left():
                return EarlyAnswer.of(opened.db, ask)
        return None

    def unreadable(self, nouns: Iterable[str]) -> tuple[Entry, ...]:
        """Files of these kinds that hold no valid record."""
        return tuple(
            entry_of(row)
            for noun in nouns
            for row in self._rows(f"{_ENTRY} WHERE noun=? AND body IS NULL", (noun,))
        )

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with single files, by path."""
        rows = self._rows("SELECT path, findings FROM files WHERE body IS NULL ORDER BY path", ())
        return tuple(finding for path, found in rows for finding in findings_of(found, path))

    def _rows(
        self,
        statement: str,
        values: "Mapping[str, Any] | tuple[Any, ...]",
        *,
        by_value: bool = False,
    ) -> list[Any]:
        def ask() -> list[Any]:
            db = self._finding if by_value else self.connection
            return db.execute(statement, values).fetchall()

        return self._answered(ask)

    def _answered(self, ask: Callable[[], list[Any]]) -> list[Any]:
        """The answer, from a new index where this one turns out to be ruined in the middle."""
        try:
            return ask()
        except (sqlite3.DatabaseError, ValueError):
            self._upkeep.rebuild()
            return ask()


def _bodies(rows: Iterable[Any]) -> list[Any]:
    found: list[Any] = json.loads(f"[{','.join([row[0] for row in rows])}]")
    return found


_ENTRY: Final = "SELECT id, path, body, findings FROM files"
_PROJECTED: Final = (
    "SELECT body FROM projected WHERE name=:name AND closed>:day AND opened<=:day "
    "AND (:grp IS NULL OR grp=:grp)"
)
#: The paths first: SQLite would otherwise go through all records of the noun.
_WHERE: Final = (
    "SELECT f.id, f.path, f.body, f.findings FROM "
    "(SELECT file FROM keys WHERE noun=?1 AND key=?2 AND value=?3 "
    "UNION SELECT n FROM files WHERE noun=?1 AND body IS NULL) p "
    "CROSS JOIN files f ON f.n=p.file ORDER BY f.id"
)
_HIGHEST: Final = (
    "SELECT id FROM files WHERE noun=:noun AND id>=:stem AND id<:end "
    "AND substr(id, length(:stem) + 1) NOT GLOB '*[^0-9]*' "
    "ORDER BY length(id) DESC, id DESC LIMIT 1"
)
_POINTING: Final = (
    "SELECT DISTINCT f.noun, f.id FROM refs r JOIN files f ON f.n=r.file "
    "WHERE r.noun=? AND r.target=? ORDER BY 1, 2"
)

__all__ = ["Entry", "Index"]
