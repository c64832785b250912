"""Things painted, set elsewhere: step and repeat, blocks, mirrored and turned apertures."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pcbsales.boards.fabrication.plane import IDENTITY, Linear, Point, growth, turned
from pcbsales.boards.pictures.shape import (
    Contour,
    Flash,
    Painted,
    Piece,
    Region,
    Stamp,
    Stroke,
    anticlockwise,
    moved,
)


@dataclass(slots=True)
class Turner:
    """Turns stamps, each only once."""

    made: dict[tuple[int, Linear], tuple[Stamp, Stamp]] = field(default_factory=dict)

    def turned(self, stamp: Stamp, by: Linear) -> Stamp:
        """The stamp after a linear map."""
        if by == IDENTITY:
            return stamp
        key = id(stamp), by
        if key not in self.made:
            self.made[key] = stamp, turned_stamp(stamp, by)
        return self.made[key][1]


def placed(
    items: Iterable[Painted], by: Linear, at: Point, turner: Turner, *, dark: bool = True
) -> Iterator[Painted]:
    """*items* after a linear map and a shift (mm); where not *dark*, with polarity turned round."""
    for item in items:
        polarity = item.dark is dark
        if isinstance(item, Region):
            ring = moved(tuple(turned(point, by) for point in item.contour), at)
            yield Region(polarity, anticlockwise(ring))
        elif isinstance(item, Stroke):
            course = moved(tuple(turned(point, by) for point in item.points), at)
            yield Stroke(polarity, turner.turned(item.stamp, by), course)
        else:
            x, y = turned(item.at, by)
            yield Flash(polarity, turner.turned(item.stamp, by), (x + at[0], y + at[1]))


def turned_stamp(stamp: Stamp, by: Linear) -> Stamp:
    """The stamp mirrored, turned and scaled about its origin; rings keep their sense."""
    size = growth(by)
    pieces = (
        Piece(piece.dark, tuple(_turned_ring(ring, by, size < 0) for ring in piece.contours))
        for piece in stamp.pieces
    )
    diameter = None if stamp.diameter is None else stamp.diameter * math.sqrt(abs(size))
    return Stamp(tuple(pieces), diameter)


def _turned_ring(ring: Contour, by: Linear, mirrored: bool) -> Contour:
    return tuple(turned(point, by) for point in (reversed(ring) if mirrored else ring))
