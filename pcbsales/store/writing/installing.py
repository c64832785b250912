"""Putting files of a commit into the work tree, never over what a person did there.

A file is looked at twice: before the commit point, where anything odd refuses the write, and again
right before it is replaced, where an edit made meanwhile is kept and named.
"""

import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import LedgerConflictError, LedgerWriteError, MessageId
from pcbsales.store.git.objects import object_name

_Signature = tuple[int, ...] | None

EDITED: Final[MessageId] = (
    "{path} has changes that are not committed; commit them or put them back first"
)
_GONE: Final[MessageId] = (
    "{path} was deleted by hand, which is not committed; commit that, or put it back: "
    "git checkout -- {path}"
)
_THERE: Final[MessageId] = (
    "{path} is there already and is not committed; commit it, or move it away first"
)
_NO_FILE: Final[MessageId] = "{path} is no plain file; move it away first"
_NO_FOLDER: Final[MessageId] = "{path} cannot be written: {place} is no plain folder; move it away"
_CLASH: Final[MessageId] = (
    "{path} cannot be written beside {place}, whose name differs only in upper and lower case; "
    "rename that one first"
)


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
    _require_plain_folders(root, path)
    try:
        found = file.lstat()
    except FileNotFoundError:
        if old:
            raise LedgerConflictError(_GONE, path=path) from None
        _require_no_clash(file, path)
        return Place(path, old, new, None)
    if not stat.S_ISREG(found.st_mode):
        raise LedgerConflictError(_NO_FILE, path=path)
    name = blob_of(file, like=like)
    if not old and name != new:
        raise LedgerConflictError(_THERE, path=path)
    if name not in {old, new}:
        raise LedgerConflictError(EDITED, path=path)
    return Place(path, old, new, _signature(found))


def as_it_stands(root: Path, path: str, *, old: str, new: str) -> Place:
    """*path* as it stands, known to be blob *old*."""
    file = root / path
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


def make_folders(root: Path, paths: Iterable[str]) -> list[Path]:
    """Make the folders that *paths* need; those that were made, the outermost first.

    Raises:
        OSError: One could not be made; those made before it are gone again.
    """
    made: list[Path] = []
    try:
        for folder in {(root / path).parent for path in paths}:
            missing = [one for one in (folder, *folder.parents) if not one.exists()]
            for one in reversed(missing):
                one.mkdir(exist_ok=True)
                made.append(one)
    except OSError:
        remove_folders(made)
        raise
    return made


def remove_folders(made: Iterable[Path]) -> None:
    """Remove folders that were made for a write that did not happen, where they are empty."""
    for folder in sorted(made, key=lambda one: len(one.parts), reverse=True):
        with suppress(OSError):
            folder.rmdir()


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
        _remove_empty(root, file.parent)
        return True
    file.parent.mkdir(parents=True, exist_ok=True)
    if now is not None:
        staged.replace(file)
        return True
    return _put_new(file, staged)


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


def _remove_empty(root: Path, folder: Path) -> None:
    """As git does: a folder without files is none."""
    with suppress(OSError):
        while folder.parent not in {root, folder}:
            folder.rmdir()
            folder = folder.parent


def _signature(found: os.stat_result) -> _Signature:
    return (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_mode)


def _require_plain_folders(root: Path, path: str) -> None:
    folder = root
    for part in path.split("/")[:-1]:
        above, folder = folder, folder / part
        try:
            mode = folder.lstat().st_mode
        except FileNotFoundError:
            _require_no_clash(folder, path)
            _require_permission(above)
            return
        if not stat.S_ISDIR(mode):
            raise LedgerConflictError(_NO_FOLDER, path=path, place=folder.relative_to(root))
    _require_permission(folder)


def _require_permission(folder: Path) -> None:
    if not os.access(folder, os.W_OK | os.X_OK):
        raise LedgerWriteError(
            "writing failed and was undone: {problem}", problem=f"{folder}: permission denied"
        )


def _require_no_clash(missing: Path, path: str) -> None:
    """Names that differ only in case would be one file on another machine."""
    with suppress(FileNotFoundError):
        wanted = missing.name.casefold()
        for name in (entry.name for entry in missing.parent.iterdir()):
            if name.casefold() == wanted and name != missing.name:
                raise LedgerConflictError(_CLASH, path=path, place=name)
