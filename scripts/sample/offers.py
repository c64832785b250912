"""A year and a half of quotations, priced by the program itself with the books of their day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from pcbsales.boards.records import Part as Board
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import UnitPrice, round_half_up
from pcbsales.kernel.record import Record
from pcbsales.manifest import Catalogue
from pcbsales.quoting.quotations.draft import Enquiry, Request
from pcbsales.quoting.quotations.quotation import new_quote
from pcbsales.quoting.quotations.quote_event import InReturn, LinePrice, Loss, LossReason, Round
from pcbsales.quoting.quotations.records import Quote, QuoteEvent, QuoteEventKind
from scripts.sample.chance import Chance
from scripts.sample.drafts import Buyer
from scripts.sample.memory import Memory, Numbers
from scripts.sample.trade import revision_on

_ZONE = ZoneInfo("Asia/Shanghai")
_QUANTITIES = (20, 50, 100, 200, 500, 1000)
_LOST = {
    "Price: a competitor is 8 % lower 价格高8%": LossReason.PRICE,
    "Lead time too long 交期太长": LossReason.LEAD_TIME,
    "Project postponed by the customer 项目延期": LossReason.PROJECT_POSTPONED,
}
#: Fictional, as all firms of the sample.
_COMPETITORS = ("Duckweed Circuits", "Tallow PCB", "unknown")
_LOWER = Decimal("0.92")
#: How often an account asks in a month.
_ASKS = 0.36


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """What a customer asked for, and when we answered."""

    buyer: Buyer
    at: datetime
    requests: tuple[Request, ...]
    chance: Chance

    def enquiry(self) -> Enquiry:
        """What was asked, with the customer's number for it: another each time."""
        number = f"RFQ-{self.at:%y%m}{self.chance.between(10, 99)}"
        return Enquiry(self.buyer.customer, self.requests, customer_rfq=number)


def quotes(
    records: Sequence[Record],
    boards: Sequence[Board],
    buyers: Sequence[Buyer],
    days: tuple[date, date],
    catalogue: Catalogue,
) -> Iterator[Quote]:
    """The quotations of *days* in their order; what no book has a rule for is not quoted."""
    asked = [inquiry for buyer in buyers for inquiry in _inquiries(buyer, boards, days)]
    numbers = Numbers(catalogue)
    for inquiry in sorted(asked, key=lambda inquiry: inquiry.at):
        known = [dated for board in boards if (dated := _as_of(board, inquiry.at.date()))]
        snapshot = Memory((*records, *known))
        try:
            changes = new_quote(
                snapshot, numbers, enquiry=inquiry.enquiry(), actor="LIU", at=inquiry.at
            )
        except RefusedError:
            continue
        for quote in changes.adds:
            if isinstance(quote, Quote):
                yield _lived(quote, inquiry, days[1])


def _inquiries(
    buyer: Buyer, boards: Sequence[Board], days: tuple[date, date]
) -> Iterator[_Inquiry]:
    chance = Chance("quotes", buyer.customer, buyer.currency)
    own = [board for board in boards if board.customer == buyer.customer]
    first = days[0]
    while first < days[1]:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        if chance.happens(_ASKS):
            day = chance.workday(first, min(days[1], following - timedelta(1)))
            known = [board for board in own if revision_on(board, day)]
            if known:
                clock = time(chance.between(9, 16), chance.between(0, 59), tzinfo=_ZONE)
                requests = tuple(_requests(chance, chance.one(known)))
                yield _Inquiry(buyer, datetime.combine(day, clock), requests, chance)
        first = following


def _requests(chance: Chance, board: Board) -> Iterator[Request]:
    """One quantity, or three to choose from."""
    start = chance.between(0, len(_QUANTITIES) - 3)
    for quantity in _QUANTITIES[start : start + (3 if chance.happens(0.3) else 1)]:
        yield Request(board.id, quantity)


def _as_of(board: Board, day: date) -> Board | None:
    """*board* as it was on *day*; None before its first revision."""
    revisions = tuple(revision for revision in board.revisions if revision.opened <= day)
    return board.model_copy(update={"revisions": revisions}) if revisions else None


def _lived(quote: Quote, inquiry: _Inquiry, last: date) -> Quote:
    """*quote* with what became of it by *last*: sent, then ordered, lost, or left to expire."""
    chance, rep = inquiry.chance, inquiry.buyer.rep_on(quote.date)
    sent = inquiry.at + timedelta(minutes=chance.between(20, 400))
    events = [*quote.events, QuoteEvent(at=sent, by=rep, kind=QuoteEventKind.SENT)]
    answered = inquiry.at + timedelta(days=chance.between(2, 20), minutes=chance.between(0, 90))
    if answered.date() <= min(last, quote.valid_until):
        if chance.happens(0.55):
            events.append(QuoteEvent(at=answered, by=rep, kind=QuoteEventKind.ACCEPTED))
        elif chance.happens(0.55):
            events.append(_lost(quote, answered, rep, chance.one(tuple(_LOST))))
    if events[-1].kind is QuoteEventKind.SENT and _bargains(quote):
        events += _bargained(quote, sent, rep, last)
    return quote.model_copy(update={"events": tuple(events), "rep": rep})


def _lost(quote: Quote, at: datetime, by: str, text: str) -> QuoteEvent:
    """Why it was lost; where it was the price, to whom and at what price."""
    reason = _LOST[text]
    price = reason is LossReason.PRICE
    loss = Loss(
        reason=reason,
        competitor=_COMPETITORS[_number(quote) % 3] if price else None,
        their_prices=_prices(quote, _LOWER) if price else (),
    )
    return QuoteEvent(at=at, by=by, kind=QuoteEventKind.LOST, text=text, loss=loss)


def _bargained(quote: Quote, sent: datetime, by: str, last: date) -> Iterator[QuoteEvent]:
    """The customer aims lower for more pieces, we come towards them and ask again later."""
    at = sent + timedelta(days=2)
    if at.date() > last:
        return
    kind, asked = (
        QuoteEventKind.ROUND,
        Round(
            target=_prices(quote, _LOWER),
            counter=_prices(quote, Decimal("0.985")),
            in_return=(InReturn.QUANTITY,),
        ),
    )
    yield QuoteEvent(at=at, by=by, kind=kind, text="目标价 Target price", round=asked)
    day = min(at.date() + timedelta(days=7), quote.valid_until)
    later = at + timedelta(minutes=5)
    yield QuoteEvent(at=later, by=by, kind=QuoteEventKind.FOLLOW_UP, follow_up=day)


def _prices(quote: Quote, factor: Decimal) -> tuple[LinePrice, ...]:
    """The first line's price at *factor*, rounded to cents."""
    line = quote.lines[0]
    price = UnitPrice(round_half_up(line.unit_price.amount * factor, 2), quote.currency)
    return (LinePrice(line=line.id, price=price),)


def _bargains(quote: Quote) -> bool:
    return len(quote.lines) == 1 and _number(quote) % 4 == 0


def _number(quote: Quote) -> int:
    return int(quote.id[-5:])
