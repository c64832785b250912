"""A calendar laid open: its days in a period, and how a number of working days was counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pcbsales.company.calendar import CalendarWarning, CompanyCalendar
from pcbsales.kernel.calendar import (
    Weekday,
    add_working_days,
    is_working_day,
    working_day_from,
    working_day_until,
)
from pcbsales.kernel.periods import Period
from pcbsales.kernel.tables import Align, Cell, Column, Table, Word


class DayKind(StrEnum):
    """What a day is to those who work."""

    WORKING = "working"
    MAKE_UP = "make_up"
    HOLIDAY = "holiday"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day: what it is, its windows as ``08:30-12:00``, its name if it has one."""

    day: date
    kind: DayKind
    windows: tuple[str, ...]
    name: str

    @property
    def weekday(self) -> Weekday:
        """Its weekday."""
        return Weekday.of(self.day)

    @property
    def is_working(self) -> bool:
        """Whether somebody works on it."""
        return bool(self.windows)

    def as_json(self) -> dict[str, object]:
        """The day, weekday, kind, windows and name."""
        return {
            "day": self.day.isoformat(),
            "weekday": self.weekday.value,
            "kind": self.kind.value,
            "windows": list(self.windows),
            "name": self.name,
        }


_COLUMNS = (
    Column("day", "Day"),
    Column("weekday", "Weekday"),
    Column("kind", "Kind"),
    Column("windows", "Hours"),
    Column("name", "Holiday"),
)


def _row(day: CalendarDay) -> tuple[Cell, ...]:
    return (day.day, Word(day.weekday.value), Word(day.kind.value), " ".join(day.windows), day.name)


@dataclass(frozen=True, slots=True)
class CalendarReport:
    """The days of a period on one calendar."""

    calendar: str
    period: str
    days: tuple[CalendarDay, ...]
    warnings: tuple[CalendarWarning, ...]

    @property
    def working_days(self) -> int:
        """How many of them are worked."""
        return sum(day.is_working for day in self.days)

    def as_json(self) -> dict[str, object]:
        """``{schema, calendar, period, working_days, days [..], warnings [..]}``."""
        return {
            "schema": 1,
            "calendar": self.calendar,
            "period": self.period,
            "working_days": self.working_days,
            "days": [day.as_json() for day in self.days],
            "warnings": [warning.as_json() for warning in self.warnings],
        }

    def as_table(self) -> Table:
        """One row a day, the count of working days below."""
        count = ("{count} working days", (("count", self.working_days),))
        return Table(
            _COLUMNS,
            tuple(_row(day) for day in self.days),
            title="Calendar {calendar}, {period}",
            title_values=(("calendar", self.calendar), ("period", self.period)),
            remarks=(count, *(warning.remark for warning in self.warnings)),
        )


@dataclass(frozen=True, slots=True)
class WorkingDaysReport:
    """*count* working days from *start*: day zero, the day reached, and each day passed."""

    calendar: str
    start: date
    day_zero: date
    count: int
    reached: date
    days: tuple[CalendarDay, ...]
    warnings: tuple[CalendarWarning, ...]

    def as_json(self) -> dict[str, object]:
        """``{schema, calendar, start, day_zero, count, reached, days [..], warnings [..]}``."""
        return {
            "schema": 1,
            "calendar": self.calendar,
            "start": self.start.isoformat(),
            "day_zero": self.day_zero.isoformat(),
            "count": self.count,
            "reached": self.reached.isoformat(),
            "days": [day.as_json() for day in self.days],
            "warnings": [warning.as_json() for warning in self.warnings],
        }

    def as_table(self) -> Table:
        """One row a day after day zero, the working ones numbered."""
        rows: list[tuple[Cell, ...]] = []
        counted = 0
        for day in self.days:
            counted += day.is_working
            rows.append((counted if day.is_working else None, *_row(day)))
        return Table(
            (Column("number", "No.", Align.RIGHT), *_COLUMNS),
            tuple(rows),
            title="{count} working days from {day_zero}: {reached}",
            title_values=(
                ("count", self.count),
                ("day_zero", self.day_zero),
                ("reached", self.reached),
            ),
            remarks=tuple(warning.remark for warning in self.warnings),
        )


def calendar_report(calendar: CompanyCalendar, period: Period) -> CalendarReport:
    """The days of *period* on *calendar*."""
    days = tuple(_describe(calendar, day) for day in period.days())
    warnings = calendar.warnings(period.first, period.last)
    return CalendarReport(calendar.id, str(period), days, warnings)


def working_days_report(calendar: CompanyCalendar, start: date, count: int) -> WorkingDaysReport:
    """How *count* working days from *start* are counted; negative counts go back."""
    move = working_day_from if count >= 0 else working_day_until
    zero = move(calendar.working, start)
    reached = add_working_days(calendar.working, start, count)
    step = timedelta(days=1 if count >= 0 else -1)
    passed = (zero + n * step for n in range(1, abs((reached - zero).days) + 1))
    return WorkingDaysReport(
        calendar.id,
        start,
        zero,
        count,
        reached,
        tuple(_describe(calendar, day) for day in passed),
        calendar.warnings(min(start, reached), max(start, reached)),
    )


def _describe(calendar: CompanyCalendar, day: date) -> CalendarDay:
    working = calendar.working
    windows = tuple(str(window) for window in working.windows_on(day))
    return CalendarDay(day, _kind(calendar, day), windows, calendar.names.get(day, ""))


def _kind(calendar: CompanyCalendar, day: date) -> DayKind:
    working = calendar.working
    if day in working.make_up:
        return DayKind.MAKE_UP
    if is_working_day(working, day):
        return DayKind.WORKING
    return DayKind.HOLIDAY if day in working.holidays else DayKind.REST
