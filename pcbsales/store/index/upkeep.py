"""The index's tables kept up to the files: opened, brought along with what changed, or built anew.

The files are the truth. An index that is ruined is taken away; where one can be neither read nor
written the tables are made in memory.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from pcbsales.manifest import Catalogue
from pcbsales.store.index import freshness
from pcbsales.store.index.differences import Differences, all_differences, named_differences
from pcbsales.store.index.file import MovedError, Opened, open_file, writing
from pcbsales.store.index.scan import change_time
from pcbsales.store.index.tables import counts, replace_rows, version, write_meta
from pcbsales.store.plain_files import own_file

#: With more files changed than this part of all, building anew is sooner.
_MOST: Final = 0.3
_ATTEMPTS: Final = 5
#: After this time the kernel has written what a program changed: half a minute is usual, laptops
#: that spare their disk take up to ten.
_UNTIL_WRITTEN_NS: Final = 600_000_000_000
_UNSURE: Final = "SELECT path FROM files WHERE signature=''"


class Upkeep:
    """Keeps the tables of the records below *root*; ``opened`` is them, once they were opened.

    *kept* says whether there may be a file; *tell* hears how many of the files of a first reading
    are done.
    """

    def __init__(
        self, root: Path, catalogue: Catalogue, *, kept: bool, tell: Callable[[int, int], None]
    ) -> None:
        self._root = root
        self._catalogue = catalogue
        self._kept = kept
        self._tell = tell
        self.opened: Opened | None = None

    def refresh(self) -> None:
        """Bring the tables up to the files as they are (the first time: as the program began)."""
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

    def rebuild(self) -> None:
        """Read all files anew."""
        self._close()
        self._build()

    def as_left(self) -> Opened | None:
        """The tables as they were left, whatever changed since; None where there is no file."""
        file = self._file
        if self.opened is None and file:
            self.opened = open_file(file, version())
        return self.opened if file else None

    def _refresh(self) -> None:
        search = freshness.begun(str(self._root))
        opened = self.opened or self.as_left()
        if opened:
            return self._bring_along(opened, search)
        if search:
            search.stop()
        return self._build()

    def _build(self) -> None:
        from pcbsales.store.index.building import build  # noqa: PLC0415 -- start-up

        folder = f"{self._root}/ledger"

        def meta() -> dict[str, str]:
            return {"version": version(), "mark": freshness.mark_now(folder).text}

        if file := self._file:
            with suppress(OSError, sqlite3.DatabaseError):
                self.opened = build(file, self._root, self._catalogue, meta, self._tell)
                return
            self._kept = False
        self.opened = build(None, self._root, self._catalogue, meta, self._tell)

    def _bring_along(self, opened: Opened, search: freshness.Search | None) -> None:
        """Look for what changed, by a *search* that was begun if it serves, and write it."""
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
        if search and names is not None:
            now = search.now
            names += [row[0] for row in opened.db.execute(_UNSURE)]
            found = named_differences(opened.db, self._root, names) if names else Differences()
        else:
            found = self._all_differences(opened, mark, now)
        total = sum(sizes.values())
        if len(found.changed) > _MOST * total + 100:
            self.rebuild()
        elif found:
            self._write(opened, found, now)
        elif names or (names is None and total > freshness.FEW):
            with suppress(sqlite3.OperationalError), writing(opened):
                write_meta(opened.db, {"mark": now.text})

    def _all_differences(
        self, opened: Opened, mark: freshness.Mark | None, now: freshness.Mark
    ) -> Differences:
        found = all_differences(opened.db, self._root, opened.file)
        if mark is None or mark.boot != now.boot:
            found.changed |= _young(opened.db, mark) - found.gone
        return found

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
    def _file(self) -> Path | None:
        """Where the index is; None where there is to be none."""
        return own_file(self._root, "index.sqlite") if self._kept else None

    def _forget(self) -> bool:
        """Take a ruined file away; whether there is a place for another."""
        try:
            if file := self._file:
                file.unlink(missing_ok=True)
        except OSError:
            return False
        return file is not None

    def _close(self) -> None:
        if self.opened:
            self.opened.db.close()
            self.opened = None


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
