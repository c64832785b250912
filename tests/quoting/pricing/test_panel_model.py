"""The panel model: the worked example to the cent, both models beside each other, refusals."""

from decimal import Decimal
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import Money
from pcbsales.quoting.books.panel_prices import PanelPrice, PanelSheets
from pcbsales.quoting.books.sheets import Sheets
from pcbsales.quoting.pricing.explanation import explain_offers
from pcbsales.quoting.pricing.model_report import margin_percent
from pcbsales.quoting.pricing.offer import Offer
from pcbsales.quoting.quotations.line_parts import PriceModel
from pcbsales.quoting.quotations.records import QuantityUnit
from tests.quoting.builders import BOARD, book, book_with, cny, offer, sheet_data, table

ARRAYS = {
    **BOARD,
    "delivery_format": "panel_by_factory",
    "array": "2 x 2",
    "array_size": "210 x 146",
    "rails": "all",
    "rail_width_mm": "5",
    "separation": "v_cut",
}


def prices(**changes: Any) -> PanelPrice:
    data = sheet_data("panel-prices/SZ-PANEL-2026-10.yaml")
    return PanelPrice.model_validate({**data, "least_margin_percent": "0", **changes})


def panels() -> Any:
    from pcbsales.boards.panels.records import WorkingPanels  # noqa: PLC0415

    return WorkingPanels.model_validate(sheet_data("working-panels/SZ-PANELS-2025.yaml"))


def sheets(**changes: Any) -> Sheets:
    return Sheets(book(), table(), PanelSheets(prices(**changes), panels()))


def by_panels(found: Offer) -> Any:
    assert found.models.by_panels is not None
    return found.models.by_panels


def test_the_worked_example_to_the_cent() -> None:
    found = offer(BOARD, 200, sheets=sheets())
    panels = found.models.panels
    assert panels is not None
    assert (panels.started, panels.panels, panels.held) == (210, 7, 224)
    assert (panels.fit.code, panels.fit.up, str(panels.fit.utilisation)) == ("18X24", 32, "78.1")
    assert panels.panels_cost == cny("1295.00")
    assert panels.per_panel == 185
    steps = {step.rule: step.amount.text for step in by_panels(found).steps}
    assert steps == {
        "panel.4l": "910.00",
        "tg.150_multilayer": "105.00",
        "finish.enig": "280.00",
        "copper.usual": "0.00",
        "margin": "555.00",
        "nre.4l": "425.00",
    }
    assert by_panels(found).net == cny("2275.00")


def test_the_customers_array_doubles_the_panels() -> None:
    only = sheets(formats=[{"code": "18X24", "share": "1"}])
    facts = offer(ARRAYS, 200, unit=QuantityUnit.PCS, sheets=only).models.facts
    assert facts is not None
    assert (facts.up, facts.boards, facts.panels) == (4, 16, 14)
    assert facts.utilisation_percent == Decimal("39.0")
    sets = offer(ARRAYS, 50, unit=QuantityUnit.SET, sheets=only).models.facts
    assert sets == facts


def test_without_panel_prices_there_is_the_area_alone() -> None:
    found = offer(BOARD, 200)
    assert found.models.by_panels is None
    assert found.price == found.models.area


@pytest.mark.parametrize(
    ("quoted", "model", "net"),
    [
        ("area", PriceModel.AREA, "1757.80"),
        ("panel", PriceModel.PANEL, "2275.00"),
        ("higher", PriceModel.PANEL, "2275.00"),
    ],
)
def test_the_policy_says_which_is_quoted(quoted: str, model: PriceModel, net: str) -> None:
    found = offer(BOARD, 200, sheets=sheets(quoted=quoted))
    assert (found.models.quoted, found.price.net) == (model, cny(net))


def test_the_higher_may_be_the_area() -> None:
    found = offer(BOARD, 200, sheets=sheets(quoted="higher", margin_percent="0"))
    assert found.models.quoted is PriceModel.AREA


def test_sooner_costs_by_panels_what_the_book_asks() -> None:
    found = offer(BOARD, 200, lead=8, sheets=sheets())
    assert by_panels(found).net == cny("2275.00") + cny("136.00")


def test_a_small_order_is_topped_up_by_panels_too() -> None:
    least = Sheets(book_with(minimum_order="9000"), table(), PanelSheets(prices(), panels()))
    found = offer(BOARD, 200, sheets=least)
    assert by_panels(found).net == found.models.area.net == cny("9000.00")


def test_what_cannot_be_priced_by_panels_is_said_beside_the_area() -> None:
    found = offer(BOARD, 200, sheets=sheets(formats=[{"code": "OTHER", "share": "1"}]))
    assert found.models.by_panels is None
    assert "prices none of the panels" in str(found.models.no_panels)
    with pytest.raises(RefusedError, match="prices none of the panels"):
        offer(BOARD, 200, sheets=sheets(quoted="panel", formats=[{"code": "X", "share": "1"}]))


def test_a_board_without_a_rule_is_refused_where_panels_decide() -> None:
    base = sheet_data("panel-prices/SZ-PANEL-2026-10.yaml")["panel"]
    base[0]["rules"] = [rule for rule in base[0]["rules"] if rule["id"] != "panel.4l"]
    with pytest.raises(RefusedError, match="no rule in SZ-PANEL-2026-10 for panel"):
        offer(BOARD, 200, sheets=sheets(quoted="higher", panel=base))


@given(
    st.integers(min_value=1, max_value=20_000),
    st.decimals(min_value=0, max_value=99, places=2),
)
def test_the_margin_is_that_share_of_the_price(quantity: int, percent: Decimal) -> None:
    policy = sheets(margin_percent=str(percent), least_margin_percent="0")
    found = offer(BOARD, quantity, lead=None, sheets=policy)
    panels = found.models.panels
    if panels is None:
        return
    priced = by_panels(found)
    once = Money.sum((s.amount for s in priced.steps if s.rule.startswith("nre.")), "CNY")
    asked = (priced.net - once).amount
    assert abs(asked * (1 - percent / 100) - panels.panels_cost.amount) <= Decimal("0.005")
    assert panels.held >= panels.started >= quantity


def test_a_margin_of_nothing_is_none() -> None:
    assert margin_percent(cny("0.00"), cny("1.00")) is None
    assert margin_percent(cny("100.00"), cny("120.00")) == Decimal("-20.0")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"margin_percent": "100"}, "below 100"),
        ({"least_margin_percent": "31"}, "lies above"),
        ({"formats": []}, "formats must be given"),
    ],
)
def test_what_panel_prices_may_not_say(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        prices(**changes)


def test_both_are_told_with_what_makes_the_difference() -> None:
    report = explain_offers("SZ-2026-01", "CNY", [offer(BOARD, 200, sheets=sheets())], Decimal(13))
    (line,) = cast("list[dict[str, Any]]", report.as_json()["lines"])
    models = line["models"]
    assert (models["area"]["net"], models["panel"]["net"]) == ("1757.80", "2275.00")
    assert (models["difference"], models["panel"]["unused"]) == ("517.20", "283.94")
    assert (models["cost"], models["margin_percent"]) == ("1445.00", "17.8")
    said = " ".join(message for message, _ in report.as_table().remarks)
    assert "net by area" in said
    assert "up to {by} mm more" in said
