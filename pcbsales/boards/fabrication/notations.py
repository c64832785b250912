"""A drill program read in every notation that it leaves open, and how well each reading agrees."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pcbsales.boards.fabrication.box import Box, extent
from pcbsales.boards.fabrication.edge import lies_within
from pcbsales.boards.fabrication.evidence import Pads
from pcbsales.boards.fabrication.excellon import DrillHead, Notation
from pcbsales.boards.fabrication.gerber import INCH, MM
from pcbsales.boards.fabrication.machine import DrillPattern, run
from pcbsales.boards.fabrication.plane import Point

#: Drills that boards are made with, mm.
PLAUSIBLE = (0.15, 6.6)
_OTHER_DIGITS = {
    INCH: ((2, 4), (2, 3), (2, 5), (2, 6), (1, 4), (3, 3)),
    MM: ((3, 3), (3, 2), (4, 2), (3, 4), (4, 4), (4, 3), (2, 4), (3, 5), (5, 3)),
}


@dataclass(frozen=True, slots=True)
class DrillReading:
    """A program as one notation reads it, and how well that agrees with the other files."""

    notation: Notation
    pattern: DrillPattern
    sizes: tuple[float, ...]
    inside: bool | None
    spread: float
    on_pads: float | None

    @property
    def plausible(self) -> bool:
        """Whether the smallest tool is one that boards are drilled with."""
        return not self.sizes or PLAUSIBLE[0] <= min(self.sizes) <= PLAUSIBLE[1]

    @property
    def agrees(self) -> bool:
        """Whether other files bear this reading out."""
        if self.on_pads is not None and self.on_pads >= 0.5:
            return True
        return bool(self.inside) and self.spread >= 0.25


def stated_units(head: DrillHead) -> set[float]:
    """The unit or units that commands, comments or hole lists state."""
    if head.units:
        return head.units | head.commented_units
    return head.commented_units


def readings_of(head: DrillHead, box: Box | None, pads: Pads) -> list[DrillReading]:
    """The program in every notation its head leaves open, the usual notation first."""
    readings = []
    for unit in sorted(stated_units(head) or {INCH, MM}, key=lambda unit: unit != INCH):
        for notation in _notations(head, unit):
            pattern = run(head, notation)
            reading = _judged(head, notation, pattern, box, pads, settle=len(head.units) != 1)
            readings.append(reading)
            if reading.inside or reading.agrees:
                break
    return readings


def _notations(head: DrillHead, unit: float) -> Iterator[Notation]:
    if head.decimals:
        yield Notation(unit, ".", 3, 3)
        return
    orders = (head.zeros,) if head.zeros else ("T", "L")
    layouts = (head.digits,) if head.digits else _OTHER_DIGITS[unit]
    for layout in layouts:
        for zeros in orders:
            yield Notation(unit, zeros, *layout)


def _judged(
    head: DrillHead,
    notation: Notation,
    pattern: DrillPattern,
    box: Box | None,
    pads: Pads,
    *,
    settle: bool,
) -> DrillReading:
    """Hold a reading against the outline, and against the pads where that is called for."""
    points = [point for _, point in pattern.hits]
    points += [point for _, cut in pattern.slots for point in cut]
    used = {tool for tool, _ in pattern.hits}
    sizes = tuple(head.tools[tool] * notation.unit for tool in used if tool in head.tools)
    inside = lies_within(points, box) >= 0.8 if box and points else None
    spread = _spread(points, box)
    doubtful = bool(sizes) and not PLAUSIBLE[0] <= min(sizes) <= PLAUSIBLE[1]
    look = bool(points) and (settle or inside is False or doubtful or box is None)
    on_pads = pads.share([p for _, p in pattern.hits]) if look else None
    return DrillReading(notation, pattern, sizes, inside, spread, on_pads)


def _spread(points: Sequence[Point], box: Box | None) -> float:
    """How much of the outline's extent the holes cover, along the axis where they cover more."""
    if not box or not points:
        return 0.0
    left, bottom, right, top = extent(list(points))
    width, height = box[2] - box[0], box[3] - box[1]
    return max((right - left) / (width or 1.0), (top - bottom) / (height or 1.0))
