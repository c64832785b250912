"""The piece that lies on a working panel: a board by itself, or an array as the customer gets it.

Lengths are whole nanometres, so that no fit hangs on a rounding.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from pcbsales.boards.choices import DeliveryFormat, Rails, Separation
from pcbsales.boards.dimensions import ArrayLayout, BoardSize
from pcbsales.boards.panels.lengths import mm_from_nm, nm_from_mm
from pcbsales.boards.panels.records import WorkingPanels
from pcbsales.boards.specification import Specification
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.scalars import plain

_ACROSS = {Rails.ALL: (2, 2), Rails.LEFT_RIGHT: (2, 0), Rails.TOP_BOTTOM: (0, 2)}


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of *width* × *height* nm that holds *rows* × *columns* boards.

    ``board_width`` and ``board_height`` are one board's; the rest of an array is rails and gaps,
    the first board lying *left* and *bottom* from its corner, the next one *gap* further.
    """

    width: int
    height: int
    board_width: int
    board_height: int
    rows: int = 1
    columns: int = 1
    left: int = 0
    bottom: int = 0
    gap: int = 0

    @property
    def boards(self) -> int:
        """How many boards one piece holds."""
        return self.rows * self.columns

    @property
    def is_array(self) -> bool:
        """Whether it is more than the bare board."""
        return (self.width, self.height) != (self.board_width, self.board_height)

    @property
    def boards_area(self) -> int:
        """What its boards take by themselves, without rails and gaps, in nm²."""
        return self.boards * self.board_width * self.board_height

    @property
    def size(self) -> str:
        """Its size in mm, ``210 x 146``."""
        return _size(self.width, self.height)

    @property
    def board_size(self) -> str:
        """One board's size in mm."""
        return _size(self.board_width, self.board_height)

    @property
    def layout(self) -> str:
        """Rows and columns, ``2 x 2``."""
        return f"{self.rows} x {self.columns}"

    def rearranged(self, rows: int, columns: int) -> "Item":
        """An array of the same boards with the same gaps and rails, in other rows and columns."""
        step_x, step_y = self.board_width + self.gap, self.board_height + self.gap
        return replace(
            self,
            width=self.width + (columns - self.columns) * step_x,
            height=self.height + (rows - self.rows) * step_y,
            rows=rows,
            columns=columns,
        )

    def resized(self, *, width: int = 0, height: int = 0) -> "Item":
        """The piece made of boards that are *width* and *height* nm larger."""
        return replace(
            self,
            width=self.width + self.columns * width,
            height=self.height + self.rows * height,
            board_width=self.board_width + width,
            board_height=self.board_height + height,
        )


def single(board: BoardSize) -> Item:
    """A board delivered by itself."""
    width, height = nm_from_mm(board.width_mm), nm_from_mm(board.height_mm)
    return Item(width, height, width, height)


def array_of(
    board: BoardSize,
    array: ArrayLayout,
    *,
    gap_mm: Decimal,
    rails: Rails = Rails.NONE,
    rail_mm: Decimal = Decimal(0),
    slot_at_rails: bool = False,
    size: BoardSize | None = None,
) -> Item:
    """An array: boards, gaps between them and rails; *size* is the customer's own, if they gave it.

    With *slot_at_rails* the gap runs between boards and rails too. RefusedError if the array's
    stated *size* does not hold its boards.
    """
    one, gap, rail = single(board), nm_from_mm(gap_mm), nm_from_mm(rail_mm)
    beside, above = _ACROSS.get(rails, (0, 0))
    margin = rail + (gap if slot_at_rails else 0)
    width = array.columns * (one.width + gap) - gap
    height = array.rows * (one.height + gap) - gap
    whole = (width + beside * margin, height + above * margin)
    if size is not None:
        whole = (nm_from_mm(size.width_mm), nm_from_mm(size.height_mm))
        _require_room(size, board, array, whole, (width, height))
    return Item(
        *whole,
        one.width,
        one.height,
        array.rows,
        array.columns,
        (whole[0] - width) // 2,
        (whole[1] - height) // 2,
        gap,
    )


def _require_room(
    size: BoardSize,
    board: BoardSize,
    array: ArrayLayout,
    whole: tuple[int, int],
    boards: tuple[int, int],
) -> None:
    if whole[0] < boards[0] or whole[1] < boards[1]:
        raise RefusedError(
            "an array of {size} mm does not hold {array} boards of {board} mm; correct array_size, "
            "array (rows x columns) or array_gap_mm",
            size=size,
            array=array,
            board=board,
        )


def item_of(specification: Specification, panels: WorkingPanels) -> Item:
    """The piece that *specification* asks to be delivered; what it leaves open is *panels*' usual.

    RefusedError where it has no size, or is delivered in an array that nobody has laid out.
    """
    board = specification.board_size
    if board is None:
        raise RefusedError(
            "the board's size is not known; set it: pcbsales part spec PN board_size=100x68"
        )
    array = specification.array
    drawn = specification.delivery_format in {
        DeliveryFormat.PANEL_BY_GERBER,
        DeliveryFormat.PANEL_BY_FACTORY,
    }
    if array is None and drawn:
        raise RefusedError(
            "the boards are delivered in arrays of unknown layout; set it: "
            'pcbsales part spec PN "array=2 x 5", or try one with --array'
        )
    if array is None or specification.delivery_format is DeliveryFormat.SINGLE:
        return single(board)
    return laid_out(
        board,
        array,
        panels,
        separation=specification.separation,
        rails=specification.rails or Rails.NONE,
        rail_mm=specification.rail_width_mm,
        gap_mm=specification.array_gap_mm,
        size=specification.array_size,
    )


def laid_out(
    board: BoardSize,
    array: ArrayLayout,
    panels: WorkingPanels,
    *,
    separation: Separation | None = None,
    rails: Rails = Rails.NONE,
    rail_mm: Decimal | None = None,
    gap_mm: Decimal | None = None,
    size: BoardSize | None = None,
) -> Item:
    """An array with the gap of its *separation* and the usual rail of *panels* where not said."""
    return array_of(
        board,
        array,
        gap_mm=gap_of(panels, separation or Separation.V_CUT) if gap_mm is None else gap_mm,
        rails=rails,
        rail_mm=panels.rail_mm if rail_mm is None else rail_mm,
        slot_at_rails=panels.slot_at_rails,
        size=size,
    )


def gap_of(panels: WorkingPanels, separation: Separation) -> Decimal:
    """The gap that *separation* needs: where boards are routed on any side, the router's."""
    return panels.v_cut_gap_mm if separation is Separation.V_CUT else panels.route_gap_mm


def piece_gap_mm(specification: Specification, panels: WorkingPanels) -> Decimal | None:
    """The gap between pieces on the panel: single boards by their separation; None: the router's.

    Arrays are always routed out of the panel; their separation is between their boards.
    """
    single_boards = specification.array is None or (
        specification.delivery_format is DeliveryFormat.SINGLE
    )
    if not single_boards or specification.separation is None:
        return None
    return gap_of(panels, specification.separation)


def _size(width: int, height: int) -> str:
    return f"{plain(mm_from_nm(width))} x {plain(mm_from_nm(height))}"
