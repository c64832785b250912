"""Inner layers as drawn: how far copper stays from holes and edge, and the finest conductor."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.boards.capability.measure import Measure, length, smallest
from pcbsales.boards.capability.verdicts import Surety
from pcbsales.boards.fabrication.conductor import narrowest_conductor
from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.fabrication.reading import FabricationSet
from pcbsales.boards.pictures.board import Board, Hole
from pcbsales.boards.pictures.inner import copper_of, inner_layers, sense_unsure
from pcbsales.boards.pictures.plotter import UnplottableError
from pcbsales.boards.pictures.raster import Raster, raster_of

#: Copper is looked for within this of a hole's wall, mm: limits are nearer than that.
_HOLE_REACH = 0.4
#: And within this of the edge.
_EDGE_REACH = 0.6


@dataclass(frozen=True, slots=True)
class InnerFigures:
    """Of all inner layers together; None: not to be told."""

    hole_to_copper: Measure | None = None
    copper_to_edge: Measure | None = None
    line: Measure | None = None


def inner_figures(package: FabricationSet, board: Board, whole: Raster) -> InnerFigures:
    """The figures of the inner layers on the grid of *whole*, the laminate without cut-outs.

    A layer that cannot be followed, or of which nobody says whether it is a negative, leaves the
    distances unknown.
    """
    layers = inner_layers(package)
    if not layers:
        return InnerFigures()
    finest = _line(layers)
    films = [_film(layer, whole) for layer in layers]
    known = [film for film in films if film is not None]
    if len(known) < len(films):
        return InnerFigures(line=finest)
    sure = Surety.SURE if board.sure else Surety.LIKELY
    named = list(zip(layers, known, strict=True))
    return InnerFigures(
        hole_to_copper=smallest(
            _to_holes(str(layer.role), film, board.holes, sure) for layer, film in named
        ),
        copper_to_edge=smallest(
            _to_edge(str(layer.role), film, whole, sure) for layer, film in named
        ),
        line=finest,
    )


def _line(layers: Sequence[Layer]) -> Measure | None:
    """The finest conductor of all; None where one layer does not say which lines are conductors."""
    found = []
    for layer in layers:
        width, open_questions = narrowest_conductor([layer])
        if width is not None:
            found.append(Measure(width, str(layer.role), Surety.SURE))
        elif open_questions:
            return None
    return smallest(found)


def _film(layer: Layer, whole: Raster) -> Raster | None:
    """The copper of a layer within the board; None where it cannot be told."""
    if sense_unsure(layer):
        return None
    try:
        return whole & raster_of(copper_of(layer), whole.grid)
    except UnplottableError:
        return None


def _to_holes(name: str, film: Raster, holes: Sequence[Hole], sure: Surety) -> Measure | None:
    """From the wall of a hole to copper that is not its own: holes without a pad on this layer."""
    cell = film.grid.cell
    found = [(gap, hole) for hole in holes if (gap := _gap(film, hole)) is not None]
    apart = [(gap, hole.at) for gap, hole in found if gap > cell]
    if not apart:
        return None
    gap, at = min(apart)
    off = Decimal(f"{cell:.3f}")
    if gap >= _HOLE_REACH:
        return Measure(length(_HOLE_REACH), name, sure, off_mm=off, at_least=True)
    return Measure(length(gap), name, sure, at, off)


def _gap(film: Raster, hole: Hole) -> float | None:
    """From the hole's wall to the nearest copper, mm; the whole reach where there is none near."""
    grid, radius = film.grid, hole.diameter / 2
    if not math.isfinite(hole.at[0] + hole.at[1]):
        return None
    x, y = (hole.at[0] - grid.left) / grid.cell - 0.5, (hole.at[1] - grid.bottom) / grid.cell - 0.5
    reach = (radius + _HOLE_REACH) / grid.cell
    least = min(_distances(film, x, y, reach), default=reach)
    return max(0.0, min(least, reach) * grid.cell - radius)


def _distances(film: Raster, x: float, y: float, reach: float) -> Iterator[float]:
    """How far the nearest set cell of each row lies from a place, in cells."""
    grid, bits = film.grid, film.bits
    left = max(0, math.ceil(x - reach))
    width = min(grid.columns, math.floor(x + reach) + 1) - left
    if width <= 0:
        return
    window, middle = (1 << width) - 1, math.floor(x) - left
    for row in range(max(0, math.ceil(y - reach)), min(grid.rows - 1, math.floor(y + reach)) + 1):
        cells = (bits[row] >> left) & window
        if not cells:
            continue
        below = cells & ((1 << (middle + 1)) - 1) if middle >= 0 else 0
        above = cells >> (middle + 1) if middle >= -1 else cells
        if below:
            yield math.hypot(x - left - (below.bit_length() - 1), row - y)
        if above:
            first = (above & -above).bit_length() - 1
            yield math.hypot(middle + 1 + first + left - x, row - y)


def _to_edge(name: str, film: Raster, whole: Raster, sure: Surety) -> Measure:
    """How near copper comes to the edge: the board is pared until some sticks out."""
    distance, at_least = pared(whole, [film], _EDGE_REACH)
    off = Decimal(f"{whole.grid.cell:.3f}")
    return Measure(length(distance), name, sure, off_mm=off, at_least=at_least)


def pared(whole: Raster, copper: Sequence[Raster], reach: float) -> tuple[float, bool]:
    """How far *whole* can be pared before *copper* sticks out, mm; and whether nothing did."""
    cell, inner, steps = whole.grid.cell, whole, 0
    while steps * cell < reach:
        inner = inner.eroded()
        if any(not (raster - inner).empty for raster in copper):
            return steps * cell, False
        steps += 1
    return steps * cell, True
