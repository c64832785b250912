"""The write protocol: git first, the work tree after.

Under the lock the decision runs against HEAD; its records are dumped, parsed again and compared;
objects, tree and commit are made beside the work tree. Moving HEAD is the commit point: before it
undoing is forgetting, after it only the files remain to be put in place.
"""

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pcbsales.kernel.errors import LedgerConflictError, LedgerWriteError, RefusedError
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.manifest import Catalogue
from pcbsales.store import layout, round_trip
from pcbsales.store.git import Git, GitError, Identity
from pcbsales.store.reading import read_record

_OPEN_OPERATIONS = {
    "MERGE_HEAD": "a merge is in progress",
    "rebase-merge": "a rebase is in progress",
    "rebase-apply": "a rebase is in progress",
    "CHERRY_PICK_HEAD": "a cherry-pick is in progress",
    "REVERT_HEAD": "a revert is in progress",
    "BISECT_LOG": "a bisect is in progress",
    "index.lock": "another git command is running, or one was killed and left its index.lock",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A commit that was made, and what could not be tidied up after it (empty: all done)."""

    commit: str
    warning: str = ""


def require_writable(git: Git) -> str:
    """The branch's commit; LedgerConflictError names a state that must not be written."""
    folder = git.folder()
    for name, problem in _OPEN_OPERATIONS.items():
        if (folder / name).exists():
            raise LedgerConflictError(
                "this ledger cannot be written now: {problem}; finish it first", problem=problem
            )
    try:
        git.run("symbolic-ref", "--quiet", "HEAD")
    except GitError:
        raise LedgerConflictError(
            "HEAD is detached; switch to a branch first: git switch main"
        ) from None
    return git.head()


def files_of(
    changes: ChangeSet,
    catalogue: Catalogue,
    existing: Callable[[str], bytes | None],
    dirty: Mapping[str, str],
) -> dict[str, bytes]:
    """The content of every file that *changes* writes, by path; each parses back to its record."""
    files: dict[str, bytes] = {}
    for record in changes.records:
        path = layout.path_of(catalogue.kind_of(type(record)), record.id)
        if path in dirty:
            raise LedgerConflictError(
                "{path} has changes that are not committed; commit them or put them back first",
                path=path,
            )
        files[path] = _content(record, catalogue, path, _before(changes, record, path, existing))
    for attachment in changes.attachments:
        path = layout.attachment_path(attachment.sha256)
        if existing(path) is None:
            files[path] = attachment.data
    if not files:
        raise RefusedError("nothing would change")
    return files


def _before(
    changes: ChangeSet, record: Record, path: str, existing: Callable[[str], bytes | None]
) -> bytes | None:
    before = existing(path)
    if record in changes.adds and before is not None:
        raise RefusedError("{noun} {id} already exists", noun=type(record).noun, id=record.id)
    if record in changes.updates and before is None:
        raise RefusedError("there is no {noun} {id}", noun=type(record).noun, id=record.id)
    return before


def _content(record: Record, catalogue: Catalogue, path: str, before: bytes | None) -> bytes:
    content = round_trip.dump(record.tree(), before)
    again = read_record(catalogue.kind_of(type(record)), path, content)
    if again.record != record:
        problem = again.findings[0].text if again.findings else "it reads back differently"
        raise RefusedError("{id} cannot be written: {problem}", id=record.id, problem=problem)
    return content


def message_of(changes: ChangeSet, catalogue: Catalogue, actor: str) -> str:
    """The commit's message: a fixed subject, then trailers of ids only."""
    records = [
        f"Record: {catalogue.kind_of(type(record)).folder}/{record.id}"
        for record in changes.records
    ]
    return "\n".join(
        [changes.subject, "", f"Action: {changes.action}", *records, f"Actor: {actor}", ""]
    )


def commit(
    git: Git, base: str, files: Mapping[str, bytes], message: str, author: Identity
) -> Written:
    """Make one commit of *files* on top of *base*, then put them into the work tree."""
    folder = git.folder()
    with tempfile.TemporaryDirectory(prefix="pcbsales-", dir=folder) as scratch:
        staged = _stage(git.root, Path(scratch), files)
        try:
            blobs = {path: _hash(git, file) for path, file in staged.items()}
            new = _commit_object(
                git,
                base,
                blobs,
                message=message,
                author=author,
                private=str(Path(scratch) / "index"),
            )
            git.run("update-ref", "-m", "pcbsales", "HEAD", new, base)
        except (GitError, OSError) as error:
            raise LedgerWriteError(
                "writing failed and was undone: {problem}", problem=str(error)
            ) from error
        try:
            _install(git.root, staged)
            _renew_index(git, folder, blobs)
        except (GitError, OSError) as error:
            return Written(new, str(error))
    return Written(new)


def _stage(root: Path, scratch: Path, files: Mapping[str, bytes]) -> dict[str, Path]:
    staged: dict[str, Path] = {}
    try:
        for position, (path, content) in enumerate(files.items()):
            file = scratch / str(position)
            with file.open("wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            staged[path] = file
    except OSError as error:
        raise LedgerWriteError(
            "writing failed and was undone: {problem}", problem=str(error)
        ) from error
    return staged


def _hash(git: Git, file: Path) -> str:
    return git.text("hash-object", "-w", "--no-filters", "--", str(file))


def _commit_object(
    git: Git, base: str, blobs: Mapping[str, str], *, message: str, author: Identity, private: str
) -> str:
    git.run("read-tree", base, GIT_INDEX_FILE=private)
    git.run("update-index", "-z", "--index-info", stdin=_entries(blobs), GIT_INDEX_FILE=private)
    tree = git.text("write-tree", GIT_INDEX_FILE=private)
    changed = git.text("diff-tree", "-r", "-z", "--name-only", f"{base}^{{tree}}", tree)
    if not set(filter(None, changed.split("\0"))) <= set(blobs):
        raise LedgerWriteError("writing failed and was undone: {problem}", problem="stray changes")
    who = {"NAME": author.name, "EMAIL": author.email}
    people = {
        f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()
    }
    return git.text("commit-tree", "-p", base, tree, stdin=message.encode(), **people)


def _entries(blobs: Mapping[str, str]) -> bytes:
    return b"".join(f"100644 {blob}\t{path}\0".encode() for path, blob in blobs.items())


def _install(root: Path, staged: Mapping[str, Path]) -> None:
    for path, file in staged.items():
        file.chmod(0o644)
        file.replace(root / path)


def _renew_index(git: Git, folder: Path, blobs: Mapping[str, str]) -> None:
    """Bring git's own index along, from a copy: what a person staged elsewhere stays staged."""
    lock = folder / "index.lock"
    with lock.open("xb") as out:
        current = folder / "index"
        out.write(current.read_bytes() if current.exists() else b"")
    try:
        name = str(lock)
        if not lock.stat().st_size:
            lock.unlink()
            git.run("read-tree", "HEAD", GIT_INDEX_FILE=name)
        git.run("update-index", "-z", "--index-info", stdin=_entries(blobs), GIT_INDEX_FILE=name)
        git.run("update-index", "-q", "--refresh", GIT_INDEX_FILE=name)
        lock.replace(folder / "index")
    finally:
        lock.unlink(missing_ok=True)
