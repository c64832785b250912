"""Drill and rout programs (Excellon and its dialects), read for their head and their hits."""

import re
from dataclasses import dataclass, field

from pcbsales.boards.fabrication.drawing import Point
from pcbsales.boards.fabrication.gerber import INCH, MM

MAX_HITS = 2_000_000
_TOOL = re.compile(r"T0*(\d+)(?:[A-BD-Z][\d.+-]*)*?C([\d.]+)")
_LAYOUT = re.compile(r"[,;]\s*(0+)\.(0+)")
_HOLESIZE = re.compile(
    r"Holesize\s+(\d+)\.?\s*=\s*([\d.]+).*?\b(MILS?|MM|INCH(?:ES)?|MICRONS?)\b", re.IGNORECASE
)
_LISTED_TOOL = re.compile(
    r"^\W*T0*(\d+)\b[\s:=,|]*(?:DIA\w*\s*)?([\d.]+)\s*(mm|inch|in|mils?|\")",
    re.IGNORECASE | re.MULTILINE,
)
_FILE_FORMAT = re.compile(
    r"FILE_FORMAT\s*=\s*(\d):(\d)|FORMAT\s*[={:]\s*\{?(\d)[.:](\d)", re.IGNORECASE
)
_COORDINATE = re.compile(r"([XYAIJR])([+-]?[\d.]*)")
_START = re.compile(rb"^\s*(;|%|M48|M47|G90|INCH|METRIC|M7[12]|T\d|N\d)", re.IGNORECASE)
_SIZES = {"mil": 0.0254, "mils": 0.0254, "mm": MM, "micron": 0.001, "microns": 0.001}


@dataclass(frozen=True, slots=True)
class Notation:
    """How to read coordinates: mm per unit, zeros kept (L, T or '.' for decimals), digits."""

    unit: float
    zeros: str
    whole: int
    fraction: int

    def length(self, text: str) -> float:
        """A coordinate in mm.

        >>> Notation(1.0, "L", 3, 3).length("0255"), Notation(1.0, "T", 3, 3).length("255")
        (25.5, 0.255)
        """
        if "." in text:
            return float(text) * self.unit if len(text.strip("+-.")) else 0.0
        sign = -1.0 if text.startswith("-") else 1.0
        digits = text.lstrip("+-") or "0"
        if self.zeros == ".":
            return sign * int(digits) * self.unit
        if self.zeros == "L":
            digits = digits.ljust(self.whole + self.fraction, "0")
            return sign * int(digits) / 10.0 ** (len(digits) - self.whole) * self.unit
        return sign * int(digits) / 10.0**self.fraction * self.unit


@dataclass(slots=True)
class DrillHead:
    """What the program states; None and '' where it states nothing. Diameters as written."""

    units: set[float] = field(default_factory=set)
    commented_units: set[float] = field(default_factory=set)
    zeros: str = ""
    digits: tuple[int, int] | None = None
    tools: dict[int, float] = field(default_factory=dict)
    sized: dict[int, float] = field(default_factory=dict)
    function: tuple[str, ...] = ()
    decimals: bool = False
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DrillPattern:
    """Round hits and cuts (G85 slots, rout paths as their corners), each with its tool number."""

    hits: list[tuple[int, Point]] = field(default_factory=list)
    slots: list[tuple[int, tuple[Point, ...]]] = field(default_factory=list)


def looks_like_excellon(data: bytes) -> bool:
    """Whether the content is a drill program, whatever the file is called."""
    start = data[:30_000].replace(b"\0", b"")
    if re.search(rb"^\s*M48\s*$", start, re.MULTILINE):
        return True
    if b"%FS" in start or b"%MO" in start or re.search(rb"D0?[123]\s*\*|G21|G17|Z[-\d]", start):
        return False
    hits = re.findall(
        rb"^(?:T\d+)?(?:G0[05])?(?:X[+-]?\d[\d.]*)?(?:Y[+-]?\d[\d.]*)\*?\s*$", start, re.MULTILINE
    )
    tools = re.findall(rb"^\s*T0*[1-9]\d?", start, re.MULTILINE)
    told = _START.search(start) and re.search(
        rb"^M(30|00|95)|^(INCH|METRIC|%)", start, re.MULTILINE
    )
    return bool(told and (hits or tools))


def read_head(data: bytes) -> DrillHead:
    """The statements of a drill program, and its lines for later."""
    text = data.translate(None, b"\0\x1a").decode("utf-8-sig", "replace").lstrip("\ufeff")
    head = DrillHead()
    plain = coordinates = 0
    for raw in re.split(r"[\r\n]+", text):
        line = raw.strip()
        if line.startswith((";", "(")):
            _comment(line, head)
            continue
        line = line.partition(";")[0].rstrip(" *").upper()
        if not line:
            continue
        head.lines.append(line)
        first = line[0]
        if first in "XYR":
            coordinates += 1
            plain += "." not in line
        else:
            _statement(line, head)
    head.decimals = coordinates > 0 and plain * 2 < coordinates
    return head


def _comment(line: str, head: DrillHead) -> None:
    """Comments often hold the only statement of unit, format or hole sizes."""
    size = _HOLESIZE.search(line)
    if size:
        unit = _SIZES.get(size[3].lower(), INCH)
        head.sized.setdefault(int(size[1]), float(size[2]) * unit)
        return
    layout = _FILE_FORMAT.search(line)
    if layout:
        whole, fraction = (layout[1], layout[2]) if layout[1] else (layout[3], layout[4])
        head.digits = (int(whole), int(fraction))
    if "TF.FileFunction" in line:
        head.function = tuple(line.partition("TF.FileFunction,")[2].rstrip("*% ").split(","))
    tool = _TOOL.search(line.upper()) if re.match(r";\s*T\d+C[\d.]+\s*$", line) else None
    if tool:
        head.tools.setdefault(int(tool[1]), _diameter(tool[2]))
    _commented_format(line.lower(), head)


def _commented_format(line: str, head: DrillHead) -> None:
    """Unit and zero suppression in words, as in "Format: 3.3 / Absolute / MM / Leading"."""
    if "format" in line or "unit" in line:
        if re.search(r"\b(inch|inches|english|imperial)\b", line):
            head.commented_units.add(INCH)
        if re.search(r"\b(mm|metric|millimet\w*)\b", line):
            head.commented_units.add(MM)
    if "format" in line and not head.zeros:
        if "suppress trailing" in line or "keep leading" in line:
            head.zeros = "L"
        elif "suppress leading" in line or "keep trailing" in line:
            head.zeros = "T"


def _statement(line: str, head: DrillHead) -> None:
    if line.startswith(("INCH", "METRIC", "ENGLISH")):
        head.units.add(MM if line.startswith("METRIC") else INCH)
        if ",LZ" in line or ",TZ" in line:
            head.zeros = "L" if ",LZ" in line else "T"
        layout = _LAYOUT.search(line)
        if layout:
            head.digits = (len(layout[1]), len(layout[2]))
    elif line in {"LZ", "TZ"}:
        head.zeros = line[0]
    elif line in {"M71", "M72"}:
        head.units.add(MM if line == "M71" else INCH)
    elif line.startswith("T") and "C" in line:
        for number, size in _TOOL.findall(line):
            head.tools[int(number)] = _diameter(size)


def _diameter(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def listed_tools(data: bytes) -> dict[int, float]:
    """Tool diameters in mm from a report or a tool list that travels beside the drill data."""
    text = data[:200_000].decode("latin-1")
    found: dict[int, float] = {}
    for number, size, unit in _LISTED_TOOL.findall(text):
        diameter = _diameter(size) * _SIZES.get(unit.lower(), INCH)
        if found.setdefault(int(number), diameter) != diameter:
            return {}
    for number, size, unit in _HOLESIZE.findall(text):
        found.setdefault(int(number), _diameter(size) * _SIZES.get(unit.lower(), INCH))
    return found


def run(head: DrillHead, notation: Notation) -> DrillPattern:
    """Follow the program with one way to read its numbers."""
    machine = _Machine(notation, numbered=any(re.match(r"T0*[1-9]", ln) for ln in head.lines))
    for line in head.lines:
        machine.line(line)
        if machine.done or len(machine.pattern.hits) > MAX_HITS:
            break
    machine.lift()
    return machine.pattern


class _Machine:
    """The drilling machine's modal state."""

    def __init__(self, notation: Notation, *, numbered: bool) -> None:
        self.notation = notation
        self.numbered = numbered
        self.tool = 0 if numbered else 1
        self.at: Point = (0.0, 0.0)
        self.incremental = False
        self.header = False
        self.routing = False
        self.down = False
        self.marked = False
        self.path: list[Point] = []
        self.block_from: int | None = None
        self.block: list[tuple[int, Point]] = []
        self.block_at: Point = (0.0, 0.0)
        self.done = False
        self.pattern = DrillPattern()

    def line(self, text: str) -> None:
        """One line of the program."""
        text = re.sub(r"^/?(?:N\d+)?", "", text).replace(" ", "")
        if text == "M48":
            self.header = True
        elif text in {"%", "M95"}:
            self.header = False
        elif text.startswith("ICI"):
            self.incremental = text.endswith("ON")
        elif text.startswith(
            (
                "M47",
                "M97",
                "M98",
                "VER",
                "FMAT",
                "DETECT",
                "ATC",
                "TCST",
                "INCH",
                "METRIC",
                "G93",
                "G92",
                "M45",
            )
        ):
            return
        elif not self.header:
            self.body(text)

    def body(self, text: str) -> None:
        """Codes that change the state first, then the coordinates of the line."""
        if text.startswith("M"):
            text = self.miscellaneous(text)
        tool = re.match(r"T(\d+)(?:[A-WZ][\d.+-]*)*", text)
        if tool:
            self.lift()
            number = int(tool[1])
            self.tool = number if number < 100 or len(tool[1]) < 4 else int(tool[1][:2])
            text = text[tool.end() :]
        if text.startswith("R") and re.match(r"R\d+", text):
            self.repeat(text)
            return
        text = self.preparatory(text)
        if "G85" in text:
            self.slot(text)
        elif "G84" in text:
            self.hit(self.target(text.partition("G84")[0]))
        elif text[:1] in {"X", "Y"}:
            self.move(self.target(text))

    def miscellaneous(self, text: str) -> str:
        code = re.match(r"M(\d+)", text)
        number = int(code[1]) if code else -1
        rest = text[code.end() :] if code else ""
        if number in {15, 14}:
            self.down, self.marked = True, True
            self.path = [self.at]
        elif number in {16, 17}:
            self.lift()
        elif number == 25:
            self.block_from = len(self.pattern.hits)
        elif number == 1 and self.block_from is not None:
            self.end_block()
        elif number == 2 and rest[:1] in {"X", "Y"}:
            self.copy_block(rest)
            return ""
        elif number == 0 and not self.numbered:
            self.tool += 1
        elif number == 30 or (number == 2 and not rest and not self.block):
            self.done = True
        elif number in {2, 8}:
            self.block = []
        return rest if number in {15, 16} else ""

    def end_block(self) -> None:
        self.block = self.pattern.hits[self.block_from or 0 :]
        self.block_from = None
        self.block_at = (0.0, 0.0)

    def copy_block(self, text: str, times: int = 1) -> None:
        """Repeat the last pattern; offsets add up."""
        dx, dy = self.offset(text)
        for _ in range(min(times, MAX_HITS // max(1, len(self.block)))):
            self.block_at = (self.block_at[0] + dx, self.block_at[1] + dy)
            bx, by = self.block_at
            self.pattern.hits += [(tool, (x + bx, y + by)) for tool, (x, y) in self.block]

    def repeat(self, text: str) -> None:
        """R5X.1: the last hole again, five times; R5M02X1: the last pattern again."""
        match = re.match(r"R0*(\d+)(M0?2)?(.*)", text)
        if match is None:
            return
        times = min(int(match[1] or 0), MAX_HITS)
        if match[2]:
            self.copy_block(match[3], times)
            return
        dx, dy = self.offset(match[3])
        for _ in range(times):
            self.hit((self.at[0] + dx, self.at[1] + dy))

    def offset(self, text: str) -> Point:
        words = dict(_COORDINATE.findall(text))
        return self.length(words.get("X")) or 0.0, self.length(words.get("Y")) or 0.0

    def preparatory(self, text: str) -> str:
        """Take the leading G codes that set a mode; the rest of the line is returned."""
        while match := re.match(r"G(\d{1,2})", text):
            code = int(match[1])
            if code in {84, 85}:
                return text
            text = text[match.end() :]
            if code == 0:
                self.lift()
                self.routing = True
            elif code in {1, 2, 3} and self.routing:
                if not self.down:
                    self.down, self.path = True, [self.at]
            elif code in {5, 81}:
                self.lift()
                self.routing = False
            elif code in {90, 91}:
                self.incremental = code == 91
            elif code in {92, 93, 45, 47, 32, 33}:
                return ""
        return text

    def length(self, text: str | None) -> float | None:
        if not text:
            return None
        try:
            return self.notation.length(text)
        except ValueError:
            return None

    def target(self, text: str) -> Point:
        words = dict(_COORDINATE.findall(text))
        x, y = self.length(words.get("X")), self.length(words.get("Y"))
        if self.incremental:
            return self.at[0] + (x or 0.0), self.at[1] + (y or 0.0)
        return self.at[0] if x is None else x, self.at[1] if y is None else y

    def move(self, target: Point) -> None:
        if not self.routing:
            self.hit(target)
            return
        self.at = target
        if self.down:
            self.path.append(target)

    def hit(self, target: Point) -> None:
        self.at = target
        self.pattern.hits.append((self.tool, target))

    def slot(self, text: str) -> None:
        before, _, after = text.partition("G85")
        start = self.target(before) if before else self.at
        self.at = start
        end = self.target(after)
        self.at = end
        self.pattern.slots.append((self.tool, (start, end)))

    def lift(self) -> None:
        """Raise the router: a path that went somewhere is one slot."""
        if self.down and (len(self.path) > 1 or self.marked):
            self.pattern.slots.append((self.tool, tuple(self.path)))
        self.down, self.marked, self.path = False, False, []
