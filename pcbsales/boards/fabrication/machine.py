"""The drilling machine: follows a drill program and notes where it cuts."""

import re
from dataclasses import dataclass, field

from pcbsales.boards.fabrication.excellon import DrillHead, Notation
from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.fabrication.whole import whole

MAX_HITS = 400_000
_COORDINATE = re.compile(r"([XYAIJR])([+-]?[\d.]*)")


@dataclass(slots=True)
class DrillPattern:
    """Round hits and cuts (G85 slots, rout paths as their corners), each with its tool number."""

    hits: list[tuple[int, Point]] = field(default_factory=list)
    slots: list[tuple[int, tuple[Point, ...]]] = field(default_factory=list)


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
            number = whole(tool[1])
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
        number = whole(code[1]) if code else -1
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
        times = min(whole(match[1]), MAX_HITS)
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
