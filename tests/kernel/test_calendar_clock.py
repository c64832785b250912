"""Working seconds: worked cases of other systems' tests, as facts with their source."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.calendar import Window, WorkingCalendar
from pcbsales.kernel.working_clock import (
    Pause,
    add_working_seconds,
    always_open,
    deadline,
    working_seconds_between,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
TEN_TO_SIX = (Window(time(10), time(18)),)
OFF: tuple[Window, ...] = ()


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def ten_to_six(*holidays: str, every_day: bool = False) -> WorkingCalendar:
    weekend = TEN_TO_SIX if every_day else OFF
    return WorkingCalendar(
        "Asia/Shanghai",
        (TEN_TO_SIX,) * 5 + (weekend,) * 2,
        holidays=frozenset(date.fromisoformat(day) for day in holidays),
    )


ERPNEXT = ten_to_six("2019-03-05", "2019-03-07", every_day=True)


@pytest.mark.parametrize(
    ("source", "calendar", "created", "hours", "expected"),
    [
        ("SLA-002", ERPNEXT, "2019-03-04T12:00", 4, "2019-03-04T16:00"),
        ("SLA-002", ERPNEXT, "2019-03-04T12:00", 6, "2019-03-04T18:00"),
        ("SLA-201", ten_to_six(), "2026-03-02T11:00", 1, "2026-03-02T12:00"),
        ("SLA-201", ten_to_six(), "2026-03-02T11:00", 4, "2026-03-02T15:00"),
        ("SLA-203", ten_to_six(), "2026-03-02T20:00", 0.5, "2026-03-03T10:30"),
        ("SLA-203", ten_to_six(), "2026-03-02T20:00", 2, "2026-03-03T12:00"),
        ("SLA-205", ten_to_six(), "2026-03-06T17:00", 0.5, "2026-03-06T17:30"),
        ("SLA-205", ten_to_six(), "2026-03-06T17:00", 2, "2026-03-09T11:00"),
    ],
)
def test_deadlines(
    source: str, calendar: WorkingCalendar, created: str, hours: float, expected: str
) -> None:
    reached = add_working_seconds(calendar, at(created), int(hours * 3600))

    assert reached == at(expected), source


@pytest.mark.parametrize(
    ("source", "created", "answered", "seconds"),
    [
        ("SLA-106", "2021-06-28T06:00", "2021-06-29T06:00", 28800),
        ("SLA-107", "2021-06-28T06:00", "2021-06-29T11:00", 32400),
        ("SLA-109", "2021-06-25T06:00", "2021-06-26T11:00", 28800),
        ("SLA-110", "2021-06-28T12:00", "2021-06-29T06:00", 21600),
        ("SLA-122", "2021-06-28T12:00", "2021-07-01T06:00", 79200),
        ("SLA-124", "2021-06-28T12:00", "2021-07-01T20:00", 108000),
        ("SLA-125", "2021-06-25T12:00", "2021-06-27T11:00", 21600),
        ("SLA-127", "2021-06-28T20:00", "2021-07-01T11:00", 61200),
    ],
)
def test_time_to_the_first_response(source: str, created: str, answered: str, seconds: int) -> None:
    assert working_seconds_between(ten_to_six(), at(created), at(answered)) == seconds, source


@pytest.mark.parametrize(
    ("held", "expected"), [(3600, "2026-03-05T18:00:00"), (3601, "2026-03-06T10:00:01")]
)
def test_a_hold_moves_the_deadline_sla_210(held: int, expected: str) -> None:
    created = at("2026-03-05T15:00")
    pause = Pause(created, created + timedelta(seconds=held))

    assert deadline(ten_to_six(), created, 7200, pauses=[pause]) == at(expected)


def test_a_hold_over_a_holiday_and_a_weekend_sla_212() -> None:
    calendar = ten_to_six("2026-03-06")
    created, resolved = at("2026-03-05T17:30"), at("2026-03-09T13:00")
    hold = Pause(at("2026-03-05T17:50"), at("2026-03-09T12:30"))
    assert hold.end is not None

    assert working_seconds_between(calendar, hold.start, hold.end) == 9600
    assert working_seconds_between(calendar, created, resolved, pauses=[hold]) == 3000


def test_an_open_pause_has_no_deadline_unless_it_came_too_late() -> None:
    created = at("2026-03-05T15:00")

    assert deadline(ten_to_six(), created, 7200, pauses=[Pause(at("2026-03-05T16:00"))]) is None
    assert deadline(ten_to_six(), created, 7200, pauses=[Pause(at("2026-03-05T17:00"))]) == at(
        "2026-03-05T17:00"
    )


def test_overlapping_pauses_count_once() -> None:
    pauses = [
        Pause(at("2026-03-05T11:00"), at("2026-03-05T13:00")),
        Pause(at("2026-03-05T12:00"), at("2026-03-05T14:00")),
        Pause(at("2026-03-05T12:30"), at("2026-03-05T12:40")),
    ]
    day = (at("2026-03-05T10:00"), at("2026-03-05T18:00"))

    assert working_seconds_between(ten_to_six(), *day, pauses=pauses) == 5 * 3600


def test_lunch_is_not_working_time() -> None:
    lunch = WorkingCalendar(
        "Asia/Shanghai", ((Window(time(8, 30), time(12)), Window(time(13, 30), time(18))),) * 7
    )

    assert add_working_seconds(lunch, at("2026-03-05T11:00"), 7200) == at("2026-03-05T14:30")
    assert add_working_seconds(lunch, at("2026-03-05T11:00"), 3600) == at("2026-03-05T12:00")
    assert add_working_seconds(lunch, at("2026-03-05T12:30"), 0) == at("2026-03-05T13:30")


def test_the_closing_time_itself_is_open() -> None:
    assert add_working_seconds(ten_to_six(), at("2026-03-05T18:00"), 0) == at("2026-03-05T18:00")
    assert add_working_seconds(ten_to_six(), at("2026-03-05T18:00"), 1) == at("2026-03-06T10:00:01")


@pytest.mark.parametrize(
    ("night", "hours"), [("2026-03-29", 7), ("2026-10-25", 9), ("2026-06-14", 8)]
)
def test_a_clock_change_shortens_or_lengthens_the_night(night: str, hours: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    nights = WorkingCalendar("Europe/Berlin", ((Window(time(0), time(8)),),) * 7)
    start, end = at(f"{night}T00:00", berlin), at(f"{night}T08:00", berlin)

    assert working_seconds_between(nights, start, end) == hours * 3600
    assert add_working_seconds(nights, start, hours * 3600) == end


def test_a_window_may_close_at_midnight() -> None:
    late = WorkingCalendar("UTC", ((Window(time(20), time(0)),),) * 7)
    start = datetime(2026, 3, 5, 23, tzinfo=UTC)

    assert add_working_seconds(late, start, 3600) == datetime(2026, 3, 6, tzinfo=UTC)
    assert add_working_seconds(late, start, 3601) == datetime(2026, 3, 6, 20, 0, 1, tzinfo=UTC)


moments = st.datetimes(
    datetime.fromisoformat("2026-01-01"),
    datetime.fromisoformat("2026-12-31"),
    timezones=st.just(SHANGHAI),
)
whole = moments.map(lambda moment: moment.replace(microsecond=0))


@given(whole, st.integers(0, 400_000))
def test_measuring_is_the_inverse_of_adding(start: datetime, seconds: int) -> None:
    reached = add_working_seconds(ten_to_six("2026-10-01"), start, seconds)

    assert working_seconds_between(ten_to_six("2026-10-01"), start, reached) == seconds


@given(whole, whole, whole)
def test_stretches_add_up(one: datetime, two: datetime, three: datetime) -> None:
    calendar = ten_to_six("2026-10-01", "2026-05-01")
    first, middle, last = sorted((one, two, three))

    assert working_seconds_between(calendar, first, last) == working_seconds_between(
        calendar, first, middle
    ) + working_seconds_between(calendar, middle, last)


@given(whole, st.integers(0, 50_000), whole, st.integers(0, 200_000))
def test_a_pause_moves_the_deadline_by_its_working_time(
    start: datetime, seconds: int, paused: datetime, length: int
) -> None:
    calendar = ten_to_six()
    pause = Pause(paused, paused + timedelta(seconds=length))
    reached = deadline(calendar, start, seconds, pauses=[pause])

    assert reached is not None
    assert working_seconds_between(calendar, start, reached, pauses=[pause]) == seconds
    assert reached >= add_working_seconds(calendar, start, seconds)


@given(whole, whole)
def test_an_open_calendar_counts_elapsed_time(one: datetime, two: datetime) -> None:
    elapsed = (two - one) // timedelta(seconds=1)

    assert working_seconds_between(always_open(), one, two) == elapsed


def test_impossible_clocks_are_programming_errors() -> None:
    start = at("2026-03-05T15:00")
    with pytest.raises(ValueError, match="before it starts"):
        Pause(start, start - timedelta(seconds=1))
    with pytest.raises(ValueError, match="runs forward"):
        deadline(ten_to_six(), start, -1)
