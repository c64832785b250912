"""Records for the checks, straight from the index's tables; those that cannot be read are left out.

What was read is kept, so that the checks of one customer read its records once.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, Final, TypeVar

from pcbsales.kernel.record import Record

R = TypeVar("R", bound=Record)


class GroupReader:
    """A snapshot over the tables behind *db*."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[tuple[str, str], Record] = {}

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of *kind*, by id."""
        return self._records(kind, self._db.execute(_ALL, {"noun": kind.noun}))

    def get(self, kind: type[R], record_id: str) -> R | None:
        """One record, or None."""
        known = self._known.get((kind.noun, record_id))
        if isinstance(known, kind):
            return known
        rows = self._db.execute(_ONE, {"noun": kind.noun, "id": record_id})
        return next(iter(self._records(kind, rows)), None)

    def where(self, kind: type[R], **keys: str) -> tuple[R, ...]:
        """The records of *kind* whose key fields have these values."""
        first, value = next(iter(keys.items()))
        rows = self._db.execute(_WHERE, {"noun": kind.noun, "key": first, "value": value})
        return tuple(
            record
            for record in self._records(kind, rows)
            if all(str(getattr(record, key)) == wish for key, wish in keys.items())
        )

    def _records(self, kind: type[R], rows: Iterable[tuple[str, str]]) -> tuple[R, ...]:
        return tuple(self._record(kind, record_id, body) for record_id, body in rows)

    def _record(self, kind: type[R], record_id: str, body: str) -> R:
        known = self._known.get((kind.noun, record_id))
        if isinstance(known, kind):
            return known
        data: dict[str, Any] = json.loads(body)
        record = kind.model_validate(data)
        self._known[kind.noun, record_id] = record
        return record


_ALL: Final = "SELECT id, body FROM files WHERE noun=:noun AND body IS NOT NULL ORDER BY id"
_ONE: Final = "SELECT id, body FROM files WHERE noun=:noun AND id=:id AND body IS NOT NULL"
#: The key first: SQLite would otherwise go through all records of the noun.
_WHERE: Final = (
    "SELECT f.id, f.body FROM keys k CROSS JOIN files f ON f.n=k.file "
    "WHERE k.noun=:noun AND k.key=:key AND k.value=:value AND f.body IS NOT NULL ORDER BY f.id"
)
