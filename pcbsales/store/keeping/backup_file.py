"""The file of a backup: what it says of itself, and its parts, each proven by its hash."""

import hashlib
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from pcbsales.kernel.errors import PcbsalesError, RefusedError

CONTENTS: Final = "contents.json"
BUNDLE: Final = "ledger.bundle"
LOCAL: Final = "local/"
UNCOMMITTED: Final = "uncommitted/"
_SCHEMA: Final = 1
_CHUNK: Final = 2**20
_LARGEST_CONTENTS: Final = 64 * 2**20


@dataclass(frozen=True)
class Contents:
    """What a backup says of itself; ``members`` are the hashes of its parts, by name."""

    made: str
    program: str
    format: int
    head: str
    branch: str
    refs: dict[str, str]
    records: dict[str, int]
    station: str | None
    members: dict[str, str] = field(default_factory=dict)
    #: Hand edits that were not committed: what is here, and what was deleted or is no plain file.
    uncommitted: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    remote: str = ""
    schema: int = _SCHEMA

    @classmethod
    def parsed(cls, raw: bytes, file: Path) -> "Contents":
        """The contents in *raw*; RefusedError where they are none that this program knows."""
        try:
            data: dict[str, Any] = json.loads(raw)
            found = cls(**{**data, "uncommitted": tuple(data["uncommitted"]),
                           "missing": tuple(data["missing"])})  # fmt: skip
            texts = (found.head, found.branch, found.remote, *found.uncommitted, *found.missing)
            sound = (
                found.schema == _SCHEMA
                and all(isinstance(text, str) for text in texts)
                and all(
                    isinstance(value, dict) for value in (found.refs, found.records, found.members)
                )
            )
        except (ValueError, TypeError, KeyError, RecursionError):
            sound = False
        if not sound:
            raise RefusedError("{file} is no backup that this pcbsales can read", file=file.name)
        return found


@contextmanager
def scratch_beside(target: Path) -> Iterator[Path]:
    """A folder beside *target*, where there must be room for it anyway."""
    folder = Path(
        tempfile.mkdtemp(dir=target.absolute().parent, prefix=f".{target.name[:80]}.", suffix=".d")
    )
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def hash_of(file: Path) -> str:
    """The SHA-256 of a file's content."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def read_contents(file: Path) -> Contents:
    """What the backup *file* says of itself; RefusedError where it is none."""
    try:
        with tarfile.open(file, "r:") as tar:
            first = tar.next()
            if first is None or first.name != CONTENTS or first.size > _LARGEST_CONTENTS:
                raise RefusedError("{file} is no backup that this pcbsales can read", file=file)
            opened = tar.extractfile(first)
            return Contents.parsed(opened.read() if opened else b"", file)
    except tarfile.TarError:
        raise RefusedError(
            "{file} is no backup that this pcbsales can read", file=file.name
        ) from None
    except OSError as error:
        raise RefusedError(
            "{file} cannot be read: {problem}", file=file, problem=error.strerror
        ) from None


def take_out(file: Path, folder: Path, contents: Contents) -> None:
    """Write the parts of the backup *file* into the empty *folder*, each proven by its hash.

    Nothing that the file's names or kinds of entry ask for is done but that: no link, no path
    outside, no part that the contents do not name.

    Raises:
        RefusedError: A part is missing, is not what its hash says, or has no business here.
    """
    taken: set[str] = set()
    try:
        with tarfile.open(file, "r:") as tar:
            for entry in tar:
                if entry.name == CONTENTS:
                    continue
                if entry.name not in contents.members or not entry.isreg() or entry.name in taken:
                    raise _damaged(file, entry.name)
                opened = tar.extractfile(entry)
                place = folder / safe_name(file, entry.name)
                if opened is None or _copy(opened, place) != contents.members[entry.name]:
                    raise _damaged(file, entry.name)
                taken.add(entry.name)
    except tarfile.TarError as error:
        raise _damaged(file, str(error)) from None
    if lacking := sorted(set(contents.members) - taken):
        raise _damaged(file, lacking[0])


def safe_name(file: Path, name: str) -> str:
    """*name* if it stays inside the folder it is put into, and is no part of a repository."""
    parts = PurePosixPath(name).parts
    if (
        not parts
        or name.startswith("/")
        or "\\" in name
        or any(part in {"..", "."} or part.lower() == ".git" for part in parts)
    ):
        raise _damaged(file, name)
    return name


def _copy(opened: IO[bytes], place: Path) -> str:
    place.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with place.open("xb") as out:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()


def _damaged(file: Path, part: str) -> PcbsalesError:
    return RefusedError("{file} is damaged: {part} is not what it was", file=file.name, part=part)
