"""A quotation's way: sent, bargained over, revised, ordered, lost; each end once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.money import UnitPrice
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.quoting.floor.below_floor import quote_or_request
from pcbsales.quoting.negotiation.line_prices import read_line_prices
from pcbsales.quoting.negotiation.revising import revised_requests, revising_enquiry
from pcbsales.quoting.negotiation.rounds import add_round, rounds_of
from pcbsales.quoting.negotiation.sending import Dispatch, send_quote
from pcbsales.quoting.outcomes.checks import check_events
from pcbsales.quoting.outcomes.deciding import (
    Taken,
    accept_quote,
    follow_up,
    lose_quote,
    withdraw_quote,
)
from pcbsales.quoting.outcomes.due import due_quotes
from pcbsales.quoting.outcomes.hindrances import Ordered, PurchaseOrder
from pcbsales.quoting.outcomes.policy import QuotePolicy
from pcbsales.quoting.pricing.asked_price import AskedPrice
from pcbsales.quoting.quotations.draft import Enquiry, Request
from pcbsales.quoting.quotations.earlier import EarlierRevision
from pcbsales.quoting.quotations.quote_event import (
    Channel,
    InReturn,
    LinePrice,
    Loss,
    LossReason,
    Round,
)
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.quotations.standing import QuoteState, standing
from tests.quoting.builders import NOW
from tests.quoting.floor.test_below_floor import PART, Desk, off

_DAY = timedelta(days=1)
PO = Attachment(sha256(b"po").hexdigest(), "po.pdf", b"po")
PAPER = Attachment(sha256(b"paper").hexdigest(), "q.pdf", b"paper")


class Deal(Desk):
    """A desk with one quotation, on which things happen."""

    def keep(self, changes: ChangeSet) -> ChangeSet:
        names = {(record.noun, record.id) for record in changes.updates}
        self.records = [r for r in self.records if (r.noun, r.id) not in names]
        self.records += changes.updates
        return super().keep(changes)

    def quoted(self, *quantities: int, actor: str = "REP") -> Quote:
        requests = tuple(Request(PART, quantity) for quantity in quantities or (200,))
        enquiry = Enquiry("HUAYI", requests)
        self.keep(
            quote_or_request(self.snapshot, self.numbers, enquiry=enquiry, actor=actor, at=NOW)
        )
        return self.quotation

    @property
    def quotation(self) -> Quote:
        return self.snapshot.all(Quote)[0]

    def does(self, decide: Callable[..., ChangeSet], days: int = 0, **more: Any) -> Quote:
        told = {"quote": self.quotation.id, "actor": "REP", "at": NOW + days * _DAY, **more}
        self.keep(decide(self.snapshot, **told))
        return self.quotation

    def revised(self, days: int = 0, price: AskedPrice | None = None, **more: Any) -> Quote:
        at = NOW + days * _DAY
        old = self.quotation
        requests = revised_requests(old, **more)
        if price is not None:
            requests = tuple(
                Request(r.part, r.quantity, unit=r.unit, price=price) for r in requests
            )
        enquiry = revising_enquiry(self.snapshot, old, requests, as_of=at.date(), reason="asked")
        self.keep(
            quote_or_request(self.snapshot, self.numbers, enquiry=enquiry, actor="REP", at=at)
        )
        return self.quotation

    def accepted(self, days: int = 0, **order: Any) -> Quote:
        told = {"number": "4711", "on": (NOW + days * _DAY).date(), **order}
        return self.does(accept_quote, days, taken=Taken(PurchaseOrder(**told), PO))

    def state(self, days: int = 0) -> QuoteState:
        found = standing(self.quotation, as_of=(NOW + days * _DAY).date())
        assert found is not None
        return found.state


def price(line: str, amount: str) -> LinePrice:
    return LinePrice(line=line, price=UnitPrice(Decimal(amount), "CNY"))


def a_policy(days: str = "7") -> QuotePolicy:
    return QuotePolicy.model_validate(
        {
            "id": "SZ-Q",
            "entity": "SZ",
            "valid_from": "2026-01-01",
            "order_after_expiry_days": days,
            "follow_up_days": "5",
        }
    )


SENT: dict[str, Any] = {"dispatch": Dispatch(Channel.MAIL, PAPER)}
LOST: dict[str, Any] = {"loss": Loss(reason=LossReason.PRICE, competitor="Tallow PCB")}


def test_a_quotation_is_sent_with_the_paper_that_went_out() -> None:
    deal = Deal()
    deal.quoted()
    assert deal.state() is QuoteState.MADE
    quote = deal.does(send_quote, **SENT)
    assert deal.state() is QuoteState.SENT
    sending = quote.events[-1].sending
    assert sending is not None
    assert (sending.via, sending.paper.sha256) == (Channel.MAIL, PAPER.sha256)
    assert [file.digest for file in quote.attachments] == [PAPER.sha256]
    again = deal.does(send_quote, **SENT)
    assert len(again.events) == len(quote.events) + 1
    assert len(again.attachments) == 1


def test_a_revision_stands_beside_the_one_before() -> None:
    deal = Deal()
    first = deal.quoted(200)
    deal.does(send_quote, **SENT)
    second = deal.revised(3, quantities=((500, None),))
    assert (second.id, second.revision) == (first.id, 2)
    assert [line.quantity for line in second.lines] == [500]
    kept = second.in_revision(1)
    assert kept is not None
    assert kept.superseded
    assert kept.lines == first.lines
    assert (kept.net, kept.valid_until) == (first.net, first.valid_until)
    assert second.events[: len(first.events)] == first.events
    assert deal.state(3) is QuoteState.MADE
    assert deal.state(2) is QuoteState.SENT
    third = deal.revised(4)
    assert third.earlier[: len(second.earlier)] == second.earlier
    assert third.in_revision(4) is None
    assert Quote.model_validate(dict(third)) == third


def test_an_earlier_revision_keeps_all_that_a_quotation_offers() -> None:
    beside = {"id", "entity", "customer", "rep", "customer_rfq", "rfq_received", "events"}
    beside |= {"earlier", "tags", "attachments", "notes"}
    assert set(EarlierRevision.model_fields) == set(Quote.model_fields) - beside


def test_a_revision_below_the_floor_waits_and_is_granted_as_the_next_one() -> None:
    deal = Deal()
    deal.quoted()
    deal.revised(price=off("6"))
    assert deal.quotation.revision == 1
    from pcbsales.approvals.decision import Word, grant  # noqa: PLC0415 -- beside its use
    from tests.approvals.builders import kinds  # noqa: PLC0415 -- beside its use

    kind = kinds().decisions["quote.below-floor"]
    word = Word("MANAGER", NOW)
    deal.keep(grant(deal.snapshot, deal.numbers, request="AR-2026-00001", kind=kind, word=word))
    assert deal.quotation.revision == 2
    assert [event.kind.value for event in deal.quotation.events] == ["new", "revised", "approved"]
    assert deal.findings() == []


def test_an_asked_price_stays_on_a_line_that_stays() -> None:
    deal = Deal()
    deal.quoted()
    second = deal.revised(price=off("3"))
    third = deal.revised()
    assert third.lines[0].unit_price == second.lines[0].unit_price
    assert deal.revised(quantities=((300, None),)).lines[0].book_price is None


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ({"revision": 1}, "revision 1 of Q-2026-00001 is superseded by 2"),
        ({"lines": ("L9",)}, "has no line L9"),
        ({"stated": (Ordered("L1", price=UnitPrice(Decimal(7), "CNY")),)}, "the order says 7.00"),
        ({"stated": (Ordered("L1", quantity=100),)}, "the order says 100 PCS"),
        ({"stated": (Ordered("L1", revision="B"),)}, "the order says revision B"),
        ({"stated": (Ordered("L2"),)}, "speaks of L2, which is not ordered"),
        ({"on": date(2027, 1, 1)}, "is not here yet"),
    ],
)
def test_what_an_order_says_otherwise_is_named(order: dict[str, Any], words: str) -> None:
    deal = Deal()
    deal.quoted()
    deal.revised()
    with pytest.raises(RefusedError, match=words):
        deal.accepted(**order)


def test_an_order_that_agrees_is_taken_once() -> None:
    deal = Deal()
    line = deal.quoted().lines[0]
    stated = (Ordered("L1", price=line.unit_price, quantity=200, revision="A"),)
    quote = deal.accepted(stated=stated)
    assert deal.state() is QuoteState.WON
    accepted = quote.events[-1].acceptance
    assert accepted is not None
    assert (accepted.po_no, accepted.po.sha256, accepted.lines) == ("4711", PO.sha256, ("L1",))
    tries: tuple[Callable[[], Quote], ...] = (
        deal.accepted,
        lambda: deal.does(lose_quote, **LOST),
        lambda: deal.does(withdraw_quote, reason="x"),
        lambda: deal.does(send_quote, **SENT),
        deal.revised,
    )
    for again in tries:
        with pytest.raises(RefusedError, match="was ordered on"):
            again()


def test_alternatives_are_chosen_from() -> None:
    deal = Deal()
    deal.quoted(200, 500)
    with pytest.raises(RefusedError, match="are alternatives"):
        deal.accepted()
    quote = deal.accepted(lines=("L2",))
    assert quote.events[-1].acceptance is not None
    assert quote.events[-1].acceptance.lines == ("L2",)


@pytest.mark.parametrize(
    ("policy", "late", "reason", "words"),
    [
        (None, 1, "why", "expired on"),
        (a_policy(), 8, "why", "lets 7 pass"),
        (a_policy(), 7, None, "say why"),
        (a_policy(), 7, " ", "say why"),
        (a_policy(), 7, "why", None),
        (a_policy("0"), 1, "why", "expired on"),
        (None, 0, None, None),
    ],
)
def test_an_expired_quotation_is_ordered_by_as_the_policy_says(
    policy: QuotePolicy | None, late: int, reason: str | None, words: str | None
) -> None:
    deal = Deal(*[policy] if policy else [])
    days = (deal.quoted().valid_until - NOW.date()).days + late
    if words is None:
        quote = deal.accepted(days, late=reason)
        acceptance = quote.events[-1].acceptance
        assert acceptance is not None
        assert acceptance.late == reason
        return
    with pytest.raises(RefusedError, match=words):
        deal.accepted(days, late=reason)


def test_a_lost_one_is_opened_again_by_a_revision_alone() -> None:
    deal = Deal()
    deal.quoted()
    deal.does(lose_quote, 2, **LOST)
    assert deal.state(1) is QuoteState.MADE
    assert deal.state(2) is QuoteState.LOST
    with pytest.raises(RefusedError, match="a new revision opens it again"):
        deal.does(follow_up, 3, day=NOW.date() + 9 * _DAY)
    deal.revised(3)
    assert deal.state(3) is QuoteState.MADE
    deal.accepted(4)
    assert deal.state(4) is QuoteState.WON


def test_an_expired_one_may_still_be_lost_but_not_sent() -> None:
    deal = Deal()
    days = (deal.quoted().valid_until - NOW.date()).days + 1
    assert deal.state(days) is QuoteState.EXPIRED
    assert deal.state(days - 1) is QuoteState.MADE
    with pytest.raises(RefusedError, match="expired on"):
        deal.does(send_quote, days, **SENT)
    deal.does(lose_quote, days, **LOST)
    assert deal.state(days) is QuoteState.LOST


@pytest.mark.parametrize(("counter", "allowed"), [("8.53", True), ("8.52", False)])
def test_a_counter_goes_as_far_as_one_may(counter: str, allowed: bool) -> None:
    deal = Deal()
    deal.quoted()
    bargain = Round(
        target=(price("L1", "7.90"),),
        counter=(price("L1", counter),),
        in_return=(InReturn.QUANTITY,),
    )
    if not allowed:
        with pytest.raises(RefusedError, match="below the book, you may go to 3 %"):
            deal.does(add_round, bargain=bargain)
        return
    (row,) = rounds_of(deal.does(add_round, bargain=bargain)).rows
    assert (row.target, row.counter) == (Decimal("7.90"), Decimal(counter))
    assert row.as_json()["target_percent"] == "89.9"


def test_due_are_what_is_not_sent_what_waits_and_what_ends() -> None:
    deal = Deal(a_policy())
    deal.quoted()

    def due(days: int, ahead: int = 0) -> list[str]:
        on = (NOW + days * _DAY).date()
        found = due_quotes(deal.snapshot, as_of=on, days=ahead)
        return [f"{row.reason.value} {row.due:%m-%d}" for row in found.rows]

    assert due(0) == ["not_sent 11-23"]
    deal.does(send_quote, **SENT)
    assert due(4) == []
    assert due(5) == ["follow_up 11-28"]
    deal.does(follow_up, 5, day=date(2026, 12, 4))
    assert due(10) == []
    assert due(10, 7) == ["follow_up 12-04"]
    assert due(29, 1) == ["follow_up 12-04", "offer_ends 12-23"]
    deal.does(withdraw_quote, 30, reason="wrong laminate")
    assert due(30, 7) == []


@pytest.mark.parametrize("text", ["L1=", "L1=0", "L1=-1", "L9=7", "L1=7 USD", "L1=7,L1=8", "7"])
def test_a_price_that_is_none_is_refused(text: str) -> None:
    deal = Deal()
    quote = deal.quoted(200, 500)
    with pytest.raises(UsageError):
        read_line_prices([text], quote, "--target")


_STEPS = st.lists(
    st.sampled_from(["send", "revise", "lose", "withdraw", "accept", "ask"]), max_size=9
)


@given(_STEPS)
def test_whatever_happens_nothing_is_overwritten(steps: list[str]) -> None:
    """Events and earlier revisions are only added to, and a revision ends once."""
    deal = Deal()
    deal.quoted()
    doing: dict[str, Callable[[int], Quote]] = {
        "send": lambda day: deal.does(send_quote, day, **SENT),
        "revise": deal.revised,
        "lose": lambda day: deal.does(lose_quote, day, **LOST),
        "withdraw": lambda day: deal.does(withdraw_quote, day, reason="x"),
        "accept": deal.accepted,
        "ask": lambda day: deal.does(follow_up, day, day=(NOW + (day + 1) * _DAY).date()),
    }
    for day, step in enumerate(steps):
        before = deal.quotation
        try:
            after = doing[step](day)
        except RefusedError:
            assert deal.quotation == before
            continue
        assert after.events[: len(before.events)] == before.events
        assert after.earlier[: len(before.earlier)] == before.earlier
        assert list(check_events(deal.snapshot, after.id)) == []
        assert Quote.model_validate(dict(after)) == after


def test_time_stamps_are_those_of_the_acts() -> None:
    deal = Deal()
    deal.quoted()
    quote = deal.does(send_quote, 1, **SENT)
    assert quote.events[-1].at == datetime.fromisoformat("2026-11-24T09:12:00+08:00")
