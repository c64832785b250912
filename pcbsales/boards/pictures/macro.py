"""Aperture macros: their expressions, and their primitives as pieces of a stamp.

Source: Gerber layer format specification, section 4.5 (and the withdrawn primitives 2, 6 and 22).
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence

from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.pictures.shape import Contour, Piece, anticlockwise, circle, rectangle

_NUMBER = re.compile(r"\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+")
_LARGEST_OUTLINE = 20_000
Variables = dict[int, float]


class MacroError(ValueError):
    """A macro that cannot be worked out."""


def pieces_of(body: Sequence[str], arguments: Sequence[float], unit: float) -> tuple[Piece, ...]:
    """The pieces of macro *body* (its blocks) called with *arguments*; *unit* is mm per unit.

    Raises:
        MacroError: an expression or a primitive that does not exist.
    """
    variables: Variables = dict(enumerate(arguments, 1))
    pieces: list[Piece] = []
    for block in body:
        if not block or block.startswith("0"):
            continue
        if block.startswith("$"):
            name, sign, expression = block.partition("=")
            if not sign or not name[1:].isdigit():
                raise MacroError(block)
            variables[int(name[1:])] = evaluate(expression, variables)
            continue
        code, *values = (evaluate(part, variables) for part in block.split(","))
        pieces += _primitive(int(code), values, unit)
    return tuple(pieces)


def evaluate(text: str, variables: Variables) -> float:
    """The value of an expression with + - x / ( ) and $ variables.

    >>> evaluate("$1x2-(1+.5)/3", {1: 4.0})
    7.5
    """
    value, rest = _sum(text.replace("X", "x"), variables, 0)
    if rest:
        raise MacroError(text)
    return value


def _sum(text: str, variables: Variables, depth: int) -> tuple[float, str]:
    if depth > 50:
        raise MacroError(text)
    value, text = _product(text, variables, depth)
    while text[:1] in {"+", "-"} and text:
        other, rest = _product(text[1:], variables, depth)
        value = value + other if text[0] == "+" else value - other
        text = rest
    return value, text


def _product(text: str, variables: Variables, depth: int) -> tuple[float, str]:
    value, text = _operand(text, variables, depth)
    while text[:1] in {"x", "/"} and text:
        other, rest = _operand(text[1:], variables, depth)
        if text[0] == "/" and not other:
            raise MacroError(text)
        value = value * other if text[0] == "x" else value / other
        text = rest
    return value, text


def _operand(text: str, variables: Variables, depth: int) -> tuple[float, str]:
    if text[:1] in {"+", "-"} and text:
        sign = -1.0 if text[0] == "-" else 1.0
        value, rest = _operand(text[1:].lstrip("+"), variables, depth + 1)
        return sign * value, rest
    if text.startswith("("):
        value, rest = _sum(text[1:], variables, depth + 1)
        if not rest.startswith(")"):
            raise MacroError(text)
        return value, rest[1:]
    if text.startswith("$"):
        digits = re.match(r"\d+", text[1:])
        if not digits:
            raise MacroError(text)
        return variables.get(int(digits[0]), 0.0), text[1 + digits.end() :]
    match = _NUMBER.match(text)
    if not match:
        raise MacroError(text)
    return float(match[0]), text[match.end() :]


def _primitive(code: int, values: list[float], unit: float) -> Iterator[Piece]:
    maker = _PRIMITIVES.get(code)
    if maker is None:
        raise MacroError(str(code))
    try:
        yield from maker(values, unit)
    except (IndexError, ValueError, OverflowError) as error:
        raise MacroError(str(code)) from error


def _ring(dark: float, points: Sequence[Point], rotation: float) -> Piece:
    """A piece of one ring, turned about the macro's origin (degrees, anticlockwise)."""
    if rotation:
        angle = math.radians(rotation)
        cos, sin = math.cos(angle), math.sin(angle)
        points = [(x * cos - y * sin, x * sin + y * cos) for x, y in points]
    return Piece(dark=dark >= 0.5, contours=(anticlockwise(points),))


def _at(values: list[float], index: int) -> float:
    """A value that may be left out at the end."""
    return values[index] if index < len(values) else 0.0


def _disc(v: list[float], unit: float) -> Iterator[Piece]:
    x, y = _at(v, 2) * unit, _at(v, 3) * unit
    if v[1] > 0:
        yield _ring(v[0], circle(v[1] * unit / 2, x, y), _at(v, 4))


def _vector_line(v: list[float], unit: float) -> Iterator[Piece]:
    width, x0, y0, x1, y1 = (value * unit for value in v[1:6])
    length = math.hypot(x1 - x0, y1 - y0)
    if not length or not width:
        return
    dx, dy = -(y1 - y0) / length * width / 2, (x1 - x0) / length * width / 2
    corners = ((x0 + dx, y0 + dy), (x0 - dx, y0 - dy), (x1 - dx, y1 - dy), (x1 + dx, y1 + dy))
    yield _ring(v[0], corners, _at(v, 6))


def _centre_line(v: list[float], unit: float) -> Iterator[Piece]:
    width, height, x, y = (value * unit for value in v[1:5])
    if width > 0 and height > 0:
        yield _ring(v[0], rectangle(width, height, x, y), _at(v, 5))


def _corner_line(v: list[float], unit: float) -> Iterator[Piece]:
    width, height, x, y = (value * unit for value in v[1:5])
    if width > 0 and height > 0:
        yield _ring(v[0], rectangle(width, height, x + width / 2, y + height / 2), _at(v, 5))


def _outline(v: list[float], unit: float) -> Iterator[Piece]:
    count = int(v[1])
    if not 2 <= count <= _LARGEST_OUTLINE:
        raise MacroError("4")
    points = [(v[2 + 2 * i] * unit, v[3 + 2 * i] * unit) for i in range(count + 1)]
    yield _ring(v[0], points[:-1] if points[0] == points[-1] else points, _at(v, 4 + 2 * count))


def _polygon(v: list[float], unit: float) -> Iterator[Piece]:
    yield _ring(v[0], regular(int(v[1]), v[4] * unit, v[2] * unit, v[3] * unit), _at(v, 5))


def regular(corners: int, diameter: float, x: float = 0.0, y: float = 0.0) -> Contour:
    """A regular polygon in a circle, its first corner to the right."""
    if not 3 <= corners <= 12:
        raise MacroError("5")
    turn = 2 * math.pi / corners
    return tuple(
        (x + diameter / 2 * math.cos(i * turn), y + diameter / 2 * math.sin(i * turn))
        for i in range(corners)
    )


def _moire(v: list[float], unit: float) -> Iterator[Piece]:
    """Rings from the outside in, then a cross over them."""
    x, y, outer, thick, gap = (value * unit for value in v[:5])
    for _ in range(min(int(v[5]), 100)):
        if outer <= 0:
            break
        yield _ring(1, circle(outer / 2, x, y), _at(v, 8))
        if outer - 2 * thick > 0:
            yield _ring(0, circle(outer / 2 - thick, x, y), _at(v, 8))
        outer -= 2 * (thick + gap)
    width, length = v[6] * unit, v[7] * unit
    if width > 0 and length > 0:
        yield _ring(1, rectangle(length, width, x, y), _at(v, 8))
        yield _ring(1, rectangle(width, length, x, y), _at(v, 8))


def _thermal(v: list[float], unit: float) -> Iterator[Piece]:
    """A ring with four gaps."""
    x, y, outer, inner, gap = (value * unit for value in v[:5])
    yield _ring(1, circle(outer / 2, x, y), _at(v, 5))
    if inner > 0:
        yield _ring(0, circle(inner / 2, x, y), _at(v, 5))
    if gap > 0:
        reach = outer * 1.1
        yield _ring(0, rectangle(reach, gap, x, y), _at(v, 5))
        yield _ring(0, rectangle(gap, reach, x, y), _at(v, 5))


_PRIMITIVES: dict[int, Callable[[list[float], float], Iterator[Piece]]] = {
    1: _disc,
    2: _vector_line,
    4: _outline,
    5: _polygon,
    6: _moire,
    7: _thermal,
    20: _vector_line,
    21: _centre_line,
    22: _corner_line,
}
