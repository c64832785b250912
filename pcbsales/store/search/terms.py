"""What a record can be found by: its texts, folded, each with what kind of text it is."""

import json
import re
from array import array
from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any, Final, NamedTuple

from pcbsales.i18n.folding import fold, spellings

_FOLDED_KEPT: Final = 400_000
_IN_LIST: Final = re.compile(r"\[[^\]]*\]")
#: Longer texts are somebody's words, not a value.
_LONGEST_VALUE: Final = 60
#: Hashes and salts: somebody who looks for one has its beginning.
_OPAQUE: Final = re.compile(r"[0-9a-f]{32,}")
#: Flags say nothing that anybody would look for.
_NOISE: Final = frozenset({"true", "false"})


class TermClass(IntEnum):
    """What a text is to its record; the first ones are what people mean most often."""

    ID = 0
    NAME = 1
    SPELLING = 2
    VALUE = 3
    PROSE = 4
    OPAQUE = 5
    REFERENCE = 6


class Job(NamedTuple):
    """A record to take in: its number in the search, what names it, its content and references."""

    doc: int
    names: tuple[str, ...]
    body: str
    refs: str


def walk(value: Any, field: str) -> Iterable[tuple[str, str]]:
    """Every text below *value*, with its field; items of lists are not told apart."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, f"{field}.{key}" if field else key)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item, field)
    elif value is not None:
        yield field, str(value)


def plain_field(field: str) -> str:
    """*field* without which item of a list it is in.

    >>> plain_field("lines[L1].part")
    'lines.part'
    """
    return _IN_LIST.sub("", field) if "[" in field else field


def references_in(refs: str) -> frozenset[tuple[str, str]]:
    """The fields that name other records, each with the id, of the index's text *refs*."""
    return frozenset(
        (".".join(part for part in json.loads(place) if isinstance(part, str)), record_id)
        for place, _, record_id in json.loads(refs or "[]")
    )


def in_names(field: str, names: tuple[str, ...]) -> bool:
    """Whether *field* is one of *names*, or inside one; items of lists are not told apart.

    >>> in_names("lines[L1].customer_po", ("lines.customer_po",))
    True
    """
    plain = plain_field(field)
    return any(plain == name or plain.startswith(f"{name}.") for name in names)


def class_of(
    text: str, *, is_id: bool = False, is_name: bool = False, is_reference: bool = False
) -> TermClass:
    """What *text* is to its record; an id that it names is another's."""
    if is_id:
        return TermClass.ID
    if is_name:
        return TermClass.NAME
    if is_reference:
        return TermClass.REFERENCE
    if _OPAQUE.fullmatch(text):
        return TermClass.OPAQUE
    return TermClass.PROSE if len(text) > _LONGEST_VALUE or "\n" in text else TermClass.VALUE


class Gatherer:
    """Collects the terms of records: term -> the numbers of the records that have it."""

    def __init__(self) -> None:
        self._folded: dict[str, str] = {}
        self._spelt: dict[str, frozenset[str]] = {}
        self.terms: dict[tuple[int, str], array[int]] = {}

    def take(self, job: Job) -> None:
        """Take in one record."""
        data: Mapping[str, Any] = json.loads(job.body)
        own = {(int(TermClass.ID), fold(str(data["id"])))}
        others = references_in(job.refs)
        for key, item in data.items():
            if key != "id":
                for field, text in walk(item, key):
                    is_name = in_names(field, job.names)
                    self._term(own, text, is_name=is_name, is_reference=(field, text) in others)
        for term in own:
            known = self.terms.get(term)
            if known is None:
                self.terms[term] = array("I", (job.doc,))
            else:
                known.append(job.doc)

    def _term(
        self, own: set[tuple[int, str]], text: str, *, is_name: bool, is_reference: bool
    ) -> None:
        if text in _NOISE:
            return
        folded = self._folded.get(text)
        if folded is None:
            if len(self._folded) > _FOLDED_KEPT:
                self._folded.clear()
            folded = self._folded[text] = fold(text)
        term_class = class_of(text, is_name=is_name, is_reference=is_reference)
        own.add((int(term_class), folded))
        if is_name and not text.isascii():
            own.update((int(TermClass.SPELLING), spelt) for spelt in self._spellings(text))

    def _spellings(self, text: str) -> frozenset[str]:
        known = self._spelt.get(text)
        if known is None:
            known = self._spelt[text] = spellings(text)
        return known


def gather(jobs: Iterable[Job]) -> dict[tuple[int, str], bytes]:
    """The terms of *jobs*: (class, text) -> the records' numbers as 32-bit integers."""
    gatherer = Gatherer()
    for job in jobs:
        gatherer.take(job)
    return {term: docs.tobytes() for term, docs in gatherer.terms.items()}
