"""Strict reading: a record file becomes plain data in which every scalar is still text.

What a YAML reader may interpret in more than one way is refused here: anchors, aliases, tags,
merge keys, directives, duplicate keys, nulls, several documents, tabs, control and direction marks,
and what libyaml takes though YAML 1.2 does not. The scalar types of the kernel then decide what
each text means.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import yaml
from yaml import (
    AliasEvent,
    DocumentStartEvent,
    KeyToken,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml._yaml import CParser

from pcbsales.kernel.scalars import forbidden_character

MAX_BYTES: Final = 1024 * 1024
MAX_DEPTH: Final = 20
_CONTROL = "the character {character} is not allowed: it is a control or direction mark"
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
#: A block scalar's first line as YAML 1.2 has it, then its lines that only hold spaces.
_BLOCK_HEAD = re.compile(r"[|>](?:[1-9][+-]?|[+-][1-9]?)?(?:[ ]+(?:\#[^\r\n]*)?)?(?:\r?\n|$)")
_SPACES_AT_END = re.compile(r"[ ]+\Z")
#: Where a question mark could announce a key.
_QUESTION = re.compile(r"(?:^|[\s\[{,])\?", re.MULTILINE)
_BLANK_LINES = re.compile(r"(?:[ ]*\r?\n)+")

Data: TypeAlias = "str | list[Data] | dict[str, Data]"
Location: TypeAlias = tuple[str | int, ...]


class StrictYamlError(Exception):
    """The file cannot be taken: the line (from 1), the rule's name, a message id and its values."""

    def __init__(self, line: int, rule: str, msgid: str, /, **values: object) -> None:
        self.line = line
        self.rule = rule
        self.msgid = msgid
        self.values = values
        super().__init__(f"{line}: {rule}: {msgid}")


@dataclass(slots=True)
class Document:
    """A record file's content, and the line on which each field stands."""

    data: dict[str, Data]
    lines: dict[Location, int] = field(default_factory=dict)

    def line_of(self, location: Location) -> int:
        """The line of the nearest enclosing thing that is in the file."""
        while location not in self.lines and location:
            location = location[:-1]
        return self.lines.get(location, 1)


def read(raw: bytes) -> Document:
    """Parse *raw*; StrictYamlError names the first thing that is not allowed."""
    text = _decode(raw)
    if "?" in text and _QUESTION.search(text):
        _refuse_question_keys(text)
    return _Reader(text).document()


def _decode(raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        raise StrictYamlError(0, "yaml.size", "the file is larger than 1 MiB")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise StrictYamlError(line, "yaml.encoding", "the file is not UTF-8 text") from None
    lines = text.replace("\r\n", "\n") if "\r" in text else text
    if found := forbidden_character(lines):
        at = lines.find(chr(int(found.removeprefix("U+"), 16)))
        raise StrictYamlError(
            lines.count("\n", 0, at) + 1, "yaml.character", _CONTROL, character=found
        )
    if "\t" in text:
        raise StrictYamlError(
            text.count("\n", 0, text.find("\t")) + 1,
            "yaml.tab",
            "a tab is not allowed: use spaces, or write \\t inside double quotes",
        )
    return text


def _refuse_question_keys(text: str) -> None:
    """Refuse ``? key``: YAML 1.1 and 1.2 differ on what follows the question mark."""
    tokens: Callable[[], Any] = CParser(text).get_token
    try:
        while (token := tokens()) is not None:
            if isinstance(token, KeyToken) and token.end_mark.index > token.start_mark.index:
                raise _at(token, "yaml.key", "a key stands by itself, without a question mark")
    except yaml.YAMLError:
        return


class _Reader:
    """Builds data from libyaml's events, refusing what the ledger's YAML does not have."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: Callable[[], Any] = CParser(text).get_event
        self._lines: dict[Location, int] = {}

    def document(self) -> Document:
        try:
            return self._document()
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise StrictYamlError(
                mark.line + 1 if mark else 1,
                "yaml.syntax",
                "this is not YAML: {problem}",
                problem=getattr(error, "problem", None) or "it cannot be parsed",
            ) from None

    def _document(self) -> Document:
        self._next()
        start = self._next()
        if not isinstance(start, DocumentStartEvent):
            raise StrictYamlError(1, "yaml.empty", "the file is empty")
        if start.version or start.tags:
            raise StrictYamlError(1, "yaml.directive", "YAML directives (%) are not allowed")
        event = self._next()
        if not isinstance(event, MappingStartEvent):
            raise StrictYamlError(
                event.start_mark.line + 1, "yaml.mapping", "a record is a mapping of fields"
            )
        data = self._mapping(event, ())
        if (end := self._next()).explicit:
            raise _at(
                end, "yaml.documents", "one file holds one record, without a line of ... dots"
            )
        following = self._next()
        if isinstance(following, DocumentStartEvent):
            raise StrictYamlError(_line(following), "yaml.documents", "one file holds one record")
        return Document(data, self._lines)

    def _value(self, event: Any, location: Location) -> Data:
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, location)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event, location)
        raise _at(event, "yaml.alias", "anchors and aliases are not allowed")

    def _mapping(self, event: Any, location: Location) -> dict[str, Data]:
        _guard(event, location)
        self._lines.setdefault(location, event.start_mark.line + 1)
        data: dict[str, Data] = {}
        while not isinstance(key_event := self._next(), MappingEndEvent):
            key = self._key(key_event)
            if key in data:
                raise _at(key_event, "yaml.duplicate", "the key {key} stands twice", key=key)
            here = (*location, key)
            self._lines[here] = key_event.start_mark.line + 1
            data[key] = self._value(self._next(), here)
        return data

    def _sequence(self, event: Any, location: Location) -> list[Data]:
        _guard(event, location)
        items: list[Data] = []
        while not isinstance(item := self._next(), SequenceEndEvent):
            here = (*location, len(items))
            self._lines[here] = item.start_mark.line + 1
            items.append(self._value(item, here))
        return items

    def _key(self, event: Any) -> str:
        if not isinstance(event, ScalarEvent):
            raise _at(event, "yaml.key", "a key is one word")
        if event.value == "<<" and event.implicit[0]:
            raise _at(event, "yaml.merge", "merge keys (<<) are not allowed")
        return self._scalar(event)

    def _scalar(self, event: Any) -> str:
        if event.anchor:
            raise _at(event, "yaml.alias", "anchors and aliases are not allowed")
        if event.tag:
            raise _at(event, "yaml.tag", "tags (!) are not allowed")
        value: str = event.value
        style = event.style
        if not style:
            if value in _NULLS:
                raise _at(event, "yaml.null", "empty value: leave the key out, or write the text")
        elif style == '"':
            if found := forbidden_character(value):
                raise _at(event, "yaml.character", _CONTROL, character=found)
        elif style != "'":
            self._guard_block(event)
        return value

    def _guard_block(self, event: Any) -> None:
        """Refuse a block scalar that libyaml takes and YAML 1.2 does not."""
        head = _BLOCK_HEAD.match(self._text, event.start_mark.index)
        if head is None:
            raise _at(event, "yaml.block", "after | or > stands a space, then a comment or nothing")
        blank = _BLANK_LINES.match(self._text, head.end())
        if blank and " " in blank[0] and not any(sign.isdigit() for sign in head[0][1:3]):
            raise _at(event, "yaml.block", "the first lines of a text hold nothing but spaces")
        if _SPACES_AT_END.match(self._text, self._text.rfind("\n") + 1):
            raise _at(event, "yaml.block", "the file's last line holds nothing but spaces")


def _guard(event: Any, location: Location) -> None:
    if isinstance(event, AliasEvent) or event.anchor:
        raise _at(event, "yaml.alias", "anchors and aliases are not allowed")
    if event.tag:
        raise _at(event, "yaml.tag", "tags (!) are not allowed")
    if len(location) >= MAX_DEPTH:
        raise _at(event, "yaml.depth", "fields are nested more than 20 levels deep")


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _at(event: Any, rule: str, msgid: str, **values: object) -> StrictYamlError:
    return StrictYamlError(_line(event), rule, msgid, **values)
