"""References between records: every id that a field points with must name a record."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from pcbsales.kernel.record import Points, Record


@cache
def _plan(model: type[BaseModel]) -> tuple[tuple[str, str | None], ...]:
    """The fields of *model* that point at records (with the noun) or hold values that may."""
    steps: list[tuple[str, str | None]] = []
    for name, field in model.model_fields.items():
        noun = next((m.noun for m in field.metadata if isinstance(m, Points)), None)
        noun = noun or next(_nouns(field.annotation), None)
        if noun or any(_holds_values(field.annotation)):
            steps.append((name, noun))
    return tuple(steps)


def _nouns(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Annotated:
        yield from (m.noun for m in get_args(annotation)[1:] if isinstance(m, Points))
    for argument in get_args(annotation):
        yield from _nouns(argument)


def _holds_values(annotation: Any) -> Iterator[bool]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield True
    for argument in get_args(annotation):
        yield from _holds_values(argument)


def references(record: Record) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
    """Every reference in *record*: where it stands, the noun and the id it points at."""
    return _walk(record, ())


def _walk(value: Any, location: tuple[str | int, ...]) -> Iterator[tuple[Any, str, str]]:
    if isinstance(value, BaseModel):
        for name, noun in _plan(type(value)):
            yield from _field(getattr(value, name), noun, (*location, name))
    elif isinstance(value, tuple | list):
        for position, item in enumerate(value):
            yield from _walk(item, (*location, position))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*location, key))


def _field(value: Any, noun: str | None, location: Any) -> Iterator[tuple[Any, str, str]]:
    if noun is None:
        yield from _walk(value, location)
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield (*location, position), noun, item
    elif value is not None:
        yield location, noun, value
