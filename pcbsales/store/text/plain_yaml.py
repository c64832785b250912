"""Reading what nearly every record file is: YAML of the plainest shape, by one regular expression.

What the program writes itself holds one ``key: value`` or ``- value`` a line: plain or quoted texts
without escapes, short lists in brackets, nesting by spaces. Such a file means the same to every
reader of YAML, and is read here three times faster than by a parser. Anything else, and anything
that is to be refused, is None here and left to ``strict_yaml``.
"""

import re
from functools import cache
from typing import Any, Final

from pcbsales.kernel.scalars import forbidden_character

#: What is larger is not of the plainest shape, whatever it holds.
_LARGEST: Final = 1 << 18
_NULLS: Final = frozenset({"null", "Null", "NULL"})
_DEEPEST: Final = 12
_PLAIN: Final = r"(?:[A-Za-z0-9+(\u00c0-\uffff]|-(?=[0-9]))(?:[^\s:#]|:(?=[^\s:#])|[ ](?=[^\s:#]))*"
_QUOTED: Final = r"\"[^\"\\\n\t]*\"|'[^'\n\t]*'"
_ITEM: Final = r"[A-Za-z0-9+][A-Za-z0-9._/+-]*(?:[ ][A-Za-z0-9._/+-]+)*"
_LIST: Final = rf"\[(?:{_ITEM}(?:,[ ]{_ITEM})*)?\]"
_VALUE: Final = rf"{_PLAIN}|{_QUOTED}|{_LIST}"
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
    lines = _lines().findall(text)
    if len(lines) != text.count("\n") or "\r" in text or forbidden_character(text):
        return None
    try:
        return _Builder().built(lines)
    except _OtherShapeError:
        return None


class _OtherShapeError(Exception):
    """The lines are not nested as the plainest shape is."""


class _Builder:
    """Puts lines together by their indentation."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}
        #: What is being filled, outermost first, and at which indentation.
        self._open: list[tuple[int, Any]] = [(0, self._root)]

    def built(self, lines: list[tuple[str, str, str, str, str]]) -> dict[str, Any]:
        waiting = ""
        for spaces, dash, key, value, item in lines:
            indent = len(spaces)
            holder = self._holder(indent, bool(dash), waiting)
            waiting = ""
            if dash:
                if not key:
                    holder.append(_text(item))
                    continue
                holder.append({})
                holder = holder[-1]
                self._open.append((indent + 2, holder))
            if key in holder or key in _NULLS:
                raise _OtherShapeError
            if value:
                holder[key] = _text(value)
            else:
                waiting = key
        if waiting:
            raise _OtherShapeError
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
            raise _OtherShapeError
        return holder

    def _begin(self, key: str, indent: int, dash: bool) -> None:
        """What stands below *key* begins here: a list, or a mapping deeper than the key."""
        above, holder = self._open[-1]
        if indent < above + (not dash) or len(self._open) > _DEEPEST:
            raise _OtherShapeError
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
            raise _OtherShapeError


def _text(value: str) -> str | list[str]:
    first = value[0]
    if first in "\"'":
        return value[1:-1]
    if first == "[":
        items = value[1:-1].split(", ") if value != "[]" else []
        if not _NULLS.isdisjoint(items):
            raise _OtherShapeError
        return items
    if value in _NULLS:
        raise _OtherShapeError
    return value
