"""When a rule of a policy applies (a price book's, a lead-time table's): a small closed grammar.

A condition is one text, ``KEY OP VALUE``, over the facts of a board or an order:

    layers = 2|4            one of these; a list of answers must hold nothing else
    thickness_mm <= 1.6     < <= > >= compare numbers; of a list its length
    laminate ~ shengyi      the text contains the word, in any case
    castellated = false|absent      also when the specification does not say
    cu_outer_oz = 1|assumed         the same, and the quotation says that 1 was assumed
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, Self, TypeAlias

from pydantic_core import CoreSchema, core_schema

from pcbsales.kernel.scalars import plain, refuse

#: A fact of an order: a number, a word or text, yes or no, or a list of answers.
Fact: TypeAlias = Decimal | bool | str | tuple[str, ...]
Facts: TypeAlias = Mapping[str, Fact]

_TEXT = re.compile(r"([a-z][a-z0-9_]{0,59}) (=|<=|>=|<|>|~) (\S(?:.*\S)?)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?")
_ACCEPTED = "a condition such as layers = 2|4, thickness_mm <= 1.6, laminate ~ shengyi"
_ORDER: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ABSENT = ("absent", "assumed")


@dataclass(frozen=True)
class Condition:
    """One condition; ``values`` are the alternatives without ``absent`` and ``assumed``."""

    key: str
    op: str
    values: tuple[str, ...]
    holds_when_absent: bool = False
    assumed: bool = False

    def holds(self, facts: Facts) -> bool:
        """Whether the condition is met; a missing fact meets only ``absent`` and ``assumed``."""
        fact = facts.get(self.key)
        if fact is None:
            return self.holds_when_absent
        if self.op in _ORDER:
            size = size_of(fact)
            return size is not None and _ORDER[self.op](size, self.bound)
        if self.op == "~":
            return any(word.casefold() in str(fact).casefold() for word in self.values)
        return self._equals(fact)

    def possible(self, facts: Facts) -> bool:
        """Whether the condition is met, or could be once a missing fact is known."""
        return self.key not in facts or self.holds(facts)

    @cached_property
    def bound(self) -> Decimal:
        """The number of a comparison."""
        return Decimal(self.values[0])

    @property
    def stated(self) -> str:
        """The answer that the condition stands for: ``1``, ``>= 0.125``."""
        answers = "|".join(self.values)
        return f"{self.op} {answers}" if self.op in _ORDER else answers

    def _equals(self, fact: Fact) -> bool:
        if isinstance(fact, bool):
            return str(fact).lower() in self.values
        if isinstance(fact, Decimal):
            return fact in self._numbers
        if isinstance(fact, tuple):
            return set(fact) <= set(self.values)
        return fact in self.values

    @cached_property
    def _numbers(self) -> frozenset[Decimal]:
        return frozenset(Decimal(text) for text in self.values if _NUMBER.fullmatch(text))

    def __str__(self) -> str:
        missing = ("assumed",) if self.assumed else ("absent",) if self.holds_when_absent else ()
        return f"{self.key} {self.op} {'|'.join((*self.values, *missing))}"

    @classmethod
    def parse(cls, value: object) -> Self:
        """Read the text of a condition; the error says what would be accepted."""
        if isinstance(value, cls):
            return value
        match = _TEXT.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise refuse("condition", _ACCEPTED, value)
        words = tuple(word.strip() for word in match[3].split("|"))
        values = tuple(word for word in words if word not in _ABSENT)
        numeric = len(values) == 1 and bool(_NUMBER.fullmatch(values[0]))
        if (
            not all(words)
            or (match[2] in _ORDER and not numeric)
            or (match[2] == "~" and not values)
        ):
            raise refuse("condition", _ACCEPTED, value)
        found = cls(match[1], match[2], values, len(values) < len(words), "assumed" in words)
        if found.assumed and not values:
            raise refuse("condition", _ACCEPTED, value)
        return found

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse,
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )


def size_of(fact: Fact) -> Decimal | None:
    """The number that comparisons and counts look at, of a list its length; a text has none."""
    if isinstance(fact, Decimal):
        return fact
    return Decimal(len(fact)) if isinstance(fact, tuple) else None


def keys_of(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """The keys that *conditions* ask for, each once, in their order."""
    return tuple(dict.fromkeys(condition.key for condition in conditions))


def fact_of(value: Any) -> Fact | None:
    """A record's value as conditions see it; what is no number, word, text or list is None."""
    match value:
        case bool() | Decimal():
            return value
        case int():
            return Decimal(value)
        case tuple():
            return tuple(str(item) for item in value)
        case StrEnum() | str():
            return str(value)
        case _:
            return None


def fact_text(fact: Fact | None) -> str:
    """A fact in plain words for messages."""
    match fact:
        case None:
            return "-"
        case bool():
            return str(fact).lower()
        case Decimal():
            return plain(fact.normalize())
        case tuple():
            return ",".join(fact) or "-"
        case _:
            return fact
