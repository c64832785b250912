"""What takes long to work out of kept files, kept beside the index: thrown away at any time.

An entry is good for one version of the program, as the index is; whatever else stands in its
place, or is damaged, is worked out again. Nothing here fails: without a place nothing is kept.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from pcbsales.store.index.tables import version
from pcbsales.store.plain_files import own_file

#: With so many entries the folder is begun anew.
_MOST: Final = 2_000
_LARGEST: Final = 1 << 20


def derived(root: Path, name: str, make: Callable[[], bytes]) -> bytes:
    """What *make* gives, kept in the ledger at *root* under *name* (letters, digits, hyphens)."""
    folder = own_file(root, "derived")
    if folder is None:
        return make()
    file = folder / name
    kept = _kept(file)
    if kept is not None:
        return kept
    made = make()
    with suppress(OSError):
        _keep(folder, file, made)
    return made


def _kept(file: Path) -> bytes | None:
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as opened:
            head, _, content = opened.read(_LARGEST).partition(b"\n")
    except OSError:
        return None
    return content if head == _head(content) else None


def _keep(folder: Path, file: Path, content: bytes) -> None:
    folder.mkdir(exist_ok=True)
    known = os.listdir(folder)  # noqa: PTH208 -- names alone
    for old in known if len(known) >= _MOST else ():
        (folder / old).unlink(missing_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        draft.write_bytes(_head(content) + b"\n" + content)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _head(content: bytes) -> bytes:
    return f"{version()} {sha256(content).hexdigest()}".encode()
