"""The index's tables: how they are made, filled, and brought up to files that changed."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pcbsales import __version__
from pcbsales.store.index.differences import Differences

if TYPE_CHECKING:
    from pcbsales.manifest import Catalogue
    from pcbsales.store.index.file_rows import FileRow
    from pcbsales.store.index.gathering import Batch, Group, GroupRow

_TABLES: Final = """
CREATE TABLE files (n INTEGER PRIMARY KEY, path TEXT, noun TEXT, id TEXT, signature TEXT,
                    findings TEXT, refs TEXT, parts TEXT, body TEXT);
CREATE TABLE folders (path TEXT PRIMARY KEY, identity TEXT) WITHOUT ROWID;
CREATE TABLE keys (file INTEGER, key TEXT, noun TEXT, value TEXT,
                   PRIMARY KEY (file, key)) WITHOUT ROWID;
CREATE TABLE projected (name TEXT, closed TEXT, opened TEXT, grp TEXT, key TEXT, body TEXT,
                        PRIMARY KEY (name, closed, opened, grp, key)) WITHOUT ROWID;
CREATE TABLE touched (n INTEGER PRIMARY KEY AUTOINCREMENT, noun TEXT, key TEXT, value TEXT);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)
"""
_INDEXES: Final = """
CREATE UNIQUE INDEX files_by_path ON files (path);
CREATE INDEX files_by_id ON files (noun, id);
CREATE INDEX files_unreadable ON files (noun) WHERE body IS NULL;
CREATE INDEX files_unsure ON files (path) WHERE signature=''
"""
#: What finds by value is made when first asked for; without it a query goes through all rows.
_FINDERS: Final = """
CREATE INDEX IF NOT EXISTS keys_by_value ON keys (noun, key, value);
CREATE INDEX IF NOT EXISTS projected_by_group ON projected (name, grp)
"""
#: References by what they point at are made of the files' when first asked for.
_LINKS: Final = """
CREATE {kind} TABLE refs (file INTEGER, field TEXT, noun TEXT, target TEXT,
                          PRIMARY KEY (file, field)) WITHOUT ROWID;
INSERT INTO refs SELECT f.n, j.value ->> 0, j.value ->> 1, j.value ->> 2
    FROM files f, json_each(f.refs) j WHERE f.refs <> '';
CREATE INDEX refs_by_target ON refs (noun, target)
"""
_MASK: Final = (1 << 128) - 1


def version() -> str:
    """Changes with the program, so that a newer one never trusts an older one's reading.

    A developer's edit counts: of every module the name, the size and the time are in it.
    """
    from zlib import crc32  # noqa: PLC0415 -- beside its one use

    count, told = 0, 0
    for path, size, time in sorted(_modules(str(Path(__file__).parents[2]))):
        count += 1
        for number in (crc32(path.encode("utf-8", "replace")), size, time):
            told = (told * 1_000_003 ^ number) & _MASK
    return f"{__version__}-{count}-{told:x}"


def _modules(package: str) -> Iterable[tuple[str, int, int]]:
    from os import scandir  # noqa: PLC0415 -- pathlib would take ten times as long

    folders = [package]
    while folders:
        with scandir(folders.pop()) as found:
            for entry in found:
                if entry.name.endswith(".py"):
                    stat = entry.stat()
                    yield entry.path, stat.st_size, stat.st_mtime_ns
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    folders.append(entry.path)


def make_tables(db: sqlite3.Connection) -> None:
    """The empty tables, without what is made sooner once they are filled."""
    for statement in _TABLES.split(";"):
        db.execute(statement)


def make_indexes(db: sqlite3.Connection) -> None:
    """What finds rows by other than their first columns."""
    for statement in _INDEXES.split(";"):
        db.execute(statement)


def has_finders(db: sqlite3.Connection) -> bool:
    """Whether rows are found by value without going through all."""
    return bool(db.execute(_HAS_FINDERS).fetchone())


def make_finders(db: sqlite3.Connection) -> None:
    """Make what finds rows by value, where it is not there."""
    for statement in _FINDERS.split(";"):
        db.execute(statement)


def read_meta(db: sqlite3.Connection) -> dict[str, str]:
    """What the index knows of itself: version, mark, counts; empty where it is none."""
    if not db.execute("SELECT count(*) FROM sqlite_master WHERE name='meta'").fetchone()[0]:
        return {}
    try:
        return dict(db.execute("SELECT key, value FROM meta"))
    except sqlite3.OperationalError:
        return {}


def write_meta(db: sqlite3.Connection, values: Mapping[str, str]) -> None:
    """Keep *values*."""
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?,?)", list(values.items()))


def counts(db: sqlite3.Connection) -> str:
    """How many files stand in each of the ledger's folders, as JSON."""
    found: dict[str, int] = {}
    for (path,) in db.execute("SELECT path FROM files"):
        top = path.split("/", 2)[1]
        found[top] = found.get(top, 0) + 1
    return json.dumps(found)


def add_batch(db: sqlite3.Connection, batch: "Batch") -> None:
    """Put files in that are not there."""
    db.executemany("INSERT INTO files VALUES (?,?,?,?,?,?,?,?,?)", batch.files)
    db.executemany("INSERT INTO keys VALUES (?,?,?,?)", batch.keys)


def _add_rows(db: sqlite3.Connection, rows: Iterable["FileRow"]) -> None:
    """Put *rows* in, of paths that are not there."""
    first = db.execute("SELECT coalesce(max(n), 0) + 1 FROM files").fetchone()[0]
    linked = has_links(db)
    for number, row in enumerate(rows, first):
        db.execute("INSERT INTO files VALUES (?,?,?,?,?,?,?,?,?)", (number, *row[:-1]))
        keys = [(number, key, row.noun, value) for key, value in row.keys]
        db.executemany("INSERT INTO keys VALUES (?,?,?,?)", keys)
        if linked and row.refs:
            refs = [(number, *ref) for ref in json.loads(row.refs)]
            db.executemany("INSERT INTO refs VALUES (?,?,?,?)", refs)


def has_links(db: sqlite3.Connection) -> bool:
    """Whether references by what they point at are there."""
    return bool(db.execute(_HAS_LINKS).fetchone())


def make_links(db: sqlite3.Connection, *, passing: bool = False) -> None:
    """Make references by what they point at; *passing*: for this connection alone."""
    for statement in _LINKS.format(kind="TEMP" if passing else "").split(";"):
        db.execute(statement)


def add_projected(db: sqlite3.Connection, rows: Iterable["GroupRow"]) -> None:
    """Put projected rows in, which are kept in this order."""
    db.executemany("INSERT INTO projected VALUES (?,?,?,?,?,?)", sorted(rows))


def add_folders(db: sqlite3.Connection, folders: Mapping[str, str]) -> None:
    """Keep the identity of *folders*; without one they are gone."""
    gone = [(path,) for path, identity in folders.items() if not identity]
    there = [item for item in folders.items() if item[1]]
    db.executemany("DELETE FROM folders WHERE path=?", gone)
    db.executemany("INSERT OR REPLACE INTO folders VALUES (?,?)", there)


def replace_rows(
    db: sqlite3.Connection, catalogue: "Catalogue", found: Differences, rows: list["FileRow"]
) -> None:
    """Bring all tables up to *found*, of which *rows* were read; log what was touched."""
    from pcbsales.store.index.gathering import project_groups  # noqa: PLC0415 -- start-up

    make_finders(db)
    same = {row.path for row in rows if _says_the_same(db, row)}
    signatures = [(row.signature, row.path) for row in rows if row.path in same]
    db.executemany("UPDATE files SET signature=? WHERE path=?", signatures)
    rows = [row for row in rows if row.path not in same]
    paths = [(path,) for path in (*found.gone, *(found.changed - same))]
    groups = {
        (name, group)
        for path in paths
        for (parts,) in db.execute("SELECT parts FROM files WHERE path=? AND parts!=''", path)
        for name, group, _ in json.loads(parts)
    }
    kept = [json.loads(row.parts) for row in rows if row.parts]
    groups |= {(name, group) for parts in kept for name, group, _ in parts}
    _note_touched(db, paths)
    for table in ("keys", "refs") if has_links(db) else ("keys",):
        db.executemany(f"DELETE FROM {table} WHERE file={_NUMBER}", paths)  # noqa: S608 -- ours
    db.executemany("DELETE FROM files WHERE path=?", paths)
    _add_rows(db, rows)
    _note_touched(db, [(row.path,) for row in rows])
    add_folders(db, found.folders)
    db.executemany("DELETE FROM projected WHERE name=? AND grp=?", list(groups))
    wanted = [_group(db, catalogue, *pair) for pair in sorted(groups)]
    add_projected(db, project_groups(catalogue, wanted))


def _says_the_same(db: sqlite3.Connection, row: "FileRow") -> bool:
    """Whether the file says what it said when it was read last, and nothing follows."""
    known = db.execute("SELECT body, findings FROM files WHERE path=?", (row.path,)).fetchone()
    return known is not None and known == (row.body, row.findings)


def _group(db: sqlite3.Connection, catalogue: "Catalogue", name: str, group: str) -> "Group":
    """The parts of one group of a projection."""
    from pcbsales.store.index.gathering import Group  # noqa: PLC0415 -- start-up

    projection = catalogue.projections[name]
    parts = [
        json.dumps(part, ensure_ascii=False, separators=(",", ":"))
        for noun in projection.nouns
        for (kept,) in db.execute(_PARTS, (noun, projection.group, group))
        for other, where, part in json.loads(kept)
        if (other, where) == (name, group)
    ]
    return Group(name, group, tuple(sorted(parts)))


def _note_touched(db: sqlite3.Connection, paths: list[tuple[str]]) -> None:
    """Keep which ids and key values the records at *paths* had: a log for what is derived."""
    db.executemany(_TOUCHED_ID, paths)
    db.executemany(_TOUCHED_KEYS, paths)


_TOUCHED_ID: Final = (
    "INSERT INTO touched (noun, key, value) SELECT noun, 'id', id FROM files WHERE path=?"
)
_NUMBER: Final = "(SELECT n FROM files WHERE path=?)"
_TOUCHED_KEYS: Final = (
    "INSERT INTO touched (noun, key, value) SELECT noun, key, value FROM keys "
    "WHERE file=(SELECT n FROM files WHERE path=?)"
)
_PARTS: Final = (
    "SELECT parts FROM files WHERE parts!='' AND n IN "
    "(SELECT file FROM keys WHERE noun=? AND key=? AND value=?)"
)
_HAS_FINDERS: Final = "SELECT 1 FROM sqlite_master WHERE name='projected_by_group'"
_HAS_LINKS: Final = (
    "SELECT 1 FROM sqlite_master WHERE name='refs_by_target' "
    "UNION SELECT 1 FROM sqlite_temp_master WHERE name='refs_by_target'"
)
