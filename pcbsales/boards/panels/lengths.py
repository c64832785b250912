"""Lengths on a working panel: exact to the nanometre, whether the source says mm or inches."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import AfterValidator
from pydantic_core import CoreSchema, core_schema

from pcbsales.kernel.scalars import Number, plain, refuse, wrong
from pcbsales.kernel.units import MM_PER_INCH

NM_PER_MM = 1_000_000
#: The step in which a cliff is told: no router cuts finer.
NM_PER_UM = 1_000
_PANEL = re.compile(
    r"((?:0|[1-9][0-9]{0,3})(?:\.[0-9]{1,4})?) x ((?:0|[1-9][0-9]{0,3})(?:\.[0-9]{1,4})?)( in)?"
)
_LEAST_MM, _MOST_MM = Decimal(100), Decimal(1500)


def nm_from_mm(millimetres: Decimal) -> int:
    """Mm as whole nanometres; finer than that is rounded half to even (nobody measures it).

    >>> nm_from_mm(Decimal("25.4"))
    25400000
    """
    return int((millimetres * NM_PER_MM).to_integral_value())


def mm_from_nm(nanometres: int) -> Decimal:
    """Nanometres as mm, exact and without trailing zeros.

    >>> mm_from_nm(25_400_000), mm_from_nm(-100_000_000)
    (Decimal('25.4'), Decimal('-100'))
    """
    return Decimal(plain((Decimal(nanometres) / NM_PER_MM).normalize()))


def _border_or_gap(value: Decimal) -> Decimal:
    if 0 <= value <= 100 and nm_from_mm(value) == value * NM_PER_MM:
        return value
    raise wrong(
        "working_panel.length",
        "expected 0 to 100 mm with at most 6 decimals, got {value}",
        value=plain(value),
    )


#: A border, gap or strip of a working panel, in mm; 0 is one too.
Strip = Annotated[Number, AfterValidator(_border_or_gap)]


@dataclass(frozen=True, slots=True)
class PanelSize:
    """Width and height of a working panel, kept as the source says them: mm, or inches."""

    width: Decimal
    height: Decimal
    in_inches: bool = False

    @property
    def width_mm(self) -> Decimal:
        """The width in mm, exact."""
        return self._mm(self.width)

    @property
    def height_mm(self) -> Decimal:
        """The height in mm, exact."""
        return self._mm(self.height)

    @property
    def with_unit(self) -> str:
        """The size as people read it: ``18 x 24 in``, ``510 x 620 mm``."""
        return str(self) if self.in_inches else f"{self} mm"

    @property
    def short(self) -> str:
        """The size for a narrow column: ``18×24 in``."""
        return self.with_unit.replace(" x ", "×")

    def _mm(self, side: Decimal) -> Decimal:
        return mm_from_nm(nm_from_mm(side * MM_PER_INCH if self.in_inches else side))

    @classmethod
    def read(cls, value: object) -> Self:
        """Read ``457.2 x 609.6`` (mm) or ``18 x 24 in``; sides are 100 to 1500 mm."""
        if isinstance(value, cls):
            return value
        match = _PANEL.fullmatch(value) if isinstance(value, str) else None
        if match is not None:
            size = cls(Decimal(match[1]), Decimal(match[2]), match[3] is not None)
            if all(_LEAST_MM <= side <= _MOST_MM for side in (size.width_mm, size.height_mm)):
                return size
        raise refuse(
            "panel_size",
            "a panel of 100 to 1500 mm a side, such as 457.2 x 609.6 or 18 x 24 in",
            value,
        )

    def __str__(self) -> str:
        unit = " in" if self.in_inches else ""
        return f"{plain(self.width)} x {plain(self.height)}{unit}"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: Callable[[Any], CoreSchema]
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read,
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema()
            ),
        )
