"""The records of a kind as a list: a row each, with the columns that its manifest names."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Record, Value
from pcbsales.kernel.tables import Align, Cell, Column, Table, Word
from pcbsales.manifest import RecordKind


@dataclass(frozen=True, slots=True)
class RecordList:
    """The records of a kind, a row each, with the fields that its manifest names."""

    kind: RecordKind
    records: tuple[Record, ...]
    left_out: int = 0

    def as_json(self) -> list[dict[str, Any]]:
        """Objects with ``id`` and the record's fields as in the YAML."""
        return [record.tree() for record in self.records]

    def as_table(self) -> Table:
        """The id and the kind's columns."""
        columns = self.kind.columns or self.kind.keys
        rows = tuple(
            (record.id, *(_cell(_field(record, name)) for name in columns))
            for record in self.records
        )
        left_out = ("{count} unreadable records are left out", (("count", self.left_out),))
        return Table(
            columns=(
                Column("id", "id"),
                *(
                    Column(name, heading(name), _side(rows, at + 1))
                    for at, name in enumerate(columns)
                ),
            ),
            rows=rows,
            remarks=(left_out,) if self.left_out else (),
        )


def heading(name: str) -> MessageId:
    """What a list calls the field *name* (dotted inside values).

    >>> heading("terms.credit_limit")
    'credit limit'
    """
    return name.rpartition(".")[2].replace("_", " ")


def _side(rows: tuple[tuple[Cell, ...], ...], place: int) -> Align:
    numbers = all(isinstance(row[place], Money | Decimal | int | None) for row in rows)
    return Align.RIGHT if rows and numbers else Align.LEFT


def _field(value: Any, name: str) -> Any:
    for step in name.split("."):
        value = getattr(value, step, None)
    return value


def _cell(value: Any) -> Cell:
    if isinstance(value, Enum):
        return Word(value.value)
    if value is None or isinstance(value, Money | date | datetime | Decimal | int | bool | str):
        return value
    if isinstance(value, tuple):
        plain = all(isinstance(item, str) for item in value)
        return ", ".join(map(str, value)) if plain else len(value)
    return str(value) if not isinstance(value, Value) else _brief(value)


def _brief(value: Value) -> str:
    """The first text of a small value, such as a name in several scripts."""
    texts = (getattr(value, name) for name in type(value).model_fields)
    return next((text for text in texts if isinstance(text, str)), "")
