"""The narrowest conductor, where the data says which lines are conductors."""

import re
from collections.abc import Sequence
from decimal import Decimal

from pcbsales.boards.fabrication.apart import drawn_twice
from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.fabrication.questions import Question, ask
from pcbsales.boards.fabrication.whole import whole

_SELECTION = re.compile(rb"(?<![\dXYIJ.])(?:G54)?D0*([1-9]\d+)\s*\*|G3([67])\*")
_DRAWS = re.compile(rb"D0?1\*|[XY][-+\d]+\s*\*")


def narrowest_conductor(layers: Sequence[Layer]) -> tuple[Decimal | None, list[Question]]:
    """The smallest width (mm) drawn with an aperture marked as conductor on every copper layer.

    Without such marks a width is only a hint (it may fill an area or write text): it is asked.
    """
    copper = [layer for layer in layers if layer.role.kind == "copper" and not layer.repeats]
    drawn = [layer for layer in copper if layer.head.drawn]
    if not drawn:
        return None, []
    unmarked = [layer for layer in drawn if not layer.head.has_functions]
    widths = [] if unmarked else [_drawn_widths(layer, marked=True) for layer in drawn]
    found = [width for row in widths for width in row]
    if found and drawn_twice(layers):
        return None, []
    if found:
        return _mm(min(found)), []
    hints = [width for layer in drawn for width in _drawn_widths(layer, marked=False)]
    if not hints:
        return None, [_unsure_without_lines()]
    return None, [
        ask(
            "conductor.unsure",
            "The copper layers do not mark which lines are conductors; the narrowest line drawn "
            "is {width} mm. Please confirm the smallest conductor width and spacing.",
            width=_mm(min(hints)),
        )
    ]


def _unsure_without_lines() -> Question:
    return ask(
        "conductor.unsure",
        "The copper layers draw areas only, so the smallest conductor width cannot be read. "
        "Please state the smallest conductor width and spacing.",
    )


def _mm(width: float) -> Decimal:
    text = f"{width:.4f}".rstrip("0")
    return Decimal(text + "0" if text.endswith(".") else text)


def _drawn_widths(layer: Layer, *, marked: bool) -> list[float]:
    """The narrowest width of round apertures that draw lines on a layer, as a list of none or one.

    *marked* keeps to apertures whose X2 function is Conductor.
    """
    if layer.head.unit is None:
        return []
    widths = {
        code: aperture.width
        for code, aperture in layer.head.apertures.items()
        if aperture.width and (not marked or aperture.function == "Conductor")
    }
    stretches = _stretches(layer.data, set(widths))
    for code in sorted(widths, key=lambda code: widths[code] or 0.0):
        if any(_DRAWS.search(layer.data, *stretch) for stretch in stretches.get(code, ())):
            return [widths[code] or 0.0]
    return []


def _stretches(data: bytes, codes: set[int]) -> dict[int, list[tuple[int, int]]]:
    """Where in the file each aperture is the selected one, regions left out."""
    found: dict[int, list[tuple[int, int]]] = {}
    current, begin, region = 0, 0, False
    for match in _SELECTION.finditer(data):
        if not region and current in codes:
            found.setdefault(current, []).append((begin, match.start()))
        if match[1]:
            current = whole(match[1].decode())
        else:
            region = match[2] == b"6"
        begin = match.end()
    if current in codes and not region:
        found.setdefault(current, []).append((begin, len(data)))
    return found
