"""A firm's working panels as dated policy: formats, borders, gaps, and how pieces are laid."""

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.boards.dimensions import BoardSize, Layers, Rail
from pcbsales.boards.panels.lengths import PanelSize, Strip
from pcbsales.kernel.effective import Lasting
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import (
    Code,
    Day,
    Flag,
    Percent,
    Positive,
    PositiveCount,
    Prose,
    RecordId,
    wrong,
)


class Layout(StrEnum):
    """How pieces may lie: all one way in a grid, in rows of either way, or in any way that fits."""

    GRID = "grid"
    ROWS = "rows"
    FREE = "free"


class PanelFormat(Value):
    """One format of working panel; with ``least_pieces`` it is not used for fewer of them."""

    code: Code
    size: PanelSize
    least_pieces: PositiveCount = 1


class BorderRow(Value):
    """The border on all four sides, for boards of so many layers at most (none said: of any)."""

    layers_at_most: Layers | None = None
    border_mm: Strip


class WorkingPanels(Lasting, Record):
    """An entity's working panels from a day on.

    Lengths are mm, formats mm or inches. ``slot_at_rails``: a routed array has its gap between
    boards and rails too. ``coupon_strip_mm`` is what impedance coupons take from one side (absent:
    they lie in the border). Pieces under ``least_side_mm`` on a side are not routed singly. Arrays
    are proposed from ``array_from`` to ``array_within``, with rails of ``rail_mm``. A panel is
    counted on as ``layout`` says; steps are looked for within ``cliff_mm``.
    """

    noun: ClassVar[str] = "working-panel"

    title: LocalText | None = None
    source: Prose | None = None
    entity: Annotated[RecordId, Points("entity")]
    valid_from: Day
    valid_until: Day | None = None
    formats: tuple[PanelFormat, ...]
    borders: tuple[BorderRow, ...]
    route_gap_mm: Strip
    v_cut_gap_mm: Strip
    slot_at_rails: Flag
    coupon_strip_mm: Strip | None = None
    rail_mm: Rail
    least_side_mm: Positive
    array_from: BoardSize
    array_within: BoardSize
    overage_percent: Percent
    cliff_mm: Positive
    layout: Layout = Layout.GRID

    @model_validator(mode="after")
    def _formats_are_told_apart(self) -> Self:
        codes = [found.code for found in self.formats]
        if not codes:
            raise wrong("working_panel.formats", "at least one format is needed")
        if repeated := next((code for code in codes if codes.count(code) > 1), None):
            raise wrong(
                "working_panel.formats", "the format {code} stands there twice", code=repeated
            )
        return self

    @model_validator(mode="after")
    def _borders_cover_all_boards(self) -> Self:
        layers = [row.layers_at_most for row in self.borders]
        given = [count for count in layers if count is not None]
        if layers != [*given, None] or given != sorted(set(given)):
            raise wrong(
                "working_panel.borders",
                "borders go by layers_at_most, least first; the last has none and takes the rest",
            )
        return self

    @model_validator(mode="after")
    def _borders_leave_room(self) -> Self:
        widest = max(row.border_mm for row in self.borders)
        strip = self.coupon_strip_mm or 0
        for found in self.formats:
            if min(found.size.width_mm, found.size.height_mm) <= 2 * widest + strip:
                raise wrong(
                    "working_panel.room",
                    "borders and coupon strip leave nothing of the format {code}",
                    code=found.code,
                )
        return self

    def border_for(self, layers: int | None) -> BorderRow:
        """The row of *layers*; unknown layers take the last, which holds for any."""
        fitting = (
            row
            for row in self.borders
            if row.layers_at_most is None or (layers is not None and layers <= row.layers_at_most)
        )
        return next(fitting)
