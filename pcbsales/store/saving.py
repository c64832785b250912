"""Saving a decision: under the lock, against what is committed, as one commit."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pcbsales.kernel.errors import LedgerConflictError, RefusedError
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.kernel.snapshot import Decision
from pcbsales.store import layout
from pcbsales.store.checking import is_there
from pcbsales.store.committing import commit, tidy_up
from pcbsales.store.git import Identity
from pcbsales.store.lock import held
from pcbsales.store.reading import read_record
from pcbsales.store.references import references
from pcbsales.store.state import State
from pcbsales.store.writing import files_of, message_of, require_writable

if TYPE_CHECKING:
    from pcbsales.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Saved:
    """What a decision wrote, and the commit that holds it."""

    changes: ChangeSet
    commit: str
    warning: str = ""

    @property
    def id(self) -> str:
        """The id of the first record written."""
        return self.changes.records[0].id


def save(
    ledger: "Ledger",
    decide: Decision,
    *,
    actor: str,
    author: Identity,
    warn: Callable[[Collection[str]], None] = lambda _: None,
) -> Saved:
    """Run *decide* under the lock against HEAD and make its change set one commit.

    *warn* is told the paths with hand edits: they stay as they are, and do not count.
    """
    _require_own_repository(ledger)
    git = ledger.git
    with held(ledger.own_folder() / "lock"):
        tidy_up(git)
        base = require_writable(git)
        if dirty := git.status(layout.LEDGER):
            warn(dirty)
        state = _state_at(ledger, base, dirty)
        changes = decide(state, ledger.numberer())
        _require_references(ledger, state, changes)
        files = files_of(changes, ledger.catalogue, lambda path: git.blob(base, path), dirty)
        message = message_of(changes, ledger.catalogue, actor)
        written = commit(git, base, files, message, author)
        return Saved(changes, written.commit, written.warning)


def _require_own_repository(ledger: "Ledger") -> None:
    if (ledger.root / "pcbsales").is_dir():
        raise LedgerConflictError(
            "this is the program's own sample, which stays as it is; "
            "make a ledger of your own with: pcbsales init --sample demo"
        )


def _state_at(ledger: "Ledger", base: str, dirty: Mapping[str, str]) -> State:
    """The state at *base*: where a file has hand edits, the record as it was committed."""
    ledger.index.refresh()
    replaced: dict[tuple[str, str], Record | None] = {}
    for path in dirty:
        kind = ledger.catalogue.folders.get("/".join(path.split("/")[1:2]))
        record_id = layout.id_of(kind, path) if kind else None
        if kind and record_id:
            blob = ledger.git.blob(base, path)
            reading = read_record(kind, path, blob) if blob is not None else None
            replaced[kind.noun, record_id] = reading.record if reading else None
    return State(ledger.catalogue, ledger.index, replaced=replaced)


def _require_references(ledger: "Ledger", state: State, changes: ChangeSet) -> None:
    after = state.with_records(changes.records)
    for record in changes.records:
        for location, noun, target in references(record):
            if not is_there(after, ledger.catalogue, noun, target):
                raise RefusedError(
                    "{id}: {field} names the {noun} {target}, and there is none",
                    id=record.id,
                    field=".".join(map(str, location)),
                    noun=noun,
                    target=target,
                )
