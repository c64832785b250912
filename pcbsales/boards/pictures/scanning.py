"""Which cells of a grid lie in a shape, row by row."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pcbsales.boards.fabrication.box import Box
from pcbsales.boards.pictures.shape import Contour


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of *cell* mm over a box; the first row is the lowest."""

    left: float
    bottom: float
    columns: int
    rows: int
    cell: float

    @classmethod
    def over(cls, box: Box, cell: float) -> "Grid":
        """The grid that covers *box* (mm)."""
        columns = max(1, math.ceil((box[2] - box[0]) / cell))
        rows = max(1, math.ceil((box[3] - box[1]) / cell))
        return cls(box[0], box[1], columns, rows, cell)

    @property
    def full(self) -> int:
        """A row with every cell set."""
        return (1 << self.columns) - 1


def cell_for(box: Box, *, most: int = 16_000_000, finest: float = 0.01) -> float:
    """The edge of cells (mm) that covers *box* with at most *most* cells, none finer than asked."""
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(finest, math.ceil(math.sqrt(area / most) * 200) / 200)


def disc_cells(grid: Grid, x: float, y: float, radius: float) -> dict[int, int]:
    """The cells of a disc about a place (mm), by row."""
    cell = grid.cell
    x, y, radius = (x - grid.left) / cell - 0.5, (y - grid.bottom) / cell - 0.5, radius / cell
    if not math.isfinite(x + y):
        return {}
    found: dict[int, int] = {}
    square = radius * radius
    for row in range(max(0, math.ceil(y - radius)), min(grid.rows - 1, math.floor(y + radius)) + 1):
        half = math.sqrt(max(0.0, square - (row - y) ** 2))
        begin = max(0, math.ceil(x - half))
        count = min(grid.columns, math.floor(x + half) + 1) - begin
        if count > 0:
            found[row] = ((1 << count) - 1) << begin
    return found


def scanned(rings: Sequence[Contour], grid: Grid) -> dict[int, int]:
    """The cells inside rings, by row: where the winding number is not zero."""
    crossings = _crossings(rings, grid)
    columns = grid.columns
    found: dict[int, int] = {}
    for row, cuts in crossings.items():
        cuts.sort()
        winding, cells, begin = 0, 0, 0
        for column, turn in cuts:
            if winding == 0:
                begin = column
            winding += turn
            if winding == 0 and column > begin:
                low, high = max(0, begin), min(columns, column)
                if high > low:
                    cells |= ((1 << (high - low)) - 1) << low
        if cells:
            found[row] = cells
    return found


def _crossings(rings: Sequence[Contour], grid: Grid) -> dict[int, list[tuple[int, int]]]:
    """For each row the columns where an edge passes its middle, and in which sense."""
    cell, last = grid.cell, grid.rows - 1
    found: dict[int, list[tuple[int, int]]] = {}
    for ring in rings:
        if not ring:
            continue
        x0, y0 = ring[-1]
        x0, y0 = (x0 - grid.left) / cell - 0.5, (y0 - grid.bottom) / cell - 0.5
        for x, y in ring:
            x1, y1 = (x - grid.left) / cell - 0.5, (y - grid.bottom) / cell - 0.5
            if y0 != y1:
                sense = 1 if y0 < y1 else -1
                low, high = (y0, y1) if sense > 0 else (y1, y0)
                first, until = max(0, math.ceil(low)), min(last, math.ceil(high) - 1)
                if first <= until:
                    slope = (x1 - x0) / (y1 - y0)
                    start = x0 - y0 * slope
                    for row in range(first, until + 1):
                        found.setdefault(row, []).append((math.ceil(start + row * slope), sense))
            x0, y0 = x1, y1
    return found
