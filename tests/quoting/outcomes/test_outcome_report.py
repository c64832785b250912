"""Hit rates with their n, the last revision alone, expired ones apart; our price beside theirs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.money import UnitPrice
from pcbsales.quoting.negotiation.sending import send_quote
from pcbsales.quoting.outcomes.deciding import lose_quote
from pcbsales.quoting.outcomes.outcome import GroupBy
from pcbsales.quoting.outcomes.outcome_report import OutcomeReport, Part, outcome_report
from pcbsales.quoting.outcomes.tally import median, share
from pcbsales.quoting.quotations.quote_event import LinePrice, Loss, LossReason
from tests.quoting.builders import NOW
from tests.quoting.negotiation.deal import SENT, Deal

LOSS = Loss(
    reason=LossReason.PRICE,
    competitor="Tallow PCB",
    their_prices=(LinePrice(line="L1", price=UnitPrice(Decimal("8.00"), "CNY")),),
)


def report(deal: Deal, days: int, by: GroupBy = GroupBy.REP) -> OutcomeReport:
    day = (NOW + timedelta(days=days)).date()
    return outcome_report(deal.snapshot, since=date(2026, 1, 1), until=day, as_of=day, by=by)


def test_the_last_revision_counts_and_what_was_true_then() -> None:
    deal = Deal()
    deal.quoted()
    deal.does(send_quote, **SENT)
    deal.does(lose_quote, 2, loss=LOSS)
    deal.revised(3)
    deal.accepted(4)
    assert [report(deal, day).total.hit_rate for day in (1, 2, 3, 4)] == [None, 0, None, 100]
    assert [report(deal, day).total.decided for day in (1, 2, 3, 4)] == [0, 1, 0, 1]
    assert report(deal, 4).total.as_json()["value_won"] == [
        {"currency": "CNY", "amount": "1757.80"}
    ]


def test_a_period_ends_after_it_begins() -> None:
    day, before = date(2026, 10, 2), date(2026, 10, 1)
    with pytest.raises(UsageError, match="would end on 2026-10-01"):
        outcome_report(Deal().snapshot, since=day, until=before, as_of=day, by=GroupBy.REP)


def test_an_expired_one_is_neither_won_nor_lost() -> None:
    deal = Deal()
    deal.quoted()
    found = report(deal, 60).total.as_json()
    assert (found["expired"], found["decided"], found["hit_rate"]) == (1, 0, None)


def test_our_price_beside_theirs() -> None:
    deal = Deal()
    deal.quoted()
    deal.does(lose_quote, 2, loss=LOSS)
    found = report(deal, 2, GroupBy.LAYERS).as_json()
    assert found["prices"] == [
        {
            "quote": "Q-2026-00001",
            "line": "L1",
            "competitor": "Tallow PCB",
            "ours": "8.789",
            "theirs": "8.00",
            "percent": "9.86",
        }
    ]
    (row,) = as_list(found["rows"])
    assert (row["group"], row["price_position_percent"]) == ("4", "9.86")
    assert [row["competitor"] for row in as_list(found["competitors"])] == ["Tallow PCB"]


def as_list(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value


@pytest.mark.parametrize("shown", list(Part))
@pytest.mark.parametrize("by", list(GroupBy))
def test_each_table_has_as_many_cells_as_columns(by: GroupBy, shown: Part) -> None:
    deal = Deal()
    deal.quoted()
    deal.does(lose_quote, 2, loss=LOSS)
    day = (NOW + timedelta(days=2)).date()
    table = outcome_report(
        deal.snapshot, since=date(2026, 1, 1), until=day, as_of=day, by=by, shown=shown
    ).as_table()
    assert table.rows
    assert {len(row) for row in (*table.rows, *table.totals)} == {len(table.columns)}


@given(st.lists(st.integers(-999, 999).map(Decimal), min_size=1, max_size=9))
def test_a_median_lies_in_the_middle(numbers: list[Decimal]) -> None:
    middle = median(numbers)
    assert middle is not None
    below = sum(number < middle for number in numbers)
    above = sum(number > middle for number in numbers)
    assert max(below, above) <= len(numbers) / 2


def test_a_share_of_nothing_is_none() -> None:
    assert (share(0, 0), share(1, 3)) == (None, Decimal("33.3"))


def test_halves_are_rounded_up() -> None:
    assert share(1, 16) == Decimal("6.3")
    assert median([Decimal("0.1"), Decimal("0.2")]) == Decimal("0.2")
