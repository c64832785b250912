"""Finding a record by what a person types: an id, the tail of a number, a part of a name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel

from pcbsales.i18n.folding import fold, spellings
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import Record
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.manifest import RecordKind, Shelf

R = TypeVar("R", bound=Record)
_TAIL = re.compile(r"([A-Za-z]?)0*([0-9]{1,9})")
_SHOWN = 8
#: One letter is no spelling: it would name half the customers.
_LEAST_SPELT = 2
#: How many near names are proposed, of how many at most, and how alike they are.
_PROPOSED = 3
_COMPARED = 20_000
_ALIKE = 0.75


def find_record(state: Snapshot, kind: RecordKind, record: type[R], text: str) -> R:
    """The one record that *text* names: an id, a number's tail, a name or a part of one, initials.

    What comes first in this order counts alone; ids are tried before any record is read.

    Raises:
        UsageError: None or several do; it lists the candidates.
    """
    if (exact := state.get(record, text)) is not None:
        return exact
    found = _by_number(state, kind, record, text) or list(
        _candidates(state.all(record), kind, text)
    )
    if len(found) == 1:
        return found[0]
    if not found:
        raise no_such(kind, text, _ids(state, record))
    raise UsageError(
        "{text} is ambiguous: {candidates}",
        text=text,
        candidates=", ".join(item.id for item in found[:_SHOWN]),
    )


def no_such(kind: RecordKind, text: str, ids: Sequence[str]) -> UsageError:
    """That *text* names no record of *kind*; of all *ids* it proposes those that look like it."""
    if near := _near(kind, text, ids):
        return UsageError(
            "there is no {noun} {text}; did you mean {near}? list them with: pcbsales {noun} list",
            noun=kind.noun,
            text=text,
            near=", ".join(near),
        )
    return UsageError(
        "there is no {noun} {text}; list them with: pcbsales {noun} list",
        noun=kind.noun,
        text=text,
    )


def _near(kind: RecordKind, text: str, ids: Sequence[str]) -> list[str]:
    """The *ids* whose letters and digits are those of *text*, else a few that look like it."""
    wanted = _bare(text)
    if not wanted:
        return []
    bare: dict[str, list[str]] = {}
    for known in ids:
        last = known.partition("/")[2] if kind.shelf is Shelf.OWNED else known
        for name in dict.fromkeys((_bare(known), _bare(last))):
            bare.setdefault(name, []).append(known)
    if wanted in bare:
        return bare[wanted][:_PROPOSED]
    if kind.shelf in {Shelf.YEARLY, Shelf.COUNTED} or len(bare) > _COMPARED:
        return []
    alike = get_close_matches(wanted, bare, n=_PROPOSED, cutoff=_ALIKE)
    return list(dict.fromkeys(known for name in alike for known in bare[name]))[:_PROPOSED]


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _ids(state: Snapshot, record: type[R]) -> Sequence[str]:
    listed = getattr(state, "ids", None)
    return listed(record) if listed else [item.id for item in state.all(record)]


def same_number(record_id: str, kind: RecordKind, wanted: str) -> bool:
    """Whether *wanted*, folded, is the id, or the tail of its number without leading zeros."""
    known = fold(record_id)
    if known == wanted or (kind.shelf is Shelf.OWNED and known.partition("/")[2] == wanted):
        return True
    tail = _TAIL.fullmatch(wanted)
    if tail is None or kind.shelf not in {Shelf.YEARLY, Shelf.COUNTED}:
        return False
    own = _TAIL.fullmatch(known.rpartition("-")[2])
    return own is not None and own.groups() == tail.groups()


def _by_number(state: Snapshot, kind: RecordKind, record: type[R], text: str) -> list[R]:
    """Records by their ids alone; without the ledger's list of ids, none."""
    ids: Sequence[str] = getattr(state, "ids", lambda _: ())(record)
    wanted = fold(text)
    alike = [known for known in ids if same_number(known, kind, wanted)]
    whole = [known for known in alike if fold(known) == wanted]
    found = (state.get(record, known) for known in whole or alike)
    return [item for item in found if item is not None]


def _candidates(records: Iterable[R], kind: RecordKind, text: str) -> Iterator[R]:
    everything = list(records)
    wanted = fold(text)
    for matches in (_by_id, _by_name, _by_start, _by_part, _by_spelling):
        found = [record for record in everything if matches(record, kind, wanted)]
        if found:
            yield from found
            return


def _by_id(record: Record, kind: RecordKind, wanted: str) -> bool:
    return same_number(record.id, kind, wanted)


def _by_name(record: Record, kind: RecordKind, wanted: str) -> bool:
    return any(name == wanted for name in _names(record, kind))


def _by_start(record: Record, kind: RecordKind, wanted: str) -> bool:
    known = fold(record.id)
    ids = (known, known.partition("/")[2]) if kind.shelf is Shelf.OWNED else (known,)
    return any(name.startswith(wanted) for name in ids if name)


def _by_part(record: Record, kind: RecordKind, wanted: str) -> bool:
    return any(wanted in name for name in (fold(record.id), *_names(record, kind)))


def _by_spelling(record: Record, kind: RecordKind, wanted: str) -> bool:
    """Whether a name in Chinese is spelt so in pinyin, or its initials begin so."""
    letters = wanted.replace(" ", "").replace("'", "")
    if len(letters) < _LEAST_SPELT or not (letters.isascii() and letters.isalpha()):
        return False
    return any(
        spelt.startswith(letters)
        for name in _names(record, kind)
        if not name.isascii()
        for spelt in spellings(name)
    )


def _names(record: Record, kind: RecordKind) -> Iterator[str]:
    for field in kind.names:
        yield from map(fold, _texts(record, field))


def _texts(value: Any, field: str = "") -> Iterator[str]:
    """The texts in *value*, or in its *field*, dotted inside values and lists."""
    if field:
        first, _, rest = field.partition(".")
        for item in value if isinstance(value, tuple) else (value,):
            yield from _texts(getattr(item, first, None), rest)
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
