"""Running the rooms' checks in tests: group by group, with nothing at hand that is not declared."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from pcbsales.kernel.errors import Finding
from pcbsales.kernel.record import Record
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.manifest import Check
from pcbsales.registry import catalogue
from pcbsales.store.check_groups import groups_of
from pcbsales.store.references import references

R = TypeVar("R", bound=Record)
CHECKS = {check.path: check for check in catalogue().checks}


class Declared:
    """A snapshot that refuses what *check* does not declare to read for *group*."""

    def __init__(self, snapshot: Snapshot, check: Check, group: str) -> None:
        self._snapshot = snapshot
        self._check = check
        self._group = group
        self._pointed: set[tuple[str, str]] = set()
        self._seen: set[tuple[str, str]] = set()

    def all(self, kind: type[R]) -> tuple[R, ...]:
        assert "" in self._check.keys(kind.noun), f"{self._check.name} reads every {kind.noun}"
        return self._noted(self._snapshot.all(kind))

    def get(self, kind: type[R], record_id: str) -> R | None:
        own = "id" in self._check.keys(kind.noun) and record_id == self._group
        through = any(read.noun == kind.noun and read.through for read in self._check.reads)
        followed = through and (kind.noun, record_id) in self._pointed
        assert own or followed or (kind.noun, record_id) in self._seen, (
            f"{self._check.name} reads {kind.noun} {record_id}"
        )
        found = self._snapshot.get(kind, record_id)
        self._noted([found] if found else [])
        return found

    def where(self, kind: type[R], **keys: str) -> tuple[R, ...]:
        ((key, value),) = keys.items()
        assert key in self._check.keys(kind.noun), f"{self._check.name}: {kind.noun} by {key}"
        assert value == self._group, f"{self._check.name}: {kind.noun} of another group"
        return self._noted(self._snapshot.where(kind, **keys))

    def _noted(self, records: Iterable[R]) -> tuple[R, ...]:
        found = tuple(records)
        self._seen |= {(record.noun, record.id) for record in found}
        for record in found:
            if self._check.keys(record.noun):
                self._pointed |= {(noun, target) for _, noun, target in references(record)}
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
