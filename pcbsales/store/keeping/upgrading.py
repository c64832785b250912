"""Upgrading: a ledger of an older format is moved forward, step by step, in one commit.

A step changes the trees of records, as the YAML holds them, and nothing else; people's comments and
order stay. What results must be read without a fault by this program before any of it is written.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeAlias

from pcbsales.kernel.errors import (
    Finding,
    InvalidLedgerError,
    LedgerConflictError,
    LedgerWriteError,
    MessageId,
    RefusedError,
)
from pcbsales.kernel.record import Plain
from pcbsales.manifest import Catalogue
from pcbsales.store import layout
from pcbsales.store.format import FORMAT_VERSION
from pcbsales.store.git.objects import read_blobs
from pcbsales.store.git.program import Git, Identity
from pcbsales.store.git.trust import require_trusted
from pcbsales.store.git.writable import require_repository, require_writable
from pcbsales.store.history import Objects
from pcbsales.store.ledger import Ledger
from pcbsales.store.text.reading import read_record
from pcbsales.store.text.round_trip import dump
from pcbsales.store.text.strict_yaml import StrictYamlError, read
from pcbsales.store.writing.committing import Draft, Written, commit
from pcbsales.store.writing.interruption import interruptible
from pcbsales.store.writing.lock import held
from pcbsales.store.writing.recovery import tidy_up

Tree: TypeAlias = dict[str, Any]
_AT_ONCE: Final = 2000
_SHOWN: Final = 3
_MESSAGE: Final = "Upgrade the ledger to format {to}\n\nAction: ledger.upgrade\nActor: {actor}\n"


@dataclass(frozen=True, slots=True)
class UpgradeStep:
    """How format *of* becomes the next one: *change* gives a record's tree, or the same one.

    It gets the record's folder (``customers``) and its tree of texts, lists and mappings; *what*
    says in a sentence what changes.
    """

    of: int
    what: MessageId
    change: Callable[[str, Tree], Tree]


#: There has been one format so far. The next one puts here how format 1 becomes it.
STEPS: Final[tuple[UpgradeStep, ...]] = ()


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What an upgrade writes: the formats, the steps, the new content of every file it changes."""

    base: str
    of: int
    to: int
    steps: tuple[UpgradeStep, ...]
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...] = ()


def version_of(raw: bytes) -> int:
    """The format that the content of ``ledger/FORMAT`` names."""
    try:
        return int(str(read(raw).data["format"]))
    except (StrictYamlError, KeyError, ValueError):
        raise InvalidLedgerError(
            (Finding(layout.FORMAT, 1, "format.unreadable", "expected a line such as: format: 1"),)
        ) from None


def steps_between(
    of: int, to: int, steps: Sequence[UpgradeStep] = STEPS
) -> tuple[UpgradeStep, ...]:
    """The steps from format *of* to *to*, in order; none where they are the same.

    Raises:
        LedgerConflictError: The ledger is newer than this program.
        RefusedError: A step is missing on the way.
    """
    if of > to:
        raise LedgerConflictError(
            "this ledger has format {found}, this program knows format {known}: "
            "install a newer pcbsales",
            found=of,
            known=to,
        )
    known = {step.of: step for step in steps}
    if lacking := [version for version in range(of, to) if version not in known]:
        raise RefusedError(
            "no step leads on from format {found}: this pcbsales cannot upgrade the ledger",
            found=lacking[0],
        )
    return tuple(known[version] for version in range(of, to))


def plan_upgrade(
    root: Path,
    catalogue: Catalogue,
    *,
    steps: Sequence[UpgradeStep] = STEPS,
    to: int = FORMAT_VERSION,
) -> Upgrade:
    """What upgrading the committed ledger at *root* would write; nothing is written yet.

    Raises:
        InvalidLedgerError: A file is no YAML that can be changed, or would be no valid record.
        LedgerConflictError: There are hand edits, or the ledger is newer than this program.
        RefusedError: No step leads on from the ledger's format.
    """
    require_trusted(root)
    git = Git(root)
    base = git.head()
    raw = git.blob(base, layout.FORMAT) or b""
    of = version_of(raw)
    way = steps_between(of, to, steps)
    if not way:
        return Upgrade(base, of, to, (), {})
    _require_no_edits(git)
    files = dict(_changed(git, base, catalogue, way))
    data = read(raw).data
    files[layout.FORMAT] = dump({**data, "format": Plain(str(to))}, raw)
    return Upgrade(base, of, to, way, files)


def carry_out(
    root: Path, upgrade: Upgrade, *, author: Identity, actor: str, key: str = ""
) -> Written:
    """Write *upgrade* as one commit, under the lock; refused if somebody wrote meanwhile."""
    folder = require_repository(root).folder / "pcbsales"
    with interruptible() as interruption, held(folder / "lock", command="upgrade") as handle:
        git = replace(Git(root), inherited=(handle,))
        tidy_up(git, folder)
        if require_writable(git) != upgrade.base:
            raise LedgerConflictError("somebody wrote meanwhile; upgrade again")
        _require_no_edits(git)
        before = read_blobs(git, upgrade.base, upgrade.files)
        message = _MESSAGE.format(to=upgrade.to, actor=actor)
        draft = Draft(upgrade.base, upgrade.files, before, message, author, key)
        return commit(git, folder, draft, interruption)


@contextmanager
def upgraded_copy(root: Path, catalogue: Catalogue, upgrade: Upgrade) -> Iterator[Ledger]:
    """The ledger as it would be, in a folder of its own that goes away: for looking it over."""
    try:
        with tempfile.TemporaryDirectory(prefix="pcbsales-upgrade-") as name:
            copy = Path(name)
            shutil.copytree(
                root / layout.LEDGER,
                copy / layout.LEDGER,
                symlinks=True,
                ignore=lambda folder, _: (
                    {layout.ATTACHMENTS} if Path(folder) == root / layout.LEDGER else set()
                ),
            )
            for path, content in upgrade.files.items():
                (copy / path).write_bytes(content)
            yield Ledger(copy, catalogue)
    except OSError as error:
        raise LedgerWriteError(
            "the upgrade could not be looked over, so nothing was written: {problem}",
            problem=error.strerror,
        ) from error


def _require_no_edits(git: Git) -> None:
    if edits := sorted(git.status(layout.LEDGER)):
        raise LedgerConflictError(
            "an upgrade rewrites many files, and these have hand edits; "
            "commit them or put them back first: {paths}",
            paths=", ".join(edits[:_SHOWN]) + (" …" if len(edits) > _SHOWN else ""),
        )


def _changed(
    git: Git, base: str, catalogue: Catalogue, way: Sequence[UpgradeStep]
) -> Iterator[tuple[str, bytes]]:
    """The files that the steps change, with their new content; all are looked at."""
    faults: list[Finding] = []
    for path, raw in _records(git, base):
        try:
            before = read(raw).data
        except StrictYamlError as error:
            faults.append(Finding(path, error.line, error.rule, error.msgid, error.values))
            continue
        after = before
        for step in way:
            after = step.change(path.split("/")[1], after)
        content = raw if after == before else dump(after, raw)
        kind = layout.kind_at(path, catalogue.folders)
        reading = read_record(kind, path, content)
        faults += reading.findings
        if content != raw:
            yield path, content
    if faults:
        raise InvalidLedgerError(tuple(faults))


def _records(git: Git, base: str) -> Iterator[tuple[str, bytes]]:
    """Every record file of the commit *base*, read in bundles."""
    listed = git.text("ls-tree", "-r", "-z", "--full-tree", base, "--", layout.LEDGER)
    found: list[tuple[str, str]] = []
    for entry in listed.split("\0"):
        facts, _, path = entry.partition("\t")
        outside = path == layout.FORMAT or path.startswith(f"{layout.LEDGER}/{layout.ATTACHMENTS}/")
        if path and not outside and facts.startswith("100"):
            found.append((path, facts.split()[2]))
    for start in range(0, len(found), _AT_ONCE):
        batch = found[start : start + _AT_ONCE]
        objects = Objects(git)
        objects.fetch(name for _, name in batch)
        yield from ((path, objects.content(name)) for path, name in batch)
