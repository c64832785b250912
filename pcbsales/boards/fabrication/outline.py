"""The board's outline: which file draws it, and the size on the pen's centre line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pcbsales.boards.fabrication import contour
from pcbsales.boards.fabrication.contour import Box, Shape
from pcbsales.boards.fabrication.drawing import Drawing, Point, trace
from pcbsales.boards.fabrication.jobfile import JobFile
from pcbsales.boards.fabrication.layers import Layer, unextended
from pcbsales.boards.fabrication.questions import Question, ask, listed

AGREE = 0.02
MOUSE_BITE = 1.5
MANY_CUTOUTS = 40
SMALLEST, LARGEST = 1.0, 1500.0

_TROUBLES = {
    "arc": "an arc in it does not meet its own end points",
    "size": "it holds far more lines than an outline needs",
    "scale": "it uses plotter scaling that is no longer defined",
    "rotation": "it uses a withdrawn image rotation",
    "block": "it draws inside block apertures",
    "number": "it holds coordinates that are not numbers",
}


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


def read_outline(layers: Sequence[Layer]) -> Outline:
    """The outline of a set; without a file that draws it there is none, and it is asked for."""
    candidates = [layer for layer in layers if layer.role.kind == "outline"]
    stated = _unreadable(candidates)
    if stated:
        return Outline(questions=stated)
    for rank in (1, 2, 3):
        readings = [_evaluate(layer) for layer in candidates if layer.role.rank == rank]
        drawn = [reading for reading in readings if reading is not None]
        if rank == 3:
            return _last_resort(drawn, candidates)
        if drawn:
            return _agreed(drawn)
    return Outline()


def _unreadable(candidates: Sequence[Layer]) -> tuple[Question, ...]:
    """Questions that come before any geometry: unit and format."""
    best = min((layer.role.rank for layer in candidates if layer.head.drawn), default=9)
    for layer in candidates:
        if layer.role.rank != best or not layer.head.drawn:
            continue
        if layer.head.bare:
            return (unextended([layer.name]),)
        if layer.head.unit is None or layer.head.units_conflict:
            return (
                ask(
                    "unit.unknown",
                    "{file} does not state clearly whether its coordinates are in millimetres or "
                    "inches, so the board size cannot be read. Which unit is it, and what is the "
                    "finished board size?",
                    file=layer.name,
                ),
            )
    return ()


def _evaluate(layer: Layer) -> Outline | None:
    """One candidate by itself; None when it draws nothing."""
    drawing = trace(layer.data, layer.head)
    if drawing.trouble:
        return Outline(file=layer.name, questions=(_trouble(layer.name, drawing.trouble),))
    shapes = contour.shapes(drawing.segments)
    if not shapes:
        return None
    outer = _outermost(shapes)
    box = contour.united([shape.box for shape in outer])
    questions = [*_open(layer.name, shapes, outer), *_pieces(layer.name, shapes, outer)]
    measured = _size(box)
    size: tuple[Decimal, Decimal] | None = measured
    if any(shape.open_ends or not shape.loops for shape in outer):
        size = None
    elif min(measured) < SMALLEST or max(measured) > LARGEST:
        questions.append(_implausible(layer.name, measured))
        size = None
    return Outline(size, box, layer.name, tuple(questions), _pen(drawing), tuple(shapes))


def _trouble(name: str, trouble: str) -> Question:
    return ask(
        "size.conflict",
        "The outline in {file} cannot be followed: {reason}. Please send the outline again as "
        "plain lines and arcs, or tell us the finished board size.",
        file=name,
        reason=_TROUBLES.get(trouble, trouble),
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
    if not all(contour.within(corner, other.box, contour.GAP) for corner in corners):
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
    edge = [shape for shape in loose if shape in outer]
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
    inner = [shape for shape in shapes if shape.closed and shape not in outer]
    bites = [shape for shape in inner if _round_and_small(shape)]
    if len(bites) >= 8 or len(inner) > MANY_CUTOUTS:
        return [
            ask(
                "outline.several-boards",
                "The outline in {file} holds {count} closed shapes inside its edge, {small} of "
                "them small and round. Are they cut-outs of one board, or break-off tabs between "
                "several boards? Please state the number of boards and the size of one.",
                file=name,
                count=len(inner),
                small=len(bites),
            )
        ]
    return []


def _round_and_small(shape: Shape) -> bool:
    width, height = shape.box[2] - shape.box[0], shape.box[3] - shape.box[1]
    return max(width, height) <= MOUSE_BITE and abs(width - height) < 0.02


def _agreed(readings: Sequence[Outline]) -> Outline:
    """The one outline that all candidates draw, or the question which of them holds."""
    first = min(readings, key=lambda reading: (reading.size is None, len(reading.questions)))
    rivals = [reading for reading in readings if not _beside(first, reading)]
    if all(_same(first.box, reading.box) for reading in rivals):
        return first
    described = [f"{reading.file} ({_words(reading)})" for reading in readings]
    conflict = ask(
        "size.conflict",
        "Several files may be the board outline and they disagree: {files}. Which one is the "
        "outline, and what is the finished board size?",
        files=listed(described),
    )
    return Outline(questions=(conflict,))


def _beside(clean: Outline, other: Outline) -> bool:
    """Whether the other file is a drawing of another kind: open, and of quite another extent."""
    if clean.size is None or clean.questions or other is clean or other.box is None:
        return False
    if other.size is not None or clean.box is None:
        return False
    width, height = clean.box[2] - clean.box[0], clean.box[3] - clean.box[1]
    margin = max(3.0, 0.1 * max(width, height))
    return any(abs(a - b) > margin for a, b in zip(clean.box, other.box, strict=True))


def _words(reading: Outline) -> str:
    return f"{reading.size[0]} x {reading.size[1]} mm" if reading.size else "no closed outline"


def _same(one: Box | None, other: Box | None) -> bool:
    if one is None or other is None:
        return False
    return all(abs(a - b) <= AGREE for a, b in zip(one, other, strict=True))


def _last_resort(drawn: Sequence[Outline], candidates: Sequence[Layer]) -> Outline:
    """Mechanical layers: used where exactly one of them is a clean closed outline."""
    clean = [reading for reading in drawn if reading.size and not reading.questions]
    if clean:
        return replace(_agreed(clean), sure=False)
    names = [layer.name for layer in candidates if layer.head.drawn]
    return Outline(questions=(unmarked(names),)) if names else Outline()


def unmarked(names: Sequence[str]) -> Question:
    """The question where only drawings of uncertain use might be the outline."""
    return ask(
        "outline.missing",
        "No file is marked as the board outline, and we cannot take it with certainty from "
        "{files}. Please send the outline (profile) as its own Gerber file and state the finished "
        "board size.",
        files=listed(list(names)),
    )


def lies_within(points: Sequence[Point], box: Box, margin: float = 1.0) -> float:
    """The share of points inside a box; 1.0 for no points."""
    if not points:
        return 1.0
    return sum(contour.within(point, box, margin) for point in points) / len(points)


def holes_in_cutout(points: Sequence[Point], outline: Outline) -> bool:
    """Whether the holes lie inside an inner shape: then that is the board, not a cut-out."""
    outer = _outermost(outline.shapes)
    for shape in outline.shapes:
        if shape in outer or not shape.polygon or not points:
            continue
        if sum(shape.contains(point) for point in points) > max(3, len(points) * 0.3):
            return True
    return False


def missing_outline(outline: Outline) -> list[Question]:
    """The question for an outline, where no file draws one and nothing else is asked of it."""
    if outline.file or outline.questions:
        return []
    return [
        ask(
            "outline.missing",
            "The package holds no board outline (profile) file. Please send the outline as its own "
            "Gerber file and state the finished board size; we do not take it from other layers.",
        )
    ]


def compared_with_job(outline: Outline, jobs: Sequence[JobFile]) -> Outline:
    """The outline held against the size in the job file, which includes the pen's width."""
    if outline.size is None:
        return outline
    for job in jobs:
        if job.size is None:
            continue
        drawn = sorted(float(length) for length in outline.size)
        stated = sorted(job.size)
        if all(abs(a - b) <= outline.pen + 0.3 for a, b in zip(drawn, stated, strict=True)):
            continue
        conflict = ask(
            "size.conflict",
            "The outline in {file} measures {width} x {height} mm, but the job file states "
            "{stated_width} x {stated_height} mm. Which is the finished board size?",
            file=outline.file,
            width=outline.size[0],
            height=outline.size[1],
            stated_width=job.size[0],
            stated_height=job.size[1],
        )
        return replace(outline, size=None, questions=(*outline.questions, conflict))
    return outline


def scored(layers: Sequence[Layer]) -> list[Question]:
    """Scoring lines mean that boards are delivered together."""
    names = [layer.name for layer in layers if layer.role.kind == "vscore" and layer.head.drawn]
    if not names:
        return []
    return [
        ask(
            "outline.several-boards",
            "{files} draws scoring lines (V-cut). Is the outline an array of several boards? "
            "Please state the size of one board and the number per array.",
            files=listed(names),
        )
    ]
