"""Moving people for a time (A1) and appointing deputies: who may, and what is then recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from pcbsales.approvals.authority import authority_in_force
from pcbsales.approvals.mandate import Bench, Mandate, bench
from pcbsales.approvals.records import ApprovalDecision, texts_of
from pcbsales.approvals.request import Asked, own_mandate, require_or_request
from pcbsales.approvals.weighing import Figure, Weighed
from pcbsales.company.assignments import Assignment
from pcbsales.company.deputies import ActionName, Deputy, Ended, circles
from pcbsales.company.records import Staff
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.field_errors import built
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

    @property
    def owner(self) -> str:
        """Whom it concerns: who is above them decides."""
        return self.person

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who has to be with the firm all the time."""
        return tuple(name for name in (self.person, self.instead_of) if name is not None)

    @property
    def parts(self) -> tuple[str | None, ...]:
        """What is arranged, so that a grant can see whether it is still what was asked."""
        return (*self.customers, self.instead_of, self.task)


class Cover(Value):
    """*deputy* is to stand in for *absent*, in all decisions or in those of *actions*."""

    absent: RecordId
    deputy: RecordId
    valid_from: Day
    valid_until: Day
    actions: tuple[ActionName, ...] = ()
    reason: Prose | None = None

    @property
    def owner(self) -> str:
        """Whom it concerns: who is above them decides."""
        return self.absent

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who has to be with the firm all the time."""
        return self.absent, self.deputy

    @property
    def parts(self) -> tuple[str | None, ...]:
        """What is arranged, so that a grant can see whether it is still what was asked."""
        return self.deputy, *self.actions


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One sort of arrangement about people: which decision it is, its wish and its record.

    With ``own_only`` nobody makes it alone as a deputy: that would choose who decides.
    """

    action: str
    wish: type[Move | Cover]
    record: type[Assignment | Deputy]
    own_only: bool

    def weigh(self, snapshot: Snapshot, *, arguments: Mapping[str, Any], as_of: date) -> Weighed:
        """Whom it concerns; RefusedError where one is not with the firm all the time."""
        wish = built(self.wish, **texts_of(dict(arguments)))
        _require_days(wish, as_of)
        for name in wish.people:
            _require_serving(snapshot, name, wish.valid_from, wish.valid_until)
        return Weighed(wish.owner, owner=wish.owner, figures=(_days(wish),))

    def make(
        self,
        snapshot: Snapshot,
        ids: Ids,
        *,
        arguments: Mapping[str, Any],
        actor: str,
        at: datetime,
        grant: ApprovalDecision | None = None,
    ) -> ChangeSet:
        """The arrangement, its authority being settled; no circle of deputies comes of it."""
        weighed = self.weigh(snapshot, arguments=arguments, as_of=at.date())
        data: dict[str, Any] = {"id": ids.next(self.record, year=at.year), "by": actor, "at": at}
        if grant:
            data["request"] = grant.request
        else:
            data["acting_for"] = self._standing_for(snapshot, weighed, actor, as_of=at.date())
        made = built(self.record, **{**data, **texts_of(dict(arguments))})
        if isinstance(made, Deputy):
            _require_no_circle(snapshot, made)
        return ChangeSet(self.action, _said(made), adds=(made,))

    def _standing_for(
        self, snapshot: Snapshot, weighed: Weighed, actor: str, *, as_of: date
    ) -> str | None:
        found = self.mandate(self.table(snapshot, as_of=as_of), weighed, actor)
        return found.acting_for if found else None

    def mandate(self, table: Bench, weighed: Weighed, actor: str) -> Mandate | None:
        """By what *actor* makes such an arrangement alone; None where they may not."""
        return own_mandate(table, weighed, actor, own_only=self.own_only)

    def table(self, snapshot: Snapshot, *, as_of: date) -> Bench:
        """Who may arrange it on *as_of*."""
        authority = authority_in_force(snapshot, as_of=as_of)
        return bench(snapshot, authority, self.action, limits=None, as_of=as_of)


_MOVING = Arrangement(ASSIGN, Move, Assignment, own_only=False)
_STANDING_IN = Arrangement(DEPUTISE, Cover, Deputy, own_only=True)
weigh_move, make_assignment = _MOVING.weigh, _MOVING.make
weigh_cover, make_deputy = _STANDING_IN.weigh, _STANDING_IN.make


def arrange(
    snapshot: Snapshot, ids: Ids, *, wish: Move | Cover, actor: str, at: datetime
) -> ChangeSet:
    """*actor* moves somebody or appoints a deputy: done where they may, else a request for it.

    RefusedError where it cannot be, or where nobody could grant it.
    """
    kind = _MOVING if isinstance(wish, Move) else _STANDING_IN
    arguments = tree_of(wish)
    asked = Asked(
        kind.action,
        arguments,
        kind.weigh(snapshot, arguments=arguments, as_of=at.date()),
        reason=wish.reason,
        own_only=kind.own_only,
    )
    decide = partial(kind.make, arguments=arguments, actor=actor, at=at)
    return require_or_request(snapshot, ids, asked=asked, actor=actor, at=at, decide=decide)


def arrangement_of(record: Assignment | Deputy) -> Arrangement:
    """Which sort of arrangement *record* is."""
    return _MOVING if isinstance(record, Assignment) else _STANDING_IN


def owner_of(record: Assignment | Deputy) -> str:
    """Whom *record* concerns: who is moved, or away."""
    return record.person if isinstance(record, Assignment) else record.absent


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
    kind = arrangement_of(found)
    table = kind.table(snapshot, as_of=at.date())
    if not own_mandate(table, Weighed(found.id, owner=owner_of(found)), actor):
        raise RefusedError(
            "{person} may not end {id}; see: pcbsales approval who-may {typed}",
            person=actor,
            id=found.id,
            typed=kind.action,
        )
    ended = found.model_copy(update={"ended": Ended(last=last, at=at, by=actor)})
    return ChangeSet(f"{kind.action}-end", f"End {found.id}", updates=(ended,))


def _stretch(snapshot: Snapshot, stretch: str) -> Assignment | Deputy:
    found = snapshot.get(Assignment, stretch) or snapshot.get(Deputy, stretch)
    if found is None:
        raise UsageError("there is no assignment or deputy's appointment {id}", id=stretch)
    return found


def _days(wish: Move | Cover) -> Figure:
    said = ", ".join(part for part in wish.parts if part) or "-"
    return Figure(what=f"{wish.valid_from}..{wish.valid_until}", asked=said)


def _said(made: Assignment | Deputy) -> str:
    if isinstance(made, Assignment):
        return f"Assign {made.person}: {made.id}"
    return f"Appoint {made.deputy} deputy of {made.absent}: {made.id}"


def _require_no_circle(snapshot: Snapshot, made: Deputy) -> None:
    for ring in circles((*snapshot.all(Deputy), made)):
        if made in ring:
            raise RefusedError(
                "{people} would stand in for one another in a circle",
                people=", ".join(link.deputy for link in ring),
            )


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
