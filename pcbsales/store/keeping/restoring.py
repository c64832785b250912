"""Restoring a backup, and proving that it can be: it is restored, looked over and thrown away."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pcbsales.kernel.errors import LedgerWriteError, MessageId, RefusedError
from pcbsales.manifest import Catalogue
from pcbsales.store.git.copying import faults_of, unpack
from pcbsales.store.git.program import Git, GitError
from pcbsales.store.keeping.backup import counts_at
from pcbsales.store.keeping.backup_file import (
    BUNDLE,
    LOCAL,
    UNCOMMITTED,
    Contents,
    hash_of,
    read_contents,
    safe_name,
    scratch_beside,
    take_out,
)
from pcbsales.store.ledger import Ledger
from pcbsales.store.writing.stations import keep_place

_NOT_THE_SAME: MessageId = "{file} does not restore to what was saved: {what}"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a backup was restored to: its hash and size, what it holds, records nobody can read."""

    sha256: str
    size: int
    contents: Contents
    unreadable: tuple[str, ...]

    @property
    def records(self) -> int:
        """How many records it holds."""
        return sum(self.contents.records.values())


def prove(file: Path, catalogue: Catalogue) -> Proof:
    """Restore the backup *file* beside itself, look it over, and leave nothing of that behind.

    Every part has its hash, git finds nothing wrong, HEAD and all names are what they were, the
    files are what was committed, and of every kind there are as many records as were counted.

    Raises:
        RefusedError: It is no backup, is damaged, or does not restore to what was saved.
        LedgerWriteError: There is no room to restore it.
    """
    contents = read_contents(file)
    with _room(), scratch_beside(file) as scratch:
        parts, folder = scratch / "parts", scratch / "ledger"
        parts.mkdir()
        folder.mkdir()
        take_out(file, parts, contents)
        git = unpack(parts / BUNDLE, folder, branch=contents.branch)
        (parts / BUNDLE).unlink()
        for what in _differences(git, contents):
            raise RefusedError(_NOT_THE_SAME, file=file.name, what=what)
        return Proof(
            hash_of(file), file.stat().st_size, contents,
            _records_read(folder, catalogue, git, contents, file),
        )  # fmt: skip


def restore(
    file: Path, folder: Path, catalogue: Catalogue, *, same_station: bool
) -> tuple[Contents, Path | None]:
    """Make a ledger in the new *folder* from the backup *file*; hand edits come apart, beside it.

    The new clone has no station letter, and so cannot number, unless it takes the *same_station*:
    two clones with one letter would give the same numbers to different records.

    Raises:
        RefusedError: *folder* is there already, or the file is no whole backup.
        LedgerWriteError: There is no room; nothing is left behind.
    """
    apart = folder.with_name(f"{folder.name}-uncommitted")
    for place in (folder, apart):
        if os.path.lexists(place):
            raise RefusedError("{folder} is there already; name a new folder", folder=place)
    contents = read_contents(file)
    with _room(), scratch_beside(folder) as scratch:
        take_out(file, scratch / "parts", contents)
        made = scratch / "ledger"
        made.mkdir()
        git = unpack(scratch / "parts" / BUNDLE, made, branch=contents.branch)
        for what in (*_differences(git, contents), *_miscounted(git, catalogue, contents)):
            raise RefusedError(_NOT_THE_SAME, file=file.name, what=what)
        _own(git, scratch / "parts" / LOCAL, same_station=same_station)
        edits = scratch / "parts" / UNCOMMITTED
        for name in contents.uncommitted:
            safe_name(file, name)
        if edits.is_dir():
            edits.rename(apart)
        made.rename(folder)
        if same_station:
            with suppress(OSError):
                keep_place(Git(folder).folder() / "pcbsales")
    return contents, apart if contents.uncommitted else None


def _own(git: Git, local: Path, *, same_station: bool) -> None:
    own = git.folder() / "pcbsales"
    if same_station and local.is_dir():
        shutil.copytree(local, own)
    else:
        own.mkdir()


def _differences(git: Git, contents: Contents) -> Iterator[str]:
    if faults := faults_of(git):
        yield faults.splitlines()[0]
    if git.head() != contents.head:
        yield "HEAD"
    names = git.text("for-each-ref", "--format=%(refname) %(objectname)").splitlines()
    kept = {f"{name} {found}" for name, found in contents.refs.items() if name != "HEAD"}
    yield from sorted(kept.symmetric_difference(names))
    try:
        git.run("diff-index", "--quiet", "HEAD", "--")
    except GitError:
        yield "files"


def _miscounted(git: Git, catalogue: Catalogue, contents: Contents) -> Iterator[str]:
    counted = counts_at(git, catalogue, contents.head)
    for noun in sorted({*counted, *contents.records}):
        if counted.get(noun, 0) != contents.records.get(noun, 0):
            yield f"{noun}: {counted.get(noun, 0)} / {contents.records.get(noun, 0)}"


def _records_read(
    folder: Path, catalogue: Catalogue, git: Git, contents: Contents, file: Path
) -> tuple[str, ...]:
    """Read every record; the paths of those that cannot be, as they could not be before either."""
    for what in _miscounted(git, catalogue, contents):
        raise RefusedError(_NOT_THE_SAME, file=file.name, what=what)
    ledger = Ledger(folder, catalogue)
    ledger.state(partial=True)
    for noun in catalogue.kinds:
        found = len(ledger.index.ids(noun))
        if found != contents.records.get(noun, 0):
            what = f"{noun}: {found} / {contents.records.get(noun, 0)}"
            raise RefusedError(_NOT_THE_SAME, file=file.name, what=what)
    return tuple(entry.path for entry in ledger.index.unreadable(catalogue.kinds))


@contextmanager
def _room() -> Iterator[None]:
    """A full disk, or a git that could not write, is said as such; what was begun is gone."""
    try:
        yield
    except (OSError, GitError) as error:
        raise LedgerWriteError(
            "restoring failed, and nothing is left of it: {problem}",
            problem=getattr(error, "strerror", None) or error,
        ) from error
