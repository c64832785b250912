"""The firm's calendars in force: the week, public holidays, and the ledger's word on a year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pcbsales.company.calendar_record import CalendarYear, WorkCalendar
from pcbsales.company.public_holidays import public_year
from pcbsales.company.records import Entity, Staff
from pcbsales.kernel.calendar import Weekday, WorkingCalendar
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tables import Cell

_YEARS_AROUND = 3


@dataclass(frozen=True, slots=True)
class CalendarWarning:
    """The days of *year* are a forecast: nobody has decreed them, and the ledger says nothing."""

    calendar: str
    country: str
    year: int

    @property
    def remark(self) -> tuple[str, tuple[tuple[str, Cell], ...]]:
        """The warning as a remark below a table."""
        message = (
            "the holidays of {year} in {country} are not official yet and only computed; "
            "put them into calendar {calendar} with complete: true"
        )
        values = (("year", self.year), ("country", self.country), ("calendar", self.calendar))
        return message, values

    def as_json(self) -> dict[str, object]:
        """Calendar, country, year."""
        return {"calendar": self.calendar, "country": self.country, "year": self.year}


@dataclass(frozen=True, slots=True)
class CompanyCalendar:
    """A calendar to count with, the names of its days off, and the years that are a forecast."""

    id: str
    country: str
    working: WorkingCalendar
    names: Mapping[date, str]
    forecast_years: frozenset[int]

    def warnings(self, first: date, last: date) -> tuple[CalendarWarning, ...]:
        """What to say of an answer that used the days from *first* to *last*."""
        return tuple(
            CalendarWarning(self.id, self.country, year)
            for year in sorted(self.forecast_years)
            if first.year <= year <= last.year
        )


@dataclass(frozen=True, slots=True)
class _Year:
    holidays: Mapping[date, str]
    make_up: Mapping[date, Weekday]
    names: Mapping[date, str]
    is_forecast: bool


def build_calendar(record: WorkCalendar, *, years: Iterable[int]) -> CompanyCalendar:
    """The calendar of *record* for *years*; days of other years are refused when asked for.

    The ledger's word stands before public data: its make-up workdays are worked, its holidays are
    off, and a year marked ``complete`` takes nothing from public data.
    """
    built = {year: _year(record, year) for year in years}
    parts = built.values()
    working = WorkingCalendar(
        record.zone,
        record.windows,
        holidays=frozenset(day for part in parts for day in part.holidays),
        make_up={day: stands for part in parts for day, stands in part.make_up.items()},
        years=frozenset(built),
    )
    return CompanyCalendar(
        record.id,
        record.country,
        working,
        {day: name for part in parts for day, name in part.names.items()},
        frozenset(year for year, part in built.items() if part.is_forecast),
    )


def calendar_around(record: WorkCalendar, *, as_of: date) -> CompanyCalendar:
    """The calendar of *record* for the years around *as_of*, three to either side."""
    years = range(max(1, as_of.year - _YEARS_AROUND), min(9999, as_of.year + _YEARS_AROUND) + 1)
    return build_calendar(record, years=years)


def desk_calendar(snapshot: Snapshot, member: Staff, *, as_of: date) -> CompanyCalendar:
    """The calendar of the entity that *member* works for, around *as_of*.

    RefusedError if *member* is of no entity.
    """
    entity = snapshot.get(Entity, member.entity) if member.entity else None
    record = snapshot.get(WorkCalendar, entity.calendar) if entity else None
    if record is None:
        raise RefusedError(
            "{staff} works for no entity, so no calendar says when; "
            "put entity into the staff record, or name a calendar",
            staff=member.id,
        )
    return calendar_around(record, as_of=as_of)


def _year(record: WorkCalendar, number: int) -> _Year:
    own = next((entry for entry in record.years if entry.year == number), None)
    own = own or CalendarYear(year=number)
    holidays: dict[date, str] = {}
    make_up: dict[date, Weekday] = {}
    is_forecast = False
    if not own.complete:
        public = public_year(record.country, record.region, number)
        holidays.update(public.holidays)
        make_up.update(dict.fromkeys(public.make_up, record.make_up_as))
        is_forecast = not public.is_official
    for holiday in own.holidays:
        holidays[holiday.day] = holiday.name or ""
        make_up.pop(holiday.day, None)
    names = dict(holidays)
    for extra in own.make_up:
        make_up[extra.day] = extra.stands_for
        names[extra.day] = extra.name or ""
    return _Year(holidays, make_up, names, is_forecast)
