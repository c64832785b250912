"""Which files changed: every file of the ledger by its stat signature."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pcbsales.store import layout

#: A file changed within this time before it was read may change again unseen (kernel ticks).
_RACY_NS: Final = 50_000_000


def walk(root: Path) -> Iterator[tuple[str, str]]:
    """Every file below the ledger, except attachments, with its stat signature."""
    folders = [layout.LEDGER]
    while folders:
        folder = folders.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    if path != f"{layout.LEDGER}/{layout.ATTACHMENTS}":
                        folders.append(path)
                elif path != layout.FORMAT:
                    yield path, _signature(entry.stat(follow_symlinks=False))


def signature_and_content(file: Path) -> tuple[str, bytes | None]:
    """The signature as it was before reading; empty when the file may still be changing."""
    started = time.time_ns()
    try:
        before = file.lstat()
        raw = None if file.is_symlink() else file.read_bytes()
    except OSError:
        return "", None
    racy = max(before.st_mtime_ns, before.st_ctime_ns) > started - _RACY_NS
    return "" if racy else _signature(before), raw


def _signature(stat: os.stat_result) -> str:
    return f"{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ctime_ns}:{stat.st_ino}:{stat.st_mode}"
