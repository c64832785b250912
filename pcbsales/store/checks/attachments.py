"""Attachments: each is what its name says, and what records name is there.

Hashing a customer's files takes long; a file found right is looked at again when it has changed.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import Finding
from pcbsales.store import layout
from pcbsales.store.index.file import keep, provide

#: What records point at to name an attachment, by its hash.
ATTACHMENT: Final = "attachment"
_FOLDER: Final = f"{layout.LEDGER}/{layout.ATTACHMENTS}"
_NAMED: Final = (
    "SELECT f.noun, f.id, r.field, r.target FROM refs r JOIN files f ON f.n=r.file WHERE r.noun=?"
)


def attachment_findings(db: sqlite3.Connection, root: Path, *, full: bool) -> Iterator[Finding]:
    """What is wrong with the attachments; with *full* each is read, however it looks."""
    provide(db, "attached", "path TEXT PRIMARY KEY, signature TEXT")
    known = {} if full else dict(db.execute("SELECT path, signature FROM attached"))
    found = dict(_files(root))
    right: list[tuple[str, str]] = []
    for path, signature in sorted(found.items()):
        problem = None if known.get(path) == signature else _wrong(root, path)
        if problem is None:
            right.append((path, signature))
        else:
            yield problem
    if dict(right) != known or full:
        keep(db, partial(_keep, db, right))
    yield from _missing(db, found)


def _keep(db: sqlite3.Connection, right: list[tuple[str, str]]) -> None:
    db.execute("DELETE FROM attached")
    db.executemany("INSERT INTO attached VALUES (?,?)", right)


def _files(root: Path) -> Iterator[tuple[str, str]]:
    """Every attachment with what its folder entry says of it."""
    folders = [_FOLDER]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(root / folder))
        except FileNotFoundError:
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            else:
                stat = entry.stat(follow_symlinks=False)
                yield path, f"{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ctime_ns}:{stat.st_ino}"


def _wrong(root: Path, path: str) -> Finding | None:
    name = path.rpartition("/")[2]
    if layout.attachment_path(name) != path:
        return Finding(path, 0, "layout.stray", "no attachment can live at this path")
    try:
        content = _sha256(root / path)
    except OSError:
        content = ""
    if not content:
        return Finding(path, 0, "layout.file", "this is not a plain readable file")
    if content == name:
        return None
    return Finding(
        path,
        0,
        "attachment.hash",
        "the content of this file is another one: its SHA-256 is {content}",
        {"content": content},
    )


def _sha256(file: Path) -> str:
    """The hash of what *file* holds; empty where it is a symbolic link."""
    if file.is_symlink():
        return ""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _missing(db: sqlite3.Connection, found: dict[str, str]) -> Iterator[Finding]:
    for noun, record_id, field, target in db.execute(_NAMED, (ATTACHMENT,)):
        path = layout.attachment_path(target)
        if path not in found:
            yield missing_finding((noun, record_id), tuple(json.loads(field)), target)


def missing_finding(source: tuple[str, str], field: tuple[str | int, ...], sha256: str) -> Finding:
    """What is wrong where *field* of *source* (noun, id) names a file that is not there."""
    return Finding(
        "",
        0,
        "attachment.missing",
        "{field} names an attachment that is not there: {path}",
        {"field": ".".join(map(str, field)), "path": layout.attachment_path(sha256)},
        (*source, field),
    )
