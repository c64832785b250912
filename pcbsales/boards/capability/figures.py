"""Figures that a package's data gives beside those kept with the part, each with how sure it is."""

from dataclasses import dataclass
from decimal import Decimal

from pcbsales.boards.capability.inner_figures import InnerFigures, inner_figures, pared
from pcbsales.boards.capability.legend_figures import legend_line
from pcbsales.boards.capability.mask_figures import mask_clearance, mask_web
from pcbsales.boards.capability.measure import Measure, smallest
from pcbsales.boards.capability.ring import RingFigure, smallest_ring
from pcbsales.boards.capability.verdicts import Surety
from pcbsales.boards.fabrication.reading import FabricationSet, open_set
from pcbsales.boards.pictures.board import Board, Remark, board_of
from pcbsales.boards.pictures.coverage import Coverage, Films, coverage, films
from pcbsales.boards.pictures.scanning import cell_for
from pcbsales.kernel.errors import MessageId, RefusedError
from pcbsales.kernel.scalars import plain

#: Cells of the grid at most: figures of a percent need no finer one, and it takes a second less.
_CELLS = 6_000_000
_FINEST_MM = 0.01
#: How far from the edge copper is looked for, mm: limits are nearer than that.
_LOOKED_MM = 0.6
_NONE_INSIDE = InnerFigures()
_NOT_MEASURED: MessageId = "nothing was measured: {fault}"


@dataclass(frozen=True, slots=True)
class EdgeFigure:
    """How near copper comes to the outline or a cut-out, mm; ``at_least``: none was found nearer.

    ``off_mm`` is by how much it may be off.
    """

    distance_mm: Decimal
    off_mm: Decimal
    at_least: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on the layers and the drill programs; None: not to be told.

    ``remarks`` say what is in question; ``sure`` is False then.
    """

    coverage: Coverage
    ring: RingFigure | None
    edge: EdgeFigure | None
    holes: int
    max_drill_mm: Decimal | None
    stackup_file: bool
    sure: bool
    remarks: tuple[Remark, ...] = ()
    mask_web: Measure | None = None
    mask_clearance: Measure | None = None
    legend_line: Measure | None = None
    inner: InnerFigures = _NONE_INSIDE

    @property
    def drills_per_m2(self) -> Decimal | None:
        """Round holes to the board's area."""
        area = self.coverage.board_mm2
        return Decimal(round(self.holes * 1_000_000 / area)) if area and self.holes else None

    @property
    def imbalance_percent(self) -> Decimal | None:
        """Copper of one side less that of the other, in percent of the board's area."""
        top, bottom = self.coverage.copper_top_percent, self.coverage.copper_bottom_percent
        return None if top is None or bottom is None else abs(top - bottom)

    @property
    def surety(self) -> Surety:
        """How sure areas and distances are."""
        return Surety.SURE if self.sure else Surety.UNSURE

    @property
    def measures(self) -> dict[str, Measure]:
        """Lengths that were measured, by the parameter that each is held as."""
        found = {
            "mask_web_mm": self.mask_web,
            "mask_clearance_mm": self.mask_clearance,
            "legend_line_mm": self.legend_line,
            "hole_to_copper_inner_mm": self.inner.hole_to_copper,
            "copper_to_edge_inner_mm": self.inner.copper_to_edge,
            "min_line_inner_mm": self.inner.line,
        }
        return {name: measure for name, measure in found.items() if measure is not None}

    def as_json(self) -> dict[str, object]:
        """All figures as plain texts, with how sure they are."""
        return {
            "coverage": self.coverage.as_json(),
            "drills": self.holes,
            "drills_per_m2": _text(self.drills_per_m2),
            "max_drill_mm": _text(self.max_drill_mm),
            "copper_imbalance_percent": _text(self.imbalance_percent),
            "annular_ring": self.ring and _ring(self.ring),
            "copper_to_edge": self.edge
            and {
                "mm": plain(self.edge.distance_mm),
                "off_mm": plain(self.edge.off_mm),
                "at_least": self.edge.at_least,
            },
            "measures": {name: found.as_json() for name, found in self.measures.items()},
            "stackup_file": self.stackup_file,
            "surety": self.surety.value,
        }


def measured(data: bytes) -> tuple[Figures | None, tuple[Remark, ...]]:
    """The figures of a package, or None and why there are none."""
    try:
        return figures_of(open_set(data)), ()
    except RefusedError as error:
        values = {"fault": error.msgid, **error.values}
        return None, ((_NOT_MEASURED, tuple((name, str(value)) for name, value in values.items())),)


def figures_of(package: FabricationSet) -> Figures:
    """The figures of a package.

    Raises:
        UnplottableError: an outer layer cannot be followed; names the file.
        RefusedError: there is nothing to draw, or it has no board's size.
    """
    board = board_of(package)
    cell = cell_for(board.box, most=_CELLS, finest=_FINEST_MM)
    drawn = films(board, cell)
    area = coverage(board, drawn)
    return Figures(
        coverage=area,
        ring=smallest_ring(package, board),
        edge=_edge(drawn),
        holes=len(board.holes),
        max_drill_mm=_largest(board),
        stackup_file=any(_names_stackup(layer.name) for layer in package.layers),
        sure=area.sure,
        remarks=board.remarks,
        mask_web=smallest(
            mask_web(side, f"mask-{name}", sure=board.sure) for name, side in board.sides
        ),
        mask_clearance=smallest(
            mask_clearance(side, f"mask-{name}", sure=board.sure) for name, side in board.sides
        ),
        legend_line=smallest(legend_line(side, f"legend-{name}") for name, side in board.sides),
        inner=inner_figures(package, board, drawn.whole),
    )


def _edge(drawn: Films) -> EdgeFigure | None:
    """How far the board can be pared before copper sticks out."""
    copper = [raster for raster in (drawn.top, drawn.bottom) if raster is not None]
    if not copper:
        return None
    distance, at_least = pared(drawn.whole, copper, _LOOKED_MM)
    return EdgeFigure(_mm(distance), _mm(drawn.whole.grid.cell), at_least)


def _largest(board: Board) -> Decimal | None:
    sizes = [hole.diameter for hole in board.holes]
    return Decimal(f"{max(sizes):.3f}").normalize() if sizes else None


def _names_stackup(name: str) -> bool:
    plainer = name.casefold().replace("-", "").replace("_", "").replace(" ", "")
    return any(word in plainer for word in ("stackup", "buildup", "impedance", "叠层", "疊構"))


def _mm(length: float) -> Decimal:
    return Decimal(f"{length:.3f}")


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else plain(figure)


def _ring(ring: RingFigure) -> dict[str, object]:
    return {
        "mm": plain(ring.smallest_mm),
        "hole_mm": plain(ring.hole_mm),
        "at_mm": [f"{ring.at[0]:.3f}", f"{ring.at[1]:.3f}"],
        "side": ring.side,
        "holes_measured": ring.measured,
        "holes_unseen": ring.unseen,
        "surety": ring.surety.value,
    }
