"""What a quotation would say before it has a number: its lines at the book's or another price."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pcbsales.boards.part import require_part, require_revision
from pcbsales.company.records import Entity
from pcbsales.company.tax_policy import TaxPolicy, TaxTreatment, tax_treatment
from pcbsales.customers.records import Customer, CustomerStatus
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tax import PriceBasis, net_of
from pcbsales.quoting.agreements.agreed_price import Agreed, Buying, agreed_price
from pcbsales.quoting.books.sheets import Sheets, sheets_in_force
from pcbsales.quoting.charges.freight import freight_charges
from pcbsales.quoting.charges.freight_table import freight_table
from pcbsales.quoting.charges.line_terms import SettledOffer, line_terms
from pcbsales.quoting.matrix.option import Option, as_option
from pcbsales.quoting.pricing.asked_price import AskedPrice, price_step
from pcbsales.quoting.pricing.margin import below_least_margin
from pcbsales.quoting.pricing.offer import Offer, Wanted, make_offer
from pcbsales.quoting.quotations.agreed import AGREEMENT
from pcbsales.quoting.quotations.clauses import (
    ExchangeClause,
    FreightCharge,
    MetalClause,
    PriceTerms,
)
from pcbsales.quoting.quotations.records import (
    QuantityUnit,
    QuoteLine,
    are_alternatives,
    gross_of,
)


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
    entity = _require_entity(snapshot, buyer)
    sheets = sheets_in_force(snapshot, entity.id, buyer.currency, as_of=as_of)
    if not requests:
        raise RefusedError("a quotation needs at least one part and quantity")
    offers = [make_offer(_wanted(snapshot, buyer, request), sheets) for request in requests]
    treatment = tax_treatment(
        snapshot.all(TaxPolicy), seller=entity, buyer_country=buyer.country, as_of=as_of
    )
    terms = line_terms(snapshot, entity.id, buyer.id, sheets.book, as_of=as_of)
    lines, below, clauses = [], [], dict[str, MetalClause]()
    for place, (offer, request) in enumerate(zip(offers, requests, strict=True), start=1):
        settled = terms.settle(snapshot, offer)
        clauses |= {clause.clause: clause for clause in settled.clauses}
        line = _line(offer, settled, place, treatment, buyer.price_basis)
        if (option := request.option) is not None:
            told = {"option": option.name, "changed": option.settings}
            line = line.model_copy(update=told)
        if agreed := _agreed(snapshot, buyer, request, line, as_of=as_of):
            lines.append(_at_agreed(line, agreed, treatment, buyer.price_basis))
            below.append(Decimal(0))
            continue
        lines.append(_repriced(line, request.price, treatment, buyer.price_basis))
        book = line.amount
        asked = request.price.below(book, line.quantity) if request.price else Decimal(0)
        below.append(max(asked, below_least_margin(lines[-1])))
    return Draft(
        buyer,
        entity,
        sheets,
        treatment,
        tuple(lines),
        tuple(below),
        _price_terms(tuple(clauses.values()), terms.exchange),
        _freight(snapshot, buyer, lines, treatment, as_of) if enquiry.freight else (),
    )


def _freight(
    snapshot: Snapshot,
    buyer: Customer,
    lines: Sequence[QuoteLine],
    treatment: TaxTreatment,
    as_of: date,
) -> tuple[FreightCharge, ...]:
    table = freight_table(snapshot, buyer.entity, buyer.currency, as_of=as_of)
    found = freight_charges(lines, buyer, table, together=not are_alternatives(lines))
    basis = buyer.price_basis
    return tuple(
        charge.model_copy(update={"amount": _asked(charge.net, treatment, basis)})
        for charge in found
    )


def _price_terms(
    clauses: tuple[MetalClause, ...], exchange: ExchangeClause | None
) -> PriceTerms | None:
    if not clauses and exchange is None:
        return None
    return PriceTerms(clauses=clauses, exchange=exchange)


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


def _line(
    offer: Offer, settled: SettledOffer, place: int, treatment: TaxTreatment, basis: PriceBasis
) -> QuoteLine:
    price, quantity = settled.price, offer.wanted.quantity
    net = price.net
    amount = _asked(net, treatment, basis)
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
        steps=tuple(step for step in price.steps if step.amount),
        included=tuple(step.rule for step in price.steps if not step.amount),
        assumptions=offer.assumptions,
        questions=offer.questions,
        customer_pn=offer.wanted.part.customer_pn,
        board=offer.wanted.revision.specification,
        model=offer.models.quoted if offer.models.facts else None,
        panel=offer.models.facts,
        one_time=tuple(
            once.model_copy(update={"amount": _asked(once.net, treatment, basis)})
            for once in settled.once
        ),
        tolerance=settled.tolerance,
    )


def _asked(net: Money, treatment: TaxTreatment, basis: PriceBasis) -> Money:
    """*net* in the customer's price basis."""
    return net if basis is PriceBasis.NET else gross_of(net, treatment.rule.rate)


def _agreed(
    snapshot: Snapshot, buyer: Customer, request: Request, line: QuoteLine, *, as_of: date
) -> Agreed | None:
    """The price agreed for *line*: at the standard lead time, where no other price was asked."""
    if request.price is not None or request.option is not None or line.expedite_days:
        return None
    if line.board is None:
        return None
    buying = Buying(
        buyer.id,
        buyer.entity,
        buyer.currency,
        buyer.price_basis,
        line.part,
        line.board,
        line.quantity,
        line.unit,
    )
    return agreed_price(snapshot, buying, as_of=as_of)


def _at_agreed(
    line: QuoteLine, agreed: Agreed, treatment: TaxTreatment, basis: PriceBasis
) -> QuoteLine:
    """*line* at the agreed price, which was granted when it was agreed; the book's stays on it."""
    priced = _repriced(line, AskedPrice(unit_price=agreed.price), treatment, basis)
    steps = (*line.steps, *price_step(line.net, priced.net, rule=AGREEMENT))
    return priced.model_copy(update={"agreed": agreed.reference, "steps": steps})


def _repriced(
    line: QuoteLine, asked: AskedPrice | None, treatment: TaxTreatment, basis: PriceBasis
) -> QuoteLine:
    """*line* at the price that was asked for; what the book says stays on it."""
    if asked is None:
        return line
    amount = asked.amount(line.amount, line.quantity)
    taxed = basis is PriceBasis.TAX_INCLUDED
    net = net_of(amount, line.quantity, (treatment.tax,)) if taxed else amount
    price = asked.unit_price or unit_price(amount, line.quantity)
    if price == line.unit_price:
        return line
    return line.model_copy(
        update={
            "unit_price": price,
            "amount": amount,
            "net": net,
            "book_price": line.unit_price,
            "steps": (*line.steps, *price_step(line.net, net)),
        }
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
