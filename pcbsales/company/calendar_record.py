"""What the ledger holds about working time: the week, and what each year adds to it."""

from datetime import date
from typing import Annotated, ClassVar, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import PlainValidator, model_validator

from pcbsales.kernel.calendar import Weekday, Window, WorkingCalendar
from pcbsales.kernel.countries import Country
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.record import Record, Value
from pcbsales.kernel.scalars import Clock, Code, Day, Flag, Line, PositiveCount, refuse, wrong


def _zone(value: object) -> str:
    if isinstance(value, str):
        try:
            return ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    raise refuse("zone", "a time zone such as Asia/Shanghai", value)


#: A time zone by its name in the tz database.
Zone = Annotated[str, PlainValidator(_zone)]


class OpenWindow(Value):
    """Open from one time of day to another; ``close: 00:00`` is the end of the day."""

    open: Clock
    close: Clock


class OpenHours(Value):
    """The windows of some days of the week; lunch is the gap between two windows."""

    days: tuple[Weekday, ...]
    windows: tuple[OpenWindow, ...]


class Holiday(Value):
    """A day off that the week would work."""

    day: Day
    name: Line | None = None


class MakeUpDay(Value):
    """A day that is worked though the week or a holiday says otherwise (补班)."""

    day: Day
    stands_for: Weekday
    name: Line | None = None


class CalendarYear(Value):
    """What a year adds to the country's holidays; ``complete``: it replaces them."""

    year: PositiveCount
    complete: Flag = False
    holidays: tuple[Holiday, ...] = ()
    make_up: tuple[MakeUpDay, ...] = ()

    @model_validator(mode="after")
    def _holds_its_own_days(self) -> Self:
        seen: set[date] = set()
        days = [holiday.day for holiday in self.holidays] + [extra.day for extra in self.make_up]
        for day in days:
            if day.year != self.year or day in seen:
                raise wrong(
                    "calendar.year",
                    "{day} is not a day of {year}, or stands there twice",
                    day=day.isoformat(),
                    year=self.year,
                )
            seen.add(day)
        return self


class WorkCalendar(Record):
    """When a desk or a plant works.

    The public holidays and make-up workdays of ``country`` (and ``region``, ISO 3166-2 without the
    country) come from public data; ``years`` add to them. A make-up workday from public data has
    the windows of ``make_up_as``.
    """

    noun: ClassVar[str] = "calendar"

    id: Code
    name: LocalText
    country: Country
    region: Code | None = None
    zone: Zone
    week: tuple[OpenHours, ...]
    make_up_as: Weekday = Weekday.MON
    years: tuple[CalendarYear, ...] = ()

    @model_validator(mode="after")
    def _makes_a_calendar(self) -> Self:
        named = [day for hours in self.week for day in hours.days]
        numbers = [entry.year for entry in self.years]
        if len(named) != len(set(named)) or len(numbers) != len(set(numbers)):
            raise wrong("calendar.twice", "a weekday or a year stands there twice")
        try:
            WorkingCalendar(self.zone, self.windows)
        except ValueError:
            raise wrong(
                "calendar.windows",
                "the windows of a day are in order and apart, and one day at least is open",
            ) from None
        return self

    @property
    def windows(self) -> tuple[tuple[Window, ...], ...]:
        """The windows of the seven days, Monday first; ValueError if one closes too early."""
        by_day = {
            day: tuple(Window(window.open, window.close) for window in hours.windows)
            for hours in self.week
            for day in hours.days
        }
        return tuple(by_day.get(day, ()) for day in Weekday)
