"""The least margin: a line that leaves less is below its floor, as one below the book is."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.money import Money
from pcbsales.quoting.floor.checks import below_floor
from pcbsales.quoting.pricing.margin import below_least_margin, least_price
from pcbsales.quoting.pricing.model_report import margin_percent
from pcbsales.quoting.quotations.one_time import OneTime
from pcbsales.quoting.quotations.quote_line import QuoteLine
from tests.quoting.builders import BOARD, cny, offer


def line(net: str, **panel: Any) -> QuoteLine:
    facts = {
        "panel_price": "SZ-PANEL-2026-10",
        "format": "18X24",
        "up": "32",
        "boards": "32",
        "started": "210",
        "panels": "7",
        "utilisation_percent": "78.1",
        "cost": "1445.00 CNY",
        **panel,
    }
    step = {"rule": "base", "basis": "1", "unit": "lot", "rate": net, "amount": f"{net} CNY"}
    return QuoteLine.model_validate(
        {
            "id": "L1",
            "part": "HUAYI/HY-4410",
            "revision": "A",
            "quantity": "200",
            "unit": "PCS",
            "lead_days": "10",
            "unit_price": f"{Decimal(net) / 200} CNY",
            "amount": f"{net} CNY",
            "net": f"{net} CNY",
            "steps": [step],
            "panel": facts,
        }
    )


@pytest.mark.parametrize(
    ("net", "least", "below"),
    [
        ("1757.80", "0", "0"),
        ("1445.00", "0", "0"),
        ("1444.00", "0", "0.06920416"),
        ("1700.00", "15", "0"),
        ("1699.00", "15", "0.05882353"),
        ("1.00", None, "0"),
    ],
)
def test_what_is_below_the_price_of_the_least_margin(net: str, least: Any, below: str) -> None:
    more = {} if least is None else {"least_margin_percent": least}
    found = line(net, **more)
    assert below_least_margin(found) == Decimal(below)
    assert below_floor(found) == Decimal(below)


def test_what_is_asked_once_belongs_to_the_price() -> None:
    found = line("1400.00", least_margin_percent="0")
    once = {
        "kind": "nre",
        "amount": "45.00 CNY",
        "net": "45.00 CNY",
        "steps": [
            {"rule": "nre", "basis": "1", "unit": "lot", "rate": "45", "amount": "45.00 CNY"}
        ],
        "owner": "factory",
        "because": "new",
    }
    whole = found.model_copy(update={"one_time": (OneTime.model_validate(once),)})
    assert below_least_margin(found) > 0
    assert below_least_margin(whole) == 0


def test_without_panel_prices_nothing_is_held_against_cost() -> None:
    assert below_least_margin(line("1.00").model_copy(update={"panel": None})) == 0
    assert offer(BOARD, 200).models.facts is None


@given(
    st.decimals(min_value="0.01", max_value=10**6, places=2),
    st.decimals(min_value=0, max_value=99, places=1),
)
def test_the_least_price_leaves_the_margin(cost: Decimal, percent: Decimal) -> None:
    price = least_price(Money(cost, "CNY"), percent)
    kept = price.amount * (1 - percent / 100)
    assert abs(kept - cost) <= Decimal("0.005")
    assert margin_percent(cny("1850.00"), cny("1295.00")) == Decimal("30.0")
