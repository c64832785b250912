"""Layers as SVG: paths of whole hundredths of a millimetre, stamps drawn once and used often."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pcbsales.boards.fabrication.box import Box
from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.pictures.shape import (
    Contour,
    Flash,
    Painted,
    Plot,
    Region,
    Stamp,
    Stroke,
    swept,
)

#: Units of the picture in a millimetre.
UNITS = 100
#: Stamps with more corners than this are drawn once and referred to.
_FEW_CORNERS = 6


@dataclass(slots=True)
class Ink:
    """Draws into a picture whose upper left corner is that of *box* (mm), Y pointing down."""

    box: Box
    prefix: str = ""
    definitions: list[str] = field(default_factory=list)
    stamps: dict[int, tuple[str, Stamp]] = field(default_factory=dict)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in units."""
        left, bottom, right, top = self.box
        return round((right - left) * UNITS), round((top - bottom) * UNITS)

    def place(self, point: Point) -> tuple[int, int]:
        """A point in whole units."""
        return round((point[0] - self.box[0]) * UNITS), round((self.box[3] - point[1]) * UNITS)

    def ring(self, contour: Contour) -> str:
        """A closed path; corners that fall together are left out."""
        return _course([self.place(point) for point in contour]) + "z"

    def rings(self, contours: Iterable[Contour]) -> str:
        """Several closed paths as the data of one."""
        return "".join(map(self.ring, contours))

    def layer(self, name: str, plot: Plot) -> None:
        """Define the group *name*: the dark parts of a layer, in the colour of whoever uses it."""
        if not plot.has_clear:
            self.definitions.append(f'<g id="{self.prefix}{name}">{self.painted(plot.painted)}</g>')
            return
        self.definitions.append(self.mask(f"{name}-m", plot))
        self.definitions.append(
            f'<g id="{self.prefix}{name}" mask="url(#{self.prefix}{name}-m)">{self.sheet()}</g>'
        )

    def mask(self, name: str, plot: Plot) -> str:
        """A mask that shows the dark parts of a layer."""
        parts = [self.sheet("#fff")] if plot.negative else []
        for is_dark, run in groupby(plot.painted, key=lambda item: item.dark):
            colour = "#fff" if is_dark is not plot.negative else "#000"
            parts.append(f'<g fill="{colour}" stroke="{colour}">{self.painted(list(run))}</g>')
        width, height = self.size
        return (
            f'<mask id="{self.prefix}{name}" maskUnits="userSpaceOnUse" x="0" y="0" '
            f'width="{width}" height="{height}">{"".join(parts)}</mask>'
        )

    def sheet(self, colour: str = "") -> str:
        """A rectangle over the whole picture."""
        width, height = self.size
        fill = f' fill="{colour}"' if colour else ""
        return f'<rect width="{width}" height="{height}"{fill} stroke="none"/>'

    def painted(self, items: Sequence[Painted]) -> str:
        """Things of one polarity, grouped by the pen that draws them."""
        fills: list[str] = []
        lines: dict[float, list[str]] = {}
        uses: list[str] = []
        for item in items:
            if isinstance(item, Region):
                fills.append(self.ring(item.contour))
            elif isinstance(item, Stroke):
                self._stroke(item, fills, lines)
            else:
                self._flash(item, fills, lines, uses)
        parts = [f'<path stroke="none" d="{"".join(fills)}"/>'] if fills else []
        parts += [
            f'<path fill="none" stroke-width="{_number(width * UNITS)}" stroke-linecap="round" '
            f'stroke-linejoin="round" d="{"".join(lines[width])}"/>'
            for width in sorted(lines)
        ]
        return "".join([*parts, *uses])

    def _stroke(self, item: Stroke, fills: list[str], lines: dict[float, list[str]]) -> None:
        if item.stamp.diameter:
            course = _course([self.place(point) for point in item.points])
            lines.setdefault(item.stamp.diameter, []).append(course)
        else:
            fills.append(self.rings(swept(item.stamp, item.points)))

    def _flash(
        self, item: Flash, fills: list[str], lines: dict[float, list[str]], uses: list[str]
    ) -> None:
        if item.stamp.diameter:
            x, y = self.place(item.at)
            lines.setdefault(item.stamp.diameter, []).append(f"M{x} {y}h0")
            return
        if item.stamp.plain and len(item.stamp.points) <= _FEW_CORNERS:
            at = item.at
            for piece in item.stamp.pieces:
                shifted = (tuple((x + at[0], y + at[1]) for x, y in r) for r in piece.contours)
                fills.append(self.rings(shifted))
            return
        x, y = self.place(item.at)
        uses.append(f'<use href="#{self._stamp(item.stamp)}" x="{x}" y="{y}"/>')

    def _stamp(self, stamp: Stamp) -> str:
        """The name of a stamp, defined at its first use."""
        known = self.stamps.get(id(stamp))
        if known:
            return known[0]
        name = f"{self.prefix}s{len(self.stamps)}"
        self.stamps[id(stamp)] = name, stamp
        if stamp.plain:
            path = "".join(_fine(ring) for piece in stamp.pieces for ring in piece.contours)
            self.definitions.append(f'<path id="{name}" stroke="none" d="{path}"/>')
        else:
            self.definitions.append(_composite(name, stamp))
        return name


def _composite(name: str, stamp: Stamp) -> str:
    """A stamp of which parts are taken away again."""
    xs, ys = [x for x, _ in stamp.points], [y for _, y in stamp.points]
    frame = (
        f'x="{_number(min(xs) * UNITS - 1)}" y="{_number(-max(ys) * UNITS - 1)}" '
        f'width="{_number((max(xs) - min(xs)) * UNITS + 2)}" '
        f'height="{_number((max(ys) - min(ys)) * UNITS + 2)}"'
    )
    parts = [
        f'<path fill="{"#fff" if piece.dark else "#000"}" stroke="none" '
        f'd="{"".join(map(_fine, piece.contours))}"/>'
        for piece in stamp.pieces
    ]
    return (
        f'<mask id="{name}-m" maskUnits="userSpaceOnUse" {frame}>{"".join(parts)}</mask>'
        f'<g id="{name}" mask="url(#{name}-m)"><rect {frame} stroke="none"/></g>'
    )


def _fine(ring: Contour) -> str:
    """A stamp's ring, to a tenth of a unit."""
    points = [f"{_number(x * UNITS)} {_number(-y * UNITS)}" for x, y in ring]
    return f"M{'L'.join(points)}z"


def _course(points: Sequence[tuple[int, int]]) -> str:
    """A path through points, in steps from one to the next; a point by itself stays visible."""
    (x, y), *rest = points
    steps = "".join(_steps(x, y, rest))
    return f"M{x} {y}{steps or 'h0'}"


def _steps(x: int, y: int, points: Iterable[tuple[int, int]]) -> Iterator[str]:
    letter = ""
    for to_x, to_y in points:
        dx, dy = to_x - x, to_y - y
        x, y = to_x, to_y
        if not dx and not dy:
            continue
        if not dy:
            letter, step = "h", f"h{dx}"
        elif not dx:
            letter, step = "v", f"v{dy}"
        else:
            join = ("" if dx < 0 else " ") if letter == "l" else "l"
            letter, step = "l", f"{join}{dx}{dy:d}" if dy < 0 else f"{join}{dx} {dy}"
        yield step


def _number(value: float) -> str:
    """A number to a tenth, without needless zeros."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text
