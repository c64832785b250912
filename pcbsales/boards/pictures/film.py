"""The film and how it is set up: apertures, polarity, repeats, blocks, mirrored and turned images.

Source: Gerber layer format specification, with the withdrawn commands that old files still hold.
"""

import math
import re
from collections.abc import Callable

from pcbsales.boards.fabrication.drawing import Point, number
from pcbsales.boards.fabrication.gerber import INCH, MM, CoordinateFormat
from pcbsales.boards.pictures.aperture import ApertureError, defined
from pcbsales.boards.pictures.placing import IDENTITY, Linear, Turner, placed
from pcbsales.boards.pictures.shape import (
    Painted,
    Region,
    Stamp,
    Stroke,
    anticlockwise,
)
from pcbsales.kernel.errors import MessageId, RefusedError

#: More things painted than any board has.
MOST_PAINTED = 800_000
_REPEAT = re.compile(r"SRX(\d+)Y(\d+)I([\d.+-]+)J([\d.+-]+)")
_PAIR = re.compile(r"([AB])([+-]?[\d.]+)")

NUMBER: MessageId = "{file} cannot be drawn: {text} is no number"
COMMAND: MessageId = "{file} cannot be drawn: {text} is no command that can be followed"
_APERTURE: MessageId = "{file} cannot be drawn: the aperture {text} cannot be made"
_UNDEFINED: MessageId = "{file} cannot be drawn: it uses aperture D{text}, which is not defined"
_SIZE: MessageId = "{file} cannot be drawn: it repeats more than any board holds"


class UnplottableError(RefusedError):
    """A layer that cannot be drawn; names the file and what is wrong in it."""


class Film:
    """What is painted so far, and the settings for what comes next."""

    def __init__(self, file: str, coordinates: CoordinateFormat, unit: float) -> None:
        self.file = file
        self.format = coordinates
        self.unit = unit
        self.stamps: dict[int, Stamp] = {}
        self.blocks: dict[int, tuple[Painted, ...]] = {}
        self.macros: dict[str, list[str]] = {}
        self.aperture = 0
        self.region = False
        self.dark = True
        self.mirror, self.rotation, self.scale = "N", 0.0, 1.0
        self.turn: Linear = IDENTITY
        self.turner = Turner()
        self.path: list[Point] = []
        self.painted: list[Painted] = []
        self.open_blocks: list[tuple[int, list[Painted]]] = []
        self.repeat: tuple[int, int, float, float] | None = None
        self.repeat_from = 0
        self.image: Linear = IDENTITY
        self.offset: Point = (0.0, 0.0)
        self.negative = False
        self.read_x = _reader(coordinates.x, coordinates.zeros, unit)
        self.read_y = _reader(coordinates.y, coordinates.zeros, unit)

    def refuse(self, msgid: MessageId, text: str = "") -> UnplottableError:
        """The refusal that names the file."""
        return UnplottableError(msgid, file=self.file, text=text[:60])

    def extended(self, body: str) -> None:
        """One or several commands between percent signs."""
        self.lift()
        if body.startswith("AM"):
            name, *blocks = body[2:].split("*")
            self.macros[name] = blocks
            return
        for command in body.split("*"):
            name = command[:2]
            if name == "AD":
                self.define(command)
            elif name == "LP":
                self.dark = command != "LPC"
            elif name in {"LM", "LR", "LS"}:
                self.load(name, command[2:])
            elif name == "SR":
                self.end_repeat()
                self.start_repeat(command)
            elif name == "AB":
                self.blocked(command[2:])
            elif name in {"MO", "IP"}:
                self.set_mode(command)
            elif name in {"SF", "OF", "MI", "AS", "IR"}:
                self.legacy(name, command[2:])

    def set_mode(self, command: str) -> None:
        """The unit, or the sense of the whole image."""
        if command in {"MOIN", "MOMM"}:
            self.set_unit(INCH if command == "MOIN" else MM)
        elif command == "IPNEG":
            self.negative = True

    def define(self, command: str) -> None:
        """An aperture of the plain templates or of a macro."""
        try:
            code, stamp = defined(command, self.macros, self.unit)
        except ApertureError as error:
            raise self.refuse(_APERTURE, command) from error
        self.stamps[code] = stamp
        self.blocks.pop(code, None)

    def load(self, name: str, value: str) -> None:
        """Mirroring, rotation and scale of what is flashed from now on."""
        try:
            if name == "LM":
                self.mirror = value
            elif name == "LR":
                self.rotation = float(value)
            else:
                self.scale = float(value)
        except ValueError as error:
            raise self.refuse(NUMBER, name + value) from error
        if not 0 < self.scale < 1000:
            raise self.refuse(COMMAND, name + value)
        angle, s = math.radians(self.rotation), self.scale
        x = -1.0 if "X" in self.mirror else 1.0
        y = -1.0 if "Y" in self.mirror else 1.0
        cos, sin = math.cos(angle), math.sin(angle)
        self.turn = (cos * x * s, sin * x * s, -sin * y * s, cos * y * s)

    def legacy(self, name: str, value: str) -> None:
        """Image parameters that the standard has since withdrawn."""
        try:
            pairs = {axis: float(number) for axis, number in _PAIR.findall(value)}
            angle = math.radians(float(value or 0)) if name == "IR" else 0.0
        except ValueError as error:
            raise self.refuse(NUMBER, name + value) from error
        a, b, c, d = self.image
        if name == "OF":
            self.offset = pairs.get("A", 0.0) * self.unit, pairs.get("B", 0.0) * self.unit
        elif name == "MI":
            x, y = (-1.0 if pairs.get(axis) else 1.0 for axis in "AB")
            self.image = (a * x, b * x, c * y, d * y)
        elif name == "AS" and value.startswith("AY"):
            self.image = (b, a, d, c)
        elif name == "IR" and angle:
            cos, sin = round(math.cos(angle)), round(math.sin(angle))
            self.image = (
                cos * a - sin * b,
                sin * a + cos * b,
                cos * c - sin * d,
                sin * c + cos * d,
            )
        elif name == "SF" and {pairs.get("A", 1.0), pairs.get("B", 1.0)} != {1.0}:
            raise self.refuse(COMMAND, name + value)

    def start_repeat(self, command: str) -> None:
        """What is painted from now on is to be repeated; once is not."""
        match = _REPEAT.match(command)
        if match and (match[1], match[2]) != ("1", "1"):
            try:
                steps = float(match[3]) * self.unit, float(match[4]) * self.unit
            except ValueError as error:
                raise self.refuse(NUMBER, command) from error
            self.repeat = (int(match[1]), int(match[2]), *steps)
            self.repeat_from = len(self.painted)

    def end_repeat(self) -> None:
        """Copy what was painted since the step-and-repeat began."""
        if self.repeat is None:
            return
        columns, rows, dx, dy = self.repeat
        self.repeat = None
        items = self.painted[self.repeat_from :]
        if not items:
            return
        self.grown(columns * rows * len(items))
        for i in range(columns):
            for j in range(rows):
                if i or j:
                    self.painted += placed(items, IDENTITY, (i * dx, j * dy), self.turner)

    def blocked(self, name: str) -> None:
        """Begin a block aperture, or end the one that is open."""
        if name:
            if not name[1:].isdigit() or len(self.open_blocks) > 20:
                raise self.refuse(COMMAND, "AB" + name)
            self.open_blocks.append((int(name[1:]), self.painted))
            self.painted = []
        elif self.open_blocks:
            code, before = self.open_blocks.pop()
            self.blocks[code] = tuple(self.painted)
            self.painted = before

    def grown(self, count: int) -> None:
        """Refuse what repeats without end, before it is made."""
        if len(self.painted) + count > MOST_PAINTED:
            raise self.refuse(_SIZE)

    def lift(self) -> None:
        """End the stroke or the contour under way."""
        path = self.path
        if not path:
            return
        self.path = []
        if self.region:
            ring = path[:-1] if path[0] == path[-1] else path
            if len(ring) > 2:
                self.painted.append(Region(self.dark, anticlockwise(ring)))
            return
        stamp = self.turner.turned(self.stamp(), self.turn)
        if stamp.pieces:
            self.painted.append(Stroke(self.dark, stamp, tuple(path)))

    def stamp(self) -> Stamp:
        """The stamp of the current aperture."""
        found = self.stamps.get(self.aperture)
        if found is None:
            raise self.refuse(_UNDEFINED, str(self.aperture))
        return found

    def set_unit(self, unit: float) -> None:
        """Read coordinates in *unit* (mm) from now on."""
        self.unit = unit
        self.read_x = _reader(self.format.x, self.format.zeros, self.unit)
        self.read_y = _reader(self.format.y, self.format.zeros, self.unit)


def _reader(digits: tuple[int, int], zeros: str, unit: float) -> Callable[[str], float]:
    """How a coordinate is read, in mm."""
    if zeros == "T":
        return lambda text: number(text, digits, zeros) * unit
    factor = 10.0 ** digits[1]

    def read(text: str) -> float:
        if "." in text:
            return number(text, digits, zeros) * unit
        return int(text) / factor * unit

    return read
