"""The photoplotter: the one machine that follows the commands of a Gerber file.

What it draws on is its *medium*: measuring keeps lines and arcs on the pen's centre
(``drawing.py``), pictures keep what apertures leave on a film (``pictures/film.py``).
"""

import re
from typing import Generic

from pcbsales.boards.fabrication.arc import Arc, arc_between
from pcbsales.boards.fabrication.coordinate import reader
from pcbsales.boards.fabrication.gerber import INCH, MM, CoordinateFormat
from pcbsales.boards.fabrication.image_setup import ImageSetup
from pcbsales.boards.fabrication.medium import Course, Drawn, Medium, Plotted
from pcbsales.boards.fabrication.plane import IDENTITY, Point
from pcbsales.boards.fabrication.repeat import Repeat, repeat_of
from pcbsales.boards.fabrication.unfollowable import Reason, UnfollowableError
from pcbsales.boards.fabrication.whole import whole

#: The last alternative takes what nothing ends, at once: not again from each of its letters.
_TOKEN = re.compile(r"G0?4[^*]*\*|%([^%]*)%|([^*%]+)\*|[^*%]+")
_OPERATION = re.compile(
    r"(?:G0?([123]))?(?:X([+-]?[\d.]+))?(?:Y([+-]?[\d.]+))?"
    r"(?:I([+-]?[\d.]+))?(?:J([+-]?[\d.]+))?(?:D0?([123]))?"
)
_WORD = re.compile(r"([GDXYIJMN])([+-]?[\d.]*)")
_DEFINED = re.compile(r"ADD0*(\d+)")
_DEEPEST = 20
#: What a block says: mode, X, Y, I, J, operation.
Words = tuple[str | None, ...]


class Photoplotter(Generic[Drawn]):
    """The machine and its state while it follows one file; *unit* is mm per unit."""

    def __init__(self, medium: Medium[Drawn], coordinates: CoordinateFormat, unit: float) -> None:
        self.medium = medium
        self.format = coordinates
        self.setup = ImageSetup()
        self.incremental = coordinates.incremental
        self.at: Point = (0.0, 0.0)
        self.mode = 1
        self.quadrants = 0
        self.operation = 2
        self.aperture = 0
        self.region = False
        self.path: list[Point] = []
        self.arcs: dict[int, Arc] = {}
        self.items: list[Drawn] = []
        self.macros: dict[str, list[str]] = {}
        self.blocks: dict[int, tuple[Drawn, ...]] = {}
        self.open_blocks: list[tuple[int, list[Drawn]]] = []
        self.repeat: Repeat | None = None
        self.set_unit(unit)

    def follow(self, data: bytes) -> Plotted[Drawn]:
        """The whole file.

        Raises:
            UnfollowableError: a command that cannot be followed, and why.
        """
        text = data.translate(None, b"\r\n\t \0").decode("latin-1")
        text = text[: text.rfind("*") + 2]
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
        return Plotted(self.finished(), self.setup, ended)

    def finished(self) -> tuple[Drawn, ...]:
        """What is drawn, the whole image mirrored, turned and shifted where that was asked for."""
        image, offset = self.setup.image, self.setup.offset
        if image == IDENTITY and offset == (0.0, 0.0):
            return tuple(self.items)
        return tuple(self.medium.placed(self.items, image, offset))

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
            elif name == "SR":
                self.end_repeat()
                self.repeat = repeat_of(command, self.unit, first=len(self.items))
            elif name == "AB":
                self.blocked(command[2:])
            elif command in {"MOIN", "MOMM"}:
                self.set_unit(INCH if command == "MOIN" else MM)
            else:
                self.setup.take(name, command[2:], self.unit)

    def define(self, command: str) -> None:
        """An aperture; it takes the place of a block of the same number."""
        self.medium.define(command, self.macros, self.unit)
        match = _DEFINED.match(command)
        if match:
            self.blocks.pop(whole(match[1]), None)

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
        if code and not code.isdecimal():
            raise UnfollowableError(Reason.COMMAND, f"D{code}")
        if code.isdecimal() and whole(code) >= 10:
            self.lift()
            self.aperture = whole(code)
            code = ""
        if words.keys() & {"X", "Y"} or code:
            x, y, i, j = (words.get(axis) or None for axis in "XYIJ")
            self.act((None, x, y, i, j, code.lstrip("0") or None))
        return False

    def prepare(self, value: str) -> None:
        """A G code: how what follows is to be read."""
        code = whole(value) if value.isdecimal() else -1
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
            raise UnfollowableError(Reason.COMMAND, f"G{value}")

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
            offset = self.read_x(i) if i else 0.0, self.read_y(j) if j else 0.0
        except ValueError as error:
            raise UnfollowableError(Reason.NUMBER, f"{x} {y}") from error
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
        """A straight or curved leg of the course under way."""
        if not self.path:
            self.path.append(self.at)
        if self.mode != 1:
            arc = arc_between(
                self.at, to, offset, clockwise=self.mode == 2, quadrants=self.quadrants
            )
            if arc:
                self.arcs[len(self.path)] = arc
        self.path.append(to)

    def flash(self, at: Point) -> None:
        """The current aperture set down, or the block that it stands for."""
        if self.aperture not in self.blocks:
            self.items += self.medium.flash(self.aperture, at, self.setup)
            return
        items = self.blocks[self.aperture]
        self.grown(len(items))
        self.items += self.medium.placed(items, self.setup.turn, at, dark=self.setup.dark)

    def lift(self) -> None:
        """End the stroke or the contour under way."""
        if not self.path:
            return
        course = Course(self.path, self.arcs)
        self.path, self.arcs = [], {}
        if self.region:
            self.items += self.medium.region(course, self.setup)
        else:
            self.items += self.medium.stroke(self.aperture, course, self.setup)

    def end_repeat(self) -> None:
        """Copy what was drawn since the step-and-repeat began."""
        repeat, self.repeat = self.repeat, None
        items = self.items[repeat.first :] if repeat else []
        if repeat is None or not items:
            return
        self.grown(repeat.columns * repeat.rows * len(items))
        for step in repeat.places:
            self.items += self.medium.placed(items, IDENTITY, step)

    def blocked(self, name: str) -> None:
        """Begin a block aperture, or end the one that is open."""
        if name:
            if not name[1:].isdecimal() or len(self.open_blocks) > _DEEPEST:
                raise UnfollowableError(Reason.COMMAND, "AB" + name)
            self.open_blocks.append((whole(name[1:]), self.items))
            self.items = []
        elif self.open_blocks:
            code, before = self.open_blocks.pop()
            self.blocks[code] = tuple(self.items)
            self.items = before

    def grown(self, count: int) -> None:
        """Refuse what repeats without end, before it is made."""
        if len(self.items) + count > self.medium.most:
            raise UnfollowableError(Reason.SIZE)

    def set_unit(self, unit: float) -> None:
        """Read coordinates in *unit* (mm) from now on."""
        self.unit = unit
        self.read_x = reader(self.format.x, self.format.zeros, unit)
        self.read_y = reader(self.format.y, self.format.zeros, unit)
