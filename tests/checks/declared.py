"""Running the rooms' checks in tests: group by group, with nothing at hand that is not declared."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from pcbsales.kernel.errors import Finding
from pcbsales.kernel.record import Record
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.manifest import Check
from pcbsales.registry import catalogue
from pcbsales.store.checks.groups import groups_of
from pcbsales.store.checks.references import references

R = TypeVar("R", bound=Record)
CHECKS = {check.path: check for check in catalogue().checks}


class Declared:
    """A snapshot that refuses what *check* does not declare to read for *group*."""

    def __init__(self, snapshot: Snapshot, check: Check, group: str) -> None:
        self._snapshot = snapshot
        self._check = check
        self._group = group
        self._seen: dict[tuple[str, str], Record] = {}
        self._pointed: dict[tuple[str, str], set[tuple[str, str]]] = {}

    def all(self, kind: type[R]) -> tuple[R, ...]:
        everywhere = kind.noun in self._check.everywhere
        assert everywhere or "" in self._check.keys(kind.noun), (
            f"{self._check.name} reads every {kind.noun}"
        )
        return self._noted(self._snapshot.all(kind))

    def get(self, kind: type[R], record_id: str) -> R | None:
        keys = self._check.keys(kind.noun)
        own = (
            "" in keys
            or kind.noun in self._check.everywhere
            or ("id" in keys and record_id == self._group)
        )
        sources = {read.through for read in self._check.reads if read.noun == kind.noun}
        followed = any(
            record.noun in sources and (kind.noun, record_id) in self._pointed[place]
            for place, record in self._seen.items()
        )
        assert own or followed or (kind.noun, record_id) in self._seen, (
            f"{self._check.name} reads {kind.noun} {record_id}"
        )
        found = self._snapshot.get(kind, record_id)
        self._noted([found] if found else [])
        return found

    def where(self, kind: type[R], **keys: str) -> tuple[R, ...]:
        ((key, value),) = keys.items()
        own = key in self._check.keys(kind.noun) and value == self._group
        sources = {r.through for r in self._check.reads if (r.noun, r.key) == (kind.noun, key)}
        beside = any(
            record.noun in sources and str(getattr(record, key)) == value
            for record in self._seen.values()
        )
        assert own or beside, f"{self._check.name} reads {kind.noun} by {key}"
        return self._noted(self._snapshot.where(kind, **keys))

    def _noted(self, records: Iterable[R]) -> tuple[R, ...]:
        found = tuple(records)
        for record in found:
            place = (record.noun, record.id)
            self._seen[place] = record
            self._pointed[place] = {(noun, target) for _, noun, target in references(record)}
        return found


def run(check: Check, snapshot: Snapshot, records: Iterable[Record]) -> Iterator[Finding]:
    """What *check* finds in all groups of *records*."""
    groups = sorted({group for record in records for group in groups_of(check, record)})
    for group in groups:
        yield from check.function(Declared(snapshot, check, group), group)


def found(function: Callable[..., Iterable[Finding]], snapshot: Any) -> list[Finding]:
    """What the room's rule *function* finds in *snapshot*, which knows its ``records``."""
    check = CHECKS[f"{function.__module__}:{function.__name__}"]
    return list(run(check, snapshot, snapshot.records))
