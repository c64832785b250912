"""The legend as drawn: its finest line. How high its letters are, strokes do not tell."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pcbsales.boards.capability.measure import Measure, length
from pcbsales.boards.capability.verdicts import Surety
from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.pictures.board import Side
from pcbsales.boards.pictures.shape import Contour, Region, Stroke

#: Strokes are looked at in squares of this side, mm.
_SQUARE = 0.1
#: A square that holds more of a pen's way than this, mm, is filled with it; a letter turns there
#: once or twice.
_FILLED = 0.35
#: A pen writes where so much of its way, mm, stands by itself.
_WRITTEN = 0.5
#: A longer stroke than any board, mm, is a slip of unit or format: nobody writes with it.
_LONGEST = 3000

Cell = tuple[int, int]


def legend_line(side: Side, name: str) -> Measure | None:
    """The narrowest line on a side's legend; None where none is drawn with a round pen.

    A fine pen that fills an area or goes round one writes no line. Likely at best: what is meant
    for a letter, strokes do not say.
    """
    painted = side.legend.painted if side.legend else ()
    pens: dict[float, list[Stroke]] = {}
    for item in painted:
        if isinstance(item, Stroke) and item.dark and item.stamp.diameter:
            pens.setdefault(item.stamp.diameter, []).append(item)
    areas = [item.contour for item in painted if isinstance(item, Region)]
    edges: set[Cell] | None = None
    for width in sorted(pens):
        if edges is None:
            edges = _edges(areas)
        if _free(pens[width], edges) >= _WRITTEN:
            return Measure(length(width), name, Surety.LIKELY)
    return None


def _free(strokes: Sequence[Stroke], edges: set[Cell]) -> float:
    """How much of a pen's way, mm, neither fills an area nor goes along the edge of one."""
    ways: defaultdict[Cell, float] = defaultdict(float)
    for stroke in strokes:
        for cell, way in _cells(stroke.points):
            ways[cell] += way
    return sum(way for cell, way in ways.items() if way <= _FILLED and cell not in edges)


def _edges(areas: Sequence[Contour]) -> set[Cell]:
    """The squares through which edges of areas go, and those beside them."""
    touched = {cell for ring in areas for cell, _ in _cells((*ring, ring[0]))}
    return {(x + dx, y + dy) for x, y in touched for dx in (-1, 0, 1) for dy in (-1, 0, 1)}


def _cells(course: Sequence[Point]) -> Iterator[tuple[Cell, float]]:
    """The squares along a course, with how much of it lies in each; to half a square."""
    for (x0, y0), (x1, y1) in pairwise(course):
        long = math.hypot(x1 - x0, y1 - y0)
        if not long <= _LONGEST:
            continue
        count = max(1, math.ceil(2 * long / _SQUARE))
        for step in range(count):
            along = (step + 0.5) / count
            x, y = x0 + (x1 - x0) * along, y0 + (y1 - y0) * along
            if math.isfinite(x + y):
                yield (math.floor(x / _SQUARE), math.floor(y / _SQUARE)), long / count
