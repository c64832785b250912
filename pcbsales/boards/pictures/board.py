"""A board as it is to be drawn: outline, outer layers, holes, and what is not sure of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pcbsales.boards.fabrication.apart import drawn_twice
from pcbsales.boards.fabrication.box import Box, united
from pcbsales.boards.fabrication.edge import holes_in_cutout
from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.fabrication.reading import FabricationSet, reading_of
from pcbsales.boards.pictures.plotter import plot_layer
from pcbsales.boards.pictures.shape import (
    Contour,
    Piece,
    Plot,
    Stamp,
    anticlockwise,
    box_of,
    circle,
    extent_of,
    rectangle,
    swept,
)
from pcbsales.kernel.errors import MessageId, RefusedError

#: Larger than any board, mm: what reads as more is no picture of one.
LARGEST = 2000.0
#: A message id and what fills its gaps.
Remark = tuple[MessageId, tuple[tuple[str, str], ...]]

OUTLINE_UNSURE: MessageId = "outline not sure"
NO_OUTLINE: MessageId = "outline not sure: drawn by the extent of the layers"
NO_MASK: dict[str, MessageId] = {
    "top": "no solder mask file for the top side",
    "bottom": "no solder mask file for the bottom side",
}
NO_COPPER: dict[str, MessageId] = {
    "top": "no copper file for the top side",
    "bottom": "no copper file for the bottom side",
}
CUT_SHORT: MessageId = "{file} has no end: it may be cut short"
NOT_DRILLED: MessageId = "holes of {file} are not drawn: its unit or its tools are in question"
NO_DRILL: MessageId = "no drill file: no holes are drawn"
TWICE: MessageId = "several files claim to be one layer: the first is drawn"
_NOTHING: MessageId = "the package holds nothing that a board could be drawn from"
_TOO_LARGE: MessageId = "the data reads as {width} x {height} mm, which is no size for a board"


@dataclass(frozen=True, slots=True)
class Hole:
    """A round hole; mm."""

    at: Point
    diameter: float


@dataclass(frozen=True, slots=True)
class Slot:
    """A routed cut: the tool's path and its width; mm."""

    points: Contour
    width: float

    @property
    def rings(self) -> tuple[Contour, ...]:
        """What the tool takes away, a ring for each leg."""
        return swept(Stamp((Piece(dark=True, contours=(circle(self.width / 2),)),)), self.points)


@dataclass(frozen=True, slots=True)
class Side:
    """An outer side; None for a layer that the package does not hold."""

    copper: Plot | None = None
    openings: Plot | None = None
    legend: Plot | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """What is drawn, in mm as the data has it (seen from the top).

    ``outer`` rings are laminate, ``cutouts`` are not. ``sure`` is False where the outline, the
    holes or a layer is in question; ``remarks`` say what.
    """

    box: Box
    outer: tuple[Contour, ...]
    cutouts: tuple[Contour, ...]
    top: Side
    bottom: Side
    holes: tuple[Hole, ...]
    slots: tuple[Slot, ...]
    remarks: tuple[Remark, ...]
    sure: bool

    @property
    def sides(self) -> tuple[tuple[str, Side], ...]:
        """Both outer sides with their names, the top first."""
        return ("top", self.top), ("bottom", self.bottom)


def board_of(package: FabricationSet) -> Board:
    """The board that a package describes.

    Raises:
        UnplottableError: an outer layer cannot be followed; names the file.
        RefusedError: there is nothing to draw, or it has no board's size.
    """
    doubts: list[Remark] = []
    sides = [_side(package, name, doubts) for name in ("top", "bottom")]
    outer, cutouts = _rings(package, sides, doubts)
    box = box_of([point for ring in outer for point in ring])
    if max(box[2] - box[0], box[3] - box[1]) > LARGEST:
        width, height = f"{box[2] - box[0]:.0f}", f"{box[3] - box[1]:.0f}"
        raise RefusedError(_TOO_LARGE, width=width, height=height)
    holes, slots = _drilled(package, doubts)
    return Board(
        box=box,
        outer=outer,
        cutouts=cutouts,
        top=sides[0],
        bottom=sides[1],
        holes=holes,
        slots=slots,
        remarks=tuple(dict.fromkeys(doubts)),
        sure=not doubts,
    )


def _side(package: FabricationSet, name: str, doubts: list[Remark]) -> Side:
    plots = [_plot(package, kind, name, doubts) for kind in ("copper", "mask", "legend")]
    side = Side(*plots)
    if side.copper is None:
        doubts.append((NO_COPPER[name], ()))
    elif side.openings is None:
        doubts.append((NO_MASK[name], ()))
    return side


def _plot(package: FabricationSet, kind: str, side: str, doubts: list[Remark]) -> Plot | None:
    layer = package.first(kind, side)
    if layer is None:
        return None
    plot = plot_layer(layer)
    if not plot.ended:
        doubts.append((CUT_SHORT, (("file", layer.name),)))
    return plot


def _rings(
    package: FabricationSet, sides: Sequence[Side], doubts: list[Remark]
) -> tuple[tuple[Contour, ...], tuple[Contour, ...]]:
    """Laminate and cut-outs; where no outline can be followed, the extent of the layers."""
    if drawn_twice(package.layers):
        doubts.append((TWICE, ()))
    outer, inner = package.outline.rings
    if not outer:
        doubts.append((NO_OUTLINE, ()))
        return (_extent(package, sides),), ()
    if package.outline.questions or reading_of(package).size_mm is None:
        doubts.append((OUTLINE_UNSURE, ()))
    points = [point for file in package.drilling.files if not file.doubtful for point in file.hits]
    framed = holes_in_cutout(points, package.outline)
    return (
        tuple(anticlockwise(shape.polygon) for shape in outer),
        () if framed else tuple(anticlockwise(shape.polygon) for shape in inner),
    )


def _extent(package: FabricationSet, sides: Sequence[Side]) -> Contour:
    if package.outline.box:
        boxes = [package.outline.box]
    else:
        plots = [plot for side in sides for plot in (side.copper, side.openings) if plot]
        boxes = [box for box in map(extent_of, plots) if box]
    if not boxes:
        raise RefusedError(_NOTHING)
    left, bottom, right, top = united(boxes)
    width, height = max(right - left, 0.1), max(top - bottom, 0.1)
    return rectangle(width, height, (left + right) / 2, (bottom + top) / 2)


def _drilled(
    package: FabricationSet, doubts: list[Remark]
) -> tuple[tuple[Hole, ...], tuple[Slot, ...]]:
    files = package.drilling.files
    if not files:
        doubts.append((NO_DRILL, ()))
    doubts += [(NOT_DRILLED, (("file", file.name),)) for file in files if file.doubtful]
    sure = [file for file in files if not file.doubtful]
    holes = {
        Hole(at, size)
        for file in sure
        for at, size in zip(file.hits, file.hit_sizes, strict=True)
        if size and math.isfinite(at[0] + at[1])
    }
    slots = {
        Slot(cut, size)
        for file in sure
        for cut, size in zip(file.cuts, file.cut_sizes, strict=True)
        if size
    }
    in_order = sorted(holes, key=lambda hole: (hole.diameter, hole.at))
    return tuple(in_order), tuple(sorted(slots, key=lambda slot: (slot.width, slot.points)))
