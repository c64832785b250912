"""Whether two layers are the same drawing, however they are written down."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from pcbsales.boards.fabrication.box import Box, united
from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.pictures.plotter import plot_layer
from pcbsales.boards.pictures.raster import raster_of
from pcbsales.boards.pictures.scanning import Grid, cell_for
from pcbsales.boards.pictures.shape import (
    Contour,
    Flash,
    Painted,
    Plot,
    Region,
    Stamp,
    Stroke,
    extent_of,
)

#: Coordinates that agree to so many decimals of a millimetre are the same.
_DECIMALS = 3
#: Differences are looked for in cells of this edge (mm), coarser on a large board.
_FINE = 0.01
_MOST_CELLS = 60_000_000
_COARSE_CELLS = 2_000_000
#: With coarser cells than this (mm) nothing is called the same that is not painted the same.
_COARSEST = 0.05
#: Differences that lie farther apart than this (mm) are on no board, and are not measured.
_FARTHEST = 1500.0
#: By how much of a cell an edge may lie elsewhere on average and count as the same.
_SHIFT = 0.25

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two layers held against each other: areas (mm²) that only one of them has.

    ``exact`` says that both paint the same things; else they were compared by raster, which sees
    nothing finer than ``resolution_mm``.
    """

    same: bool
    exact: bool
    only_old_mm2: float = 0.0
    only_new_mm2: float = 0.0
    resolution_mm: float = 0.0


def same_geometry(old: Layer, new: Layer) -> bool:
    """Whether two files draw the same, whatever their comments, dates, notation and order.

    Raises:
        UnplottableError: one of them cannot be followed.
    """
    if old.sha256 == new.sha256:
        return True
    return compare(plot_layer(old), plot_layer(new)).same


def compare(old: Plot, new: Plot) -> Comparison:
    """Two plots held against each other, first by what they paint, then by raster."""
    before, after = _runs(old), _runs(new)
    if old.negative == new.negative and [set(run) for run in before] == [set(r) for r in after]:
        return Comparison(same=True, exact=True)
    left, right = _differing(before, after), _differing(after, before)
    boxes = [box for box in (extent_of(left), extent_of(right)) if box]
    if old.has_clear or new.has_clear or not boxes:
        left, right = old, new
        boxes = [box for box in (extent_of(old), extent_of(new)) if box]
    if not boxes:
        return Comparison(same=old.negative == new.negative, exact=True)
    box = united(boxes)
    if max(box[2] - box[0], box[3] - box[1]) > _FARTHEST:
        return Comparison(same=False, exact=False)
    found = _by_raster(old, new, (left, right), _grid(box, _COARSE_CELLS))
    if not found.same or found.resolution_mm <= _FINE:
        return found
    if _elsewhere(old, new):
        return replace(found, same=False)
    found = _by_raster(old, new, (left, right), _grid(box, _MOST_CELLS))
    return replace(found, same=found.same and found.resolution_mm <= _COARSEST)


def _grid(box: Box, most: int) -> Grid:
    """The finest grid of at most *most* cells over a box and a little around it."""
    margin = 2 * cell_for(box, most=most, finest=_FINE)
    around = (box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin)
    return Grid.over(around, cell_for(around, most=most, finest=_FINE))


def _elsewhere(old: Plot, new: Plot) -> bool:
    """Whether the drawings reach differently far, which no raster needs to tell."""
    before, after = extent_of(old), extent_of(new)
    if before is None or after is None or old.has_clear or new.has_clear:
        return False
    return any(abs(a - b) > 2 * _FINE for a, b in zip(before, after, strict=True))


def _by_raster(old: Plot, new: Plot, differing: tuple[Plot, Plot], grid: Grid) -> Comparison:
    before, after = raster_of(old, grid), raster_of(new, grid)
    gone, come = before - after, after - before
    apart = gone | come
    edge = sum(raster_of(plot, grid).edge_mm for plot in differing)
    same = apart.eroded().empty and apart.area_mm2 <= edge * grid.cell * _SHIFT
    return Comparison(same, False, gone.area_mm2, come.area_mm2, grid.cell)


def _differing(these: list[dict[Key, Painted]], others: list[dict[Key, Painted]]) -> Plot:
    """What one side paints and the other does not."""
    known = {key for run in others for key in run}
    return Plot(tuple(item for run in these for key, item in run.items() if key not in known))


def _runs(plot: Plot) -> list[dict[Key, Painted]]:
    """Things painted by stretches of one polarity, within which their order is of no account."""
    return [
        dict(pair for item in run for pair in _keyed(item))
        for _, run in groupby(plot.painted, key=lambda item: item.dark)
    ]


def _keyed(item: Painted) -> Iterator[tuple[Key, Painted]]:
    """A thing painted, leg by leg, with what makes it the same as another."""
    if isinstance(item, Region):
        yield ("region", item.dark, *_canonical(item.contour)), item
    elif isinstance(item, Flash):
        yield ("stamp", item.dark, _stamp_key(item.stamp), _near(item.at)), item
    elif len(item.points) == 1:
        yield ("stamp", item.dark, _stamp_key(item.stamp), _near(item.points[0])), item
    else:
        stamp = _stamp_key(item.stamp)
        for start, end in pairwise(item.points):
            ends = sorted((_near(start), _near(end)))
            leg = Stroke(item.dark, item.stamp, (start, end))
            yield ("line", item.dark, stamp, *ends), leg


def _near(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0], _DECIMALS) + 0.0, round(point[1], _DECIMALS) + 0.0


def _canonical(contour: Contour) -> Contour:
    """The ring from its lowest corner, corners that fall together left out."""
    points = [_near(point) for point in contour]
    ring = [point for i, point in enumerate(points) if point != points[i - 1]] or points[:1]
    first = ring.index(min(ring))
    return (*ring[first:], *ring[:first])


def _stamp_key(stamp: Stamp) -> Key:
    if stamp.diameter is not None:
        return ("disc", round(stamp.diameter, _DECIMALS))
    return tuple(
        (piece.dark, *sorted(_canonical(ring) for ring in piece.contours)) for piece in stamp.pieces
    )
