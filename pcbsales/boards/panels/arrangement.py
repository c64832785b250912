"""Pieces laid on one panel: as a grid, in mixed rows, or any way, and where each of them lies."""

from collections.abc import Iterator
from dataclasses import dataclass

from pcbsales.boards.panels.blocks import (
    Block,
    Size,
    count,
    grid,
    grid_count,
    part_straight,
    rows,
    rows_count,
)
from pcbsales.boards.panels.loading import load
from pcbsales.boards.panels.piece import Item
from pcbsales.boards.panels.records import Layout
from pcbsales.boards.panels.room import Box, Frame, Room, rooms

_COUNTS = {Layout.GRID: grid_count, Layout.ROWS: rows_count}


@dataclass(frozen=True, slots=True)
class Placement:
    """A piece on the panel, from the panel's lower left corner; *rotated*: turned by 90°; nm."""

    x: int
    y: int
    width: int
    height: int
    rotated: bool


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Pieces laid on a panel by one kind of layout, in *room*.

    *bound* is the most that this kind can hold: reached, the count is exact.
    """

    layout: Layout
    room: Room
    blocks: tuple[Block, ...]
    bound: int

    @property
    def up(self) -> int:
        """Pieces per panel."""
        return count(self.blocks)

    @property
    def is_exact(self) -> bool:
        """Whether no layout of this kind holds more."""
        return self.up >= self.bound


def cuts_straight(arrangement: Arrangement, item: Item, gap: int) -> bool:
    """Whether straight cuts through the panel part all pieces; else only a router does."""
    boxes = [block_box(arrangement, block, item, gap) for block in arrangement.blocks]
    return part_straight([(box.x, box.y, box.width, box.height) for box in boxes])


def piece_with_gap(item: Item, gap: int) -> Size:
    """Width and height of a piece with one gap, as blocks count."""
    return item.width + gap, item.height + gap


def counted(item: Item, frame: Frame, layout: Layout) -> int:
    """Pieces per panel laid as a grid or in rows, by numbers alone."""
    piece = piece_with_gap(item, frame.gap)
    return max(_COUNTS[layout](room.with_gap(frame.gap), piece) for room in rooms(frame))


def laid(item: Item, frame: Frame, layout: Layout) -> Arrangement:
    """*item* laid on *frame*; with coupons, along the side that leaves room for more."""
    piece = piece_with_gap(item, frame.gap)
    found = [_laid_in(room, piece, frame.gap, layout) for room in rooms(frame)]
    best = max(found, key=lambda one: one.up)
    return Arrangement(layout, best.room, best.blocks, max(one.bound for one in found))


def _laid_in(room: Room, piece: Size, gap: int, layout: Layout) -> Arrangement:
    size = room.with_gap(gap)
    if layout is Layout.FREE:
        loading = load(size, piece)
        return Arrangement(layout, room, loading.blocks, loading.bound)
    blocks = (grid if layout is Layout.GRID else rows)(size, piece)
    return Arrangement(layout, room, blocks, count(blocks))


def placements(arrangement: Arrangement, item: Item, gap: int) -> Iterator[Placement]:
    """Where every piece of *arrangement* lies on the panel."""
    usable = arrangement.room.usable
    for block in arrangement.blocks:
        width, height = item.width, item.height
        if block.rotated:
            width, height = height, width
        for row in range(block.rows):
            for column in range(block.columns):
                yield Placement(
                    usable.x + block.x + column * (width + gap),
                    usable.y + block.y + row * (height + gap),
                    width,
                    height,
                    block.rotated,
                )


def block_box(arrangement: Arrangement, block: Block, item: Item, gap: int) -> Box:
    """What a block covers on the panel, without the gap around it."""
    width, height = piece_with_gap(item, gap)
    if block.rotated:
        width, height = height, width
    usable = arrangement.room.usable
    return Box(
        usable.x + block.x,
        usable.y + block.y,
        block.columns * width - gap,
        block.rows * height - gap,
    )
