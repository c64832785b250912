"""Tidying up after a write that was interrupted, under the lock and before anything else.

If the branch has the journal's commit, its files are put in place; if not, the write never was.
Either way a file of the journal that is as it was before or as it was to be becomes what HEAD
says; one that is neither was edited by a person, who is told.
"""

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import LedgerConflictError, MessageId
from pcbsales.store.git.index import (
    adopt,
    drop_own_lock,
    index_locked,
    prepare,
)
from pcbsales.store.git.objects import Found, standing_blobs
from pcbsales.store.git.program import Git, GitError
from pcbsales.store.plain_files import is_plain_folder
from pcbsales.store.writing.durability import sync_file_system, sync_folder, write_whole
from pcbsales.store.writing.installing import (
    Place,
    as_it_stands,
    blob_of,
    install,
    remove_copies,
)
from pcbsales.store.writing.journal import Journal, drop, pending
from pcbsales.store.writing.lock import BUSY, WAIT_SECONDS, held_at_once

_SCRATCH: Final = "write-"
#: A lock on a branch that a living git command holds is gone after this time.
_FOREIGN_LOCK_SECONDS: Final = 1.0
_LOOK_SECONDS: Final = 0.005
#: What ``git symbolic-ref --quiet`` ends with where HEAD names no branch.
_DETACHED: Final = 1


def tidy_up(git: Git, folder: Path) -> None:
    """Finish or forget a write that was interrupted; *folder* is the one of lock and journal.

    Raises:
        LedgerConflictError: A person edited one of its files meanwhile, which is named; or it
            cannot be finished now (a full disk).
    """
    try:
        left = list(filter(is_plain_folder, folder.glob(f"{_SCRATCH}*")))
        for scratch in left:
            drop_own_lock(folder.parent, scratch)
        journal = Journal.read(folder) if pending(folder) else None
        if journal:
            drop_ref_locks(git, folder, journal.new)
            _put_in_place(git, folder, journal, left)
            _bring_index_along(git, folder, journal)
            drop(folder)
        for scratch in left:
            clear_scratch(folder.parent, scratch)
    except (GitError, OSError) as error:
        raise LedgerConflictError(
            "an interrupted write could not be finished: {problem}", problem=str(error)
        ) from error


def wait_or_tidy_up(git: Git, folder: Path) -> None:
    """Wait until a write stands in the files, or finish it where its command was killed.

    A reader needs no turn in the writers' queue: it waits only while there is a journal. It can
    answer as soon as the files stand, even if the disk is too full for git's index.

    Raises:
        LedgerConflictError: The write goes on for too long; or it cannot be finished.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        with held_at_once(folder / "lock") as handle:
            if handle is not None:
                _tidy_up_to_read(replace(git, inherited=(handle,)), folder)
                return
        if not pending(folder):
            return
        if time.monotonic() > deadline:
            raise LedgerConflictError(BUSY)
        time.sleep(_LOOK_SECONDS)


def _tidy_up_to_read(git: Git, folder: Path) -> None:
    try:
        tidy_up(git, folder)
    except LedgerConflictError:
        journal = Journal.read(folder)
        blobs = standing_blobs(git, git.head(), journal.files) if journal else {}
        if journal and _places(git, journal, blobs, strict=True):
            raise


def _put_in_place(git: Git, folder: Path, journal: Journal, left: Iterable[Path]) -> None:
    """Make the files of *journal* what HEAD says, from what was staged, else from git."""
    head = git.head()
    remove_copies(git.root, journal.files)
    blobs = standing_blobs(git, head, journal.files)
    places = _places(git, journal, blobs, strict=_has(git, head, journal.new))
    with _folder_in(folder) as scratch:
        staged = {
            place.path: _staged(blobs[place.path].content, left, scratch)
            for place in places
            if place.new
        }
        kept = install(git.root, places, staged)
    if kept:
        raise LedgerConflictError(_EDITED, path=kept[0])


def _staged(content: bytes, left: Iterable[Path], scratch: Path) -> Path:
    """A file of *content*: the copy that the write made, for the disk may be full."""
    for file in (file for folder in left for file in folder.iterdir()):
        known = file.is_file() and file.stat().st_size == len(content)
        if known and file.stat().st_nlink == 1 and file.read_bytes() == content:
            return file
    found = scratch / os.urandom(6).hex()
    write_whole(found, content)
    return found


def _bring_index_along(git: Git, folder: Path, journal: Journal) -> None:
    blobs = standing_blobs(git, git.head(), journal.files)
    now = {path: blobs[path].name if path in blobs else "" for path in journal.files}
    with _folder_in(folder) as scratch, index_locked(folder.parent, scratch):
        prepare(git, folder.parent, scratch, now, like=journal.new)
        adopt(git, folder.parent, scratch, now)
    sync_file_system(folder, {(git.root / path).parent for path in journal.files})


@contextmanager
def _folder_in(folder: Path) -> Iterator[Path]:
    """A folder for a while; that it cannot be removed is no failure."""
    scratch = new_scratch(folder)
    scratch.mkdir()
    try:
        yield scratch
    finally:
        with suppress(OSError):
            clear_scratch(folder.parent, scratch)


def new_scratch(folder: Path) -> Path:
    """A name in *folder*, of lock and journal, for what a write needs on the way."""
    return folder / f"{_SCRATCH}{os.getpid()}-{os.urandom(4).hex()}"


def clear_scratch(git_folder: Path, scratch: Path) -> None:
    """Release git's lock on its index, then remove *scratch*, which tells that the lock is ours.

    In this order on the disk too: after a power loss a lock without it would be anybody's.

    Raises:
        OSError: The lock is not gone for sure, and *scratch* is still there.
    """
    drop_own_lock(git_folder, scratch)
    sync_folder(git_folder)
    shutil.rmtree(scratch, ignore_errors=True)


_EDITED: Final[MessageId] = (
    "{path} was edited while a write was interrupted; "
    "commit it or put it back (git checkout -- {path}), then try again"
)


def _places(git: Git, journal: Journal, blobs: Mapping[str, Found], *, strict: bool) -> list[Place]:
    """The files that are not yet as HEAD has them, and may become so."""
    found: list[Place] = []
    for path, (old, new) in journal.files.items():
        now, wanted = blob_of(git.root / path, like=journal.new), ""
        if path in blobs:
            wanted = blobs[path].name
        if now == wanted:
            continue
        if now in {old, new}:
            found.append(as_it_stands(git.root, path, old=now, new=wanted))
        elif strict:
            raise LedgerConflictError(_EDITED, path=path)
    return found


def _has(git: Git, head: str, commit: str) -> bool:
    """Whether *commit* is *head* or lies before it."""
    if head == commit:
        return True
    try:
        return bool(git.run("rev-list", "--max-count=1", commit, f"^{head}") == b"")
    except GitError:
        return False


def drop_ref_locks(git: Git, folder: Path, new: str) -> None:
    """Take away the locks that an ``update-ref`` of ours, which was killed, left for commit *new*.

    Our lock is held and its children would hold it too, so no call of ours lives. A lock of the
    branch says what it is to become, or as much of it as reached the disk; one of HEAD is empty.
    Either is given time to be somebody's.
    """
    since = (folder / "journal").stat().st_mtime_ns
    candidates = [folder.parent / "HEAD.lock"]
    try:
        branch = git.text("symbolic-ref", "--quiet", "HEAD")
        candidates.append(folder.parent / f"{branch}.lock")
    except GitError as error:
        if error.code != _DETACHED:
            raise
    suspect = {lock: _seeming_ours(lock, new, since) for lock in candidates}
    if not any(suspect.values()):
        return
    time.sleep(_FOREIGN_LOCK_SECONDS)
    for lock, inode in suspect.items():
        if inode and _seeming_ours(lock, new, since) == inode:
            with suppress(FileNotFoundError):
                lock.unlink()


def _seeming_ours(lock: Path, new: str, since: int) -> int:
    """The inode of *lock* if it may be of our ``update-ref`` to commit *new*; else 0."""
    try:
        content, found = lock.read_bytes(), lock.stat()
    except FileNotFoundError:
        return 0
    ours = found.st_mtime_ns >= since and _is_left_of(f"{new}\n".encode(), content)
    return found.st_ino if ours else 0


def _is_left_of(whole: bytes, content: bytes) -> bool:
    """Whether *content* is *whole*, or what a power loss may leave of it: a beginning, or zeros."""
    return len(content) <= len(whole) and all(
        found in (0, wanted) for found, wanted in zip(content, whole, strict=False)
    )
