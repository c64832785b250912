"""Making a quotation: the customer's basis, tax and terms around the prices of the book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pcbsales.boards.part import require_part, require_revision
from pcbsales.company.records import Entity
from pcbsales.company.tax_policy import TaxPolicy, TaxTreatment, tax_treatment
from pcbsales.customers.records import Customer, CustomerStatus, Department, Person
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Ids, Snapshot
from pcbsales.kernel.tax import PriceBasis, TaxableLine, TaxedDocument, tax_document
from pcbsales.quoting.offer import Offer, Wanted, make_offer
from pcbsales.quoting.records import (
    QuantityUnit,
    Quote,
    QuoteEvent,
    QuoteEventKind,
    QuoteLine,
    TaxLine,
    are_alternatives,
    gross_of,
)
from pcbsales.quoting.sheets import sheets_in_force


@dataclass(frozen=True, slots=True)
class Request:
    """A line as asked for; ``rev`` None is the current one, ``lead_days`` None the standard."""

    part: str
    quantity: int
    rev: str | None = None
    unit: QuantityUnit | None = None
    lead_days: int | None = None


def new_quote(
    snapshot: Snapshot,
    ids: Ids,
    *,
    customer: str,
    requests: Sequence[Request],
    actor: str,
    at: datetime,
    person: str | None = None,
    customer_rfq: str | None = None,
    valid_until: date | None = None,
) -> ChangeSet:
    """A quotation to *customer* of one line for each of *requests*, dated *at*.

    Entity, currency, price basis, terms and Incoterm are the customer's; the tax follows from
    where both are; it holds for the entity's usual days unless *valid_until* says otherwise.
    RefusedError names what stands in the way: a superseded revision, another customer's part, a
    specification that says too little, a combination without a rule. UsageError where there is no
    such customer, part or revision.
    """
    day = at.date()
    buyer = _require_open(snapshot, customer)
    entity = _require_entity(snapshot, buyer)
    sheets = sheets_in_force(snapshot, entity.id, buyer.currency, as_of=day)
    if not requests:
        raise RefusedError("a quotation needs at least one part and quantity")
    offers = [make_offer(_wanted(snapshot, buyer, request), sheets) for request in requests]
    treatment = tax_treatment(
        snapshot.all(TaxPolicy), seller=entity, buyer_country=buyer.country, as_of=day
    )
    last_day = valid_until or day + timedelta(days=entity.quote_validity_days)
    if last_day < day:
        raise RefusedError(
            "a quotation of {day} cannot end on {last}; give a later day", day=day, last=last_day
        )
    lines = [
        _line(offer, place, treatment, buyer.price_basis)
        for place, offer in enumerate(offers, start=1)
    ]
    sums = None if are_alternatives(lines) else _taxed(lines, treatment, buyer)
    quote = Quote(
        id=ids.next(Quote, year=day.year),
        entity=entity.id,
        customer=buyer.id,
        person=_require_person(snapshot, buyer, person, as_of=day),
        rep=buyer.rep,
        customer_rfq=customer_rfq,
        date=day,
        valid_until=last_day,
        currency=buyer.currency,
        price_basis=buyer.price_basis,
        price_book=sheets.book.id,
        lines=tuple(lines),
        taxes=_tax_lines(sums, treatment),
        net=sums and sums.net,
        tax=sums and sums.tax,
        total=sums and sums.total,
        terms=buyer.terms.sentence,
        incoterm=buyer.incoterm.value if buyer.incoterm else None,
        delivery_place=buyer.incoterm_place,
        events=(QuoteEvent(at=at, by=actor, kind=QuoteEventKind.NEW),),
    )
    return ChangeSet("quote.new", f"Quote {quote.id} to {buyer.id}", adds=(quote,))


def _require_open(snapshot: Snapshot, customer: str) -> Customer:
    found = snapshot.get(Customer, customer)
    if found is None:
        raise UsageError("there is no customer {customer}", customer=customer)
    if found.status is CustomerStatus.CLOSED:
        raise RefusedError("{customer} is closed: no more quotations", customer=customer)
    return found


def _require_entity(snapshot: Snapshot, buyer: Customer) -> Entity:
    found = snapshot.get(Entity, buyer.entity)
    if found is None:
        raise RefusedError(
            "{customer} names the entity {entity}, which is not in the ledger",
            customer=buyer.id,
            entity=buyer.entity,
        )
    return found


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


def _wanted(snapshot: Snapshot, buyer: Customer, request: Request) -> Wanted:
    part = require_part(snapshot, request.part)
    if part.customer != buyer.id:
        raise RefusedError(
            "{part} is a part of {owner}, not of {customer}",
            part=part.id,
            owner=part.customer,
            customer=buyer.id,
        )
    revision = require_revision(part, request.rev)
    if part.is_superseded(revision.rev):
        raise RefusedError(
            "{part} revision {rev} is superseded by {current}; quote {current}",
            part=part.id,
            rev=revision.rev,
            current=part.current.rev,
        )
    return Wanted(part, revision, request.quantity, request.unit, request.lead_days)


def _line(offer: Offer, place: int, treatment: TaxTreatment, basis: PriceBasis) -> QuoteLine:
    net, quantity = offer.price.net, offer.wanted.quantity
    amount = net if basis is PriceBasis.NET else gross_of(net, treatment.rule.rate)
    return QuoteLine(
        id=f"L{place}",
        part=offer.wanted.part.id,
        revision=offer.wanted.revision.rev,
        quantity=quantity,
        unit=offer.unit,
        lead_days=offer.lead_days,
        expedite_days=offer.expedite_days,
        unit_price=unit_price(amount, quantity),
        amount=amount,
        net=net,
        steps=tuple(step for step in offer.price.steps if step.amount),
        included=tuple(step.rule for step in offer.price.steps if not step.amount),
        assumptions=offer.assumptions,
        questions=offer.questions,
        customer_pn=offer.wanted.part.customer_pn,
        board=offer.wanted.revision.specification,
    )


def unit_price(amount: Money, quantity: int) -> UnitPrice:
    """The price that reproduces *amount*; RefusedError where 8 decimals cannot."""
    try:
        return UnitPrice.of(amount, quantity)
    except ValueError:
        raise RefusedError(
            "no unit price of 8 decimals gives {amount} for {quantity}; quote fewer",
            amount=amount,
            quantity=quantity,
        ) from None


def _taxed(lines: Sequence[QuoteLine], treatment: TaxTreatment, buyer: Customer) -> TaxedDocument:
    taxable = [TaxableLine(line.amount, line.quantity, (treatment.tax,)) for line in lines]
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
