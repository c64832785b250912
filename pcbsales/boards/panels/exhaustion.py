"""Looking at every layout of few pieces, for what no bound decides.

Pushed left and down, pieces stand on lengths that rows of pieces can have. Corner by corner, from
the bottom left, a piece lies there either way, or the cell there stays empty; what stays empty must
not exceed what the wanted number of pieces leaves.
"""

from dataclasses import dataclass, field

from pcbsales.boards.panels.blocks import Block, Size, turned

#: Larger cases are not begun, and no more states than these are looked at.
_CELLS, _STATES = 300, 25_000


class _GivenUpError(Exception):
    """More states than may be looked at."""


def search(room: Size, piece: Size, lengths: list[int], wanted: int) -> tuple[Block, ...] | None:
    """*wanted* pieces in *room* as blocks of one; () if there is no such layout, None if unknown.

    *lengths* are all that pieces side by side can have, 0 included, as long as *room* at least.
    """
    across = [x for x in lengths if x <= room[0]]
    up = [y for y in lengths if y <= room[1]]
    if len(across) * len(up) > _CELLS:
        return None
    spare = room[0] * room[1] - wanted * piece[0] * piece[1]
    if spare < 0:
        return ()
    try:
        found = _Corners(across, up, piece).fill(0, spare, (0,) * (len(across) - 1))
    except _GivenUpError:
        return None
    return found if found and len(found) >= wanted else ()


@dataclass
class _Corners:
    """The grid of corners; what was looked at in vain is remembered with what it had to spare."""

    across: list[int]
    up: list[int]
    piece: Size
    vain: dict[tuple[int, tuple[int, ...]], int] = field(default_factory=dict)

    def fill(self, at: int, spare: int, tops: tuple[int, ...]) -> tuple[Block, ...] | None:
        """The pieces from corner *at* on, with the column *tops* filled so far; None if too few."""
        columns = len(self.across) - 1
        while at < columns * (len(self.up) - 1) and tops[at % columns] > self.up[at // columns]:
            at += 1
        if at >= columns * (len(self.up) - 1):
            return ()
        if self.vain.get((at, tops), -1) >= spare:
            return None
        found = self._lay(at, spare, tops)
        if found is None:
            self.vain[at, tops] = spare
            if len(self.vain) > _STATES:
                raise _GivenUpError
        return found

    def _lay(self, at: int, spare: int, tops: tuple[int, ...]) -> tuple[Block, ...] | None:
        row, column = divmod(at, len(self.across) - 1)
        x, y = self.across[column], self.up[row]
        for rotated in (False, True):
            piece = turned(self.piece) if rotated else self.piece
            covered = self._covered(column, y, piece, tops)
            if covered is not None:
                rest = self.fill(at + 1, spare, covered)
                if rest is not None:
                    return (Block(x, y, 1, 1, rotated), *rest)
        empty = (self.across[column + 1] - x) * (self.up[row + 1] - y)
        return None if empty > spare else self.fill(at + 1, spare - empty, tops)

    def _covered(
        self, column: int, y: int, piece: Size, tops: tuple[int, ...]
    ) -> tuple[int, ...] | None:
        """The tops once a piece lies at the corner; None if it sticks out or lies on another."""
        right, top = self.across[column] + piece[0], y + piece[1]
        if right > self.across[-1] or top > self.up[-1]:
            return None
        end = column
        while end < len(tops) and self.across[end] < right:
            if tops[end] > y:
                return None
            end += 1
        return (*tops[:column], *(top,) * (end - column), *tops[end:])
