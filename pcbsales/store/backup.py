"""A backup: the whole ledger in one file, which is restored and looked over before it counts.

The file is a plain tar, so that in need ``tar`` and ``git clone`` do: ``contents.json`` says what
is in it, ``ledger.bundle`` is the repository, ``local/`` what this clone keeps beside it (its
station), ``uncommitted/`` the hand edits, apart from what was committed.
"""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from pcbsales import __version__
from pcbsales.kernel.errors import LedgerWriteError, PcbsalesError, RefusedError
from pcbsales.manifest import Catalogue
from pcbsales.store import layout
from pcbsales.store.durability import sync_folder
from pcbsales.store.git import STATUS, Git, GitError
from pcbsales.store.repository_copy import branch_of, pack

CONTENTS: Final = "contents.json"
BUNDLE: Final = "ledger.bundle"
LOCAL: Final = "local/"
UNCOMMITTED: Final = "uncommitted/"
_SCHEMA: Final = 1
_CHUNK: Final = 2**20
#: What a write in progress keeps for itself: it means nothing elsewhere.
_PASSING: Final = ("lock", "queue", "journal", "write-")
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
            sound = found.schema == _SCHEMA and all(
                isinstance(value, dict) for value in (found.refs, found.records, found.members)
            )
        except (ValueError, TypeError, KeyError, RecursionError):
            sound = False
        if not sound:
            raise RefusedError("{file} is no backup that this pcbsales can read", file=file.name)
        return found


def write_backup(
    git: Git, catalogue: Catalogue, target: Path, *, made: datetime, version: int
) -> "Draft":
    """Write a backup beside *target*, not yet under its name; ``Draft.keep`` gives it that.

    Raises:
        RefusedError: *target* is there already.
        LedgerWriteError: It could not be written; nothing is left behind.
    """
    if os.path.lexists(target):
        raise RefusedError("{file} is there already; a backup never replaces one", file=target)
    draft = Draft(target)
    try:
        with _scratch(target) as scratch:
            bundle = scratch / BUNDLE
            refs = pack(git, bundle)
            files, missing = _uncommitted(git)
            parts = {BUNDLE: bundle, **_local(git), **files}
            contents = Contents(
                made=made.isoformat(),
                program=__version__,
                format=version,
                head=refs.get("HEAD", ""),
                branch=branch_of(git),
                refs=refs,
                records=counts_at(git, catalogue, refs["HEAD"]),
                station=_station(git),
                members={name: hash_of(file) for name, file in parts.items()},
                uncommitted=tuple(name.removeprefix(UNCOMMITTED) for name in files),
                missing=missing,
                remote=_remote(git),
            )
            _write_tar(draft.file, contents, parts)
    except (OSError, GitError) as error:
        draft.drop()
        raise LedgerWriteError(
            "the backup could not be written, and nothing is left of it: {problem}",
            problem=getattr(error, "strerror", None) or error,
        ) from error
    except BaseException:
        draft.drop()
        raise
    return draft


class Draft:
    """A backup that does not have its name yet."""

    def __init__(self, target: Path) -> None:
        self.target = target
        try:
            handle, name = tempfile.mkstemp(
                dir=target.absolute().parent, prefix=f".{target.name[:80]}.", suffix=".part"
            )
        except OSError as error:
            raise LedgerWriteError(
                "the backup could not be written, and nothing is left of it: {problem}",
                problem=error.strerror,
            ) from error
        os.close(handle)
        self.file = Path(name)

    def keep(self) -> None:
        """Give the file its name, all at once; RefusedError if somebody else took it meanwhile."""
        try:
            os.link(self.file, self.target)
            sync_folder(self.target.absolute().parent)
        except FileExistsError:
            raise RefusedError(
                "{file} is there already; a backup never replaces one", file=self.target
            ) from None
        except OSError:
            self._move()
        finally:
            self.drop()

    def _move(self) -> None:
        """Where the file system knows no links: the name is taken first, then filled."""
        try:
            os.close(os.open(self.target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            self.file.replace(self.target)
        except OSError as error:
            raise LedgerWriteError(
                "the backup could not be written, and nothing is left of it: {problem}",
                problem=error.strerror,
            ) from error

    def drop(self) -> None:
        """Leave nothing behind."""
        self.file.unlink(missing_ok=True)


@contextmanager
def _scratch(target: Path) -> Iterator[Path]:
    """A folder beside *target*, where there must be room for it anyway."""
    folder = Path(
        tempfile.mkdtemp(dir=target.absolute().parent, prefix=f".{target.name[:80]}.", suffix=".d")
    )
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


scratch_beside = _scratch


def counts_at(git: Git, catalogue: Catalogue, commit: str) -> dict[str, int]:
    """How many records of each noun are committed."""
    listed = git.text("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", "ledger")
    counts: dict[str, int] = {}
    for path in listed.split("\0"):
        kind = catalogue.folders.get("/".join(path.split("/")[1:2]))
        if kind and layout.id_of(kind, path):
            counts[kind.noun] = counts.get(kind.noun, 0) + 1
    return counts


def hash_of(file: Path) -> str:
    """The SHA-256 of a file's content."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _local(git: Git) -> dict[str, Path]:
    own = git.folder() / "pcbsales"
    return {
        f"{LOCAL}{file.relative_to(own).as_posix()}": file
        for file in sorted(own.rglob("*"))
        if file.is_file()
        and not file.is_symlink()
        and not file.relative_to(own).parts[0].startswith(_PASSING)
    }


def _station(git: Git) -> str | None:
    try:
        return (git.folder() / "pcbsales" / "station").read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None


def _remote(git: Git) -> str:
    try:
        return git.text("config", "--get", "remote.origin.url")
    except GitError:
        return ""


def _uncommitted(git: Git) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Hand edits and files that git does not know: those to keep, and the names of the others."""
    listed = git.text(*STATUS, "--", ".")
    files: dict[str, Path] = {}
    missing: list[str] = []
    for entry in listed.split("\0"):
        state, path = entry[:2], entry[3:]
        ours = path.startswith(f"{layout.LEDGER}/")
        if not path or path.endswith("/") or (state == "!!" and not ours):
            continue
        file = git.root / path
        if file.is_file() and not file.is_symlink():
            files[f"{UNCOMMITTED}{path}"] = file
        else:
            missing.append(path)
    return files, tuple(missing)


def _write_tar(file: Path, contents: Contents, parts: dict[str, Path]) -> None:
    with file.open("wb") as out:
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
            _add(tar, CONTENTS, json.dumps(asdict(contents), indent=1).encode())
            for name, part in parts.items():
                with part.open("rb") as opened:
                    _add_file(tar, name, opened)
        out.flush()
        os.fsync(out.fileno())


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    import io  # noqa: PLC0415 -- one small member

    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    tar.addfile(entry, io.BytesIO(data))


def _add_file(tar: tarfile.TarFile, name: str, opened: IO[bytes]) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = os.fstat(opened.fileno()).st_size
    entry.mode = 0o600
    tar.addfile(entry, opened)


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
