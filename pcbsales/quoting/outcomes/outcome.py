"""One quotation as the year's figures count it: its last revision, who, what, how it ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from pcbsales.customers.records import Customer
from pcbsales.kernel.money import Money, round_half_up
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.outcomes.due import value_of
from pcbsales.quoting.quotations.quote_event import LossReason, QuoteEventKind
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.quotations.standing import QuoteState, Standing, standing

#: What is not known stands in a group of its own.
UNKNOWN = "unknown"


class GroupBy(StrEnum):
    """By what outcomes are put together."""

    REP = "rep"
    CUSTOMER = "customer"
    SECTOR = "sector"
    LAYERS = "layers"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class PricePosition:
    """Our price and theirs for one line, per unit; positive percent: ours was higher."""

    quote: str
    line: str
    competitor: str
    ours: Decimal
    theirs: Decimal

    @property
    def percent(self) -> Decimal:
        """By how many percent of theirs ours was above, at two decimals."""
        return round_half_up((self.ours - self.theirs) * 100 / self.theirs, 2)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A quotation in its last revision by a day; ``value`` is what was ordered, else offered.

    ``hours`` from the customer's asking to the first sending, in hours as the clock runs, where the
    asking is known, else from the making; ``asked_known`` says which.
    """

    quote: Quote
    state: QuoteState
    value: Money
    sent: bool
    hours: Decimal | None
    asked_known: bool
    reason: str | None
    competitor: str | None
    positions: tuple[PricePosition, ...]
    sector: str

    def group(self, by: GroupBy) -> str:
        """The group that it belongs to."""
        match by:
            case GroupBy.REP:
                return self.quote.rep
            case GroupBy.CUSTOMER:
                return self.quote.customer
            case GroupBy.SECTOR:
                return self.sector
            case GroupBy.LAYERS:
                return _layers(self.quote)
            case GroupBy.MONTH:
                return made_on(self.quote).strftime("%Y-%m")


def outcomes(snapshot: Snapshot, *, since: date, until: date, as_of: date) -> Iterator[Outcome]:
    """Each quotation first made from *since* to *until*, as it stands at the end of *as_of*."""
    for quote in snapshot.all(Quote):
        found = standing(quote, as_of=as_of)
        if found is not None and since <= made_on(quote) <= until:
            yield _outcome(snapshot, quote, found, as_of=as_of)


def made_on(quote: Quote) -> date:
    """The day of its first revision."""
    return quote.earlier[0].date if quote.earlier else quote.date


def _outcome(snapshot: Snapshot, quote: Quote, found: Standing, *, as_of: date) -> Outcome:
    decided = found.decided
    loss = decided.loss if decided else None
    ordered = decided.acceptance.lines if decided and decided.acceptance else ()
    customer = snapshot.get(Customer, quote.customer)
    sent, hours = _turn_round(quote, as_of=as_of)
    return Outcome(
        found.quote,
        found.state,
        value_of(found.quote, ordered),
        sent,
        hours,
        quote.rfq_received is not None,
        _reason(found, loss.reason if loss else None),
        loss.competitor if loss else None,
        tuple(_positions(found)),
        customer.sector.value if customer else UNKNOWN,
    )


def _reason(found: Standing, reason: LossReason | None) -> str | None:
    if found.state is not QuoteState.LOST:
        return None
    return reason.value if reason else UNKNOWN


def _positions(found: Standing) -> Iterator[PricePosition]:
    loss = found.decided.loss if found.decided else None
    for price in loss.their_prices if loss else ():
        if loss is not None and (line := found.quote.line(price.line)):
            theirs, ours = price.price.amount, line.unit_price.amount
            yield PricePosition(found.quote.id, line.id, loss.competitor or UNKNOWN, ours, theirs)


def _turn_round(quote: Quote, *, as_of: date) -> tuple[bool, Decimal | None]:
    """Whether it went out by *as_of*, and after how many hours, at one decimal."""
    sent = next(
        (e.at for e in quote.events if e.kind is QuoteEventKind.SENT and e.at.date() <= as_of), None
    )
    if sent is None:
        return False, None
    begun: datetime = quote.rfq_received or quote.events[0].at
    if sent < begun:
        return True, None
    hours = Decimal((sent - begun) // timedelta(minutes=1)) / 60
    return True, round_half_up(hours, 1)


def _layers(quote: Quote) -> str:
    """The layers of its boards; several where they differ."""
    found = {line.board.layers for line in quote.lines if line.board and line.board.layers}
    return "/".join(str(layers) for layers in sorted(found)) or UNKNOWN
