"""The days that lead times stand still, deadlines, and whose working time it was."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.boards.questions.clock import stopped_days, stops, turnround
from pcbsales.boards.questions.policy import QuestionPolicy, answer_due, lead_time_calendar
from pcbsales.boards.questions.question_values import Closing
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.kernel.calendar import Stop, day_zero, is_working_day, ship_day
from scripts.sample.memory import Memory
from tests.boards.questions.builders import (
    CHINA,
    MASTERS,
    NOW,
    PART,
    answered,
    asked,
    asking,
    ledger,
    moment,
    raised,
    the_question,
)

PLANT = lead_time_calendar(ledger(), "HUAYI", as_of=NOW.date()).working
OPEN = raised()


def over(first: str, last: str | None, **changes: object) -> EngineeringQuestion:
    """A question raised on one day and closed on another."""
    raised_at = moment(f"{first} 10:00")
    closed = Closing(at=moment(f"{last} 10:00"), by="MA", reason="x") if last else None
    return OPEN.model_copy(update={"raised_at": raised_at, "closed": closed, **changes})


def test_a_blocking_question_stops_from_its_opening_to_its_answer() -> None:
    done = the_question(answered(OPEN, "A", at=moment("2026-11-27 09:00")))
    held = stops([done], PART.id, "A")
    assert held == (Stop(date(2026, 11, 25), date(2026, 11, 27)),)
    assert stopped_days(PLANT, held, as_of=date(2026, 11, 30)) == (
        date(2026, 11, 25),
        date(2026, 11, 26),
    )
    assert stops([done], PART.id, "A", as_of=date(2026, 11, 26)) == (Stop(date(2026, 11, 25)),)
    assert stops([done], PART.id, "A", as_of=date(2026, 11, 24)) == ()


def test_others_do_not_stop_it() -> None:
    idle = OPEN.model_copy(update={"blocking": False})
    assert stops([idle], PART.id, "A") == ()
    assert stops([OPEN], PART.id, "B") == ()
    assert stops([OPEN], "HUAYI/OTHER", "A") == ()


def test_days_that_two_questions_stop_count_once_and_days_off_not_at_all() -> None:
    questions = [over("2026-11-25", "2026-11-28"), over("2026-11-26", "2026-12-01")]
    days = stopped_days(PLANT, stops(questions, PART.id, "A"), as_of=date(2026, 12, 31))
    # the plant works on Saturday, not on Sunday 29
    assert [day.day for day in days] == [25, 26, 27, 28, 30]


def test_an_open_question_leaves_no_ship_day() -> None:
    assert ship_day(PLANT, NOW, 5, stops=stops([OPEN], PART.id, "A")) is None
    done = the_question(answered(OPEN, "A", at=moment("2026-11-27 09:00")))
    # day zero 25; 26 stops; 27, 28, 30, 1, 2
    assert ship_day(PLANT, NOW, 5, stops=stops([done], PART.id, "A")) == date(2026, 12, 2)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 15)), max_size=5),
    st.integers(1, 25),
)
def test_the_ship_day_is_as_much_later_as_days_were_stopped(
    spans: list[tuple[int, int]], days: int
) -> None:
    first = date(2026, 11, 20)
    questions = [
        over(str(first + timedelta(days=at)), str(first + timedelta(days=at + length)))
        for at, length in spans
    ]
    held = stops(questions, PART.id, "A")
    start = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)
    shipped = ship_day(PLANT, start, days, stops=held)
    assert shipped is not None
    stood = set(stopped_days(PLANT, held, as_of=shipped))
    zero = day_zero(PLANT, start)
    worked = [
        day
        for n in range(1, (shipped - zero).days + 1)
        if is_working_day(PLANT, day := zero + timedelta(days=n)) and day not in stood
    ]
    assert len(worked) == days
    assert worked[-1] == shipped


@pytest.mark.parametrize(
    ("put", "due"),
    [
        ("2026-11-25 10:00", "2026-11-26 10:00"),
        ("2026-11-27 15:30", "2026-11-30 15:30"),  # Friday to Monday
        ("2026-11-28 11:00", "2026-12-01 08:30"),  # Saturday counts from Monday's opening
        ("2026-11-25 19:00", "2026-11-27 08:30"),  # after hours: from the next opening
        ("2026-09-30 16:00", "2026-10-08 16:00"),  # National Day
    ],
)
def test_the_answer_is_due_a_day_later_by_the_desks_working_days(put: str, due: str) -> None:
    assert answer_due(ledger(), "HUAYI", moment(put)) == moment(due)


@pytest.mark.parametrize(
    ("hours", "count", "due"),
    [
        ("elapsed", "24", "2026-11-28 15:30"),
        ("working_hours", "8", "2026-11-30 15:30"),
        ("working_hours", "2", "2026-11-27 17:30"),
    ],
)
def test_which_hours_count_is_policy(hours: str, count: str, due: str) -> None:
    policies = [r for r in MASTERS if isinstance(r, QuestionPolicy)]
    others = [r for r in MASTERS if not isinstance(r, QuestionPolicy)]
    changed = [
        QuestionPolicy.model_validate({**dict(p), "hours": hours, "answer_hours": count})
        for p in policies
    ]
    assert answer_due(Memory([*others, *changed]), "HUAYI", moment("2026-11-27 15:30")) == (
        moment(due)
    )


def test_working_time_is_ours_until_it_was_put_and_theirs_from_then_on() -> None:
    desk = replace(PLANT)
    waiting = raised(asked(), by=asking(moment("2026-11-25 09:00"), None))
    assert turnround(desk, waiting, at=moment("2026-11-25 11:00")).ours == 2 * 3600
    put = raised(asked(), by=asking(moment("2026-11-25 09:00")))
    time = turnround(desk, put, at=moment("2026-11-25 14:00"))
    assert (time.ours, time.theirs) == (0, 4 * 3600)  # lunch from 12 to 13
    done = the_question(answered(put, "A", at=moment("2026-11-25 10:00")))
    assert turnround(desk, done, at=moment("2026-12-25 14:00")).theirs == 3600
