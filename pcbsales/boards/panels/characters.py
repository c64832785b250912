"""A panel drawn in characters, for terminals of any width."""

from collections.abc import Iterator
from itertools import pairwise

from pcbsales.boards.panels.arrangement import Arrangement, block_box
from pcbsales.boards.panels.blocks import Block
from pcbsales.boards.panels.fit import Fit
from pcbsales.boards.panels.room import Box

#: What a point of the drawing looks like, by the lines that leave it: right, left, down, up.
_LINES = " ╶╴─╷┌┐┬╵└┘┴│├┤┼"
_RIGHT, _LEFT, _DOWN, _UP = 1, 2, 4, 8
#: A character is about twice as high as wide.
_ASPECT = 2
#: Wider than this a sketch would be too high for a screen.
_LEAST, _MOST = 16, 66
#: Pieces smaller than this in characters are drawn as one block with its count.
_SMALLEST = (4, 2)


def sketch(fit: Fit, arrangement: Arrangement, *, width: int) -> str:
    """The panel in lines of at most *width* characters, its longer side across.

    Pieces share their lines, since no gap is as wide as a character; ``r`` marks turned pieces.
    Where pieces are too small, a block is one rectangle with its columns × rows.
    """
    canvas = _Canvas.of(fit, max(_LEAST, min(width, _MOST)))
    canvas.rectangle(canvas.scaled(Box(0, 0, fit.frame.width, fit.frame.height)))
    if arrangement.room.coupons is not None:
        canvas.shade(canvas.scaled(arrangement.room.coupons))
    for block in arrangement.blocks:
        _draw_block(canvas, fit, arrangement, block)
    return canvas.text()


def _draw_block(canvas: "_Canvas", fit: Fit, arrangement: Arrangement, block: Block) -> None:
    box = block_box(arrangement, block, fit.item, fit.frame.gap)
    left, top, right, bottom = canvas.scaled(box)
    columns, rows = (block.rows, block.columns) if canvas.lying else (block.columns, block.rows)
    wide, high = (right - left) / columns, (bottom - top) / rows
    if wide < _SMALLEST[0] or high < _SMALLEST[1]:
        canvas.rectangle((left, top, right, bottom))
        canvas.say(_label(columns, rows, block, right - left), (left, top, right, bottom))
        return
    across = [left + round(at * wide) for at in range(columns + 1)]
    up = [top + round(at * high) for at in range(rows + 1)]
    for y0, y1 in pairwise(up):
        for x0, x1 in pairwise(across):
            canvas.rectangle((x0, y0, x1, y1))
            if block.rotated:
                canvas.say("r", (x0, y0, x1, y1))


def _label(columns: int, rows: int, block: Block, room: int) -> str:
    long = f"{columns}×{rows}{'r' if block.rotated else ''}"
    short = "r" if block.rotated else ""
    return long if len(long) < room else short


class _Canvas:
    """Points that lines may leave in four directions, and characters between them."""

    def __init__(self, size: tuple[int, int], scale: float, *, lying: bool, height: int) -> None:
        self.columns, self.rows = size
        self.scale = scale
        self.lying = lying
        self.height = height
        self.lines = [[0] * self.columns for _ in range(self.rows)]
        self.letters: dict[tuple[int, int], str] = {}

    @classmethod
    def of(cls, fit: Fit, width: int) -> "_Canvas":
        """A canvas *width* characters wide for the panel of *fit*, its longer side across."""
        frame = fit.frame
        lying = frame.height > frame.width
        across, up = (frame.height, frame.width) if lying else (frame.width, frame.height)
        scale = (width - 1) / across
        rows = max(4, round(up * scale / _ASPECT)) + 1
        return cls((width, rows), scale, lying=lying, height=up)

    def scaled(self, box: Box) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of *box* in characters."""
        x, y, width, height = box.x, box.y, box.width, box.height
        if self.lying:
            x, y, width, height = y, x, height, width
        up = (self.rows - 1) / self.height
        return (
            round(x * self.scale),
            round((self.height - y - height) * up),
            round((x + width) * self.scale),
            round((self.height - y) * up),
        )

    def rectangle(self, corners: tuple[int, int, int, int]) -> None:
        """Lines around; they join what is there."""
        left, top, right, bottom = corners
        for y in (top, bottom):
            for x in range(left, right):
                self.lines[y][x] |= _RIGHT
                self.lines[y][x + 1] |= _LEFT
        for x in (left, right):
            for y in range(top, bottom):
                self.lines[y][x] |= _DOWN
                self.lines[y + 1][x] |= _UP

    def shade(self, corners: tuple[int, int, int, int]) -> None:
        """Fill, for what is no board; at least one character."""
        left, top, right, bottom = corners
        for y in range(top, max(bottom, top + 1)):
            for x in range(left, max(right, left + 1)):
                self.letters[x, y] = "░"

    def say(self, text: str, corners: tuple[int, int, int, int]) -> None:
        """*text* in the middle."""
        left, top, right, bottom = corners
        if bottom - top < 2 or right - left < len(text) + 1:
            return
        start = (left + right + 1 - len(text)) // 2
        for at, letter in enumerate(text):
            self.letters[start + at, (top + bottom) // 2] = letter

    def text(self) -> str:
        """The drawing."""
        return "\n".join("".join(self._line(y)).rstrip() for y in range(self.rows)) + "\n"

    def _line(self, y: int) -> Iterator[str]:
        for x, lines in enumerate(self.lines[y]):
            yield _LINES[lines] if lines else self.letters.get((x, y), " ")
