"""Founding a ledger: a folder becomes a git repository with its first commit.

All of it is made in a workshop, a folder within the new one, and put in place piece by piece, the
folder ``ledger`` last. A founding that was killed leaves its workshop behind: repeated, it is made
anew, or finished where all stands in its place.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import LedgerConflictError, LedgerWriteError, RefusedError
from pcbsales.store import layout
from pcbsales.store.git.program import Git, GitError, Identity
from pcbsales.store.writing.stations import keep_place

_IGNORED: Final = ".pcbsales/\n"
_MESSAGE: Final = "Found the ledger\n\nAction: ledger.init\nActor: {actor}\n"
_WORKSHOP: Final = ".pcbsales-init"
#: In the order in which they are put in place: whoever finds the last, finds all.
_PIECES: Final = (".gitignore", "templates", ".git", layout.LEDGER)


def found(
    folder: Path,
    *,
    author: Identity,
    actor: str,
    sample: Path | None = None,
    policies: Iterable[Path] = (),
) -> str:
    """Make a ledger in *folder*, empty or from the *sample* ledger; the first commit's hash.

    *policies* are folders of records that an empty ledger begins with.

    Raises:
        RefusedError: The folder already holds something.
        LedgerConflictError: Somebody else is making a ledger there.
    """
    _require_free(folder)
    try:
        with _workshop(folder) as workshop:
            if not _is_founded(folder):
                _clear(folder, workshop)
                _fill(workshop, sample, policies)
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
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink(missing_ok=True)


def _fill(folder: Path, sample: Path | None, policies: Iterable[Path]) -> None:
    if sample:
        shutil.copytree(sample, folder / layout.LEDGER)
    else:
        (folder / layout.LEDGER).mkdir()
        (folder / layout.FORMAT).write_text("format: 1\nzone: Asia/Shanghai\n", "utf-8")
        for policy in policies:
            shutil.copytree(policy, folder / layout.LEDGER / policy.name)
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
    who = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", author.name), ("EMAIL", author.email))
    }
    git.run("commit", "--quiet", "--file=-", stdin=_MESSAGE.format(actor=actor).encode(), **who)
    own = git.folder() / "pcbsales"
    own.mkdir(exist_ok=True)
    (own / "station").write_text("\n", "ascii")
