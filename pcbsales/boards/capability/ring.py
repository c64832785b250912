"""The smallest annular ring that data shows: pads flashed about drill hits on the outer layers."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.boards.capability.verdicts import Surety
from pcbsales.boards.fabrication.drilling import DrillFile
from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.fabrication.reading import FabricationSet
from pcbsales.boards.pictures.board import Board
from pcbsales.boards.pictures.shape import Contour, Flash, Plot, Stamp
from pcbsales.boards.pictures.spot import Spot

#: A pad belongs to a hole whose centre lies this near, mm.
_NEAR = 0.05
_CELL = 0.5
_UNPLATED = re.compile(r"npth|non[-_ ]?plated|unplated", re.IGNORECASE)
#: From this share of holes with a pad on, the smallest ring is likely that of the board.
_MOST = 0.8


@dataclass(frozen=True, slots=True)
class RingFigure:
    """The smallest ring: pad radius less drill radius and offset, as drawn; mm.

    ``measured`` holes had a pad, ``unseen`` had none that could be told (drawn as lines or areas).
    The drill in data is often the finished hole: the ring on the board is smaller by the plating.
    """

    smallest_mm: Decimal
    hole_mm: Decimal
    at: Point
    side: str
    measured: int
    unseen: int
    surety: Surety

    @property
    def spot(self) -> Spot:
        """Where it is."""
        return Spot(f"copper-{self.side}", self.at)


@dataclass(frozen=True, slots=True)
class _Hole:
    at: Point
    diameter: float
    stated: bool


def smallest_ring(package: FabricationSet, board: Board) -> RingFigure | None:
    """The smallest ring on the outer layers; None where no hole has a pad that can be told.

    A hole not stated to be plated whose pad is no larger than itself is taken for unplated.
    """
    holes = tuple(_plated_holes(package))
    found: list[tuple[float, _Hole, str]] = []
    unseen = 0
    for side, plot in (("top", board.top.copper), ("bottom", board.bottom.copper)):
        pads = _Pads(plot) if plot is not None else None
        for hole in holes if pads else ():
            reach = pads.reach(hole.at) if pads else None
            if reach is None:
                unseen += 1
            elif reach > hole.diameter / 2 or hole.stated:
                found.append((reach - hole.diameter / 2, hole, side))
    if not found:
        return None
    ring, hole, side = min(found, key=lambda each: (each[0], each[1].at))
    share = len(found) / (len(found) + unseen)
    sure = all(each.stated for each in holes) and not unseen and board.sure
    return RingFigure(
        smallest_mm=Decimal(f"{ring:.3f}"),
        hole_mm=Decimal(f"{hole.diameter:.3f}"),
        at=hole.at,
        side=side,
        measured=len(found),
        unseen=unseen,
        surety=Surety.SURE if sure else Surety.LIKELY if share >= _MOST else Surety.UNSURE,
    )


def _plated_holes(package: FabricationSet) -> Iterator[_Hole]:
    """Round holes that are, or may be, plated; each once."""
    seen: set[tuple[Point, float]] = set()
    for file in package.drilling.files:
        if file.doubtful or _is_unplated(file):
            continue
        stated = file.detail.startswith("plated")
        for at, size in zip(file.hits, file.hit_sizes, strict=True):
            if size and math.isfinite(at[0] + at[1]) and (at, size) not in seen:
                seen.add((at, size))
                yield _Hole(at, size, stated)


def _is_unplated(file: DrillFile) -> bool:
    return file.detail.startswith("nonplated") or (
        not file.detail and _UNPLATED.search(file.name) is not None
    )


class _Pads:
    """Flashes of a layer by place."""

    def __init__(self, plot: Plot) -> None:
        self._cells: dict[tuple[int, int], list[Flash]] = {}
        self._reach: dict[int, float] = {}
        for item in plot.painted:
            if isinstance(item, Flash) and item.dark and math.isfinite(item.at[0] + item.at[1]):
                self._cells.setdefault(_cell(item.at), []).append(item)

    def reach(self, at: Point) -> float | None:
        """How far copper goes all round from *at*, by the largest pad there; None without one."""
        column, row = _cell(at)
        near = (
            self._radius(flash.stamp) - math.dist(flash.at, at)
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for flash in self._cells.get((x, y), ())
            if math.dist(flash.at, at) <= _NEAR
        )
        return max(near, default=None)

    def _radius(self, stamp: Stamp) -> float:
        """The radius of the largest disc about the stamp's origin that lies in it."""
        if id(stamp) not in self._reach:
            self._reach[id(stamp)] = _inner_radius(stamp)
        return self._reach[id(stamp)]


def _inner_radius(stamp: Stamp) -> float:
    if stamp.diameter:
        return stamp.diameter / 2
    dark = [ring for piece in stamp.pieces if piece.dark for ring in piece.contours[:1]]
    return max(map(_distance, dark), default=0.0)


def _distance(ring: Contour) -> float:
    """From the origin to the ring's nearest edge; 0 where the origin lies outside it."""
    inside, nearest = False, math.inf
    x0, y0 = ring[-1]
    for x1, y1 in ring:
        if (y0 > 0) != (y1 > 0) and x0 + (x1 - x0) * -y0 / (y1 - y0) > 0:
            inside = not inside
        dx, dy = x1 - x0, y1 - y0
        length = dx * dx + dy * dy
        along = 0.0 if not length else max(0.0, min(1.0, -(x0 * dx + y0 * dy) / length))
        nearest = min(nearest, math.hypot(x0 + along * dx, y0 + along * dy))
        x0, y0 = x1, y1
    return nearest if inside else 0.0


def _cell(point: Point) -> tuple[int, int]:
    return round(point[0] / _CELL), round(point[1] / _CELL)
