"""The drawing of a Gerber file as lines and arcs on the pen's centre, in mm."""

import math
import re
from dataclasses import dataclass, field

from pcbsales.boards.fabrication.gerber import INCH, MM, CoordinateFormat, GerberHead

MAX_SEGMENTS = 20_000
_TOKEN = re.compile(r"G0?4[^*]*\*|%([^%]*)%|([^*%]+)\*")
_WORD = re.compile(r"([GDXYIJMN])([+-]?[\d.]*)")
_REPEAT = re.compile(r"SRX(\d+)Y(\d+)I([\d.+-]+)J([\d.+-]+)")
_PAIR = re.compile(r"([AB])([+-]?[\d.]+)")

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Segment:
    """A line, or an arc when ``centre`` is given; ``sweep`` in radians, positive anticlockwise."""

    start: Point
    end: Point
    centre: Point | None = None
    sweep: float = 0.0
    width: float = 0.0

    def points(self, step: float = math.radians(6)) -> list[Point]:
        """The segment as a polyline that also touches an arc's extremes."""
        if self.centre is None:
            return [self.start, self.end]
        cx, cy = self.centre
        radius = math.dist(self.start, self.centre)
        first = math.atan2(self.start[1] - cy, self.start[0] - cx)
        count = max(1, math.ceil(abs(self.sweep) / step))
        angles = [first + self.sweep * index / count for index in range(1, count)]
        low, high = sorted((first, first + self.sweep))
        quarter = math.pi / 2
        turns = range(math.ceil(low / quarter), math.floor(high / quarter) + 1)
        angles = sorted([*angles, *(turn * quarter for turn in turns)], reverse=self.sweep < 0)
        inner = [(cx + radius * math.cos(a), cy + radius * math.sin(a)) for a in angles]
        return [self.start, *inner, self.end]

    def moved(self, dx: float, dy: float) -> "Segment":
        """The same segment elsewhere."""
        centre = self.centre and (self.centre[0] + dx, self.centre[1] + dy)
        return Segment(
            (self.start[0] + dx, self.start[1] + dy),
            (self.end[0] + dx, self.end[1] + dy),
            centre,
            self.sweep,
            self.width,
        )


@dataclass(slots=True)
class Drawing:
    """Segments, flashes with their aperture, and why the drawing cannot be trusted (if so)."""

    segments: list[Segment] = field(default_factory=list)
    flashes: list[tuple[int, Point]] = field(default_factory=list)
    draws: list[int] = field(default_factory=list)
    trouble: str = ""


def number(text: str, digits: tuple[int, int], zeros: str) -> float:
    """A coordinate as written; a decimal point wins over the format.

    >>> number("015", (2, 4), "L"), number("015", (2, 4), "T"), number("-1.5", (2, 4), "L")
    (0.0015, 1.5, -1.5)
    """
    if "." in text:
        return float(text) if text not in {".", "-.", "+."} else 0.0
    sign = -1.0 if text.startswith("-") else 1.0
    plain = text.lstrip("+-")
    if zeros == "T":
        plain = plain.ljust(sum(digits), "0")
    return sign * int(plain or "0") / 10.0 ** digits[1]


def trace(data: bytes, head: GerberHead) -> Drawing:
    """Follow the drawing of a Gerber file.

    Without a format and a unit nothing can be followed: the caller asks first.
    """
    if head.format is None or head.unit is None:
        return Drawing(trouble="format")
    pen = _Pen(head.format, head.unit, head)
    text = data.translate(None, b"\r\n\t \0").decode("latin-1")
    for match in _TOKEN.finditer(text):
        if match[1] is not None:
            pen.extended(match[1])
        elif match[2] and pen.command(match[2]):
            break
    pen.end_repeat()
    return pen.drawing


class _Pen:
    """The plotter: its modal state and what it has drawn so far."""

    def __init__(self, coordinates: CoordinateFormat, unit: float, head: GerberHead) -> None:
        self.format = coordinates
        self.unit = unit
        self.head = head
        self.incremental = coordinates.incremental
        self.at: Point = (0.0, 0.0)
        self.begin: Point = (0.0, 0.0)
        self.mode = 1
        self.quadrants = 0
        self.operation = 2
        self.aperture = 0
        self.region = False
        self.block = 0
        self.clear = False
        self.scale = (1.0, 1.0)
        self.offset = (0.0, 0.0)
        self.swap = False
        self.repeat: tuple[int, int, float, float] | None = None
        self.repeat_from = (0, 0)
        self.drawing = Drawing()

    def extended(self, body: str) -> None:
        """Commands between percent signs; those without a bearing on lines are passed over."""
        if body.startswith("AM"):
            return
        for command in body.split("*"):
            if command.startswith("SR"):
                self.end_repeat()
                self.start_repeat(command)
            elif command.startswith("AB"):
                self.block = self.block + 1 if len(command) > 2 else max(0, self.block - 1)
            elif command.startswith("LP"):
                self.clear = command == "LPC"
            elif command in {"MOIN", "MOMM"}:
                self.unit = INCH if command == "MOIN" else MM
            elif command[:2] in {"SF", "OF", "MI", "AS", "IR"}:
                self.legacy(command)

    def legacy(self, command: str) -> None:
        """Image parameters that the standard has since withdrawn."""
        pairs = {axis: float(value) for axis, value in _PAIR.findall(command[2:])}
        if command.startswith("SF"):
            if {pairs.get("A", 1.0), pairs.get("B", 1.0)} != {1.0}:
                self.drawing.trouble = "scale"
        elif command.startswith("OF"):
            self.offset = (pairs.get("A", 0.0) * self.unit, pairs.get("B", 0.0) * self.unit)
        elif command.startswith("MI"):
            signs = (-1.0 if pairs.get("A") else 1.0, -1.0 if pairs.get("B") else 1.0)
            self.scale = (self.scale[0] * signs[0], self.scale[1] * signs[1])
        elif command.startswith("AS"):
            self.swap = command.startswith("ASAY")
        elif command not in {"IR0", "IR"}:
            self.drawing.trouble = "rotation"

    def start_repeat(self, command: str) -> None:
        match = _REPEAT.match(command)
        if match and (match[1], match[2]) != ("1", "1"):
            steps = float(match[3]) * self.unit, float(match[4]) * self.unit
            self.repeat = (int(match[1]), int(match[2]), *steps)
            self.repeat_from = len(self.drawing.segments), len(self.drawing.flashes)

    def end_repeat(self) -> None:
        """Copy what was drawn since the step-and-repeat began."""
        if self.repeat is None:
            return
        columns, rows, dx, dy = self.repeat
        self.repeat = None
        segments = self.drawing.segments[self.repeat_from[0] :]
        flashes = self.drawing.flashes[self.repeat_from[1] :]
        if not segments and not flashes:
            return
        if columns * rows * (len(segments) + len(flashes)) > MAX_SEGMENTS:
            self.drawing.trouble = "size"
            return
        places = [(i * dx, j * dy) for i in range(columns) for j in range(rows) if i or j]
        for mx, my in places:
            self.drawing.segments += [segment.moved(mx, my) for segment in segments]
            self.drawing.flashes += [(code, (x + mx, y + my)) for code, (x, y) in flashes]

    def command(self, block: str) -> bool:
        """One data block; True when the file says that it ends."""
        if block.startswith(("G04", "G4")):
            return False
        words: dict[str, str] = {}
        for letter, value in _WORD.findall(block):
            if letter == "G":
                self.prepare(value)
            elif letter == "M":
                return value in {"0", "00", "1", "01", "2", "02", "30"}
            else:
                words[letter] = value
        self.act(words)
        return False

    def prepare(self, value: str) -> None:
        code = int(value) if value.isdigit() else -1
        if code in {0, 1, 2, 3}:
            self.mode = max(code, 1)
        elif code in {36, 37}:
            self.close_region()
            self.region = code == 36
        elif code in {74, 75}:
            self.quadrants = code
        elif code in {70, 71}:
            self.unit = INCH if code == 70 else MM
        elif code in {90, 91}:
            self.incremental = code == 91
        elif code in {10, 11, 12}:
            self.drawing.trouble = "scale"

    def act(self, words: dict[str, str]) -> None:
        """Move, draw or flash; a coordinate without a D code repeats the last operation."""
        code = words.get("D", "")
        if code.isdigit():
            if int(code) >= 10:
                self.aperture = int(code)
            else:
                self.operation = int(code)
        if not ("X" in words or "Y" in words or (code.isdigit() and int(code) < 10)):
            return
        target = self.target(words)
        if self.operation == 1:
            self.draw(target, words)
        elif self.operation == 2:
            self.close_region()
            self.begin = target
        elif self.operation == 3 and not self.block:
            self.drawing.flashes.append((self.aperture, self.placed(target)))
        self.at = target

    def target(self, words: dict[str, str]) -> Point:
        x = self.length(words.get("X"), self.format.x)
        y = self.length(words.get("Y"), self.format.y)
        if self.incremental:
            return self.at[0] + (x or 0.0), self.at[1] + (y or 0.0)
        return self.at[0] if x is None else x, self.at[1] if y is None else y

    def length(self, text: str | None, digits: tuple[int, int]) -> float | None:
        if not text or text in {"+", "-"}:
            return None
        try:
            return number(text, digits, self.format.zeros) * self.unit
        except ValueError:
            self.drawing.trouble = "number"
            return None

    def draw(self, target: Point, words: dict[str, str]) -> None:
        if self.block or len(self.drawing.segments) > MAX_SEGMENTS:
            self.drawing.trouble = "size" if not self.block else "block"
            return
        if self.clear and not self.region:
            return
        if not self.region:
            self.drawing.draws.append(self.aperture)
        aperture = None if self.region else self.head.apertures.get(self.aperture)
        width = (aperture.width or 0.0) if aperture else 0.0
        centre, sweep = None, 0.0
        if self.mode > 1:
            i = self.length(words.get("I"), self.format.x) or 0.0
            j = self.length(words.get("J"), self.format.y) or 0.0
            centre, sweep = self.arc(target, i, j)
        if centre is None and target == self.at:
            return
        mirrored = self.scale[0] * self.scale[1] < 0
        sweep = -sweep if mirrored != self.swap else sweep
        placed = centre and self.placed(centre)
        self.drawing.segments.append(
            Segment(self.placed(self.at), self.placed(target), placed, sweep, width)
        )

    def placed(self, point: Point) -> Point:
        """A point after mirror, scale, offset and exchange of the axes."""
        x = point[0] * self.scale[0] + self.offset[0]
        y = point[1] * self.scale[1] + self.offset[1]
        return (y, x) if self.swap else (x, y)

    def close_region(self) -> None:
        """A region's contour is closed by its end even where the file leaves a gap."""
        if self.region and self.at != self.begin and self.operation == 1:
            ends = self.placed(self.at), self.placed(self.begin)
            self.drawing.segments.append(Segment(*ends))
            self.at = self.begin

    def arc(self, target: Point, i: float, j: float) -> tuple[Point | None, float]:
        """Centre and sweep of an arc; a straight line where neither reading gives one."""
        if not i and not j:
            return None, 0.0
        signs = [(i, j)]
        if self.quadrants != 75:
            signs += [(-i, j), (i, -j), (-i, -j)]
        centres = [(self.at[0] + di, self.at[1] + dj) for di, dj in signs]
        if self.quadrants == 74:
            if target == self.at:
                return None, 0.0
            short = [c for c in centres if abs(self.sweep(target, c)) <= math.radians(91)]
            centres = short or centres[:1]
        best = min(centres, key=lambda c: self.misfit(target, c))
        if self.misfit(target, best) > max(0.05, math.hypot(i, j) * 0.02):
            self.drawing.trouble = "arc"
            return None, 0.0
        return best, self.sweep(target, best)

    def misfit(self, target: Point, centre: Point) -> float:
        return abs(math.dist(self.at, centre) - math.dist(target, centre))

    def sweep(self, target: Point, centre: Point) -> float:
        first = math.atan2(self.at[1] - centre[1], self.at[0] - centre[0])
        last = math.atan2(target[1] - centre[1], target[0] - centre[0])
        turn = (last - first) % (2 * math.pi)
        if self.mode == 2:
            turn = turn - 2 * math.pi if turn > 1e-12 else 0.0
        if target == self.at:
            return -2 * math.pi if self.mode == 2 else 2 * math.pi
        return turn
