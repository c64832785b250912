"""Quoting a board once more as last time: to the same person, in the same option, with freight."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pcbsales.boards.part import require_part
from pcbsales.customers.records import Customer, Person
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.matrix.option import Option
from pcbsales.quoting.pricing.asked_price import AskedPrice
from pcbsales.quoting.quotations.asking import Quantity
from pcbsales.quoting.quotations.enquiry import Enquiry, Request
from pcbsales.quoting.quotations.quote_line import QuoteLine
from pcbsales.quoting.similar.similar import QuotedAt, last_quoted, quotes_of


@dataclass(frozen=True, slots=True)
class Again:
    """What is to be otherwise than last time; None and nothing is as it was.

    ``last_price`` asks the price of then for the quantity of then, instead of the book's.
    """

    quantities: Sequence[Quantity] = ()
    leads: Sequence[int | None] | None = None
    options: Sequence[Option | None] | None = None
    freight: bool | None = None
    last_price: bool = False
    customer_rfq: str | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """The line that a board was quoted by last, and what to quote now."""

    last: QuotedAt
    enquiry: Enquiry


def repeat_of(snapshot: Snapshot, part_id: str, again: Again, *, as_of: date) -> Repeat:
    """What quoting *part_id* again asks: to the same person, at the same lead times, all else too.

    RefusedError where it was never quoted: then there is nothing to repeat.
    """
    part = require_part(snapshot, part_id)
    wanted = again.quantities[0][0] if again.quantities else None
    last = last_quoted(part.id, quotes_of(snapshot, part), as_of=as_of, quantity=wanted)
    if last is None:
        raise RefusedError(
            "{part} was not quoted yet; quote it: pcbsales quote new {customer} {part} -q ...",
            part=part.id,
            customer=part.customer,
        )
    requests = _requests(last.line, again)
    if again.last_price:
        requests = _at_last_price(snapshot, last, requests)
    return Repeat(
        last,
        Enquiry(
            part.customer,
            requests,
            person=_still_there(snapshot, last.quote.person, as_of=as_of),
            customer_rfq=again.customer_rfq,
            freight=_had_freight(last) if again.freight is None else again.freight,
        ),
    )


def _requests(line: QuoteLine, again: Again) -> tuple[Request, ...]:
    """Each option at each quantity and lead time."""
    return tuple(
        Request(line.part, count, unit=unit or line.unit, lead_days=days, option=option)
        for option in (again.options if again.options is not None else (line.as_option,))
        for count, unit in again.quantities or ((line.quantity, line.unit),)
        for days in (again.leads if again.leads is not None else (line.asked_lead,))
    )


def _at_last_price(
    snapshot: Snapshot, last: QuotedAt, requests: tuple[Request, ...]
) -> tuple[Request, ...]:
    """*requests* with the price of then; UsageError where none is for the quantity of then."""
    line, buyer = last.line, snapshot.get(Customer, last.quote.customer)
    then = (last.quote.currency, last.quote.price_basis)
    if buyer is not None and (buyer.currency, buyer.price_basis) != then:
        raise RefusedError(
            "{customer} is quoted in other terms than in {quote} ({currency}, {basis}): "
            "name the price",
            customer=buyer.id,
            quote=last.quote.id,
            currency=last.quote.currency,
            basis=last.quote.price_basis.value,
        )
    same = [(request.quantity, request.unit) == (line.quantity, line.unit) for request in requests]
    if not any(same):
        raise UsageError(
            "{quote} has a price for {quantity} {unit}: quote that, or name the price",
            quote=last.quote.id,
            quantity=line.quantity,
            unit=line.unit.value,
        )
    price = AskedPrice(unit_price=line.unit_price)
    return tuple(
        replace(request, price=price) if fits else request
        for request, fits in zip(requests, same, strict=True)
    )


def _had_freight(last: QuotedAt) -> bool:
    return any(last.line.id in charge.lines for charge in last.quote.charges)


def _still_there(snapshot: Snapshot, person: str | None, *, as_of: date) -> str | None:
    known = snapshot.get(Person, person) if person else None
    return known.id if known and (known.left is None or known.left > as_of) else None
