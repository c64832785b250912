"""Record types that exist for the store's tests alone."""

from typing import Annotated, ClassVar

from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import Count, Day, Flag, Line, Number, Prose, RecordId


class Screw(Value):
    length_mm: Number
    label: Line | None = None


class Box(Record):
    noun: ClassVar[str] = "box"

    name: Line = "box"


class Thing(Record):
    noun: ClassVar[str] = "thing"

    name: Line
    box: Annotated[RecordId, Points("box")] | None = None
    made: Day | None = None
    price: Money | None = None
    count: Count | None = None
    good: Flag | None = None
    text: Prose | None = None
    screws: tuple[Screw, ...] = ()
