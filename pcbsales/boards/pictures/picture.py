"""The picture of a board: both sides as an SVG that needs nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from pcbsales.boards.choices import Sides
from pcbsales.boards.pictures.board import Board, Remark, Side
from pcbsales.boards.pictures.colour import LAMINATE, UNDER_MASK, Dress
from pcbsales.boards.pictures.ink import UNITS, Ink
from pcbsales.boards.pictures.shape import Flash, Stamp, Stroke
from pcbsales.kernel.errors import MessageId, fill

TOP: MessageId = "top"
BOTTOM: MessageId = "bottom, seen from below"
MASK_ASSUMED: MessageId = "solder mask colour not stated: green assumed"
FINISH_ASSUMED: MessageId = "finish not stated: drawn as copper"
_INK, _PAPER = "#222", "#fff"
_FONTS = "Noto Sans CJK SC, Noto Sans, Arial, sans-serif"

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG that needs nothing else, and its size in mm."""

    svg: bytes
    width_mm: float
    height_mm: float


def say_english(msgid: str, **values: object) -> str:
    """The words as they stand, gaps filled."""
    return fill(msgid, values)


def picture(
    board: Board, dress: Dress, side: Sides = Sides.BOTH, say: Say = say_english
) -> Picture:
    """The board as SVG, sides beside or above each other; the same input gives the same bytes.

    *say* puts captions and remarks into the reader's language. Remarks stand below the picture.
    """
    wanted = [Sides.TOP, Sides.BOTTOM] if side is Sides.BOTH else [side]
    width, height = Ink(board.box).size
    sheet = Sheet(width, height, len(wanted))
    parts = []
    for index, name in enumerate(wanted):
        x, y = sheet.place(index)
        drawn = side_drawing(board, dress, name)
        parts.append(f'<g transform="translate({x} {y})">{drawn}</g>')
        parts.append(
            sheet.text(x, y - sheet.letter // 2, say(TOP if name is Sides.TOP else BOTTOM))
        )
    for index, (msgid, values) in enumerate(remarks_on(board, dress)):
        y = sheet.below + round(sheet.letter * 1.4 * (index + 1))
        parts.append(sheet.text(sheet.margin, y, say(msgid, **dict(values)), colour="#b00020"))
    return sheet.document(parts, lines=len(remarks_on(board, dress)))


class Sheet:
    """Where things stand on the sheet, in units."""

    def __init__(self, width: int, height: int, count: int) -> None:
        self.width, self.height = width, height
        self.beside = count > 1 and height >= width * 0.7
        self.count = count
        across = width * count if self.beside else width
        down = height if self.beside else height * count
        self.letter = max(8, round(max(across, down) / 42))
        self.margin = round(self.letter * 1.2)
        self.gap = self.letter * 3

    def place(self, index: int) -> tuple[int, int]:
        """The upper left corner of a side."""
        x = self.margin + (index * (self.width + self.gap) if self.beside else 0)
        y = self.gap + (0 if self.beside else index * (self.height + self.gap))
        return x, y

    @property
    def below(self) -> int:
        """Where the pictures end."""
        return self.place(self.count - 1)[1] + self.height

    def text(self, x: int, y: int, words: str, colour: str = _INK) -> str:
        """A line of words."""
        return (
            f'<text x="{x}" y="{y}" font-size="{self.letter}" fill="{colour}" stroke="{colour}" '
            f'stroke-width="{self.letter / 40:g}">{escape(words)}</text>'
        )

    def document(self, parts: Sequence[str], lines: int, enlarged: int = 1) -> Picture:
        """The whole picture, *enlarged* so many times."""
        width = self.place(self.count - 1)[0] + self.width + self.margin
        height = self.below + self.margin + round(self.letter * 1.4 * lines)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width * enlarged / UNITS:g}mm" height="{height * enlarged / UNITS:g}mm" '
            f'font-family="{_FONTS}">'
            f'<rect width="{width}" height="{height}" fill="{_PAPER}"/>{"".join(parts)}</svg>\n'
        )
        return Picture(svg.encode(), width * enlarged / UNITS, height * enlarged / UNITS)


def remarks_on(board: Board, dress: Dress) -> list[Remark]:
    """What is not sure of a picture: doubts about the data, and colours assumed."""
    remarks = list(board.remarks)
    if dress.mask is None and (board.top.openings or board.bottom.openings):
        remarks.append((MASK_ASSUMED, ()))
    if dress.finish is None:
        remarks.append((FINISH_ASSUMED, ()))
    return remarks


def side_drawing(board: Board, dress: Dress, name: Sides) -> str:
    """One side: laminate, copper, mask, legend, then what the openings lay bare."""
    side = board.top if name is Sides.TOP else board.bottom
    ink = Ink(board.box, prefix=name.value[0])
    p = ink.prefix
    ink.definitions.append(board_mask(board, ink))
    coated = side.openings is not None
    parts = [ink.sheet(UNDER_MASK["laminate"] if coated else LAMINATE)]
    for kind, plot in (("cu", side.copper), ("le", side.legend)):
        if plot is not None:
            ink.layer(kind, plot)
    if side.copper is not None:
        under = UNDER_MASK["copper"] if coated else dress.metal
        parts.append(f'<use href="#{p}cu" fill="{under}" stroke="{under}"/>')
    parts += _coated(side, dress, ink)
    body = "".join(parts)
    drawn = f'<defs>{"".join(ink.definitions)}</defs><g mask="url(#{p}board)">{body}</g>'
    if name is Sides.BOTTOM:
        return f'<g transform="matrix(-1 0 0 1 {ink.size[0]} 0)">{drawn}</g>'
    return drawn


def _coated(side: Side, dress: Dress, ink: Ink) -> list[str]:
    """Mask and legend; the openings are laid over them, as legend on bare copper is not printed."""
    p = ink.prefix
    parts = []
    if side.openings is not None:
        colour, opacity = dress.coat
        coat = ink.sheet(colour)
        parts.append(f'<g opacity="{opacity}">{coat}</g>')
    if side.legend is not None:
        parts.append(f'<use href="#{p}le" fill="{dress.print}" stroke="{dress.print}"/>')
    if side.openings is not None:
        ink.definitions.append(ink.mask("open", side.openings))
        metal = f'<use href="#{p}cu" fill="{dress.metal}" stroke="{dress.metal}"/>'
        bare = ink.sheet(LAMINATE) + (metal if side.copper is not None else "")
        parts.append(f'<g mask="url(#{p}open)">{bare}</g>')
    return parts


def board_mask(board: Board, ink: Ink) -> str:
    """What there is of the board: the outline without cut-outs, slots and holes."""
    drills = {size: Stamp((), size) for size in sorted({hole.diameter for hole in board.holes})}
    holes = [Flash(dark=True, stamp=drills[hole.diameter], at=hole.at) for hole in board.holes]
    slots = [
        Stroke(dark=True, stamp=Stamp((), slot.width), points=slot.points) for slot in board.slots
    ]
    width, height = ink.size
    return (
        f'<mask id="{ink.prefix}board" maskUnits="userSpaceOnUse" x="0" y="0" width="{width}" '
        f'height="{height}"><path fill="#fff" d="{ink.rings(board.outer)}"/>'
        f'<path fill="#000" d="{ink.rings(board.cutouts)}"/>'
        f'<g fill="#000" stroke="#000">{ink.painted([*slots, *holes])}</g></mask>'
    )
