"""A place on a board."""

from dataclasses import dataclass

from pcbsales.boards.fabrication.plane import Point


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a layer: named by its role as ``mask-top``, by its file, or by a number as ``L2``.

    ``at`` is in mm as the data has it; no layer means the top.
    """

    layer: str | None
    at: Point
