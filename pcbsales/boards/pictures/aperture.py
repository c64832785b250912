"""Apertures: what C, R, O, P and macros leave on the film."""

import math
import re
from collections.abc import Mapping, Sequence

from pcbsales.boards.fabrication.whole import whole
from pcbsales.boards.pictures.macro import MacroError, pieces_of, regular
from pcbsales.boards.pictures.shape import Contour, Piece, Stamp, circle, hull, moved, rectangle

#: The largest aperture that is believed, mm.
LARGEST = 1000.0
_DEFINITION = re.compile(r"ADD0*(\d+)([^,*]+)(?:,([^*]*))?")
Macros = Mapping[str, Sequence[str]]


class ApertureError(ValueError):
    """An aperture that cannot be made."""


def defined(command: str, macros: Macros, unit: float) -> tuple[int, Stamp]:
    """The number and the stamp of an ``ADD…`` command; *unit* is mm per unit.

    Raises:
        ApertureError: an unknown template, a missing or an impossible parameter.
    """
    match = _DEFINITION.match(command)
    if not match:
        raise ApertureError(command)
    template, text = match[2], match[3] or ""
    try:
        values = [float(part) for part in text.upper().split("X") if part]
        return whole(match[1]), _stamp(template, values, macros, unit)
    except (MacroError, ValueError, IndexError, OverflowError) as error:
        raise ApertureError(command) from error


def _stamp(template: str, values: list[float], macros: Macros, unit: float) -> Stamp:
    if template in macros:
        return Stamp(pieces_of(macros[template], values, unit))
    lengths = [value * unit for value in values]
    if not all(0 <= length <= LARGEST for length in lengths[:2]):
        raise ApertureError(template)
    if template == "C":
        if not lengths[0]:
            return Stamp((), 0.0)
        whole = len(lengths) == 1 or not any(lengths[1:])
        solid = _solid(circle(lengths[0] / 2), lengths[1:])
        return Stamp(solid, lengths[0] if whole else None)
    if template == "R":
        return Stamp(_solid(rectangle(lengths[0], lengths[1]), lengths[2:]))
    if template == "O":
        return Stamp(_solid(_obround(lengths[0], lengths[1]), lengths[2:]))
    if template == "P":
        ring = _rotated(regular(int(values[1]), lengths[0]), values[2] if len(values) > 2 else 0.0)
        return Stamp(_solid(ring, lengths[3:]))
    raise ApertureError(template)


def _solid(ring: Contour, hole: Sequence[float]) -> tuple[Piece, ...]:
    """The ring without its hole: a round one, or (in old files) a rectangular one."""
    cut: Contour = ()
    if len(hole) == 1 and hole[0] > 0:
        cut = circle(hole[0] / 2)
    elif len(hole) > 1 and hole[0] > 0 and hole[1] > 0:
        cut = rectangle(hole[0], hole[1])
    if not all(math.hypot(x, y) > 0 for x, y in ring):
        return ()
    rings = (ring, tuple(reversed(cut))) if cut else (ring,)
    return (Piece(dark=True, contours=rings),)


def _obround(width: float, height: float) -> Contour:
    """A rectangle with round ends at its short sides."""
    if not width or not height:
        return rectangle(width, height)
    reach = abs(width - height) / 2
    x, y = (reach, 0.0) if width > height else (0.0, reach)
    disc = circle(min(width, height) / 2)
    return hull((*moved(disc, (x, y)), *moved(disc, (-x, -y))))


def _rotated(ring: Contour, degrees: float) -> Contour:
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    return tuple((x * cos - y * sin, x * sin + y * cos) for x, y in ring)
