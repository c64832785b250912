"""Pads as evidence: a reading of drill data is right where its holes fall on pads."""

import re
from collections.abc import Sequence

from pcbsales.boards.fabrication.box import Box, extent
from pcbsales.boards.fabrication.coordinate import number
from pcbsales.boards.fabrication.edge import lies_within
from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.fabrication.plane import Point

CELL = 0.1
ENOUGH = 12
ALL_INSIDE = 0.98
FILLED = 0.6
_OPERATION = re.compile(
    rb"(?:X([-+]?[\d.]+))?(?:Y([-+]?[\d.]+))?(?:I[-+]?[\d.]+)?(?:J[-+]?[\d.]+)?D0?([123])\*"
)


class Pads:
    """The flashes of the outer copper layers, looked at only when a reading is in doubt."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = [
            layer
            for layer in layers
            if layer.role.kind == "copper"
            and layer.role.side in {"top", "bottom"}
            and layer.head.format
            and layer.head.unit
        ]
        self._cells: set[tuple[int, int]] | None = None

    def share(self, points: Sequence[Point]) -> float | None:
        """The share of points that fall on a pad; None where the set shows too few pads."""
        cells = self._all_cells()
        if len(cells) < ENOUGH or not points:
            return None
        sample = points[:: max(1, len(points) // 400)]
        return sum(_near(point, cells) for point in sample) / len(sample)

    def _all_cells(self) -> set[tuple[int, int]]:
        if self._cells is None:
            self._cells = set()
            for layer in self._layers[:2]:
                self._cells.update(_cell(point) for point in _flashes(layer))
        return self._cells


def fits_copper(box: Box, layers: Sequence[Layer]) -> bool:
    """Whether a drawing of uncertain use may be the edge: all copper inside, and filling it.

    A courtyard leaves copper outside, a drawing frame is far wider than the copper.
    """
    points = [
        point
        for layer in layers
        if layer.role.kind == "copper" and layer.role.side in {"top", "bottom"}
        for point in _operations(layer, b"13")
    ]
    if not points:
        return True
    if lies_within(points, box, margin=0.1) < ALL_INSIDE:
        return False
    left, bottom, right, top = extent(points)
    return (right - left) >= FILLED * (box[2] - box[0]) and (top - bottom) >= FILLED * (
        box[3] - box[1]
    )


def _flashes(layer: Layer) -> list[Point]:
    """Where a layer flashes apertures, in mm."""
    return _operations(layer, b"3")


def _operations(layer: Layer, wanted: bytes) -> list[Point]:
    """Where a layer draws (1) or flashes (3), in mm."""
    coordinates, unit = layer.head.format, layer.head.unit
    if coordinates is None or unit is None or coordinates.incremental:
        return []
    x = y = b"0"
    found: set[tuple[bytes, bytes]] = set()
    for new_x, new_y, operation in _OPERATION.findall(layer.data):
        x, y = new_x or x, new_y or y
        if operation in wanted:
            found.add((x, y))
    zeros = coordinates.zeros
    try:
        return [
            (
                number(fx.decode(), coordinates.x, zeros) * unit,
                number(fy.decode(), coordinates.y, zeros) * unit,
            )
            for fx, fy in found
        ]
    except ValueError:
        return []


def _cell(point: Point) -> tuple[int, int]:
    return round(point[0] / CELL), round(point[1] / CELL)


def _near(point: Point, cells: set[tuple[int, int]]) -> bool:
    column, row = _cell(point)
    return any((column + dx, row + dy) in cells for dx in (-1, 0, 1) for dy in (-1, 0, 1))
