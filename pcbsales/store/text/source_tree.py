"""A record file's text as a tree: where each key, value and item stands in it.

Only for text that strict reading takes: keys are plain words, nothing is tagged or anchored.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from yaml import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent
from yaml._yaml import CParser

_BLOCK_STYLES: Final = frozenset({"|", ">"})
_LAST_BREAK = re.compile(r"\r?\n\Z")
_LAST_BREAKS = re.compile(r"(?:\r?\n[ ]*)+\Z")
_NOTHING = re.compile(r"(?:[ ]*(?:#[^\n]*|\r)?\n)*[ ]*")


@dataclass(slots=True)
class Scalar:
    """A text; ``style`` is its quote, ``|``, ``>`` or empty where it is plain."""

    start: int
    end: int
    text: str
    style: str

    def plain(self) -> str:
        """The text itself."""
        return self.text


@dataclass(slots=True, eq=False)
class Entry:
    """A key with its value; ``lead`` is where the text after its colon begins."""

    key: Scalar
    lead: int
    value: "Node"

    @property
    def start(self) -> int:
        """Where the key begins."""
        return self.key.start

    @property
    def end(self) -> int:
        """Where the value ends."""
        return self.value.end


@dataclass(slots=True)
class Mapping:
    """Keys with values; ``flow`` where it stands in braces."""

    start: int
    end: int
    flow: bool
    entries: dict[str, Entry] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """What it says."""
        return {key: entry.value.plain() for key, entry in self.entries.items()}


@dataclass(slots=True, eq=False)
class Item:
    """An item of a list; ``start`` is its dash where it has one, ``lead`` what follows that."""

    start: int
    lead: int
    value: "Node"

    @property
    def end(self) -> int:
        """Where the value ends."""
        return self.value.end


@dataclass(slots=True)
class Sequence:
    """Items; ``flow`` where they stand in brackets."""

    start: int
    end: int
    flow: bool
    items: list[Item] = field(default_factory=list)

    def plain(self) -> list[Any]:
        """What it says."""
        return [item.value.plain() for item in self.items]


Node: TypeAlias = Scalar | Mapping | Sequence


def parse(text: str) -> Mapping:
    """The record that *text* holds, which strict reading has taken."""
    return _Parser(text).record()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._next: Callable[[], Any] = CParser(text).get_event

    def record(self) -> Mapping:
        self._next()
        self._next()
        found = self._node(self._next())
        assert isinstance(found, Mapping)
        return found

    def _node(self, event: Any) -> Node:
        if isinstance(event, ScalarEvent):
            end = self._end(event)
            return Scalar(_start_of(event), end, event.value, event.style or "")
        if isinstance(event, MappingStartEvent):
            return self._mapping(event)
        return self._sequence(event)

    def _end(self, event: Any) -> int:
        """Where a scalar ends; a block scalar before the line break of its last line."""
        start, end = _start_of(event), _end_of(event)
        if event.style not in _BLOCK_STYLES:
            return end
        kept = "+" in self._text[start : start + 3]
        blank = (_LAST_BREAK if kept else _LAST_BREAKS).search(self._text[start:end])
        return int(start + blank.start() if blank else end)

    def _mapping(self, event: Any) -> Mapping:
        found = Mapping(_start_of(event), _end_of(event), bool(event.flow_style))
        while not isinstance(event := self._next(), MappingEndEvent):
            key = self._node(event)
            assert isinstance(key, Scalar)
            value = self._node(self._next())
            found.entries[key.text] = Entry(key, self._text.index(":", key.end) + 1, value)
            found.end = value.end
        if found.flow:
            found.end = _end_of(event)
        return found

    def _sequence(self, event: Any) -> Sequence:
        found = Sequence(_start_of(event), _end_of(event), bool(event.flow_style))
        at = found.start
        while not isinstance(event := self._next(), SequenceEndEvent):
            value = self._node(event)
            if found.flow:
                found.items.append(Item(value.start, value.start, value))
            else:
                dash = self._dash(at)
                found.items.append(Item(dash, dash + 1, value))
            at = found.end = value.end
        if found.flow:
            found.end = _end_of(event)
        return found

    def _dash(self, after: int) -> int:
        """The next dash, past comments and blank lines."""
        found = _NOTHING.match(self._text, after)
        assert found
        return found.end()


def _start_of(event: Any) -> int:
    return int(event.start_mark.index)


def _end_of(event: Any) -> int:
    return int(event.end_mark.index)
