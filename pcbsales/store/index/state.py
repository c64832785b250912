"""The ledger at one moment, as decisions, checks and reports ask it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from pcbsales.kernel.errors import Finding, InvalidLedgerError
from pcbsales.manifest import Catalogue
from pcbsales.store.index.index import Entry, Index

if TYPE_CHECKING:
    from pcbsales.kernel.record import Record

R = TypeVar("R", bound="Record")
T = TypeVar("T")


class State:
    """A snapshot over the index; *replaced* puts other records (or none) in place of some paths.

    With *partial* unreadable records are left out and named in ``left_out``; without it an answer
    that needs one raises InvalidLedgerError.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        index: Index,
        *,
        replaced: "Mapping[tuple[str, str], Record | None] | None" = None,
        partial: bool = False,
    ) -> None:
        self._catalogue = catalogue
        self._index = index
        self._replaced = dict(replaced or {})
        self._partial = partial
        self._cache: dict[tuple[str, str], Record] = {}
        self.left_out: dict[str, tuple[Finding, ...]] = {}

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of *kind*, by id."""
        return self._records(kind, self._index.entries(kind.noun), lambda _: True)

    def get(self, kind: type[R], record_id: str) -> R | None:
        """One record, or None; InvalidLedgerError if its file cannot be read."""
        if (kind.noun, record_id) in self._replaced:
            other = self._replaced[kind.noun, record_id]
            return other if isinstance(other, kind) else None
        entry = self._index.entry(kind.noun, record_id)
        return self._record(kind, entry) if entry else None

    def ids(self, kind: type[R]) -> tuple[str, ...]:
        """The ids of all files of *kind*, sorted, whether they can be read or not."""
        others = {key[1]: found for key, found in self._replaced.items() if key[0] == kind.noun}
        filed = (known for known in self._index.ids(kind.noun) if known not in others)
        return tuple(sorted({*filed, *(known for known, found in others.items() if found)}))

    def where(self, kind: type[R], **keys: str) -> tuple[R, ...]:
        """The records of *kind* whose key fields have these values."""
        first, value = next(iter(keys.items()))

        def wanted(record: "Record") -> bool:
            return all(str(getattr(record, key)) == wish for key, wish in keys.items())

        return self._records(kind, self._index.where(kind.noun, first, value), wanted)

    def projected(
        self,
        name: str,
        make: Callable[[Iterable[Any]], T],
        *,
        as_of: date,
        group: str | None = None,
    ) -> T:
        """What *make* makes of the bodies of projection *name* that matter on *as_of*.

        They are of one group or of all. Where records stand in place of what the index holds, they
        are computed from all records.
        """
        projection = self._catalogue.projections[name]
        if any(noun in projection.nouns for noun, _ in self._replaced):
            from pcbsales.store.index.projecting import projected  # noqa: PLC0415 -- start-up

            return make(projected(self, self._catalogue, projection, as_of=as_of, group=group))
        made = self._index.projected(name, as_of.isoformat(), group, make)
        broken = self._index.unreadable(projection.nouns)
        self.left_out |= {entry.path: entry.findings for entry in broken}
        if broken and not self._partial:
            raise InvalidLedgerError(tuple(f for entry in broken for f in entry.findings))
        return made

    def with_records(self, records: "Iterable[Record]") -> "State":
        """The same moment with *records* written."""
        written = {(type(record).noun, record.id): record for record in records}
        return State(
            self._catalogue,
            self._index,
            replaced={**self._replaced, **written},
            partial=self._partial,
        )

    @property
    def others(self) -> "tuple[Record, ...]":
        """The records that stand in place of what the index holds."""
        return tuple(record for record in self._replaced.values() if record)

    def after(self, changed: "Mapping[tuple[str, str], Record | None]") -> "State":
        """The same moment with *changed* written (None: taken away), by noun and id.

        What cannot be read is left out; records that were read already are shared.
        """
        found = State(
            self._catalogue, self._index, replaced={**self._replaced, **changed}, partial=True
        )
        found._cache = self._cache
        return found

    def _records(
        self, kind: type[R], entries: Iterable[Entry], wanted: "Callable[[Record], bool]"
    ) -> tuple[R, ...]:
        readable: dict[str, R] = {}
        broken: list[Finding] = []
        for entry in entries:
            if (kind.noun, entry.id) in self._replaced:
                continue
            if entry.body is None:
                broken += entry.findings
                self.left_out[entry.path] = entry.findings
            else:
                record = self._record(kind, entry)
                if wanted(record):
                    readable[entry.id] = record
        if broken and not self._partial:
            raise InvalidLedgerError(tuple(broken))
        for other in self._replaced.values():
            if isinstance(other, kind) and wanted(other):
                readable[other.id] = other
        return tuple(readable[record_id] for record_id in sorted(readable))

    def _record(self, kind: type[R], entry: Entry) -> R:
        if entry.body is None:
            raise InvalidLedgerError(entry.findings)
        key = (kind.noun, entry.id)
        known = self._cache.get(key)
        if isinstance(known, kind):
            return known
        record = kind.model_validate(entry.body)
        self._cache[key] = record
        return record
