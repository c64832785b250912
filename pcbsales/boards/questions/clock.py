"""What questions cost in time: the days that lead times stand still, and whose hours they took."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.kernel.calendar import Stop, WorkingCalendar, is_working_day
from pcbsales.kernel.working_clock import working_seconds_between

_DAY = timedelta(days=1)


def stops(
    questions: Iterable[EngineeringQuestion], part: str, rev: str, *, as_of: date | None = None
) -> tuple[Stop, ...]:
    """The days on which blocking questions about *part*'s revision *rev* stop its lead time.

    Each runs from the day on which it was raised to the day on which it was answered or closed,
    that day excluded. With *as_of* as it was known at the end of that day.
    """
    found = []
    for question in questions:
        if not (question.blocking and (question.part, question.revision) == (part, rev)):
            continue
        opened, ended = question.raised_at.date(), question.ended_at
        if as_of is not None and opened > as_of:
            continue
        known = ended is not None and (as_of is None or ended.date() <= as_of)
        found.append(Stop(opened, ended.date() if ended is not None and known else None))
    return tuple(sorted(found, key=lambda stop: (stop.opened, stop.answered or date.max)))


def stopped_days(
    calendar: WorkingCalendar, held: Iterable[Stop], *, as_of: date
) -> tuple[date, ...]:
    """The working days up to *as_of*, included, that at least one of *held* stops."""
    days = {
        day
        for stop in held
        for day in _days(stop.opened, min(stop.answered or date.max, as_of + _DAY))
    }
    return tuple(sorted(day for day in days if is_working_day(calendar, day)))


@dataclass(frozen=True, slots=True)
class Turnround:
    """Working seconds that a question was open: until it was put (ours), from then on (theirs)."""

    ours: int
    theirs: int


def turnround(
    calendar: WorkingCalendar, question: EngineeringQuestion, *, at: datetime
) -> Turnround:
    """Whose working time *question* has taken until the moment *at*."""
    end = min(question.ended_at or at, at)
    put = min(question.put.at, end) if question.put else end
    start = min(question.raised_at, end)
    return Turnround(
        working_seconds_between(calendar, start, put), working_seconds_between(calendar, put, end)
    )


def _days(first: date, beyond: date) -> Iterable[date]:
    return (first + n * _DAY for n in range((beyond - first).days))
