"""Tables of a sheet: prices or days by layers and area. Upper edges belong to their column."""

from abc import abstractmethod
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, model_validator

from pcbsales.kernel.record import Value
from pcbsales.kernel.scalars import (
    Number,
    Positive,
    PositiveCount,
    plain,
    refuse,
    wrong,
)
from pcbsales.quoting.quotations.records import BasisUnit


def _not_negative(value: Decimal) -> Decimal:
    if value < 0:
        raise refuse("rate", "a rate of 0 or more", str(value))
    return value


#: Money in the book's currency per lot or m².
Rate = Annotated[Number, AfterValidator(_not_negative)]


class TableRow(Value):
    """One layer count of a table; it may end before the table's last column."""

    layers: PositiveCount

    @property
    @abstractmethod
    def width(self) -> int:
        """How many columns the row has."""


class PriceRow(TableRow):
    """The prices of one layer count, column by column; missing columns have no rule."""

    prices: tuple[Rate, ...]

    @property
    def width(self) -> int:
        """How many columns the row has."""
        return len(self.prices)


class DayRow(TableRow):
    """The working days of one layer count, column by column; missing columns have no rule."""

    days: tuple[PositiveCount, ...]

    @property
    def width(self) -> int:
        """How many columns the row has."""
        return len(self.days)


class _AreaTable(Value):
    upto_m2: tuple[Positive, ...]

    def column(self, area_m2: Decimal) -> int:
        """The column that *area_m2* falls in; the last one is above every edge.

        >>> _AreaTable(upto_m2=(Decimal("0.2"), Decimal(10))).column(Decimal("10.00"))
        1
        """
        return sum(area_m2 > edge for edge in self.upto_m2)

    def column_name(self, column: int) -> str:
        """A column by its upper edge in m²: ``upto_3``, ``above_30``."""
        if column < len(self.upto_m2):
            return f"upto_{plain(self.upto_m2[column])}"
        return f"above_{plain(self.upto_m2[-1])}" if self.upto_m2 else "any"

    def _check(self, rows: Sequence[TableRow]) -> None:
        if any(low >= high for low, high in pairwise(self.upto_m2)):
            raise wrong("table.edges", "the edges of upto_m2 must rise")
        if not rows or any(low.layers >= high.layers for low, high in pairwise(rows)):
            raise wrong("table.layers", "the rows must rise by layers, each layer count once")
        for row in rows:
            if not 1 <= row.width <= len(self.upto_m2) + 1:
                raise wrong(
                    "table.columns",
                    "the row of {layers} layers has {found} columns, the table {expected}",
                    layers=row.layers,
                    found=row.width,
                    expected=len(self.upto_m2) + 1,
                )


class PriceTable(_AreaTable):
    """Prices by layers and area; ``per`` says for each column whether they are per lot or m²."""

    per: tuple[BasisUnit, ...]
    rows: tuple[PriceRow, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        self._check(self.rows)
        if len(self.per) != len(self.upto_m2) + 1 or BasisUnit.BASE in self.per:
            raise wrong("table.per", "per needs lot or m2 for each column")
        return self


class DayTable(_AreaTable):
    """Working days by layers and area."""

    rows: tuple[DayRow, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        self._check(self.rows)
        return self
