"""Taking back one's own last decision, by a decision that reverses it.

Nothing is taken out of history. What the decision added goes, and its number is kept as withdrawn;
what it changed is put back to the byte; files that came with it and that nothing else names go
too. Facts stay: a later fact corrects them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pcbsales.kernel.errors import MessageId, RefusedError
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.kernel.withdrawn import Withdrawn
from pcbsales.manifest import RecordKind, Shelf
from pcbsales.store.checks.attachments import ATTACHMENT
from pcbsales.store.checks.references import references
from pcbsales.store.writing.steps import Step

ACTION: Final = "undo"
#: What may be put on a fact and taken off again: it is not what happened.
_BESIDE: Final = frozenset({"tags", "notes", "attachments"})
_FACT: Final[MessageId] = "{id} is what happened, and stays; {fault}"
_NO_WAY: Final[MessageId] = "correct it by a later record"


@dataclass(frozen=True, slots=True)
class Piece:
    """One record of a decision: as it was before (None: not there), as it made it, as it is now.

    Records as they read today, and their files' bytes.
    """

    kind: RecordKind
    id: str
    before: Record | None
    after: Record | None
    now: Record | None
    bytes_before: bytes = b""
    bytes_after: bytes = b""
    bytes_now: bytes = b""


@dataclass(frozen=True, slots=True)
class Deed:
    """A decision to be taken back: its step of the trail, its records, and its attachments.

    These are the files that came with it, by their SHA-256 in hex.
    """

    step: Step
    pieces: tuple[Piece, ...]
    attachments: tuple[str, ...] = ()


#: The records, by noun and id, that point at one.
Pointing = Callable[[str, str], Iterable[tuple[str, str]]]
#: The step that changed a record last.
LastStep = Callable[[Piece], Step]


def take_back(
    deed: Deed, *, actor: str, at: datetime, pointing: Pointing, last_step: LastStep
) -> ChangeSet:
    """The change set that reverses *deed*.

    Raises:
        RefusedError: The trade, or somebody who went on from it, does not allow it; says why.
    """
    for piece in deed.pieces:
        _require_no_fact(piece)
        _require_in_the_house(piece)
        _require_last(piece, last_step)
    own = {(piece.kind.noun, piece.id) for piece in deed.pieces}
    added = [piece for piece in deed.pieces if piece.before is None]
    for piece in added:
        _require_alone(piece, own, pointing)
    changed = [piece for piece in deed.pieces if piece.before is not None]
    return ChangeSet(
        ACTION,
        f'Take back "{deed.step.subject[:180]}"',
        adds=tuple(_withdrawn(piece, actor, at) for piece in added if _is_numbered(piece.kind)),
        updates=tuple(piece.before for piece in changed if piece.before and piece.after),
        removes=tuple(piece.after for piece in added if piece.after),
        drops=tuple(_unnamed(deed, own, pointing)),
        texts={(piece.kind.noun, piece.id): piece.bytes_before for piece in changed},
        trailers=(("Undoes", deed.step.commit),),
    )


def _unnamed(deed: Deed, own: set[tuple[str, str]], pointing: Pointing) -> Iterator[str]:
    """The attachments of *deed* that no record names once it is taken back."""
    named = {
        target
        for piece in deed.pieces
        if piece.before
        for _, noun, target in references(piece.before)
        if noun == ATTACHMENT
    }
    for sha256 in deed.attachments:
        if sha256 not in named and not set(pointing(ATTACHMENT, sha256)) - own:
            yield sha256


def _is_numbered(kind: RecordKind) -> bool:
    return kind.shelf in {Shelf.YEARLY, Shelf.COUNTED}


def _withdrawn(piece: Piece, actor: str, at: datetime) -> Withdrawn:
    return Withdrawn(id=piece.id, what=piece.kind.noun, by=actor, at=at)


def _require_no_fact(piece: Piece) -> None:
    if not piece.kind.fact or (piece.before and piece.after and _same_beside(piece)):
        return
    raise RefusedError(_FACT, id=piece.id, fault=piece.kind.corrected_by or _NO_WAY)


def _same_beside(piece: Piece) -> bool:
    """Whether only what stands beside the fact was changed: tags, notes, attachments."""
    both = (piece.before, piece.after)
    first, second = (record.model_dump(exclude=set(_BESIDE)) for record in both if record)
    return first == second


def _require_in_the_house(piece: Piece) -> None:
    """What was said to a customer cannot be unsaid."""
    known = _outward(piece, piece.before)
    if len(_outward(piece, piece.after)) > len(known):
        raise RefusedError(
            "{id} has left the house, which cannot be taken back; say what changed by a new one",
            id=piece.id,
        )


def _outward(piece: Piece, record: Record | None) -> list[Any]:
    events: Iterable[Any] = getattr(record, "events", ())
    return [event for event in events if str(getattr(event, "kind", "")) in piece.kind.outward]


def _require_last(piece: Piece, last_step: LastStep) -> None:
    if piece.bytes_now == piece.bytes_after:
        return
    later = last_step(piece)
    raise RefusedError(
        "{id} was changed since, by {actor} (commit {commit}: {action}); take that back first",
        id=piece.id,
        actor=later.actor or later.email,
        commit=later.commit[:12],
        action=later.action or later.subject[:60],
    )


def _require_alone(piece: Piece, own: set[tuple[str, str]], pointing: Pointing) -> None:
    for noun, other in sorted(set(pointing(piece.kind.noun, piece.id)) - own):
        raise RefusedError(
            "the {noun} {other} names {id}; take back what made {other} first, or change {other}",
            id=piece.id,
            noun=noun,
            other=other,
        )
