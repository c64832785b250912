"""The index's file: opened if it is whole and of this program, else built beside and moved in.

A file is replaced only by whoever has locked it out, and written only by whoever has locked it and
seen that it is still the one in place: a journal of the one must never be taken for the other's.

After a power loss it holds what some transaction left, whole: a new file is on the disk before it
is moved in, and each change goes by a journal that is on the disk before a page is overwritten.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Final

from pcbsales.store.index.tables import (
    add_batch,
    add_folders,
    add_projected,
    counts,
    make_indexes,
    make_tables,
    read_meta,
    write_meta,
)

if TYPE_CHECKING:
    from pcbsales.manifest import Catalogue

#: How long another process may keep the index locked, in seconds.
PATIENCE: Final = 30.0
_MAIN_FILE: Final = "SELECT CAST(file AS BLOB) FROM pragma_database_list WHERE name='main'"
_STALE_SECONDS: Final = 86_400
_FAST: Final = (
    "PRAGMA page_size=16384",
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA cache_size=-131072",
    "PRAGMA temp_store=MEMORY",
)


class MovedError(Exception):
    """Another process has put another file in the place of the one that is open."""


class _Connection(sqlite3.Connection):
    """A connection that knows its *file* and the file's inode; none where it is in memory."""

    file = ""
    number = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection; *file* is empty where the tables are in memory, *number* is its inode."""

    db: sqlite3.Connection
    file: str
    number: int
    meta: dict[str, str]


def open_file(file: Path, version: str) -> Opened | None:
    """The index in *file* if it is of this *version*; DatabaseError if it cannot be read."""
    number = _number(str(file))
    if not number:
        return None
    db = _connect(str(file))
    db.file, db.number = str(file), number
    try:
        meta = read_meta(db)
    except BaseException:
        db.close()
        raise
    if meta.get("version") != version or _number(str(file)) != number:
        db.close()
        return None
    return Opened(db, str(file), number, meta)


def _connect(name: str) -> _Connection:
    db = sqlite3.connect(name, timeout=PATIENCE, isolation_level=None, factory=_Connection)
    db.execute("PRAGMA synchronous=FULL")
    return db


@contextmanager
def writing(opened: Opened) -> Iterator[None]:
    """One transaction on the file in place: all of it, or nothing. MovedError if it is another."""
    with _transaction(opened.db):
        yield


def keep(db: sqlite3.Connection, work: Callable[[], object]) -> bool:
    """Do *work* in one transaction on the file in place; False where nothing can be kept there."""
    try:
        with _transaction(db):
            work()
    except (sqlite3.OperationalError, MovedError):
        return False
    return True


def file_of(db: sqlite3.Connection) -> str:
    """Where the file of *db* is; empty where it is in memory. Its name may be no UTF-8."""
    row = db.execute(_MAIN_FILE).fetchone()
    return os.fsdecode(row[0] or b"")


def provide(db: sqlite3.Connection, table: str, columns: str) -> None:
    """Make *table* if there is none: for this connection alone where nothing can be written."""
    if db.execute("SELECT 1 FROM sqlite_master WHERE name=?", (table,)).fetchone():
        return
    if not keep(db, lambda: db.execute(f"CREATE TABLE IF NOT EXISTS {table} ({columns})")):
        db.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} ({columns})")


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        _require_in_place(db)
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _require_in_place(db: sqlite3.Connection) -> None:
    if isinstance(db, _Connection) and db.file and _number(db.file) != db.number:
        raise MovedError


def _number(file: str) -> int:
    try:
        return Path(file).stat().st_ino
    except OSError:
        return 0


def build(
    file: Path | None,
    root: Path,
    catalogue: "Catalogue",
    meta: Callable[[], dict[str, str]],
    tell: Callable[[int, int], None],
) -> Opened:
    """A new index of all files, moved into place at *file*, or in memory.

    *meta* is asked before any file is looked at. OSError or sqlite3.Error where *file* cannot be
    written: the caller takes memory then.
    """
    from pcbsales.store.writing.durability import sync_file  # noqa: PLC0415 -- start-up

    told = meta()
    if file is None:
        db = _connect(":memory:")
        _fill(db, root, catalogue, told, tell)
        return Opened(db, "", 0, told)
    file.parent.mkdir(exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}-{time():.6f}")
    _clear_away(file)
    try:
        db = _connect(str(draft))
        try:
            _fill(db, root, catalogue, told, tell)
        finally:
            db.close()
        sync_file(draft)
        _move(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    found = open_file(file, told["version"])
    if found is None:
        raise sqlite3.OperationalError(f"{file} was taken away")
    return found


def _fill(
    db: sqlite3.Connection,
    root: Path,
    catalogue: "Catalogue",
    meta: dict[str, str],
    tell: Callable[[int, int], None],
) -> None:
    from pcbsales.store.index.scan import stands  # noqa: PLC0415 -- start-up
    from pcbsales.store.index.sharing import meanwhile  # noqa: PLC0415 -- start-up

    looked = meanwhile(partial(stands, root))  # importing what reads records takes as long
    from pcbsales.store.index.gathering import (  # noqa: PLC0415 -- start-up
        Group,
        make_ready,
        project_groups,
        read_all,
    )

    make_ready(catalogue)
    for pragma in _FAST:
        db.execute(pragma)
    make_tables(db)
    db.execute("BEGIN")
    paths, folders = looked()
    groups: dict[tuple[str, str], list[str]] = {}
    for batch in read_all(root, catalogue, paths, tell):
        add_batch(db, batch)
        for name, group, part in batch.parts:
            groups.setdefault((name, group), []).append(part)
    add_folders(db, folders)
    wanted = [Group(*pair, tuple(sorted(parts))) for pair, parts in sorted(groups.items())]
    projected = project_groups(catalogue, wanted)
    first = list(islice(projected, 1))  # the other processes work on while indexes are made
    make_indexes(db)
    add_projected(db, chain(first, projected))
    meta["counts"] = counts(db)
    write_meta(db, meta)
    db.execute("COMMIT")


def _move(draft: Path, file: Path) -> None:
    """Put *draft* in the place of *file*, which nobody is writing meanwhile."""
    from pcbsales.store.writing.durability import sync_folder  # noqa: PLC0415 -- start-up

    locked = sqlite3.connect(str(file), timeout=PATIENCE, isolation_level=None)
    try:
        _lock_out(locked)
        for end in ("-journal", "-wal", "-shm"):
            Path(f"{file}{end}").unlink(missing_ok=True)
        sync_folder(file.parent)  # else an old journal could come back beside the new file
        draft.replace(file)
    finally:
        locked.close()


def _lock_out(db: sqlite3.Connection) -> None:
    """Wait until nobody uses the file; what is no database at all, nobody can be using."""
    try:
        db.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return


def _clear_away(file: Path) -> None:
    """Remove what builds that were killed long ago left behind."""
    for left in file.parent.glob(f"{file.name}.*"):
        with suppress(OSError):
            if time() - left.stat().st_mtime > _STALE_SECONDS:
                left.unlink()
