"""A quotation lost, withdrawn, opened again, and when to ask after it."""

from datetime import date

import pytest

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.quoting.negotiation.sending import send_quote
from pcbsales.quoting.outcomes.deciding import follow_up, lose_quote, withdraw_quote
from pcbsales.quoting.outcomes.due import due_quotes
from pcbsales.quoting.quotations.quote_event import Loss, LossReason
from pcbsales.quoting.quotations.standing import QuoteState
from tests.quoting.builders import NOW
from tests.quoting.negotiation.deal import DAY, LOST, SENT, Deal, a_policy


def test_a_lost_one_is_opened_again_by_a_revision_alone() -> None:
    deal = Deal()
    deal.quoted()
    deal.does(lose_quote, 2, **LOST)
    assert deal.state(1) is QuoteState.MADE
    assert deal.state(2) is QuoteState.LOST
    with pytest.raises(RefusedError, match="a new revision opens it again"):
        deal.does(follow_up, 3, day=NOW.date() + 9 * DAY)
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


def test_due_are_what_is_not_sent_what_waits_and_what_ends() -> None:
    deal = Deal(a_policy())
    deal.quoted()

    def due(days: int, ahead: int = 0) -> list[str]:
        on = (NOW + days * DAY).date()
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


def test_nothing_is_said_by_blanks() -> None:
    deal = Deal()
    deal.quoted()
    with pytest.raises(UsageError, match="say why it is taken back"):
        deal.does(withdraw_quote, reason="  ")
    with pytest.raises(UsageError, match="name the competitor"):
        deal.does(lose_quote, loss=Loss(reason=LossReason.PRICE, competitor=" "))
