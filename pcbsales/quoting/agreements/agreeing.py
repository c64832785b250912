"""Agreeing on prices: the maker's to give as far as the price floor lets them, else it waits."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from pcbsales.approvals.records import ApprovalDecision
from pcbsales.approvals.request import Asked, require_or_request
from pcbsales.approvals.weighing import Figure, Weighed
from pcbsales.boards.records import Part
from pcbsales.company.records import Staff
from pcbsales.customers.records import Customer
from pcbsales.kernel.conditions import Condition
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.field_errors import built
from pcbsales.kernel.record import ChangeSet, Value, tree_of
from pcbsales.kernel.scalars import Day, Line, RecordId
from pcbsales.kernel.snapshot import Ids, Snapshot
from pcbsales.quoting.agreements.agreed_price import board_facts
from pcbsales.quoting.agreements.records import Band, Clause, CostDown, PriceAgreement, Rebate
from pcbsales.quoting.floor.price_floor import floor_in_force, floor_limits
from pcbsales.quoting.pricing.asked_price import AskedPrice, percent_below
from pcbsales.quoting.quotations.draft import Draft, Enquiry, Request, draft_quote
from pcbsales.quoting.quotations.quote_line import QuantityUnit

AGREE_BELOW = "price.agree-below-floor"
#: Parts of a family that its prices are held against.
_FAMILY = 20
#: What an agreement before this one says is not what it is held against.
_BY_THE_BOOK = AskedPrice(discount=Decimal(0))


class AgreedTerms(Value):
    """What is to be agreed: what a request keeps and its grant makes."""

    customer: RecordId
    part: RecordId | None = None
    when: tuple[Condition, ...] = ()
    title: Line | None = None
    unit: QuantityUnit = QuantityUnit.PCS
    bands: tuple[Band, ...]
    valid_from: Day
    valid_until: Day
    cost_downs: tuple[CostDown, ...] = ()
    rebates: tuple[Rebate, ...] = ()
    clauses: tuple[Clause, ...] = ()


def agree_or_request(
    snapshot: Snapshot,
    ids: Ids,
    *,
    terms: AgreedTerms,
    actor: str,
    at: datetime,
    reason: str | None = None,
) -> ChangeSet:
    """The agreement, not signed yet, or the request for it where *actor* may not go that low.

    Prices are held against the book in force on the day, at the beginning of each band, after all
    cost-downs. RefusedError where no board of a family has a price to hold them against.
    """
    decide = partial(_agreement, terms=terms, actor=actor, at=at)
    _record("PA-0000-00000", terms, _buyer(snapshot, terms), by=actor, agreed=at.date())
    weighed = _weighed(snapshot, terms, as_of=at.date(), maker=actor)
    if not weighed.percent:
        return decide(snapshot, ids)
    asked = Asked(
        AGREE_BELOW,
        tree_of(terms),
        weighed,
        limits=floor_limits(snapshot, as_of=at.date()),
        reason=reason,
    )
    return require_or_request(snapshot, ids, asked=asked, actor=actor, at=at, decide=decide)


def weigh_agreement(snapshot: Snapshot, *, arguments: Mapping[str, Any], as_of: date) -> Weighed:
    """What the agreement of *arguments* comes to on *as_of*, band by band."""
    return _weighed(snapshot, built(AgreedTerms, **arguments), as_of=as_of)


def grant_agreement(
    snapshot: Snapshot,
    ids: Ids,
    *,
    arguments: Mapping[str, Any],
    actor: str,
    at: datetime,
    grant: ApprovalDecision,
) -> ChangeSet:
    """The agreement that was asked for."""
    terms = built(AgreedTerms, **arguments)
    return _agreement(snapshot, ids, terms=terms, actor=actor, at=at, grant=grant)


def _agreement(
    snapshot: Snapshot,
    ids: Ids,
    *,
    terms: AgreedTerms,
    actor: str,
    at: datetime,
    grant: ApprovalDecision | None = None,
) -> ChangeSet:
    buyer, day = _buyer(snapshot, terms), at.date()
    drafts = _drafts(snapshot, terms, as_of=day)
    below = any(figure.percent for figure in _figures(terms, drafts, None))
    agreement = _record(
        ids.next(PriceAgreement, year=day.year),
        terms,
        buyer,
        by=actor,
        agreed=day,
        price_book=drafts[0].sheets.book.id,
        price_floor=floor_in_force(snapshot, buyer.entity, as_of=day).id if below else None,
        approval=grant and grant.id,
    )
    return ChangeSet("price.agree", f"Agree {agreement.id} with {buyer.id}", adds=(agreement,))


def _record(id_: str, terms: AgreedTerms, buyer: Customer, **more: object) -> PriceAgreement:
    """The agreement of *terms*; RefusedError says what is wrong with them."""
    own = {
        "entity": buyer.entity,
        "currency": buyer.currency,
        "price_basis": buyer.price_basis,
    }
    return built(PriceAgreement, **{**dict(terms), **own, **more, "id": id_})


def _buyer(snapshot: Snapshot, terms: AgreedTerms) -> Customer:
    found = snapshot.get(Customer, terms.customer)
    if found is None:
        raise UsageError("there is no customer {customer}", customer=terms.customer)
    return found


def _weighed(
    snapshot: Snapshot, terms: AgreedTerms, *, as_of: date, maker: str | None = None
) -> Weighed:
    buyer, drafts = _buyer(snapshot, terms), _drafts(snapshot, terms, as_of=as_of)
    figures = tuple(_figures(terms, drafts, None))
    lowest = max((figure.percent or Decimal(0) for figure in figures), default=Decimal(0))
    limit = None
    if lowest and maker and (person := snapshot.get(Staff, maker)):
        floor = floor_in_force(snapshot, buyer.entity, as_of=as_of)
        limit = floor.allowed(person.on(as_of))
        figures = tuple(_figures(terms, drafts, limit))
    return Weighed(buyer.id, owner=maker, scope=buyer.entity, percent=lowest, figures=figures)


def _drafts(snapshot: Snapshot, terms: AgreedTerms, *, as_of: date) -> Sequence[Draft]:
    """What the book asks on *as_of* for each board that the agreement is about, band by band."""
    found = [
        _draft(snapshot, terms, part, as_of=as_of) for part in _parts(snapshot, terms)[:_FAMILY]
    ]
    priced = [draft for draft in found if draft is not None]
    if not priced:
        raise RefusedError(
            "{customer} has no board that meets {when} and has a price; name a part",
            customer=terms.customer,
            when=", ".join(map(str, terms.when)),
        )
    return priced


def _draft(snapshot: Snapshot, terms: AgreedTerms, part: str, *, as_of: date) -> Draft | None:
    requests = [
        Request(part, band.from_quantity, unit=terms.unit, price=_BY_THE_BOOK)
        for band in terms.bands
    ]
    try:
        return draft_quote(snapshot, Enquiry(terms.customer, requests), as_of=as_of)
    except RefusedError:
        if terms.part is not None:
            raise
        return None


def _parts(snapshot: Snapshot, terms: AgreedTerms) -> Sequence[str]:
    if terms.part is not None:
        return [terms.part]
    return [
        part.id
        for part in snapshot.where(Part, customer=terms.customer)
        if all(c.holds(board_facts(part.current.specification)) for c in terms.when)
    ]


def _figures(
    terms: AgreedTerms, drafts: Sequence[Draft], limit: Decimal | None
) -> Iterator[Figure]:
    """The lowest price of each band against the book, of the family where it is furthest below."""
    share = Decimal(1)
    for step in terms.cost_downs:
        share *= (100 - step.percent) / 100
    for place, band in enumerate(terms.bands):
        line = max(
            (draft.lines[place] for draft in drafts),
            key=lambda line: line.book_amount.amount / line.quantity,
        )
        lowest = band.unit_price.amount * share
        percent = percent_below(line.book_amount.amount, lowest * line.quantity)
        yield Figure(
            what=f"{line.part} {band.from_quantity}+",
            asked=f"{lowest.normalize():f} {band.unit_price.currency}",
            instead_of=f"{(line.book_price or line.unit_price).text} {band.unit_price.currency}",
            percent=percent or None,
            limit=limit if percent else None,
        )
