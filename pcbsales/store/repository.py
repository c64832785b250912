"""Where a ledger's repository is, found out without asking git."""

from pathlib import Path
from typing import Final, NamedTuple

_POINTER: Final = "gitdir: "


class Repository(NamedTuple):
    """The repository of the work tree at ``root``.

    ``folder`` is its own folder, ``common`` the one that it shares with its linked work trees:
    the same but in a linked one.
    """

    root: Path
    folder: Path
    common: Path

    @property
    def elsewhere(self) -> bool:
        """Whether ``.git`` is a file that points to a folder: a submodule, a linked work tree."""
        return (self.root / ".git").is_file()

    @property
    def linked(self) -> bool:
        """Whether this is a linked work tree of a repository."""
        return self.folder != self.common


def repository_of(root: Path) -> Repository | None:
    """The repository whose work tree is *root*; None where there is none, or only one above."""
    place = root / ".git"
    if place.is_file():
        place = root / _line(place).removeprefix(_POINTER)
    if not place.is_dir():
        return None
    shared = _line(place / "commondir")
    common = (place / shared).resolve() if shared else place
    return Repository(root, place, common)


def repository_around(root: Path) -> Path | None:
    """The nearest folder above *root* that is a work tree of its own, if there is one."""
    return next((folder for folder in root.parents if (folder / ".git").exists()), None)


def _line(file: Path) -> str:
    """The first line of *file*; empty where it cannot be read."""
    try:
        with file.open(encoding="utf-8") as source:
            return source.readline().strip()
    except (OSError, UnicodeDecodeError):
        return ""
