"""Prices other than the book's: exact to the cent, never rounded into anybody's authority."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import Money, UnitPrice, round_half_up
from pcbsales.quoting.pricing.asked_price import AskedPrice, percent_below, price_step
from tests.quoting.builders import cny


def at(price: str) -> AskedPrice:
    return AskedPrice(unit_price=UnitPrice(Decimal(price), "CNY"))


def off(percent: str) -> AskedPrice:
    return AskedPrice(discount=Decimal(percent))


@pytest.mark.parametrize(
    ("asked", "amount", "below"),
    [
        (off("5"), "1669.91", "5"),
        (off("0"), "1757.80", "0"),
        (off("0.0001"), "1757.80", "0"),
        (off("33.3333"), "1171.87", "33.3333"),
        (at("8.789"), "1757.80", "0"),
        (at("8.34955"), "1669.91", "5"),
        (at("8.3495"), "1669.90", "5.00056890"),
        (at("8.349549"), "1669.91", "5.00001138"),
        (at("9"), "1800.00", "0"),
        (at("0.01"), "2.00", "99.88622142"),
    ],
)
def test_amount_and_how_far_below(asked: AskedPrice, amount: str, below: str) -> None:
    book = cny("1757.80")
    assert asked.amount(book, 200) == cny(amount)
    assert asked.below(book, 200) == Decimal(below)


@pytest.mark.parametrize("asked", [off("100"), at("0.00000001"), at("0.00002")])
def test_nothing_is_no_price(asked: AskedPrice) -> None:
    with pytest.raises(RefusedError, match="a price must leave something above 0"):
        asked.amount(cny("1757.80"), 200)


def test_a_yen_has_no_cents() -> None:
    assert off("3").amount(Money(Decimal(1001), "JPY"), 7) == Money(Decimal(971), "JPY")


BOOKS = st.decimals("0.01", "999999", places=2).map(lambda amount: Money(amount, "CNY"))
PERCENTS = st.decimals("0.01", "99", places=2)


@given(BOOKS, PERCENTS, st.integers(1, 5000))
def test_a_typed_percentage_is_never_exceeded_by_the_cents(
    book: Money, percent: Decimal, quantity: int
) -> None:
    asked = AskedPrice(discount=percent)
    amount = asked.amount(book, quantity)
    assert (book.amount - amount.amount) * 100 <= percent * book.amount
    assert asked.below(book, quantity) <= percent
    assert percent_below(book.amount, amount.amount) <= percent


@given(BOOKS, st.decimals("0.00000001", "9999", places=8), st.integers(1, 5000), PERCENTS)
def test_a_typed_price_never_rounds_into_a_limit(
    book: Money, price: Decimal, quantity: int, limit: Decimal
) -> None:
    asked = AskedPrice(unit_price=UnitPrice(price, "CNY"))
    if round_half_up(price * quantity, 2) <= 0:
        return
    truly_within = (book.amount - price * quantity) * 100 <= limit * book.amount
    within = asked.below(book, quantity) <= limit
    assert not within or truly_within


@given(st.decimals("0.01", "999999", places=2), PERCENTS)
def test_how_far_below_is_rounded_up_and_exact_where_it_can_be(
    book: Decimal, percent: Decimal
) -> None:
    asked = book - book * percent / 100
    assert percent_below(book, asked) == percent
    assert percent_below(book, asked - Decimal("1e-12")) > percent


def test_the_step_between_book_and_asked() -> None:
    (down,) = price_step(cny("100.00"), cny("95.00"))
    assert (down.rule, down.amount, down.rate) == ("discount", cny("-5.00"), Decimal("-5.00"))
    (up,) = price_step(cny("100.00"), cny("101.00"))
    assert (up.rule, up.amount) == ("surcharge", cny("1.00"))
    assert price_step(cny("100.00"), cny("100.00")) == ()
