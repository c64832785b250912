"""Quoting once more what was quoted: today's prices, tax and terms for the same boards."""

from datetime import date, datetime

from pcbsales.customers.records import Person
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Ids, Snapshot
from pcbsales.quoting.quotations.enquiry import Enquiry, Request
from pcbsales.quoting.quotations.quotation import new_quote
from pcbsales.quoting.quotations.quote_line import QuoteLine
from pcbsales.quoting.quotations.records import Quote


def requote(
    snapshot: Snapshot, ids: Ids, *, record_id: str, new_id: str | None, actor: str, at: datetime
) -> ChangeSet:
    """A new quotation of the same parts, quantities and lead times, dated *at*.

    Each part is quoted in its current revision, at the price that the book asks today; a price
    that was asked otherwise, the customer's RFQ number and what happened to the old quotation are
    not taken over. A standard lead time stays a standard one.

    Raises:
        UsageError: There is no such quotation, or a number was given: they are allotted.
        RefusedError: What stands in the way of quoting these boards today.
    """
    old = snapshot.get(Quote, record_id)
    if old is None:
        raise UsageError("there is no quote {id}", id=record_id)
    if new_id:
        raise UsageError("quotations are numbered automatically: leave out {id}", id=new_id)
    enquiry = Enquiry(
        old.customer,
        [_request(line) for line in old.lines],
        person=_still_there(snapshot, old.person, as_of=at.date()),
    )
    return new_quote(snapshot, ids, enquiry=enquiry, actor=actor, at=at)


def _request(line: QuoteLine) -> Request:
    lead = line.asked_lead
    return Request(line.part, line.quantity, unit=line.unit, lead_days=lead, option=line.as_option)


def _still_there(snapshot: Snapshot, person: str | None, *, as_of: date) -> str | None:
    known = snapshot.get(Person, person) if person else None
    return known.id if known and (known.left is None or known.left > as_of) else None
