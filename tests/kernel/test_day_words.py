import contextlib
import subprocess
import sys
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.calendar import Window, WorkingCalendar
from pcbsales.kernel.day_words import parse_day
from pcbsales.kernel.errors import UsageError

WEDNESDAY = date(2026, 11, 18)
OFFICE = WorkingCalendar("Asia/Shanghai", ((Window(time(9), time(18)),),) * 5 + ((), ()))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("2026-11-23", "2026/11/23", "2026年11月23日", "２０２６年１１月２３日"), "2026-11-23"),
        (("2026年1月3日", "2026年01月03號"), "2026-01-03"),
        (("today", "Today", " TODAY ", "今天"), "2026-11-18"),
        (("tomorrow", "明天", "+1d"), "2026-11-19"),
        (("yesterday", "昨天", "-1d"), "2026-11-17"),
        (("后天", "後天", "+2d"), "2026-11-20"),
        (("前天",), "2026-11-16"),
        (("+3d",), "2026-11-21"),
        (("-2w",), "2026-11-04"),
        (("+1m",), "2026-12-18"),
        (("+1y",), "2027-11-18"),
        (("+5bd",), "2026-11-25"),
        (("-3bd",), "2026-11-13"),
        (("fri", "Friday", "this fri", "周五", "週五", "星期五", "本周五"), "2026-11-20"),
        (("mon", "周一", "next mon", "next monday", "下周一"), "2026-11-23"),
        (("wed", "next  wed", "下周三", "下星期三"), "2026-11-25"),
        (("next fri", "下周五", "下週五", "下个星期五", "下禮拜五"), "2026-11-27"),
        (("sun", "this sun", "周日", "周天", "星期天", "星期日"), "2026-11-22"),
        (("last fri", "上周五", "上週五"), "2026-11-13"),
        (("eom", "月底"), "2026-11-30"),
        (("bom", "月初"), "2026-11-01"),
        (("eoy", "年底"), "2026-12-31"),
    ],
)
def test_day_words_on_a_wednesday(words: tuple[str, ...], expected: str) -> None:
    for word in words:
        assert parse_day(word, today=WEDNESDAY, calendar=OFFICE).isoformat() == expected, word


@pytest.mark.parametrize(
    "text",
    [
        "01/02/26", "1/2/2026", "02-01-2026", "2026-02-30", "2026-1-3", "2026/11-23", "11月23日",
        "3d", "+d", "+3", "+3x", "", "someday", "next", "next may", "周八", "+99999y", "-99999m",
        "2026-11-23T10:00", "٢٠٢٦-١١-٢٣",
    ],
)  # fmt: skip
def test_what_could_mean_two_days_or_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=rf"accepted: {WEDNESDAY}, today, .* 下周五, .*"):
        parse_day(text, today=WEDNESDAY, calendar=OFFICE)


def test_working_days_without_a_calendar_are_refused() -> None:
    with pytest.raises(UsageError, match="need a calendar"):
        parse_day("+5bd", today=WEDNESDAY)


def test_the_calendar_is_only_asked_for_when_it_is_needed() -> None:
    def build() -> WorkingCalendar:
        raise AssertionError

    assert parse_day("+5d", today=WEDNESDAY, calendar=build) == date(2026, 11, 23)
    assert parse_day("+5bd", today=WEDNESDAY, calendar=lambda: OFFICE) == date(2026, 11, 25)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from("一二三四五六日"))
def test_a_bare_weekday_lies_within_the_next_seven_days(today: date, weekday: str) -> None:
    found = parse_day(f"周{weekday}", today=today)

    assert timedelta(1) <= found - today <= timedelta(7)
    assert found.weekday() == "一二三四五六日".index(weekday)


@given(st.text(max_size=12))
def test_no_text_breaks_it(text: str) -> None:
    with contextlib.suppress(UsageError):
        assert isinstance(parse_day(text, today=WEDNESDAY, calendar=OFFICE), date)


def test_importing_it_loads_no_record_machinery() -> None:
    code = "import sys, pcbsales.kernel.day_words; print('pydantic' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "False"
