"""Plain files and folders: what lies behind a link is somebody else's.

A ledger may be a copy from anywhere, and bring links along that lead out of it.
"""

from pathlib import Path

#: The folder of what can be made anew at any time: index, search, request ids.
_OWN: str = ".pcbsales"


def is_plain_file(file: Path) -> bool:
    """Whether *file* is there as a file, and no link to one."""
    return file.is_file() and not file.is_symlink()


def is_plain_folder(folder: Path) -> bool:
    """Whether *folder* is there as a folder, and no link to one."""
    return folder.is_dir() and not folder.is_symlink()


def own_file(root: Path, name: str) -> Path | None:
    """Where the throw-away file *name* of the ledger at *root* is; a link in its place goes.

    None where the link cannot be taken away: then there is no place for the file.
    """
    file = root / _OWN / name
    if file.is_symlink():
        try:
            file.unlink()
        except OSError:
            return None
    return file
