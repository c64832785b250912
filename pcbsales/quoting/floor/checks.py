"""Rules over price floors, and over quotations below the book: each was its maker's to give."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pcbsales.approvals.records import ApprovalDecision, Verdict
from pcbsales.company.records import Staff
from pcbsales.kernel.errors import Finding, MessageId, Rule
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.same_start import beginning_together
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.floor.price_floor import PriceFloor, floor_or_none
from pcbsales.quoting.pricing.asked_price import percent_below
from pcbsales.quoting.pricing.margin import below_least_margin
from pcbsales.quoting.quotations.records import Quote, QuoteEventKind, QuoteLine

RULES: dict[str, Rule] = {
    "price_floor.start": Rule(
        asks="Two price floors of an entity never begin on one day.",
        remedy="Begin one of them on another day, or take it out.",
    ),
    "quote.floor": Rule(
        asks="A price below the book, or below the least margin, names the price floor in force "
        "on the quotation's day.",
        remedy="Name the floor of the quotation's entity under price_floor, or quote by the book.",
    ),
    "quote.below_floor": Rule(
        asks="A price below its maker's floor was granted by somebody who may go that far.",
        remedy="Quote again: the program asks whoever may grant it.",
    ),
}

_NO_FLOOR: MessageId = (
    "{id} is below the book by {percent} %, and its price floor {floor} is not in force"
)
_NO_FLOOR_FOR_MARGIN: MessageId = (
    "{id} is below the price of its least margin by {percent} %, and its price floor {floor} is "
    "not in force"
)
_NOT_GRANTED: MessageId = (
    "{id} is below the book by {percent} %, which {person} may not give alone, "
    "and nobody who may granted it"
)
_MARGIN_NOT_GRANTED: MessageId = (
    "{id} is below the price of its least margin by {percent} %, which {person} may not give "
    "alone, and nobody who may granted it"
)


def check_floor_starts(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """Two floors of the entity *group* never begin on one day."""
    policies = snapshot.where(PriceFloor, entity=group)
    yield from beginning_together(policies, "price_floor.start")


def check_floor(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The quotation *group* is within its maker's floor, or was granted."""
    quote = snapshot.get(Quote, group)
    if quote is None:
        return
    below = max((below_floor(line) for line in quote.lines), default=Decimal(0))
    by_book = below == max((below_book(line) for line in quote.lines), default=Decimal(0))
    if not below and quote.price_floor is None:
        return
    floor = _floor_of(snapshot, quote)
    if floor is None:
        yield finding_about(
            quote,
            "quote.floor",
            _NO_FLOOR if by_book else _NO_FLOOR_FOR_MARGIN,
            ("price_floor",) if quote.price_floor else ("lines",),
            id=quote.id,
            percent=plain(below),
            floor=quote.price_floor or "-",
        )
        return
    maker = _maker(quote)
    if below > _allowed(snapshot, floor, maker, quote.date) and not _granted(
        snapshot, quote, below
    ):
        yield finding_about(
            quote,
            "quote.below_floor",
            _NOT_GRANTED if by_book else _MARGIN_NOT_GRANTED,
            ("approval",) if quote.approval else ("lines",),
            id=quote.id,
            percent=plain(below),
            person=maker,
        )


def _maker(quote: Quote) -> str:
    """Who made the current revision."""
    made = [e.by for e in quote.events if e.kind in {QuoteEventKind.NEW, QuoteEventKind.REVISED}]
    return made[-1] if made else quote.events[0].by if quote.events else quote.rep


def below_floor(line: QuoteLine) -> Decimal:
    """By how many percent *line* is below the book or the price of the least margin; else 0."""
    return max(below_book(line), below_least_margin(line))


def below_book(line: QuoteLine) -> Decimal:
    """By how many percent *line* is below the book, rounded up; 0 if it is not, or was agreed."""
    if line.agreed is not None:
        return Decimal(0)
    return percent_below(line.book_amount.amount, line.amount.amount)


def _floor_of(snapshot: Snapshot, quote: Quote) -> PriceFloor | None:
    """The floor that *quote* names, if it is that of its entity and in force on its day."""
    found = floor_or_none(snapshot, quote.entity, as_of=quote.date)
    return found if found is not None and found.id == quote.price_floor else None


def _allowed(snapshot: Snapshot, floor: PriceFloor, person: str, day: date) -> Decimal:
    known = snapshot.get(Staff, person)
    return floor.allowed(known.on(day)) if known else Decimal(0)


def _granted(snapshot: Snapshot, quote: Quote, below: Decimal) -> bool:
    """Whether the decision that *quote* names granted it, by the authority of one who may."""
    grant = snapshot.get(ApprovalDecision, quote.approval) if quote.approval else None
    if grant is None or grant.verdict is not Verdict.GRANTED or quote.id not in grant.made:
        return False
    floor = floor_or_none(snapshot, quote.entity, as_of=grant.at.date())
    holder = grant.acting_for or grant.by
    return floor is not None and below <= _allowed(snapshot, floor, holder, grant.at.date())
