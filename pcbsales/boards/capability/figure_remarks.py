"""What was measured on a board's data, in sentences."""

from typing import TypeAlias

from pcbsales.boards.capability.figures import Figures
from pcbsales.boards.capability.finding import word
from pcbsales.boards.capability.measure import Measure
from pcbsales.boards.capability.parameters import parameters
from pcbsales.boards.capability.ring import RingFigure
from pcbsales.boards.choices import Sides
from pcbsales.boards.pictures.layer_words import layer_words
from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.tables import Cell

#: Sentences with gaps, and what fills them.
Remarks: TypeAlias = tuple[tuple[MessageId, tuple[tuple[str, Cell], ...]], ...]

_COPPER: MessageId = (
    "copper {top} % top, {bottom} % bottom (± {off} mm² a side, in cells of {cell} mm); bare "
    "copper {bare} mm²: {surety}"
)
_DRILLS: MessageId = "drill hits: {count}, {density} per m²"
_EDGE: MessageId = "copper to board edge: {distance} mm (± {off} mm)"
_NO_EDGE: MessageId = "copper to board edge: none nearer than {distance} mm"
_RING: MessageId = (
    "smallest ring {ring} mm about a drill of {hole} mm at {x}, {y} ({side}); pads seen "
    "{measured}, not seen {unseen}: {surety}"
)
_MEASURE: MessageId = "{term}: {length} mm at {x}, {y} ({layer}): {surety}"
_MEASURE_WIDE: MessageId = "{term}: {length} mm ({layer}): {surety}"
_NO_MEASURE: MessageId = "{term}: none below {length} mm"
_SIDES = {side.value: side for side in Sides}


def figure_remarks(figures: Figures, lang: str) -> Remarks:
    """Copper, bare copper, drills, edge and ring of *figures*, the trade's words in *lang*."""
    area = figures.coverage
    copper: tuple[tuple[str, Cell], ...] = (
        ("top", word(area.copper_top_percent, lang) or "-"),
        ("bottom", word(area.copper_bottom_percent, lang) or "-"),
        ("bare", word(area.bare_mm2, lang) or "-"),
        ("off", word(area.uncertainty_mm2, lang)),
        ("cell", word(area.resolution_mm, lang)),
        ("surety", figures.surety.term.text(lang)),
    )
    remarks: Remarks = ((_COPPER, copper),)
    if figures.drills_per_m2 is not None:
        density = (("count", figures.holes), ("density", word(figures.drills_per_m2, lang)))
        remarks = (*remarks, (_DRILLS, density))
    if figures.edge is not None:
        edge = figures.edge
        near = (("distance", word(edge.distance_mm, lang)), ("off", word(edge.off_mm, lang)))
        remarks = (*remarks, (_NO_EDGE if edge.at_least else _EDGE, near))
    if figures.ring:
        remarks = (*remarks, (_RING, _ring(figures.ring, lang)))
    return (*remarks, *(_measure(name, found, lang) for name, found in figures.measures.items()))


def _measure(
    name: str, found: Measure, lang: str
) -> tuple[MessageId, tuple[tuple[str, Cell], ...]]:
    """A length with its layer, and its place where it has one."""
    said: tuple[tuple[str, Cell], ...] = (
        ("term", parameters()[name].bare.text(lang)),
        ("length", word(found.mm, lang)),
    )
    if found.at_least:
        return _NO_MEASURE, said
    said = (
        *said,
        ("layer", layer_words(found.layer, lang)),
        ("surety", found.surety.term.text(lang)),
    )
    if found.at is None:
        return _MEASURE_WIDE, said
    return _MEASURE, (*said, ("x", f"{found.at[0]:.2f}"), ("y", f"{found.at[1]:.2f}"))


def _ring(ring: RingFigure, lang: str) -> tuple[tuple[str, Cell], ...]:
    return (
        ("ring", word(ring.smallest_mm, lang)),
        ("hole", word(ring.hole_mm, lang)),
        ("x", f"{ring.at[0]:.2f}"),
        ("y", f"{ring.at[1]:.2f}"),
        ("side", _SIDES[ring.side].term.text(lang)),
        ("measured", ring.measured),
        ("unseen", ring.unseen),
        ("surety", ring.surety.term.text(lang)),
    )
