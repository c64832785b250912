"""The life of a record as git keeps it: every commit that changed its file, and what it changed.

Two git processes answer whatever the length of the history: one names the commits and contents, one
reads them all. What a person edited and did not commit comes on top.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.git.commit_facts import CommitFacts, facts_of
from pcbsales.store.git.objects import read_objects
from pcbsales.store.git.program import Git
from pcbsales.store.plain_files import is_plain_file
from pcbsales.store.text.changes import Change, differences
from pcbsales.store.text.strict_yaml import StrictYamlError, read

_COMMIT: Final = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_NONE: Final = re.compile(r"0+")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a record's life; without *facts* it is what is not committed yet.

    ``before`` and ``after`` are the whole record, None where there was no file; an unreadable file
    is an empty mapping.
    """

    facts: CommitFacts | None
    path: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Touch:
    """A commit that changed a path: the contents at its parents, and its own (empty: none)."""

    commit: str
    path: str
    before: tuple[str, ...]
    after: str


@dataclass(slots=True)
class Objects:
    """Contents of the repository, many read by one process."""

    git: Git
    _known: dict[str, bytes] = field(default_factory=dict)
    _parsed: dict[str, dict[str, Any]] = field(default_factory=dict)

    def fetch(self, names: Iterable[str]) -> None:
        """Read the objects called *names*, those known already aside."""
        wanted = [name for name in dict.fromkeys(names) if name and name not in self._known]
        if not wanted:
            return
        found = read_objects(self.git, wanted)
        self._known |= {name: found[name].content if name in found else b"" for name in wanted}

    def content(self, name: str) -> bytes:
        """The object called *name*, which was fetched."""
        return self._known[name]

    def record(self, name: str) -> dict[str, Any] | None:
        """The record in the content called *name*; None for no content, {} if it is unreadable."""
        if not name:
            return None
        if name not in self._parsed:
            self._parsed[name] = parsed(self._known[name])
        return self._parsed[name]


def parsed(raw: bytes) -> dict[str, Any]:
    """The mapping that *raw* holds; empty where it cannot be read."""
    try:
        return read(raw).data
    except StrictYamlError:
        return {}


def history(git: Git, paths: Sequence[str]) -> Iterator[Step]:
    """What became of the files at *paths*, newest first; commits that changed nothing are left out.

    A merge is a step where it differs from all that it merged, with the fields that do.
    """
    objects = Objects(git)
    touches = _with_earlier_names(git, _touches(git, paths), set(paths))
    objects.fetch(name for touch in touches for name in (touch.commit, *touch.before, touch.after))
    for touch in touches:
        step = _step(touch, objects)
        if step.changes:
            yield step


def uncommitted(git: Git, path: str) -> Step | None:
    """What was changed by hand in the file at *path* and not committed, if anything was."""
    committed = git.blob(git.head(), path)
    try:
        file = Path(git.root) / path
        present = file.read_bytes() if is_plain_file(file) else None
    except FileNotFoundError:
        present = None
    except OSError:
        present = b""
    if committed == present:
        return None
    before = None if committed is None else parsed(committed)
    after = None if present is None else parsed(present)
    changes = tuple(_changes((before,), after)) or (Change("", before, after),)
    return Step(None, path, before, after, changes)


def paths_in_history(git: Git, paths: Sequence[str]) -> tuple[str, ...]:
    """Those of *paths* that some commit touched, whether there is a file now or not."""
    found = dict.fromkeys(touch.path for touch in _touches(git, paths))
    return tuple(path for path in paths if path in found)


def commits(git: Git, *, since: datetime | None = None) -> Iterator[CommitFacts]:
    """The commits of the branch, newest first, from *since* on; read as they are asked for."""
    objects = Objects(git)
    narrowed = (f"--since={(since - timedelta(days=2)).isoformat()}",) if since else ()
    names = git.text("rev-list", "--date-order", *narrowed, "HEAD", "--").split()
    for start in range(0, len(names), 500):
        batch = names[start : start + 500]
        objects.fetch(batch)
        for name in batch:
            facts = facts_of(name, objects.content(name))
            if since is None or facts.at >= since:
                yield facts


def _touches(git: Git, paths: Sequence[str], *, until: str = "HEAD") -> list[_Touch]:
    try:
        git.head()
    except LedgerConflictError:
        return []
    raw = git.text(
        "log", "-z", "--format=%H", "--raw", "-c", "--root", "--full-history", "--date-order",
        "--no-abbrev", "--no-renames", until, "--", *(f":(literal){path}" for path in paths),
    )  # fmt: skip
    found: list[_Touch] = []
    commit = ""
    words = iter(raw.split("\0"))
    for word in words:
        entry = word.strip("\n")
        if _COMMIT.fullmatch(entry):
            commit = entry
        elif entry.startswith(":"):
            *before, after = _blobs(entry)
            found.append(_Touch(commit, next(words), tuple(before), after))
    return found


def _blobs(entry: str) -> list[str]:
    """The names of contents in a raw entry: those at the parents, then its own; empty for none."""
    parents = len(entry) - len(entry.lstrip(":"))
    names = entry.split(" ")[parents + 1 : 2 * parents + 2]
    return ["" if _NONE.fullmatch(name) else name for name in names]


def _with_earlier_names(git: Git, touches: list[_Touch], known: set[str]) -> list[_Touch]:
    """*touches* with what happened under other file names, where the file was only renamed.

    A path follows from the id, so this needs a change of how ids are escaped, or a hand's mv.
    """
    found: list[_Touch] = []
    for touch in touches:
        earlier = None if any(touch.before) else _renamed_from(git, touch)
        if earlier is None or earlier in known:
            found.append(touch)
            continue
        known.add(earlier)
        before, *older = _touches(git, [earlier], until=touch.commit) or [touch]
        found.append(replace(touch, before=before.before))
        found += _with_earlier_names(git, older, known)
    return found


def _renamed_from(git: Git, touch: _Touch) -> str | None:
    """The name that the file had before the commit that brought it, if it was there before."""
    raw = git.text(
        "diff-tree", "--no-commit-id", "-r", "-M", "--diff-filter=R", "--raw", "-z",
        touch.commit, "--", "ledger",
    )  # fmt: skip
    words = raw.split("\0")
    names = zip(words[1::3], words[2::3], strict=False)
    return next((old for old, new in names if new == touch.path), None)


def _step(touch: _Touch, objects: Objects) -> Step:
    parents = tuple(objects.record(name) for name in touch.before)
    after = objects.record(touch.after)
    facts = facts_of(touch.commit, objects.content(touch.commit))
    return Step(facts, touch.path, parents[0], after, tuple(_changes(parents, after)))


def _changes(
    parents: Sequence[dict[str, Any] | None], after: dict[str, Any] | None
) -> Iterator[Change]:
    """The changes from all of *parents*: what one of them had already came from there."""
    first, *others = parents
    if {} in (first, after):
        yield Change("", first or None, after or None)
        return
    unchanged = [
        {change.field for change in differences(other or {}, after or {})} for other in others
    ]
    for change in differences(first or {}, after or {}):
        if all(change.field in fields for fields in unchanged):
            yield change
