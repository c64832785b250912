"""A quotation's way: sent, bargained over, revised, ordered, lost; each end once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.errors import RefusedError
from pcbsales.quoting.charges.freight_table import FreightTable
from pcbsales.quoting.floor.below_floor import quote_or_request
from pcbsales.quoting.negotiation.revising import revised_requests, revising_enquiry
from pcbsales.quoting.negotiation.sending import send_quote
from pcbsales.quoting.outcomes.checks import check_events
from pcbsales.quoting.outcomes.deciding import follow_up, lose_quote, withdraw_quote
from pcbsales.quoting.quotations.draft import Enquiry, Request
from pcbsales.quoting.quotations.offered import EarlierRevision
from pcbsales.quoting.quotations.quote_event import Channel
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.quotations.standing import QuoteState
from tests.quoting.builders import NOW, sheet_data
from tests.quoting.floor.test_below_floor import PART, off
from tests.quoting.negotiation.deal import DAY, LOST, PAPER, SENT, Deal


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


def test_a_later_lead_time_that_was_asked_for_stays_too() -> None:
    deal = Deal()
    standard = deal.quoted().lines[0].lead_days
    later = deal.revised(leads=(30,))
    assert (later.lines[0].lead_days, later.lines[0].later_days) == (30, 30 - standard)
    assert deal.revised().lines[0].lead_days == 30
    assert deal.revised(leads=(None,)).lines[0].lead_days == standard


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
        "ask": lambda day: deal.does(follow_up, day, day=(NOW + (day + 1) * DAY).date()),
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


@pytest.mark.parametrize(("said", "asked"), [(None, True), (False, False)])
def test_a_revision_asks_the_freight_where_it_was_asked(said: bool | None, asked: bool) -> None:
    freight = FreightTable.model_validate(sheet_data("freight-tables/SZ-CNY-FREIGHT-2026.yaml"))
    deal = Deal(freight, incoterm="DAP")
    enquiry = Enquiry("HUAYI", (Request(PART, 200),), freight=True)
    deal.keep(quote_or_request(deal.snapshot, deal.numbers, enquiry=enquiry, actor="REP", at=NOW))
    old = deal.quotation
    told = revising_enquiry(
        deal.snapshot, old, revised_requests(old), as_of=NOW.date(), freight=said
    )
    deal.keep(quote_or_request(deal.snapshot, deal.numbers, enquiry=told, actor="REP", at=NOW))
    assert (deal.quotation.revision, bool(deal.quotation.charges)) == (2, asked)
