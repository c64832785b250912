"""What a decision, a check or a figure may ask of the ledger."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeAlias, TypeVar

from pcbsales.kernel.record import ChangeSet, Record

R = TypeVar("R", bound=Record)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ProjectedRow:
    """A row that the index keeps: it matters on days from *opened* on and before *closed*.

    *body* is what JSON holds: texts, numbers, lists, None.
    """

    key: str
    opened: date
    closed: date | None
    body: Any


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


class ProjectedSnapshot(Snapshot, Protocol):
    """A snapshot that keeps projections at hand."""

    def projected(
        self,
        name: str,
        make: Callable[[Iterable[Any]], T],
        *,
        as_of: date,
        group: str | None = None,
    ) -> T:
        """What *make* makes of the bodies of projection *name* that matter on *as_of*.

        They are of one group or of all, in no particular order; *make* may be called again.
        InvalidLedgerError if a record that they would come from cannot be read.
        """
        ...


class Ids(Protocol):
    """Allots ids under the ledger's lock."""

    def next(self, kind: type[Record], year: int | None = None) -> str:
        """The next free id of *kind*; kinds numbered by year need *year*."""
        ...


Decision: TypeAlias = Callable[[Snapshot, Ids], ChangeSet]


def without_ids(decide: Callable[[Snapshot], ChangeSet]) -> Decision:
    """*decide*, which numbers nothing new, as a decision."""
    return lambda snapshot, _: decide(snapshot)
