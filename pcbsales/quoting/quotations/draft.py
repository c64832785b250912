"""What a quotation would say before it has a number: its lines at the book's or another price."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pcbsales.boards.part import require_part, require_revision
from pcbsales.company.records import Entity
from pcbsales.company.tax_policy import TaxPolicy, TaxTreatment, tax_treatment
from pcbsales.customers.records import Customer, CustomerStatus
from pcbsales.kernel.errors import LackingError, RefusedError, Told, UsageError
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.books.sheets import Sheets, sheets_in_force
from pcbsales.quoting.charges.freight import freight_charges
from pcbsales.quoting.charges.freight_table import freight_table
from pcbsales.quoting.charges.line_terms import line_terms
from pcbsales.quoting.matrix.option import as_option
from pcbsales.quoting.paper.offer_terms import offer_terms_or_none
from pcbsales.quoting.pricing.margin import below_least_margin
from pcbsales.quoting.pricing.offer import Offer, Wanted, make_offer
from pcbsales.quoting.quotations.clauses import (
    ExchangeClause,
    FreightCharge,
    MetalClause,
    PriceTerms,
)
from pcbsales.quoting.quotations.drafted_line import (
    AskedBasis,
    agreed_for,
    at_agreed,
    book_line,
    repriced,
    unit_price,
)
from pcbsales.quoting.quotations.enquiry import Enquiry, Request
from pcbsales.quoting.quotations.offered import are_alternatives
from pcbsales.quoting.quotations.quote_line import QuoteLine

__all__ = ["Draft", "Enquiry", "Request", "draft_quote", "unit_price"]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a quotation would say, before it has a number."""

    buyer: Customer
    entity: Entity
    sheets: Sheets
    treatment: TaxTreatment
    lines: tuple[QuoteLine, ...]
    #: By how many percent each line is below the book, or below the price that leaves the least
    #: margin, whichever is more; 0 where it is neither.
    below: tuple[Decimal, ...]
    price_terms: PriceTerms | None = None
    charges: tuple[FreightCharge, ...] = ()


def draft_quote(snapshot: Snapshot, enquiry: Enquiry, *, as_of: date) -> Draft:
    """The lines that *enquiry* comes to on *as_of*; errors as of ``new_quote``."""
    buyer, requests = _require_open(snapshot, enquiry.customer), enquiry.requests
    entity = require_entity(snapshot, buyer)
    sheets = sheets_in_force(snapshot, entity.id, buyer.currency, as_of=as_of)
    if not requests:
        raise RefusedError("a quotation needs at least one part and quantity")
    offers = [
        _offer(snapshot, buyer, request, sheets, several=len(requests) > 1) for request in requests
    ]
    asking = asked_basis(snapshot, buyer, entity, as_of=as_of)
    terms = line_terms(snapshot, entity.id, buyer.id, sheets.book, as_of=as_of)
    settled = [terms.settle(snapshot, offer) for offer in offers]
    booked = [
        book_line(offer, found, place, asking)
        for place, (offer, found) in enumerate(zip(offers, settled, strict=True), start=1)
    ]
    priced = [
        _priced(snapshot, buyer, request, line, asking, as_of=as_of)
        for request, line in zip(requests, booked, strict=True)
    ]
    lines = tuple(line for line, _ in priced)
    return Draft(
        buyer,
        entity,
        sheets,
        asking.treatment,
        lines,
        tuple(below for _, below in priced),
        _price_terms((clause for found in settled for clause in found.clauses), terms.exchange),
        _freight(snapshot, buyer, lines, asking, as_of) if enquiry.freight else (),
    )


def asked_basis(snapshot: Snapshot, buyer: Customer, entity: Entity, *, as_of: date) -> AskedBasis:
    """How *buyer* is asked by *entity* on *as_of*; errors as of ``tax_treatment``."""
    treatment = tax_treatment(
        snapshot.all(TaxPolicy), seller=entity, buyer_country=buyer.country, as_of=as_of
    )
    offered = offer_terms_or_none(snapshot, entity.id, buyer.id, as_of=as_of)
    decimals = offered.decimals_of(buyer.currency) if offered else None
    return AskedBasis(buyer.price_basis, treatment, decimals)


def _priced(
    snapshot: Snapshot,
    buyer: Customer,
    request: Request,
    line: QuoteLine,
    asking: AskedBasis,
    *,
    as_of: date,
) -> tuple[QuoteLine, Decimal]:
    """*line* at the price that *request* comes to, and by how many percent that is too low."""
    if (option := request.option) is not None:
        line = line.model_copy(update={"option": option.name, "changed": option.settings})
    if agreed := agreed_for(snapshot, buyer, request, line, as_of=as_of):
        return at_agreed(line, agreed, asking), Decimal(0)
    asked = request.price.below(line.amount, line.quantity) if request.price else Decimal(0)
    line = repriced(line, request.price, asking)
    return line, max(asked, below_least_margin(line))


def _freight(
    snapshot: Snapshot,
    buyer: Customer,
    lines: Sequence[QuoteLine],
    asking: AskedBasis,
    as_of: date,
) -> tuple[FreightCharge, ...]:
    table = freight_table(snapshot, buyer.entity, buyer.currency, as_of=as_of)
    found = freight_charges(lines, buyer, table, together=not are_alternatives(lines))
    return tuple(charge.model_copy(update={"amount": asking.asked(charge.net)}) for charge in found)


def _price_terms(
    clauses: Iterable[MetalClause], exchange: ExchangeClause | None
) -> PriceTerms | None:
    """What prices follow, each clause once; None where they follow nothing."""
    known = tuple({clause.clause: clause for clause in clauses}.values())
    if not known and exchange is None:
        return None
    return PriceTerms(clauses=known, exchange=exchange)


def _require_open(snapshot: Snapshot, customer: str) -> Customer:
    found = snapshot.get(Customer, customer)
    if found is None:
        raise UsageError("there is no customer {customer}", customer=customer)
    if found.status is CustomerStatus.CLOSED:
        raise RefusedError("{customer} is closed: no more quotations", customer=customer)
    return found


def require_entity(snapshot: Snapshot, buyer: Customer) -> Entity:
    """The entity that sells to *buyer*; RefusedError where it is not in the ledger."""
    found = snapshot.get(Entity, buyer.entity)
    if found is None:
        raise RefusedError(
            "{customer} names the entity {entity}, which is not in the ledger",
            customer=buyer.id,
            entity=buyer.entity,
        )
    return found


def _offer(
    snapshot: Snapshot, buyer: Customer, request: Request, sheets: Sheets, *, several: bool
) -> Offer:
    """The book's offer; of *several* a refusal says for which it is."""
    wanted = _wanted(snapshot, buyer, request)
    try:
        return make_offer(wanted, sheets)
    except LackingError:
        raise
    except RefusedError as refusal:
        if not several:
            raise
        settings = ",".join(request.option.settings) if request.option else ""
        raise RefusedError(
            "{quantity} of {part} with {settings}: {fault}"
            if settings
            else "{quantity} of {part}: {fault}",
            quantity=request.quantity,
            part=request.part,
            settings=settings,
            fault=Told(refusal.msgid, refusal.values),
        ) from refusal


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
    board = as_option(revision, request.option)
    return Wanted(part, board, request.quantity, request.unit, request.lead_days)
