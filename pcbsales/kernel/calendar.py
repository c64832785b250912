"""When a desk or a plant works, and working days counted: windows, holidays, make-up workdays.

One engine serves lead times, validity and, in ``working_clock``, response clocks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from pcbsales.kernel.errors import RefusedError

_DAY = timedelta(days=1)
#: As a closing time it is the end of the day.
MIDNIGHT = time(0)
#: No calendar rests longer; a search beyond it means that the calendar has no working day at all.
_LONGEST_REST_DAYS = 400


class Weekday(StrEnum):
    """The days of the week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @classmethod
    def of(cls, day: date) -> "Weekday":
        """The weekday of *day*."""
        return list(cls)[day.weekday()]

    @property
    def number(self) -> int:
        """0 for Monday, as ``date.weekday()`` counts."""
        return list(Weekday).index(self)


@dataclass(frozen=True, slots=True)
class Window:
    """Open from *open* to *close* on one day; a close of 00:00 is the end of that day."""

    open: time
    close: time

    def __post_init__(self) -> None:
        if self.close != MIDNIGHT and self.close <= self.open:
            raise ValueError(f"a window must close after it opens: {self}")

    def __str__(self) -> str:
        return f"{self.open:%H:%M}-{self.close:%H:%M}"


@dataclass(frozen=True, slots=True)
class Stop:
    """Days that do not count: from *opened* on, up to the day before *answered* (None: still)."""

    opened: date
    answered: date | None = None


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When a desk or a plant works.

    ``week`` holds the windows of the seven days, Monday first; the windows of a day are in order
    and do not overlap (lunch is the gap between two). A day of ``make_up`` works with the windows
    of the weekday it stands for, whatever else it is. ``years`` are those whose holidays are
    known (None: any); a question about another year is refused.
    """

    zone: str
    week: tuple[tuple[Window, ...], ...]
    holidays: frozenset[date] = frozenset()
    make_up: Mapping[date, Weekday] = field(default_factory=dict, hash=False)
    years: frozenset[int] | None = None

    def __post_init__(self) -> None:
        if len(self.week) != len(Weekday) or not any(self.week):
            raise ValueError("a calendar has seven days, one of them at least with a window")
        for windows in self.week:
            for earlier, later in pairwise(windows):
                if earlier.close == MIDNIGHT or later.open < earlier.close:
                    raise ValueError(f"windows overlap or are out of order: {earlier}, {later}")

    def local(self, instant: datetime) -> datetime:
        """*instant* on this calendar's wall clock."""
        return instant.astimezone(ZoneInfo(self.zone))

    def windows_on(self, day: date) -> tuple[Window, ...]:
        """The windows of *day*, none on a day off; RefusedError where the year is not known."""
        if self.years is not None and day.year not in self.years:
            raise RefusedError(
                "the calendar does not know the holidays of {year}; add the year to it",
                year=day.year,
            )
        stands_for = self.make_up.get(day)
        if stands_for is not None:
            return self.week[stands_for.number]
        return () if day in self.holidays else self.week[day.weekday()]


def is_working_day(calendar: WorkingCalendar, day: date) -> bool:
    """Whether *day* has a window."""
    return bool(calendar.windows_on(day))


def working_day_from(calendar: WorkingCalendar, day: date) -> date:
    """*day* itself if it is a working day, else the first one after it."""
    return _find_working_day(calendar, day, 1)


def working_day_until(calendar: WorkingCalendar, day: date) -> date:
    """*day* itself if it is a working day, else the last one before it."""
    return _find_working_day(calendar, day, -1)


def next_working_day(calendar: WorkingCalendar, day: date) -> date:
    """The first working day after *day*."""
    return working_day_from(calendar, shift(day, 1))


def previous_working_day(calendar: WorkingCalendar, day: date) -> date:
    """The last working day before *day*."""
    return working_day_until(calendar, shift(day, -1))


def add_working_days(calendar: WorkingCalendar, day: date, days: int) -> date:
    """The *days*-th working day after *day*, which is first moved to a working day.

    A negative number counts back, and moves *day* back too; 0 only moves it forward.
    """
    found = working_day_until(calendar, day) if days < 0 else working_day_from(calendar, day)
    move = previous_working_day if days < 0 else next_working_day
    for _ in range(abs(days)):
        found = move(calendar, found)
    return found


def working_days_between(calendar: WorkingCalendar, first: date, last: date) -> int:
    """How many working days follow *first* (moved to a working day) up to *last*, included.

    The inverse of ``add_working_days``; negative when *last* is before *first*.
    """
    if last < first:
        return -working_days_between(calendar, last, first)
    start = working_day_from(calendar, first)
    return sum(
        is_working_day(calendar, start + n * _DAY) for n in range(1, (last - start).days + 1)
    )


def day_zero(calendar: WorkingCalendar, start: datetime, *, cut_off: time | None = None) -> date:
    """The day from which working days are counted: that of *start*, moved to a working day.

    Strictly after the *cut_off* on the calendar's wall clock it is the next day.
    """
    local = calendar.local(start)
    late = cut_off is not None and local.time() > cut_off
    return working_day_from(calendar, shift(local.date(), 1) if late else local.date())


def ship_day(
    calendar: WorkingCalendar,
    start: datetime,
    days: int,
    *,
    cut_off: time | None = None,
    stops: Sequence[Stop] = (),
) -> date | None:
    """The *days*-th working day after day zero that no stop holds; None while a stop is open."""
    found = day_zero(calendar, start, cut_off=cut_off)
    counted = 0
    while counted < days:
        found = next_working_day(calendar, found)
        holding = [s for s in stops if s.opened <= found and not _is_answered(s, found)]
        if any(stop.answered is None for stop in holding):
            return None
        counted += not holding
    return found


def _find_working_day(calendar: WorkingCalendar, day: date, step: int) -> date:
    for _ in range(_LONGEST_REST_DAYS):
        if is_working_day(calendar, day):
            return day
        day = shift(day, step)
    raise RefusedError("the calendar has no working day near {day}", day=day)


def _is_answered(stop: Stop, day: date) -> bool:
    return stop.answered is not None and stop.answered <= day


def shift(day: date, days: int) -> date:
    """*day* moved by calendar days; RefusedError where the calendar of the world ends."""
    try:
        return day + days * _DAY
    except OverflowError:
        raise RefusedError("no calendar reaches beyond {day}", day=day) from None
