"""What a layer consists of: flashes, strokes and regions in painting order, and plain polygons."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pcbsales.boards.fabrication.box import Box
from pcbsales.boards.fabrication.plane import Point

#: How far a flattened arc may lie from the true one, mm.
TOLERANCE = 0.005
#: No arc is cut finer than this (radians), however far away its centre lies.
_FINEST_STEP = 0.002

Contour = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Contours that add (dark) or take away (clear) together, by the non-zero rule; mm."""

    dark: bool
    contours: tuple[Contour, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Stamp:
    """What an aperture leaves when flashed at the origin: its pieces in order.

    ``diameter`` (mm) is given for a plain disc, 0 for an aperture that leaves nothing.
    """

    pieces: tuple[Piece, ...]
    diameter: float | None = None

    @property
    def points(self) -> Contour:
        """All corners of what it adds."""
        return tuple(
            point
            for piece in self.pieces
            if piece.dark
            for ring in piece.contours
            for point in ring
        )

    @property
    def plain(self) -> bool:
        """Whether nothing is taken away again."""
        return all(piece.dark for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Flash:
    """A stamp set down at a place."""

    dark: bool
    stamp: Stamp
    at: Point


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stamp drawn along a polyline; arcs are flattened."""

    dark: bool
    stamp: Stamp
    points: Contour


@dataclass(frozen=True, slots=True)
class Region:
    """A filled contour, anticlockwise."""

    dark: bool
    contour: Contour


Painted = Flash | Stroke | Region


@dataclass(frozen=True, slots=True)
class Plot:
    """A layer as painted: later things cover earlier ones, clear ones take away.

    ``negative``: the whole plane is dark before anything is painted, and the sense is turned round.
    ``ended``: the file says that it ends; one that does not may be cut short.
    """

    painted: tuple[Painted, ...] = ()
    negative: bool = False
    ended: bool = True

    @property
    def has_clear(self) -> bool:
        """Whether anything is taken away again."""
        return self.negative or any(not item.dark for item in self.painted)


@dataclass(frozen=True, slots=True)
class Shape:
    """A thing painted, as polygons: its pieces in order, then added or taken away as a whole."""

    dark: bool
    pieces: tuple[Piece, ...]


def signed_area(ring: Sequence[Point]) -> float:
    """The area of a ring, mm²; positive where it runs anticlockwise."""
    total = 0.0
    x0, y0 = ring[-1]
    for x1, y1 in ring:
        total += x0 * y1 - x1 * y0
        x0, y0 = x1, y1
    return total / 2


def anticlockwise(ring: Sequence[Point]) -> Contour:
    """The ring, turned round where it runs clockwise."""
    return tuple(ring) if signed_area(ring) >= 0 else tuple(reversed(ring))


def steps_for(radius: float, sweep: float = 2 * math.pi) -> int:
    """Into how many chords an arc is cut so that none strays further than TOLERANCE."""
    if radius <= TOLERANCE:
        return max(2, math.ceil(4 * abs(sweep) / (2 * math.pi)))
    step = max(_FINEST_STEP, 2 * math.acos(1 - TOLERANCE / radius))
    return max(1, math.ceil(abs(sweep) / step))


def circle(radius: float, x: float = 0.0, y: float = 0.0) -> Contour:
    """A disc as a polygon of the same area."""
    count = max(8, 4 * math.ceil(steps_for(radius) / 4))
    turn = 2 * math.pi / count
    reach = radius * math.sqrt(turn / math.sin(turn))
    return tuple(
        (x + reach * math.cos(i * turn), y + reach * math.sin(i * turn)) for i in range(count)
    )


def rectangle(width: float, height: float, x: float = 0.0, y: float = 0.0) -> Contour:
    """A rectangle about its centre."""
    w, h = width / 2, height / 2
    return ((x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h))


def hull(points: Iterable[Point]) -> Contour:
    """The convex hull, anticlockwise (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return tuple(ordered)
    halves: list[list[Point]] = []
    for course in (ordered, ordered[::-1]):
        half: list[Point] = []
        for point in course:
            while len(half) > 1 and _turn(half[-2], half[-1], point) <= 0:
                half.pop()
            half.append(point)
        halves.append(half[:-1])
    return (*halves[0], *halves[1])


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def moved(ring: Contour, at: Point) -> Contour:
    """The ring elsewhere."""
    dx, dy = at
    return tuple((x + dx, y + dy) for x, y in ring)


def swept(stamp: Stamp, points: Contour) -> tuple[Contour, ...]:
    """The area that a stamp covers on its way, one convex ring for each leg; mm.

    Exact for discs (flattened) and other convex apertures.
    """
    corners = stamp.points
    if not corners:
        return ()
    if len(points) == 1:
        return (hull(moved(corners, points[0])),)
    return tuple(
        hull((*moved(corners, start), *moved(corners, end))) for start, end in pairwise(points)
    )


def shapes_of(plot: Plot) -> tuple[Shape, ...]:
    """Everything painted, as polygons in painting order."""
    return tuple(_shape(item) for item in plot.painted)


def _shape(item: Painted) -> Shape:
    if isinstance(item, Region):
        return Shape(item.dark, (Piece(dark=True, contours=(item.contour,)),))
    if isinstance(item, Stroke):
        return Shape(item.dark, (Piece(dark=True, contours=swept(item.stamp, item.points)),))
    pieces = (
        Piece(piece.dark, tuple(moved(ring, item.at) for ring in piece.contours))
        for piece in item.stamp.pieces
    )
    return Shape(item.dark, tuple(pieces))


def extent_of(plot: Plot) -> Box | None:
    """The box around everything dark, mm; None where nothing is."""
    boxes = [box_of_item(item) for item in plot.painted if item.dark]
    boxes = [box for box in boxes if box is not None]
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*(box for box in boxes if box), strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def box_of_item(item: Painted) -> Box | None:
    """The box around what an item covers, mm; None where it leaves nothing."""
    reach = (0.0, 0.0, 0.0, 0.0)
    if isinstance(item, Region):
        points = item.contour
    else:
        if not item.stamp.points:
            return None
        reach = box_of(item.stamp.points)
        points = (item.at,) if isinstance(item, Flash) else item.points
    box = box_of(points)
    return box[0] + reach[0], box[1] + reach[1], box[2] + reach[2], box[3] + reach[3]


def box_of(points: Sequence[Point]) -> Box:
    """The box around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
