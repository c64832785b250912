"""The photoplotter: follows a Gerber file and notes what it paints, in order."""

import re

from pcbsales.boards.fabrication.drawing import Point
from pcbsales.boards.fabrication.gerber import INCH, MM, CoordinateFormat
from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.pictures.arc import flattened
from pcbsales.boards.pictures.film import COMMAND, NUMBER, Film, UnplottableError
from pcbsales.boards.pictures.placing import IDENTITY, placed
from pcbsales.boards.pictures.shape import Flash, Plot, Shape, shapes_of
from pcbsales.kernel.errors import MessageId

_TOKEN = re.compile(r"G0?4[^*]*\*|%([^%]*)%|([^*%]+)\*")
_OPERATION = re.compile(
    r"(?:G0?([123]))?(?:X([+-]?[\d.]+))?(?:Y([+-]?[\d.]+))?"
    r"(?:I([+-]?[\d.]+))?(?:J([+-]?[\d.]+))?(?:D0?([123]))?"
)
_WORD = re.compile(r"([GDXYIJMN])([+-]?[\d.]*)")

_NO_FORMAT: MessageId = (
    "{file} cannot be drawn: it does not state its unit and its coordinate format"
)
_BARE: MessageId = (
    "{file} cannot be drawn: it is standard Gerber (RS-274D) without aperture definitions; ask for "
    "extended Gerber"
)
_ARC: MessageId = "{file} cannot be drawn: an arc does not meet its own end points at {text}"

#: What a block says: mode, X, Y, I, J, operation.
Words = tuple[str | None, ...]

__all__ = ["UnplottableError", "layer_shapes", "plot_layer"]


def plot_layer(layer: Layer) -> Plot:
    """What the layer's file paints, in mm.

    Raises:
        UnplottableError: no unit, no format or no apertures, or a command that cannot be followed.
    """
    if layer.head.bare:
        raise UnplottableError(_BARE, file=layer.name)
    if layer.head.format is None or layer.head.unit is None:
        if not layer.head.drawn:
            return Plot()
        raise UnplottableError(_NO_FORMAT, file=layer.name)
    text = layer.data.translate(None, b"\r\n\t \0").decode("latin-1")
    return _Plotter(layer.name, layer.head.format, layer.head.unit).run(text)


def layer_shapes(layer: Layer) -> tuple[Shape, ...]:
    """The layer as polygons with polarity, in painting order; arcs flattened within TOLERANCE."""
    return shapes_of(plot_layer(layer))


class _Plotter(Film):
    """The machine: follows the operations, and paints on the film."""

    def __init__(self, file: str, coordinates: CoordinateFormat, unit: float) -> None:
        super().__init__(file, coordinates, unit)
        self.incremental = coordinates.incremental
        self.at: Point = (0.0, 0.0)
        self.mode = 1
        self.quadrants = 0
        self.operation = 2

    def run(self, text: str) -> Plot:
        """Follow the whole file."""
        ended = False
        operation = _OPERATION.fullmatch
        for match in _TOKEN.finditer(text):
            body = match[2]
            if body:
                plain = operation(body)
                if plain:
                    self.act(plain.groups())
                elif self.block(body):
                    ended = True
                    break
            elif match[1] is not None:
                self.extended(match[1])
        self.lift()
        self.end_repeat()
        painted = self.painted
        if self.image != IDENTITY or self.offset != (0.0, 0.0):
            painted = list(placed(painted, self.image, self.offset, self.turner))
        return Plot(tuple(painted), self.negative, ended)

    def block(self, text: str) -> bool:
        """A block that is more than an operation; True when the file says that it ends."""
        if text.startswith(("G04", "G4")):
            return False
        words: dict[str, str] = {}
        for letter, value in _WORD.findall(text):
            if letter == "G":
                self.prepare(value)
            elif letter == "M":
                return value in {"0", "00", "1", "01", "2", "02", "30"}
            else:
                words[letter] = value
        code = words.pop("D", "")
        if code and not code.isdigit():
            raise self.refuse(COMMAND, f"D{code}")
        if code.isdigit() and int(code) >= 10:
            self.lift()
            self.aperture = int(code)
            code = ""
        if words.keys() & {"X", "Y"} or code:
            x, y, i, j = (words.get(axis) or None for axis in "XYIJ")
            self.act((None, x, y, i, j, code.lstrip("0") or None))
        return False

    def prepare(self, value: str) -> None:
        code = int(value) if value.isdigit() else -1
        if code in {0, 1, 2, 3}:
            self.mode = max(code, 1)
        elif code in {36, 37}:
            self.lift()
            self.region = code == 36
        elif code in {74, 75}:
            self.quadrants = code
        elif code in {70, 71}:
            self.set_unit(INCH if code == 70 else MM)
        elif code in {90, 91}:
            self.incremental = code == 91
        elif code in {10, 11, 12}:
            raise self.refuse(COMMAND, f"G{value}")

    def act(self, words: Words) -> None:
        """Move, draw or flash; a coordinate without a D code repeats the last operation."""
        mode, x, y, i, j, operation = words
        if mode:
            self.mode = int(mode)
            if not (x or y or operation):
                return
        try:
            old_x, old_y = self.at
            if self.incremental:
                to = old_x + (self.read_x(x) if x else 0.0), old_y + (self.read_y(y) if y else 0.0)
            else:
                to = self.read_x(x) if x else old_x, self.read_y(y) if y else old_y
            offset = (self.read_x(i) if i else 0.0, self.read_y(j) if j else 0.0)
        except ValueError as error:
            raise self.refuse(NUMBER, f"{x} {y}") from error
        if operation:
            self.operation = int(operation)
        if self.operation == 1:
            self.draw(to, offset)
        else:
            self.lift()
            if self.operation == 3 and not self.region:
                self.flash(to)
        self.at = to

    def draw(self, to: Point, offset: Point) -> None:
        if not self.path:
            self.path.append(self.at)
        if self.mode == 1:
            self.path.append(to)
            return
        points = flattened(self.at, to, offset, clockwise=self.mode == 2, quadrants=self.quadrants)
        if points is None:
            raise self.refuse(_ARC, f"X{to[0]:.3f} Y{to[1]:.3f}")
        self.path += points

    def flash(self, at: Point) -> None:
        if self.aperture in self.blocks:
            items = self.blocks[self.aperture]
            self.grown(len(items))
            self.painted += placed(items, self.turn, at, self.turner, dark=self.dark)
            return
        stamp = self.turner.turned(self.stamp(), self.turn)
        if stamp.pieces:
            self.painted.append(Flash(self.dark, stamp, at))
