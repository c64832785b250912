"""A report as rows and columns: the one shape behind terminal, TSV, CSV and HTML tables.

Cells are values, not texts (Money, date, Decimal, int, str, a text in several languages or None):
how they look is decided by the output and the reader's language, at the program's edge.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Protocol, TypeAlias

from pcbsales.kernel.money import Money
from pcbsales.kernel.shown import NamedId, Several, Shown, Word

if TYPE_CHECKING:
    from pcbsales.kernel.local_text import LocalProse

__all__ = ["Align", "Cell", "Column", "Recorded", "Report", "Table", "Word"]

Cell: TypeAlias = (
    "Money | date | datetime | Decimal | int | bool | str | LocalProse | NamedId | Several | Shown"
    " | None"
)


class Recorded(str):
    """A sentence that the program filled and recorded in English; people read it in theirs.

    Somebody's own words, recorded in the same place, stay as they are; so does what scripts read.
    """

    __slots__ = ()


class Align(Enum):
    """On which side a column's cells stand."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key that scripts use, and the heading that people read (a message id).

    In money columns the currency may stand in a column of its own; then the cell is a Decimal.
    """

    key: str
    heading: str
    align: Align = Align.LEFT
    #: Left out, by name, of a screen that is too narrow for it.
    spare: bool = False
    #: Columns that can be spared go before this one is narrower than so many characters.
    room: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, with closing rows of totals and remarks below (message id, values)."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    title_values: tuple[tuple[str, Cell], ...] = ()
    totals: tuple[tuple[Cell, ...], ...] = ()
    remarks: tuple[tuple[str, tuple[tuple[str, Cell], ...]], ...] = ()


class Report(Protocol):
    """A computed answer: one value feeds every output."""

    def as_json(self) -> object:
        """The documented JSON shape: dicts, lists, texts, numbers, None."""
        ...

    def as_table(self) -> Table:
        """The same as rows and columns."""
        ...
