"""The journal of one write: what must still be put in place once its commit is on the branch.

It is written before the commit point and dropped when the files stand. A command that finds one
tidies up first: if the branch has the commit, the files are put in place; if not, it is forgotten.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.writing.durability import replace_whole

_NAME: Final = "journal"
_DRAFT: Final = "journal.new"
_OBJECT: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
#: A ledger may be a copy from anywhere: no path in its journal leads out of its files.
_PATH: Final = re.compile(r"ledger(?:/(?!\.\.?(?:/|$))[^/\0\n]+)+")


@dataclass(frozen=True, slots=True)
class Journal:
    """A write under way: the commit before it, its own, and per path the blob before and after.

    An empty blob says that there is no file.
    """

    base: str
    new: str
    files: Mapping[str, tuple[str, str]]

    def write(self, folder: Path) -> None:
        """Keep the journal in *folder*, whole or not at all."""
        replace_whole(folder / _NAME, json.dumps(asdict(self)).encode())

    @classmethod
    def read(cls, folder: Path) -> "Journal | None":
        """The journal that an interrupted write left in *folder*, if there is one.

        Raises:
            LedgerConflictError: It is none of ours; it is named.
        """
        try:
            data = json.loads(_content(folder / _NAME))
            files = {
                _known(_PATH, path): (old and _known(_OBJECT, old), new and _known(_OBJECT, new))
                for path, (old, new) in data["files"].items()
            }
            return cls(_known(_OBJECT, data["base"]), _known(_OBJECT, data["new"]), files)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise LedgerConflictError(
                "{file} cannot be read; compare the files with git status, put them right, "
                "then remove it",
                file=folder / _NAME,
            ) from None


def _content(file: Path) -> bytes:
    if file.exists() and not file.is_file():
        raise ValueError("a pipe, say, which whoever reads it would wait for")
    return file.read_bytes()


def _known(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text


def pending(folder: Path) -> bool:
    """Whether an interrupted write waits to be tidied up, or one is being finished now."""
    return (folder / _NAME).exists()


def own_lock_is_there(git_folder: Path) -> bool:
    """Whether git's lock on its index is one that a write of ours made: those have two names."""
    try:
        return (git_folder / "index.lock").stat().st_nlink > 1
    except OSError:
        return False


def drop(folder: Path) -> None:
    """The write is done: forget its journal."""
    (folder / _DRAFT).unlink(missing_ok=True)
    (folder / _NAME).unlink(missing_ok=True)
