"""A snapshot that reads each policy once, for pricing hundreds of quotations in one go."""

from typing import Any, TypeVar

from pcbsales.kernel.record import Record
from pcbsales.kernel.snapshot import Snapshot

R = TypeVar("R", bound=Record)


class Remembered:
    """*snapshot*, of which nothing is asked twice; it never changes while it is held."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._known: dict[Any, Any] = {}

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of *kind*, by id."""
        if kind not in self._known:
            self._known[kind] = self._snapshot.all(kind)
        found: tuple[R, ...] = self._known[kind]
        return found

    def get(self, kind: type[R], record_id: str) -> R | None:
        """One record, or None."""
        asked = (kind, record_id)
        if asked not in self._known:
            self._known[asked] = self._snapshot.get(kind, record_id)
        found: R | None = self._known[asked]
        return found

    def where(self, kind: type[R], **keys: str) -> tuple[R, ...]:
        """The records of *kind* whose key fields have these values."""
        asked = (kind, tuple(sorted(keys.items())))
        if asked not in self._known:
            self._known[asked] = self._snapshot.where(kind, **keys)
        found: tuple[R, ...] = self._known[asked]
        return found
