"""Blocks of pieces on a rectangle: the single grid, and rows of either way beside each other.

Here a piece is as large as it is with its gap, and the rectangle larger by one gap, so that pieces
may touch: (L + gap) ÷ (x + gap) go side by side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Block:
    """*columns* × *rows* pieces side by side from (*x*, *y*) on; *rotated*: each turned by 90°."""

    x: int
    y: int
    columns: int
    rows: int
    rotated: bool = False

    @property
    def pieces(self) -> int:
        """How many they are."""
        return self.columns * self.rows

    def moved(self, x: int, y: int) -> "Block":
        """The block so much further right and up."""
        return replace(self, x=self.x + x, y=self.y + y)


#: A rectangle or a piece: width and height.
Size = tuple[int, int]
#: A rectangle somewhere: x, y, width and height.
Span = tuple[int, int, int, int]


def turned(size: Size) -> Size:
    """The size of it turned by 90°."""
    return size[1], size[0]


def grid(room: Size, piece: Size) -> tuple[Block, ...]:
    """All pieces one way, whichever holds more; as drawn where both hold the same."""
    upright = Block(0, 0, room[0] // piece[0], room[1] // piece[1])
    across = Block(0, 0, room[0] // piece[1], room[1] // piece[0], rotated=True)
    best = across if across.pieces > upright.pieces else upright
    return (best,) if best.pieces else ()


def rows(room: Size, piece: Size) -> tuple[Block, ...]:
    """Whole rows of either way that one straight cut parts: the most that these hold.

    Every row runs through, along either side of the panel. Exact for such layouts, since only the
    number of rows of each way counts; the grid where nothing holds more.
    """
    best, count = grid(room, piece), grid_count(room, piece)
    for upright in (True, False):
        across, up = room if upright else turned(room)
        own = piece if upright else turned(piece)
        of_own, of_turned = across // own[0], across // own[1]
        for lower in range(up // own[1] + 1):
            upper = (up - lower * own[1]) // own[0]
            if lower * of_own + upper * of_turned > count:
                count = lower * of_own + upper * of_turned
                best = _bands((of_own, lower), (of_turned, upper), own, upright=upright)
    return best


def _bands(lower: Size, upper: Size, own: Size, *, upright: bool) -> tuple[Block, ...]:
    """Two blocks above each other, or beside each other where the rows stand *upright* no more."""
    above = lower[1] * own[1]
    if upright:
        found = (Block(0, 0, *lower), Block(0, above, *upper, rotated=True))
    else:
        found = (Block(0, 0, *turned(lower)), Block(above, 0, *turned(upper), rotated=True))
    return tuple(block for block in found if block.pieces)


def grid_count(room: Size, piece: Size) -> int:
    """How many pieces a single grid holds."""
    return max(
        (room[0] // piece[0]) * (room[1] // piece[1]), (room[0] // piece[1]) * (room[1] // piece[0])
    )


def rows_count(room: Size, piece: Size) -> int:
    """How many pieces mixed rows hold."""
    return max(_row_counts(room, piece))


def _row_counts(room: Size, piece: Size) -> Iterator[int]:
    for across, up, (wide, high) in ((*room, piece), (*turned(room), turned(piece))):
        of_own, of_turned = across // wide, across // high
        yield max(k * of_own + (up - k * high) // wide * of_turned for k in range(up // high + 1))


def part_straight(boxes: Sequence[Span]) -> bool:
    """Whether straight cuts, each right through what is left, part the rectangles *boxes*.

    >>> part_straight([(0, 0, 2, 1), (2, 0, 1, 2), (1, 2, 2, 1), (0, 1, 1, 2)])
    False
    """
    if len(boxes) < 2:
        return True
    for side in (0, 1):
        for edge in {box[side] for box in boxes}:
            before = [box for box in boxes if box[side] + box[side + 2] <= edge]
            behind = [box for box in boxes if box[side] >= edge]
            if before and behind and len(before) + len(behind) == len(boxes):
                return part_straight(before) and part_straight(behind)
    return False


def count(blocks: tuple[Block, ...]) -> int:
    """How many pieces *blocks* hold."""
    return sum(block.pieces for block in blocks)
