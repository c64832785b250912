"""That a line's price was agreed before: which agreement, which band, and what moved it since."""

from enum import StrEnum
from typing import Annotated

from pcbsales.kernel.record import Points, Value
from pcbsales.kernel.scalars import Day, Number, Positive, PositiveCount, RecordId, plain

#: The step that brings the book's price to the agreed one.
AGREEMENT = "agreement"


class ClauseKind(StrEnum):
    """What may move an agreed price."""

    COPPER = "copper"
    GOLD = "gold"
    LAMINATE = "laminate"
    EXCHANGE = "exchange"


class AgreedMove(Value):
    """What a clause of the agreement moved the price by, in percent; 0 within its band.

    ``figure`` is the latest of a metal or rate by the quotation's day, from the record it names.
    """

    kind: ClauseKind
    figure: Positive
    day: Day
    metal_price: Annotated[RecordId, Points("metal-price")] | None = None
    exchange_rate: Annotated[RecordId, Points("exchange-rate")] | None = None
    percent: Number

    def as_json(self) -> dict[str, str | None]:
        """The move; numbers as plain decimal strings."""
        return {
            "kind": self.kind.value,
            "figure": plain(self.figure),
            "day": self.day.isoformat(),
            "metal_price": self.metal_price,
            "exchange_rate": self.exchange_rate,
            "percent": plain(self.percent),
        }


class AgreedBand(Value):
    """The agreement that a line's price is from, and the quantity that its band begins with.

    ``moves`` are those of its clauses by which prices move by themselves.
    """

    agreement: Annotated[RecordId, Points("price-agreement")]
    from_quantity: PositiveCount
    moves: tuple[AgreedMove, ...] = ()

    def as_json(self) -> dict[str, object]:
        """``{agreement, from_quantity, moves}``."""
        return {
            "agreement": self.agreement,
            "from_quantity": self.from_quantity,
            "moves": [move.as_json() for move in self.moves],
        }
