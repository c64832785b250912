"""The files that a record names, for its reader."""

from datetime import datetime
from typing import Any

from pcbsales.desk.attached_file import NamedFile
from pcbsales.kernel.tables import Cell, Column, Table


class FileList:
    """The files that a record names."""

    def __init__(self, files: tuple[NamedFile, ...]) -> None:
        self._files = files

    def as_json(self) -> list[dict[str, Any]]:
        """Objects with ``name, size, sha256, kept, at, by``."""
        return [
            {
                "name": file.name,
                "size": file.size,
                "sha256": file.sha256,
                "kept": file.kept,
                "at": file.at or None,
                "by": file.by or None,
            }
            for file in self._files
        ]

    def as_table(self) -> Table:
        """A row for each file."""
        return Table(
            columns=(
                Column("name", "name"),
                Column("size", "bytes"),
                Column("kept", "kept here"),
                Column("at", "when"),
                Column("by", "who"),
                Column("sha256", "sha256"),
            ),
            rows=tuple(self._row(file) for file in self._files),
        )

    @staticmethod
    def _row(file: NamedFile) -> tuple[Cell, ...]:
        at = datetime.fromisoformat(file.at) if file.at else None
        return (file.name, file.size, file.kept, at, file.by, file.sha256)
