"""Areas by raster: each row of cells is one large integer, so unions and counts are single steps.

A cell counts where its centre lies in a shape. The error of an area lies at its edges.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.pictures.scanning import Grid, disc_cells, scanned
from pcbsales.boards.pictures.shape import (
    Contour,
    Flash,
    Painted,
    Piece,
    Plot,
    Region,
    Stamp,
    Stroke,
    box_of,
    moved,
    swept,
)

#: Where in a cell a stamp may stand: so many steps each way.
_PHASES = 8
#: How far the edge of an area is off on average, in cells; both sides of it share the error.
_EDGE_ERROR = 0.1


@dataclass(slots=True)
class Raster:
    """Set cells of a grid."""

    grid: Grid
    bits: list[int]

    @property
    def area_mm2(self) -> float:
        """The area of the set cells."""
        return sum(row.bit_count() for row in self.bits) * self.grid.cell**2

    @property
    def edge_mm(self) -> float:
        """The length of the border between set and unset cells, as the cells have it."""
        below, count = 0, 0
        for row in self.bits:
            count += (row ^ (row << 1)).bit_count() + (row ^ below).bit_count()
            below = row
        return (count + below.bit_count()) * self.grid.cell

    @property
    def uncertainty_mm2(self) -> float:
        """By how much the area may be off."""
        return self.edge_mm * self.grid.cell * _EDGE_ERROR + self.grid.cell**2

    def __and__(self, other: "Raster") -> "Raster":
        return self._joined(a & b for a, b in zip(self.bits, other.bits, strict=True))

    def __or__(self, other: "Raster") -> "Raster":
        return self._joined(a | b for a, b in zip(self.bits, other.bits, strict=True))

    def __xor__(self, other: "Raster") -> "Raster":
        return self._joined(a ^ b for a, b in zip(self.bits, other.bits, strict=True))

    def __sub__(self, other: "Raster") -> "Raster":
        return self._joined(a & ~b for a, b in zip(self.bits, other.bits, strict=True))

    def _joined(self, rows: Iterable[int]) -> "Raster":
        return Raster(self.grid, list(rows))

    def inverted(self) -> "Raster":
        """What is not set."""
        full = self.grid.full
        return self._joined(full ^ row for row in self.bits)

    def eroded(self) -> "Raster":
        """Cells whose eight neighbours are set as well; cells at the grid's edge are not."""
        wide = [row & (row << 1) & (row >> 1) for row in self.bits]
        inner = (a & b & c for a, b, c in zip(wide, wide[1:], wide[2:], strict=False))
        return self._joined([0, *inner, 0][: self.grid.rows] if self.grid.rows > 1 else [0])

    @property
    def empty(self) -> bool:
        """Whether no cell is set."""
        return not any(self.bits)


def raster_of(plot: Plot, grid: Grid) -> Raster:
    """The dark parts of a layer on a grid."""
    return _Canvas(grid).painted(plot)


def raster_of_rings(rings: Iterable[Contour], grid: Grid) -> Raster:
    """Several rings together on a grid, by the non-zero rule: holes run clockwise."""
    bits = [0] * grid.rows
    for row, spans in scanned(tuple(rings), grid).items():
        bits[row] |= spans
    return Raster(grid, bits)


def raster_of_discs(discs: Iterable[tuple[Point, float]], grid: Grid) -> Raster:
    """Discs (centre, diameter; mm) on a grid."""
    bits = [0] * grid.rows
    for (x, y), diameter in discs:
        for row, cells in disc_cells(grid, x, y, diameter / 2).items():
            bits[row] |= cells
    return Raster(grid, bits)


@dataclass(slots=True)
class _Canvas:
    grid: Grid
    bits: list[int] = field(default_factory=list)
    known: dict[tuple[int, int, int], tuple[int, int, list[int]]] = field(default_factory=dict)

    def painted(self, plot: Plot) -> Raster:
        self.bits = [0] * self.grid.rows
        for item in plot.painted:
            self.paint(item)
        done = Raster(self.grid, self.bits)
        return done.inverted() if plot.negative else done

    def paint(self, item: Painted) -> None:
        if isinstance(item, Region):
            self.ink(scanned((item.contour,), self.grid), dark=item.dark)
        elif isinstance(item, Flash):
            self.stamp(item.stamp, item.at, dark=item.dark)
        elif item.stamp.diameter:
            self.draw(item)
        else:
            for ring in swept(item.stamp, item.points):
                self.ink(scanned((ring,), self.grid), dark=item.dark)

    def draw(self, item: Stroke) -> None:
        """A line with a round pen: a bar for each leg, a disc at each corner."""
        reach = (item.stamp.diameter or 0.0) / 2
        for x, y in item.points:
            self.stamp(item.stamp, (x, y), dark=item.dark)
        for (x0, y0), (x1, y1) in pairwise(item.points):
            length = math.hypot(x1 - x0, y1 - y0)
            if length:
                dx, dy = (y1 - y0) / length * reach, (x0 - x1) / length * reach
                bar = (
                    (x0 + dx, y0 + dy), (x1 + dx, y1 + dy), (x1 - dx, y1 - dy), (x0 - dx, y0 - dy),
                )  # fmt: skip
                self.ink(scanned((bar,), self.grid), dark=item.dark)

    def stamp(self, stamp: Stamp, at: Point, *, dark: bool) -> None:
        """A stamp set down: worked out once for each place within a cell."""
        grid = self.grid
        if stamp.diameter:
            self.ink(disc_cells(grid, *at, stamp.diameter / 2), dark=dark)
            return
        x, y = (at[0] - grid.left) / grid.cell, (at[1] - grid.bottom) / grid.cell
        if not (math.isfinite(x) and math.isfinite(y)):
            return
        column, row = math.floor(x), math.floor(y)
        phase = int((x - column) * _PHASES), int((y - row) * _PHASES)
        key = id(stamp), *phase
        if key not in self.known:
            self.known[key] = _stamped(stamp, phase, grid.cell)
        left, bottom, rows = self.known[key]
        shift, first = column + left, row + bottom
        if shift >= grid.columns:
            return
        spans = {
            first + i: bits << shift if shift >= 0 else bits >> -shift
            for i, bits in enumerate(rows)
            if 0 <= first + i < grid.rows and bits
        }
        self.ink(spans, dark=dark)

    def ink(self, spans: dict[int, int], *, dark: bool) -> None:
        bits = self.bits
        if dark:
            full = self.grid.full
            for row, cells in spans.items():
                bits[row] |= cells & full
        else:
            for row, cells in spans.items():
                bits[row] &= ~cells


def _stamped(stamp: Stamp, phase: tuple[int, int], cell: float) -> tuple[int, int, list[int]]:
    """A stamp's own cells: column and row of the first one from the place's cell, and the rows."""
    at = ((phase[0] + 0.5) / _PHASES * cell, (phase[1] + 0.5) / _PHASES * cell)
    box = box_of(stamp.points) if stamp.points else (0.0, 0.0, 0.0, 0.0)
    left = math.floor((box[0] + at[0]) / cell) - 1
    bottom = math.floor((box[1] + at[1]) / cell) - 1
    columns = math.ceil((box[2] - box[0]) / cell) + 4
    rows = math.ceil((box[3] - box[1]) / cell) + 4
    grid = Grid(left * cell, bottom * cell, columns, rows, cell)
    bits = [0] * rows
    for piece in stamp.pieces:
        for row, cells in scanned(_moved(piece, at), grid).items():
            bits[row] = bits[row] | cells if piece.dark else bits[row] & ~cells
    return left, bottom, bits


def _moved(piece: Piece, at: Point) -> tuple[Contour, ...]:
    return tuple(moved(ring, at) for ring in piece.contours)
