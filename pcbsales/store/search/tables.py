"""The tables behind a search: made from the index's records when first asked, brought up to date.

Every distinct text of the ledger stands once, with the numbers of the records that have it: there
are far fewer texts than records times fields, so that looking through all of them is quick, for
one character of Chinese as for a whole name, and no index of letter groups is needed. A record that
changed gets a new number; its old one is dead until the tables are made anew.
"""

import multiprocessing
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import MessageId
from pcbsales.manifest import Catalogue
from pcbsales.store.index.file import file_of
from pcbsales.store.plain_files import own_file
from pcbsales.store.search.terms import Job, gather

_VERSION: Final = 3
_MEMORY: Final = ":memory:"
_SCHEMA: Final = """
CREATE TABLE search.docs (doc INTEGER PRIMARY KEY, path TEXT, noun TEXT, id TEXT, signature TEXT);
CREATE TABLE search.terms (n INTEGER PRIMARY KEY, class INTEGER, text TEXT, docs BLOB);
CREATE TABLE search.spans (noun TEXT, first INTEGER, last INTEGER);
CREATE TABLE search.dead (doc INTEGER PRIMARY KEY);
CREATE TABLE search.meta (version TEXT, token TEXT, largest INTEGER)
"""
_TABLES: Final = "SELECT name FROM search.sqlite_master WHERE type='table'"
#: Records that changed since, in the file of the index but not (or otherwise) in ours.
_STALE: Final = """
SELECT f.path FROM main.files f LEFT JOIN search.docs d ON d.path=f.path
WHERE f.body IS NOT NULL AND (d.path IS NULL OR d.signature!=f.signature OR f.signature='')
"""
_GONE: Final = """
SELECT d.doc FROM search.docs d LEFT JOIN main.files f ON f.path=d.path
WHERE f.path IS NULL OR f.body IS NULL
"""
_RECORDS: Final = (
    "SELECT path, noun, id, signature FROM main.files WHERE body IS NOT NULL ORDER BY noun, id"
)
_ATTACHED: Final = "SELECT name FROM pragma_database_list"
#: Forking pays from here on; each process takes so many records at a time.
_MANY: Final = 4000
_BATCH: Final = 4000
#: When so many records changed, or a tenth of all, making the tables anew is cheaper to search.
_MOST_CHANGED: Final = 3000
_TELLING: Final = 20_000
_RACY_NS: Final = 50_000_000
_READING: MessageId = "reading {count} records for the search, once …"


class SearchTables:
    """The tables in a file of their own beside the index, or in memory where it is in memory."""

    def __init__(
        self, db: sqlite3.Connection, catalogue: Catalogue, tell: Callable[..., None]
    ) -> None:
        self._db = db
        self._catalogue = catalogue
        self._tell = tell
        self._main = file_of(db)

    def refresh(self) -> None:
        """Bring the tables up to the index.

        A broken file is made anew; where none can be written the tables stand in memory.
        """
        for again in (False, True):
            try:
                self._attach(self._file())
                self._refresh()
            except sqlite3.DatabaseError as error:
                self._detach()
                if not again and not isinstance(error, sqlite3.OperationalError):
                    self.forget()
                    continue
            else:
                return
            break
        self._attach(_MEMORY)
        self._refresh()

    def forget(self) -> None:
        """Drop the tables and their file."""
        self._detach()
        if (file := self._file()) != _MEMORY:
            for name in (file, f"{file}-journal"):
                Path(name).unlink(missing_ok=True)

    def _file(self) -> str:
        own = own_file(Path(self._main).parents[1], "search.sqlite") if self._main else None
        return str(own) if own else _MEMORY

    def _attach(self, file: str) -> None:
        if "search" not in {row[0] for row in self._db.execute(_ATTACHED)}:
            self._db.execute("ATTACH CAST(? AS TEXT) AS search", (os.fsencode(file),))
            self._db.execute("PRAGMA search.synchronous=FULL")

    def _detach(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        if "search" in {row[0] for row in self._db.execute(_ATTACHED)}:
            self._db.execute("DETACH search")

    def _refresh(self) -> None:
        token = _token(self._main)
        if token and self._known() == (self._version(), token):
            return
        self._db.execute("BEGIN")
        try:
            # Takes the lock on our file alone: whoever writes to the index need not wait.
            self._db.execute(f"PRAGMA search.user_version={_VERSION}")
            known = self._known()
            if not known or known[0] != self._version() or not self._renew():
                self._make()
            self._db.execute("UPDATE search.meta SET token=?", (token,))
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _known(self) -> tuple[str, str] | None:
        if not self._db.execute(f"{_TABLES} AND name='meta'").fetchone():
            return None
        row = self._db.execute("SELECT version, token FROM search.meta").fetchone()
        return (row[0], row[1]) if row else None

    def _version(self) -> str:
        named = [(kind.noun, kind.names) for kind in self._catalogue.kinds.values()]
        return f"{_VERSION}-{named!r}"

    def _renew(self) -> bool:
        """Take in what changed; False where so much did that all is better made anew."""
        stale = [row[0] for row in self._db.execute(_STALE)]
        gone = [row[0] for row in self._db.execute(_GONE)]
        total, changed = self._db.execute(
            "SELECT (SELECT count(*) FROM search.docs), (SELECT count(*) FROM search.dead)"
        ).fetchone()
        if len(stale) + len(gone) + changed > min(_MOST_CHANGED, 100 + total // 10):
            return False
        for path in stale:
            gone += (
                row[0]
                for row in self._db.execute("SELECT doc FROM search.docs WHERE path=?", (path,))
            )
        self._db.executemany("INSERT OR IGNORE INTO search.dead VALUES (?)", ((n,) for n in gone))
        self._db.executemany("DELETE FROM search.docs WHERE doc=?", ((n,) for n in gone))
        (last,) = self._db.execute("SELECT largest FROM search.meta").fetchone()
        records = [
            row
            for path in stale
            for row in self._db.execute(
                "SELECT path, noun, id, signature FROM main.files WHERE path=?", (path,)
            )
        ]
        self._take_in(records, last + 1)
        self._db.execute("UPDATE search.meta SET largest=?", (last + len(records),))
        return True

    def _make(self) -> None:
        for (table,) in self._db.execute(_TABLES).fetchall():
            self._db.execute(f"DROP TABLE search.{table}")
        for statement in _SCHEMA.split(";"):
            self._db.execute(statement)
        records = self._db.execute(_RECORDS).fetchall()
        if len(records) > _TELLING:
            self._tell(_READING, count=len(records))
        self._take_in(records, 1)
        self._db.execute(
            "INSERT INTO search.spans SELECT noun, min(doc), max(doc) FROM search.docs "
            "GROUP BY noun"
        )
        self._db.execute("CREATE INDEX search.docs_by_path ON docs (path)")
        self._db.execute(
            "INSERT INTO search.meta VALUES (?,?,?)", (self._version(), "", len(records))
        )

    def _take_in(self, records: list[tuple[str, str, str, str]], first: int) -> None:
        self._db.executemany(
            "INSERT INTO search.docs VALUES (?,?,?,?,?)",
            ((doc, *record) for doc, record in enumerate(records, start=first)),
        )
        wanted = [
            (doc, self._catalogue.kinds[record[1]].names, record[0])
            for doc, record in enumerate(records, start=first)
        ]
        terms: dict[tuple[int, str], bytes] = {}
        for found in self._gathered(wanted):
            if not terms:
                terms = found
                continue
            for term, docs in found.items():
                terms[term] = terms[term] + docs if term in terms else docs
        # The best class last: a search reads from the end, newest and best first.
        ordered = sorted(terms, key=lambda term: -term[0])
        self._db.executemany(
            "INSERT INTO search.terms (class, text, docs) VALUES (?,?,?)",
            ((*term, terms[term]) for term in ordered),
        )

    def _gathered(
        self, wanted: list[tuple[int, tuple[str, ...], str]]
    ) -> Iterable[dict[tuple[int, str], bytes]]:
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
        if not self._main or processors < 2 or len(wanted) < _MANY:
            yield gather(_jobs(self._db, wanted))
            return
        batches = [(self._main, wanted[at : at + _BATCH]) for at in range(0, len(wanted), _BATCH)]
        with multiprocessing.get_context("fork").Pool(processors) as pool:
            yield from pool.imap_unordered(_gather_batch, batches)


def _gather_batch(
    batch: tuple[str, list[tuple[int, tuple[str, ...], str]]],
) -> dict[tuple[int, str], bytes]:
    """What a forked process does: it reads the index's file by itself."""
    file, wanted = batch
    db = sqlite3.connect(f"{Path(file).as_uri()}?mode=ro", uri=True)
    try:
        return gather(_jobs(db, wanted))
    finally:
        db.close()


def _jobs(db: sqlite3.Connection, wanted: list[tuple[int, tuple[str, ...], str]]) -> Iterator[Job]:
    for doc, names, path in wanted:
        for row in db.execute("SELECT body, refs FROM main.files WHERE path=?", (path,)):
            yield Job(doc, names, *row)


def _token(file: str) -> str:
    """Changes whenever the index's file does; empty where it may be changing this very moment."""
    parts = []
    for name in (file, f"{file}-wal"):
        try:
            stat = Path(name).stat()
        except FileNotFoundError:
            continue
        if stat.st_mtime_ns > time.time_ns() - _RACY_NS:
            return ""
        parts.append(f"{stat.st_ino}:{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ctime_ns}")
    return " ".join(parts) if file else ""
