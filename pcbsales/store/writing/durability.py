"""Bytes that stay: whole writes, and what must be on the disk before the next step."""

import os
from collections.abc import Iterable
from pathlib import Path


def write_whole(file: Path, content: bytes, *, sync: bool = True) -> None:
    """Write a new *file*; a short write goes on where it stopped, a file is never half there.

    Who may read it is for the person's umask to say, as with git. Without *sync* it may still be
    lost with the power.

    Raises:
        OSError: It could not be written whole (no space, no permission, an input/output error).
    """
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if sync:
            os.fsync(handle)
    finally:
        os.close(handle)


def replace_whole(file: Path, content: bytes) -> None:
    """Have *file* hold *content*, whole and on the disk; until then it holds what it held.

    Raises:
        OSError: It could not be written; a ``.new`` file beside it may be left.
    """
    draft = file.with_name(f"{file.name}.new")
    draft.unlink(missing_ok=True)
    write_whole(draft, content)
    draft.replace(file)
    sync_folder(file.parent)


def sync_file(file: Path) -> None:
    """Bring the bytes of *file* to the disk."""
    handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Bring the names in *folder* to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file_system(folder: Path, folders: Iterable[Path]) -> None:
    """Bring all that was written near *folder* to the disk; without ``syncfs`` only *folders*."""
    import ctypes  # noqa: PLC0415 -- start-up

    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "syncfs"):
        for each in folders:
            sync_folder(each)
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if library.syncfs(handle):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(handle)
