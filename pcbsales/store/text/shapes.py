"""The shapes of plain YAML: records of one kind differ in their values, seldom in their lines.

The first text of a shape is taken apart by ``plain_yaml``; of those that follow one regular
expression, made of the first one's keys, finds the values at once. It takes nothing that
``plain_yaml`` would not take, and finds the same in it: a test holds both together.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
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
#: In ASCII neither space nor control mark, nor what JSON would escape, and no colon or number sign;
#: what else is told apart afterwards, by ``_UNUSUAL``: such classes take long to compile.
_INNER: Final = r"[^\x00-\x20\x7f:#\"\\]"
_FIRST: Final = r"[^\x00-\x27\x29\x2a\x2c-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]"
_PLAIN: Final = rf"((?:{_FIRST}|-(?=[0-9])){_INNER}*+(?:[ :]{_INNER}++)*+)"
_QUOTED: Final = r"[^\x00-\x1f\x7f\"'\\]*+"
_UNUSUAL: Final = re.compile(
    r"[\x80-\xbf\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff"
    r"\ufeff\ufffe\uffff\U00010000-\U0010ffff]"
)
_VALUES: Final = {'"': rf'"({_QUOTED})"', "'": rf"'({_QUOTED})'", "[": r"(\[[^\]\n]*+\])"}
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
        if found is None:
            return None
        values: Values = found.groups()
        foreign = "" if text.isascii() else "".join([v for v in values if not v.isascii()])
        return None if _UNUSUAL.search(foreign) else values


def shape_of(text: str) -> Shape | None:
    """The shape of *text*; None if it is not of the plainest."""
    lines = plain_lines(text)
    if not lines:
        return None
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


@dataclass(slots=True)
class Known:
    """Shapes that were met, each with what *use* made of it, tried by the number of lines."""

    use: Callable[[Shape], Any]
    _by_lines: dict[int, list[tuple[Shape, Any]]] = field(default_factory=dict)
    _count: int = 0

    def find(self, text: str) -> tuple[Any, Values] | None:
        """What was made of the shape of *text*, and its values; None if it has none."""
        near = self._by_lines.setdefault(text.count("\n"), [])
        for place, (shape, made) in enumerate(near):
            values = shape.values(text)
            if values is not None:
                if place:
                    near.insert(0, near.pop(place))
                return (made, values) if NULLS.isdisjoint(values) else None
        found = shape_of(text)
        values = found.values(text) if found else None
        if found is None or values is None:
            return None
        made = self.use(found)
        self._keep(near, found, made)
        return made, values

    def _keep(self, near: list[tuple[Shape, Any]], shape: Shape, made: Any) -> None:
        if self._count >= _MOST:
            self._by_lines.clear()
            self._count = 0
        near.insert(0, (shape, made))
        self._count += 1 - len(near[_TRIED:])
        del near[_TRIED:]
