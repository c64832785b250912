"""The index's file: opened if it is whole and of this program, and written whole or not at all.

It is written only by whoever has locked it and seen that it is still the one in place. After a
power loss it holds what some transaction left, whole: each change goes by a journal that is on the
disk before a page is overwritten.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pcbsales.store.index.tables import read_meta

#: How long another process may keep the index locked, in seconds.
PATIENCE: Final = 30.0
_MAIN_FILE: Final = "SELECT CAST(file AS BLOB) FROM pragma_database_list WHERE name='main'"


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
    db = connect(str(file))
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


def connect(name: str) -> _Connection:
    """A connection to the file *name*, or to tables in memory; what it keeps is on the disk."""
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
