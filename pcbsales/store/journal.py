"""The journal of one write: what must still be put in place once its commit is on the branch.

It is written before the commit point and dropped when the files stand. A command that finds one
tidies up first: if the branch has the commit, the files are put in place; if not, it is forgotten.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.git import Git, GitError


@dataclass(frozen=True, slots=True)
class Journal:
    """A write under way: its commit, and per path the blob before (empty: none) and after."""

    new: str
    files: Mapping[str, tuple[str, str]]

    def write(self, folder: Path) -> None:
        """Keep the journal in *folder*, whole or not at all."""
        draft = folder / "journal.new"
        with draft.open("w", encoding="utf-8") as out:
            json.dump(asdict(self), out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(_file(folder))
        _sync_folder(folder)

    @classmethod
    def read(cls, folder: Path) -> "Journal | None":
        """The journal that an interrupted write left in *folder*, if there is one."""
        try:
            data = json.loads(_file(folder).read_text("utf-8"))
        except FileNotFoundError:
            return None
        return cls(data["new"], {path: (old, new) for path, (old, new) in data["files"].items()})


def pending(folder: Path) -> bool:
    """Whether an interrupted write waits to be tidied up."""
    return _file(folder).exists()


def drop(folder: Path) -> None:
    """The write is done: forget its journal."""
    _file(folder).unlink(missing_ok=True)


def recover(git: Git, folder: Path) -> Mapping[str, str]:
    """Finish or forget an interrupted write; the paths put in place, with their blobs.

    Raises:
        LedgerConflictError: A person edited one of its files meanwhile; it is named.
    """
    journal = Journal.read(folder)
    if journal is None:
        return {}
    if not _on_branch(git, journal.new):
        drop(folder)
        return {}
    head = git.head()
    for path, (old, new) in journal.files.items():
        _put(git, path, old, new, current=git.blob_name(head, path))
    return {path: new for path, (_, new) in journal.files.items()}


def _put(git: Git, path: str, old: str, new: str, *, current: str) -> None:
    file = git.root / path
    there = git.text("hash-object", "--no-filters", "--", str(file)) if file.is_file() else ""
    if there == current:
        return
    if there not in {old, new}:
        raise LedgerConflictError(
            "{path} was edited while a write was interrupted; "
            "commit it or put it back (git checkout -- {path}), then try again",
            path=path,
        )
    draft = file.with_name(f".{file.name}.new")
    file.parent.mkdir(parents=True, exist_ok=True)
    draft.write_bytes(git.run("cat-file", "blob", current or new))
    draft.replace(file)


def _on_branch(git: Git, commit: str) -> bool:
    try:
        git.run("merge-base", "--is-ancestor", commit, "HEAD")
    except GitError:
        return False
    return True


def _file(folder: Path) -> Path:
    return folder / "journal"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
