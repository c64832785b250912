"""Arcs of Gerber files: their centre and how far they turn, single- and multi-quadrant."""

import math
from dataclasses import dataclass

from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.fabrication.unfollowable import Reason, UnfollowableError

_QUARTER = math.radians(91)


@dataclass(frozen=True, slots=True)
class Arc:
    """The circle that a leg of a course follows; ``sweep`` in radians, positive anticlockwise."""

    centre: Point
    sweep: float


def arc_between(
    start: Point, end: Point, offset: Point, *, clockwise: bool, quadrants: int
) -> Arc | None:
    """The arc from *start* to *end*; None where there is no radius, and the leg is straight.

    *offset* leads from the start to the centre; in single-quadrant mode (74) its signs are not
    given, and where no mode is stated (0) any sign that fits is taken.

    Raises:
        UnfollowableError: no circle goes through both ends.
    """
    if offset == (0.0, 0.0):
        return None
    centre = _centre(start, end, offset, clockwise=clockwise, quadrants=quadrants)
    if centre is None:
        raise UnfollowableError(Reason.ARC, f"X{end[0]:.3f} Y{end[1]:.3f}")
    still = quadrants == 74 and start == end
    return Arc(centre, 0.0 if still else _sweep(start, end, centre, clockwise))


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
