"""``--price`` and ``--discount`` as a rep types them."""

from decimal import Decimal

import pytest

from pcbsales.kernel.errors import PcbsalesError, RefusedError, UsageError
from pcbsales.quoting.pricing.price_wishes import (
    PriceWish,
    read_discount_wish,
    read_price_wish,
    with_prices,
)
from pcbsales.quoting.quotations.draft import Request
from pcbsales.quoting.quotations.records import QuantityUnit


def part_id(name: str) -> str:
    return f"HUAYI/{name}"


def price(text: str) -> PriceWish:
    return read_price_wish(text, "CNY", part_id)


def discount(text: str) -> PriceWish:
    return read_discount_wish(text, part_id)


LINES = (
    Request("HUAYI/A", 100),
    Request("HUAYI/A", 500),
    Request("HUAYI/B", 500),
)


def said(*wishes: PriceWish, lines: tuple[Request, ...] = LINES) -> list[str]:
    return [
        str(line.price.unit_price or f"{line.price.discount}%") if line.price else "-"
        for line in with_prices(lines, wishes)
    ]


@pytest.mark.parametrize(
    ("text", "part", "quantity"),
    [
        ("8.20", None, None),
        (" 8.20 ", None, None),
        ("8.20 CNY", None, None),
        ("A=8.20", "HUAYI/A", None),
        ("A@500=8.20", "HUAYI/A", (500, None)),
        ("A@1k=8.20", "HUAYI/A", (1000, None)),
        ("A=B=8.20", "HUAYI/A=B", None),
    ],
)
def test_a_price_is_for_a_line(text: str, part: str | None, quantity: object) -> None:
    found = price(text)
    assert str(found.price.unit_price) == "8.20 CNY"
    assert (found.part, found.quantity) == (part, quantity)


@pytest.mark.parametrize("text", ["", "A=", "8,20", "-8.20", "0", "0.00", "8.123456789", "x", "８"])
def test_what_is_no_price(text: str) -> None:
    with pytest.raises(UsageError, match="give a price per unit above 0 such as"):
        price(text)


def test_another_currency_is_refused() -> None:
    with pytest.raises(RefusedError, match="the customer is quoted in CNY"):
        price("A=8.20 USD")


@pytest.mark.parametrize("text", ["", "A=", "-5%", "101", "five"])
def test_what_is_no_discount(text: str) -> None:
    with pytest.raises(UsageError, match="is not a percentage"):
        discount(text)


def test_the_narrowest_wish_holds_for_each_line() -> None:
    assert said(discount("5%")) == ["5%", "5%", "5%"]
    assert said(discount("5%"), discount("A=3%")) == ["3%", "3%", "5%"]
    assert said(discount("5%"), discount("A=3%"), price("A@500=7.95")) == ["3%", "7.95 CNY", "5%"]
    assert said(price("B=8")) == ["-", "-", "8.00 CNY"]
    assert said() == ["-", "-", "-"]


@pytest.mark.parametrize(
    ("wishes", "problem"),
    [
        ((price("8.20"),), "8.20 would be one price for 3 lines; name each"),
        ((price("A=8.20"),), "A=8.20 would be one price for 2 lines"),
        ((price("A@500=8"), discount("A@500=3")), "A@500=8 and A@500=3 are both for HUAYI/A"),
        ((discount("5"), discount("6")), "5 and 6 are both for HUAYI/A"),
        ((discount("C=5"),), "C=5 is for no line of this quotation; it has HUAYI/A@100"),
        ((discount("A@200=5"),), "A@200=5 is for no line"),
    ],
)
def test_what_is_unclear_is_refused(wishes: tuple[PriceWish, ...], problem: str) -> None:
    with pytest.raises(PcbsalesError, match=problem):
        said(*wishes)


def test_a_count_without_a_unit_is_of_any_unit() -> None:
    lines = (Request("HUAYI/A", 100, unit=QuantityUnit.PCS),)
    assert said(price("A@100=8.20"), lines=lines) == ["8.20 CNY"]
    assert said(price("A@100PCS=8.20"), lines=lines) == ["8.20 CNY"]
    with pytest.raises(UsageError, match="for no line"):
        with_prices(lines, [price("A@100SET=8.20")])


def test_one_price_for_one_line_needs_no_name() -> None:
    assert said(price("8.20"), lines=LINES[:1]) == ["8.20 CNY"]
    assert with_prices(LINES[:1], [discount("2.5")])[0].price is not None
    assert Decimal("2.5") == discount("2.5").price.discount
