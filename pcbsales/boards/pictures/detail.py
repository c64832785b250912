"""The picture of one place on a board: what lies about it, and a mark."""

import math
import re
from dataclasses import dataclass, replace

from pcbsales.boards.choices import Sides
from pcbsales.boards.fabrication.box import Box, within
from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.fabrication.reading import FabricationSet
from pcbsales.boards.fabrication.roles import Role
from pcbsales.boards.pictures.board import Board, Side, board_of
from pcbsales.boards.pictures.colour import Dress
from pcbsales.boards.pictures.ink import UNITS, Ink
from pcbsales.boards.pictures.inner import copper_of, inner_drawing, inner_layers
from pcbsales.boards.pictures.layer_words import role_words
from pcbsales.boards.pictures.picture import Picture, Say, Sheet, say_english, side_drawing
from pcbsales.boards.pictures.shape import Plot, box_of_item
from pcbsales.boards.pictures.spot import Spot
from pcbsales.kernel.errors import MessageId, RefusedError

#: What the picture shows: a square of so many mm, drawn so many times larger.
FRAME_MM = 8.0
_ENLARGED = 8
#: The mark: a ring of this radius, mm, and four lines that lead to it.
_MARK = 0.9
_MARK_COLOUR = "#e4002b"
_TOP = Role("copper", "top")
_NUMBERED = re.compile(r"L0*([1-9]\d?)", re.IGNORECASE)

_FROM_TOP: MessageId = "{layer} at {x}, {y} mm; the frame is {size} mm wide"
_FROM_BELOW: MessageId = "{layer} at {x}, {y} mm, seen from below; the frame is {size} mm wide"
_OUTSIDE: MessageId = "{x}, {y} mm lies outside the board"


@dataclass(frozen=True, slots=True)
class Detail:
    """A place drawn: the square in units of the picture, and the words that say where it is."""

    drawing: str
    size: tuple[int, int]
    caption: str

    @property
    def bare(self) -> str:
        """The square alone as SVG, for a paper that prints the caption itself."""
        width, height = self.size
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width / UNITS:g}mm" height="{height / UNITS:g}mm">{self.drawing}</svg>\n'
        )

    def picture(self) -> Picture:
        """The square under its caption, enlarged."""
        sheet = Sheet(*self.size, 1)
        x, y = sheet.place(0)
        parts = [
            f'<g transform="translate({x} {y})">{self.drawing}</g>',
            sheet.text(x, y - sheet.letter // 2, self.caption),
        ]
        return sheet.document(parts, lines=0, enlarged=_ENLARGED)


def detail(
    package: FabricationSet,
    dress: Dress,
    spot: Spot,
    say: Say = say_english,
    lang: str = "en",
) -> Detail:
    """The place *spot*, from its side of the board; its caption in *lang*.

    Raises:
        RefusedError: it lies outside the board, or the board cannot be drawn.
    """
    board, at = board_of(package), spot.at
    if not within(at, board.box, FRAME_MM / 2):
        raise RefusedError(_OUTSIDE, x=f"{at[0]:.2f}", y=f"{at[1]:.2f}")
    reach = FRAME_MM / 2
    frame = at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach
    near = _framed(board, frame)
    found = _layer(package, spot.layer)
    below = found is not None and found.role.side == "bottom"
    if found is not None and found.role.side == "inner":
        drawn = inner_drawing(near, _near(copper_of(found), frame) or Plot())
    else:
        drawn = side_drawing(near, dress, Sides.BOTTOM if below else Sides.TOP)
    role = found.role if found is not None else _TOP
    values = {"x": f"{at[0]:.2f}", "y": f"{at[1]:.2f}", "size": f"{FRAME_MM:g}"}
    told = say(_FROM_BELOW if below else _FROM_TOP, layer=role_words(role, lang), **values)
    return Detail(drawn + _mark(), Ink(frame).size, told)


def _layer(package: FabricationSet, name: str | None) -> Layer | None:
    """The layer of a role or a file's name, or the copper layer of a number."""
    drawn = [layer for layer in package.layers if layer.form == "gerber"]
    wanted = (name or "").casefold()
    for layer in drawn:
        if wanted in {layer.name.casefold(), str(layer.role)}:
            return layer
    number = _NUMBERED.fullmatch(name or "")
    for layer in inner_layers(package):
        if number and layer.role.position == int(number[1]):
            return layer
    top, bottom = package.first("copper", "top"), package.first("copper", "bottom")
    build = [top, *inner_layers(package), bottom]
    if number and int(number[1]) <= len(build):
        return build[int(number[1]) - 1]
    return top


def _framed(board: Board, frame: Box) -> Board:
    """What of *board* lies in *frame*, or reaches into it."""
    holes = tuple(h for h in board.holes if within(h.at, frame, h.diameter / 2))
    slots = tuple(
        slot
        for slot in board.slots
        if any(_overlap(box, frame) for box in map(_box_of_ring, slot.rings))
    )
    top, bottom = (
        Side(*(_near(plot, frame) for plot in (side.copper, side.openings, side.legend)))
        for _, side in board.sides
    )
    return replace(board, box=frame, top=top, bottom=bottom, holes=holes, slots=slots)


def _near(plot: Plot | None, frame: Box) -> Plot | None:
    if plot is None:
        return None
    boxes = ((item, box_of_item(item)) for item in plot.painted)
    return replace(plot, painted=tuple(item for item, box in boxes if box and _overlap(box, frame)))


def _box_of_ring(ring: tuple[Point, ...]) -> Box:
    xs, ys = zip(*ring, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _mark() -> str:
    """A ring about the middle of the frame, and lines that lead to it."""
    middle, inside = round(FRAME_MM * UNITS / 2), round(_MARK * UNITS)
    outside = inside + round(_MARK * UNITS)
    ways = ((1, 0), (-1, 0), (0, 1), (0, -1))
    ends = (
        (middle + x * inside, middle + y * inside, middle + x * outside, middle + y * outside)
        for x, y in ways
    )
    lines = "".join("M{} {}L{} {}".format(*end) for end in ends)
    return (
        f'<g fill="none" stroke="{_MARK_COLOUR}" stroke-width="{math.ceil(UNITS * 0.07)}">'
        f'<circle cx="{middle}" cy="{middle}" r="{inside}"/><path d="{lines}"/></g>'
    )
