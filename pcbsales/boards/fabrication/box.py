"""Boxes about things in the plane: left, bottom, right, top, in mm."""

from collections.abc import Sequence

from pcbsales.boards.fabrication.plane import Point

Box = tuple[float, float, float, float]


def within(point: Point, box: Box, margin: float = 0.0) -> bool:
    """Whether a point lies in a box widened by *margin* (mm)."""
    x, y = point
    return box[0] - margin <= x <= box[2] + margin and box[1] - margin <= y <= box[3] + margin


def extent(points: Sequence[Point]) -> Box:
    """The box around points: left, bottom, right, top."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def united(boxes: Sequence[Box]) -> Box:
    """The box around boxes."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
