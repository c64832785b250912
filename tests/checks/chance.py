"""Random change sets: fields taken over from another record, records that come and go."""

from collections import defaultdict
from collections.abc import Mapping
from random import Random
from typing import Any

from pydantic import ValidationError

from pcbsales.kernel.record import Record
from pcbsales.manifest import Catalogue, Shelf
from pcbsales.store.checks.groups import Changes, Place


def as_read(value: Any) -> Any:
    """A record's tree as it is read from YAML: every scalar a text."""
    if isinstance(value, dict):
        return {str(key): as_read(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_read(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


class Dice:
    """Makes changes to *records*."""

    def __init__(self, records: list[Record], catalogue: Catalogue, seed: int) -> None:
        self._catalogue = catalogue
        self._random = Random(seed)
        self._by_noun: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            self._by_noun[record.noun].append(record)

    def changes(self, most: int = 4) -> dict[Place, Record | None]:
        """Up to *most* records as they will be, by noun and id; None: gone."""
        found: dict[Place, Record | None] = {}
        while not found or self._random.random() < 1 - 1 / most:
            place, record = self._change()
            found[place] = record
        return found

    def _change(self) -> tuple[Place, Record | None]:
        record = self._pick()
        sort = self._random.random()
        if sort < 0.15:
            return (record.noun, record.id), None
        changed = self._mutated(record)
        if sort < 0.4:
            changed = self._mutated(changed.model_copy(update=self._new_id(record)))
        return (changed.noun, changed.id), changed

    def _pick(self) -> Record:
        return self._random.choice(self._by_noun[self._random.choice(sorted(self._by_noun))])

    def _mutated(self, record: Record) -> Record:
        """*record* with some fields of another of its kind, where that makes a valid one."""
        for _ in range(8):
            other = self._random.choice(self._by_noun[record.noun])
            names = sorted({*type(record).model_fields} - {"id", "tags", "notes"})
            chosen = self._random.sample(names, min(len(names), self._random.randint(1, 3)))
            theirs = as_read(other.tree())
            data = {**as_read(record.tree()), **{name: theirs.get(name) for name in chosen}}
            given = {name: value for name, value in data.items() if value is not None}
            try:
                changed = type(record).model_validate(given)
            except ValidationError:
                continue
            if changed != record:
                return changed
        return record

    def _new_id(self, record: Record) -> Mapping[str, Any]:
        kind = self._catalogue.kinds[record.noun]
        if kind.shelf is Shelf.YEARLY:
            return {"id": f"{kind.prefix}-2026-{self._random.randint(90001, 90009)}"}
        if kind.shelf is Shelf.COUNTED:
            return {"id": f"{kind.prefix}-{self._random.randint(90001, 90009)}"}
        if kind.shelf is Shelf.OWNED:
            return {"id": self._random.choice((record.id.lower(), record.id + "X"))}
        return {"id": record.id + self._random.choice("XY")}


def both_sides(
    before: Mapping[Place, Record | None], after: Mapping[Place, Record | None]
) -> Changes:
    """Each changed record as it was and as it will be."""
    return {place: (before.get(place), record) for place, record in after.items()}
