"""Founding a ledger: a folder becomes a git repository with its first commit.

All of it is made in a workshop, a folder within the new one, and put in place piece by piece, the
folder ``ledger`` last. A founding that was killed leaves its workshop behind: repeated, it is made
anew, or finished where all stands in its place.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pcbsales.kernel.errors import LedgerConflictError, LedgerWriteError, RefusedError
from pcbsales.store import layout
from pcbsales.store.git.program import Git, GitError, Identity
from pcbsales.store.plain_files import is_plain_folder
from pcbsales.store.writing.stations import keep_place

_IGNORED: Final = ".pcbsales/\n"
_MESSAGE: Final = "Found the ledger\n\nAction: ledger.init\nActor: {actor}\n"
_WORKSHOP: Final = ".pcbsales-init"
_NOTHING: Final[Mapping[str, bytes]] = MappingProxyType({})
#: In the order in which they are put in place: whoever finds the last, finds all.
_PIECES: Final = (".gitignore", "templates", ".git", layout.LEDGER)


def found(
    folder: Path,
    *,
    author: Identity,
    actor: str,
    sample: Path | None = None,
    records: Mapping[str, bytes] = _NOTHING,
    zone: str = "Asia/Shanghai",
) -> str:
    """Make a ledger in *folder*, from the *sample* or of one's own; the first commit's hash.

    One's own has its days in *zone* and begins with *records*: files by their paths below it.

    Raises:
        RefusedError: The folder already holds something.
        LedgerConflictError: Somebody else is making a ledger there.
    """
    _require_free(folder)
    try:
        with _workshop(folder) as workshop:
            if not _is_founded(folder):
                _clear(folder, workshop)
                _fill(workshop, sample, records, zone)
                _first_commit(workshop, author, actor, sample=sample is not None)
                for piece in _PIECES:
                    (workshop / piece).rename(folder / piece)
                with suppress(OSError):
                    keep_place(Git(folder).folder() / "pcbsales")
            return Git(folder).head()
    except (OSError, GitError) as error:
        raise LedgerWriteError(
            "the ledger could not be made: {problem}", problem=_first(error)
        ) from error


def _first(error: Exception) -> object:
    """What went wrong; of a folder's copy, which goes on and tells of every file, the first."""
    return error.args[0][0][2] if isinstance(error, shutil.Error) else error


def _require_free(folder: Path) -> None:
    """RefusedError unless *folder* is new, empty, or was left by a founding that was killed."""
    if not os.path.lexists(folder):
        return
    names = {entry.name for entry in folder.iterdir()} if folder.is_dir() else {""}
    if names and not (_WORKSHOP in names and names <= {_WORKSHOP, *_PIECES}):
        raise RefusedError("{folder} is not empty; name a new folder", folder=folder)


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """The workshop in *folder*, for us alone; at the end it goes, with what an error left."""
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    workshop = folder / _WORKSHOP
    workshop.mkdir(exist_ok=True)
    handle = os.open(workshop, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _lock(handle, folder)
        try:
            yield workshop
        except BaseException:
            with suppress(OSError):
                if not _is_founded(folder):
                    _clear(folder, workshop)
            raise
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
            if is_new:
                with suppress(OSError):
                    folder.rmdir()
    finally:
        os.close(handle)


def _is_founded(folder: Path) -> bool:
    return (folder / layout.FORMAT).exists()


def _lock(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise LedgerConflictError(
            "somebody else is making a ledger in {folder}", folder=folder
        ) from None


def _clear(folder: Path, workshop: Path) -> None:
    """Take away what an unfinished founding had put in place, and what is in its workshop."""
    left = [*workshop.iterdir(), *(folder / piece for piece in _PIECES[:-1])]
    for entry in left:
        if is_plain_folder(entry):
            shutil.rmtree(entry)
        else:
            entry.unlink(missing_ok=True)


def _fill(folder: Path, sample: Path | None, records: Mapping[str, bytes], zone: str) -> None:
    if sample:
        shutil.copytree(sample, folder / layout.LEDGER)
    else:
        (folder / layout.LEDGER).mkdir()
        (folder / layout.FORMAT).write_text(f"format: 1\nzone: {zone}\n", "utf-8")
        for path, text in records.items():
            file = folder / layout.LEDGER / path
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(text)
    (folder / "templates").mkdir()
    (folder / "templates" / ".gitkeep").touch()
    (folder / ".gitignore").write_text(_IGNORED, "utf-8")


def _first_commit(folder: Path, author: Identity, actor: str, *, sample: bool) -> None:
    git = Git(folder)
    git.run("init", "--quiet", "--initial-branch=main")
    if sample:
        git.run("config", "user.name", author.name)
        git.run("config", "user.email", author.email)
    git.run("add", "--all", "--force", "--", layout.LEDGER, "templates", ".gitignore")
    message = _MESSAGE.format(actor=actor).encode()
    git.run("commit", "--quiet", "--file=-", stdin=message, **author.variables)
    own = git.folder() / "pcbsales"
    own.mkdir(exist_ok=True)
    (own / "station").write_text("\n", "ascii")
