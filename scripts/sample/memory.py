"""Records in memory, asked as a ledger is asked, and numbers given out in turn."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TypeVar

from pcbsales.kernel.record import Record
from pcbsales.manifest import Catalogue

R = TypeVar("R", bound=Record)


class Memory:
    """A snapshot of *records*."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._records: dict[str, dict[str, Record]] = defaultdict(dict)
        for record in records:
            self._records[record.noun][record.id] = record

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of *kind*, by id."""
        found = self._records[kind.noun]
        return tuple(item for name in sorted(found) if isinstance(item := found[name], kind))

    def get(self, kind: type[R], record_id: str) -> R | None:
        """One record, or None."""
        found = self._records[kind.noun].get(record_id)
        return found if isinstance(found, kind) else None

    def where(self, kind: type[R], **keys: str) -> tuple[R, ...]:
        """The records of *kind* whose fields have these values."""
        wanted = keys.items()
        return tuple(r for r in self.all(kind) if all(getattr(r, k) == v for k, v in wanted))


class Numbers:
    """Ids of each kind and year, counted from 1."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._last: Counter[str] = Counter()

    def next(self, kind: type[Record], year: int | None = None) -> str:
        """The next id of *kind* in *year*."""
        stem = f"{self._catalogue.kind_of(kind).prefix}-{year}-"
        self._last[stem] += 1
        return f"{stem}{self._last[stem]:05d}"
