"""Rounds of bargaining: how far a counter may go, and what each round leaves us."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

import pytest

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.quoting.negotiation.line_prices import read_line_prices
from pcbsales.quoting.negotiation.rounds import add_round
from pcbsales.quoting.negotiation.rounds_report import RoundRow, rounds_of
from pcbsales.quoting.paper.quotation_view import quotation_view
from pcbsales.quoting.quotations.line_parts import PanelFacts
from pcbsales.quoting.quotations.quote_event import InReturn, Round
from pcbsales.quoting.quotations.records import Quote
from tests.customers.builders import somebody
from tests.quoting.builders import a_customer
from tests.quoting.negotiation.deal import Deal, price
from tests.quoting.paper_builders import ENTITY, STAFF

#: 7 panels at 185.00 and 150.00 once: what 200 boards cost us.
COST = "1445.00 CNY"


def a_deal(least: str | None = "15", **customer: Any) -> Deal:
    """A quotation of 200 boards at 1757.80 whose cost is known."""
    deal = Deal(**customer)
    quote = deal.quoted()
    facts = {
        "panel_price": "SZ-PANEL-2026-10",
        "format": "18X24",
        "up": "32",
        "boards": "32",
        "started": "210",
        "panels": "7",
        "utilisation_percent": "78.1",
        "cost": COST,
        **({} if least is None else {"least_margin_percent": least}),
    }
    panel = PanelFacts.model_validate(facts)
    lines = tuple(line.model_copy(update={"panel": panel}) for line in quote.lines)
    deal.put(quote.model_copy(update={"lines": lines}))
    return deal


def bargained(deal: Deal, target: str = "", counter: str = "", day: int = 0) -> RoundRow:
    record = Round(
        target=(price("L1", target),) if target else (),
        counter=(price("L1", counter),) if counter else (),
        in_return=(InReturn.QUANTITY,),
    )
    return rounds_of(deal.does(add_round, day, bargain=record)).rows[-1]


@pytest.mark.parametrize(("counter", "allowed"), [("8.53", True), ("8.52", False)])
def test_a_counter_goes_as_far_as_one_may(counter: str, allowed: bool) -> None:
    deal = Deal()
    deal.quoted()
    if not allowed:
        with pytest.raises(RefusedError, match="below the book, you may go to 3 %"):
            bargained(deal, "7.90", counter)
        return
    row = bargained(deal, "7.90", counter)
    assert (row.target, row.counter) == (Decimal("7.90"), Decimal(counter))
    assert row.as_json()["target_percent"] == "89.9"


@pytest.mark.parametrize(("least", "allowed"), [("17", True), ("18.4", True), ("18.6", False)])
def test_a_counter_leaves_the_least_margin_as_a_quotation_does(least: str, allowed: bool) -> None:
    """1445.00 ÷ 0.816 = 1770.83, of which 1720.00 is 2.87 % less; ÷ 0.814 it is 3.11 % less."""
    deal = a_deal(least)
    if allowed:
        assert bargained(deal, counter="8.60").counter == Decimal("8.60")
        return
    with pytest.raises(RefusedError, match="below the price of the least margin, you may go to"):
        bargained(deal, counter="8.60")


def test_the_margin_after_each_round() -> None:
    """8.60 × 200 = 1720.00 keeps 275.00 of it: 15.99 %; 7.90 would keep 135.00 of 1580.00."""
    deal = a_deal()
    first = bargained(deal, "7.90", "8.60")
    assert (first.target_margin, first.margin) == (Decimal("8.5"), Decimal("16.0"))
    second = bargained(deal, "8.20", day=1)
    assert (second.number, second.counter, second.stands) == (2, None, Decimal("8.60"))
    assert (second.target_margin, second.margin) == (Decimal("11.9"), Decimal("16.0"))
    told = second.as_json()
    assert (told["cost"], told["margin_percent"], told["least_margin_percent"]) == (
        "1445.00",
        "16.0",
        "15",
    )
    deal.revised(2)
    third = bargained(deal, "8.20", day=3)
    assert (third.revision, third.stands, third.margin) == (2, Decimal("8.789"), None)


def test_prices_with_tax_leave_their_margin_without_it() -> None:
    """9.70 × 200 ÷ 1.13 = 1716.81, of which 271.81 stays: 15.83 %."""
    deal = a_deal(price_basis="tax_included")
    assert bargained(deal, counter="9.70").margin == Decimal("15.8")


def test_no_margin_is_made_up_where_no_cost_is_known() -> None:
    deal = Deal()
    deal.quoted()
    row = bargained(deal, "7.90")
    assert (row.cost, row.margin, row.target_margin) == (None, None, None)
    table = rounds_of(deal.quotation).as_table()
    assert len(table.remarks) == 2
    assert {len(cells) for cells in table.rows} == {len(table.columns)}


def test_nothing_of_it_is_on_the_customers_paper() -> None:
    """The paper of a quotation is the same before and after bargaining, and names no cost."""
    deal = a_deal()
    before = _paper(deal.quotation)
    bargained(deal, "7.90", "8.60")
    after = _paper(deal.quotation)
    assert after == before
    said = repr(asdict(after))
    assert "1445" not in said
    assert "margin" not in said
    assert "7.90" not in said


def _paper(quote: Quote) -> Any:
    from pcbsales.company.records import Entity, Staff  # noqa: PLC0415 -- beside its use

    return quotation_view(
        quote,
        entity=Entity.model_validate(ENTITY),
        customer=a_customer(),
        person=None,
        staff=Staff.model_validate(STAFF),
        commit="0" * 40,
        lang="en",
    )


def test_only_the_customers_own_people_ask() -> None:
    deal = Deal(somebody(id="P-00009", customer="XINGHE"), somebody(id="P-00001"))
    deal.quoted()
    record = Round(target=(price("L1", "7.90"),), person="P-00009")
    with pytest.raises(RefusedError, match="P-00009 is nobody at HUAYI; there are P-00001"):
        deal.does(add_round, bargain=record)
    deal.does(add_round, bargain=record.model_copy(update={"person": "P-00001"}))


@pytest.mark.parametrize("text", ["L1=", "L1=0", "L1=-1", "L9=7", "L1=7 USD", "L1=7,L1=8", "7"])
def test_a_price_that_is_none_is_refused(text: str) -> None:
    deal = Deal()
    quote = deal.quoted(200, 500)
    with pytest.raises(UsageError):
        read_line_prices([text], quote, "--target")


@pytest.mark.parametrize(
    ("target", "counter", "words"),
    [
        ("8.60", "8.59", "the counter 8.59 CNY is below the 8.60 CNY that the customer aims at"),
        ("8.60", "8.60", None),
        ("8.79", "", "8.79 CNY is above the 8.789 CNY that Q-2026-00001 offers"),
        ("8.789", "", None),
        ("", "8.80", "8.80 CNY is above the 8.789 CNY"),
    ],
)
def test_a_round_lies_between_the_aim_and_the_offer(
    target: str, counter: str, words: str | None
) -> None:
    deal = Deal()
    deal.quoted()
    if words is None:
        bargained(deal, target, counter)
        return
    with pytest.raises(RefusedError, match=words):
        bargained(deal, target, counter)


def test_a_round_is_noted_once_a_day() -> None:
    deal = Deal()
    deal.quoted()
    bargained(deal, "8.60")
    with pytest.raises(RefusedError, match="was noted already, by REP at 09:12"):
        bargained(deal, "8.60")
    assert bargained(deal, "8.60", day=1).number == 2
