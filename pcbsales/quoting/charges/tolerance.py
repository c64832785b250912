"""How many more or fewer pieces than ordered may be delivered: dated policy by quantity."""

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.kernel.effective import Lasting
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import Day, Percent, PositiveCount, Prose, RecordId, wrong
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.charges.agreed import agreed
from pcbsales.quoting.quotations.line_parts import Tolerance


class ToleranceRow(Value):
    """Percentages for quantities up to ``upto`` pieces; the last row takes the rest."""

    upto: PositiveCount | None = None
    over_percent: Percent
    under_percent: Percent


class DeliveryTolerance(Lasting, Record):
    """An entity's tolerance of delivery; with ``customer`` it was agreed with that one."""

    noun: ClassVar[str] = "delivery-tolerance"

    title: LocalText | None = None
    source: Prose | None = None
    entity: Annotated[RecordId, Points("entity")]
    customer: Annotated[RecordId, Points("customer")] | None = None
    valid_from: Day
    valid_until: Day | None = None
    rows: tuple[ToleranceRow, ...]

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        given = [row.upto for row in self.rows]
        edges = [upto for upto in given if upto is not None]
        if given != [*edges, None] or edges != sorted(set(edges)):
            raise wrong(
                "tolerance.rows",
                "rows go by upto, least first; the last has none and takes the rest",
            )
        return self

    def of(self, quantity: int) -> Tolerance:
        """What *quantity* pieces may be delivered as: whole pieces, never more than the share."""
        row = next(row for row in self.rows if row.upto is None or quantity <= row.upto)
        return Tolerance(
            policy=self.id,
            over_percent=row.over_percent,
            under_percent=row.under_percent,
            most=quantity + int(quantity * row.over_percent / 100),
            least=quantity - int(quantity * row.under_percent / 100),
        )


def tolerance_in_force(
    snapshot: Snapshot, entity: str, customer: str, *, as_of: date
) -> DeliveryTolerance | None:
    """What holds for *customer* on *as_of*; None where nothing was said."""
    own = snapshot.where(DeliveryTolerance, entity=entity)
    return agreed(own, customer, as_of=as_of, what=DeliveryTolerance.noun)
