"""Solder mask as drawn: the narrowest web between openings, and how far they clear the pads."""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pcbsales.boards.capability.measure import Measure, length
from pcbsales.boards.capability.patches import Patch, apart, boxes_apart, patches_of
from pcbsales.boards.capability.verdicts import Surety
from pcbsales.boards.fabrication.box import Box
from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.pictures.board import Side
from pcbsales.boards.pictures.shape import Flash, Plot, box_of

#: Webs are looked for up to this width, mm: limits are narrower than that.
_LOOKED = 0.25
#: Openings nearer than this touch: coordinates are rounded by as much.
_TOUCHING = 0.002
#: Openings are held against those in the same bands of this height, mm.
_BAND = 1.0
#: More openings than these are drawn by strokes, not opening by opening.
_MOST = 20_000
#: An opening belongs to a pad whose centre lies this near, mm.
_NEAR = 0.02
#: An opening smaller than its pad by more than this is meant to be: the mask defines the pad.
_DEFINED = 0.005
#: From these shares of openings that have a pad, what was seen is likely that of the board.
_MOST_SEEN, _HALF_SEEN = 0.8, 0.5


def mask_web(side: Side, name: str, *, sure: bool) -> Measure | None:
    """The narrowest strip of mask between two openings of a side that do not touch.

    None without openings, or where they are too many to be told apart.
    """
    plot = side.openings
    patches = list(patches_of(plot)) if plot and not plot.negative else []
    if not plot or not patches or len(patches) > _MOST:
        return None
    surety = Surety.UNSURE if plot.has_clear else Surety.SURE if sure else Surety.LIKELY
    found = _narrowest(patches)
    if found is None:
        return Measure(length(_LOOKED), name, surety, at_least=True)
    width, one, other = found
    (x0, y0), (x1, y1) = one.middle, other.middle
    return Measure(length(width), name, surety, ((x0 + x1) / 2, (y0 + y1) / 2))


def _narrowest(patches: Sequence[Patch]) -> tuple[float, Patch, Patch] | None:
    """The two openings that lie nearest to each other, of those that are not one opening."""
    groups = _Groups(len(patches))
    open_pairs: list[tuple[float, int, int]] = []
    for least, i, j in _pairs(patches):
        if least > _TOUCHING:
            open_pairs.append((least, i, j))
        elif not groups.are_one(i, j):
            gap = apart(patches[i], patches[j])
            if gap <= _TOUCHING:
                groups.unite(i, j)
            elif gap <= _LOOKED:
                open_pairs.append((gap, i, j))
    best: tuple[float, Patch, Patch] | None = None
    for least, i, j in sorted(open_pairs):
        if best is not None and least >= best[0]:
            break
        if groups.are_one(i, j):
            continue
        gap = apart(patches[i], patches[j])
        if _TOUCHING < gap <= (best[0] if best else _LOOKED):
            best = gap, patches[i], patches[j]
    return best


def _pairs(patches: Sequence[Patch]) -> Iterator[tuple[float, int, int]]:
    """Pairs whose boxes lie near each other, and how near; swept from left to right in bands."""
    bands: dict[int, list[int]] = {}
    first = [math.floor((patch.box[1] - _LOOKED) / _BAND) for patch in patches]
    for i in sorted(range(len(patches)), key=lambda i: patches[i].box[0]):
        box = patches[i].box
        reach = box[0] - _LOOKED
        for band in range(first[i], math.floor((box[3] + _LOOKED) / _BAND) + 1):
            active = [j for j in bands.get(band, ()) if patches[j].box[2] >= reach]
            for j in active:
                # two that meet in several bands count in the first
                if band == max(first[i], first[j]):
                    gap = boxes_apart(box, patches[j].box)
                    if gap <= _LOOKED:
                        yield gap, i, j
            bands[band] = [*active, i]


class _Groups:
    """Openings that touch are one opening."""

    def __init__(self, count: int) -> None:
        self._first = list(range(count))

    def _root(self, i: int) -> int:
        while self._first[i] != i:
            self._first[i] = self._first[self._first[i]]
            i = self._first[i]
        return i

    def are_one(self, i: int, j: int) -> bool:
        return self._root(i) == self._root(j)

    def unite(self, i: int, j: int) -> None:
        self._first[self._root(i)] = self._root(j)


def mask_clearance(side: Side, name: str, *, sure: bool) -> Measure | None:
    """By how much openings are larger than the pads in them, all round, at the least.

    Only pads and openings flashed at one place are held against each other; an opening that is
    smaller than its pad defines the pad, and is left out. None where none could be.
    """
    if side.copper is None or side.openings is None or side.openings.negative:
        return None
    pads, openings = _flashes(side.copper), _flashes(side.openings)
    gaps = [(_clear(pads[at], box), at) for at, box in openings.items() if at in pads]
    kept = [(max(gap, 0.0), at) for gap, at in gaps if gap >= -_DEFINED]
    if not kept:
        return None
    gap, at = min(kept)
    share = len(gaps) / sum(1 for item in side.openings.painted if item.dark)
    return Measure(
        length(gap), name, _surety(share, sure=sure), (at[0] * _NEAR, at[1] * _NEAR), Decimal(0)
    )


def _surety(share: float, *, sure: bool) -> Surety:
    if share >= _MOST_SEEN:
        return Surety.SURE if sure else Surety.LIKELY
    return Surety.LIKELY if share >= _HALF_SEEN else Surety.UNSURE


def _flashes(plot: Plot) -> dict[tuple[int, int], Box]:
    """The box about its place that flashes take up at each place, in steps of the near distance."""
    found: dict[tuple[int, int], Box] = {}
    for item in plot.painted:
        if isinstance(item, Flash) and item.dark and math.isfinite(item.at[0] + item.at[1]):
            box = _extent(item)
            at = round(item.at[0] / _NEAR), round(item.at[1] / _NEAR)
            old = found.get(at, box)
            found[at] = (
                min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3]),
            )  # fmt: skip
    return found


def _extent(item: Flash) -> Box:
    if item.stamp.diameter is not None:
        radius = item.stamp.diameter / 2
        return -radius, -radius, radius, radius
    points: Sequence[Point] = item.stamp.points
    return box_of(points) if points else (0.0, 0.0, 0.0, 0.0)


def _clear(pad: Box, opening: Box) -> float:
    return min(pad[0] - opening[0], pad[1] - opening[1], opening[2] - pad[2], opening[3] - pad[3])
