"""What a Gerber file says of itself: format, unit, attributes, apertures; no geometry yet."""

import re
from dataclasses import dataclass, field

from pcbsales.boards.fabrication.whole import whole

INCH = 25.4
MM = 1.0

_STATEMENT = re.compile(rb"%(?!T[OD]\.)([^%]*)%|G0?4([^*]*)\*")
_FORMAT = re.compile(r"FS([LTD]?)([AI]?)(?:[NGDM]\d+)*X(\d)(\d)Y(\d)(\d)")
_APERTURE = re.compile(r"ADD0*(\d+)([A-Za-z_.$][^,*]*)(?:,([^*]*))?")
_ATTRIBUTE = re.compile(r"#@! ?%?(T[AFDJ][^*%]*)")
_LABEL = re.compile(
    r"(?:Film Name|Layer(?:[ _]?Name)?)\s*[:=]\s*(.+)|\(layer (.+)\)", re.IGNORECASE
)
_SELECTS = re.compile(rb"(?<![\dXYIJ.])(?:G54)?D0*([1-9]\d+)\s*\*")
_IMAGE = re.compile(rb"D0?[13]\s*\*|G0?1[XY]")
_OPERATION = re.compile(rb"[XYIJ][+-]?[\d.]+D0?[123]\s*\*")


@dataclass(frozen=True, slots=True)
class CoordinateFormat:
    """How coordinates are written: which zeros are left out, how many digits stand where."""

    zeros: str
    incremental: bool
    x: tuple[int, int]
    y: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Aperture:
    """An aperture: template letter or macro name, its parameters in mm, its function (X2)."""

    template: str
    sizes: tuple[float, ...]
    function: str

    @property
    def width(self) -> float | None:
        """The line width a round aperture draws, in mm; None for any other shape."""
        return self.sizes[0] if self.template == "C" and self.sizes else None


@dataclass(slots=True)
class GerberHead:
    """Everything but the drawing. ``unit`` is mm per unit, None where nothing states it."""

    unit: float | None = None
    format: CoordinateFormat | None = None
    apertures: dict[int, Aperture] = field(default_factory=dict)
    attributes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    units_conflict: bool = False
    has_functions: bool = False
    block_apertures: bool = False
    drawn: bool = False
    bare: bool = False

    @property
    def function(self) -> tuple[str, ...]:
        """The fields of the X2 file function, as ``("Copper", "L1", "Top")``."""
        return self.attributes.get(".FileFunction", ())

    @property
    def part(self) -> str:
        """What the file states to be: single, array, customerpanel, ...; empty if nothing."""
        return "".join(self.attributes.get(".Part", ())[:1]).lower()


def looks_like_gerber(data: bytes) -> bool:
    """Whether the content is Gerber, whatever the file is called."""
    start = data[:20_000]
    if re.search(rb"%\s*(FS[LTDAI]|MO(IN|MM)\*|ADD\d|TF\.|AM\w|LN|LP[DC]|IN\b)", start):
        return True
    return len(_OPERATION.findall(start[:6_000])) >= 3 or bool(
        re.search(rb"^\s*(\*\s*)*G0?4[^*\n]*\*", start) and re.search(rb"M0?2\*", data[-200:])
    )


def _end_of_commands(data: bytes) -> int:
    """Where the last command ends: beyond it each comment would be looked through to the end."""
    last = max(data.rfind(b"*"), 0)
    return data.find(b"%", last) + 1 or last + 1


def scan(data: bytes) -> GerberHead:
    """The head of a Gerber file, read without following its drawing."""
    head = GerberHead()
    current = ""
    pending: list[tuple[int, str, str, str]] = []
    for match in _STATEMENT.finditer(data, 0, _end_of_commands(data)):
        if match[1] is None:
            current = _comment(match[2].decode("latin-1"), head, current)
            continue
        body = match[1].translate(None, b"\r\n").decode("latin-1").strip()
        if body.startswith("AM"):
            continue
        for command in body.split("*"):
            current = _extended(command.strip(), head, current, pending)
    _plain_units(data, head)
    for code, template, sizes, function in pending:
        head.apertures[code] = Aperture(template, _sizes(sizes, head.unit), function)
    head.drawn = _IMAGE.search(data) is not None or b"G36" in data
    used = _SELECTS.search(data) is not None
    head.bare = head.drawn and not pending and not head.block_apertures and used
    head.bare = head.bare or (head.drawn and head.format is None and not pending)
    return head


def _comment(text: str, head: GerberHead, current: str) -> str:
    """X2 attributes also come as comments, so that old readers do not stumble."""
    match = _ATTRIBUTE.search(text)
    label = None if match else _LABEL.search(text)
    if label and len(head.labels) < 40:
        head.labels.append((label[1] or label[2]).strip())
    return _attribute(match[1].strip(), head, current) if match else current


def _extended(
    command: str, head: GerberHead, current: str, pending: list[tuple[int, str, str, str]]
) -> str:
    """One command between percent signs; returns the aperture function that now applies."""
    if command.startswith("AD"):
        match = _APERTURE.match(command)
        if match:
            pending.append((whole(match[1]), match[2].strip(), match[3] or "", current))
            head.has_functions = head.has_functions or bool(current)
    elif command.startswith("FS"):
        head.format = _format(command) or head.format
    elif command in {"MOIN", "MOMM"}:
        _set_unit(head, INCH if command == "MOIN" else MM)
    elif command.startswith("LN") and len(command) > 2:
        head.labels.append(command[2:])
    elif command.startswith("AB"):
        head.block_apertures = True
    elif command.startswith("T"):
        return _attribute(command, head, current)
    return current


def _attribute(text: str, head: GerberHead, current: str) -> str:
    name, *fields = [part.strip() for part in text.split(",")]
    if name.startswith(("TF", "TJ")):
        head.attributes.setdefault(name[2:], tuple(fields))
    elif name == "TA.AperFunction":
        return fields[0] if fields else ""
    elif name in {"TD", "TD.AperFunction"}:
        return ""
    return current


def _format(command: str) -> CoordinateFormat | None:
    match = _FORMAT.match(command.replace(" ", ""))
    if not match:
        return None
    return CoordinateFormat(
        zeros=match[1] or "L",
        incremental=match[2] == "I",
        x=(int(match[3]), int(match[4])),
        y=(int(match[5]), int(match[6])),
    )


def _set_unit(head: GerberHead, unit: float) -> None:
    head.units_conflict = head.units_conflict or head.unit not in {None, unit}
    head.unit = unit


def _plain_units(data: bytes, head: GerberHead) -> None:
    """G70 and G71, the old way to state inch and mm, count where MO is absent."""
    if head.unit is not None:
        return
    start = data[:50_000]
    inch, metric = b"G70" in start, b"G71" in start
    if inch != metric:
        head.unit = INCH if inch else MM
    head.units_conflict = inch and metric


def _sizes(text: str, unit: float | None) -> tuple[float, ...]:
    try:
        return tuple(float(part) * (unit or MM) for part in text.upper().split("X") if part.strip())
    except ValueError:
        return ()
