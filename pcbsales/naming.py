"""Finding a record by what a person types: an id, the tail of a number, a part of a name."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from pydantic import BaseModel

from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import Record
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.manifest import RecordKind, Shelf

R = TypeVar("R", bound=Record)
_TAIL = re.compile(r"([A-Za-z]?)0*([0-9]{1,9})")
_SHOWN = 8


def fold(text: str) -> str:
    """*text* without differences of case and width.

    >>> fold("ＨＵＡ Yi")
    'hua yi'
    """
    return unicodedata.normalize("NFKC", text).casefold()


def find_record(state: Snapshot, kind: RecordKind, record: type[R], text: str) -> R:
    """The one record that *text* names.

    Raises:
        UsageError: None or several do; it lists the candidates.
    """
    if (exact := state.get(record, text)) is not None:
        return exact
    found = list(_candidates(state.all(record), kind, text))
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(
            "there is no {noun} {text}; list them with: pcbsales {noun} list",
            noun=kind.noun,
            text=text,
        )
    raise UsageError(
        "{text} is ambiguous: {candidates}",
        text=text,
        candidates=", ".join(item.id for item in found[:_SHOWN]),
    )


def _candidates(records: Iterable[R], kind: RecordKind, text: str) -> Iterator[R]:
    everything = list(records)
    wanted = fold(text)
    for matches in (_by_id, _by_tail, _by_name, _by_start, _by_part):
        found = [record for record in everything if matches(record, kind, wanted)]
        if found:
            yield from found
            return


def _by_id(record: Record, kind: RecordKind, wanted: str) -> bool:
    known = fold(record.id)
    return known == wanted or (kind.shelf is Shelf.OWNED and known.partition("/")[2] == wanted)


def _by_tail(record: Record, kind: RecordKind, wanted: str) -> bool:
    tail = _TAIL.fullmatch(wanted)
    if tail is None or kind.shelf not in {Shelf.YEARLY, Shelf.COUNTED}:
        return False
    own = _TAIL.fullmatch(fold(record.id.rpartition("-")[2]))
    return own is not None and own.groups() == tail.groups()


def _by_name(record: Record, kind: RecordKind, wanted: str) -> bool:
    return any(name == wanted for name in _names(record, kind))


def _by_start(record: Record, kind: RecordKind, wanted: str) -> bool:
    known = fold(record.id)
    ids = (known, known.partition("/")[2]) if kind.shelf is Shelf.OWNED else (known,)
    return any(name.startswith(wanted) for name in ids if name)


def _by_part(record: Record, kind: RecordKind, wanted: str) -> bool:
    return any(wanted in name for name in (fold(record.id), *_names(record, kind)))


def _names(record: Record, kind: RecordKind) -> Iterator[str]:
    for field in kind.names:
        yield from map(fold, _texts(getattr(record, field)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
