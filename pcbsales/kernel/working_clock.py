"""Clocks that run in working hours only: deadlines, time taken, pauses.

Instants are aware; the arithmetic is done in UTC, so a clock change inside a window lengthens or
shortens it as it does on the wall.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pcbsales.kernel.calendar import MIDNIGHT, Window, WorkingCalendar, next_working_day, shift

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """A clock that stood still from *start* to *end*; without an end it still does."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("a pause cannot end before it starts")


def always_open(zone: str = "UTC") -> WorkingCalendar:
    """A calendar that never closes, for clocks that count elapsed time."""
    return WorkingCalendar(zone, ((Window(MIDNIGHT, MIDNIGHT),),) * 7)


def deadline(
    calendar: WorkingCalendar, start: datetime, seconds: int, *, pauses: Iterable[Pause] = ()
) -> datetime | None:
    """When *seconds* (0 or more) of working time have passed since *start*, pauses left out.

    Outside the windows the clock starts at the next opening; a time that falls on a closing is
    that closing. None while an open pause stops the clock before then.
    """
    if seconds < 0:
        raise ValueError("a clock runs forward")
    left = seconds * _SECOND
    for begin, end in _running(calendar, start, pauses):
        if left <= end - begin:
            return calendar.local(begin + left)
        left -= end - begin
    return None


def add_working_seconds(calendar: WorkingCalendar, start: datetime, seconds: int) -> datetime:
    """The deadline of a clock without pauses."""
    reached = deadline(calendar, start, seconds)
    assert reached is not None  # only an open pause has no end
    return reached


def working_seconds_between(
    calendar: WorkingCalendar, start: datetime, end: datetime, *, pauses: Iterable[Pause] = ()
) -> int:
    """Whole working seconds from *start* to *end*, pauses left out; negative if reversed."""
    if end < start:
        return -working_seconds_between(calendar, end, start, pauses=pauses)
    finish, total = end.astimezone(UTC), timedelta()
    for begin, stop in _running(calendar, start, pauses):
        if begin >= finish:
            break
        total += min(stop, finish) - begin
    return total // _SECOND


def _running(
    calendar: WorkingCalendar, start: datetime, pauses: Iterable[Pause]
) -> Iterator[tuple[datetime, datetime]]:
    """Stretches of running clock from *start* on, in UTC and in order; ends at an open pause."""
    now = start.astimezone(UTC)
    stood = sorted(pauses, key=lambda pause: pause.start)
    for opening, end in _windows_from(calendar, now):
        begin = opening
        for pause in stood:
            if pause.start >= end or (pause.end is not None and pause.end <= begin):
                continue
            if pause.start > begin:
                yield begin, pause.start.astimezone(UTC)
            if pause.end is None:
                return
            begin = min(pause.end.astimezone(UTC), end)
        yield begin, end


def _windows_from(calendar: WorkingCalendar, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The windows of *calendar* that close at *now* or later, cut at *now*, in UTC."""
    day = calendar.local(now).date()
    while True:
        for window in calendar.windows_on(day):
            begin, end = _instants(calendar, day, window)
            if end >= now:
                yield max(begin, now), end
        day = next_working_day(calendar, day)


def _instants(calendar: WorkingCalendar, day: date, window: Window) -> tuple[datetime, datetime]:
    zone = ZoneInfo(calendar.zone)
    last = shift(day, 1) if window.close == MIDNIGHT else day
    begin = datetime.combine(day, window.open, zone).astimezone(UTC)
    return begin, max(begin, datetime.combine(last, window.close, zone).astimezone(UTC))
