from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.periods import Period, PeriodKind, add_months, month_end

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-09", "2026-09-01", "2026-09-30"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026Q3", "2026-07-01", "2026-09-30"),
        ("2026-q4", "2026-10-01", "2026-12-31"),
        ("2026H1", "2026-01-01", "2026-06-30"),
        ("2026H2", "2026-07-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-W40", "2026-09-28", "2026-10-04"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_periods_as_typed(text: str, first: str, last: str) -> None:
    period = Period.parse(text)

    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert period.first in period
    assert period.last in period
    assert period.last + timedelta(days=1) not in period if period.last < date.max else True


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026Q5", "2026Q0", "2026H3", "2025-W53", "26-09", "0000", "2026/09"]
)
def test_anything_else_is_refused_with_the_accepted_forms(text: str) -> None:
    with pytest.raises(UsageError, match="accepted: 2026-09, 2026Q3, 2026H1, 2026, 2026-W40"):
        Period.parse(text)


@given(st.sampled_from(PeriodKind), days)
def test_a_period_reads_back_and_tiles_the_calendar(kind: PeriodKind, day: date) -> None:
    period = Period.containing(kind, day)

    assert day in period
    assert Period.parse(str(period)) == period
    assert period.next().first == period.last + timedelta(days=1)
    assert period.next().previous() == period
    assert list(period.days())[-1] == period.last
    assert len(list(period.days())) == period.day_count


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_months_clamp(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months).isoformat() == expected


@given(days)
def test_the_month_ends_before_the_next_begins(day: date) -> None:
    assert (month_end(day) + timedelta(days=1)).day == 1
    assert month_end(day).month == day.month
