"""What a disk may hold after the power fails: a model harsher than the file systems we know.

- What lies before a ``syncfs`` is durable, all of it.
- ``fsync`` of a file makes its bytes and its mode durable, not its name; ``fsync`` of a folder
  makes the names in it durable (a creation, link, rename or removal there).
- All else may be there or not, call by call. Names: each call by itself, but what befell one name
  stays in order, so a later call on a name that lost an earlier one is lost as well. A rename or
  link is one thing, never half. Bytes: a file holds the first few of its writes, the last of these
  perhaps torn, or its length with zeros for what was lost. Bytes and names are independent: a
  renamed file may be empty. A file in a folder that was lost is lost.

Kinder file systems (ext4, XFS, btrfs) keep more order: a write that holds here holds there.
What is not modelled: a disk that lies about a flush, and damage to what was durable.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from scripts.faults.recording import Call, Recorded

_NAMING: Final = {
    Call.CREATE, Call.MKDIR, Call.RENAME, Call.LINK, Call.SYMLINK, Call.UNLINK, Call.RMDIR
}  # fmt: skip
_CONTENT: Final = {Call.WRITE, Call.TRUNCATE, Call.CHMOD}


@dataclass
class _File:
    """A file's bytes and mode, under however many names."""

    content: bytearray
    mode: int


@dataclass
class Disk:
    """Names below the root, and the files behind them, as calls change them."""

    root: Path
    files: dict[str, _File] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)
    inodes: dict[int, _File] = field(default_factory=dict)
    folder_inodes: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path) -> "Disk":
        """The disk as *root* is now."""
        disk = cls(root, folder_inodes={root.stat().st_ino: "."})
        for folder, folders, files in os.walk(root):
            below = Path(folder).relative_to(root)
            for name in folders:
                disk.folders.add(str(below / name))
                disk.folder_inodes[(Path(folder) / name).stat().st_ino] = str(below / name)
            for name in files:
                path = Path(folder) / name
                found = path.stat()
                file = _File(bytearray(path.read_bytes()), found.st_mode & 0o7777)
                disk.files[str(below / name)] = disk.inodes[found.st_ino] = file
        return disk

    def copy(self) -> "Disk":
        """A disk of its own with the same content."""
        twins = {id(file): _File(bytearray(file.content), file.mode) for file in self._all()}
        return Disk(
            self.root,
            {name: twins[id(file)] for name, file in self.files.items()},
            set(self.folders),
            dict(self.links),
            {inode: twins[id(file)] for inode, file in self.inodes.items()},
        )

    def _all(self) -> list[_File]:
        return [*self.files.values(), *self.inodes.values()]

    def apply(self, call: Recorded) -> None:
        """Let *call* happen; a name whose folder is not there comes to nothing."""
        if call.call in _CONTENT:
            self._fill(call)
            return
        if call.call is Call.CREATE:
            self.inodes[call.inode] = _File(bytearray(), call.mode & 0o7777)
        folder = str(Path(call.target or call.path).parent)
        if folder == "." or folder in self.folders:
            self._name(call)

    def _name(self, call: Recorded) -> None:
        if call.call is Call.MKDIR:
            self.folders.add(call.path)
        elif call.call is Call.CREATE:
            self.files[call.path] = self.inodes[call.inode]
        elif call.call is Call.RENAME:
            self._rename(call.path, call.target)
        elif call.call is Call.LINK and call.path in self.files:
            self.files[call.target] = self.files[call.path]
        elif call.call is Call.SYMLINK:
            self.links[call.path] = call.target
        elif call.call is Call.UNLINK:
            self.files.pop(call.path, None)
            self.links.pop(call.path, None)
        elif call.call is Call.RMDIR and not self._below(call.path):
            self.folders.discard(call.path)

    def _fill(self, call: Recorded) -> None:
        file = self.inodes.get(call.inode)
        if file is None:
            return
        if call.call is Call.CHMOD:
            file.mode = call.mode & 0o7777
            return
        end = call.offset + (len(call.data) if call.call is Call.WRITE else 0)
        if len(file.content) < end:
            file.content.extend(bytes(end - len(file.content)))
        if call.call is Call.WRITE:
            file.content[call.offset : end] = call.data
        else:
            del file.content[end:]

    def _rename(self, old: str, new: str) -> None:
        if old in self.files:
            self.files[new] = self.files.pop(old)
        elif old in self.folders:
            self.folders = {_moved(name, old, new) for name in self.folders}
            self.files = {_moved(name, old, new): file for name, file in self.files.items()}

    def _below(self, folder: str) -> bool:
        return any(name.startswith(f"{folder}/") for name in (*self.files, *self.folders))

    def write_to(self, root: Path) -> None:
        """Make *root*, a copy of the ledger before, what this disk holds."""
        for folder in sorted(self.folders):
            (root / folder).mkdir(exist_ok=True)
        before = Disk.of(root)
        for name in before.files.keys() - self.files.keys():
            (root / name).unlink()
        written: dict[int, Path] = {}
        for name, file in self.files.items():
            path = root / name
            if id(file) in written:
                path.unlink(missing_ok=True)
                path.hardlink_to(written[id(file)])
            elif name not in before.files or before.files[name] != file:
                path.unlink(missing_ok=True)
                path.write_bytes(file.content)
                path.chmod(file.mode)
            written[id(file)] = path
        for folder in sorted(before.folders - self.folders, reverse=True):
            (root / folder).rmdir()


def after_power_loss(
    before: Disk,
    calls: Sequence[Recorded],
    chance: Random,
    keeps: float,
    *,
    in_order: bool = True,
) -> Disk:
    """A disk on which *calls* were made when the power failed.

    *keeps* is the chance that a call which was not yet durable reached the disk all the same. If
    not *in_order*, a later write to a file may be there where an earlier one was lost.
    """
    durable = _durable(before, calls)
    disk, broken = before.copy(), set[str]()
    kept = _kept_writes(calls, durable, chance, keeps, in_order=in_order)
    for number, call in enumerate(calls):
        if call.call in _NAMING:
            names = set(filter(None, (call.path, call.target)))
            if number in durable or (not names & broken and chance.random() < keeps):
                disk.apply(call)
            else:
                broken |= names
                if call.call is Call.CREATE:
                    disk.inodes[call.inode] = _File(bytearray(), call.mode & 0o7777)
        elif number in kept:
            disk.apply(kept[number])
    return disk


def _kept_writes(
    calls: Sequence[Recorded],
    durable: set[int],
    chance: Random,
    keeps: float,
    *,
    in_order: bool,
) -> dict[int, Recorded]:
    """The changes of bytes and modes that reached the disk, torn or zeroed as they did."""
    kept: dict[int, Recorded] = {}
    lost: set[int] = set()
    for number, call in enumerate(calls):
        if call.call is Call.CREATE:
            lost.discard(call.inode)  # a new file under the number of one that was removed
        if call.call not in _CONTENT:
            continue
        if number in durable or (call.inode not in lost and chance.random() < keeps):
            kept[number] = call
        elif call.call is Call.WRITE and call.inode not in lost:
            if in_order:
                lost.add(call.inode)
            if (torn := _torn(call, chance)) is not None:
                kept[number] = torn
        elif in_order:
            lost.add(call.inode)
    return kept


def _torn(call: Recorded, chance: Random) -> Recorded | None:
    """The first write that did not arrive whole: not at all, its beginning, or as zeros."""
    how = chance.randrange(3)
    if how == 0:
        return None
    data = call.data[: chance.randrange(len(call.data) + 1)] if how == 1 else bytes(len(call.data))
    return Recorded(call.call, call.inode, call.offset, call.mode, call.path, call.target, data)


def _durable(before: Disk, calls: Sequence[Recorded]) -> set[int]:
    """The numbers of the calls that a sync has made durable."""
    durable: set[int] = set()
    folders = _folders(before, calls)
    for number, call in enumerate(calls):
        if call.call is Call.SYNCFS:
            durable |= set(range(number))
        elif call.call is Call.FSYNC:
            synced = [
                earlier
                for earlier in range(number)
                if _is_synced(calls[earlier], call, folders.get(call.inode))
            ]
            durable |= set(synced)
    return _with_what_they_need(calls, durable)


def _is_synced(call: Recorded, sync: Recorded, folder: str | None) -> bool:
    if call.call in _CONTENT:
        return call.inode == sync.inode
    return folder is not None and call.call in _NAMING and _parent(call) == folder


def _parent(call: Recorded) -> str:
    return str(Path(call.target or call.path).parent)


def _folders(before: Disk, calls: Sequence[Recorded]) -> dict[int, str]:
    """Folders by inode, those made on the way included."""
    return before.folder_inodes | {
        call.inode: call.path for call in calls if call.call is Call.MKDIR
    }


def _with_what_they_need(calls: Sequence[Recorded], durable: set[int]) -> set[int]:
    """*durable* and all earlier calls on the same names: a name's calls stay in order."""
    names: set[str] = set()
    whole = set(durable)
    for number in range(len(calls) - 1, -1, -1):
        call = calls[number]
        if call.call not in _NAMING:
            continue
        touched = set(filter(None, (call.path, call.target)))
        if number in whole or touched & names:
            whole.add(number)
            names |= touched
    return whole


def _moved(name: str, old: str, new: str) -> str:
    return new + name[len(old) :] if name == old or name.startswith(f"{old}/") else name
