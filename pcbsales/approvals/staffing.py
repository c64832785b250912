"""Moving people for a time (A1) and appointing deputies: who may, and what is then recorded."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from pcbsales.approvals.authority import authority_in_force
from pcbsales.approvals.mandate import bench
from pcbsales.approvals.records import ApprovalDecision, texts_of
from pcbsales.approvals.request import Asked, own_mandate, require_or_request
from pcbsales.approvals.weighing import Figure, Weighed
from pcbsales.company.assignments import Assignment
from pcbsales.company.deputies import ActionName, Deputy, Ended, circles
from pcbsales.company.records import Staff
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.field_errors import refused
from pcbsales.kernel.record import ChangeSet, Value, tree_of
from pcbsales.kernel.scalars import Day, Line, Prose, RecordId
from pcbsales.kernel.snapshot import Ids, Snapshot

ASSIGN = "staff.assign"
DEPUTISE = "staff.deputy"


class Move(Value):
    """Somebody is to be moved: to customers, to another's work, or to a task."""

    person: RecordId
    valid_from: Day
    valid_until: Day
    customers: tuple[RecordId, ...] = ()
    instead_of: RecordId | None = None
    task: Line | None = None
    reason: Prose | None = None


class Cover(Value):
    """*deputy* is to stand in for *absent*, in all decisions or in those of *actions*."""

    absent: RecordId
    deputy: RecordId
    valid_from: Day
    valid_until: Day
    actions: tuple[ActionName, ...] = ()
    reason: Prose | None = None


M = TypeVar("M", Move, Cover)
S = TypeVar("S", Assignment, Deputy)


def assign(snapshot: Snapshot, ids: Ids, *, move: Move, actor: str, at: datetime) -> ChangeSet:
    """*actor* moves somebody: done where they may, else a request for it.

    RefusedError where the move cannot be, or where nobody could grant it.
    """
    arguments = tree_of(move)
    return require_or_request(
        snapshot,
        ids,
        asked=Asked(
            ASSIGN,
            arguments,
            weigh_move(snapshot, arguments=arguments, as_of=at.date()),
            reason=move.reason,
        ),
        actor=actor,
        at=at,
        decide=lambda snapshot, ids: make_assignment(
            snapshot, ids, arguments=arguments, actor=actor, at=at
        ),
    )


def weigh_move(snapshot: Snapshot, *, arguments: Mapping[str, Any], as_of: date) -> Weighed:
    """Whom the move concerns; RefusedError where they are not with the firm all the time."""
    move = _read(Move, arguments)
    _require_days(move, as_of)
    for name in (move.person, move.instead_of):
        if name is not None:
            _require_serving(snapshot, name, move.valid_from, move.valid_until)
    parts = (*move.customers, move.instead_of, move.task)
    return Weighed(move.person, owner=move.person, figures=(_days(move, parts),))


def make_assignment(
    snapshot: Snapshot,
    ids: Ids,
    *,
    arguments: Mapping[str, Any],
    actor: str,
    at: datetime,
    grant: ApprovalDecision | None = None,
) -> ChangeSet:
    """The assignment, its authority being settled."""
    move = _read(Move, arguments)
    weighed = weigh_move(snapshot, arguments=arguments, as_of=at.date())
    base: dict[str, Any] = {"id": ids.next(Assignment, year=at.year), "by": actor, "at": at}
    if grant:
        base["request"] = grant.request
    elif found := _standing_for(snapshot, ASSIGN, weighed, actor, at):
        base["acting_for"] = found
    made = _built(Assignment, {**base, **texts_of(tree_of(move))})
    return ChangeSet("staff.assign", f"Assignment {made.id} of {made.person}", adds=(made,))


def deputise(snapshot: Snapshot, ids: Ids, *, cover: Cover, actor: str, at: datetime) -> ChangeSet:
    """*actor* appoints a deputy: done where they may in their own right, else a request for it.

    A deputy appoints no deputy for whom they stand in: that would choose who decides.
    """
    arguments = tree_of(cover)
    return require_or_request(
        snapshot,
        ids,
        asked=Asked(
            DEPUTISE,
            arguments,
            weigh_cover(snapshot, arguments=arguments, as_of=at.date()),
            reason=cover.reason,
            own_only=True,
        ),
        actor=actor,
        at=at,
        decide=lambda snapshot, ids: make_deputy(
            snapshot, ids, arguments=arguments, actor=actor, at=at
        ),
    )


def weigh_cover(snapshot: Snapshot, *, arguments: Mapping[str, Any], as_of: date) -> Weighed:
    """Whom the deputy stands in for; RefusedError where one of them is not with the firm."""
    cover = _read(Cover, arguments)
    _require_days(cover, as_of)
    for name in (cover.absent, cover.deputy):
        _require_serving(snapshot, name, cover.valid_from, cover.valid_until)
    return Weighed(
        cover.absent, owner=cover.absent, figures=(_days(cover, (cover.deputy, *cover.actions)),)
    )


def make_deputy(
    snapshot: Snapshot,
    ids: Ids,
    *,
    arguments: Mapping[str, Any],
    actor: str,
    at: datetime,
    grant: ApprovalDecision | None = None,
) -> ChangeSet:
    """The deputy, its authority being settled; RefusedError where deputies would form a circle."""
    cover = _read(Cover, arguments)
    base: dict[str, Any] = {"id": ids.next(Deputy, year=at.year), "by": actor, "at": at}
    if grant:
        base["request"] = grant.request
    made = _built(Deputy, {**base, **texts_of(tree_of(cover))})
    for ring in circles((*snapshot.all(Deputy), made)):
        if made in ring:
            raise RefusedError(
                "{people} would stand in for one another in a circle",
                people=", ".join(link.deputy for link in ring),
            )
    subject = f"Deputy {made.id}: {made.deputy} for {made.absent}"
    return ChangeSet("staff.deputy", subject, adds=(made,))


def end(
    snapshot: Snapshot, _ids: Ids, *, stretch: str, last: date, actor: str, at: datetime
) -> ChangeSet:
    """The arrangement *stretch* holds until *last* only; whoever may arrange it may end it.

    RefusedError for a day that is past, one after its own end, and who may not.
    """
    found = _stretch(snapshot, stretch)
    if not at.date() <= last < found.last:
        raise RefusedError(
            "{id} holds until {until}; it can end from {today} on, before that",
            id=found.id,
            until=found.last,
            today=at.date(),
        )
    action = ASSIGN if isinstance(found, Assignment) else DEPUTISE
    owner = found.person if isinstance(found, Assignment) else found.absent
    table = bench(
        snapshot,
        authority_in_force(snapshot, as_of=at.date()),
        action,
        limits=None,
        as_of=at.date(),
    )
    if not own_mandate(table, Weighed(found.id, owner=owner), actor):
        raise RefusedError(
            "{person} may not end {id}; see: pcbsales approval who-may {action}",
            person=actor,
            id=found.id,
            action=action,
        )
    ended = found.model_copy(update={"ended": Ended(last=last, at=at, by=actor)})
    return ChangeSet(f"{action}-end", f"End {found.id}", updates=(ended,))


def _stretch(snapshot: Snapshot, stretch: str) -> Assignment | Deputy:
    found = snapshot.get(Assignment, stretch) or snapshot.get(Deputy, stretch)
    if found is None:
        raise UsageError("there is no assignment or deputy's appointment {id}", id=stretch)
    return found


def _days(wish: Move | Cover, parts: tuple[str | None, ...]) -> Figure:
    """When and what, so that a grant can see whether it is still what was asked."""
    said = ", ".join(part for part in parts if part) or "-"
    return Figure(what=f"{wish.valid_from}..{wish.valid_until}", asked=said)


def _standing_for(
    snapshot: Snapshot, action: str, weighed: Weighed, actor: str, at: datetime
) -> str | None:
    authority = authority_in_force(snapshot, as_of=at.date())
    table = bench(snapshot, authority, action, limits=None, as_of=at.date())
    mandate = own_mandate(table, weighed, actor)
    return mandate.acting_for if mandate else None


def _require_days(wish: Move | Cover, as_of: date) -> None:
    if not as_of <= wish.valid_from <= wish.valid_until:
        raise RefusedError(
            "from {first} to {last} cannot be arranged on {day}; begin on that day or later, "
            "and end on the day it begins, or later",
            first=wish.valid_from,
            last=wish.valid_until,
            day=as_of,
        )


def _require_serving(snapshot: Snapshot, name: str, first: date, last: date) -> None:
    person = snapshot.get(Staff, name)
    if person is None:
        raise UsageError("there is no staff record {id}", id=name)
    if first < person.valid_from or (person.valid_until is not None and person.valid_until < last):
        raise RefusedError(
            "{person} is not with the firm for the whole of {first} to {last}",
            person=name,
            first=first,
            last=last,
        )


def _read(kind: type[M], arguments: Mapping[str, Any]) -> M:
    try:
        return kind.model_validate(texts_of(dict(arguments)))
    except ValidationError as error:
        raise refused(kind, error) from None


def _built(kind: type[S], tree: Mapping[str, Any]) -> S:
    try:
        return kind.model_validate(dict(tree))
    except ValidationError as error:
        raise refused(kind, error) from None
