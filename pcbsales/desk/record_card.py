"""One record as a card: a row for each field."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pcbsales.kernel.record import Record
from pcbsales.kernel.tables import Cell, Column, Table


@dataclass(frozen=True, slots=True)
class RecordCard:
    """One record, a row for each field."""

    record: Record

    def as_json(self) -> dict[str, Any]:
        """The record's fields as in the YAML."""
        return self.record.tree()

    def as_table(self) -> Table:
        """Field paths and what they hold."""
        return Table(
            columns=(Column("field", "field"), Column("value", "value")),
            rows=tuple(_flat("", self.record.tree())),
        )


def _flat(path: str, value: Any) -> Iterable[tuple[Cell, Cell]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(f"{path}.{key}" if path else key, item)
    elif isinstance(value, list):
        for position, item in enumerate(value, start=1):
            yield from _flat(f"{path}[{position}]", item)
    else:
        yield path, value
