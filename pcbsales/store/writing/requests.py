"""Request ids: a command that is repeated with the same one is not done twice.

The commit itself carries the mark, as a trailer of two hashes (of the id, of the arguments), so it
is written with the decision or not at all, and every clone has it. A small table of the marks of
all history, brought up to HEAD when it is asked, answers without walking; it can be deleted.
"""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pcbsales.kernel.errors import LedgerConflictError, RefusedError
from pcbsales.store.git.program import Git, GitError
from pcbsales.store.git.writable import require_repository
from pcbsales.store.plain_files import own_file

_TRAILER: Final = "Request"
_LENGTH: Final = 32
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS requests (key TEXT PRIMARY KEY, arguments TEXT, made TEXT);
CREATE TABLE IF NOT EXISTS seen (head TEXT);
"""


@dataclass(frozen=True, slots=True)
class Request:
    """A request id as the trail holds it: its hash, and the hash of what was asked."""

    key: str
    arguments: str

    @classmethod
    def of(cls, text: str, command: str, arguments: Mapping[str, Any]) -> "Request":
        """The request that *text* names, for *command* with *arguments*."""
        asked = json.dumps([command, dict(arguments)], sort_keys=True, default=str)
        return cls(_hash(text), _hash(asked))

    @property
    def trailer(self) -> tuple[str, str]:
        """The line of the commit's message."""
        return _TRAILER, f"{self.key} {self.arguments}"


def earlier(git: Git, head: str, request: Request, *, strict: bool = True) -> str:
    """The commit that *request* was done by, in the history of *head*; empty if it was not.

    Raises:
        RefusedError: The same request id was used for something else; not unless *strict*.
        LedgerConflictError: It is not in what is here of a history that was cut off.
    """
    cut_off = (require_repository(git.root).common / "shallow").exists()
    # What a cut history shows is not kept: once the rest is fetched, it would pass for all of it.
    file = None if cut_off else own_file(git.root, "requests.sqlite")
    try:
        found = _look_up(git, file, head, request.key)
    except (OSError, sqlite3.DatabaseError):
        found = _look_up(git, None, head, request.key)
    if found is None and cut_off:
        raise LedgerConflictError(
            "older history is not in this shallow clone, so nobody can tell whether this request "
            "was carried out before; fetch it with: git fetch --unshallow"
        )
    if found is None:
        return ""
    arguments, made = found
    if arguments != request.arguments:
        if not strict:
            return ""
        raise RefusedError(
            "this request id was used for something else, by commit {commit}; take a new one",
            commit=made[:12],
        )
    return made


def _look_up(git: Git, file: Path | None, head: str, key: str) -> tuple[str, str] | None:
    if file is not None:
        file.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(file or ":memory:", timeout=30)) as db:
        db.executescript(_SCHEMA)
        with db:
            _bring_up(git, db, head)
        row = db.execute("SELECT arguments, made FROM requests WHERE key=?", (key,)).fetchone()
    return tuple(row) if row else None


def _bring_up(git: Git, db: sqlite3.Connection, head: str) -> None:
    row = db.execute("SELECT head FROM seen").fetchone()
    seen = row[0] if row else ""
    if seen == head:
        return
    if not _is_before(git, seen, head):
        db.execute("DELETE FROM requests")
        seen = ""
    for made, marks in _marks(git, f"{seen}..{head}" if seen else head):
        for mark in marks:
            key, _, arguments = mark.partition(" ")
            db.execute("INSERT OR IGNORE INTO requests VALUES (?,?,?)", (key, arguments, made))
    db.execute("DELETE FROM seen")
    db.execute("INSERT INTO seen VALUES (?)", (head,))


def _marks(git: Git, commits: str) -> list[tuple[str, list[str]]]:
    """The marked commits of a range, the oldest first."""
    form = f"%H%x00%(trailers:key={_TRAILER},valueonly,separator=%x1f)%x00"
    raw = git.text(
        "log",
        "--reverse",
        "--topo-order",
        f"--grep=^{_TRAILER}: ",
        f"--format={form}",
        commits,
        "--",
    )
    words = raw.split("\0")[:-1]
    return [
        (made.strip("\n"), marks.split("\x1f"))
        for made, marks in zip(words[::2], words[1::2], strict=True)
    ]


def _is_before(git: Git, seen: str, head: str) -> bool:
    if not seen:
        return False
    try:
        git.run("merge-base", "--is-ancestor", seen, head)
    except GitError:
        return False
    return True


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
