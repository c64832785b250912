"""Controlled impedances of a board."""

from pcbsales.boards.dimensions import Conductor, Ohm
from pcbsales.kernel.record import Value
from pcbsales.kernel.scalars import Code


class Impedance(Value):
    """One controlled impedance: Ω on a signal layer, against its reference layer."""

    layer: Code
    ohm: Ohm
    reference: Code | None = None
    width_mm: Conductor | None = None
