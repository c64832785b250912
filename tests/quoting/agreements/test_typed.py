"""Terms of agreements as people type them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.money import UnitPrice
from pcbsales.quoting.agreements.typed import (
    read_bands,
    read_clauses,
    read_conditions,
    read_cost_downs,
    read_rebates,
    read_sales,
)


def test_terms_are_read_as_they_are_typed() -> None:
    bands = read_bands(["1k=5.90", "500=6.40"], "CNY")
    assert [(b.from_quantity, b.unit_price.text) for b in bands] == [(500, "6.40"), (1000, "5.90")]
    assert bands[0].unit_price == UnitPrice(Decimal("6.40"), "CNY")
    (down,) = read_cost_downs(["2027-01-01=2%"], date.fromisoformat)
    assert (down.day, down.percent) == (date(2027, 1, 1), Decimal(2))
    (rebate,) = read_rebates(["500000=1%"], "CNY")
    assert rebate.yearly.text == "500000.00"
    (clause,) = read_clauses(["copper=9500 USD/t ±5%"])
    assert (clause.reference, clause.unit, clause.band_percent) == (
        Decimal(9500),
        "USD/t",
        Decimal(5),
    )
    (condition,) = read_conditions(["layers = 4"], ["layers"])
    assert str(condition) == "layers = 4"


@pytest.mark.parametrize("text", ["500", "500=", "=6", "500=0", "500=x", "1,500=6", "500SET=6"])
def test_a_band_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_bands([text], "CNY")


def test_a_clause_says_by_how_much_prices_move_and_how_old_its_figure_may_be() -> None:
    texts = ["copper=9500 USD/t ±5%,0.2%,35d", "exchange=7.10 CNY/USD +-3%, 0.5%"]
    copper, rate = read_clauses(texts)
    assert (copper.share_percent, copper.days_old, copper.unit) == (Decimal("0.2"), 35, "USD/t")
    assert (rate.share_percent, rate.days_old, rate.pair) == (Decimal("0.5"), None, ("CNY", "USD"))


_AS_TYPED: tuple[tuple[Callable[[], object], str], ...] = (
    (lambda: read_bands(["500=7.90 USD"], "CNY"), "the customer is quoted in CNY"),
    (lambda: read_rebates(["500000 USD=1%"], "CNY"), "the customer is quoted in CNY"),
    (lambda: read_rebates(["1%"], "CNY"), "give a year's sales"),
    (lambda: read_rebates(["500000=101%"], "CNY"), "101"),
    (lambda: read_cost_downs(["2027-01-01"], date.fromisoformat), "give a day and a percentage"),
    (lambda: read_clauses(["silver=20 USD/oz ±5%"]), "give what, its figure"),
    (lambda: read_clauses(["copper=0 USD/t ±5%"]), "give what, its figure"),
    (lambda: read_clauses(["copper=9500 ±5%"]), "give what, its figure"),
    (lambda: read_conditions(["colour = red"], ["layers"]), "is no key of a specification"),
    (lambda: read_sales("5 USD", "CNY"), "give an amount in CNY"),
    (lambda: read_sales("-5", "CNY"), "give an amount in CNY"),
    (lambda: read_sales("many", "CNY"), "an amount with its currency"),
)


@pytest.mark.parametrize(("read", "words"), _AS_TYPED)
def test_what_is_typed_wrong_is_refused_by_what_is_right(
    read: Callable[[], object], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        read()


def test_a_currency_that_is_the_customers_may_be_said() -> None:
    assert read_bands(["500=7.90 CNY"], "CNY") == read_bands(["500=7.90"], "CNY")
    assert read_sales("620000", "CNY") == read_sales("620000 CNY", "CNY")
