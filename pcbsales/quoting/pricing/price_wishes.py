"""Prices as a rep types them: ``8.20``, ``HY-4410=8.20``, ``HY-4410@500=7.95``; 5 % likewise."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pcbsales.approvals.weighing import read_percent
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.money import UnitPrice
from pcbsales.quoting.pricing.asked_price import AskedPrice
from pcbsales.quoting.quotations.asking import Quantity, read_quantities
from pcbsales.quoting.quotations.enquiry import Request

_PRICE = re.compile(r"((?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,8})?)(?: ([A-Z]{3}))?")


@dataclass(frozen=True, slots=True)
class PriceWish:
    """A price for the lines of *part* and *quantity*, for all lines where they are None.

    *text* is as it was typed; *part* an id.
    """

    text: str
    price: AskedPrice
    part: str | None = None
    quantity: Quantity | None = None

    def fits(self, request: Request) -> bool:
        """Whether it is for the line of *request*."""
        if self.part not in {None, request.part}:
            return False
        if self.quantity is None:
            return True
        count, unit = self.quantity
        return count == request.quantity and unit in {None, request.unit}

    @property
    def narrowness(self) -> int:
        """What names a quantity goes before what names a part, and that before the rest."""
        return (self.part is not None) + (self.quantity is not None)


def read_price_wish(text: str, currency: str, part_id: Callable[[str], str]) -> PriceWish:
    """``--price``: a price per unit in *currency*; *part_id* finds a part by what was typed."""
    value, part, quantity = _split(text, part_id)
    match = _PRICE.fullmatch(value)
    if match is None or not Decimal(match[1]):
        raise UsageError(
            "--price {text}: give a price per unit above 0 such as 8.20, PART=8.20, "
            "PART@QUANTITY=8.20",
            text=text,
        )
    if match[2] not in {None, currency}:
        raise RefusedError(
            "--price {text}: the customer is quoted in {currency}", text=text, currency=currency
        )
    price = AskedPrice(unit_price=UnitPrice(Decimal(match[1]), currency))
    return PriceWish(text, price, part, quantity)


def read_discount_wish(text: str, part_id: Callable[[str], str]) -> PriceWish:
    """``--discount``: so many percent off the book's price."""
    value, part, quantity = _split(text, part_id)
    return PriceWish(text, AskedPrice(discount=read_percent(value)), part, quantity)


def _split(text: str, part_id: Callable[[str], str]) -> tuple[str, str | None, Quantity | None]:
    place, _, value = text.rpartition("=")
    part, _, quantity = place.partition("@")
    return (
        value.strip(),
        part_id(part.strip()) if part.strip() else None,
        read_quantities(quantity)[0] if quantity else None,
    )


def with_prices(requests: Sequence[Request], wishes: Sequence[PriceWish]) -> tuple[Request, ...]:
    """*requests* with the prices of *wishes*; the narrowest one that fits a line is its.

    UsageError where two are equally narrow, where one fits no line, and where a price per unit
    that names no part would be for several lines.
    """
    used: set[int] = set()
    priced: list[Request] = []
    for request in requests:
        fitting = [wish for wish in wishes if wish.fits(request)]
        best = max((wish.narrowness for wish in fitting), default=0)
        found = [wish for wish in fitting if wish.narrowness == best]
        if len(found) > 1:
            raise UsageError(
                "{first} and {second} are both for {part}; give one price for each line",
                first=found[0].text,
                second=found[1].text,
                part=request.part,
            )
        used |= {id(wish) for wish in fitting}
        priced.append(replace(request, price=found[0].price) if found else request)
    _require_clear(requests, wishes, used)
    return tuple(priced)


def _require_clear(
    requests: Sequence[Request], wishes: Sequence[PriceWish], used: set[int]
) -> None:
    for wish in wishes:
        if id(wish) not in used:
            raise UsageError(
                "{text} is for no line of this quotation; it has {lines}",
                text=wish.text,
                lines=", ".join(f"{request.part}@{request.quantity}" for request in requests),
            )
        fitting = sum(wish.fits(request) for request in requests)
        if wish.price.unit_price is not None and wish.quantity is None and fitting > 1:
            raise UsageError(
                "{text} would be one price for {count} lines; name each: PART@QUANTITY=8.20",
                text=wish.text,
                count=fitting,
            )
