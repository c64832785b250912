"""The index: a throw-away SQLite file derived from the records, so that no command parses them all.

Per file it keeps the stat signature, the validated record as text, and the key fields that queries
need. A file whose signature moved is read again; a file so young that its next change could carry
the same time stamp is never trusted. The files are the truth: the index can be deleted at any time.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pcbsales import __version__
from pcbsales.kernel.errors import Finding
from pcbsales.manifest import Catalogue
from pcbsales.store.gathering import Group, project_groups, read_files
from pcbsales.store.scan import walk

_SCHEMA: Final = """
CREATE TABLE files (path TEXT PRIMARY KEY, noun TEXT, id TEXT, signature TEXT, body TEXT,
                    findings TEXT);
CREATE INDEX files_by_id ON files (noun, id);
CREATE TABLE keys (path TEXT, noun TEXT, key TEXT, value TEXT, id TEXT);
CREATE INDEX keys_by_value ON keys (noun, key, value);
CREATE INDEX keys_by_path ON keys (path);
CREATE TABLE projected (name TEXT, grp TEXT, key TEXT, opened TEXT, closed TEXT, body TEXT);
CREATE INDEX projected_by_group ON projected (name, grp);
CREATE INDEX projected_by_closing ON projected (name, closed);
CREATE TABLE refs (path TEXT, field TEXT, noun TEXT, target TEXT);
CREATE INDEX refs_by_path ON refs (path);
CREATE INDEX refs_by_target ON refs (noun, target);
CREATE TABLE touched (n INTEGER PRIMARY KEY AUTOINCREMENT, noun TEXT, key TEXT, value TEXT);
CREATE TABLE meta (version TEXT);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as the index holds it: its id, its path, its content or what is wrong with it."""

    id: str
    path: str
    body: dict[str, Any] | None
    findings: tuple[Finding, ...]


class Index:
    """Queries over the records below *root*; refreshed before every use by the ledger."""

    def __init__(self, root: Path, catalogue: Catalogue) -> None:
        self._root = root
        self._catalogue = catalogue
        self._db = self._open()

    @property
    def connection(self) -> sqlite3.Connection:
        """The tables themselves, for what else is derived from them."""
        return self._db

    def refresh(self) -> None:
        """Bring the index up to the files as they are now."""
        try:
            self._refresh()
        except sqlite3.DatabaseError:
            self._db.close()
            self._forget()
            self._db = self._open()
            self._refresh()

    def entry(self, noun: str, record_id: str) -> Entry | None:
        """The record of that id, if there is a file for it."""
        rows = self._db.execute(f"{_ENTRY} WHERE noun=? AND id=?", (noun, record_id)).fetchall()
        return _entry(rows[0]) if rows else None

    def entries(self, noun: str) -> tuple[Entry, ...]:
        """All records of a kind, by id."""
        rows = self._db.execute(f"{_ENTRY} WHERE noun=? ORDER BY id", (noun,))
        return tuple(map(_entry, rows))

    def where(self, noun: str, key: str, value: str) -> tuple[Entry, ...]:
        """Records whose key field has *value*, by id; unreadable ones of the kind come along."""
        rows = self._db.execute(
            _WHERE,
            (noun, key, value),
        )
        return tuple(map(_entry, rows))

    def ids(self, noun: str) -> tuple[str, ...]:
        """The ids of a kind, sorted."""
        rows = self._db.execute("SELECT id FROM files WHERE noun=? ORDER BY id", (noun,))
        return tuple(row[0] for row in rows)

    def projected(self, name: str, as_of: str, group: str | None) -> Iterator[Any]:
        """The bodies of projection *name* that matter on *as_of*."""
        rows = self._db.execute(_PROJECTED, {"name": name, "day": as_of, "grp": group})
        return (json.loads(row[0]) for row in rows)

    def unreadable(self, nouns: Iterable[str]) -> tuple[Entry, ...]:
        """Files of these kinds that hold no valid record."""
        return tuple(
            _entry(row)
            for noun in nouns
            for row in self._db.execute(f"{_ENTRY} WHERE noun=? AND body IS NULL", (noun,))
        )

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with single files, by path."""
        rows = self._db.execute(
            "SELECT path, findings FROM files WHERE findings != '' ORDER BY path"
        )
        return tuple(finding for path, found in rows for finding in _findings(found, path))

    def _open(self) -> sqlite3.Connection:
        try:
            file = self._file()
            file.parent.mkdir(exist_ok=True)
            return self._connect(str(file))
        except (OSError, sqlite3.DatabaseError):
            self._forget()
            return self._connect(":memory:")

    def _connect(self, name: str) -> sqlite3.Connection:
        db = sqlite3.connect(name, timeout=30, isolation_level=None)
        db.execute("PRAGMA synchronous=OFF")
        version = self._version()
        with _transaction(db):
            tables = db.execute("SELECT count(*) FROM sqlite_master WHERE name='meta'").fetchone()
            known = tables[0] and db.execute("SELECT version FROM meta").fetchone()
            if not known or known[0] != version:
                for (table,) in db.execute(_TABLES).fetchall():
                    db.execute(f"DROP TABLE IF EXISTS {table}")
                for statement in _SCHEMA.split(";"):
                    db.execute(statement)
                db.execute("INSERT INTO meta VALUES (?)", (version,))
        return db

    def _version(self) -> str:
        """Changes with the program, so that a newer one never trusts an older one's reading."""
        package = Path(__file__).parents[1]
        stats = sorted((str(p), p.stat().st_mtime_ns) for p in package.rglob("*.py"))
        return f"{__version__}-{hashlib.sha256(repr(stats).encode()).hexdigest()[:16]}"

    def _file(self) -> Path:
        return self._root / ".pcbsales" / "index.sqlite"

    def _forget(self) -> None:
        try:
            self._file().unlink(missing_ok=True)
        except OSError:
            return

    def _refresh(self) -> None:
        known = dict(self._db.execute("SELECT path, signature FROM files"))
        found = dict(walk(self._root))
        gone = [path for path in known if path not in found]
        changed = [path for path, signature in found.items() if known.get(path) != signature]
        if not gone and not changed:
            return
        with _transaction(self._db):
            touched = self._groups((*gone, *changed)) if known else set()
            if known:
                self._note_touched((*gone, *changed))
                drop = [(path,) for path in (*gone, *changed)]
                self._db.executemany("DELETE FROM files WHERE path=?", drop)
                self._db.executemany("DELETE FROM keys WHERE path=?", drop)
                self._db.executemany("DELETE FROM refs WHERE path=?", drop)
            touched |= self._take_in(changed)
            if known:
                self._note_touched(changed)
            self._renew(touched, many=len(changed) > _MANY)

    def _note_touched(self, paths: Iterable[str]) -> None:
        """Keep which ids and key values the records at *paths* had: a log for what is derived."""
        for path in paths:
            self._db.execute(_TOUCHED_ID, (path,))
            self._db.execute(_TOUCHED_KEYS, (path,))

    def _take_in(self, paths: list[str]) -> set[tuple[str, str]]:
        """Read the files at *paths*; the groups of projections that they belong to."""
        touched: set[tuple[str, str]] = set()
        for row in read_files(self._root, self._catalogue, paths):
            self._db.execute("INSERT INTO files VALUES (?,?,?,?,?,?)", row[:6])
            self._db.executemany(
                "INSERT INTO keys VALUES (?,?,?,?,?)",
                [(row.path, row.noun, key, value, row.id) for key, value in row.keys],
            )
            self._db.executemany(
                "INSERT INTO refs VALUES (?,?,?,?)", [(row.path, *ref) for ref in row.refs]
            )
            touched |= {
                (self._grouped[row.noun, key], value)
                for key, value in row.keys
                if (row.noun, key) in self._grouped
            }
        return touched

    @cached_property
    def _grouped(self) -> dict[tuple[str, str], str]:
        """Which projection groups records of a noun by which key."""
        return {
            (noun, projection.group): name
            for name, projection in self._catalogue.projections.items()
            for noun in projection.nouns
        }

    def _groups(self, paths: Iterable[str]) -> set[tuple[str, str]]:
        """The groups of projections that the records at *paths* belong to."""
        return {
            (self._grouped[noun, key], value)
            for path in paths
            for noun, key, value in self._db.execute(
                "SELECT noun, key, value FROM keys WHERE path=?", (path,)
            )
            if (noun, key) in self._grouped
        }

    def _renew(self, touched: set[tuple[str, str]], *, many: bool) -> None:
        self._db.executemany("DELETE FROM projected WHERE name=? AND grp=?", list(touched))
        groups = [Group(*pair, self._bodies(*pair)) for pair in sorted(touched)]
        for rows in project_groups(self._catalogue, groups, many=many):
            self._db.executemany("INSERT INTO projected VALUES (?,?,?,?,?,?)", rows)

    def _bodies(self, name: str, group: str) -> list[tuple[str, str]]:
        projection = self._catalogue.projections[name]
        return [
            (noun, row[0])
            for noun in projection.nouns
            for row in self._db.execute(_BODIES, (noun, projection.group, group))
        ]


_MANY: Final = 2000
_TABLES: Final = "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
_TOUCHED_ID: Final = (
    "INSERT INTO touched (noun, key, value) SELECT noun, 'id', id FROM files WHERE path=?"
)
_TOUCHED_KEYS: Final = (
    "INSERT INTO touched (noun, key, value) SELECT noun, key, value FROM keys WHERE path=?"
)
_BODIES: Final = (
    "SELECT body FROM files WHERE path IN "
    "(SELECT path FROM keys WHERE noun=? AND key=? AND value=?)"
)
_ENTRY: Final = "SELECT id, path, body, findings FROM files"
_PROJECTED: Final = (
    "SELECT body FROM projected WHERE name=:name AND opened<=:day AND (closed IS NULL OR "
    "closed>:day) AND (:grp IS NULL OR grp=:grp) ORDER BY grp, key"
)
_WHERE: Final = (
    "SELECT id, path, body, findings FROM files WHERE noun=?1 AND (body IS NULL OR path IN "
    "(SELECT path FROM keys WHERE noun=?1 AND key=?2 AND value=?3)) ORDER BY id"
)


class _transaction:  # noqa: N801 - reads as a statement
    """One SQLite transaction: all of it, or nothing."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        self._db.execute("ROLLBACK" if kind else "COMMIT")


def _entry(row: tuple[str, str, str | None, str]) -> Entry:
    record_id, path, body, findings = row
    found = tuple(_findings(findings, path)) if findings else ()
    return Entry(record_id, path, json.loads(body) if body else None, found)


def _findings(stored: str, path: str) -> Iterator[Finding]:
    for line, rule, message, values in json.loads(stored):
        yield Finding(path, line, rule, message, values)
