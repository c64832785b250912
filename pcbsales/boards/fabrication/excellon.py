"""Drill and rout programs (Excellon and its dialects), read for their head and their hits."""

import re
from dataclasses import dataclass, field

from pcbsales.boards.fabrication.gerber import INCH, MM
from pcbsales.boards.fabrication.whole import whole

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
            return sign * whole(digits) * self.unit
        if self.zeros == "L":
            digits = digits.ljust(self.whole + self.fraction, "0")
            return sign * whole(digits) / 10.0 ** (min(len(digits), 15) - self.whole) * self.unit
        return sign * whole(digits) / 10.0**self.fraction * self.unit


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


def looks_like_excellon(data: bytes) -> bool:
    """Whether the content is a drill program, whatever the file is called."""
    start = data[:30_000].replace(b"\0", b"").replace(b"\r", b"\n")
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
        head.sized.setdefault(whole(size[1]), float(size[2]) * unit)
        return
    layout = _FILE_FORMAT.search(line)
    if layout:
        before, behind = (layout[1], layout[2]) if layout[1] else (layout[3], layout[4])
        head.digits = (int(before), int(behind))
    if "TF.FileFunction" in line:
        head.function = tuple(line.partition("TF.FileFunction,")[2].rstrip("*% ").split(","))
    tool = _TOOL.search(line.upper()) if re.match(r";\s*T\d+C[\d.]+\s*$", line) else None
    if tool:
        head.tools.setdefault(whole(tool[1]), _diameter(tool[2]))
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
            head.tools[whole(number)] = _diameter(size)


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
        if found.setdefault(whole(number), diameter) != diameter:
            return {}
    for number, size, unit in _HOLESIZE.findall(text):
        found.setdefault(whole(number), _diameter(size) * _SIZES.get(unit.lower(), INCH))
    return found
