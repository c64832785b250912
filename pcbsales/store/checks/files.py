"""Rules over the ledger's files: each in its place, none ignored by git, no two ids alike."""

import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import Finding
from pcbsales.manifest import Catalogue, Shelf
from pcbsales.store import layout
from pcbsales.store.git.program import Git, GitError
from pcbsales.store.index.scan import signature_and_content
from pcbsales.store.text.strict_yaml import StrictYamlError, read

_IGNORED: Final = ("ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--")


def alike(one: str) -> str:
    """What ids that people would take for one have in common.

    >>> alike("HUAYI/hy-4410") == alike("HUAYI/HY-4410")
    True
    """
    return unicodedata.normalize("NFKC", one).casefold()


def dangling(db: sqlite3.Connection, catalogue: Catalogue) -> Iterator[Finding]:
    """References to records that are not there."""
    for noun, target in db.execute(_NOWHERE).fetchall():
        if noun not in catalogue.kinds:
            continue
        for source, record_id, field in db.execute(_SOURCES, (noun, target)):
            place = tuple(json.loads(field))
            yield dangling_finding((source, record_id), place, noun, target)


def dangling_finding(
    source: tuple[str, str], field: tuple[str | int, ...], noun: str, target: str
) -> Finding:
    """What is wrong where *field* of *source* (noun, id) names a record that is not there."""
    return Finding(
        "",
        0,
        "reference.missing",
        "{field} names the {noun} {target}, and there is none",
        {"field": ".".join(map(str, field)), "noun": noun, "target": target},
        (*source, field),
    )


def clashes(db: sqlite3.Connection, catalogue: Catalogue) -> Iterator[Finding]:
    """Ids of one kind that differ in case or width of letters alone; numbers never do."""
    for kind in catalogue.kinds.values():
        if kind.shelf in {Shelf.FLAT, Shelf.OWNED}:
            rows = db.execute("SELECT id FROM files WHERE noun=? ORDER BY id", (kind.noun,))
            yield from clashing(kind.noun, (row[0] for row in rows))


def clashing(noun: str, ids: Iterable[str]) -> Iterator[Finding]:
    """Those of the sorted *ids* that an earlier one is like."""
    seen: dict[str, str] = {}
    for record_id in ids:
        first = seen.setdefault(alike(record_id), record_id)
        if first != record_id:
            yield Finding(
                "",
                0,
                "layout.clash",
                "{id} differs from {other} in case or width of letters alone",
                {"id": record_id, "other": first},
                (noun, record_id, ("id",)),
            )


def ignored(git: Git) -> Iterator[Finding]:
    """Files below the ledger that git ignores."""
    try:
        found = git.text(*_IGNORED, layout.LEDGER).split("\0")
    except GitError:
        return
    for path in filter(None, found):
        yield Finding(path, 0, "layout.ignored", "git ignores this file, so it is never committed")


def explained(finding: Finding, catalogue: Catalogue, root: Path) -> Finding:
    """*finding*; of a stray file that holds a record's id, where that record belongs."""
    if finding.rule != "layout.stray":
        return finding
    kind = layout.kind_at(finding.path, catalogue.folders)
    record_id = _id_inside(root / finding.path)
    if kind is None or not record_id:
        return finding
    try:
        place = layout.path_of(kind, record_id)
    except ValueError:
        return finding
    if (root / place).exists():
        message = "{id} has another file: {place}"
        return Finding(finding.path, 1, "layout.twice", message, {"id": record_id, "place": place})
    message = "the record {id} belongs at {place}"
    return Finding(finding.path, 1, "layout.place", message, {"id": record_id, "place": place})


def _id_inside(file: Path) -> str:
    _, raw = signature_and_content(str(file))
    try:
        data = read(raw).data if raw is not None else {}
    except StrictYamlError:
        return ""
    found = data.get("id") if isinstance(data, dict) else None
    return found if isinstance(found, str) else ""


_NOWHERE: Final = "SELECT noun, target FROM refs EXCEPT SELECT noun, id FROM files"
_SOURCES: Final = (
    "SELECT f.noun, f.id, r.field FROM refs r JOIN files f ON f.n=r.file "
    "WHERE r.noun=? AND r.target=?"
)
