"""Periods of reports: a month, a quarter, a half, a year, an ISO week."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from pcbsales.kernel.errors import UsageError

_YEAR = re.compile(r"([0-9]{4})")
_PART = re.compile(r"([0-9]{4})-?([QHW])([0-9]{1,2})", re.IGNORECASE)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DAY = timedelta(days=1)


class PeriodKind(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


#: months of the kinds that are made of whole months
_MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF: 6,
    PeriodKind.YEAR: 12,
}
_LETTERS = {"Q": PeriodKind.QUARTER, "H": PeriodKind.HALF, "W": PeriodKind.WEEK}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from *first* to *last*, both included."""

    kind: PeriodKind
    first: date
    last: date

    @classmethod
    def containing(cls, kind: PeriodKind, day: date) -> Self:
        """The period of *kind* that *day* lies in; weeks run from Monday to Sunday (ISO 8601)."""
        if kind is PeriodKind.WEEK:
            first = day - day.weekday() * _DAY
            return cls(kind, first, first + 6 * _DAY)
        months = _MONTHS[kind]
        start = (day.month - 1) // months * months
        first = date(day.year, start + 1, 1)
        return cls(kind, first, _month_end(day.year, start + months))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026-09``, ``2026Q3``, ``2026H1``, ``2026`` or ``2026-W40``; UsageError if none.

        >>> str(Period.parse("2026q3")), Period.parse("2026-W40").first.isoformat()
        ('2026Q3', '2026-09-28')
        """
        word = text.strip()
        try:
            found = cls._read(word)
        except (ValueError, OverflowError):
            found = None
        if found is None:
            raise UsageError(
                "{text} is not a period; accepted: 2026-09, 2026Q3, 2026H1, 2026, 2026-W40",
                text=repr(text),
            )
        return found

    @classmethod
    def _read(cls, word: str) -> Self | None:
        if match := _YEAR.fullmatch(word):
            return cls.containing(PeriodKind.YEAR, date(int(match[1]), 1, 1))
        if match := _MONTH.fullmatch(word):
            return cls.containing(PeriodKind.MONTH, date(int(match[1]), int(match[2]), 1))
        if match := _PART.fullmatch(word):
            kind, year, number = _LETTERS[match[2].upper()], int(match[1]), int(match[3])
            if kind is PeriodKind.WEEK:
                return cls.containing(kind, date.fromisocalendar(year, number, 1))
            return cls.containing(kind, date(year, (number - 1) * _MONTHS[kind] + 1, 1))
        return None

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        match self.kind:
            case PeriodKind.WEEK:
                year, week, _ = self.first.isocalendar()
                return f"{year}-W{week:02}"
            case PeriodKind.MONTH:
                return f"{self.first:%Y-%m}"
            case PeriodKind.QUARTER:
                return f"{self.first:%Y}Q{(self.first.month + 2) // 3}"
            case PeriodKind.HALF:
                return f"{self.first:%Y}H{(self.first.month + 5) // 6}"
            case PeriodKind.YEAR:
                return f"{self.first:%Y}"

    @property
    def day_count(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def days(self) -> Iterator[date]:
        """Its days in order."""
        return (self.first + n * _DAY for n in range(self.day_count))

    def next(self) -> "Period":
        """The period of the same kind after this one."""
        return Period.containing(self.kind, self.last + _DAY)

    def previous(self) -> "Period":
        """The period of the same kind before this one."""
        return Period.containing(self.kind, self.first - _DAY)


def add_months(day: date, months: int) -> date:
    """*day* moved by calendar months, clamped to the month's end.

    >>> add_months(date(2026, 1, 31), 1).isoformat()
    '2026-02-28'
    """
    years, month = divmod(day.month - 1 + months, 12)
    last = _month_end(day.year + years, month + 1)
    return last.replace(day=min(day.day, last.day))


def month_end(day: date) -> date:
    """The last day of the month of *day*."""
    return _month_end(day.year, day.month)


def _month_end(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - _DAY
