"""What people type of a question: texts, options, places, moments."""

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from pydantic import ValidationError

from pcbsales.boards.questions.question_values import Option, Place
from pcbsales.boards.setting import read_settings, write_value
from pcbsales.i18n.language import Language
from pcbsales.kernel.day_words import parse_day
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.field_errors import explain
from pcbsales.kernel.local_text import LocalProse
from pcbsales.kernel.record import Value

V = TypeVar("V", bound=Value)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTERED = re.compile(r"\s*([A-Za-z])\s*[=:\uff1d\uff1a]\s*(.*)", re.DOTALL)
_SETTINGS_FOLLOW = re.compile(r"[;\uff1b]")
_POINT = re.compile(r"(.*?)@\s*(-?[0-9.]+)\s*[,;]\s*(-?[0-9.]+)\s*(?:mm)?\s*")
_CLOCK = re.compile(r"(?:(.+?)[ T])?([0-9]{1,2}):([0-9]{2})")


def read_text(text: str, *, language: Language) -> LocalProse:
    """*text* filed under the language of its script; Chinese under *language* where that is one.

    >>> read_text("请确认板厚", language=Language.ENGLISH).zh_hans
    '请确认板厚'
    """
    return _checked(LocalProse, {_field(text, language): text.strip()})


def read_option(text: str, *, language: Language) -> Option:
    """``A=text;KEY=VALUE;…`` as an option; UsageError says what would be accepted."""
    lettered = _LETTERED.fullmatch(text)
    if lettered is None:
        raise UsageError(
            "{text} is no option; give A=TEXT, or A=TEXT;KEY=VALUE such as "
            "'A=as the drawing;thickness_mm=1.6'",
            text=repr(text),
        )
    words, *settings = _SETTINGS_FOLLOW.split(lettered[2])
    answers = read_settings(setting for setting in settings if setting.strip())
    sets = {key: write_value(value) for key, value in answers.items() if value is not None}
    said = words.strip() or ", ".join(f"{key}={value}" for key, value in sets.items())
    option = {"id": lettered[1].upper(), "text": {_field(said, language): said}, "sets": sets}
    return _checked(Option, option)


def read_place(text: str, *, files: tuple[str, ...] = ()) -> Place:
    """``FILE@X,Y``, ``LAYER@X,Y``, ``@X,Y`` or a name alone; one of *files* is a file.

    >>> read_place("L2@12.5,30").layer
    'L2'
    """
    pointed = _POINT.fullmatch(text)
    if pointed is None and "@" in text:
        raise _no_place(text)
    name = (pointed[1] if pointed else text).strip()
    found: dict[str, Any] = {}
    if name:
        found["file" if name in files else "layer"] = name
    if pointed:
        found |= {"x_mm": _number(pointed[2], text), "y_mm": _number(pointed[3], text)}
    return _checked(Place, found)


def read_moment(text: str | None, *, now: datetime) -> datetime:
    """``09:12``, ``2026-10-30 09:12``, ``yesterday 16:40`` in *now*'s zone; *now* for None.

    UsageError where it is none, or lies ahead.
    """
    if not text:
        return now
    typed = _CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip())
    clock = _clock(typed[2], typed[3]) if typed else None
    if typed is None or clock is None:
        raise UsageError(
            "{text} is no moment; give a time such as 09:12, or a day and a time such as "
            "2026-10-30 09:12",
            text=repr(text),
        )
    day: date = parse_day(typed[1], today=now.date()) if typed[1] else now.date()
    found = datetime.combine(day, clock, tzinfo=now.tzinfo)
    if found > now:
        raise UsageError("{text} lies ahead; give when it happened", text=repr(text))
    return found


def _clock(hour: str, minute: str) -> time | None:
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None


def _field(text: str, language: Language) -> str:
    if not _HAN.search(text):
        return "en"
    return "zh_hant" if language is Language.TRADITIONAL_CHINESE else "zh_hans"


def _number(text: str, whole: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise _no_place(whole) from None


def _no_place(text: str) -> UsageError:
    return UsageError(
        "{text} is no place; give FILE@X,Y in mm such as top.gbr@12.5,30", text=repr(text)
    )


def _checked(kind: type[V], tree: dict[str, Any]) -> V:
    try:
        return kind.model_validate(tree)
    except ValidationError as error:
        _, msgid, values = explain(kind, error.errors()[0])
        raise UsageError(msgid, **values) from None
