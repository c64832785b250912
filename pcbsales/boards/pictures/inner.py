"""Inner layers: which there are, the copper of each, and a picture of them."""

import re
from dataclasses import replace

from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.fabrication.reading import FabricationSet
from pcbsales.boards.pictures.board import Board, Remark
from pcbsales.boards.pictures.colour import COPPER, LAMINATE
from pcbsales.boards.pictures.ink import Ink
from pcbsales.boards.pictures.layer_words import role_words
from pcbsales.boards.pictures.picture import Picture, Say, Sheet, board_mask, say_english
from pcbsales.boards.pictures.plotter import plot_layer
from pcbsales.boards.pictures.shape import Plot
from pcbsales.kernel.errors import MessageId, RefusedError

#: Planes that programs of old draw as what is taken away, without saying so in the file.
_MAYBE_NEGATIVE = re.compile(r"\.(gp|pln)\d+$", re.IGNORECASE)

_CAPTION: MessageId = "{layer}, seen from the top: {file}"
_NO_INNER: MessageId = "the package holds no inner layers"
_SENSE_UNSURE: MessageId = "{file} does not say whether it is drawn as a negative: drawn as it is"


def inner_layers(package: FabricationSet) -> tuple[Layer, ...]:
    """The inner copper layers from the top on, each once; what is not numbered comes last."""
    found = [
        layer
        for layer in package.layers
        if layer.role.kind == "copper" and layer.role.side == "inner" and not layer.repeats
    ]
    return tuple(sorted(found, key=lambda layer: (layer.role.position or 99, layer.role.relative)))


def sense_unsure(layer: Layer) -> bool:
    """Whether nobody says if the layer draws copper, or what is taken away from a plane."""
    return not _polarity(layer) and _MAYBE_NEGATIVE.search(layer.name) is not None


def copper_of(layer: Layer) -> Plot:
    """The copper of a layer; one that is stated to be negative is turned round.

    Raises:
        UnplottableError: it cannot be followed; names the file.
    """
    plot = plot_layer(layer)
    stated = _polarity(layer) == "negative"
    return replace(plot, negative=not plot.negative) if stated else plot


def inner_picture(
    package: FabricationSet, board: Board, say: Say = say_english, lang: str = "en"
) -> Picture:
    """Every inner layer of *board* as SVG, seen from the top, in the order of the build.

    Raises:
        RefusedError: there is none.
        UnplottableError: one cannot be followed; names the file.
    """
    layers = inner_layers(package)
    if not layers:
        raise RefusedError(_NO_INNER)
    sheet = Sheet(*Ink(board.box).size, len(layers))
    parts = []
    for index, layer in enumerate(layers):
        x, y = sheet.place(index)
        drawn = inner_drawing(board, copper_of(layer), prefix=f"i{index}")
        parts.append(f'<g transform="translate({x} {y})">{drawn}</g>')
        caption = say(_CAPTION, layer=role_words(layer.role, lang), file=layer.name)
        parts.append(sheet.text(x, y - sheet.letter // 2, caption))
    remarks = inner_remarks(package, board)
    for index, (msgid, values) in enumerate(remarks):
        y = sheet.below + round(sheet.letter * 1.4 * (index + 1))
        parts.append(sheet.text(sheet.margin, y, say(msgid, **dict(values)), colour="#b00020"))
    return sheet.document(parts, lines=len(remarks))


def inner_remarks(package: FabricationSet, board: Board) -> tuple[Remark, ...]:
    """What is not sure of the picture: the board, and planes whose sense nobody states."""
    doubted = [layer for layer in inner_layers(package) if sense_unsure(layer)]
    return (*board.remarks, *((_SENSE_UNSURE, (("file", layer.name),)) for layer in doubted))


def inner_drawing(board: Board, copper: Plot, *, prefix: str = "i") -> str:
    """One layer: laminate and copper without its holes."""
    ink = Ink(board.box, prefix=prefix)
    ink.definitions.append(board_mask(board, ink))
    ink.layer("cu", copper)
    body = f'{ink.sheet(LAMINATE)}<use href="#{prefix}cu" fill="{COPPER}" stroke="{COPPER}"/>'
    return f'<defs>{"".join(ink.definitions)}</defs><g mask="url(#{prefix}board)">{body}</g>'


def _polarity(layer: Layer) -> str:
    """As the file's attribute states it: positive, negative; empty where it does not."""
    return "".join(layer.head.attributes.get(".FilePolarity", ())[:1]).casefold()
