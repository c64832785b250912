"""How much copper there is, and how much of it is bare: figures with what they are worth."""

from dataclasses import dataclass
from decimal import Decimal

from pcbsales.boards.fabrication.box import Box
from pcbsales.boards.pictures.board import Board, Side
from pcbsales.boards.pictures.raster import Raster, raster_of, raster_of_discs, raster_of_rings
from pcbsales.boards.pictures.scanning import Grid, cell_for
from pcbsales.boards.pictures.shape import Contour, Plot


@dataclass(frozen=True, slots=True)
class Area:
    """An area read from data, mm², and by how much it may be off."""

    mm2: float
    uncertainty_mm2: float
    resolution_mm: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """Copper and bare copper of a board's two outer sides, holes taken out.

    Percent is of the board's area without cut-outs; bare copper is what the finish covers, the
    walls of holes not counted. None where the side has no data for it. ``sure`` is False where the
    outline or a drill program is in question, or where a layer is missing or may be cut short.
    """

    board_mm2: Decimal
    copper_top_percent: Decimal | None
    copper_bottom_percent: Decimal | None
    bare_top_mm2: Decimal | None
    bare_bottom_mm2: Decimal | None
    uncertainty_mm2: Decimal
    resolution_mm: Decimal
    sure: bool

    @property
    def bare_mm2(self) -> Decimal | None:
        """Bare copper of both sides; None where neither is known."""
        known = [area for area in (self.bare_top_mm2, self.bare_bottom_mm2) if area is not None]
        return sum(known, Decimal(0)) if known else None

    def as_json(self) -> dict[str, object]:
        """The figures as plain texts."""
        return {
            "board_mm2": str(self.board_mm2),
            "copper_top_percent": _text(self.copper_top_percent),
            "copper_bottom_percent": _text(self.copper_bottom_percent),
            "bare_top_mm2": _text(self.bare_top_mm2),
            "bare_bottom_mm2": _text(self.bare_bottom_mm2),
            "uncertainty_mm2": str(self.uncertainty_mm2),
            "resolution_mm": str(self.resolution_mm),
            "sure": self.sure,
        }


def copper_area_mm2(copper: Plot, outline: tuple[Contour, ...], cell: float | None = None) -> Area:
    """The copper inside the outline (rings; cut-outs run clockwise)."""
    grid = _grid(outline, cell)
    return _area(raster_of(copper, grid) & raster_of_rings(outline, grid))


def exposed_copper_mm2(
    copper: Plot, openings: Plot, outline: tuple[Contour, ...], cell: float | None = None
) -> Area:
    """The copper that the solder mask's openings lay bare, inside the outline."""
    grid = _grid(outline, cell)
    board = raster_of_rings(outline, grid)
    return _area(raster_of(copper, grid) & raster_of(openings, grid) & board)


@dataclass(frozen=True, slots=True)
class Films:
    """A board's outer sides on one grid: laminate without cut-outs, copper, bare copper."""

    whole: Raster
    top: Raster | None
    top_bare: Raster | None
    bottom: Raster | None
    bottom_bare: Raster | None


def films(board: Board, cell: float | None = None) -> Films:
    """The board's outer sides on a grid of *cell* mm; the usual one where none is said."""
    grid = Grid.over(board.box, cell or cell_for(board.box))
    whole = raster_of_rings(board.outer, grid) - raster_of_rings(board.cutouts, grid)
    drilled = raster_of_discs(((hole.at, hole.diameter) for hole in board.holes), grid)
    slots = raster_of_rings((ring for slot in board.slots for ring in slot.rings), grid)
    solid = whole - drilled - slots
    return Films(whole, *_side(board.top, solid, grid), *_side(board.bottom, solid, grid))


def coverage(board: Board, drawn: Films | None = None) -> Coverage:
    """The figures of a whole board; *drawn* are its films, where they are at hand."""
    drawn = drawn or films(board)
    whole, top, bottom = drawn.whole, drawn.top, drawn.bottom
    top_bare, bottom_bare = drawn.top_bare, drawn.bottom_bare
    doubts = [area.uncertainty_mm2 for area in (top, bottom) if area]
    return Coverage(
        board_mm2=_mm2(whole.area_mm2),
        copper_top_percent=_percent(top, whole),
        copper_bottom_percent=_percent(bottom, whole),
        bare_top_mm2=None if top_bare is None else _mm2(top_bare.area_mm2),
        bare_bottom_mm2=None if bottom_bare is None else _mm2(bottom_bare.area_mm2),
        uncertainty_mm2=_mm2(max(doubts, default=whole.uncertainty_mm2)),
        resolution_mm=Decimal(f"{whole.grid.cell:.3f}"),
        sure=board.sure and top is not None and bottom is not None,
    )


def _side(side: Side, solid: Raster, grid: Grid) -> tuple[Raster | None, Raster | None]:
    """Copper and bare copper of a side; a side without a mask file has no figure for bare."""
    if side.copper is None:
        return None, None
    copper = raster_of(side.copper, grid) & solid
    if side.openings is None:
        return copper, None
    return copper, copper & raster_of(side.openings, grid)


def _grid(outline: tuple[Contour, ...], cell: float | None) -> Grid:
    box = _box(outline)
    return Grid.over(box, cell or cell_for(box))


def _box(outline: tuple[Contour, ...]) -> Box:
    points = [point for ring in outline for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _area(raster: Raster) -> Area:
    return Area(raster.area_mm2, raster.uncertainty_mm2, raster.grid.cell)


def _percent(copper: Raster | None, whole: Raster) -> Decimal | None:
    if copper is None or not whole.area_mm2:
        return None
    return Decimal(f"{100 * copper.area_mm2 / whole.area_mm2:.1f}")


def _mm2(area: float) -> Decimal:
    return Decimal(f"{area:.2f}")


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else str(figure)
