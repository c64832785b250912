"""Days as people type them: ISO, ``+3d``, ``+5bd``, ``fri``, ``eom``, 明天, 下周五."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeAlias

from pcbsales.kernel.calendar import WorkingCalendar, add_working_days
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.periods import add_months, month_end

#: A calendar, or how to get one: most day words need none, and building one is not free.
CalendarSource: TypeAlias = WorkingCalendar | Callable[[], WorkingCalendar] | None

_DAY = timedelta(days=1)
_OFFSETS = {
    "today": 0, "tomorrow": 1, "yesterday": -1,
    "今天": 0, "今日": 0, "明天": 1, "明日": 1, "昨天": -1, "昨日": -1,
    "后天": 2, "後天": 2, "前天": -2,
}  # fmt: skip
_ANCHORS: dict[str, Callable[[date], date]] = {
    "eom": month_end,
    "月底": month_end,
    "bom": lambda today: today.replace(day=1),
    "月初": lambda today: today.replace(day=1),
    "eoy": lambda today: date(today.year, 12, 31),
    "年底": lambda today: date(today.year, 12, 31),
}
_ENGLISH = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAYS = {name[:length]: n for n, name in enumerate(_ENGLISH) for length in (3, len(name))}
_CHINESE = {**dict(zip("一二三四五六日", range(7), strict=True)), "天": 6}
_WEEKS = {
    "next": 1, "this": 0, "last": -1,
    "下": 1, "下个": 1, "下個": 1, "本": 0, "这": 0, "這": 0, "上": -1, "上个": -1, "上個": -1,
}  # fmt: skip

_ISO = re.compile(r"([0-9]{4})([-/])([0-9]{2})\2([0-9]{2})")
_HAN = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号號]")
_SHIFT = re.compile(r"([+-][0-9]{1,5})(d|w|m|y|bd)")
_WEEKDAY = re.compile(r"(?:(next|this|last) +)?([a-z]+)")
_WEEKDAY_HAN = re.compile(
    r"(下个|下個|上个|上個|下|上|本|这|這)?(?:周|週|星期|礼拜|禮拜)([一二三四五六日天])"
)


def parse_day(text: str, *, today: date, calendar: CalendarSource = None) -> date:
    """The day that *text* means, seen from *today*; UsageError names the accepted forms.

    A bare weekday is its next occurrence after today; ``next fri`` and 下周五 are the Friday of
    the next week (Monday to Sunday). Months clamp (31 January + 1m is the end of February).
    ``+5bd`` counts working days and needs *calendar*. Day and month in numbers without the year
    in front (01/02/26) are refused: half the world reads them the other way round.
    """
    word = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    try:
        found = _fixed(word, today) or _shifted(word, today, calendar) or _weekday(word, today)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise UsageError(
            "{text} is not a day; accepted: {iso}, today, tomorrow, +3d, -2w, +1m, +5bd, "
            "fri, next fri, eom, eoy, bom, 明天, 后天, 周五, 下周五, 月底, {han}",
            text=repr(text),
            iso=today.isoformat(),
            han=f"{today.year}年{today.month}月{today.day}日",
        )
    return found


def _fixed(word: str, today: date) -> date | None:
    if word in _OFFSETS:
        return today + _OFFSETS[word] * _DAY
    if word in _ANCHORS:
        return _ANCHORS[word](today)
    if match := _ISO.fullmatch(word):
        return date(int(match[1]), int(match[3]), int(match[4]))
    if match := _HAN.fullmatch(word):
        return date(int(match[1]), int(match[2]), int(match[3]))
    return None


def _shifted(word: str, today: date, calendar: CalendarSource) -> date | None:
    match = _SHIFT.fullmatch(word)
    if match is None:
        return None
    number, unit = int(match[1]), match[2]
    if unit == "bd":
        return _working_days(today, number, calendar)
    if unit in "my":
        return add_months(today, number * (12 if unit == "y" else 1))
    return today + number * (7 if unit == "w" else 1) * _DAY


def _working_days(today: date, number: int, calendar: CalendarSource) -> date:
    found = calendar() if callable(calendar) else calendar
    if found is None:
        raise UsageError("working days (+5bd) need a calendar; give the date or +7d")
    return add_working_days(found, today, number)


def _weekday(word: str, today: date) -> date | None:
    if match := _WEEKDAY.fullmatch(word):
        week, weekday = match[1], _WEEKDAYS.get(match[2])
    elif match := _WEEKDAY_HAN.fullmatch(word):
        week, weekday = match[1], _CHINESE[match[2]]
    else:
        return None
    if weekday is None:
        return None
    if week is None:
        return today + ((weekday - today.weekday() - 1) % 7 + 1) * _DAY
    return today + (_WEEKS[week] * 7 + weekday - today.weekday()) * _DAY
