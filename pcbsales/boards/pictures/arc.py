"""Arcs of Gerber files, flattened; single- and multi-quadrant."""

import math

from pcbsales.boards.fabrication.drawing import Point
from pcbsales.boards.pictures.shape import Contour, steps_for

_QUARTER = math.radians(91)


def flattened(
    start: Point, end: Point, offset: Point, *, clockwise: bool, quadrants: int
) -> Contour | None:
    """The points after *start*, up to and with *end*; None where no circle goes through both.

    *offset* leads from the start to the centre; in single-quadrant mode (74) its signs are not
    given, and where no mode is stated (0) any sign that fits is taken.
    """
    if offset == (0.0, 0.0):
        return (end,)
    centre = _centre(start, end, offset, clockwise=clockwise, quadrants=quadrants)
    if centre is None:
        return None
    sweep = 0.0 if quadrants == 74 and start == end else _sweep(start, end, centre, clockwise)
    radius = math.dist(start, centre)
    count = steps_for(radius, sweep)
    first = math.atan2(start[1] - centre[1], start[0] - centre[0])
    step = sweep / count
    inner = tuple(
        (
            centre[0] + radius * math.cos(first + i * step),
            centre[1] + radius * math.sin(first + i * step),
        )
        for i in range(1, count)
    )
    return (*inner, end)


def _centre(
    start: Point, end: Point, offset: Point, *, clockwise: bool, quadrants: int
) -> Point | None:
    i, j = offset
    signs = [(i, j)] if quadrants == 75 else [(i, j), (-i, j), (i, -j), (-i, -j)]
    centres = [(start[0] + di, start[1] + dj) for di, dj in signs]
    if quadrants == 74:
        short = [c for c in centres if abs(_sweep(start, end, c, clockwise)) <= _QUARTER]
        centres = short or centres[:1]
    best = min(centres, key=lambda c: _misfit(start, end, c))
    if _misfit(start, end, best) > max(0.05, math.hypot(i, j) * 0.02):
        return None
    return best


def _misfit(start: Point, end: Point, centre: Point) -> float:
    return abs(math.dist(start, centre) - math.dist(end, centre))


def _sweep(start: Point, end: Point, centre: Point, clockwise: bool) -> float:
    if start == end:
        return -2 * math.pi if clockwise else 2 * math.pi
    first = math.atan2(start[1] - centre[1], start[0] - centre[0])
    last = math.atan2(end[1] - centre[1], end[0] - centre[0])
    turn = (last - first) % (2 * math.pi)
    if clockwise:
        return turn - 2 * math.pi if turn > 1e-12 else 0.0
    return turn
