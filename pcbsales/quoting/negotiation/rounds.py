"""Bargaining in rounds: what the customer aims at, our counter, and what each gives for it."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from pcbsales.company.records import Staff
from pcbsales.customers.records import Person
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.shown import percent_up
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.floor.price_floor import floor_in_force
from pcbsales.quoting.negotiation.bargain_margin import below_book_at, below_least_at
from pcbsales.quoting.negotiation.happening import happened, require_open
from pcbsales.quoting.quotations.quote_event import LinePrice, QuoteEventKind, Round
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.quotations.standing import Standing


def add_round(
    snapshot: Snapshot,
    *,
    quote: str,
    bargain: Round,
    actor: str,
    at: datetime,
    remark: str | None = None,
) -> ChangeSet:
    """The quotation with one more round.

    RefusedError where it is closed, and where the counter is further below the book, or below the
    price of the least margin, than *actor* may go: what is said to a customer is an offer.
    """
    found = require_open(snapshot, quote, as_of=at.date())
    if not bargain.target and not bargain.counter:
        raise UsageError("say what is asked or what we answer: --target L1=7.90, --counter L1=8.20")
    _require_theirs(snapshot, found.quote, bargain.person)
    _require_sense(found, bargain, as_of=at.date())
    _require_allowed(snapshot, found.quote, bargain.counter, actor, as_of=at.date())
    return happened(
        found.quote,
        "quote.round",
        QuoteEventKind.ROUND,
        at=at,
        by=actor,
        round=bargain,
        text=remark,
    )


def _require_theirs(snapshot: Snapshot, quote: Quote, person: str | None) -> None:
    known = snapshot.get(Person, person) if person else None
    if known is not None and known.customer != quote.customer:
        raise RefusedError(
            "{person} is nobody at {customer}; there are {people}",
            person=known.id,
            customer=quote.customer,
            people=", ".join(one.id for one in snapshot.where(Person, customer=quote.customer))
            or "-",
        )


def _require_sense(found: Standing, bargain: Round, *, as_of: date) -> None:
    """Nobody aims above what is offered, or answers below the aim; a round is noted once."""
    targets = {price.line: price.price for price in bargain.target}
    for price in (*bargain.target, *bargain.counter):
        line, target = found.quote.line(price.line), targets.get(price.line)
        if line is not None and line.unit_price.amount < price.price.amount:
            raise RefusedError(
                "{line}: {price} is above the {offered} that {quote} offers; to ask more: "
                "pcbsales quote revise {quote} --price ...",
                line=line.id,
                price=price.price,
                offered=line.unit_price,
                quote=found.quote.id,
            )
        if target is not None and price.price.amount < target.amount:
            raise RefusedError(
                "{line}: the counter {price} is below the {target} that the customer aims at",
                line=price.line,
                price=price.price,
                target=target,
            )
    last = found.events[-1] if found.events else None
    if last is not None and last.round == bargain and last.at.date() == as_of:
        raise RefusedError(
            "that round was noted already, by {person} at {time}",
            person=last.by,
            time=last.at.strftime("%H:%M"),
        )


def _require_allowed(
    snapshot: Snapshot, quote: Quote, counter: Sequence[LinePrice], actor: str, *, as_of: date
) -> None:
    for price in counter:
        line = quote.line(price.line)
        if line is None or price.price.amount >= line.unit_price.amount:
            continue
        book, margin = below_book_at(quote, price), below_least_at(quote, price)
        below = max(book, margin)
        if not below:
            continue
        person = snapshot.get(Staff, actor)
        floor = floor_in_force(snapshot, quote.entity, as_of=as_of)
        allowed = floor.allowed(person.on(as_of)) if person else Decimal(0)
        if below > allowed:
            raise _too_low(quote, price, below, allowed, by_book=below == book)


def _too_low(
    quote: Quote, price: LinePrice, below: Decimal, allowed: Decimal, *, by_book: bool
) -> RefusedError:
    line = quote.line(price.line)
    told = {
        "line": price.line,
        "price": price.price,
        "percent": plain(percent_up(below)),
        "limit": plain(allowed),
        "quote": quote.id,
        "example": f"{line.part}@{line.quantity}={price.price.text}" if line else price.price.text,
    }
    if by_book:
        return RefusedError(
            "{line}: {price} is {percent} % below the book, you may go to {limit} %; "
            "ask for it first: pcbsales quote revise {quote} --price {example}",
            **told,
        )
    return RefusedError(
        "{line}: {price} is {percent} % below the price of the least margin, you may go to "
        "{limit} %; ask for it first: pcbsales quote revise {quote} --price {example}",
        **told,
    )
