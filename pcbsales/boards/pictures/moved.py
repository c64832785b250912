"""What moved between two packages, layer by layer: same or changed, and a picture of it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from pcbsales.boards.fabrication.box import Box, united
from pcbsales.boards.fabrication.plane import IDENTITY, Point
from pcbsales.boards.fabrication.reading import FabricationSet
from pcbsales.boards.pictures.comparison import Comparison, compare
from pcbsales.boards.pictures.ink import Ink
from pcbsales.boards.pictures.picture import Picture, Sheet, say_english
from pcbsales.boards.pictures.placing import Turner, placed
from pcbsales.boards.pictures.plotter import plot_layer
from pcbsales.boards.pictures.shape import (
    Flash,
    Painted,
    Piece,
    Plot,
    Stamp,
    Stroke,
    circle,
    extent_of,
)
from pcbsales.kernel.errors import MessageId, RefusedError

GONE, COME, KEPT = "#d11d2c", "#12943b", "#9a9a9a"
_EDGE = "#d8d8d8"
OUTLINE, DRILL = "outline", "drill"
_COMPARED = ("copper", "mask", "legend", "paste")
#: How wide the outline is drawn, mm; it has no width of its own.
_LINE = 0.15
_SAME_SIZE = 0.02

_NO_LAYER: MessageId = "neither package holds {layer}; there are {layers}"
_LEGEND: MessageId = "{layer}: only before red, only now green, both grey"
_SHIFTED: MessageId = "the new data lies elsewhere: moved by X {x} Y {y} mm for the comparison"


class State(StrEnum):
    """What became of a layer."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class LayerChange:
    """A layer in two packages, named by its role; how it was compared where both hold it."""

    layer: str
    state: State
    comparison: Comparison | None = None


def layers_of(package: FabricationSet) -> tuple[str, ...]:
    """The roles that can be compared, in the order of the package; outline and drill last."""
    drawn = (la for la in package.layers if la.form == "gerber" and la.role.kind in _COMPARED)
    names = dict.fromkeys(str(layer.role) for layer in drawn)
    if package.outline.shapes:
        names[OUTLINE] = None
    if any(file.hits or file.cuts for file in package.drilling.files):
        names[DRILL] = None
    return tuple(names)


def changed_layers(old: FabricationSet, new: FabricationSet) -> tuple[LayerChange, ...]:
    """Every layer of both packages, judged by what it draws; a board moved as a whole is the same.

    Raises:
        UnplottableError: a layer cannot be followed; names the file.
    """
    before, after = layers_of(old), layers_of(new)
    shift = shift_between(old, new)
    changes = []
    for name in dict.fromkeys((*before, *after)):
        if name not in after:
            changes.append(LayerChange(name, State.REMOVED))
        elif name not in before:
            changes.append(LayerChange(name, State.ADDED))
        else:
            found = compare(plot_of(old, name), shifted(plot_of(new, name), shift))
            changes.append(LayerChange(name, State.SAME if found.same else State.CHANGED, found))
    return tuple(changes)


def shift_between(old: FabricationSet, new: FabricationSet) -> Point:
    """By how much the new data is to be moved so that outlines of one size lie on each other."""
    before, after = old.outline.box, new.outline.box
    if before is None or after is None:
        return (0.0, 0.0)
    sizes = [(box[2] - box[0], box[3] - box[1]) for box in (before, after)]
    if any(abs(a - b) > _SAME_SIZE for a, b in zip(*sizes, strict=True)):
        return (0.0, 0.0)
    shift = (before[0] - after[0], before[1] - after[1])
    return shift if max(map(abs, shift)) > 0.001 else (0.0, 0.0)


def shifted(plot: Plot, by: Point) -> Plot:
    """The plot elsewhere."""
    if by == (0.0, 0.0):
        return plot
    items = tuple(placed(plot.painted, IDENTITY, by, Turner()))
    return Plot(items, plot.negative, plot.ended)


def plot_of(package: FabricationSet, name: str) -> Plot:
    """What the layer of role *name* paints; nothing where the package does not hold it."""
    if name == OUTLINE:
        pen = _disc(_LINE)
        rings = (shape.polygon for group in package.outline.rings for shape in group)
        return Plot(tuple(Stroke(dark=True, stamp=pen, points=(*r, r[0])) for r in rings))
    if name == DRILL:
        return Plot(tuple(_drilled(package)))
    layers = (la for la in package.layers if str(la.role) == name and la.form == "gerber")
    layer = next(layers, None)
    return Plot() if layer is None else plot_layer(layer)


def _drilled(package: FabricationSet) -> list[Painted]:
    """Holes and slots as discs and lines; a tool of unknown size is drawn as a point."""
    pens: dict[float, Stamp] = {}
    items: list[Painted] = []
    for file in package.drilling.files:
        for at, size in zip(file.hits, file.hit_sizes, strict=True):
            pen = pens.setdefault(size, _disc(size or _LINE))
            items.append(Flash(dark=True, stamp=pen, at=at))
        for cut, size in zip(file.cuts, file.cut_sizes, strict=True):
            pen = pens.setdefault(size, _disc(size or _LINE))
            items.append(Stroke(dark=True, stamp=pen, points=cut))
    return items


def _disc(diameter: float) -> Stamp:
    return Stamp((Piece(dark=True, contours=(circle(diameter / 2),)),), diameter)


def moved_picture(
    old: FabricationSet,
    new: FabricationSet,
    layer: str,
    say: Callable[..., str] = say_english,
) -> Picture:
    """The layer of role *layer* as SVG, seen from the top: what is gone, what is new, what stayed.

    Raises:
        RefusedError: neither package holds it.
        UnplottableError: it cannot be followed; names the file.
    """
    known = dict.fromkeys((*layers_of(old), *layers_of(new)))
    if layer not in known:
        raise RefusedError(_NO_LAYER, layer=layer, layers=", ".join(known))
    shift = shift_between(old, new)
    before, after = plot_of(old, layer), shifted(plot_of(new, layer), shift)
    ink = Ink(_frame(old, new, (before, after)))
    ink.layer("old", before)
    ink.layer("new", after)
    ink.definitions.append(ink.mask("kept", before))
    ink.layer("edge", plot_of(old, OUTLINE))
    parts = (
        _use("edge", _EDGE),
        _use("old", GONE),
        _use("new", COME),
        f'<g mask="url(#kept)">{_use("new", KEPT)}</g>',
    )
    sheet = Sheet(*ink.size, count=1)
    x, y = sheet.place(0)
    notes = [say(_LEGEND, layer=layer)]
    if shift != (0.0, 0.0):
        notes.append(say(_SHIFTED, x=f"{shift[0]:.3f}", y=f"{shift[1]:.3f}"))
    drawn = f"<defs>{''.join(ink.definitions)}</defs>{''.join(parts)}"
    lines = [
        sheet.text(sheet.margin, sheet.below + round(sheet.letter * 1.4 * (i + 1)), note)
        for i, note in enumerate(notes)
    ]
    return sheet.document([f'<g transform="translate({x} {y})">{drawn}</g>', *lines], len(lines))


def _use(name: str, colour: str) -> str:
    return f'<use href="#{name}" fill="{colour}" stroke="{colour}"/>'


def _frame(old: FabricationSet, new: FabricationSet, plots: tuple[Plot, Plot]) -> Box:
    """The old outline and all that is drawn, with a margin."""
    boxes = [box for box in (old.outline.box, *map(extent_of, plots)) if box]
    if not boxes and new.outline.box:
        boxes = [new.outline.box]
    box = united(boxes) if boxes else (0.0, 0.0, 1.0, 1.0)
    return box[0] - 0.5, box[1] - 0.5, box[2] + 0.5, box[3] + 0.5
