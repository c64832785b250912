"""Which items of a list are the same before and after a change."""

import json
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from pcbsales.store.text.rendering import texts


def paired(was: list[Any], new: list[Any]) -> list[tuple[int, int]]:
    """Which old item becomes which new one, in order: by id where all have one, else by content."""
    by_id = all(isinstance(item, dict) and "id" in item for item in (*was, *new))
    old_keys, new_keys = _keys(was, by_id=by_id), _keys(new, by_id=by_id)
    pairs: list[tuple[int, int]] = []
    matcher = SequenceMatcher(None, old_keys, new_keys, autojunk=False)
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal" or (kind == "replace" and not by_id):
            pairs += zip(range(i, i_end), range(j, j_end), strict=False)
    return pairs


def _keys(items: Iterable[Any], *, by_id: bool) -> list[str]:
    return [str(item["id"]) if by_id else json.dumps(texts(item)) for item in items]
