"""Who stands in for whom, from when to when, and in which decisions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import PlainValidator, model_validator

from pcbsales.company.records import Staff
from pcbsales.kernel.effective import Lasting, is_in_force
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import Day, Instant, Prose, RecordId, refuse, wrong

_ACTION = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z][a-z0-9]*(-[a-z0-9]+)*)+")


def _action(value: object) -> str:
    if isinstance(value, str) and _ACTION.fullmatch(value):
        return value
    raise refuse("action", "an action such as order.confirm", value)


#: The dotted name of a decision: ``order.confirm``.
ActionName = Annotated[str, PlainValidator(_action)]


class Ended(Value):
    """What ended an arrangement before its time; ``last`` is the last day on which it held."""

    last: Day
    at: Instant
    by: Annotated[RecordId, Points("staff")]


class Stretch(Lasting, Record):
    """An arrangement about people that holds from a day to a day, both included.

    ``by`` made it, ``acting_for`` whom they stood in for, or on the grant of ``request``.
    """

    noun: ClassVar[str] = "stretch"

    valid_from: Day
    valid_until: Day
    reason: Prose | None = None
    by: Annotated[RecordId, Points("staff")]
    acting_for: Annotated[RecordId, Points("staff")] | None = None
    at: Instant
    request: Annotated[RecordId, Points("approval-request")] | None = None
    ended: Ended | None = None

    def holds(self, *, as_of: date) -> bool:
        """Whether it is in force on *as_of*."""
        return self.valid_from <= as_of <= self.last

    @property
    def last(self) -> date:
        """The last day on which it holds; before the first where it never came to that."""
        return self.valid_until if self.ended is None else min(self.ended.last, self.valid_until)

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.valid_from < self.at.date():
            raise wrong(
                "stretch.back_dated",
                "what was arranged on {day} begins then at the earliest, not on {first}",
                day=self.at.date().isoformat(),
                first=self.valid_from.isoformat(),
            )
        if self.ended is not None and self.ended.last < self.ended.at.date():
            raise wrong(
                "stretch.ended",
                "what was ended on {day} held until then at least; its last day is {last}",
                day=self.ended.at.date().isoformat(),
                last=self.ended.last.isoformat(),
            )
        return self


class Deputy(Stretch):
    """``deputy`` stands in for ``absent``: in all decisions, or in those of ``actions``."""

    noun: ClassVar[str] = "deputy"

    absent: Annotated[RecordId, Points("staff")]
    deputy: Annotated[RecordId, Points("staff")]
    actions: tuple[ActionName, ...] = ()

    @model_validator(mode="after")
    def _stands_in_for_another(self) -> Self:
        if self.absent == self.deputy:
            raise wrong("deputy.self", "nobody stands in for themselves")
        return self

    def covers(self, action: str) -> bool:
        """Whether it holds for *action*."""
        return not self.actions or action in self.actions


@dataclass(frozen=True, slots=True)
class Standing:
    """Standing in for ``principal`` by the records ``via``, from the one who acts outwards."""

    principal: Staff
    via: tuple[Deputy, ...]


def standings(
    staff: Iterable[Staff], deputies: Iterable[Deputy], person: str, action: str, *, as_of: date
) -> tuple[Standing, ...]:
    """All whom *person* stands in for in *action* on *as_of*, the nearest first.

    A deputy's deputy stands in for both; each principal counts once, so chains end. Who is not
    with the firm on the day has nobody standing in for them, and stands in for nobody.
    """
    here = {member.id: member for member in staff if is_in_force(member, as_of=as_of)}
    links = [d for d in deputies if d.covers(action) and d.holds(as_of=as_of)]
    found: dict[str, Standing] = {}
    open_: list[tuple[str, tuple[Deputy, ...]]] = [(person, ())] if person in here else []
    while open_:
        acting, via = open_.pop(0)
        for link in links:
            if link.deputy == acting and link.absent in here and link.absent not in found:
                if link.absent == person:
                    continue
                found[link.absent] = Standing(here[link.absent], (*via, link))
                open_.append((link.absent, (*via, link)))
    return tuple(found.values())


def circles(deputies: Iterable[Deputy]) -> Iterator[tuple[Deputy, ...]]:
    """Deputies that stand in for one another in a ring on some common day and action."""
    links = [d for d in deputies if d.valid_from <= d.last]
    seen: set[frozenset[str]] = set()
    for start in links:
        for ring in _rings(start, links, (start,)):
            names = frozenset(link.id for link in ring)
            if names not in seen:
                seen.add(names)
                yield ring


def _rings(
    start: Deputy, links: list[Deputy], path: tuple[Deputy, ...]
) -> Iterator[tuple[Deputy, ...]]:
    for link in links:
        if link in path or link.absent != path[-1].deputy or not _together((*path, link)):
            continue
        if link.deputy == start.absent:
            yield (*path, link)
        elif link.deputy not in {step.absent for step in path}:
            yield from _rings(start, links, (*path, link))


def _together(path: tuple[Deputy, ...]) -> bool:
    """Whether all of *path* hold on one day and for one action."""
    if max(link.valid_from for link in path) > min(link.last for link in path):
        return False
    named = [set(link.actions) for link in path if link.actions]
    return not named or bool(set.intersection(*named))
