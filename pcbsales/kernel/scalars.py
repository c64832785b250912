"""Strict scalars: every value in the ledger is text, and one ASCII pattern decides what it means.

Pydantic's own conversions accept ``1_000``, ``012``, full-width digits or ``no``; here each type
takes exactly the texts its pattern names, or a Python value of exactly its type, and nothing else.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

if TYPE_CHECKING:
    from pydantic_core import CoreSchema, PydanticCustomError

#: So many texts of each type are remembered with what they mean.
_REMEMBERED = 4096
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    r"\ufeff\ufffe\uffff\ud800-\udfff]"
)
_RECORD_ID = re.compile(r"[A-Za-z0-9][^\x00-\x1f\x7f]{0,119}")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9._+-]{0,59}")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,59}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COUNT = re.compile(r"(0|[1-9][0-9]{0,11})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?")


@dataclass(frozen=True, slots=True)
class Parsed:
    """Marks a field's type as whatever *parse* makes of a text; *write* gives its text back.

    Pydantic asks for the schema when a record class is first used. A command that answers from
    what the index keeps uses none, and does not wait for pydantic.
    """

    parse: Callable[[Any], Any]
    write: Callable[[Any], str] | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> "CoreSchema":
        from pydantic_core import core_schema  # noqa: PLC0415 -- start-up

        del source, handler
        text = self.write and core_schema.plain_serializer_function_ser_schema(
            self.write, return_schema=core_schema.str_schema(), when_used="json"
        )
        return core_schema.no_info_plain_validator_function(
            _remembering(self.parse), serialization=text
        )


def _remembering(parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """*parse*, of texts only once each: values are immutable, and records repeat themselves."""
    known = lru_cache(maxsize=_REMEMBERED)(parse)

    def parsed(value: Any) -> Any:
        return known(value) if type(value) is str else parse(value)

    return parsed


def wrong(rule: str, msgid: str, **values: object) -> "PydanticCustomError":
    """What a validator raises: the rule's stable name, a sentence with gaps and what fills them."""
    from pydantic_core import PydanticCustomError  # noqa: PLC0415 -- start-up

    return PydanticCustomError(rule, msgid, {**values, "msgid": msgid})


def refuse(kind: str, accepted: str, value: object) -> "PydanticCustomError":
    """The error of a scalar: the rule's name, what came, and what would be accepted."""
    shown = value if isinstance(value, str) else type(value).__name__
    return wrong(
        f"scalar.{kind}",
        "expected {accepted}, got {value}",
        accepted=accepted,
        value=repr(shown),
    )


def forbidden_character(text: str) -> str | None:
    """The first control, bidi or unpaired character of *text* as ``U+XXXX``, if there is one."""
    if text.isascii() and text.isprintable():
        return None
    found = _FORBIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


@dataclass(frozen=True, slots=True)
class _Parser:
    """Turns text that matches *pattern* into a value by *build*; passes values of *exact* type."""

    kind: str
    accepted: str
    pattern: re.Pattern[str]
    build: Callable[[str], Any]
    exact: type

    def __call__(self, value: object) -> Any:
        if type(value) is self.exact and self.exact is not str:
            return value
        if type(value) is str and self.pattern.fullmatch(value):
            try:
                return self.build(value)
            except ValueError:
                pass
        raise refuse(self.kind, self.accepted, value)


def _line(value: object) -> str:
    if type(value) is not str or not value or "\n" in value or "\t" in value:
        raise refuse("line", "one line of text", value)
    return _safe(value)


def _prose(value: object) -> str:
    if type(value) is not str or not value:
        raise refuse("prose", "text", value)
    return _safe(value)


def _record_id(value: object) -> str:
    return _safe(_ID_PARSER(value))


def _safe(text: str) -> str:
    if found := forbidden_character(text):
        raise wrong(
            "scalar.character",
            "the character {character} is not allowed: it is a control or direction mark",
            character=found,
        )
    return text


def _flag(value: object) -> bool:
    if type(value) is bool:
        return value
    if value == "true":
        return True
    if value == "false":
        return False
    raise refuse("flag", "true or false", value)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _aware(value: object) -> datetime:
    parsed: datetime = _INSTANT_PARSER(value)
    if parsed.tzinfo is None or parsed.microsecond:
        raise refuse("instant", _INSTANT_PARSER.accepted, value)
    return parsed


def _finite(value: object) -> Decimal:
    parsed: Decimal = _NUMBER_PARSER(value)
    if not parsed.is_finite():
        raise refuse("number", _NUMBER_PARSER.accepted, value)
    return parsed


def _positive(value: object) -> Decimal:
    parsed = _finite(value)
    if parsed <= 0:
        raise refuse("positive", "a number above 0 such as 1.6", value)
    return parsed


def _percent(value: object) -> Decimal:
    parsed = _finite(value)
    if not 0 <= parsed <= 100:
        raise refuse("percent", "a percentage from 0 to 100 such as 13", value)
    return parsed


def _positive_count(value: object) -> int:
    parsed: int = _COUNT_PARSER(value)
    if parsed < 1:
        raise refuse("positive_count", "a whole number from 1 on", value)
    return parsed


_ID_PARSER = _Parser("id", "an id such as Q-2026-00042", _RECORD_ID, str, str)
_INSTANT_PARSER = _Parser(
    "instant",
    "an instant with its offset such as 2026-11-23T09:12:00+08:00",
    _INSTANT,
    _instant,
    datetime,
)
_NUMBER_PARSER = _Parser("number", "a plain number such as 1.6", _NUMBER, Decimal, Decimal)
_COUNT_PARSER = _Parser("count", "a whole number such as 200", _COUNT, int, int)


def plain(number: Decimal) -> str:
    """*number* in plain digits, never in exponent form.

    >>> plain(Decimal("1E+2"))
    '100'
    """
    return format(number, "f")


def _iso(value: date | datetime) -> str:
    return value.isoformat()


def _clock_text(value: time) -> str:
    return value.strftime("%H:%M")


#: The id of a record; it also names its file (store/layout.py states the escaping).
RecordId = Annotated[str, Parsed(_record_id)]
#: A short code in capitals: ``HUAYI``, ``SZ``, ``CN-SZX``.
Code = Annotated[str, Parsed(_Parser("code", "a code in capitals such as HUAYI", _CODE, str, str))]
#: A word of a closed vocabulary in a policy: ``lf_hasl``.
Word = Annotated[str, Parsed(_Parser("word", "a word such as lead_free", _WORD, str, str))]
#: The hash of a file's content.
Sha256 = Annotated[str, Parsed(_Parser("sha256", "64 hexadecimal digits", _SHA256, str, str))]
#: One line of text in any script, kept exactly.
Line = Annotated[str, Parsed(_line)]
#: Text of several lines, kept exactly.
Prose = Annotated[str, Parsed(_prose)]
#: A calendar day, ``2026-11-23``.
Day = Annotated[
    date,
    Parsed(_Parser("day", "a date such as 2026-11-23", _DAY, date.fromisoformat, date), _iso),
]
#: An instant with its zone's offset, to the second.
Instant = Annotated[datetime, Parsed(_aware, _iso)]
#: A time of day, ``08:30``.
Clock = Annotated[
    time,
    Parsed(_Parser("clock", "a time such as 08:30", _CLOCK, time.fromisoformat, time), _clock_text),
]
#: A whole number, 0 or more.
Count = Annotated[int, Parsed(_COUNT_PARSER)]
#: A whole number, 1 or more.
PositiveCount = Annotated[int, Parsed(_positive_count)]
#: An exact decimal number; the field's name gives its unit.
Number = Annotated[Decimal, Parsed(_finite, plain)]
#: An exact decimal number above 0.
Positive = Annotated[Decimal, Parsed(_positive, plain)]
#: A percentage, 0 to 100.
Percent = Annotated[Decimal, Parsed(_percent, plain)]
#: true or false.
Flag = Annotated[bool, Parsed(_flag)]
