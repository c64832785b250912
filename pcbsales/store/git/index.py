"""Git's own index: brought along with a write, so that what a person staged stays staged.

It is renewed from a copy, under git's own lock on it. The lock is a hard link to a file of ours: a
later command can tell that it was left by a write that was killed, and take it away.
"""

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.git.objects import FILE
from pcbsales.store.git.program import Git

_OWN: Final = "own-lock"
_RENEWED: Final = "renewed"
#: git holds its lock for moments: an editor's plug-in that looks at the status, say.
_WAIT_SECONDS: Final = 2.0


@contextmanager
def index_locked(folder: Path, scratch: Path) -> Iterator[None]:
    """Hold git's lock on its index, for a write whose own folder is *scratch*.

    Raises:
        LedgerConflictError: Another git command holds it.
    """
    token, lock = scratch / _OWN, folder / "index.lock"
    token.touch()
    _link(token, lock)
    try:
        yield
    finally:
        with suppress(OSError):
            drop_own_lock(folder, scratch)


def drop_own_lock(folder: Path, scratch: Path) -> None:
    """Take away the lock on git's index if the write that worked in *scratch* made it."""
    token, lock = scratch / _OWN, folder / "index.lock"
    if token.exists() and lock.exists() and lock.samefile(token):
        lock.unlink()


def entries_of(blobs: Mapping[str, str], *, like: str) -> bytes:
    """*blobs* by path as ``update-index --index-info -z`` reads them; an empty one removes.

    *like* is the name of any object: it tells the repository's hash.
    """
    gone = "0" * len(like)
    return b"".join(
        f"{FILE if blob else 0} {blob or gone}\t{path}\0".encode() for path, blob in blobs.items()
    )


def prepare(git: Git, folder: Path, scratch: Path, blobs: Mapping[str, str], *, like: str) -> None:
    """Make the index that will be, beside the real one: all but the new files' stat."""
    renewed = scratch / _RENEWED
    if (folder / "index").exists():
        shutil.copyfile(folder / "index", renewed)
    else:
        git.run("read-tree", "HEAD", GIT_INDEX_FILE=str(renewed))
    git.run(
        "-c", "core.fsync=none", "update-index", "-z", "--index-info",
        stdin=entries_of(blobs, like=like), GIT_INDEX_FILE=str(renewed),
    )  # fmt: skip


def adopt(git: Git, folder: Path, scratch: Path, paths: Iterable[str]) -> None:
    """Put the prepared index in place, with the stat of the files at *paths*.

    Only those are refreshed: to look at every file of a large ledger takes longer than the write.
    """
    renewed = scratch / _RENEWED
    for chunk in _chunks([path for path in paths if os.path.lexists(git.root / path)]):
        git.run(
            "add", "--refresh", "--", *chunk, GIT_INDEX_FILE=str(renewed), GIT_LITERAL_PATHSPECS="1"
        )
    renewed.replace(folder / "index")


def _chunks(paths: list[str], size: int = 500) -> Iterator[list[str]]:
    for start in range(0, len(paths), size):
        yield paths[start : start + size]


def _link(token: Path, lock: Path) -> None:
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            os.link(token, lock)
        except FileExistsError:
            if time.monotonic() > deadline:
                raise LedgerConflictError(
                    "this ledger cannot be written now: another git command is running, or one "
                    "was killed and left {file}",
                    file=lock,
                ) from None
            time.sleep(0.02)
        else:
            return
