"""What a photoplotter draws on: a *medium*, and what it is told to draw there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from pcbsales.boards.fabrication.arc import Arc
from pcbsales.boards.fabrication.image_setup import ImageSetup
from pcbsales.boards.fabrication.plane import Linear, Point

Drawn = TypeVar("Drawn")


@dataclass(frozen=True, slots=True)
class Course:
    """The pen's way without lifting; ``arcs`` names the legs that are none by their end's index."""

    points: Sequence[Point]
    arcs: Mapping[int, Arc]


class Medium(Protocol[Drawn]):
    """What the machine draws on."""

    #: More things than are believed where a file repeats them.
    most: int

    def define(self, command: str, macros: Mapping[str, Sequence[str]], unit: float, /) -> None:
        """Take the ``ADD…`` command of an aperture."""

    def flash(self, aperture: int, at: Point, setup: ImageSetup, /) -> Iterable[Drawn]:
        """An aperture set down."""

    def stroke(self, aperture: int, course: Course, setup: ImageSetup, /) -> Iterable[Drawn]:
        """An aperture drawn along a course."""

    def region(self, course: Course, setup: ImageSetup, /) -> Iterable[Drawn]:
        """A filled contour; its last point need not be its first."""

    def placed(
        self, items: Iterable[Drawn], by: Linear, at: Point, *, dark: bool = True
    ) -> Iterable[Drawn]:
        """Things drawn, after a linear map and a shift; where not *dark*, polarity turned round."""


@dataclass(frozen=True, slots=True)
class Plotted(Generic[Drawn]):
    """All that a file draws, in order; ``ended``: the file says that it ends."""

    items: tuple[Drawn, ...]
    setup: ImageSetup
    ended: bool
