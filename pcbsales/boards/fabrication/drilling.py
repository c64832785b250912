"""One drill program read in the unit that it can be trusted in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pcbsales.boards.fabrication.contour import Box, extent, shapes
from pcbsales.boards.fabrication.drawing import Point, Segment, trace
from pcbsales.boards.fabrication.edge import lies_within
from pcbsales.boards.fabrication.evidence import Pads
from pcbsales.boards.fabrication.excellon import DrillHead, Notation, read_head
from pcbsales.boards.fabrication.gerber import INCH, MM
from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.fabrication.machine import MAX_HITS, DrillPattern, run
from pcbsales.boards.fabrication.questions import Question, ask

SMALLEST = 0.05
PLAUSIBLE = (0.15, 6.6)
UNIT_NAMES = {INCH: "in", MM: "mm"}
_DEFAULT_DIGITS = {INCH: (2, 4), MM: (3, 3)}
_OTHER_DIGITS = {
    INCH: ((2, 4), (2, 3), (2, 5), (2, 6), (1, 4), (3, 3)),
    MM: ((3, 3), (3, 2), (4, 2), (3, 4), (4, 4), (4, 3), (2, 4), (3, 5), (5, 3)),
}


@dataclass(frozen=True, slots=True)
class DrillFile:
    """One program: its hits and cuts (mm), and the smallest tool with a round hit (mm).

    ``hit_sizes`` and ``cut_sizes`` are the diameters for each hit and cut, 0 where none is stated.
    ``smallest`` is None where no hit is round or where the unit or the tools are in doubt;
    ``doubtful`` says the latter, ``countable`` that the program does not run away. ``unit`` is
    mm, in or empty.
    """

    name: str
    hits: tuple[Point, ...] = ()
    cuts: tuple[tuple[Point, ...], ...] = ()
    smallest: float | None = None
    unit: str = ""
    detail: str = ""
    doubtful: bool = False
    countable: bool = True
    questions: tuple[Question, ...] = ()
    hit_sizes: tuple[float, ...] = ()
    cut_sizes: tuple[float, ...] = ()

    @property
    def slots(self) -> int:
        """Straight cuts: a G85 slot is one, a routed path as many as it has legs."""
        return sum(max(1, len(cut) - 1) for cut in self.cuts)


@dataclass(frozen=True, slots=True)
class _Reading:
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


def read_gerber_drill(layer: Layer) -> DrillFile:
    """Drill data in Gerber form (X2): flashes are holes, draws are slots."""
    drawing = trace(layer.data, layer.head)
    if drawing.trouble:
        return DrillFile(layer.name, doubtful=True, questions=(_unit_question(layer.name),))
    widths = [layer.head.apertures.get(code) for code, _ in drawing.flashes]
    sizes = [aperture.sizes[0] if aperture and aperture.sizes else 0.0 for aperture in widths]
    cuts = tuple(_gerber_cuts(drawing.segments))
    return DrillFile(
        name=layer.name,
        hits=tuple(point for _, point in drawing.flashes),
        cuts=tuple((segment.start, segment.end) for segment in cuts),
        smallest=min((size for size in sizes if size), default=None),
        unit=UNIT_NAMES.get(layer.head.unit or 0.0, ""),
        detail=layer.role.detail,
        hit_sizes=tuple(sizes),
        cut_sizes=tuple(segment.width for segment in cuts),
    )


def _gerber_cuts(segments: Sequence[Segment]) -> Iterator[Segment]:
    """Draws as slots; a closed contour is routed out, and no slot."""
    rings = [shape for shape in shapes(list(segments)) if shape.closed]
    corners = {(round(x, 2), round(y, 2)) for ring in rings for x, y in ring.polygon}
    for segment in segments:
        ends = {(round(x, 2), round(y, 2)) for x, y in (segment.start, segment.end)}
        if not ends <= corners:
            yield segment


def read_program(
    layer: Layer, box: Box | None, pads: Pads, tables: Sequence[dict[int, float]]
) -> DrillFile:
    """An Excellon program; its unit is believed where it is stated and nothing speaks against it.

    *box* is the outline's, *tables* are tool lists (mm) found in other files of the package.
    """
    head = read_head(layer.data)
    readings = _readings(head, box, pads)
    stated = _stated_units(head)
    chosen, question = _chosen(layer.name, head, stated, readings, box)
    sizes, unsized = _sizes(head, chosen, tables)
    countable = len(chosen.pattern.hits) < MAX_HITS
    if not countable:
        question = _runaway_question(layer.name)
    questions = [question] if question else []
    drilled = {tool for tool, _ in chosen.pattern.hits} | {t for t, _ in chosen.pattern.slots}
    if unsized and drilled:
        questions.append(
            ask(
                "drill.no-tool-table",
                "{file} drills {count} holes with tools whose diameters it does not state. Please "
                "send the tool table with the finished hole sizes.",
                file=layer.name,
                count=len(chosen.pattern.hits),
            )
        )
    elif sizes and not question and not all(SMALLEST <= size <= 60 for size in sizes.values()):
        question = _size_question(layer.name, sizes)
        questions.append(question)
    cuts = tuple(_cuts(chosen.pattern, box))
    round_sizes = [sizes[tool] for tool in {t for t, _ in chosen.pattern.hits} if tool in sizes]
    doubtful = question is not None or bool(unsized and drilled)
    return DrillFile(
        name=layer.name,
        hits=tuple(point for _, point in chosen.pattern.hits),
        cuts=tuple(cut for _, cut in cuts),
        smallest=None if doubtful else min(round_sizes, default=None),
        unit=UNIT_NAMES[chosen.notation.unit] if not question else "",
        detail=layer.role.detail,
        doubtful=doubtful,
        countable=countable,
        questions=tuple(questions),
        hit_sizes=tuple(sizes.get(tool, 0.0) for tool, _ in chosen.pattern.hits),
        cut_sizes=tuple(sizes.get(tool, 0.0) for tool, _ in cuts),
    )


def _stated_units(head: DrillHead) -> set[float]:
    """The unit or units that commands, comments or hole lists state."""
    if head.units:
        return head.units | head.commented_units
    return head.commented_units


def _readings(head: DrillHead, box: Box | None, pads: Pads) -> list[_Reading]:
    """The program in every notation its head leaves open, the usual notation first."""
    readings = []
    for unit in sorted(_stated_units(head) or {INCH, MM}, key=lambda unit: unit != INCH):
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
) -> _Reading:
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
    return _Reading(notation, pattern, sizes, inside, spread, on_pads)


def _spread(points: Sequence[Point], box: Box | None) -> float:
    """How much of the outline's extent the holes cover, along the axis where they cover more."""
    if not box or not points:
        return 0.0
    left, bottom, right, top = extent(list(points))
    width, height = box[2] - box[0], box[3] - box[1]
    return max((right - left) / (width or 1.0), (top - bottom) / (height or 1.0))


def _chosen(
    name: str,
    head: DrillHead,
    stated: set[float],
    readings: Sequence[_Reading],
    box: Box | None,
) -> tuple[_Reading, Question | None]:
    """The reading to go by, and the question where it must not be trusted."""
    good = [reading for reading in readings if reading.agrees and reading.plausible]
    best = max(good, key=lambda r: (r.on_pads or 0.0, r.spread), default=readings[0])
    if not best.pattern.hits and not best.pattern.slots:
        return best, None
    if len(stated) > 1 or len(head.units) > 1:
        return best, _conflict_question(name)
    if len(stated) == 1:
        return _confirmed(name, readings, box)
    units = {reading.notation.unit for reading in good}
    if len(units) == 1:
        return best, None
    if head.sized and not head.tools:
        return readings[0], None
    return best, _unit_question(name)


def _confirmed(
    name: str, readings: Sequence[_Reading], box: Box | None
) -> tuple[_Reading, Question | None]:
    """A stated unit, tested: do the holes lie on the board, and are the tools real tools?"""
    fits = [reading for reading in readings if reading.inside or reading.agrees]
    best = fits[0] if fits else readings[0]
    if best.sizes and min(best.sizes) < SMALLEST:
        return best, _size_question(name, dict(enumerate(best.sizes)))
    if not best.plausible and not best.agrees and not (best.inside and best.spread >= 0.1):
        return best, _size_question(name, dict(enumerate(best.sizes)))
    if not fits and box is not None:
        return best, _outside_question(name)
    return best, None


def _sizes(
    head: DrillHead, reading: _Reading, tables: Sequence[dict[int, float]]
) -> tuple[dict[int, float], set[int]]:
    """Diameters in mm of the tools in use, and the tools nobody gives a diameter for."""
    used = {tool for tool, _ in reading.pattern.hits} | {t for t, _ in reading.pattern.slots}
    sizes = {tool: size * reading.notation.unit for tool, size in head.tools.items() if size > 0}
    sizes = {**head.sized, **sizes}
    if not used <= set(sizes):
        whole = [table for table in tables if used <= set(table)]
        if len({tuple(sorted(table.items())) for table in whole}) == 1:
            sizes = {**whole[0], **sizes}
    return {tool: sizes[tool] for tool in used if tool in sizes}, used - set(sizes)


def _cuts(pattern: DrillPattern, box: Box | None) -> Iterator[tuple[int, tuple[Point, ...]]]:
    """Slots with their tools; the routing of the board's own edge is no slot."""
    for tool, cut in pattern.slots:
        left, bottom, right, top = extent(list(cut))
        if (
            box
            and right - left >= 0.9 * (box[2] - box[0])
            and top - bottom >= 0.9 * (box[3] - box[1])
        ):
            continue
        yield tool, cut


def doubted(file: DrillFile) -> DrillFile:
    """The same program, its diameters no longer trusted."""
    return replace(file, smallest=None, doubtful=True, unit="")


def _unit_question(name: str) -> Question:
    return ask(
        "drill.unit",
        "{file} does not state whether it is in inches or millimetres, and the other files do not "
        "settle it. Which unit do its coordinates and tool diameters have?",
        file=name,
    )


def _conflict_question(name: str) -> Question:
    return ask(
        "drill.unit",
        "{file} states both inches and millimetres. Which unit do its coordinates and tool "
        "diameters have? Please send it again with one unit.",
        file=name,
    )


def _size_question(name: str, sizes: dict[int, float]) -> Question:
    return ask(
        "drill.unit",
        "The tools in {file} read as {smallest} to {largest} mm, which does not go with the rest "
        "of the data. Please confirm the unit of the drill file and the hole sizes.",
        file=name,
        smallest=f"{min(sizes.values()):.3f}",
        largest=f"{max(sizes.values()):.3f}",
    )


def _outside_question(name: str) -> Question:
    return ask(
        "drill.unit",
        "The holes of {file} lie outside the board outline. Please confirm the unit and the origin "
        "of the drill file, or send it with the same origin as the Gerber files.",
        file=name,
    )


def _runaway_question(name: str) -> Question:
    return ask(
        "drill.unit",
        "{file} repeats its holes without end, so they cannot be counted. Please send the drill "
        "file again, without repeat codes.",
        file=name,
    )
