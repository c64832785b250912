"""Coordinates of Gerber data: digits without a point, or with one, as numbers."""

from collections.abc import Callable

from pcbsales.boards.fabrication.whole import whole


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
    return sign * whole(plain or "0") / 10.0 ** digits[1]


def reader(digits: tuple[int, int], zeros: str, unit: float) -> Callable[[str], float]:
    """How coordinates of one axis are read, in mm; *unit* is mm per unit."""
    if zeros == "T":
        return lambda text: number(text, digits, zeros) * unit
    factor = 10.0 ** digits[1]

    def read(text: str) -> float:
        if "." in text:
            return number(text, digits, zeros) * unit
        return whole(text) / factor * unit

    return read
