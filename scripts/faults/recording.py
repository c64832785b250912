"""The changing file calls of one command, in order and with their bytes."""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

#: ``struct entry`` of shim.c: call, process, inode, offset, mode, sizes of two paths and the data.
_ENTRY: Final = struct.Struct("=IIQqIIII")


class Call(IntEnum):
    """A call that changes a disk, or makes it durable; ``ACK``: the command's answer.

    ``OPEN`` says that a file is opened to be changed; a truncation by it has that for its mode.
    """

    CREATE = 1
    MKDIR = 2
    WRITE = 3
    TRUNCATE = 4
    RENAME = 5
    LINK = 6
    SYMLINK = 7
    UNLINK = 8
    RMDIR = 9
    CHMOD = 10
    FSYNC = 11
    SYNCFS = 12
    ACK = 13
    OPEN = 14


@dataclass(frozen=True, slots=True)
class Recorded:
    """One call. Paths are below the ledger's root; *offset* is the size for a truncation."""

    call: Call
    inode: int
    offset: int
    mode: int
    path: str
    target: str
    data: bytes


def recorded(log: Path, root: Path) -> Iterator[Recorded]:
    """The calls of *log* below *root*, in the order in which they were made."""
    content, at = log.read_bytes(), 0
    while at < len(content):
        call, _, inode, offset, mode, first, second, size = _ENTRY.unpack_from(content, at)
        at += _ENTRY.size
        path, target = content[at : at + first], content[at + first : at + first + second]
        at += first + second
        yield Recorded(
            Call(call), inode, offset, mode, _below(path, root), _below(target, root),
            content[at : at + size],
        )  # fmt: skip
        at += size


def _below(path: bytes, root: Path) -> str:
    return os.fsdecode(path).removeprefix(f"{root}/")
