"""What a board looks like: the colours of mask, legend, copper and finish."""

from contextlib import suppress
from dataclasses import dataclass

from pcbsales.boards.choices import Finish, LegendColour, MaskColour
from pcbsales.boards.fabrication.reading import FabricationSet, reading_of
from pcbsales.boards.setting import read_value
from pcbsales.boards.specification import Specification
from pcbsales.kernel.errors import UsageError

LAMINATE = "#c9b98a"
COPPER = "#b87333"
#: Under the mask laminate looks darker than copper, which throws the light back.
UNDER_MASK = {"laminate": "#4a4630", "copper": "#e3b36b"}
_GOLD, _SILVER, _TIN, _SOLDER = "#e0b84c", "#dfe2e4", "#cfd3d6", "#c7ccd1"
FINISHES = {
    Finish.HASL: _SOLDER,
    Finish.LF_HASL: _SOLDER,
    Finish.ENIG: _GOLD,
    Finish.ENEPIG: "#dcc878",
    Finish.IMAG: _SILVER,
    Finish.IMSN: _TIN,
    Finish.OSP: "#c98a5b",
    Finish.HARD_GOLD: "#d9a521",
    Finish.CARBON: "#2e2e30",
    Finish.NONE: COPPER,
}
#: Colour and how much of what lies below it hides.
MASKS = {
    MaskColour.GREEN: ("#06682f", 0.8),
    MaskColour.MATT_GREEN: ("#1d5236", 0.88),
    MaskColour.BLUE: ("#0d3b86", 0.84),
    MaskColour.RED: ("#a31621", 0.82),
    MaskColour.BLACK: ("#17181a", 0.9),
    MaskColour.MATT_BLACK: ("#232427", 0.94),
    MaskColour.WHITE: ("#f2f2ee", 0.9),
    MaskColour.YELLOW: ("#d9b310", 0.8),
    MaskColour.PURPLE: ("#4b1e6b", 0.84),
    MaskColour.CLEAR: ("#f3ead2", 0.2),
}
LEGENDS = {
    LegendColour.WHITE: "#fafafa",
    LegendColour.BLACK: "#111111",
    LegendColour.YELLOW: "#f3dd3c",
}
#: On these a white legend cannot be read; the usual one is black.
_LIGHT = {MaskColour.WHITE, MaskColour.YELLOW, MaskColour.CLEAR}


@dataclass(frozen=True, slots=True)
class Dress:
    """The colours ordered; None for what nobody has stated, which is then assumed."""

    mask: MaskColour | None = None
    legend: LegendColour | None = None
    finish: Finish | None = None

    @classmethod
    def of(cls, specification: Specification) -> "Dress":
        """The colours that a specification states."""
        return cls(specification.mask_colour, specification.legend_colour, specification.finish)

    @property
    def coat(self) -> tuple[str, float]:
        """Colour and opacity of the mask; green where none is stated."""
        return MASKS[self.mask or MaskColour.GREEN]

    @property
    def print(self) -> str:
        """The legend's colour; where none is stated the one that can be read on the mask."""
        usual = LegendColour.BLACK if self.mask in _LIGHT else LegendColour.WHITE
        return LEGENDS[self.legend or usual]

    @property
    def metal(self) -> str:
        """The colour of bare copper under its finish; copper's own where none is stated."""
        return FINISHES[self.finish or Finish.NONE]


def dress_of_reading(package: FabricationSet) -> Dress:
    """The colours that the data itself states, where they can be read."""
    reading = reading_of(package)
    stated = {
        "mask_colour": reading.mask_colour,
        "legend_colour": reading.legend_colour,
        "finish": reading.finish,
    }
    known: dict[str, object] = {}
    for key, text in stated.items():
        if text:
            with suppress(UsageError):
                known[key] = read_value(key, text)
    return Dress.of(Specification.model_validate(known))
