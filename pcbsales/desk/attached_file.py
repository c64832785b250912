"""A file that somebody gives to a record: read with care, known by its hash."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.scalars import forbidden_character
from pcbsales.store import layout
from pcbsales.store.git.program import Git

#: Every clone holds every file for ever, and git hosts refuse from 50 or 100 MiB on: what is
#: larger than this is known by its hash alone unless somebody insists.
LARGEST_KEPT: Final = 25 * 2**20
#: A commit is made in memory; beyond this nobody can insist either.
LARGEST: Final = 512 * 2**20
_LONGEST_NAME: Final = 150
_CHUNK: Final = 2**20


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it was given: its plain name, size and hash; ``data`` is None where not kept."""

    name: str
    size: int
    sha256: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that a record names by its hash: attached to it, or anywhere inside it."""

    name: str
    sha256: str
    size: int | None
    kept: bool
    at: str = ""
    by: str = ""


def read_file(file: Path, *, large: bool = False) -> GivenFile:
    """The plain file at *file*; above 25 MiB its hash alone, unless *large*.

    Raises:
        UsageError: It is no plain file, or cannot be read.
        RefusedError: It is too large to be kept in any case.
    """
    name = plain_name(file.name)
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if file.is_symlink():
            raise UsageError("{file} is a link; name the file itself", file=file) from None
        raise UsageError(
            "{file} cannot be read: {problem}", file=file, problem=error.strerror
        ) from None
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            os.close(handle)
            raise UsageError("{file} is not a plain file", file=file)
        with os.fdopen(handle, "rb") as opened:
            return _read(opened, name, file, keep=large or about.st_size <= LARGEST_KEPT)
    except OSError as error:
        raise UsageError(
            "{file} cannot be read: {problem}", file=file, problem=error.strerror
        ) from None


def _read(opened: Any, name: str, file: Path, *, keep: bool) -> GivenFile:
    digest, size, kept = hashlib.sha256(), 0, bytearray()
    while chunk := opened.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if keep:
            kept += chunk
            if size > LARGEST:
                raise RefusedError(
                    "{file} is larger than {limit} MiB: leave out --large, and its hash is kept",
                    file=file,
                    limit=LARGEST // 2**20,
                )
    return GivenFile(name, size, digest.hexdigest(), bytes(kept) if keep else None)


def plain_name(name: str) -> str:
    r"""*name* as it can be kept and be given to a file again: no path, no control character.

    >>> plain_name("..\\..\\a\x1bb.pdf"), plain_name("  "), plain_name("..")
    ('a_b.pdf', 'file', 'file')
    """
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join("_" if forbidden_character(c) or c in "\n\t" else c for c in last).strip()
    if not shown.strip("."):
        return "file"
    stem, dot, ending = shown.rpartition(".")
    if len(shown) > _LONGEST_NAME and dot and len(ending) < 12:
        return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
    return shown[:_LONGEST_NAME]


def visible_name(name: str) -> str:
    """*name* for a file in the current folder: never hidden, never taken for an option.

    >>> visible_name(".bashrc"), visible_name("-rf")
    ('_bashrc', '_rf')
    """
    return re.sub(r"^[.-]+", "_", plain_name(name))


def named_files(record: Any) -> tuple[NamedFile, ...]:
    """The files that *record* names: attached ones first, then those inside, such as packages."""
    attached = [
        NamedFile(f.name, f.digest, f.size, f.sha256 is not None, f.at.isoformat(), f.by)
        for f in record.attachments
    ]
    known = {file.sha256 for file in attached}
    inside = [file for file in _inside(record.tree()) if file.sha256 not in known]
    return (*attached, *dict.fromkeys(inside))


def _inside(value: Any) -> Iterator[NamedFile]:
    if isinstance(value, dict):
        name, digest = value.get("package") or value.get("name"), value.get("sha256")
        if isinstance(name, str) and isinstance(digest, str) and len(digest) == 64:
            yield NamedFile(name, digest, None, kept=True)
        for item in value.values():
            yield from _inside(item)
    elif isinstance(value, list):
        for item in value:
            yield from _inside(item)


def content_of(git: Git, file: NamedFile) -> bytes:
    """The content of *file* as the ledger keeps it, proven by its hash.

    Raises:
        RefusedError: It is not kept here, is missing, or is not what its hash says.
    """
    path = layout.attachment_path(file.sha256)
    data = git.blob("HEAD", path) if file.kept else None
    if data is None:
        raise RefusedError(
            "{name} is not kept in the ledger; it is known by its hash {sha256}",
            name=file.name,
            sha256=file.sha256,
        )
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise RefusedError("{path} is not what its name says; see: pcbsales check", path=path)
    return data


def wanted_file(files: tuple[NamedFile, ...], text: str, record_id: str) -> NamedFile:
    """The one of *files* that *text* names by its name, or by the start of its hash."""
    found = [file for file in files if file.name == text] or [
        file for file in files if len(text) >= 4 and file.sha256.startswith(text.lower())
    ]
    if len({file.sha256 for file in found}) == 1:
        return found[0]
    raise UsageError(
        "{id} has no file {text}; it has {files}"
        if not found
        else "{text} is ambiguous at {id}: {files}",
        id=record_id,
        text=text,
        files=", ".join(f"{f.name} ({f.sha256[:8]})" for f in (found or files)) or "-",
    )
