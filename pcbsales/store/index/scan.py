"""Which files changed: every file of the ledger by its stat signature."""

import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pcbsales.store import layout

#: A file changed within this time before it was read may change again unseen (kernel ticks).
_RACY_NS: Final = 50_000_000
#: A repository inside the ledger is one stray thing, not the hundreds in it.
_REPOSITORY: Final = ".git"
_LEFT_OUT: Final = frozenset({f"{layout.LEDGER}/{layout.ATTACHMENTS}", layout.FORMAT})
_NO_FOLLOWING: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_PIECE: Final = 1 << 16


def walk(root: Path, start: str = layout.LEDGER) -> Iterator[tuple[str, str]]:
    """Every file below the folder *start* of the ledger, except attachments, with its signature."""
    for path, entry in entries(root, start):
        if not entry.is_dir(follow_symlinks=False):
            yield path, signature(entry.stat(follow_symlinks=False))


def entries(root: Path, start: str = layout.LEDGER) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """Every file and folder below *start*, except attachments and FORMAT."""
    folders = [start]
    while folders:
        folder = folders.pop()
        with os.scandir(f"{root}/{folder}") as found:
            for entry in found:
                path = f"{folder}/{showable(entry.name)}"
                if path in _LEFT_OUT:
                    continue
                if entry.is_dir(follow_symlinks=False) and entry.name != _REPOSITORY:
                    folders.append(path)
                yield path, entry


def showable(name: str) -> str:
    """*name* as text can be kept and shown: what is not UTF-8 in it escaped."""
    return name if name.isascii() else name.encode("utf-8", "backslashreplace").decode("utf-8")


def signature_and_content(file: str) -> tuple[str, bytes | None]:
    """The signature as it was before reading, and the content; None for no plain readable file.

    The signature is empty when the file may still be changing, and when the reading itself failed:
    such a file is looked at again the next time.
    """
    started = time.time_ns()
    try:
        source = os.open(file, _NO_FOLLOWING)
    except OSError as error:
        return _link_signature(file, started) if error.errno == errno.ELOOP else "", None
    try:
        before = os.fstat(source)
        known = _settled(before, started)
        if before.st_mode & 0o170000 != 0o100000:
            return known, None
        raw = os.read(source, before.st_size + 1)
        if len(raw) != before.st_size:
            return "", raw + _rest(source)
    except OSError:
        return "", None
    finally:
        os.close(source)
    return known, raw


def _link_signature(file: str, started: int) -> str:
    try:
        return _settled(os.lstat(file), started)
    except OSError:
        return ""


def _settled(found: os.stat_result, started: int) -> str:
    """The signature, unless what was *found* is so young that its next change may look the same."""
    racy = max(found.st_mtime_ns, found.st_ctime_ns) > started - _RACY_NS
    return "" if racy else signature(found)


def _rest(source: int) -> bytes:
    pieces = [os.read(source, _PIECE)]
    while pieces[-1]:
        pieces.append(os.read(source, _PIECE))
    return b"".join(pieces)


def signature(stat: os.stat_result) -> str:
    """What tells one state of a file from another, as text."""
    return f"{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ctime_ns}:{stat.st_ino}:{stat.st_mode}"


def change_time(known: str) -> int:
    """The change time in a signature, in nanoseconds; 0 where there is none.

    >>> change_time("812:100:200:77:33188")
    200
    """
    return int(known.split(":", 3)[2]) if known else 0


def identity(stat: os.stat_result) -> str:
    """What tells one folder from another that stands in its place."""
    return f"{stat.st_dev}:{stat.st_ino}"


def stands(root: Path) -> tuple[list[str], dict[str, str]]:
    """The paths of all files of the ledger, sorted, and the identities of its folders."""
    files: list[str] = []
    folders = {layout.LEDGER: identity((root / layout.LEDGER).stat())}
    for path, entry in entries(root):
        if entry.is_dir(follow_symlinks=False) and entry.name != _REPOSITORY:
            folders[path] = identity(entry.stat(follow_symlinks=False))
        else:
            files.append(path)
    return sorted(files), folders
