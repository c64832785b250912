"""What changed between two versions of a record, field by field."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from pcbsales.store.text.leaves import named_items

#: Lists longer than this are compared whole where their items bear no names: it stays quick.
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Change:
    """A field that changed: its path, and what it held before and after (None: nothing).

    Values are as the YAML holds them: texts, lists, mappings. The path is empty for a file that
    could not be read as a record.
    """

    field: str
    before: Any
    after: Any


def differences(before: Any, after: Any, path: str = "") -> Iterator[Change]:
    """The changes from *before* to *after*; items of lists are matched by what names them.

    >>> [change.field for change in differences({"a": "1", "b": "2"}, {"a": "1", "b": "3"})]
    ['b']
    """
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in (*after, *(key for key in before if key not in after)):
            yield from differences(before.get(key), after.get(key), f"{path}.{key}".lstrip("."))
    elif (before or after) and _are_items(before) and _are_items(after):
        yield from _of_lists(before or [], after or [], path)
    else:
        yield Change(path, before, after)


def _are_items(value: Any) -> bool:
    """Whether *value* is a list of mappings; none at all is one without items."""
    return value is None or (
        isinstance(value, list) and all(isinstance(item, dict) for item in value)
    )


def _of_lists(before: list[Any], after: list[Any], path: str) -> Iterator[Change]:
    named = named_items(before, after)
    if named is not None:
        yield from _of_named(*named, path)
    elif len(before) + len(after) <= _LONGEST:
        yield from _of_places(before, after, path)
    else:
        yield Change(path, before, after)


def _of_named(before: dict[str, Any], after: dict[str, Any], path: str) -> Iterator[Change]:
    for name in (*after, *(name for name in before if name not in after)):
        yield from differences(before.get(name), after.get(name), f"{path}[{name}]")
    kept = [name for name in before if name in after]
    moved = [name for name in after if name in before]
    if kept != moved:
        yield Change(path, kept, moved)


def _of_places(before: list[Any], after: list[Any], path: str) -> Iterator[Change]:
    """Items without names: what stayed is found by its content, the rest told by its place."""
    matcher = SequenceMatcher(None, _marks(before), _marks(after), autojunk=False)
    for verb, i1, i2, j1, j2 in matcher.get_opcodes():
        if verb == "equal":
            continue
        for step in range(max(i2 - i1, j2 - j1)):
            old = before[i1 + step] if i1 + step < i2 else None
            new = after[j1 + step] if j1 + step < j2 else None
            place = (j1 if new is not None else i1) + step + 1
            yield from differences(old, new, f"{path}[{place}]")


def _marks(items: Sequence[Any]) -> list[str]:
    return [json.dumps(item, sort_keys=True) for item in items]
