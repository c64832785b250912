"""The write protocol: git first, the work tree after.

Blobs, tree and commit are made beside the work tree, then the journal. Moving HEAD is the commit
point: before it undoing is forgetting, after it only the files remain to be put in place, by this
command or the next.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import LedgerWriteError
from pcbsales.store.git import Git, GitError, Identity
from pcbsales.store.journal import Journal, drop, pending, recover

_SCRATCH: Final = "write-"
_OWN_LOCK: Final = "own-lock"


@dataclass(frozen=True, slots=True)
class Written:
    """A commit that was made, and what could not be tidied up after it (empty: all done)."""

    commit: str
    warning: str = ""


def commit(
    git: Git, base: str, files: Mapping[str, bytes], message: str, author: Identity
) -> Written:
    """Make one commit of *files* on top of *base*, then put them into the work tree."""
    folder = git.folder() / "pcbsales"
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=folder) as scratch:
        staged = _stage(git.root, Path(scratch), files)
        try:
            blobs = {path: _hash(git, file) for path, file in staged.items()}
            private = str(Path(scratch) / "index")
            new = _commit_object(git, base, blobs, message=message, author=author, private=private)
            before = {path: git.blob_name(base, path) for path in blobs}
            Journal(new, {path: (before[path], blob) for path, blob in blobs.items()}).write(folder)
            git.run("update-ref", "-m", "pcbsales", "HEAD", new, base)
        except (GitError, OSError) as error:
            drop(folder)
            raise LedgerWriteError(
                "writing failed and was undone: {problem}", problem=str(error)
            ) from error
        try:
            _install(git.root, staged)
            renew_index(git, blobs, Path(scratch))
            drop(folder)
        except (GitError, OSError) as error:
            return Written(new, str(error))
    return Written(new)


def tidy_up(git: Git) -> None:
    """Finish or forget a write that was interrupted; under the lock."""
    folder = git.folder() / "pcbsales"
    left = list(folder.glob(f"{_SCRATCH}*"))
    for scratch in left:
        _drop_own_index_lock(folder.parent, scratch)
    if pending(folder):
        blobs = recover(git, folder)
        if blobs:
            with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=folder) as scratch_name:
                renew_index(git, blobs, Path(scratch_name))
        drop(folder)
    for scratch in left:
        shutil.rmtree(scratch, ignore_errors=True)


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
        raise LedgerWriteError("writing failed and was undone: it would change other files too")
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


def renew_index(git: Git, blobs: Mapping[str, str], scratch: Path) -> None:
    """Bring git's own index along, from a copy: what a person staged elsewhere stays staged."""
    folder = git.folder()
    renewed = scratch / "renewed"
    with _index_locked(folder, scratch):
        if (folder / "index").exists():
            shutil.copyfile(folder / "index", renewed)
        else:
            git.run("read-tree", "HEAD", GIT_INDEX_FILE=str(renewed))
        name = str(renewed)
        git.run("update-index", "-z", "--index-info", stdin=_entries(blobs), GIT_INDEX_FILE=name)
        git.run("update-index", "-q", "--refresh", GIT_INDEX_FILE=name)
        renewed.replace(folder / "index")


@contextmanager
def _index_locked(folder: Path, scratch: Path) -> Iterator[None]:
    """Hold git's own lock on its index, as a link that a later command knows to be ours."""
    token, lock = scratch / _OWN_LOCK, folder / "index.lock"
    token.touch()
    os.link(token, lock)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _drop_own_index_lock(folder: Path, scratch: Path) -> None:
    token, lock = scratch / _OWN_LOCK, folder / "index.lock"
    if token.exists() and lock.exists() and lock.samefile(token):
        lock.unlink()
