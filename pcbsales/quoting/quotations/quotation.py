"""Making a quotation: the customer's basis, tax and terms around the prices of the book."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from pcbsales.approvals.records import ApprovalDecision
from pcbsales.company.assignments import Assignment, responsible
from pcbsales.company.records import Entity
from pcbsales.company.tax_policy import TaxTreatment
from pcbsales.customers.records import Customer, Department, Person
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Ids, Snapshot
from pcbsales.kernel.tax import TaxableLine, TaxedDocument, tax_document
from pcbsales.quoting.floor.price_floor import floor_in_force
from pcbsales.quoting.quotations.draft import Draft, draft_quote
from pcbsales.quoting.quotations.enquiry import Enquiry
from pcbsales.quoting.quotations.records import (
    Quote,
    QuoteEvent,
    QuoteEventKind,
    TaxLine,
    are_alternatives,
)
from pcbsales.quoting.quotations.revisions import next_revision, require_revisable


def new_quote(
    snapshot: Snapshot,
    ids: Ids,
    *,
    enquiry: Enquiry,
    actor: str,
    at: datetime,
    grant: ApprovalDecision | None = None,
) -> ChangeSet:
    """A quotation that answers *enquiry*, a line for each of its requests, dated *at*.

    Entity, currency, price basis, terms and Incoterm are the customer's; the tax follows from
    where both are; it holds for the entity's usual days unless the enquiry says otherwise.
    Whether *actor* may go below the book, or by which *grant*, is settled before (below_floor).
    RefusedError names what stands in the way: a superseded revision, another customer's part, a
    specification that says too little, a combination without a rule. UsageError where there is no
    such customer, part or revision. Where the enquiry revises a quotation it is its next revision.
    """
    day = at.date()
    old = require_revisable(snapshot, enquiry.revises, at=at) if enquiry.revises else None
    draft = draft_quote(snapshot, enquiry, as_of=day)
    buyer, entity, lines = draft.buyer, draft.entity, draft.lines
    last_day = _last_day(enquiry, entity, as_of=day)
    sums = None if are_alternatives(lines) else _taxed(draft)
    floor = floor_in_force(snapshot, entity.id, as_of=day) if any(draft.below) else None
    quote = Quote(
        id=old.id if old else ids.next(Quote, year=day.year),
        entity=entity.id,
        customer=buyer.id,
        person=_require_person(snapshot, buyer, enquiry.person, as_of=day),
        rep=responsible(snapshot.all(Assignment), customer=buyer.id, rep=buyer.rep, as_of=day),
        customer_rfq=enquiry.customer_rfq,
        rfq_received=enquiry.received,
        date=day,
        valid_until=last_day,
        currency=buyer.currency,
        price_basis=buyer.price_basis,
        price_book=draft.sheets.book.id,
        price_floor=floor and floor.id,
        approval=grant and grant.id,
        lines=lines,
        taxes=_tax_lines(sums, draft.treatment),
        net=sums and sums.net,
        tax=sums and sums.tax,
        total=sums and sums.total,
        terms=buyer.terms.sentence,
        incoterm=buyer.incoterm.value if buyer.incoterm else None,
        delivery_place=buyer.incoterm_place,
        price_terms=draft.price_terms,
        charges=draft.charges,
        events=tuple(_events(actor, at, grant)),
    )
    if old is not None:
        return next_revision(old, quote, reason=enquiry.revised_because)
    return ChangeSet("quote.new", f"Quote {quote.id} to {buyer.id}", adds=(quote,))


def _last_day(enquiry: Enquiry, entity: Entity, *, as_of: date) -> date:
    """Until when the offer holds; RefusedError where that is over before it begins."""
    last_day = enquiry.valid_until or as_of + timedelta(days=entity.quote_validity_days)
    if last_day < as_of:
        raise RefusedError(
            "a quotation of {day} cannot end on {last}; give a later day", day=as_of, last=last_day
        )
    return last_day


def _events(actor: str, at: datetime, grant: ApprovalDecision | None) -> Iterator[QuoteEvent]:
    yield QuoteEvent(at=at, by=actor, kind=QuoteEventKind.NEW)
    if grant is not None:
        yield QuoteEvent(at=at, by=grant.by, kind=QuoteEventKind.APPROVED)


def _require_person(
    snapshot: Snapshot, buyer: Customer, person: str | None, *, as_of: date
) -> str | None:
    """Whom the quotation is for: as named, else the one purchaser we know, else nobody."""
    staying = [
        known
        for known in snapshot.where(Person, customer=buyer.id)
        if known.left is None or known.left > as_of
    ]
    if person is None:
        buying = [known for known in staying if known.department is Department.PURCHASING]
        return buying[0].id if len(buying) == 1 else None
    if person not in {known.id for known in staying}:
        raise RefusedError(
            "{person} is nobody at {customer}; there are {people}",
            person=person,
            customer=buyer.id,
            people=", ".join(known.id for known in staying) or "-",
        )
    return person


def _taxed(draft: Draft) -> TaxedDocument:
    """The sums of everything asked: lines, what is asked once, freight."""
    taxes, buyer = (draft.treatment.tax,), draft.buyer
    taxable = [TaxableLine(line.amount, line.quantity, taxes) for line in draft.lines]
    once = [once.amount for line in draft.lines for once in line.one_time if once.amount]
    beside = (*once, *(charge.amount for charge in draft.charges))
    taxable += [TaxableLine(amount, 1, taxes) for amount in beside]
    return tax_document(taxable, buyer.currency, basis=buyer.price_basis)


def _tax_lines(sums: TaxedDocument | None, treatment: TaxTreatment) -> tuple[TaxLine, ...]:
    """The tax at each rate with its amounts; the rate alone where there is nothing to add up."""
    amounts = [(tax.base, tax.amount) for tax in sums.taxes] if sums else [(None, None)]
    return tuple(
        TaxLine(
            treatment=treatment.treatment,
            code=treatment.rule.code,
            percent=treatment.rule.rate,
            net=net,
            tax=tax,
            sentence=treatment.rule.wording,
        )
        for net, tax in amounts
    )
