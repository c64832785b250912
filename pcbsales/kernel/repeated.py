"""Records of which there may be one alone: those that repeat what one before them has."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from pcbsales.kernel.record import Record

R = TypeVar("R", bound=Record)


def repeated(records: Iterable[R], what: Callable[[R], object]) -> Iterator[tuple[R, str]]:
    """Each of *records* of which *what* is that of one before it, with the id of that one."""
    seen: dict[object, str] = {}
    for record in records:
        first = seen.setdefault(what(record), record.id)
        if first != record.id:
            yield record, first
