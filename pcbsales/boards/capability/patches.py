"""What a layer paints, as single patches, and how far apart two of them lie."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pcbsales.boards.fabrication.box import Box
from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.pictures.shape import Contour, Flash, Plot, Region, box_of, moved, swept


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """What lies within ``radius`` of a core: a point, a leg, or the inside of a ring; mm.

    ``box`` is what it takes up.
    """

    box: Box
    core: Contour
    radius: float = 0.0

    @property
    def middle(self) -> Point:
        """The middle of its box."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    @property
    def legs(self) -> Iterator[tuple[Point, Point]]:
        """The edges of its core; a point is a leg of no length."""
        return pairwise(self.core if len(self.core) == 2 else (*self.core, self.core[0]))


def patches_of(plot: Plot) -> Iterator[Patch]:
    """Each dark thing of *plot* by itself; a stroke's legs one by one."""
    for item in plot.painted:
        if not item.dark:
            continue
        if isinstance(item, Region):
            yield _patch(item.contour)
        elif item.stamp.diameter:
            radius = item.stamp.diameter / 2
            course = (item.at, item.at) if isinstance(item, Flash) else item.points
            for leg in pairwise(course):
                yield _patch(leg, radius)
        elif isinstance(item, Flash):
            for piece in item.stamp.pieces:
                if piece.dark:
                    yield _patch(moved(piece.contours[0], item.at))
        else:
            for ring in swept(item.stamp, item.points):
                yield _patch(ring)


def _patch(core: Contour, radius: float = 0.0) -> Patch:
    left, bottom, right, top = box_of(core)
    return Patch((left - radius, bottom - radius, right + radius, top + radius), core, radius)


def boxes_apart(one: Box, other: Box) -> float:
    """How far two boxes lie apart: two patches never lie nearer."""
    dx = max(one[0] - other[2], other[0] - one[2], 0.0)
    dy = max(one[1] - other[3], other[1] - one[3], 0.0)
    return math.hypot(dx, dy)


def apart(one: Patch, other: Patch) -> float:
    """How far two patches lie apart, mm; 0 where they touch."""
    if _holds(one.core, other.core[0]) or _holds(other.core, one.core[0]):
        return 0.0
    return max(0.0, _cores_apart(one, other) - one.radius - other.radius)


def _holds(core: Contour, point: Point) -> bool:
    return len(core) > 2 and _within(point, core)


def _cores_apart(one: Patch, other: Patch) -> float:
    """Only edges that look at each other are held against each other."""
    reach = boxes_apart(one.box, other.box) + one.radius + other.radius + 0.3
    ours, theirs = _facing(one, other.box, reach), _facing(other, one.box, reach)
    least = math.inf
    for a, b in ours:
        for c, d in theirs:
            if _cross(a, b, c, d):
                return 0.0
            least = min(
                least, _to_leg(a, c, d), _to_leg(b, c, d), _to_leg(c, a, b), _to_leg(d, a, b)
            )
    return least


def _facing(patch: Patch, box: Box, reach: float) -> Sequence[tuple[Point, Point]]:
    """The legs of *patch* that come near *box*."""
    return [
        (a, b)
        for a, b in patch.legs
        if boxes_apart((min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])), box)
        <= reach
    ]


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _to_leg(point: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square if square else 0.0
    along = min(1.0, max(0.0, along))
    return math.hypot(point[0] - a[0] - along * dx, point[1] - a[1] - along * dy)


def _within(point: Point, ring: Contour) -> bool:
    inside, (x, y) = False, point
    for (x0, y0), (x1, y1) in pairwise((*ring, ring[0])):
        if (y0 > y) != (y1 > y) and x0 + (x1 - x0) * (y - y0) / (y1 - y0) > x:
            inside = not inside
    return inside
