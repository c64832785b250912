"""Reading what nearly every record file is: YAML of the plainest shape, by one regular expression.

What the program writes itself holds one ``key: value`` or ``- value`` a line: plain or quoted texts
without escapes, short lists in brackets, nesting by spaces. Such a file means the same to every
reader of YAML, and is read here three times faster than by a parser. Anything else, and anything
that is to be refused, is None here and left to ``strict_yaml``.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final, TypeAlias

from pcbsales.kernel.scalars import forbidden_character

#: What is larger is not of the plainest shape, whatever it holds.
_LARGEST: Final = 1 << 18
NULLS: Final = frozenset({"null", "Null", "NULL"})
_DEEPEST: Final = 12
#: Spaces, dash, key, value, item.
Line: TypeAlias = tuple[str, str, str, str, str]

_PLAIN: Final = r"(?:[A-Za-z0-9+(\u00c0-\uffff]|-(?=[0-9]))(?:[^\s:#]|:(?=[^\s:#])|[ ](?=[^\s:#]))*"
_QUOTED: Final = r"\"[^\"\\\n\t]*\"|'[^'\n\t]*'"
_ITEM: Final = r"[A-Za-z0-9+][A-Za-z0-9._/+-]*(?:[ ][A-Za-z0-9._/+-]+)*"
LIST: Final = rf"\[(?:{_ITEM}(?:,[ ]{_ITEM})*)?\]"
_VALUE: Final = rf"{_PLAIN}|{_QUOTED}|{LIST}"
_LINE: Final = (
    rf"^([ ]*)(-[ ])?(?:([A-Za-z][A-Za-z0-9_-]{{0,60}}):(?:[ ]({_VALUE}))?|(?<=-[ ])({_VALUE}))$"
)


@cache
def _lines() -> re.Pattern[str]:
    return re.compile(_LINE, re.MULTILINE)


def read_plain(raw: bytes) -> dict[str, Any] | None:
    """The content of *raw*, every scalar as text; None if it is not of the plainest shape."""
    if len(raw) > _LARGEST or not raw.endswith(b"\n"):
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    lines = plain_lines(text)
    try:
        return nested(lines, text_of) if lines is not None else None
    except OtherShapeError:
        return None


def plain_lines(text: str) -> list[Line] | None:
    """The lines of *text*: spaces, dash, key, value, item; None if one is not of the plainest."""
    lines: list[Line] = _lines().findall(text)
    if len(lines) != text.count("\n") or "\r" in text or forbidden_character(text):
        return None
    return lines


def nested(lines: list[Line], mean: Callable[[str], Any]) -> dict[str, Any]:
    """*lines* put together by their indentation, each value as what *mean* makes of it."""
    return _Builder(mean).built(lines)


class OtherShapeError(Exception):
    """The lines are not nested, or a value is not written, as the plainest shape has it."""


class _Builder:
    """Puts lines together by their indentation."""

    def __init__(self, mean: Callable[[str], Any]) -> None:
        self._mean = mean
        self._root: dict[str, Any] = {}
        #: What is being filled, outermost first, and at which indentation.
        self._open: list[tuple[int, Any]] = [(0, self._root)]

    def built(self, lines: list[Line]) -> dict[str, Any]:
        waiting = ""
        for spaces, dash, key, value, item in lines:
            indent = len(spaces)
            holder = self._holder(indent, bool(dash), waiting)
            waiting = ""
            if dash:
                if not key:
                    holder.append(self._mean(item))
                    continue
                holder.append({})
                holder = holder[-1]
                self._open.append((indent + 2, holder))
            if key in holder or key in NULLS:
                raise OtherShapeError
            if value:
                holder[key] = self._mean(value)
            else:
                waiting = key
        if waiting:
            raise OtherShapeError
        return self._root

    def _holder(self, indent: int, dash: bool, waiting: str) -> Any:
        """What a line at *indent* belongs to: a list if it has a *dash*, else a mapping."""
        top, holder = self._open[-1]
        if indent == top and not waiting and not dash and type(holder) is dict:
            return holder
        if waiting:
            self._begin(waiting, indent, dash)
        else:
            self._close(indent, dash)
        holder = self._open[-1][1]
        if (type(holder) is list) is not dash:
            raise OtherShapeError
        return holder

    def _begin(self, key: str, indent: int, dash: bool) -> None:
        """What stands below *key* begins here: a list, or a mapping deeper than the key."""
        above, holder = self._open[-1]
        if indent < above + (not dash) or len(self._open) > _DEEPEST:
            raise OtherShapeError
        inner: Any = [] if dash else {}
        holder[key] = inner
        self._open.append((indent, inner))

    def _close(self, indent: int, dash: bool) -> None:
        """Go back to what is being filled at *indent*."""
        stack = self._open
        while stack[-1][0] > indent or (
            not dash and len(stack) > 1 and stack[-1][0] == indent and type(stack[-1][1]) is list
        ):
            stack.pop()
        if stack[-1][0] != indent:
            raise OtherShapeError


def text_of(value: str) -> str | list[str]:
    """What *value*, as it is written, says: a text, or a list of texts."""
    first = value[0]
    if first in "\"'":
        return value[1:-1]
    if first == "[":
        items = value[1:-1].split(", ") if value != "[]" else []
        if not NULLS.isdisjoint(items):
            raise OtherShapeError
        return items
    if value in NULLS:
        raise OtherShapeError
    return value
