"""What a decision, a check or a figure may ask of the ledger."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeAlias, TypeVar

from pcbsales.kernel.errors import Finding
from pcbsales.kernel.record import ChangeSet, Record

R = TypeVar("R", bound=Record)


class Snapshot(Protocol):
    """The ledger at one moment; never changes while it is held."""

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of *kind*, by id; InvalidLedgerError if one of them cannot be read."""
        ...

    def get(self, kind: type[R], record_id: str) -> R | None:
        """One record, or None."""
        ...

    def where(self, kind: type[R], **keys: str) -> tuple[R, ...]:
        """The records of *kind* whose key fields (named in its manifest) have these values."""
        ...


class Ids(Protocol):
    """Allots ids under the ledger's lock."""

    def next(self, kind: type[Record], year: int | None = None) -> str:
        """The next free id of *kind*; kinds numbered by year need *year*."""
        ...


Decision: TypeAlias = Callable[[Snapshot, Ids], ChangeSet]
Check: TypeAlias = Callable[[Snapshot], Iterable[Finding]]
