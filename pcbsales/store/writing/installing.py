"""Putting files of a commit into the work tree, never over what a person did there.

A file is looked at twice: before the commit point, where anything odd refuses the write, and again
right before it is replaced, where an edit made meanwhile is kept and named.
"""

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import LedgerConflictError, MessageId
from pcbsales.store.git.objects import object_name
from pcbsales.store.writing.durability import sync_folder, write_whole
from pcbsales.store.writing.folders import (
    lowest_folder,
    remove_empty,
    require_no_clash,
    require_place,
)

_Signature = tuple[int, ...] | None
#: A copy beside the file that it becomes, where git's folder is on another file system.
_COPY: Final = ".pcbsales-"

EDITED: Final[MessageId] = (
    "{path} has changes that are not committed; commit them or put them back first"
)
GONE: Final[MessageId] = (
    "{path} was deleted by hand, which is not committed; commit that, or put it back: "
    "git checkout -- {path}"
)
THERE: Final[MessageId] = (
    "{path} is there already and is not committed; commit it, or move it away first"
)
_NO_FILE: Final[MessageId] = "{path} is no plain file; move it away first"


@dataclass(frozen=True, slots=True)
class Place:
    """A file to be put in place or removed, as it was found: its blob (empty: none), its stat."""

    path: str
    old: str
    new: str
    signature: _Signature


def looked_at(root: Path, path: str, *, old: str, new: str, like: str) -> Place:
    """*path* as it stands, where it is what the commit holds as blob *old* (empty: no file).

    A hand edit that is to the byte what is written (blob *new*) is recorded: it does not hinder.

    *like* is the name of any object: it tells the repository's hash.

    Raises:
        LedgerConflictError: A person did something there that is not committed; it is named.
        LedgerWriteError: The folder must not be written to.
    """
    file = root / path
    require_place(root, path)
    try:
        found = file.lstat()
    except FileNotFoundError:
        if old:
            raise LedgerConflictError(GONE, path=path) from None
        require_no_clash(file, path)
        return Place(path, old, new, None)
    if not stat.S_ISREG(found.st_mode):
        raise LedgerConflictError(_NO_FILE, path=path)
    name = blob_of(file, like=like)
    if not old and name != new:
        raise LedgerConflictError(THERE, path=path)
    if name not in {old, new}:
        raise LedgerConflictError(EDITED, path=path)
    return Place(path, old, new, _signature(found))


def as_it_stands(root: Path, path: str, *, old: str, new: str) -> Place:
    """*path* as it stands, known to be blob *old*.

    Raises:
        LedgerConflictError: A folder above it is a link, which could lead anywhere.
    """
    file = root / path
    lowest_folder(root, path)
    return Place(path, old, new, _signature(file.lstat()) if os.path.lexists(file) else None)


def blob_of(file: Path, *, like: str) -> str:
    """The blob that *file* would be; empty where nothing is, ``-`` for what is no plain file.

    Raises:
        OSError: It is there and cannot be read.
    """
    try:
        if not stat.S_ISREG(file.lstat().st_mode):
            return "-"
        return object_name("blob", file.read_bytes(), like=like)
    except FileNotFoundError:
        return ""


def install(root: Path, places: Iterable[Place], staged: Mapping[str, Path]) -> list[str]:
    """Put *staged* files into their places, remove those without; the paths that a person kept.

    Raises:
        OSError: One could not be put in place; the journal knows the rest.
    """
    return [place.path for place in places if not _put(root, place, staged.get(place.path))]


def _put(root: Path, place: Place, staged: Path | None) -> bool:
    file = root / place.path
    try:
        now = _signature(file.lstat())
    except FileNotFoundError:
        now = None
    if now != place.signature:
        return False
    if staged is None:
        file.unlink(missing_ok=True)
        remove_empty(root, file.parent)
        return True
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _moved(staged, file, new=now is None)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    with _copied(staged, file.parent) as copy:
        return _moved(copy, file, new=now is None)


@contextmanager
def _copied(staged: Path, folder: Path) -> Iterator[Path]:
    """A copy of *staged* in *folder*, which is on another disk, or mounted by itself."""
    copy = folder / f"{_COPY}{os.urandom(6).hex()}"
    try:
        write_whole(copy, staged.read_bytes())
        yield copy
        sync_folder(folder)
    finally:
        copy.unlink(missing_ok=True)


def remove_copies(root: Path, paths: Iterable[str]) -> None:
    """Remove the copies that a killed write left beside the files at *paths*."""
    with suppress(OSError, LedgerConflictError):
        for folder in {lowest_folder(root, path) for path in paths}:
            for copy in folder.glob(f"{_COPY}*"):
                copy.unlink()


def _moved(staged: Path, file: Path, *, new: bool) -> bool:
    if new:
        return _put_new(file, staged)
    staged.replace(file)
    return True


def _put_new(file: Path, staged: Path) -> bool:
    """A link is made only where nothing is, whatever came there meanwhile."""
    try:
        os.link(staged, file)
    except FileExistsError:
        return False
    except OSError:
        if os.path.lexists(file):
            return False
        staged.replace(file)
    else:
        staged.unlink()
    return True


def _signature(found: os.stat_result) -> _Signature:
    return (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_mode)
