"""The film: what apertures leave on it where the photoplotter sets them down or draws with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pcbsales.boards.fabrication.image_setup import ImageSetup
from pcbsales.boards.fabrication.medium import Course
from pcbsales.boards.fabrication.plane import Linear, Point
from pcbsales.boards.fabrication.unfollowable import Reason, UnfollowableError
from pcbsales.boards.pictures.aperture import ApertureError, defined
from pcbsales.boards.pictures.arc import flattened
from pcbsales.boards.pictures.placing import Turner, placed
from pcbsales.boards.pictures.shape import (
    Flash,
    Painted,
    Region,
    Stamp,
    Stroke,
    anticlockwise,
)

#: More things painted than any board has.
MOST_PAINTED = 800_000


class Film:
    """The medium of pictures; arcs are flattened within TOLERANCE."""

    most = MOST_PAINTED

    def __init__(self) -> None:
        self.stamps: dict[int, Stamp] = {}
        self.turner = Turner()

    def define(self, command: str, macros: Mapping[str, Sequence[str]], unit: float) -> None:
        """An aperture of the plain templates or of a macro."""
        try:
            code, stamp = defined(command, macros, unit)
        except ApertureError as error:
            raise UnfollowableError(Reason.APERTURE, command) from error
        self.stamps[code] = stamp

    def flash(self, aperture: int, at: Point, setup: ImageSetup) -> Iterator[Painted]:
        """The aperture's stamp."""
        stamp = self.turner.turned(self.stamp(aperture), setup.turn)
        if stamp.pieces:
            yield Flash(setup.dark, stamp, at)

    def stroke(self, aperture: int, course: Course, setup: ImageSetup) -> Iterator[Painted]:
        """The aperture's stamp along its way."""
        stamp = self.turner.turned(self.stamp(aperture), setup.turn)
        if stamp.pieces:
            yield Stroke(setup.dark, stamp, flattened(course))

    def region(self, course: Course, setup: ImageSetup) -> Iterator[Painted]:
        """The contour as a ring; what has no area leaves nothing."""
        path = flattened(course)
        ring = path[:-1] if path[0] == path[-1] else path
        if len(ring) > 2:
            yield Region(setup.dark, anticlockwise(ring))

    def placed(
        self, items: Iterable[Painted], by: Linear, at: Point, *, dark: bool = True
    ) -> Iterator[Painted]:
        """Things painted, elsewhere."""
        return placed(items, by, at, self.turner, dark=dark)

    def stamp(self, aperture: int) -> Stamp:
        """The stamp of an aperture."""
        found = self.stamps.get(aperture)
        if found is None:
            raise UnfollowableError(Reason.UNDEFINED, str(aperture))
        return found
