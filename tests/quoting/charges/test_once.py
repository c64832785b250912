"""What is asked once: apart or in the price, charged, spared by a live tool, charged again."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pcbsales.kernel.money import Money
from pcbsales.quoting.charges.charge_policy import ChargePolicy
from pcbsales.quoting.charges.once import Settled, settle_once
from pcbsales.quoting.quotations.draft import unit_price
from pcbsales.quoting.quotations.one_time import Because
from pcbsales.quoting.tooling.records import Tool
from tests.quoting.builders import BOARD, amounts, book, book_with, cny, offer

DAY = date(2026, 10, 31)


def policy(**nre: Any) -> ChargePolicy:
    terms = [
        {"kind": "nre", "rules": ["engineering", "nre"], "owner": "factory", **nre},
        {
            "kind": "test_fixture",
            "rules": ["test.fixture"],
            "billed": "apart",
            "owner": "customer",
            "kept_years": "2",
            "spared": "true",
        },
    ]
    tree = {"id": "C", "entity": "SZ", "valid_from": "2026-01-01", "charges": terms}
    return ChargePolicy.model_validate(tree)


def tool(**changes: str | list[str]) -> Tool:
    base: dict[str, Any] = {
        "id": "TL-2026-00001",
        "kind": "test_fixture",
        "part": "HUAYI/HY-4410",
        "revisions": ["A"],
        "owner": "customer",
        "made": "2026-02-01",
    }
    return Tool.model_validate({**base, **changes})


def settled(quantity: int, nre: str, *tools: Tool, **spec: str) -> Settled:
    found = offer({**BOARD, **spec}, quantity)
    return settle_once(found.price, policy(billed=nre), tools, revision="A", book=book(), as_of=DAY)


def test_included_it_is_as_it_always_was() -> None:
    found = settled(200, "included")
    assert found.price.net == cny("1757.80")
    assert str(unit_price(found.price.net, 200)) == "8.789 CNY"
    assert found.once == ()


def test_apart_the_worked_example_is_1332_80_and_425() -> None:
    found = settled(200, "apart")
    assert found.price.net == cny("1332.80")
    assert [(o.kind.value, o.net, o.because) for o in found.once] == [
        ("nre", cny("425.00"), Because.NEW)
    ]


def test_without_a_policy_nothing_changes() -> None:
    price = offer(BOARD, 200).price
    assert settle_once(price, None, (), revision="A", book=book(), as_of=DAY) == Settled(price)


@pytest.mark.parametrize(
    ("made", "because", "net"),
    [
        ([], Because.NEW, "500.00"),
        ([tool()], Because.HELD, "0.00"),
        ([tool(kept_until="2026-10-31")], Because.HELD, "0.00"),
        ([tool(kept_until="2026-10-30")], Because.EXPIRED, "500.00"),
        ([tool(scrapped="2026-10-31", scrap_reason="worn")], Because.SCRAPPED, "500.00"),
        ([tool(scrapped="2026-11-01", scrap_reason="worn")], Because.HELD, "0.00"),
        ([tool(revisions=["B"])], Because.OTHER_REVISION, "500.00"),
        ([tool(made="2026-11-01")], Because.NEW, "500.00"),
        ([tool(kind="mould")], Because.NEW, "500.00"),
    ],
)
def test_the_register_says_whether_a_fixture_is_charged(
    made: list[Tool], because: Because, net: str
) -> None:
    found = settled(1000, "included", *made)
    (once,) = found.once
    assert (once.because, once.net) == (because, cny(net))
    assert (once.tooling is None) == (because is Because.NEW)
    assert "test.fixture_6l" not in {step.rule for step in found.price.steps}


def test_a_live_tool_spares_what_is_in_the_price_too() -> None:
    terms = policy(billed="included", spared="true")
    kept = tool(kind="nre")
    price = offer(BOARD, 200).price
    found = settle_once(price, terms, [kept], revision="A", book=book(), as_of=DAY)
    assert found.price.net == cny("1332.80")
    assert found.once[0].because is Because.HELD
    gone = tool(kind="nre", scrapped="2026-03-01", scrap_reason="lost")
    again = settle_once(price, terms, [gone], revision="A", book=book(), as_of=DAY)
    assert again.price.net == cny("1757.80")
    assert (again.once[0].because, again.once[0].net) == (Because.SCRAPPED, cny("0.00"))


def test_a_small_order_is_topped_up_over_all_that_is_asked() -> None:
    least = book_with(minimum_order="2000")
    price = offer(BOARD, 200).price
    found = settle_once(price, policy(billed="apart"), (), revision="A", book=least, as_of=DAY)
    assert found.price.net + found.once[0].net == cny("2000.00")
    assert found.price.steps[-1].rule == "minimum_order"


@given(st.integers(min_value=1, max_value=5000), st.sampled_from(["included", "apart"]))
def test_nothing_is_lost_or_asked_twice(quantity: int, nre: str) -> None:
    found = settled(quantity, nre)
    whole = offer(BOARD, quantity).price.net
    assert found.price.net + Money.sum((once.net for once in found.once), "CNY") == whole


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"revisions": []}, "names its revisions"),
        ({"kept_until": "2025-01-01"}, "lies before made"),
        ({"scrapped": "2026-05-01"}, "needs its day and the reason"),
        ({"scrapped": "2025-05-01", "scrap_reason": "x"}, "lies before made"),
    ],
)
def test_what_a_tool_may_not_say(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        tool(**changes)


def test_rules_are_named_up_to_a_dot_or_low_line() -> None:
    fixture = policy(billed="included").charges[1]
    assert fixture.covers("test.fixture_6l")
    assert not fixture.covers("test.fixtures")
    assert amounts(offer(BOARD, 1000))["test.fixture_6l"] == "500.00"
