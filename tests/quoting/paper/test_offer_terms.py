"""What paper says by policy: decimals of prices, what boards leave open, conditions."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pcbsales.boards.specification import Specification
from pcbsales.kernel.money import UnitPrice
from pcbsales.quoting.paper.offer_terms import OfferTerms, PriceDecimals, Unsaid
from tests.quoting.paper_builders import OFFER_TERMS

FOUR = PriceDecimals(currency="CNY", least=4, most=4)


def terms(**more: Any) -> OfferTerms:
    return OfferTerms.model_validate({**OFFER_TERMS, **more})


@given(st.decimals(min_value="0.00000001", max_value=100_000, places=8))
def test_a_limited_price_is_near_and_upwards_never_below(amount: Decimal) -> None:
    price = UnitPrice(amount, "CNY")
    near, above = FOUR.limited(price), FOUR.limited(price, upwards=True)
    assert abs(near.amount - amount) <= Decimal("0.00005")
    assert Decimal(0) <= above.amount - amount < Decimal("0.0001")
    assert near.amount > 0


def test_prices_are_written_with_their_least_decimals() -> None:
    found = {text: FOUR.written_out(UnitPrice(Decimal(text), "CNY")) for text in ("7.6", "8.789")}
    assert {text: str(number) for text, number in found.items()} == {
        "7.6": "7.6000", "8.789": "8.7890",
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"decimals": [{"currency": "CNY", "least": "1", "most": "4"}]},
        {"decimals": [{"currency": "CNY", "least": "4", "most": "3"}]},
        {"decimals": [{"currency": "CNY", "least": "2", "most": "9"}]},
        {"decimals": [{"currency": "CNY", "least": "2", "most": "4"}] * 2},
        {"unsaid": [{"key": "no_key", "sentence": {"en": "x"}}]},
        {"unsaid": [{"key": "xout", "given": ["no_key"], "sentence": {"en": "x"}}]},
        {"unsaid": [{"key": "xout", "when": ["no_key = 1"], "sentence": {"en": "x"}}]},
        {"valid_until": "2024-12-31"},
    ],
)
def test_what_is_wrong_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        terms(**wrong)


def test_what_is_unsaid_is_said_of_the_boards_that_leave_it_open() -> None:
    rule = Unsaid.model_validate(
        {"key": "xout", "given": ["array"], "when": ["layers = 4"], "sentence": {"en": "none"}}
    )
    open_yet = {"array": "2 x 5", "layers": "4"}
    boards = {
        True: [open_yet],
        False: [{"layers": "4"}, {**open_yet, "layers": "2"}, {**open_yet, "xout": "accept"}],
    }
    for expected, answers in boards.items():
        for answer in answers:
            assert rule.holds(Specification.model_validate(answer)) is expected, answer
