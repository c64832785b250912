"""Why a record changed: what it says itself, and what the approvals made with it say."""

import re
from collections.abc import Iterator
from typing import Any, Final

from pcbsales.kernel.errors import UsageError
from pcbsales.manifest import Catalogue, RecordKind
from pcbsales.store import layout
from pcbsales.store.history import Objects, Step
from pcbsales.store.text.leaves import leaves

#: Fields that say why, wherever they stand, and those that do in what happened and in notes.
_WHY: Final = frozenset({"reason", "remark", "cause", "comment", "note"})
_TELLING: Final = re.compile(r"(events|notes)\[[^\]]*\]\.text")


def reasons(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Iterator[str]:
    """What the record itself says of why it changed: new events, notes and reasons."""
    known = set(_reasons(before))
    yield from (text for text in _reasons(after) if text not in known)


def approvals_of(step: Step, objects: Objects, catalogue: Catalogue) -> Iterator[str]:
    """What the approvals written by the same commit say, and the requests that they decide."""
    if step.facts is None:
        return
    for named in step.facts.records:
        folder, _, record_id = named.partition("/")
        kind = catalogue.folders.get(folder)
        if kind is None or not kind.noun.startswith("approval"):
            continue
        decision = _at(step.facts.commit, kind, record_id, objects)
        asked = catalogue.kinds.get("approval-request")
        request = decision.get("request")
        if asked and isinstance(request, str):
            yield from _reasons(_at(step.facts.commit, asked, request, objects))
        yield from _reasons(decision)


def _at(commit: str, kind: RecordKind, record_id: str, objects: Objects) -> dict[str, Any]:
    """The record as it was in *commit*; empty where it was not."""
    try:
        name = f"{commit}:{layout.path_of(kind, record_id)}"
    except UsageError:
        return {}
    if not name.isprintable():
        return {}
    objects.fetch([name])
    return objects.record(name) or {}


def _reasons(record: dict[str, Any] | None) -> Iterator[str]:
    for path, text in leaves(record or {}):
        if path.rpartition(".")[2] in _WHY or _TELLING.fullmatch(path):
            yield " ".join(text.split())
