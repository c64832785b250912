"""A backup: the whole ledger in one file, which is restored and looked over before it counts.

The file is a plain tar, so that in need ``tar`` and ``git clone`` do: ``contents.json`` says what
is in it, ``ledger.bundle`` is the repository, ``local/`` what this clone keeps beside it (its
station), ``uncommitted/`` the hand edits, apart from what was committed.
"""

import io
import json
import os
import tarfile
import tempfile
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from pcbsales import __version__
from pcbsales.kernel.errors import LedgerWriteError, RefusedError
from pcbsales.manifest import Catalogue
from pcbsales.store import layout
from pcbsales.store.git.copying import branch_of, pack
from pcbsales.store.git.program import STATUS, Git, GitError
from pcbsales.store.keeping.backup_file import (
    BUNDLE,
    CONTENTS,
    LOCAL,
    UNCOMMITTED,
    Contents,
    hash_of,
    scratch_beside,
)
from pcbsales.store.plain_files import is_plain_file
from pcbsales.store.writing.durability import sync_folder

#: What a write in progress keeps for itself: it means nothing elsewhere.
_PASSING: Final = ("lock", "queue", "journal", "write-", "place")


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
        with scratch_beside(target) as scratch:
            refs = pack(git, scratch / BUNDLE)
            files, missing = _uncommitted(git)
            parts = {BUNDLE: scratch / BUNDLE, **_local(git), **files}
            counted = counts_at(git, catalogue, refs["HEAD"])
            contents = _contents(git, refs, counted, parts, missing)
            told = replace(contents, made=made.isoformat(), format=version)
            _write_tar(draft.file, told, parts)
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


def _contents(
    git: Git,
    refs: dict[str, str],
    counted: dict[str, int],
    parts: dict[str, Path],
    missing: tuple[str, ...],
) -> Contents:
    """What the backup says of itself, but for when it was made, and of which format."""
    uncommitted = (name for name in parts if name.startswith(UNCOMMITTED))
    return Contents(
        made="",
        program=__version__,
        format=0,
        head=refs.get("HEAD", ""),
        branch=branch_of(git),
        refs=refs,
        records=counted,
        station=_station(git),
        members={name: hash_of(file) for name, file in parts.items()},
        uncommitted=tuple(name.removeprefix(UNCOMMITTED) for name in uncommitted),
        missing=missing,
        remote=_remote(git),
    )


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


def counts_at(git: Git, catalogue: Catalogue, commit: str) -> dict[str, int]:
    """How many records of each noun are committed."""
    listed = git.text("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", "ledger")
    counts: dict[str, int] = {}
    for path in listed.split("\0"):
        if found := layout.record_at(path, catalogue.folders):
            noun = found[0].noun
            counts[noun] = counts.get(noun, 0) + 1
    return counts


def _local(git: Git) -> dict[str, Path]:
    own = git.folder() / "pcbsales"
    return {
        f"{LOCAL}{file.relative_to(own).as_posix()}": file
        for file in sorted(own.rglob("*"))
        if is_plain_file(file) and not file.relative_to(own).parts[0].startswith(_PASSING)
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
        if is_plain_file(file):
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
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    tar.addfile(entry, io.BytesIO(data))


def _add_file(tar: tarfile.TarFile, name: str, opened: IO[bytes]) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = os.fstat(opened.fileno()).st_size
    entry.mode = 0o600
    tar.addfile(entry, opened)
