"""What differs between the files and what the index knows of them, by as few looks as can be.

Either every signature is compared, or those of the files that a search by change times names, and
the names in the folders that it names.
"""

import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from pcbsales.store import layout
from pcbsales.store.index.scan import entries, identity, showable, signature

#: So many files are compared sooner here than a process is forked.
_MANY: Final = 20_000
#: The character after ``/``: paths below a folder stand before the folder's name and this.
_AFTER: Final = "0"


@dataclass(slots=True)
class Differences:
    """Paths that are gone, paths that are new or changed, and folders that are (by identity).

    ``folders`` without an identity are gone.
    """

    gone: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    folders: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.gone or self.changed or self.folders)

    def join(self, other: "Differences") -> None:
        """Take in what another look found."""
        self.gone |= other.gone
        self.changed |= other.changed
        self.folders |= other.folders


def all_differences(db: sqlite3.Connection, root: Path, file: str) -> Differences:
    """Compare every signature; *file* is the one behind *db*, empty where it is in memory."""
    look = _Look(db, root)
    found = look.names(layout.LEDGER, deep=False)
    tops = sorted(look.tops(), reverse=True)
    many = bool(file) and db.execute("SELECT count(*) FROM files").fetchone()[0] >= _MANY
    work = partial(_tree_elsewhere, file, root) if many else look.tree
    from pcbsales.store.index.sharing import shared_out  # noqa: PLC0415 -- start-up

    for part in shared_out(work, tops, many=many, batch=1):
        found.join(part)
    return found


def named_differences(db: sqlite3.Connection, root: Path, names: Iterable[str]) -> Differences:
    """Compare the files and folders at *names*, and what stands in folders that are new."""
    look = _Look(db, root)
    found = Differences()
    for path in sorted(names):
        if path != layout.FORMAT:
            found.join(look.at(path))
    return found


def _tree_elsewhere(file: str, root: Path, folder: str) -> Differences:
    """The work of a forked process: SQLite wants a connection of its own in each."""
    from urllib.parse import quote  # noqa: PLC0415 -- start-up

    db = sqlite3.connect(f"file:{quote(os.fsencode(file))}?mode=ro", uri=True, timeout=30)
    try:
        return _Look(db, root).tree(folder)
    finally:
        db.close()


class _Look:
    """Compares parts of the ledger below *root* with the tables behind *db*."""

    def __init__(self, db: sqlite3.Connection, root: Path) -> None:
        self._db = db
        self._root = root
        self._folders = dict(db.execute("SELECT path, identity FROM folders"))

    def tops(self) -> set[str]:
        """The folders of the ledger, those that were and those that are."""
        start = layout.LEDGER.count("/") + 1
        known = {path for path in self._folders if path.count("/") == start}
        with os.scandir(self._root / layout.LEDGER) as found:
            now = {f"{layout.LEDGER}/{e.name}" for e in found if e.is_dir(follow_symlinks=False)}
        return (known | now) - {f"{layout.LEDGER}/{layout.ATTACHMENTS}"}

    def at(self, path: str) -> Differences:
        """What differs at *path*: a file, or the names in a folder."""
        try:
            found = os.lstat(self._root / path)
        except (FileNotFoundError, NotADirectoryError):
            return self._vanished(path)
        if not stat.S_ISDIR(found.st_mode):
            known = self._db.execute("SELECT signature FROM files WHERE path=?", (path,)).fetchone()
            same = known and known[0] == signature(found)
            return Differences(changed=set() if same else {path})
        if self._folders.get(path) == identity(found):
            return self.names(path)
        return self.tree(path)

    def names(self, folder: str, *, deep: bool = True) -> Differences:
        """Compare the files that stand in *folder*; folders in it only if they are new or gone."""
        found = Differences()
        known = dict(self._files(_HERE, folder))
        gone = {path for path in self._folders if path.rpartition("/")[0] == folder}
        with os.scandir(self._root / folder) as listed:
            for entry in listed:
                path = f"{folder}/{showable(entry.name)}"
                if path in {layout.FORMAT, f"{layout.LEDGER}/{layout.ATTACHMENTS}"}:
                    continue
                now = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(now.st_mode):
                    gone.discard(path)
                    if deep and self._folders.get(path) != identity(now):
                        found.join(self.tree(path))
                elif known.pop(path, None) != signature(now):
                    found.changed.add(path)
        found.gone.update(known)
        for path in gone if deep else ():
            found.join(self._vanished(path))
        if folder not in self._folders:
            found.folders[folder] = identity(os.lstat(self._root / folder))
        return found

    def tree(self, folder: str) -> Differences:
        """Compare all files below *folder*."""
        known = dict(self._files(_BELOW, folder))
        gone = {path for path in self._folders if f"{path}/".startswith(f"{folder}/")}
        found = Differences()
        for path, now in self._now(folder):
            if stat.S_ISDIR(now.st_mode):
                gone.discard(path)
                if self._folders.get(path) != identity(now):
                    found.folders[path] = identity(now)
            elif known.pop(path, None) != signature(now):
                found.changed.add(path)
        found.gone.update(known)
        found.folders |= dict.fromkeys(gone, "")
        return found

    def _now(self, folder: str) -> Iterator[tuple[str, os.stat_result]]:
        try:
            top = os.lstat(self._root / folder)
        except (FileNotFoundError, NotADirectoryError):
            return
        if stat.S_ISDIR(top.st_mode):
            yield folder, top
            for path, entry in entries(self._root, folder):
                yield path, entry.stat(follow_symlinks=False)

    def _vanished(self, path: str) -> Differences:
        found = Differences(gone={row[0] for row in self._files(_BELOW, path)})
        found.gone.update(row[0] for row in self._files("path = :folder", path))
        below = (name for name in self._folders if f"{name}/".startswith(f"{path}/"))
        found.folders = dict.fromkeys(below, "")
        return found

    def _files(self, condition: str, folder: str) -> list[tuple[str, str]]:
        statement = f"SELECT path, signature FROM files WHERE {condition}"  # noqa: S608 -- ours
        values = {"folder": folder, "first": f"{folder}/", "after": f"{folder}{_AFTER}"}
        return self._db.execute(statement, values).fetchall()


_BELOW: Final = "path > :first AND path < :after"
_HERE: Final = f"{_BELOW} AND instr(substr(path, length(:first) + 1), '/') = 0"
