"""What a panel fit says: formats beside each other, the cliff, what to tell the customer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pcbsales.boards.panels.advice import Advice
from pcbsales.boards.panels.arrangement import cuts_straight
from pcbsales.boards.panels.cliff import Cliff, cliffs
from pcbsales.boards.panels.fit import Fit, percent
from pcbsales.boards.panels.fit_json import advice_json, laid_json, mm, piece_json, step_json
from pcbsales.boards.panels.lengths import NM_PER_MM, mm_from_nm
from pcbsales.boards.panels.piece import Item
from pcbsales.boards.panels.records import Layout, WorkingPanels
from pcbsales.boards.panels.remarks import Remark, advice_remarks, cliff_remarks
from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.tables import Align, Cell, Column, Table

_RIGHT = Align.RIGHT
_DISAGREES: MessageId = (
    "the array is stated as {size} mm, its boards, gaps and rails make {reckoned} mm; "
    "ask which holds"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: whose board, how many, and what is built for them."""

    as_of: date
    part: str | None = None
    revision: str | None = None
    impedance: bool = False
    pieces: int | None = None
    overage_percent: Decimal | None = None
    boards: int | None = None
    #: What boards, gaps and rails make, where the customer states another size of the array.
    reckoned_size: str | None = None


@dataclass(frozen=True)
class FitReport:
    """Fits of one piece, best first, on the formats of *panels*; ``advice`` for arrays alone."""

    panels: WorkingPanels
    fits: tuple[Fit, ...]
    asked: Asked
    advice: Advice | None = None
    _cliffs: dict[tuple[str, Layout], tuple[Cliff, ...]] = field(default_factory=dict, repr=False)

    @property
    def best(self) -> Fit:
        """The fit that is best."""
        return self.fits[0]

    @property
    def item(self) -> Item:
        """The piece."""
        return self.best.item

    def cliffs_of(self, fit: Fit, layout: Layout) -> tuple[Cliff, ...]:
        """The steps near the board's size on one format."""
        key = (fit.code, layout)
        if key not in self._cliffs:
            self._cliffs[key] = cliffs(
                fit, layout, within_mm=self.panels.cliff_mm, boards=self.asked.boards
            )
        return self._cliffs[key]

    def as_json(self) -> dict[str, Any]:
        """The piece, every format with its layouts and steps, and the advice; lengths in mm."""
        asked, item = self.asked, self.item
        return {
            "schema": 1,
            "panels": self.panels.id,
            "as_of": asked.as_of.isoformat(),
            "part": asked.part,
            "revision": asked.revision,
            "reckoned_array_mm": asked.reckoned_size,
            "piece": piece_json(item),
            "layers": self.best.layers,
            "layers_sure": self.best.layers is not None,
            "impedance": asked.impedance,
            "layout": self.best.layout.value,
            "pieces": asked.pieces,
            "overage_percent": _text(asked.overage_percent),
            "boards": asked.boards,
            "formats": [self._format(fit) for fit in self.fits],
            "advice": self.advice and advice_json(self.advice, asked.boards),
        }

    def _format(self, fit: Fit) -> dict[str, Any]:
        frame, boards = fit.frame, self.asked.boards
        laid = {found.layout.value: laid_json(fit, found, boards) for found in fit.arrangements}
        return {
            "code": fit.code,
            "size": str(fit.format.size),
            "width_mm": mm(frame.width),
            "height_mm": mm(frame.height),
            "border_mm": mm(frame.border),
            "gap_mm": mm(frame.gap),
            "coupon_strip_mm": mm(frame.strip) if frame.strip else None,
            "up": fit.up,
            "boards": fit.boards,
            "utilisation_percent": str(fit.utilisation),
            "panels": None if boards is None else fit.panels_for(boards),
            "layouts": laid,
            "cliffs": [
                step_json(step)
                for layout in (Layout.GRID, Layout.ROWS)
                for step in self.cliffs_of(fit, layout)
            ],
        }

    def as_table(self) -> Table:
        """A row a format: the single grid, mixed rows and the best beside each other."""
        told = self.asked.boards is not None
        panels = Column("panels", "panels", _RIGHT)
        return Table(
            title="{piece} mm on working panels {panels}",
            title_values=(("piece", self.item.size), ("panels", self.panels.id)),
            columns=(
                Column("format", "format"),
                Column("size", "panel", spare=True),
                Column("grid", "grid up", _RIGHT),
                Column("grid_percent", "grid %", _RIGHT),
                Column("rows", "rows up", _RIGHT),
                Column("rows_percent", "rows %", _RIGHT),
                Column("free", "any way up", _RIGHT),
                Column("bound", "at most", _RIGHT, spare=True),
                Column("boards", "boards", _RIGHT),
                *((panels,) if told else ()),
            ),
            rows=tuple(self._row(fit) for fit in self.fits),
            remarks=tuple(self.remarks()),
        )

    def _row(self, fit: Fit) -> tuple[Cell, ...]:
        boards = self.asked.boards
        most = fit.free or fit.rows
        return (
            fit.code,
            fit.format.size.short,
            fit.grid.up,
            percent(fit.share_of(fit.grid)),
            fit.rows.up,
            percent(fit.share_of(fit.rows)),
            most.up,
            most.bound if fit.free else None,
            fit.boards,
            *(() if boards is None else (fit.panels_for(boards),)),
        )

    def remarks(self) -> Iterator[Remark]:
        """What stands below the table: what is counted, the cliff, the advice, what is unsure."""
        item, best = self.item, self.best
        if item.is_array:
            yield (
                "each piece is an array of {boards} boards of {board} mm",
                (("boards", item.boards), ("board", item.board_size)),
            )
        if self.asked.reckoned_size is not None:
            yield (
                _DISAGREES,
                (("size", item.size), ("reckoned", self.asked.reckoned_size)),
            )
        if best.layers is None:
            yield (
                "layers are not known: counted with a border of {border} mm",
                (("border", mm_from_nm(best.frame.border)),),
            )
        if min(item.width, item.height) < self.panels.least_side_mm * NM_PER_MM:
            yield (
                "pieces under {least} mm on a side are not routed singly; deliver them in an array",
                (("least", self.panels.least_side_mm),),
            )
        yield from self._needed()
        yield from self._near()
        free = best.free
        if free and free.up > best.rows.up and not cuts_straight(free, item, best.frame.gap):
            yield (
                "any way on {format}: straight cuts do not part the pieces, it must be routed",
                (("format", best.code),),
            )
        if free and not free.is_exact:
            yield (
                "any way on {format}: {up} were found, more than {bound} cannot be",
                (("format", best.code), ("up", free.up), ("bound", free.bound)),
            )
        yield from self._advised()

    def _needed(self) -> Iterator[Remark]:
        asked, best = self.asked, self.best
        if asked.boards is None or asked.pieces is None:
            return
        panels = best.panels_for(asked.boards)
        yield (
            "{pieces} boards and {overage} % over: {boards}; {panels} panels {format} hold {held}",
            (
                ("pieces", asked.pieces),
                ("overage", asked.overage_percent),
                ("boards", asked.boards),
                ("panels", panels),
                ("format", best.code),
                ("held", panels * best.boards),
            ),
        )

    def _near(self) -> Iterator[Remark]:
        """The steps on the best format, by the layout counted on; mixed rows stand for any way."""
        layout = Layout.GRID if self.best.layout is Layout.GRID else Layout.ROWS
        steps = self.cliffs_of(self.best, layout)
        yield from cliff_remarks(steps, self.best.code, self.panels.cliff_mm)

    def _advised(self) -> Iterator[Remark]:
        if self.advice is not None:
            yield from advice_remarks(self.advice, self.asked.boards)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)
