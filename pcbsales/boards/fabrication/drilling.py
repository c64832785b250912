"""One drill program read in the unit that it can be trusted in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pcbsales.boards.fabrication.box import Box, extent
from pcbsales.boards.fabrication.contour import shapes
from pcbsales.boards.fabrication.drawing import Segment, trace
from pcbsales.boards.fabrication.drill_questions import (
    conflict_question,
    outside_question,
    runaway_question,
    size_question,
    unit_question,
)
from pcbsales.boards.fabrication.evidence import Pads
from pcbsales.boards.fabrication.excellon import DrillHead, read_head
from pcbsales.boards.fabrication.gerber import INCH, MM
from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.fabrication.machine import MAX_HITS, DrillPattern
from pcbsales.boards.fabrication.notations import (
    DrillReading,
    readings_of,
    stated_units,
)
from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.fabrication.questions import Question, ask

SMALLEST = 0.05
UNIT_NAMES = {INCH: "in", MM: "mm"}


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


def read_gerber_drill(layer: Layer) -> DrillFile:
    """Drill data in Gerber form (X2): flashes are holes, draws are slots."""
    drawing = trace(layer.data, layer.head)
    if drawing.trouble:
        return DrillFile(layer.name, doubtful=True, questions=(unit_question(layer.name),))
    widths = [layer.head.apertures.get(spot.aperture) for spot in drawing.flashes]
    sizes = [aperture.sizes[0] if aperture and aperture.sizes else 0.0 for aperture in widths]
    cuts = tuple(_gerber_cuts(drawing.segments))
    return DrillFile(
        name=layer.name,
        hits=tuple(spot.at for spot in drawing.flashes),
        cuts=tuple((segment.start, segment.end) for segment in cuts),
        smallest=min((size for size in sizes if size), default=None),
        unit=UNIT_NAMES.get(layer.head.unit or 0.0, ""),
        detail=layer.role.detail,
        hit_sizes=tuple(sizes),
        cut_sizes=tuple(segment.width for segment in cuts),
    )


def _gerber_cuts(segments: Sequence[Segment]) -> Iterator[Segment]:
    """Draws as slots; a closed contour is routed out, and no slot."""
    rings = [shape for shape in shapes(segments) if shape.closed]
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
    readings = readings_of(head, box, pads)
    stated = stated_units(head)
    chosen, question = _chosen(layer.name, head, stated, readings, box)
    sizes, unsized = _sizes(head, chosen, tables)
    countable = len(chosen.pattern.hits) < MAX_HITS
    if not countable:
        question = runaway_question(layer.name)
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
        question = size_question(layer.name, sizes)
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


def _chosen(
    name: str,
    head: DrillHead,
    stated: set[float],
    readings: Sequence[DrillReading],
    box: Box | None,
) -> tuple[DrillReading, Question | None]:
    """The reading to go by, and the question where it must not be trusted."""
    good = [reading for reading in readings if reading.agrees and reading.plausible]
    best = max(good, key=lambda r: (r.on_pads or 0.0, r.spread), default=readings[0])
    if not best.pattern.hits and not best.pattern.slots:
        return best, None
    if len(stated) > 1 or len(head.units) > 1:
        return best, conflict_question(name)
    if len(stated) == 1:
        return _confirmed(name, readings, box)
    units = {reading.notation.unit for reading in good}
    if len(units) == 1:
        return best, None
    if head.sized and not head.tools:
        return readings[0], None
    return best, unit_question(name)


def _confirmed(
    name: str, readings: Sequence[DrillReading], box: Box | None
) -> tuple[DrillReading, Question | None]:
    """A stated unit, tested: do the holes lie on the board, and are the tools real tools?"""
    fits = [reading for reading in readings if reading.inside or reading.agrees]
    best = fits[0] if fits else readings[0]
    if best.sizes and min(best.sizes) < SMALLEST:
        return best, size_question(name, dict(enumerate(best.sizes)))
    if not best.plausible and not best.agrees and not (best.inside and best.spread >= 0.1):
        return best, size_question(name, dict(enumerate(best.sizes)))
    if not fits and box is not None:
        return best, outside_question(name)
    return best, None


def _sizes(
    head: DrillHead, reading: DrillReading, tables: Sequence[dict[int, float]]
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
