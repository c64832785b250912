"""Rebates for a year's sales, to the cent at their edges."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.money import Money
from pcbsales.quoting.agreements.agreement_explained import explain_agreement
from pcbsales.quoting.agreements.rebate import ordered_by, rebate_for
from tests.quoting.agreements.builders import an_agreement
from tests.quoting.builders import cny
from tests.quoting.negotiation.deal import Deal

REBATES = [
    {"yearly": "500000.00 CNY", "percent": "1"},
    {"yearly": "1000000.00 CNY", "percent": "1.5"},
]


@pytest.mark.parametrize(
    ("sales", "rebate", "lacking"),
    [
        ("0.00", "0.00", "500000.00"),
        ("499999.99", "0.00", "0.01"),
        ("500000.00", "5000.00", "500000.00"),
        # 620,000.00 × 1 %.
        ("620000.00", "6200.00", "380000.00"),
        # 999,999.99 × 1 % = 9,999.9999, half-up.
        ("999999.99", "10000.00", "0.01"),
        # All of the year's sales, not what is above the step.
        ("1000000.00", "15000.00", None),
        # 1,234,567.89 × 1.5 % = 18,518.51835.
        ("1234567.89", "18518.52", None),
    ],
)
def test_a_year_gives_back(sales: str, rebate: str, lacking: str | None) -> None:
    found = rebate_for(an_agreement(rebates=REBATES), cny(sales), 2027)
    assert found.amount == cny(rebate)
    assert found.lacking == (cny(lacking) if lacking else None)


def test_what_was_ordered_by_it_is_the_years_sales() -> None:
    """200 at 8.00: ordered on 23 November 2026, of that year alone."""
    agreement = an_agreement(rebates=REBATES)
    deal = Deal(agreement)
    deal.quoted()
    assert ordered_by(deal.snapshot, agreement, 2026) == cny("0.00")
    deal.accepted()
    assert ordered_by(deal.snapshot, agreement, 2026) == cny("1600.00")
    assert ordered_by(deal.snapshot, agreement, 2027) == cny("0.00")
    told = explain_agreement(deal.snapshot, agreement, as_of=date(2026, 12, 31)).as_json()
    assert told["rebate"] == {
        "year": 2026,
        "sales": "1600.00",
        "percent": None,
        "rebate": "0.00",
        "next_at": "500000.00",
        "next_percent": "1",
        "lacking": "498400.00",
    }


def test_sales_by_another_agreement_or_the_book_do_not_count() -> None:
    deal = Deal()
    deal.quoted()
    deal.accepted()
    assert ordered_by(deal.snapshot, an_agreement(), 2026) == cny("0.00")


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_more_sales_never_give_back_less(one: int, other: int) -> None:
    agreement = an_agreement(rebates=REBATES)
    few, many = (
        rebate_for(agreement, Money.rounded(cny("0.01").amount * cents, "CNY"), 2027).amount
        for cents in sorted((one, other))
    )
    assert few <= many
