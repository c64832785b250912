"""That a line's price was agreed before: which agreement, and which of its bands."""

from typing import Annotated

from pcbsales.kernel.record import Points, Value
from pcbsales.kernel.scalars import PositiveCount, RecordId

#: The step that brings the book's price to the agreed one.
AGREEMENT = "agreement"


class AgreedBand(Value):
    """The agreement that a line's price is from, and the quantity that its band begins with."""

    agreement: Annotated[RecordId, Points("price-agreement")]
    from_quantity: PositiveCount

    def as_json(self) -> dict[str, object]:
        """``{agreement, from_quantity}``."""
        return {"agreement": self.agreement, "from_quantity": self.from_quantity}
