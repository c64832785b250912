"""Saving a decision: under the lock, against what is committed, as one commit."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pcbsales.kernel.errors import LedgerConflictError, MessageId
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.kernel.snapshot import Decision
from pcbsales.store import layout
from pcbsales.store.checks.soundness import require_sound
from pcbsales.store.git.hand_edits import hand_edits, states_of
from pcbsales.store.git.objects import Found, read_blobs
from pcbsales.store.git.program import Git, Identity
from pcbsales.store.git.writable import require_access, require_writable
from pcbsales.store.index.state import State
from pcbsales.store.plain_files import is_plain_file
from pcbsales.store.text.reading import read_record
from pcbsales.store.writing.committing import Draft, commit
from pcbsales.store.writing.content import files_of, message_of, paths_of
from pcbsales.store.writing.installing import EDITED, GONE, THERE
from pcbsales.store.writing.interruption import Interruption, interruptible
from pcbsales.store.writing.lock import held
from pcbsales.store.writing.recovery import tidy_up
from pcbsales.store.writing.requests import Request, earlier
from pcbsales.store.writing.steps import changes_of

if TYPE_CHECKING:
    from pcbsales.store.ledger import Ledger

_STAGED: MessageId = "{path} is staged but not committed; commit it, or unstage it first"


@dataclass(frozen=True, slots=True)
class Saved:
    """What a decision wrote, and the commit that holds it.

    *repeated* says that it had been written before, by a command with the same request id.
    """

    changes: ChangeSet
    commit: str
    warning: str = ""
    repeated: bool = False

    @property
    def id(self) -> str:
        """The id of the first record written."""
        return self.changes.touched[0].id


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, by which command: staff id, git identity, SSH key to sign with (empty: none)."""

    actor: str
    author: Identity
    key: str = ""
    command: str = ""
    request: Request | None = None


def save(
    ledger: "Ledger",
    decide: Decision,
    *,
    writer: Writer,
    warn: Callable[[Collection[str]], None] = lambda _: None,
) -> Saved:
    """Run *decide* under the lock against HEAD and make its change set one commit.

    *warn* is told the paths with hand edits: they stay as they are, and do not count.
    """
    require_own_repository(ledger)
    folder = ledger.own_folder()
    require_access(folder.parent, ledger.root)
    with (
        interruptible() as interruption,
        held(folder / "lock", command=writer.command) as handle,
    ):
        git = replace(ledger.git, inherited=(handle,))
        tidy_up(git, folder)
        base = require_writable(git)
        if writer.request and (known := earlier(git, base, writer.request)):
            return Saved(changes_of(git, ledger.catalogue, known), known, repeated=True)
        return _Turn(ledger, git, base, writer, interruption).take(decide, warn)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A writer's turn: the lock is held, and *base* is the branch's commit."""

    ledger: "Ledger"
    git: Git
    base: str
    writer: Writer
    interruption: Interruption

    def take(self, decide: Decision, warn: Callable[[Collection[str]], None]) -> Saved:
        """Decide on the state at *base*, and write it."""
        # In this order: an edit made between the two is known as one.
        self.ledger.look_again()
        ledger = self.ledger
        dirty = hand_edits(self.git, ledger.index, ledger.catalogue, self.base)
        if dirty:
            warn(dirty)
        state, taken = _state_at(self.ledger, self.git, self.base, dirty)
        changes = decide(state, self.ledger.numberer(taken))
        require_sound(self.ledger, state, changes)
        draft = self._draft(changes)
        written = commit(self.git, self.ledger.own_folder(), draft, self.interruption)
        return Saved(changes, written.commit, written.warning)

    def _draft(self, changes: ChangeSet) -> Draft:
        """The commit that *changes* ask for; refused where a person has hand edits."""
        catalogue, writer = self.ledger.catalogue, self.writer
        before = read_blobs(self.git, self.base, paths_of(changes, catalogue))
        files = files_of(changes, catalogue, {p: blob.content for p, blob in before.items()})
        for path, code in states_of(self.git, set(files)).items():
            if path in files and not _stands_there(self.git.root / path, files[path], code):
                _refuse(path, code)
        marks = (writer.request.trailer,) if writer.request else ()
        message = message_of(changes, catalogue, writer.actor, *marks)
        return Draft(self.base, files, before, message, writer.author, writer.key)


def require_own_repository(ledger: "Ledger") -> None:
    """Refuse to write to the program's own checkout, whose ledger is the sample."""
    if (ledger.root / "pcbsales").is_dir():
        raise LedgerConflictError(
            "this is the program's own sample, which stays as it is; "
            "make a ledger of your own with: pcbsales init --sample demo"
        )


def _stands_there(file: Path, content: bytes | None, code: str) -> bool:
    """Whether a hand edit is to the byte what is written: then it is recorded, not hindering."""
    try:
        return is_plain_file(file) and code in {" M", "??"} and file.read_bytes() == content
    except OSError:
        return False


def _refuse(path: str, code: str) -> NoReturn:
    """Say no to writing *path*, of which git status says *code*."""
    if code in {"??", "!!"}:
        raise LedgerConflictError(THERE, path=path)
    if code == " D":
        raise LedgerConflictError(GONE, path=path)
    is_staged = code[0] in "MADRCT" and code[1] == " "
    raise LedgerConflictError(_STAGED if is_staged else EDITED, path=path)


def _state_at(
    ledger: "Ledger", git: Git, base: str, dirty: Mapping[str, str]
) -> tuple[State, Collection[tuple[str, str]]]:
    """The state at *base*, and the nouns and ids of what has hand edits.

    Where a file has hand edits, the record as it was committed stands.
    """
    blobs: Mapping[str, Found] = read_blobs(git, base, dirty)
    replaced: dict[tuple[str, str], Record | None] = {}
    for path in dirty:
        if found := layout.record_at(path, ledger.catalogue.folders):
            kind, record_id = found
            blob = blobs.get(path)
            reading = read_record(kind, path, blob.content) if blob else None
            replaced[kind.noun, record_id] = reading.record if reading else None
    return State(ledger.catalogue, ledger.index, replaced=replaced), replaced
