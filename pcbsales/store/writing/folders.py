"""The folders that records are written in: plain ones, made and removed as git does."""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import LedgerConflictError, LedgerWriteError, MessageId

_NO_FOLDER: Final[MessageId] = "{path} cannot be written: {place} is no plain folder; move it away"
_CLASH: Final[MessageId] = (
    "{path} cannot be written beside {place}, whose name differs only in upper and lower case; "
    "rename that one first"
)


def require_place(root: Path, path: str) -> None:
    """See that the folder of *path* may be written to, or made."""
    folder = lowest_folder(root, path)
    missing = path.split("/")[len(folder.relative_to(root).parts) : -1]
    if missing:
        require_no_clash(folder / missing[0], path)
    _require_permission(folder)


def lowest_folder(root: Path, path: str) -> Path:
    """The lowest folder above *path* that is there; LedgerConflictError if one is none."""
    folder = root
    for part in path.split("/")[:-1]:
        try:
            mode = (folder / part).lstat().st_mode
        except FileNotFoundError:
            return folder
        folder = folder / part
        if not stat.S_ISDIR(mode):
            raise LedgerConflictError(_NO_FOLDER, path=path, place=folder.relative_to(root))
    return folder


def _require_permission(folder: Path) -> None:
    if not os.access(folder, os.W_OK | os.X_OK):
        raise LedgerWriteError(
            "writing failed and was undone: {problem}", problem=f"{folder}: permission denied"
        )


def require_no_clash(missing: Path, path: str) -> None:
    """Names that differ only in case would be one file on another machine."""
    with suppress(FileNotFoundError):
        wanted = missing.name.casefold()
        for name in (entry.name for entry in missing.parent.iterdir()):
            if name.casefold() == wanted and name != missing.name:
                raise LedgerConflictError(_CLASH, path=path, place=name)


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


def remove_empty(root: Path, folder: Path) -> None:
    """As git does: a folder without files is none."""
    with suppress(OSError):
        while folder.parent not in {root, folder}:
            folder.rmdir()
            folder = folder.parent
