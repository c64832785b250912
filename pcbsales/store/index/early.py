"""An answer by the index as it was left, worked out while changed files are still looked for."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EarlyAnswer(Generic[T]):
    """An answer by the tables as they stood, and what tells whether they still stand so."""

    answer: T
    db: sqlite3.Connection
    stand: tuple[int, int]

    @classmethod
    def of(cls, db: sqlite3.Connection, ask: Callable[[sqlite3.Connection], T]) -> "EarlyAnswer[T]":
        """What *ask* answers by *db* now."""
        stand = _stand(db)
        return cls(ask(db), db, stand)

    def holds(self, db: sqlite3.Connection) -> bool:
        """Whether the tables behind *db* are these, unchanged."""
        return db is self.db and _stand(db) == self.stand


def _stand(db: sqlite3.Connection) -> tuple[int, int]:
    """Moves with each change of the tables: by this connection, by another."""
    return db.total_changes, int(db.execute("PRAGMA data_version").fetchone()[0])
