"""The index: a throw-away SQLite file derived from the records, so that no command parses them all.

Per file it keeps the stat signature, the validated record as text, and the key fields that queries
need. A file whose signature moved is read again; a file so young that its next change could carry
the same time stamp is never trusted. The files are the truth: the index can be deleted at any time,
and where it can be neither read nor written its tables are made in memory.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from pcbsales.kernel.errors import Finding
from pcbsales.manifest import Catalogue
from pcbsales.store.index import freshness
from pcbsales.store.index.differences import Differences, all_differences, named_differences
from pcbsales.store.index.entry import Entry, entry_of, findings_of
from pcbsales.store.index.file import MovedError, Opened, build, keep, open_file, writing
from pcbsales.store.index.scan import change_time
from pcbsales.store.index.tables import (
    counts,
    has_finders,
    has_links,
    make_finders,
    make_links,
    replace_rows,
    version,
    write_meta,
)

T = TypeVar("T")
#: With more files changed than this part of all, building anew is sooner.
_MOST: Final = 0.3
_ATTEMPTS: Final = 5
#: After this time the kernel has written what a program changed: half a minute is usual, laptops
#: that spare their disk take up to ten.
_UNTIL_WRITTEN_NS: Final = 600_000_000_000


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
        self._root = root
        self._catalogue = catalogue
        self._kept = kept
        self._tell = tell
        self._opened: Opened | None = None
        self._sought = False
        self._look: Callable[[], None] | None = self.refresh

    @property
    def connection(self) -> sqlite3.Connection:
        """The tables themselves, for what else is derived from them."""
        if self._opened is None or self._look:
            (self._look or self.refresh)()
        assert self._opened is not None
        return self._opened.db

    @property
    def linked(self) -> sqlite3.Connection:
        """The tables with references by what they point at, which are made when first asked for."""
        db = self._finding
        assert self._opened is not None
        if not has_links(db):
            try:
                with writing(self._opened):
                    if not has_links(db):
                        make_links(db)
            except (sqlite3.OperationalError, MovedError):
                make_links(db, passing=True)
        return db

    @property
    def _finding(self) -> sqlite3.Connection:
        """The tables with what finds rows by value, where that can be kept."""
        db = self.connection
        if not self._sought and not has_finders(db):
            self._sought = True
            keep(db, lambda: make_finders(db))
        return db

    def ask_first(self, look: Callable[[], None]) -> None:
        """Let *look*, which refreshes, go before the answer to the next question."""
        self._look = look

    def refresh(self) -> None:
        """Bring the index up to the files as they are (the first time: as the program began)."""
        self._look = None
        for _ in range(_ATTEMPTS):
            try:
                return self._refresh()
            except MovedError:
                self._close()
            except (sqlite3.DatabaseError, ValueError) as error:
                self._close()
                self._kept = self._kept and _is_ruined(error) and self._forget()
        self._kept = False
        return self._refresh()

    def rebuild(self) -> int:
        """Read all files anew; how many there are."""
        self._close()
        self._build()
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

    def _early(self, ask: Callable[[sqlite3.Connection], T]) -> "_Early[T] | None":
        """The answer by the index as it was left, if there is one and it is yet to be refreshed."""
        if not (self._look and self._kept):
            return None
        with suppress(Exception):  # whatever is wrong is found again, and told, after the refresh
            self._opened = self._opened or open_file(self._file, version())
            if self._opened:
                return _Early.of(self._opened.db, ask)
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
            self._close()
            self._build()
            return ask()

    def _refresh(self) -> None:
        search = freshness.begun(str(self._root))
        if self._opened is None:
            self._opened = open_file(self._file, version()) if self._kept else None
            if self._opened is None:
                if search:
                    search.stop()
                return self._build()
        self._update(self._opened, search)
        return None

    def _build(self) -> None:
        folder = f"{self._root}/ledger"

        def meta() -> dict[str, str]:
            return {"version": version(), "mark": freshness.mark_now(folder).text}

        if self._kept:
            with suppress(OSError, sqlite3.DatabaseError):
                self._opened = build(self._file, self._root, self._catalogue, meta, self._tell)
                return
            self._kept = False
        self._opened = build(None, self._root, self._catalogue, meta, self._tell)

    def _update(self, opened: Opened, search: freshness.Search | None) -> None:
        known = dict(opened.db.execute("SELECT key, value FROM meta"))
        mark = freshness.Mark.read(known.get("mark", ""))
        sizes: dict[str, int] = json.loads(known.get("counts", "{}"))
        now = freshness.mark_now(f"{self._root}/ledger")
        names: list[str] | None = None
        if mark and opened.file and freshness.is_good(mark, now, opened.file):
            search = self._search(search, mark, sizes)
            names = search.changed() if search else None
        elif search:
            search.stop()
        if search and names is not None and mark:
            now = search.now
            names += [row[0] for row in opened.db.execute(_UNSURE)]
            found = named_differences(opened.db, self._root, names) if names else Differences()
        else:
            found = all_differences(opened.db, self._root, opened.file)
            if mark is None or mark.boot != now.boot:
                found.changed |= _young(opened.db, mark) - found.gone
        total = sum(sizes.values())
        if len(found.changed) > _MOST * total + 100:
            self._close()
            self._build()
        elif found:
            self._write(opened, found, now)
        elif names or (names is None and total > freshness.FEW):
            with suppress(sqlite3.OperationalError), writing(opened):
                write_meta(opened.db, {"mark": now.text})

    def _search(
        self, search: freshness.Search | None, mark: freshness.Mark, sizes: Mapping[str, int]
    ) -> freshness.Search | None:
        """The search that was begun, if it looks back far enough; else a new one if worth it."""
        if search:
            if search.mark.checked <= mark.checked:
                return search
            search.stop()
        if freshness.is_worth_it(sizes):
            return freshness.Search(str(self._root), mark, sizes)
        return None

    def _write(self, opened: Opened, found: Differences, now: freshness.Mark) -> None:
        from pcbsales.store.index.gathering import read_files  # noqa: PLC0415 -- start-up

        rows = read_files(self._root, self._catalogue, sorted(found.changed))
        with writing(opened):
            replace_rows(opened.db, self._catalogue, found, rows)
            meta = {"mark": now.text}
            if len(found.changed) + len(found.gone) > freshness.FEW:
                meta["counts"] = counts(opened.db)
            write_meta(opened.db, meta)

    @property
    def _file(self) -> Path:
        return self._root / ".pcbsales" / "index.sqlite"

    def _forget(self) -> bool:
        """Take a ruined file away; whether there is a place for another."""
        try:
            self._file.unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def _close(self) -> None:
        if self._opened:
            self._opened.db.close()
            self._opened = None
            self._sought = False


@dataclass(frozen=True, slots=True)
class _Early(Generic[T]):
    """An answer by the tables as they stood, and what tells whether they still stand so."""

    answer: T
    db: sqlite3.Connection
    stand: tuple[int, int]

    @classmethod
    def of(cls, db: sqlite3.Connection, ask: Callable[[sqlite3.Connection], T]) -> "_Early[T]":
        stand = _stand(db)
        return cls(ask(db), db, stand)

    def holds(self, db: sqlite3.Connection) -> bool:
        return db is self.db and _stand(db) == self.stand


def _stand(db: sqlite3.Connection) -> tuple[int, int]:
    """Moves with each change of the tables: by this connection, by another."""
    return db.total_changes, int(db.execute("PRAGMA data_version").fetchone()[0])


def _bodies(rows: Iterable[Any]) -> list[Any]:
    found: list[Any] = json.loads(f"[{','.join([row[0] for row in rows])}]")
    return found


def _is_ruined(error: Exception) -> bool:
    """Whether the file itself is broken, not busy, read-only or out of room."""
    if isinstance(error, ValueError):
        return True
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return kind in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


def _young(db: sqlite3.Connection, mark: freshness.Mark | None) -> set[str]:
    """Files that changed so shortly before *mark* that a power loss may have undone it unseen.

    Bytes written over others reach the disk later than the file's times; the index does not.
    """
    since = mark.checked - _UNTIL_WRITTEN_NS if mark else 0
    rows = db.execute("SELECT path, signature FROM files")
    return {path for path, signature in rows if change_time(signature) > since}


_ENTRY: Final = "SELECT id, path, body, findings FROM files"
_UNSURE: Final = "SELECT path FROM files WHERE signature=''"
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
