"""What a layer paints, in order: the photoplotter run over a film."""

from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.fabrication.photoplotter import Photoplotter
from pcbsales.boards.fabrication.unfollowable import Reason, UnfollowableError
from pcbsales.boards.pictures.film import Film
from pcbsales.boards.pictures.shape import Plot, Shape, shapes_of
from pcbsales.kernel.errors import MessageId, RefusedError

_NO_FORMAT: MessageId = (
    "{file} cannot be drawn: it does not state its unit and its coordinate format"
)
_BARE: MessageId = (
    "{file} cannot be drawn: it is standard Gerber (RS-274D) without aperture definitions; ask for "
    "extended Gerber"
)
_NUMBER: MessageId = "{file} cannot be drawn: {text} is no number"
_COMMAND: MessageId = "{file} cannot be drawn: {text} is no command that can be followed"
_ARC: MessageId = "{file} cannot be drawn: an arc does not meet its own end points at {text}"
_SIZE: MessageId = "{file} cannot be drawn: it repeats more than any board holds"
_APERTURE: MessageId = "{file} cannot be drawn: the aperture {text} cannot be made"
_UNDEFINED: MessageId = "{file} cannot be drawn: it uses aperture D{text}, which is not defined"
_TOLD: dict[Reason, MessageId] = {
    Reason.NUMBER: _NUMBER,
    Reason.COMMAND: _COMMAND,
    Reason.ARC: _ARC,
    Reason.SIZE: _SIZE,
    Reason.APERTURE: _APERTURE,
    Reason.UNDEFINED: _UNDEFINED,
}


class UnplottableError(RefusedError):
    """A layer that cannot be drawn; names the file and what is wrong in it."""


def plot_layer(layer: Layer) -> Plot:
    """What the layer's file paints, in mm.

    Raises:
        UnplottableError: no unit, no format or no apertures, or a command that cannot be followed.
    """
    if layer.head.bare:
        raise UnplottableError(_BARE, file=layer.name)
    if layer.head.format is None or layer.head.unit is None:
        if not layer.head.drawn:
            return Plot()
        raise UnplottableError(_NO_FORMAT, file=layer.name)
    try:
        plotted = Photoplotter(Film(), layer.head.format, layer.head.unit).follow(layer.data)
    except UnfollowableError as error:
        told = _TOLD[error.reason]
        raise UnplottableError(told, file=layer.name, text=error.text[:60]) from error
    return Plot(plotted.items, plotted.setup.negative, plotted.ended)


def layer_shapes(layer: Layer) -> tuple[Shape, ...]:
    """The layer as polygons with polarity, in painting order; arcs flattened within TOLERANCE."""
    return shapes_of(plot_layer(layer))
