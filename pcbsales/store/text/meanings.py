"""What single texts, and lists of them, mean to the types of a record's fields; each read once."""

import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache
from inspect import signature
from typing import Annotated, Any, Final, get_args, get_origin

from pydantic import PlainValidator

from pcbsales.kernel.money import Money
from pcbsales.kernel.scalars import Parsed
from pcbsales.store.text.shapes import ListOf

#: So many texts of each type are remembered with what they mean.
_REMEMBERED: Final = 50_000


class NoMouldError(Exception):
    """Pydantic has to be asked."""


class Meanings(dict[str, Any]):
    """What texts mean to one type; what *parse* refuses is not kept."""

    def __init__(self, parse: Callable[[Any], Any]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, text: str) -> Any:
        found = self._parse(text)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = found
        return found


@cache
def _meanings(parse: Callable[[Any], Any]) -> Meanings:
    return Meanings(parse)


@cache
def _enum_meanings(kind: type[StrEnum]) -> dict[str, Any]:
    if "_missing_" in vars(kind):
        raise NoMouldError
    return {member.value: member for member in kind}


_LISTS = ListOf()
#: Lists as they are kept, by JSON.
LISTS_AS_JSON = Meanings(
    lambda written: json.dumps(_LISTS[written], ensure_ascii=False, separators=(",", ":"))
)


def texts_of(annotation: Any) -> dict[str, Any]:
    """What single texts of a list mean; a list of references is pydantic's."""
    if get_origin(annotation) is Annotated:
        kind, *readers = get_args(annotation)
        return texts(kind, readers)
    return texts(annotation, ())


def texts(annotation: Any, readers: Sequence[Any]) -> dict[str, Any]:
    """What texts mean to a type of the kernel, to an amount, an enum, or a reader of its own."""
    if len(readers) == 1 and isinstance(readers[0], Parsed):
        return _meanings(readers[0].parse)
    if len(readers) == 1 and isinstance(readers[0], PlainValidator):
        read = readers[0].func
        if len(signature(read).parameters) == 1:
            return _meanings(read)
    if not readers and isinstance(annotation, type) and issubclass(annotation, Money):
        return _meanings(annotation.parsed().parse)
    if not readers and isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return _enum_meanings(annotation)
    raise NoMouldError


_SEVERAL: dict[int, Meanings] = {}


def several_meanings(single: dict[str, Any]) -> Meanings:
    """What lists mean whose items mean what *single* says."""
    found = _SEVERAL.get(id(single))
    if found is None:
        found = _SEVERAL[id(single)] = Meanings(
            lambda written: tuple([single[text] for text in _LISTS[written]])
        )
    return found
