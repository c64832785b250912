"""Lengths, thicknesses and areas of the trade, converted exactly.

The desk hears mil, inch, µ" and oz; the ledger holds mm, µm and m².
"""

import re
from decimal import Decimal

from pcbsales.kernel.errors import UsageError

MM_PER_INCH = Decimal("25.4")
MM_PER_MIL = Decimal("0.0254")
UM_PER_MICROINCH = Decimal("0.0254")
#: Copper foil of 1 oz/ft²: 34.79 µm by weight, 35 µm in the trade, which is what papers say.
UM_PER_OUNCE = Decimal(35)
M2_PER_SQUARE_INCH = Decimal("0.00064516")

_MM_PER_UNIT = {
    "mm": Decimal(1),
    "cm": Decimal(10),
    "mil": MM_PER_MIL,
    "in": MM_PER_INCH,
    "inch": MM_PER_INCH,
    '"': MM_PER_INCH,
    "um": Decimal("0.001"),
}
_UM_PER_UNIT = {
    "um": Decimal(1),
    "mm": Decimal(1000),
    "oz": UM_PER_OUNCE,
    'u"': UM_PER_MICROINCH,
    "uin": UM_PER_MICROINCH,
    "mil": Decimal("25.4"),
}
_MEASURE = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?) ?([a-z\"]+)")
#: micro sign, Greek mu and typographic inch marks as people and spreadsheets write them
_FOLDED = str.maketrans({"µ": "u", "μ": "u", "″": '"', "”": '"', "“": '"'})


def mm_from_inch(inches: Decimal) -> Decimal:
    """Inches in mm (1 in = 25.4 mm)."""
    return inches * MM_PER_INCH


def mm_from_mil(mils: Decimal) -> Decimal:
    """Mils in mm (1 mil = 0.0254 mm).

    >>> mm_from_mil(Decimal(4))
    Decimal('0.1016')
    """
    return mils * MM_PER_MIL


def mil_from_mm(millimetres: Decimal) -> Decimal:
    """Mm in mils; not exact where the quotient has no end."""
    return millimetres / MM_PER_MIL


def um_from_microinch(microinches: Decimal) -> Decimal:
    """Microinches (µ", of gold) in µm.

    >>> um_from_microinch(Decimal(2))
    Decimal('0.0508')
    """
    return microinches * UM_PER_MICROINCH


def um_from_ounce(ounces: Decimal) -> Decimal:
    """Copper in oz/ft² as µm, by the trade's 35 µm.

    >>> um_from_ounce(Decimal("0.5"))
    Decimal('17.5')
    """
    return ounces * UM_PER_OUNCE


def area_m2(width_mm: Decimal, height_mm: Decimal, pieces: int = 1) -> Decimal:
    """The area of *pieces* rectangles in m², exact.

    >>> area_m2(Decimal(80), Decimal(85), pieces=200)
    Decimal('1.360000')
    """
    return (width_mm * height_mm * pieces).scaleb(-6)


def m2_from_square_inch(square_inches: Decimal) -> Decimal:
    """Square inches in m² (1 in² = 0.00064516 m²)."""
    return square_inches * M2_PER_SQUARE_INCH


def length_mm(text: str) -> Decimal:
    """Read a length with its unit (``0.1mm``, ``4mil``, ``3.2in``) as mm; UsageError otherwise.

    >>> length_mm("4mil")
    Decimal('0.1016')
    """
    return _measure(text, _MM_PER_UNIT, "0.1mm, 4mil, 3.2in, 75um")


def thickness_um(text: str) -> Decimal:
    """Read a plating or foil thickness (``35um``, ``1oz``, ``2u"``) as µm; UsageError otherwise.

    >>> thickness_um("1oz")
    Decimal('35')
    """
    return _measure(text, _UM_PER_UNIT, '35um, 1oz, 2u", 1mil')


def _measure(text: str, per_unit: dict[str, Decimal], accepted: str) -> Decimal:
    found = _MEASURE.fullmatch(text.strip().lower().translate(_FOLDED))
    if found is None or found[2] not in per_unit:
        raise UsageError(
            "{text} is not a measure with its unit; accepted: {accepted}",
            text=repr(text),
            accepted=accepted,
        )
    return Decimal(found[1]) * per_unit[found[2]]
