"""What a person changed and did not commit, without asking git about every file each time.

``git status`` over 190,000 files takes half of a write. But the index logs which files changed, and
git knows at once what lies between two commits. So what differs from HEAD now either differed when
git was last asked about everything, or is in one of the two; only these are asked about again.
"""

import json
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from pcbsales.kernel.errors import PcbsalesError
from pcbsales.store import layout
from pcbsales.store.git.program import Git, GitError

if TYPE_CHECKING:
    from pcbsales.manifest import Catalogue
    from pcbsales.store.index.index import Index

#: Of more files than this git is asked sooner about all.
_MANY: Final = 400
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS uncommitted (one INTEGER PRIMARY KEY, head TEXT, seen INT, paths TEXT)
"""
_KNOWN: Final = "SELECT head, seen, paths FROM uncommitted"
_KEEP: Final = "INSERT OR REPLACE INTO uncommitted VALUES (1, ?, ?, ?)"
_LOG_END: Final = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name='touched'"
_TOUCHED: Final = "SELECT DISTINCT noun, value FROM touched WHERE n > ? AND key='id' AND noun != ''"


def hand_edits(git: Git, index: "Index", catalogue: "Catalogue", head: str) -> dict[str, str]:
    """Record files that differ from *head*, with git's two-letter state.

    *index* has been brought up to the files just now. What is only staged, in a file that itself
    is as at *head*, may be left out: ``states_of`` tells that of the files that are to be written.
    """
    db = index.connection
    try:
        seen = int(db.execute(_LOG_END).fetchone()[0])
        candidates = _candidates(git, db, catalogue, head)
    except (sqlite3.Error, GitError):
        return git.status(layout.LEDGER)
    found = git.status(layout.LEDGER) if candidates is None else states_of(git, candidates)
    with suppress(sqlite3.Error):
        db.execute(_SCHEMA)
        db.execute(_KEEP, (head, seen, json.dumps(sorted(found))))
        db.commit()
    return found


def states_of(git: Git, paths: set[str]) -> dict[str, str]:
    """Those of *paths* that differ from HEAD or are staged, with git's two-letter state."""
    if not paths:
        return {}
    if len(paths) > _MANY:
        return git.status(layout.LEDGER)
    return git.status(*sorted(paths))


def _candidates(
    git: Git, db: sqlite3.Connection, catalogue: "Catalogue", head: str
) -> set[str] | None:
    """The files that may differ from *head*; None where it is not known, or they are too many."""
    try:
        row = db.execute(_KNOWN).fetchone()
    except sqlite3.OperationalError:
        return None
    if row is None:
        return None
    before, seen, paths = row
    try:
        found = set(json.loads(paths))
    except (TypeError, ValueError):
        return None
    for noun, record_id in db.execute(_TOUCHED, (seen,)):
        with suppress(PcbsalesError, KeyError):
            found.add(layout.path_of(catalogue.kinds[noun], record_id))
    if before != head:
        found |= _between(git, before, head)
    return found if len(found) <= _MANY else None


def _between(git: Git, before: str, head: str) -> set[str]:
    raw = git.text(
        "diff-tree", "-r", "-z", "--name-only", "--no-renames", before, head, "--", layout.LEDGER
    )
    return set(filter(None, raw.split("\0")))
