"""One step of the trail: a commit that a decision of this program made, read back."""

from dataclasses import dataclass
from typing import Any, Final

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.kernel.record import ChangeSet, Decider, Record, Waiting
from pcbsales.manifest import Catalogue, RecordKind
from pcbsales.store import layout
from pcbsales.store.git.objects import Found, read_blobs
from pcbsales.store.git.program import Git
from pcbsales.store.text.reading import read_record

#: Each field ends in a NUL, the one character that no commit can hold.
_FIELDS: Final = (
    "%H", "%P", "%ae", "%s",
    *(
        f"%(trailers:key={key},valueonly,separator=%x1e)"
        for key in ("Action", "Actor", "Undoes", "Waiting", "Record", "Decides")
    ),
)  # fmt: skip
_FORM: Final = "".join(f"{field}%x00" for field in _FIELDS)

_FOR: Final = " for "


@dataclass(frozen=True, slots=True)
class Step:
    """A commit: its parents, its author's e-mail, its subject, and what its trailers say."""

    commit: str
    parents: tuple[str, ...]
    email: str
    subject: str
    action: str
    actor: str
    undoes: str
    waiting: str
    records: tuple[str, ...]
    #: Who was named as deciding on a request that waits, as :func:`said_of` says it.
    deciders: tuple[str, ...] = ()


def steps(git: Git, *arguments: str) -> list[Step]:
    """The steps that ``git log`` names with *arguments*, newest first unless they say otherwise."""
    words = git.text("log", f"--format={_FORM}", *arguments).split("\0")[:-1]
    return [_step(words[at : at + len(_FIELDS)]) for at in range(0, len(words), len(_FIELDS))]


def _step(fields: list[str]) -> Step:
    *single, records, deciders = fields
    commit, parents, email, subject, action, actor, undoes, waiting = single
    return Step(
        commit.strip("\n"), tuple(parents.split()), email, subject, action, actor, undoes, waiting,
        tuple(filter(None, records.split("\x1e"))), tuple(filter(None, deciders.split("\x1e"))),
    )  # fmt: skip


def said_of(decider: Decider) -> str:
    """*decider* as a trailer keeps them: ``CHEN``, ``CHEN for LIN``."""
    if decider.acting_for is None:
        return decider.staff
    return f"{decider.staff}{_FOR}{decider.acting_for}"


def changes_of(git: Git, catalogue: Catalogue, commit: str) -> ChangeSet:
    """What the decision of *commit* wrote, read back from it; attachments are left out.

    Raises:
        LedgerConflictError: It was made by no decision that this program knows.
    """
    (step,) = steps(git, "--max-count=1", commit)
    places = {layout.path_of(kind, name): kind for kind, name in _named(step, catalogue)}
    after = read_blobs(git, commit, places)
    before = read_blobs(git, step.parents[0], places) if step.parents else {}
    adds = tuple(_record(places[p], p, after[p]) for p in places if p in after and p not in before)
    updates = tuple(_record(places[p], p, after[p]) for p in places if p in after and p in before)
    gone = tuple(_record(places[p], p, before[p]) for p in places if p in before and p not in after)
    waiting = _waiting(git, catalogue, step, adds) if step.waiting else None
    return ChangeSet(
        step.action, step.subject, adds=adds, updates=updates, removes=gone, waiting=waiting
    )


def _waiting(git: Git, catalogue: Catalogue, step: Step, adds: tuple[Record, ...]) -> Waiting:
    """What was told of the request of *step*: what it asks for, and who decides, by name."""
    asked = next(record for record in adds if record.id == step.waiting)
    kind = catalogue.kinds["staff"]
    told = [entry.partition(_FOR)[::2] for entry in step.deciders]
    places = {layout.path_of(kind, person): person for person, _ in told}
    people: list[Any] = [
        _record(kind, path, blob) for path, blob in read_blobs(git, step.commit, places).items()
    ]
    names = {person.id: person.listed for person in people}
    return Waiting(
        step.waiting,
        str(getattr(asked, "action", step.action)),
        tuple(Decider(who, names.get(who, who), whom or None) for who, whom in told),
    )


def _named(step: Step, catalogue: Catalogue) -> list[tuple[RecordKind, str]]:
    named = []
    for entry in step.records:
        folder, _, record_id = entry.partition("/")
        kind = catalogue.folders.get(folder)
        if kind is None or not step.action:
            raise LedgerConflictError(
                "commit {commit} was made by no decision that this program knows",
                commit=step.commit[:12],
            )
        named.append((kind, record_id))
    return named


def _record(kind: RecordKind, path: str, blob: Found) -> Record:
    found = read_record(kind, path, blob.content)
    if found.record is None:
        raise LedgerConflictError("{path} cannot be read as it was then", path=path)
    return found.record
