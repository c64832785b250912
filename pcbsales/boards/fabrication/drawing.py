"""The drawing of a Gerber file as lines and arcs on the pen's centre, in mm."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pcbsales.boards.fabrication.gerber import Aperture, GerberHead
from pcbsales.boards.fabrication.image_setup import ImageSetup
from pcbsales.boards.fabrication.medium import Course
from pcbsales.boards.fabrication.photoplotter import Photoplotter
from pcbsales.boards.fabrication.plane import Linear, Point, growth, turned
from pcbsales.boards.fabrication.unfollowable import Reason, UnfollowableError

MAX_SEGMENTS = 20_000


@dataclass(frozen=True, slots=True)
class Segment:
    """A line, or an arc when ``centre`` is given; ``sweep`` in radians, positive anticlockwise."""

    start: Point
    end: Point
    centre: Point | None = None
    sweep: float = 0.0
    width: float = 0.0

    def points(self, step: float = math.radians(6)) -> list[Point]:
        """The segment as a polyline that also touches an arc's extremes."""
        if self.centre is None:
            return [self.start, self.end]
        cx, cy = self.centre
        radius = math.dist(self.start, self.centre)
        first = math.atan2(self.start[1] - cy, self.start[0] - cx)
        count = max(1, math.ceil(abs(self.sweep) / step))
        angles = [first + self.sweep * index / count for index in range(1, count)]
        low, high = sorted((first, first + self.sweep))
        quarter = math.pi / 2
        turns = range(math.ceil(low / quarter), math.floor(high / quarter) + 1)
        angles = sorted([*angles, *(turn * quarter for turn in turns)], reverse=self.sweep < 0)
        inner = [(cx + radius * math.cos(a), cy + radius * math.sin(a)) for a in angles]
        return [self.start, *inner, self.end]

    def placed(self, by: Linear, at: Point) -> "Segment":
        """The same segment after a linear map and a shift."""
        size = growth(by)
        return Segment(
            _placed(self.start, by, at),
            _placed(self.end, by, at),
            self.centre and _placed(self.centre, by, at),
            -self.sweep if size < 0 else self.sweep,
            self.width * math.sqrt(abs(size)),
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """An aperture set down."""

    aperture: int
    at: Point


@dataclass(frozen=True, slots=True)
class Drawing:
    """Segments, flashes, and why the drawing cannot be trusted (if so)."""

    segments: tuple[Segment, ...] = ()
    flashes: tuple[Spot, ...] = ()
    trouble: Reason | None = None


def trace(data: bytes, head: GerberHead) -> Drawing:
    """Follow the drawing of a Gerber file.

    Without a format and a unit nothing can be followed: the caller asks first. What an image's
    withdrawn rotation would make of it is not believed.
    """
    if head.format is None or head.unit is None:
        return Drawing(trouble=Reason.COMMAND)
    try:
        plotted = Photoplotter(_Centres(head.apertures), head.format, head.unit).follow(data)
    except UnfollowableError as error:
        return Drawing(trouble=error.reason)
    if plotted.setup.rotated:
        return Drawing(trouble=Reason.COMMAND)
    return Drawing(
        tuple(item for item in plotted.items if isinstance(item, Segment)),
        tuple(item for item in plotted.items if isinstance(item, Spot)),
    )


class _Centres:
    """The medium that keeps where the pen's centre went; strokes that take away leave no line."""

    most = MAX_SEGMENTS

    def __init__(self, apertures: Mapping[int, Aperture]) -> None:
        self.apertures = apertures
        self.count = 0

    def define(self, command: str, macros: Mapping[str, Sequence[str]], unit: float) -> None:
        """Apertures are known from the file's head."""

    def flash(self, aperture: int, at: Point, _setup: ImageSetup) -> Iterator[Segment | Spot]:
        """Where an aperture was set down."""
        yield Spot(aperture, at)

    def stroke(self, aperture: int, course: Course, setup: ImageSetup) -> Iterator[Segment | Spot]:
        """Each leg by itself, as wide as its round aperture."""
        known = self.apertures.get(aperture)
        width = (known.width or 0.0) if known else 0.0
        return self._legs(course, width) if setup.dark else iter(())

    def region(self, course: Course, _setup: ImageSetup) -> Iterator[Segment | Spot]:
        """The contour, closed even where the file leaves a gap; an edge where it takes away too."""
        yield from self._legs(course, 0.0)
        if course.points[-1] != course.points[0]:
            yield Segment(course.points[-1], course.points[0])

    def placed(
        self, items: Iterable[Segment | Spot], by: Linear, at: Point, *, dark: bool = True
    ) -> Iterator[Segment | Spot]:
        """The same elsewhere; what is set down clear is clear as a whole."""
        for item in items:
            if isinstance(item, Segment):
                if dark:
                    yield item.placed(by, at)
            else:
                yield Spot(item.aperture, _placed(item.at, by, at))

    def _legs(self, course: Course, width: float) -> Iterator[Segment]:
        """The legs that lead anywhere."""
        start = course.points[0]
        for index, end in enumerate(course.points[1:], start=1):
            arc = course.arcs.get(index)
            if arc and arc.sweep:
                yield self._counted(Segment(start, end, arc.centre, arc.sweep, width))
            elif end != start:
                yield self._counted(Segment(start, end, width=width))
            start = end

    def _counted(self, segment: Segment) -> Segment:
        self.count += 1
        if self.count > MAX_SEGMENTS:
            raise UnfollowableError(Reason.SIZE)
        return segment


def _placed(point: Point, by: Linear, at: Point) -> Point:
    x, y = turned(point, by)
    return x + at[0], y + at[1]
