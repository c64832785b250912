from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.calendar import (
    Stop,
    Weekday,
    Window,
    WorkingCalendar,
    add_working_days,
    day_zero,
    is_working_day,
    next_working_day,
    previous_working_day,
    ship_day,
    working_day_from,
    working_day_until,
    working_days_between,
)
from pcbsales.kernel.errors import RefusedError

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING, AFTERNOON = Window(time(8, 30), time(12)), Window(time(13, 30), time(18))
OFFICE = (MORNING, AFTERNOON)
#: Shenzhen around the National Day of 2026: 1-7 October off, Sunday 20 September made up
SHENZHEN = WorkingCalendar(
    "Asia/Shanghai",
    (OFFICE,) * 5 + ((), ()),
    holidays=frozenset(date(2026, 10, d) for d in range(1, 8)),
    make_up={date(2026, 9, 20): Weekday.TUE, date(2026, 10, 10): Weekday.WED},
)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 9, 18), True),
        (date(2026, 9, 19), False),
        (date(2026, 9, 20), True),
        (date(2026, 10, 1), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
    ],
)
def test_make_up_days_work_and_holidays_do_not(day: date, works: bool) -> None:
    assert is_working_day(SHENZHEN, day) is works


def test_a_make_up_day_has_the_windows_of_the_day_it_stands_for() -> None:
    short_friday = WorkingCalendar(
        "Asia/Shanghai",
        (OFFICE,) * 4 + ((MORNING,), (), ()),
        holidays=frozenset({date(2026, 9, 20)}),
        make_up={date(2026, 9, 20): Weekday.FRI},
    )

    assert short_friday.windows_on(date(2026, 9, 20)) == (MORNING,)


def test_next_and_previous_are_strict_from_and_until_are_not() -> None:
    friday, sunday = date(2026, 9, 18), date(2026, 9, 20)

    assert next_working_day(SHENZHEN, friday) == sunday
    assert previous_working_day(SHENZHEN, sunday) == friday
    assert working_day_from(SHENZHEN, friday) == friday
    assert working_day_from(SHENZHEN, date(2026, 10, 1)) == date(2026, 10, 8)
    assert working_day_until(SHENZHEN, date(2026, 10, 7)) == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("start", "ship"),
    [
        ("2026-09-14T10:00", date(2026, 9, 20)),  # Monday; the made-up Sunday is the fifth
        ("2026-09-14T20:00", date(2026, 9, 20)),  # at the cut-off itself still the same day
        ("2026-09-14T20:01", date(2026, 9, 21)),
        ("2026-09-19T09:00", date(2026, 9, 25)),  # Saturday moves to the made-up Sunday
        ("2026-09-28T09:00", date(2026, 10, 10)),  # over the holiday, onto the made-up Saturday
    ],
)
def test_five_working_days_from_the_clock_start(start: str, ship: date) -> None:
    instant = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)

    assert ship_day(SHENZHEN, instant, 5, cut_off=time(20)) == ship


def test_the_day_is_that_of_the_plants_clock() -> None:
    evening_in_berlin = datetime(2026, 9, 14, 19, 0, tzinfo=ZoneInfo("Europe/Berlin"))

    assert day_zero(SHENZHEN, evening_in_berlin) == date(2026, 9, 15)


@pytest.mark.parametrize(
    ("stops", "ship"),
    [
        ((Stop(date(2026, 9, 15), date(2026, 9, 17)),), date(2026, 9, 22)),
        ((Stop(date(2026, 9, 14), date(2026, 9, 15)),), date(2026, 9, 20)),
        ((Stop(date(2026, 9, 19), date(2026, 9, 20)),), date(2026, 9, 20)),
        (
            (
                Stop(date(2026, 9, 15), date(2026, 9, 17)),
                Stop(date(2026, 9, 16), date(2026, 9, 18)),
            ),
            date(2026, 9, 23),
        ),
        ((Stop(date(2026, 9, 16)),), None),
        ((Stop(date(2026, 12, 1)),), date(2026, 9, 20)),
    ],
)
def test_a_blocking_question_stops_the_days(stops: tuple[Stop, ...], ship: date | None) -> None:
    monday = datetime(2026, 9, 14, 10, 0, tzinfo=SHANGHAI)

    assert ship_day(SHENZHEN, monday, 5, stops=stops) == ship


@given(days, st.integers(0, 60))
def test_counting_is_the_inverse_of_adding(day: date, count: int) -> None:
    reached = add_working_days(SHENZHEN, day, count)

    assert is_working_day(SHENZHEN, reached)
    assert working_days_between(SHENZHEN, day, reached) == count


@given(days, st.integers(1, 60))
def test_going_back_undoes_going_forward(day: date, count: int) -> None:
    start = working_day_from(SHENZHEN, day)

    assert add_working_days(SHENZHEN, add_working_days(SHENZHEN, start, count), -count) == start


@given(days, days)
def test_days_between_are_the_working_days_in_between(first: date, last: date) -> None:
    counted = working_days_between(SHENZHEN, first, last)

    assert counted == -working_days_between(SHENZHEN, last, first)
    low, high = sorted((first, last))
    start = working_day_from(SHENZHEN, low)
    assert abs(counted) == sum(
        is_working_day(SHENZHEN, start + timedelta(n)) for n in range(1, (high - start).days + 1)
    )


def test_an_unknown_year_is_refused_not_guessed() -> None:
    known = WorkingCalendar("Asia/Shanghai", (OFFICE,) * 7, years=frozenset({2026}))

    with pytest.raises(RefusedError, match="does not know the holidays of 2027"):
        add_working_days(known, date(2026, 12, 30), 3)


def test_the_end_of_all_days_is_a_refusal() -> None:
    with pytest.raises(RefusedError, match="9999-12-31"):
        next_working_day(SHENZHEN, date.max)


def test_a_calendar_of_holidays_only_is_a_refusal() -> None:
    start = date(2026, 1, 1)
    resting = WorkingCalendar(
        "UTC", (OFFICE,) * 7, holidays=frozenset(start + timedelta(n) for n in range(500))
    )

    with pytest.raises(RefusedError, match="no working day near"):
        working_day_from(resting, start)


@pytest.mark.parametrize(
    "week",
    [
        ((),) * 7,
        (OFFICE,) * 6,
        ((AFTERNOON, MORNING),) * 7,
        ((Window(time(8), time(12)), Window(time(11), time(18))),) * 7,
        ((Window(time(20), time(0)), Window(time(21), time(22))),) * 7,
    ],
)
def test_a_week_that_cannot_be_is_refused(week: tuple[tuple[Window, ...], ...]) -> None:
    with pytest.raises(ValueError, match="window"):
        WorkingCalendar("UTC", week)


def test_a_window_closes_after_it_opens() -> None:
    with pytest.raises(ValueError, match="18:00-08:00"):
        Window(time(18), time(8))
