"""The shapes of plain YAML: records of one kind differ in their values, seldom in their lines.

The first text of a shape is taken apart by ``plain_yaml``; of those that follow one regular
expression, made of the first one's keys, finds the values at once. It takes nothing that
``plain_yaml`` would not take, and finds the same in it: a test holds both together.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from pcbsales.store.text.plain_yaml import (
    LIST,
    NULLS,
    Line,
    OtherShapeError,
    nested,
    plain_lines,
    text_of,
)

#: So many shapes are known at once, and so many of one number of lines are tried.
_MOST: Final = 2000
_TRIED: Final = 8
#: So many shapes that were met once are remembered, by a number.
_REMEMBERED: Final = 50_000
#: In ASCII neither space nor control mark, nor what JSON would escape, and no colon or number sign;
#: what else is told apart afterwards, by ``_UNUSUAL``: such classes take long to compile.
_INNER: Final = r"[^\x00-\x20\x7f:#\"\\]"
_FIRST: Final = r"[^\x00-\x27\x29\x2a\x2c-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]"
#: Its group gives characters back: before 3.11.5 one that keeps them took half a turn too many.
_PLAIN: Final = rf"((?:{_FIRST}|-(?=[0-9])){_INNER}*+(?:[ :]{_INNER}++)*)"
_QUOTED: Final = r"[^\x00-\x1f\x7f\"'\\]*+"
_UNUSUAL: Final = re.compile(
    r"[\x80-\xbf\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff"
    r"\ufeff\ufffe\uffff\U00010000-\U0010ffff]"
)
_VALUES: Final = {'"': rf'"({_QUOTED})"', "'": rf"'({_QUOTED})'", "[": r"(\[[^\]\n]*+\])"}
_ASCII: Final = bytes(range(128))
_ONE_LIST: Final = re.compile(LIST)

#: The values of a text in the order of its lines; a list as it is written.
Values: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value stands: its place among the values, and whether it is a list."""

    place: int
    is_list: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """Lines and keys without values: *tree* is the content with slots in place of values."""

    pattern: re.Pattern[str]
    tree: dict[str, Any]
    lists: tuple[int, ...]

    def values(self, text: str) -> Values | None:
        """The values of *text*; None if it is not of this shape."""
        found = self.pattern.fullmatch(text)
        return found.groups() if found else None


def shape_of(lines: list[Line]) -> Shape | None:
    """The shape of a text of these *lines*; None if it is not of the plainest."""
    slots: list[Slot] = []

    def mean(value: str) -> Slot:
        text_of(value)
        slots.append(Slot(len(slots), value[0] == "["))
        return slots[-1]

    try:
        tree = nested(lines, mean)
    except OtherShapeError:
        return None
    lists = tuple(slot.place for slot in slots if slot.is_list)
    return Shape(re.compile("".join(map(_pattern, lines))), tree, lists)


def _pattern(line: Line) -> str:
    spaces, dash, key, value, item = line
    written = value or item
    head = f"{spaces}{dash}{key}:" if key else f"{spaces}{dash}"
    between = " " if key and written else ""
    return f"{re.escape(head + between)}{_value(written)}\n"


def _value(written: str) -> str:
    return _VALUES.get(written[0], _PLAIN) if written else ""


def _has_null(text: str, values: Values) -> bool:
    """Whether one of *values* of *text* says that there is none."""
    return ("ull" in text or "ULL" in text) and not NULLS.isdisjoint(values)


class ListOf(dict[str, list[str]]):
    """The items of lists by how they are written; OtherShapeError for what is no plain list."""

    def __missing__(self, written: str) -> list[str]:
        if not _ONE_LIST.fullmatch(written):
            raise OtherShapeError
        items = text_of(written)
        assert isinstance(items, list)
        if len(self) >= _MOST:
            self.clear()
        self[written] = items
        return items


class _Usual(dict[bytes, bool]):
    """Whether what of a text is not ASCII is letters and such; all keys of a shape are ASCII."""

    def __missing__(self, foreign: bytes) -> bool:
        found = _UNUSUAL.search(foreign.decode("utf-8")) is None
        if len(self) >= _MOST:
            self.clear()
        self[foreign] = found
        return found


class Known:
    """Shapes that were met, each with what *use* made of it, tried by the number of lines.

    *patient*: only when a second text of a shape comes. A regular expression takes longer to make
    than a few texts to read without it.
    """

    def __init__(self, use: Callable[[Shape], Any], *, patient: bool = False) -> None:
        self._use = use
        self._met: set[int] | None = set() if patient else None
        self._usual = _Usual()
        self._by_lines: dict[int, list[tuple[Shape, Any]]] = {}
        self._count = 0

    def find(self, raw: bytes) -> tuple[Any, Values] | None:
        """What was made of the shape of *raw*, and its values; None if it has none."""
        text = raw.decode("utf-8")
        if not text.isascii() and not self._usual[raw.translate(None, _ASCII)]:
            return None
        near = self._by_lines.get(text.count("\n"))
        if near is None:
            near = self._by_lines[text.count("\n")] = []
        for place, (shape, made) in enumerate(near):
            found = shape.pattern.fullmatch(text)
            if found is not None:
                if place:
                    near.insert(0, near.pop(place))
                values: Values = found.groups()
                return None if _has_null(text, values) else (made, values)
        return self._first(near, text)

    def _first(self, near: list[tuple[Shape, Any]], text: str) -> tuple[Any, Values] | None:
        """The same of a text whose shape is not known."""
        lines = plain_lines(text)
        if not lines or not self._is_due(lines):
            return None
        shape = shape_of(lines)
        values = shape.values(text) if shape else None
        if shape is None or values is None:
            return None
        made = self._use(shape)
        self._keep(near, shape, made)
        return made, values

    def _is_due(self, lines: list[Line]) -> bool:
        """Whether a shape of *lines* is worth being known."""
        if self._met is None:
            return True
        shape = hash("".join(map(_pattern, lines)))
        if shape in self._met:
            return True
        if len(self._met) >= _REMEMBERED:
            self._met.clear()
        self._met.add(shape)
        return False

    def _keep(self, near: list[tuple[Shape, Any]], shape: Shape, made: Any) -> None:
        if self._count >= _MOST:
            self._by_lines.clear()
            self._count = 0
        near.insert(0, (shape, made))
        self._count += 1 - len(near[_TRIED:])
        del near[_TRIED:]
