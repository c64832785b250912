"""What a revision asks to be quoted: the last one's lines, with what is changed of them."""

from collections.abc import Iterator, Sequence
from datetime import date

from pcbsales.customers.records import Person
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.pricing.asked_price import AskedPrice
from pcbsales.quoting.quotations.asking import Quantity
from pcbsales.quoting.quotations.draft import Enquiry, Request
from pcbsales.quoting.quotations.quote_line import QuoteLine
from pcbsales.quoting.quotations.records import Quote


def revised_requests(
    quote: Quote, quantities: Sequence[Quantity] = (), leads: Sequence[int | None] | None = None
) -> tuple[Request, ...]:
    """The lines of *quote* with other *quantities* or *leads* where they are given.

    A price that was asked otherwise than the book's stays on its line while its quantity and lead
    time do; a price by agreement is asked of the agreement again.
    """
    if not quantities and leads is None:
        return tuple(_request(line) for line in quote.lines)
    return tuple(dict.fromkeys(_changed(quote, quantities, leads)))


def _changed(
    quote: Quote, quantities: Sequence[Quantity], leads: Sequence[int | None] | None
) -> Iterator[Request]:
    for line in quote.lines:
        wanted = quantities or ((line.quantity, line.unit),)
        for count, unit in wanted:
            for days in (line.asked_lead,) if leads is None else leads:
                asked = (line.quantity, line.unit, line.asked_lead)
                same = (count, unit or line.unit, days) == asked
                price = _asked(line) if same else None
                request = Request(
                    line.part,
                    count,
                    unit=unit or line.unit,
                    lead_days=days,
                    price=price,
                    option=line.as_option,
                )
                if same or not _stands(quote, request):
                    yield request


def _stands(quote: Quote, asked: Request) -> bool:
    """Whether another line of *quote* is that one already, with the price that it has."""
    wanted = (asked.part, asked.quantity, asked.unit, asked.lead_days, asked.option)
    return any(
        (line.part, line.quantity, line.unit, line.asked_lead, line.as_option) == wanted
        for line in quote.lines
    )


def revising_enquiry(
    snapshot: Snapshot,
    quote: Quote,
    requests: Sequence[Request],
    *,
    as_of: date,
    valid_until: date | None = None,
    reason: str | None = None,
    freight: bool | None = None,
) -> Enquiry:
    """What the next revision of *quote* answers: *requests*, to the same person if still there.

    Freight is asked where it was; *freight* says it otherwise.
    """
    known = snapshot.get(Person, quote.person) if quote.person else None
    staying = known is not None and (known.left is None or known.left > as_of)
    return Enquiry(
        quote.customer,
        requests,
        person=quote.person if staying else None,
        customer_rfq=quote.customer_rfq,
        valid_until=valid_until,
        revises=quote.id,
        revised_because=reason,
        freight=bool(quote.charges) if freight is None else freight,
    )


def _request(line: QuoteLine) -> Request:
    return Request(
        line.part,
        line.quantity,
        unit=line.unit,
        lead_days=line.asked_lead,
        price=_asked(line),
        option=line.as_option,
    )


def _asked(line: QuoteLine) -> AskedPrice | None:
    """The price on *line* where somebody asked for another than the book's."""
    if line.book_price is None or line.agreed is not None:
        return None
    return AskedPrice(unit_price=line.unit_price)
