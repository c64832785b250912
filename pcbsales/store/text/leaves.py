"""The values of a record one by one, each with the path of its field: ``lines[L1].amount``.

Items of a list are named by what tells them apart (their id, revision, number or code), else by
their place.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

#: What names an item among its like, the first that every item of the list has for itself.
_NAMING: Final = ("id", "rev", "number", "code")


def item_names(items: Sequence[Any], *others: Sequence[Any]) -> tuple[str, ...] | None:
    """The names of *items* within their list; None where only their place tells them apart.

    With *others*, later or earlier states of the list, all of them are named by the same key.

    >>> item_names([{"id": "L1"}, {"id": "L2"}])
    ('L1', 'L2')
    """
    for key in _NAMING if all(isinstance(item, dict) for item in items) else ():
        if all(_are_named_by(key, state) for state in (items, *others)):
            return tuple(item[key] for item in items)
    return None


def named_items(
    before: Sequence[Any], after: Sequence[Any]
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The items of two states of a list by their names; None where they have none."""
    old, new = item_names(before, after), item_names(after, before)
    if old is None or new is None:
        return None
    return dict(zip(old, before, strict=True)), dict(zip(new, after, strict=True))


def _are_named_by(key: str, items: Sequence[Any]) -> bool:
    names = [item.get(key) if isinstance(item, dict) else None for item in items]
    return all(isinstance(name, str) for name in names) and len(set(names)) == len(names)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in *value*, a record as its YAML was read, with the path of its field.

    >>> list(leaves({"lines": [{"id": "L1", "note": "x"}], "tags": ["a"]}))
    [('lines[L1].id', 'L1'), ('lines[L1].note', 'x'), ('tags[1]', 'a')]
    """
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        names = item_names(value) or tuple(map(str, range(1, len(value) + 1)))
        for name, item in zip(names, value, strict=True):
            yield from leaves(item, f"{path}[{name}]")
    elif value is not None:
        yield path, str(value)
