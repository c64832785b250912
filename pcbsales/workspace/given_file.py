"""A file that a command is given, to be kept by its hash."""

import hashlib
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import Attachment
from pcbsales.kernel.scalars import forbidden_character

#: Every clone holds every file for ever: what is larger is no document.
LARGEST: Final = 25 * 2**20


def given_file(file: Path | None) -> Attachment | None:
    """The plain file at *file*, under its own name; None where none is given.

    Raises UsageError as `content_of` does.
    """
    if file is None:
        return None
    data = content_of(file)
    name = "".join("_" if forbidden_character(c) or c in "\n\t" else c for c in file.name)
    return Attachment(hashlib.sha256(data).hexdigest(), name, data)


def content_of(file: Path, *, largest: int = LARGEST) -> bytes:
    """The bytes of the plain file at *file*.

    Raises UsageError: there is none, it is no plain file, is larger than *largest* bytes, or
    cannot be read.
    """
    try:
        if not file.exists():
            raise UsageError("there is no file {file}", file=file)
        if not file.is_file():
            raise UsageError("{file} is not a plain file", file=file)
        if file.stat().st_size > largest:
            raise UsageError("{file} is larger than {limit} MiB", file=file, limit=largest // 2**20)
        return file.read_bytes()
    except OSError as error:
        raise UsageError(
            "{file} cannot be read: {problem}", file=file, problem=error.strerror
        ) from None
