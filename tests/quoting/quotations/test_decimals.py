"""Unit prices with no more decimals than their currency has: the amount follows the price."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.quoting.paper.offer_terms import OfferTerms
from pcbsales.quoting.pricing.asked_price import AskedPrice
from pcbsales.quoting.quotations.draft import draft_quote
from pcbsales.quoting.quotations.enquiry import Enquiry, Request
from pcbsales.quoting.quotations.quote_line import QuoteLine
from tests.quoting.builders import NOW
from tests.quoting.quotations.test_quotation import quoted, snapshot

HY = "HUAYI/HY-4410"


def most(decimals: int) -> OfferTerms:
    return OfferTerms.model_validate(
        {
            "id": "SZ-OFFERS",
            "entity": "SZ",
            "valid_from": "2025-01-01",
            "decimals": [{"currency": "CNY", "least": "2", "most": str(decimals)}],
        }
    )


def places(line: QuoteLine) -> int:
    return -int(line.unit_price.amount.as_tuple().exponent)


@pytest.mark.parametrize("basis", ["net", "tax_included"])
@given(quantity=st.integers(min_value=1, max_value=700))
def test_amount_and_steps_follow_the_price(basis: str, quantity: int) -> None:
    (line,) = quoted(snapshot(most(3), price_basis=basis), Request(HY, quantity)).lines
    assert places(line) <= 3
    assert line.amount == line.unit_price.times(quantity)
    assert Money.sum((step.amount for step in line.steps), "CNY") == line.net
    rounding = [step for step in line.steps if step.rule == "rounding"]
    assert all(abs(step.amount.amount) <= Decimal("0.0005") * quantity + 1 for step in rounding)


def test_what_needs_no_more_decimals_is_as_without_a_policy() -> None:
    (line,), (free,) = quoted(snapshot(most(3))).lines, quoted(snapshot()).lines
    assert line == free
    (line,) = quoted(snapshot(most(2))).lines
    assert (line.unit_price.text, line.amount.text) == ("8.79", "1758.00")
    assert [(step.rule, step.amount.text) for step in line.steps][-1] == ("rounding", "0.20")


@given(percent=st.decimals(min_value="0.1", max_value="4.9", places=1))
def test_a_discount_never_comes_to_more_than_was_granted(percent: Decimal) -> None:
    request = Request(HY, 300, price=AskedPrice(discount=percent))
    enquiry = Enquiry("HUAYI", (request,))
    (line,) = draft_quote(snapshot(most(3)), enquiry, as_of=NOW.date()).lines
    assert places(line) <= 3
    assert line.amount.amount >= line.book_amount.amount * (100 - percent) / 100


def test_a_price_that_was_asked_for_stays_as_it_was_asked() -> None:
    request = Request(HY, 300, price=AskedPrice(unit_price=UnitPrice(Decimal("8.31251"), "CNY")))
    (line,) = quoted(snapshot(most(3)), request).lines
    assert line.unit_price.text == "8.31251"
