from datetime import date, time
from typing import Any

import pytest
from pydantic import ValidationError

from pcbsales.company.calendar import build_calendar, calendar_around, desk_calendar
from pcbsales.company.calendar_report import DayKind, calendar_report, working_days_report
from pcbsales.company.public_holidays import public_year
from pcbsales.kernel.calendar import Weekday, add_working_days, is_working_day
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.periods import Period
from tests.company.builders import Facts, a_calendar, a_person, an_entity, reread

SIX_DAYS = [
    {
        "days": ["mon", "tue", "wed", "thu", "fri", "sat"],
        "windows": [{"open": "08:00", "close": "17:00"}],
    }
]


def works(day: str, **changes: Any) -> bool:
    when = date.fromisoformat(day)
    return is_working_day(build_calendar(a_calendar(**changes), years=[when.year]).working, when)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-04", True),  # Sunday, made up for 2 January
        ("2026-09-20", True),  # Sunday, made up for 6 October
        ("2026-10-10", True),  # Saturday, made up for 7 October
        ("2026-09-27", False),
        ("2026-01-02", False),
        ("2026-02-23", False),
        ("2026-10-07", False),
        ("2026-10-08", True),
    ],
)
def test_china_in_2026_as_decreed(day: str, expected: bool) -> None:
    assert works(day) is expected


@pytest.mark.parametrize("day", ["2026-02-21", "2026-05-02", "2026-10-03"])
def test_a_six_day_week_rests_on_the_saturdays_inside_a_festival(day: str) -> None:
    assert not works(day, week=SIX_DAYS)


_BLOCKS_OF_2026 = {
    "01": "1 2 3", "02": "15 16 17 18 19 20 21 22 23", "04": "4 5 6", "05": "1 2 3 4 5",
    "06": "19 20 21", "09": "25 26 27", "10": "1 2 3 4 5 6 7",
}  # fmt: skip


def test_every_festival_of_2026_is_off_from_its_first_day_to_its_last() -> None:
    """国办发明电〔2025〕7号: days off and days worked instead, for a week of six days."""
    off = {
        date.fromisoformat(f"2026-{month}-{int(day):02}")
        for month, days in _BLOCKS_OF_2026.items()
        for day in days.split()
    }
    found = public_year("CN", None, 2026)
    assert set(found.holidays) == off
    made_up = "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10"
    assert found.make_up == {date.fromisoformat(day) for day in made_up.split()}


def test_make_up_days_stay_worked_where_a_festival_surrounds_them() -> None:
    assert works("2026-05-09", week=SIX_DAYS)
    assert works("2026-05-16", week=SIX_DAYS)


@pytest.mark.parametrize(
    ("country", "zone", "day"),
    [
        ("HK", "Asia/Hong_Kong", "2026-07-01"),
        ("TW", "Asia/Taipei", "2026-10-09"),
        ("DE", "Europe/Berlin", "2026-10-03"),
    ],
)
def test_other_countries_have_their_own_days(country: str, zone: str, day: str) -> None:
    assert not works(day, country=country, zone=zone)


def test_a_region_has_days_of_its_own() -> None:
    assert works("2026-01-06", country="DE", region="BE")
    assert not works("2026-01-06", country="DE", region="BY")


def test_years_that_nobody_decreed_are_named() -> None:
    calendar = build_calendar(a_calendar(), years=[2026, 2027])

    assert calendar.forecast_years == {2027}
    assert not calendar.warnings(date(2026, 1, 1), date(2026, 12, 31))
    (warning,) = calendar.warnings(date(2026, 12, 20), date(2027, 1, 5))
    assert warning.as_json() == {"calendar": "CN-SZX", "country": "CN", "year": 2027}
    assert "complete: true" in warning.remark[0]


def test_exchanged_days_are_named_by_iso_dates() -> None:
    days = public_year("CN", None, 2026).holidays

    assert days[date(2026, 10, 6)] == "Day off (substituted from 2026-09-20)"


def test_official_years() -> None:
    assert public_year("TW", None, 2026).is_official
    assert not public_year("TW", None, 2027).is_official
    assert public_year("HK", None, 2027).is_official
    assert not public_year("CN", None, 2030).is_official


COMPLETE = {
    "year": "2027",
    "complete": "true",
    "holidays": [{"day": "2027-02-08", "name": "春节"}],
    "make_up": [{"day": "2027-02-14", "stands_for": "fri"}],
}


def test_the_ledger_decides_a_year_that_it_completes() -> None:
    calendar = build_calendar(a_calendar(years=[COMPLETE]), years=[2027])

    assert not calendar.forecast_years
    assert calendar.working.holidays == {date(2027, 2, 8)}
    assert calendar.working.make_up == {date(2027, 2, 14): Weekday.FRI}


def test_the_ledger_adds_to_public_days_and_overrules_them() -> None:
    year = {
        "year": "2026",
        "holidays": [{"day": "2026-09-20", "name": "stock-taking"}, {"day": "2026-07-01"}],
        "make_up": [{"day": "2026-05-05", "stands_for": "tue", "name": "rush"}],
    }

    assert not works("2026-09-20", years=[year])
    assert not works("2026-07-01", years=[year])
    assert works("2026-05-05", years=[year])
    assert works("2026-10-10", years=[year])


def test_a_region_without_public_data_is_a_forecast_until_the_ledger_speaks() -> None:
    bare = build_calendar(a_calendar(region="ZZ", years=[COMPLETE]), years=[2026, 2027])

    assert bare.forecast_years == {2026}


def test_a_calendar_around_a_day_knows_three_years_to_either_side() -> None:
    calendar = calendar_around(a_calendar(), as_of=date(2026, 11, 23))

    assert calendar.working.years == frozenset(range(2023, 2030))
    with pytest.raises(RefusedError, match="2030"):
        is_working_day(calendar.working, date(2030, 1, 1))


def test_somebody_works_by_the_calendar_of_their_entity() -> None:
    facts = Facts(an_entity(), a_calendar(), a_calendar(id="OTHER"))
    day = date(2026, 11, 23)

    assert desk_calendar(facts, a_person(entity="SZ"), as_of=day).id == "CN-SZX"
    with pytest.raises(RefusedError, match="LIN-MEI works for no entity"):
        desk_calendar(facts, a_person(), as_of=day)


def test_lead_time_over_the_national_day() -> None:
    calendar = build_calendar(a_calendar(), years=[2026]).working

    assert add_working_days(calendar, date(2026, 9, 28), 5) == date(2026, 10, 10)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"zone": "Asia/Shenzhen"}, "scalar.zone"),
        ({"zone": "../../etc/passwd"}, "scalar.zone"),
        ({"week": []}, "calendar.windows"),
        ({"week": [{"days": ["mon"], "windows": [{"open": "18:00", "close": "08:00"}]}]},
         "calendar.windows"),
        ({"week": [{"days": ["mon", "mon"], "windows": []}]}, "calendar.twice"),
        ({"years": [COMPLETE, COMPLETE]}, "calendar.twice"),
        ({"years": [{"year": "2026", "holidays": [{"day": "2027-01-01"}]}]}, "calendar.year"),
        ({"years": [{"year": "2026", "holidays": [{"day": "2026-01-01"}],
                     "make_up": [{"day": "2026-01-01", "stands_for": "mon"}]}]}, "calendar.year"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_calendar(changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(ValidationError) as caught:
        a_calendar(**changes)

    assert caught.value.errors()[0]["type"] == rule


def test_a_calendar_comes_back_from_what_it_writes() -> None:
    record = a_calendar(years=[COMPLETE], region="GD")

    assert reread(record) == record
    assert record.windows[0][0].open == time(8, 30)


def test_the_days_of_a_month_laid_open() -> None:
    report = calendar_report(build_calendar(a_calendar(), years=[2026]), Period.parse("2026-09"))

    assert report.working_days == 22
    by_day = {day.day: day for day in report.days}
    assert by_day[date(2026, 9, 20)].kind is DayKind.MAKE_UP
    assert by_day[date(2026, 9, 20)].windows == ("08:30-12:00", "13:30-18:00")
    assert by_day[date(2026, 9, 25)].kind is DayKind.HOLIDAY
    assert by_day[date(2026, 9, 25)].name == "Mid-Autumn Festival"
    assert by_day[date(2026, 9, 26)].kind is DayKind.HOLIDAY
    assert by_day[date(2026, 9, 19)].kind is DayKind.REST
    assert len(report.as_table().rows) == 30
    assert report.as_table().remarks[0] == ("{count} working days", (("count", 22),))


def test_how_working_days_were_counted() -> None:
    calendar = calendar_around(a_calendar(), as_of=date(2026, 9, 28))
    report = working_days_report(calendar, date(2026, 9, 27), 5)

    assert (report.day_zero, report.reached) == (date(2026, 9, 28), date(2026, 10, 10))
    assert [row[0] for row in report.as_table().rows] == [
        1, 2, None, None, None, None, None, None, None, 3, 4, 5,
    ]  # fmt: skip
    assert report.as_json()["reached"] == "2026-10-10"
    back = working_days_report(calendar, date(2026, 10, 10), -5)
    assert back.reached == date(2026, 9, 28)
