"""What lies where on the board: holes, pads, tracks, legend; mm from the lower left corner."""

from collections.abc import Iterator
from dataclasses import dataclass, field

WIDTH, HEIGHT, CORNER = 100.0, 68.0, 3.0
TRACK, VIA_DRILL, VIA_PAD = 0.15, 0.25, 0.5
HOLES = 304
GND, POWER = "GND", "+3V3"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Hole:
    """A drilled hole; without a *pad* it is not plated. Function names are those of Gerber X2."""

    at: Point
    drill: float
    pad: float = 0.0
    net: str = ""
    function: str = "ViaPad"


@dataclass(frozen=True, slots=True)
class Pad:
    """A rectangular pad of a mounted component."""

    at: Point
    width: float
    height: float
    net: str
    side: str = "top"


@dataclass(frozen=True, slots=True)
class Track:
    """A conductor through *points* on the top or bottom layer."""

    points: tuple[Point, ...]
    net: str
    side: str
    width: float = TRACK


@dataclass(slots=True)
class Board:
    """Everything that the layers show; filled while the board is laid out."""

    holes: list[Hole] = field(default_factory=list)
    pads: list[Pad] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    legend: list[tuple[Point, ...]] = field(default_factory=list)


def design() -> Board:
    """The board: a controller between two headers, with resistors, capacitors and a terminal."""
    board = Board()
    for x in (4.0, WIDTH - 4.0):
        board.holes += [Hole((x, y), 3.2) for y in (4.0, HEIGHT - 4.0)]
    _headers(board)
    _controller(board)
    _capacitors(board)
    _usb(board)
    _stitching(board)
    return board


def _pin_x(pin: int) -> float:
    return WIDTH / 2 + (pin - 9.5) * 2.54


def _headers(board: Board) -> None:
    """Two headers of 2 x 20: signals on the inner row, ground on the outer one."""
    for name, inner, outer in (("N", 61.5, 64.04), ("S", 6.5, 3.96)):
        for pin in range(20):
            x = _pin_x(pin)
            board.holes.append(Hole((x, inner), 1.0, 1.7, f"{name}{pin}", "ComponentPad"))
            board.holes.append(Hole((x, outer), 1.0, 1.7, GND, "ComponentPad"))
        low, high = sorted((inner, outer))
        board.legend.append(_box(_pin_x(0) - 1.3, low - 1.3, _pin_x(19) + 1.3, high + 1.3))


def _controller(board: Board) -> None:
    """A package of 100 pins, 0.5 mm apart; every pin is led to a via, twenty a side onwards."""
    board.legend.append(_box(43.6, 27.6, 56.4, 40.4))
    board.legend.append(_box(44.2, 39.4, 44.6, 39.8))
    for side in "NESW":
        signal = 0
        for pin in range(25):
            is_signal = pin % 5 != 4
            power = POWER if pin % 2 else GND
            net = f"{side}{signal}" if is_signal else power
            _fan_out(board, side, pin, net)
            if is_signal:
                _onward(board, side, pin, signal)
                signal += 1
    _resistors(board)


def _turned(side: str, along: float, out: float) -> Point:
    """*along* the package's side (left to right, bottom to top) and *out* from its middle."""
    middle = (WIDTH / 2, HEIGHT / 2)
    sign = 1 if side in "NE" else -1
    if side in "NS":
        return middle[0] + along, middle[1] + sign * out
    return middle[0] + sign * out, middle[1] + along


def _fan_out(board: Board, side: str, pin: int, net: str) -> None:
    along, out = (pin - 12) * 0.5, 9.6 + 0.8 * (pin % 3)
    size = (0.3, 1.5) if side in "NS" else (1.5, 0.3)
    board.pads.append(Pad(_turned(side, along, 7.675), *size, net))
    board.tracks.append(Track((_turned(side, along, 7.675), _turned(side, along, out)), net, "top"))
    board.holes.append(Hole(_turned(side, along, out), VIA_DRILL, VIA_PAD, net))


def _onward(board: Board, side: str, pin: int, signal: int) -> None:
    """From the via on the bottom layer to the header's pin or the resistor's via."""
    along, out = (pin - 12) * 0.5, 9.6 + 0.8 * (pin % 3)
    pitch, target = (2.54, 27.5) if side in "NS" else (1.6, 27.8)
    points = (
        _turned(side, along, out),
        _turned(side, along, 11.9),
        _turned(side, (signal - 9.5) * pitch, target),
    )
    board.tracks.append(Track(points, f"{side}{signal}", "bottom"))


def _resistors(board: Board) -> None:
    """Twenty on either side; their outer ends are tied to a bus and a terminal."""
    for side in "EW":
        for signal in range(20):
            along, net = (signal - 9.5) * 1.6, f"{side}{signal}"
            via, inner, outer = (_turned(side, along, out) for out in (27.8, 29.2, 30.8))
            board.holes.append(Hole(via, VIA_DRILL, VIA_PAD, net))
            board.pads += [Pad(inner, 0.8, 0.9, net), Pad(outer, 0.8, 0.9, f"BUS_{side}")]
            board.tracks.append(Track((via, inner), net, "top", 0.2))
        ends = tuple(_turned(side, (row - 9.5) * 1.6, 30.8) for row in (0, 19))
        board.tracks.append(Track(ends, f"BUS_{side}", "top", 0.4))
    for pin in range(6):
        at = 92.0, 25.25 + 3.5 * pin
        board.holes.append(Hole(at, 1.3, 2.4, "BUS_E", "ComponentPad"))
        board.tracks.append(Track(((80.8, at[1]), at), "BUS_E", "top", 0.6))
    board.legend.append(_box(88.0, 22.5, 97.5, 45.5))


def _capacitors(board: Board) -> None:
    """Twenty-four under the controller, each pad with its own via into the planes."""
    for column in range(4):
        for row in range(6):
            x, y = 45.65 + 2.9 * column, 29.0 + 2.0 * row
            for step, via, net in ((-0.5, -1.0, POWER), (0.5, 1.0, GND)):
                board.pads.append(Pad((x + step, y), 0.5, 0.6, net, "bottom"))
                board.holes.append(Hole((x + via, y + 0.6), VIA_DRILL, VIA_PAD, net))
                points = ((x + step, y), (x + via, y + 0.6))
                board.tracks.append(Track(points, net, "bottom", 0.2))


def _usb(board: Board) -> None:
    board.holes += [Hole((3.2, y), 0.65) for y in (31.1, 36.9)]
    for pin in range(5):
        y = 34.0 + (pin - 2) * 0.65
        net = "BUS_W" if pin == 2 else GND if pin == 0 else f"USB{pin}"
        board.pads.append(Pad((6.0, y), 1.4, 0.35, net))
    board.tracks.append(Track(((6.0, 34.0), (19.2, 34.0)), "BUS_W", "top", 0.3))
    board.legend.append(_box(0.6, 29.9, 7.2, 38.1))


def _stitching(board: Board) -> None:
    """Ground vias along the edge: as many as make the number of holes up."""
    left = HOLES - len(board.holes)
    inset, span_x, span_y = 1.5, WIDTH - 20.0, HEIGHT - 44.0
    length = 2 * (span_x + span_y)
    for number in range(left):
        way = (number + 0.5) * length / left
        board.holes.append(Hole(_on_edge(way, inset, span_x, span_y), VIA_DRILL, VIA_PAD, GND))


def _on_edge(way: float, inset: float, span_x: float, span_y: float) -> Point:
    """A point *way* along the four straight stretches of the edge, corners left out."""
    start_x, start_y = (WIDTH - span_x) / 2, (HEIGHT - span_y) / 2
    for span, point in (
        (span_x, lambda w: (start_x + w, inset)),
        (span_y, lambda w: (WIDTH - inset, start_y + w)),
        (span_x, lambda w: (WIDTH - start_x - w, HEIGHT - inset)),
    ):
        if way < span:
            return point(way)
        way -= span
    return inset if not 5.5 < way < 18.5 else 9.0, HEIGHT - start_y - way


def _box(left: float, bottom: float, right: float, top: float) -> tuple[Point, ...]:
    return ((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom))


#: Seven segments: from a to g, each a stroke between two of six corners (numbered row by row).
_CORNERS = ((0.0, 2.0), (1.0, 2.0), (0.0, 1.0), (1.0, 1.0), (0.0, 0.0), (1.0, 0.0))
_SEGMENTS = {
    "a": (0, 1),
    "b": (1, 3),
    "c": (3, 5),
    "d": (4, 5),
    "e": (2, 4),
    "f": (0, 2),
    "g": (2, 3),
}
_GLYPHS = dict(
    zip(
        "0123456789-ABCDEFHLPUY",
        "abcdef bc abged abgcd fgbc afgcd afgedc abc abcdefg abfgcd g "
        "abcefg cdefg adef bcdeg adefg aefg bcefg def abefg bcdef bcdfg".split(),
        strict=True,
    )
)


def lettering(text: str, at: Point, height: float) -> Iterator[tuple[Point, Point]]:
    """Strokes of *text* in seven segments; what they cannot show is left blank."""
    scale = height / 2
    for place, character in enumerate(text.upper()):
        for name in _GLYPHS.get(character, ""):
            start, end = (_CORNERS[corner] for corner in _SEGMENTS[name])
            left = at[0] + place * scale * 1.6
            yield (
                (left + start[0] * scale, at[1] + start[1] * scale),
                (left + end[0] * scale, at[1] + end[1] * scale),
            )
