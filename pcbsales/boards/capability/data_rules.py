"""Rules that hold the order against what was read from the data."""

from decimal import Decimal

from pcbsales.boards.capability.case import Case
from pcbsales.boards.capability.conflict import Conflict, Gaps, fired
from pcbsales.boards.capability.finding import ClosedAnswer
from pcbsales.boards.capability.verdicts import QuestionClass
from pcbsales.boards.pictures.spot import Spot
from pcbsales.i18n.phrase import phrase

_CONFLICT, _COMPLETENESS = QuestionClass.CONFLICT, QuestionClass.COMPLETENESS
_AS_ORDERED = ClosedAnswer("as ordered; we send corrected data")


def missing(case: Case, _limit: Decimal) -> Gaps | None:
    """There is no package: nothing of the order was seen in data."""
    return fired(when=case.data is None)


def questions(case: Case, _limit: Decimal) -> Gaps | None:
    """Questions on this revision still wait for an answer."""
    count = len(case.revision.open_questions)
    return fired(when=count > 0, value=count)


def layers(case: Case, _limit: Decimal) -> Gaps | None:
    """Another count of copper layers than ordered."""
    ordered, read = case.spec.layers, case.data.copper_layers if case.data else None
    differ = ordered is not None and read is not None and ordered != read
    return fired(when=differ, value=ordered, read=read)


def size(case: Case, limit: Decimal) -> Gaps | None:
    """Another board size than ordered."""
    ordered, read = case.spec.board_size, case.data.board_size if case.data else None
    if ordered is None or read is None:
        return None
    return fired(when=not ordered.matches(read, limit), value=ordered, read=read)


def drill(case: Case, limit: Decimal) -> Gaps | None:
    """A smallest hole that lies further from the smallest drill than plating explains."""
    ordered, read = case.spec.min_hole_mm, case.data.min_drill_mm if case.data else None
    if ordered is None or read is None:
        return None
    return fired(when=abs(ordered - read) > limit, value=ordered, read=read)


def track(case: Case, limit: Decimal) -> Gaps | None:
    """Conductors in the data that are finer than ordered."""
    ordered, read = case.spec.min_track_mm, case.data.min_conductor_mm if case.data else None
    if ordered is None or read is None:
        return None
    return fired(when=ordered - read > limit, value=ordered, read=read)


def ring(case: Case, limit: Decimal) -> Gaps | None:
    """Rings in the data that are smaller than ordered."""
    ordered, found = case.spec.annular_ring_mm, case.figures.ring if case.figures else None
    if ordered is None or found is None:
        return None
    read = found.smallest_mm
    return fired(when=ordered - read > limit, value=ordered, read=read, side=found.side)


def ring_spot(case: Case) -> Spot | None:
    """Where the smallest ring is."""
    return case.figures.ring.spot if case.figures and case.figures.ring else None


def mask_sides(case: Case, _limit: Decimal) -> Gaps | None:
    """Solder mask on other sides than ordered."""
    ordered, read = case.spec.mask_sides, case.data.mask_sides if case.data else None
    differ = ordered is not None and read is not None and ordered is not read
    return fired(when=differ, value=ordered, read=read)


def legend_sides(case: Case, _limit: Decimal) -> Gaps | None:
    """Legend on other sides than ordered."""
    ordered, read = case.spec.legend_sides, case.data.legend_sides if case.data else None
    differ = ordered is not None and read is not None and ordered is not read
    return fired(when=differ, value=ordered, read=read)


DATA_RULES = (
    Conflict(
        "data.missing", missing, _COMPLETENESS, None,
        phrase("There is no fabrication data yet: nothing was held against it."),
        phrase("Gerber (RS-274X or X2) with drill files and a job file is read at once."),
        phrase("Please send the fabrication data of this board."),
        (
            ClosedAnswer("sent with this answer"),
            ClosedAnswer("quote from the order alone, subject to data"),
        ),
    ),
    Conflict(
        "data.questions", questions, _COMPLETENESS, None,
        phrase("Questions on the data that still wait for an answer: {value}."),
        phrase("They are asked in a list of their own."),
        phrase("Please answer the questions on the data: {value} are open."),
        (ClosedAnswer("answered in that list"),),
        read=True,
    ),
    Conflict(
        "data.layers", layers, _CONFLICT, "layers",
        phrase("The order states {value} copper layers, the data holds {read}."),
        phrase("A missing layer file, or an order for an earlier revision, is the usual reason."),
        phrase("Copper layers: order {value}, data {read}. Which holds?"),
        (_AS_ORDERED, ClosedAnswer("as the data: {read}", ("layers={read}",))),
        read=True,
    ),
    Conflict(
        "data.size", size, _CONFLICT, "board_size",
        phrase("The order states {value} mm, the outline in the data measures {read} mm."),
        phrase("The size of one board counts, on the centre line of the outline."),
        phrase("Board size: order {value} mm, data {read} mm. Which holds?"),
        (_AS_ORDERED, ClosedAnswer("as the data: {read}", ("board_size={read}",))),
        read=True,
    ),
    Conflict(
        "data.drill", drill, _CONFLICT, "min_hole_mm",
        phrase("The order states holes from {value} mm, the data has a drill of {read} mm."),
        phrase("Drills are 0.1 mm larger than finished holes; more than that is another hole."),
        phrase("Smallest hole: order {value} mm, data {read} mm. Which holds?"),
        (_AS_ORDERED, ClosedAnswer("as the data: {read}", ("min_hole_mm={read}",))),
        read=True,
    ),
    Conflict(
        "data.track", track, _CONFLICT, "min_track_mm",
        phrase("The order states tracks from {value} mm, the data has conductors of {read} mm."),
        phrase("The price follows the finer of the two."),
        phrase("Narrowest track: order {value} mm, data {read} mm. Which holds?"),
        (_AS_ORDERED, ClosedAnswer("as the data: {read}", ("min_track_mm={read}",))),
        read=True,
    ),
    Conflict(
        "data.ring", ring, _CONFLICT, "annular_ring_mm",
        phrase("The order states rings from {value} mm, the data shows one of {read} mm."),
        phrase("Larger pads or smaller holes bring it back."),
        phrase("Annular ring: order {value} mm, data {read} mm. May we enlarge pads?"),
        (
            ClosedAnswer("yes, enlarge pads where there is room"),
            ClosedAnswer("as the data: {read}", ("annular_ring_mm={read}",)),
            _AS_ORDERED,
        ),
        read=True,
        spot=ring_spot,
    ),
    Conflict(
        "data.mask_sides", mask_sides, _CONFLICT, "mask_sides",
        phrase("Solder mask: the order states {value}, the data has {read}."),
        phrase("A layer without openings is sent all the same, so that it is seen to be meant."),
        phrase("Solder mask: order {value}, data {read}. Which holds?"),
        (_AS_ORDERED, ClosedAnswer("as the data: {read}", ("mask_sides={read}",))),
        read=True,
    ),
    Conflict(
        "data.legend_sides", legend_sides, _CONFLICT, "legend_sides",
        phrase("Legend: the order states {value}, the data has {read}."),
        phrase("Price hardly changes; what is missing in the data cannot be printed."),
        phrase("Legend: order {value}, data {read}. Which holds?"),
        (_AS_ORDERED, ClosedAnswer("as the data: {read}", ("legend_sides={read}",))),
        read=True,
    ),
)  # fmt: skip
