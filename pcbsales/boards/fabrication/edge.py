"""The board's edge as one file draws it: size on the pen's centre line, and what is unclear."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.boards.fabrication.box import Box, united, within
from pcbsales.boards.fabrication.contour import Shape
from pcbsales.boards.fabrication.contour import shapes as shapes_of_drawing
from pcbsales.boards.fabrication.drawing import Drawing, trace
from pcbsales.boards.fabrication.joining import GAP
from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.fabrication.questions import Question, ask
from pcbsales.boards.fabrication.unfollowable import Reason

MOUSE_BITE = 1.5
MANY_CUTOUTS = 40
SMALLEST, LARGEST = 1.0, 1500.0


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline as read: size in mm, the box, the file, and what has to be asked."""

    size: tuple[Decimal, Decimal] | None = None
    box: Box | None = None
    file: str | None = None
    questions: tuple[Question, ...] = ()
    pen: float = 0.0
    shapes: tuple[Shape, ...] = ()
    sure: bool = True

    @property
    def rings(self) -> tuple[tuple[Shape, ...], tuple[Shape, ...]]:
        """Closed shapes with one ring: those at the outside, and those inside another."""
        outermost = set(_outermost(self.shapes))
        simple = [shape for shape in self.shapes if shape.closed and shape.polygon]
        outer = tuple(shape for shape in simple if shape in outermost)
        return outer, tuple(shape for shape in simple if shape not in outermost)


def evaluate(layer: Layer) -> Outline | None:
    """One candidate by itself; None when it draws nothing."""
    drawing = trace(layer.data, layer.head)
    if drawing.trouble:
        return Outline(file=layer.name, questions=(_trouble(layer.name, drawing.trouble),))
    shapes = shapes_of_drawing(drawing.segments)
    if not shapes:
        return None
    outer = _outermost(shapes)
    box = united([shape.box for shape in outer])
    questions = [*_open(layer.name, shapes, outer), *_pieces(layer.name, shapes, outer)]
    measured = _size(box)
    size: tuple[Decimal, Decimal] | None = measured
    if any(shape.open_ends or not shape.loops for shape in outer):
        size = None
    elif min(measured) < SMALLEST or max(measured) > LARGEST:
        questions.append(_implausible(layer.name, measured))
        size = None
    return Outline(size, box, layer.name, tuple(questions), _pen(drawing), tuple(shapes))


def _trouble(name: str, trouble: Reason) -> Question:
    if trouble is Reason.ARC:
        return ask(
            "size.conflict",
            "An arc of the outline in {file} does not meet its own end points. Please send the "
            "outline again as plain lines and arcs, or tell us the finished board size.",
            file=name,
        )
    if trouble is Reason.SIZE:
        return ask(
            "size.conflict",
            "{file} is meant to be the outline, but holds far more lines than an outline needs. "
            "Please send the outline alone, or tell us the finished board size.",
            file=name,
        )
    return ask(
        "size.conflict",
        "The outline in {file} uses commands that are no longer defined or cannot be followed. "
        "Please send it again as plain lines and arcs, or tell us the finished board size.",
        file=name,
    )


def _implausible(name: str, size: tuple[Decimal, Decimal]) -> Question:
    return ask(
        "unit.unknown",
        "The outline in {file} reads as {width} x {height} mm, which is no size for a board. "
        "Please confirm the unit of the file and the finished board size.",
        file=name,
        width=size[0],
        height=size[1],
    )


def _pen(drawing: Drawing) -> float:
    return max((segment.width for segment in drawing.segments), default=0.0)


def _size(box: Box) -> tuple[Decimal, Decimal]:
    return _mm(box[2] - box[0]), _mm(box[3] - box[1])


def _mm(length: float) -> Decimal:
    """A length to the micrometre, without needless zeros."""
    text = f"{length:.3f}".rstrip("0").rstrip(".")
    return Decimal(text)


def _outermost(shapes: Sequence[Shape]) -> list[Shape]:
    """The shapes that lie in no other closed one."""
    closed = [shape for shape in shapes if shape.closed]
    return [
        shape
        for shape in shapes
        if not any(_lies_in(shape, other) for other in closed if other is not shape)
    ]


def _lies_in(shape: Shape, other: Shape) -> bool:
    left, bottom, right, top = shape.box
    corners = ((left, bottom), (right, top))
    if not all(within(corner, other.box, GAP) for corner in corners):
        return False
    width, height = other.box[2] - other.box[0], other.box[3] - other.box[1]
    if right - left >= width and top - bottom >= height:
        return False
    probe = shape.polygon[0] if shape.polygon else ((left + right) / 2, (bottom + top) / 2)
    return other.contains(probe)


def _open(name: str, shapes: Sequence[Shape], outer: Sequence[Shape]) -> list[Question]:
    loose = [shape for shape in shapes if shape.open_ends or not shape.loops]
    if not loose:
        return []
    outermost = set(outer)
    edge = [shape for shape in loose if shape in outermost]
    shown = (edge or loose)[0]
    end = shown.open_ends[0] if shown.open_ends else (shown.box[0], shown.box[1])
    msgid = (
        "The outline in {file} is not closed: a line ends at X {x} Y {y} mm without meeting "
        "another. Please send a closed outline and confirm the finished board size."
        if edge
        else "Inside the outline in {file} a line ends at X {x} Y {y} mm without closing a shape. "
        "Is it a cut-out, a slot or a drawing aid? Please close it or take it away."
    )
    return [ask("outline.open", msgid, file=name, x=f"{end[0]:.3f}", y=f"{end[1]:.3f}")]


def _pieces(name: str, shapes: Sequence[Shape], outer: Sequence[Shape]) -> list[Question]:
    """Whether the outline may hold more than one board."""
    closed = [shape for shape in outer if shape.closed]
    if len(closed) > 1:
        return [
            ask(
                "outline.several-boards",
                "The outline in {file} draws {count} separate shapes. Are these several boards, "
                "an array, or one board with drawing aids? Please state the size of one board, "
                "and how many pieces of each you need.",
                file=name,
                count=len(closed),
            )
        ]
    divided = [shape for shape in closed if shape.loops > 1]
    if divided:
        return [
            ask(
                "outline.several-boards",
                "Lines divide the outline in {file} into {count} fields. Is it an array to be "
                "scored or routed apart, or one board? Please state the size of one board and the "
                "way of delivery.",
                file=name,
                count=divided[0].loops,
            )
        ]
    outermost = set(outer)
    inner = [shape for shape in shapes if shape.closed and shape not in outermost]
    bites = [shape for shape in inner if _round_and_small(shape)]
    if len(bites) >= 8 or len(inner) > MANY_CUTOUTS:
        return [
            ask(
                "outline.several-boards",
                "The outline in {file} holds {count} closed shapes besides the board's edge: is "
                "this one board with cut-outs, or several boards or an array? Please send us the "
                "number of boards and the size of one.",
                file=name,
                count=len(inner),
            )
        ]
    return []


def _round_and_small(shape: Shape) -> bool:
    width, height = shape.box[2] - shape.box[0], shape.box[3] - shape.box[1]
    return max(width, height) <= MOUSE_BITE and abs(width - height) < 0.02


def lies_within(points: Sequence[Point], box: Box, margin: float = 1.0) -> float:
    """The share of points inside a box; 1.0 for no points."""
    if not points:
        return 1.0
    return sum(within(point, box, margin) for point in points) / len(points)


def holes_in_cutout(points: Sequence[Point], outline: Outline) -> bool:
    """Whether the holes lie inside an inner shape: then that is the board, not a cut-out."""
    outer = set(_outermost(outline.shapes))
    for shape in outline.shapes:
        if shape in outer or not shape.polygon or not points:
            continue
        if sum(shape.contains(point) for point in points) > max(3, len(points) * 0.3):
            return True
    return False
