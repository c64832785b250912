"""Weights as worked by hand, cartons, zones, and who pays."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.boards.specification import Specification
from pcbsales.kernel.errors import RefusedError
from pcbsales.quoting.charges.freight import (
    consignment,
    freight_charges,
    grams_per_cm2,
)
from pcbsales.quoting.charges.freight_table import FreightTable
from pcbsales.quoting.quotations.quote_line import QuoteLine
from tests.quoting.builders import BOARD, a_customer, cny, offer, sheet_data


def table(**changes: Any) -> FreightTable:
    data = sheet_data("freight-tables/SZ-CNY-FREIGHT-2026.yaml")
    return FreightTable.model_validate({**data, **changes})


def board(**changes: str | None) -> Specification:
    given = {key: value for key, value in {**BOARD, **changes}.items() if value is not None}
    return Specification.model_validate(given)


def line(quantity: int, **changes: str | None) -> QuoteLine:
    net = offer(BOARD, quantity).price.net
    return QuoteLine.model_validate(
        {
            "id": "L1",
            "part": "HUAYI/HY-4410",
            "revision": "A",
            "quantity": str(quantity),
            "unit": "PCS",
            "lead_days": "10",
            "unit_price": f"{net.amount / quantity} CNY",
            "amount": str(net),
            "net": str(net),
            "steps": offer(BOARD, quantity).price.steps,
            "board": board(**changes),
        }
    )


@pytest.mark.parametrize(
    ("spec", "area_cm2", "grams"),
    [
        (board(cu_inner_oz="0.5"), 68, "23.4"),
        (board(layers="2", board_size="100 x 100", cu_inner_oz=None), 100, "32.8"),
    ],
)
def test_the_worked_weights(spec: Specification, area_cm2: int, grams: str) -> None:
    found = grams_per_cm2(spec, table().weights) * area_cm2
    assert round(found, 1) == Decimal(grams)


def test_a_weight_needs_what_the_board_is_made_of() -> None:
    with pytest.raises(RefusedError, match="takes thickness_mm, cu_inner_oz"):
        grams_per_cm2(board(thickness_mm=None, cu_inner_oz=None), table().weights)


def test_freight_of_200_boards() -> None:
    (found,) = freight_charges([line(200)], a_customer(incoterm="DAP"), table(), together=True)
    assert (found.net_kg, found.gross_kg, found.chargeable_kg) == (
        Decimal("4.674"),
        Decimal("5.414"),
        Decimal("5.5"),
    )
    assert (found.net, found.steps[0].rule) == (cny("55.00"), "freight.cn.upto_10kg")


def test_a_board_that_weighs_less_than_half_a_gram() -> None:
    tiny = line(1, board_size="2 x 2")
    (found,) = freight_charges([tiny], a_customer(incoterm="DAP"), table(), together=True)
    assert (found.net_kg, found.chargeable_kg) == (Decimal("0.001"), Decimal(1))
    assert found.steps[0].rule == "freight.cn.upto_1kg"


def test_above_the_last_row_it_is_per_kg() -> None:
    (found,) = freight_charges([line(1000)], a_customer(incoterm="DAP"), table(), together=True)
    assert found.net.amount == found.chargeable_kg * 5


def test_alternatives_are_sent_each_by_itself() -> None:
    lines, buyer = [line(200), line(500)], a_customer(incoterm="CIP")
    assert len(freight_charges(lines, buyer, table(), together=False)) == 2


def test_who_collects_pays() -> None:
    with pytest.raises(RefusedError, match="HUAYI pays the freight: delivery is FCA"):
        freight_charges([line(200)], a_customer(), table(), together=True)


def test_a_country_without_a_zone() -> None:
    with pytest.raises(RefusedError, match="has no zone for BR"):
        freight_charges(
            [line(200)], a_customer(incoterm="DAP", country="BR"), table(), together=True
        )


@given(st.decimals(min_value="0.001", max_value=2000, places=3))
def test_what_is_charged_is_never_less_than_the_gross_weight(net: Decimal) -> None:
    found = consignment(net, table())
    assert found.chargeable_kg >= found.gross_kg > net
    assert found.chargeable_kg % Decimal("0.5") == 0
