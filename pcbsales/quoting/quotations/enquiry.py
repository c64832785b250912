"""What a customer asks to be quoted: boards, quantities, lead times, and prices they named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pcbsales.quoting.matrix.option import Option
from pcbsales.quoting.pricing.asked_price import AskedPrice
from pcbsales.quoting.quotations.quote_line import QuantityUnit


@dataclass(frozen=True, slots=True)
class Request:
    """A line as asked for; ``rev`` None is the current one, ``lead_days`` None the standard."""

    part: str
    quantity: int
    rev: str | None = None
    unit: QuantityUnit | None = None
    lead_days: int | None = None
    price: AskedPrice | None = None
    option: Option | None = None


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What *customer* asks to be quoted, a line for each of ``requests``, and for whom."""

    customer: str
    requests: Sequence[Request]
    person: str | None = None
    customer_rfq: str | None = None
    #: The last day of the offer; None is the entity's usual days from the first.
    valid_until: date | None = None
    #: The quotation of which this is the next revision, and why it is revised.
    revises: str | None = None
    revised_because: str | None = None
    #: When the customer asked, by their own message.
    received: datetime | None = None
    #: Whether the freight is asked beside the boards, where it is ours to pay.
    freight: bool = False
