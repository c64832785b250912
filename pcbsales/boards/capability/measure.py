"""A length that was measured on a board's layers: where, and how sure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.boards.capability.verdicts import Surety
from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.pictures.spot import Spot
from pcbsales.kernel.scalars import plain


@dataclass(frozen=True, slots=True)
class Measure:
    """The smallest of its kind, mm; ``layer`` is a file's role as ``mask-top``.

    ``at`` is where, if it is at one place; ``off_mm`` by how much it may be off; ``at_least``: none
    was found that is smaller.
    """

    mm: Decimal
    layer: str
    surety: Surety
    at: Point | None = None
    off_mm: Decimal = Decimal(0)
    at_least: bool = False

    @property
    def spot(self) -> Spot | None:
        """Where it is, if it is at one place."""
        return None if self.at is None else Spot(self.layer, self.at)

    def as_json(self) -> dict[str, object]:
        """The length as plain text, with its place and how sure it is."""
        return {
            "mm": plain(self.mm),
            "off_mm": plain(self.off_mm),
            "at_least": self.at_least,
            "layer": self.layer,
            "at_mm": self.at and [f"{self.at[0]:.3f}", f"{self.at[1]:.3f}"],
            "surety": self.surety.value,
        }


def smallest(found: Iterable[Measure | None]) -> Measure | None:
    """The smallest of *found*, as sure as the least sure of them; None where there is none."""
    measures = [measure for measure in found if measure is not None]
    if not measures:
        return None
    least = min(measures, key=lambda measure: (measure.mm, measure.at_least, measure.layer))
    surety = max((measure.surety for measure in measures), key=lambda surety: surety.rank)
    return Measure(least.mm, least.layer, surety, least.at, least.off_mm, least.at_least)


def length(mm: float) -> Decimal:
    """A length to a thousandth of a millimetre."""
    return Decimal(f"{mm:.3f}") + Decimal(0)
