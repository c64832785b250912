"""Working days by the table, what adds some, and what sooner costs."""

from decimal import Decimal

import pytest

from pcbsales.kernel.errors import RefusedError
from tests.quoting.builders import BOARD, PLAIN, amounts, cny, offer, plain_offer, step, table

DAYS = {
    1: (5, 7, 8, 10, 15, 15, 20),
    2: (5, 7, 9, 11, 13, 15, 20),
    4: (7, 9, 11, 13, 15, 17, 20),
    6: (8, 11, 13, 15, 17, 19, 21),
    8: (10, 12, 14, 16, 18, 20),
}
EDGES = (1, 3, 5, 10, 20, 30)


@pytest.mark.parametrize("layers", DAYS)
def test_every_cell_of_the_table_at_its_edges(layers: int) -> None:
    changes = {"layers": str(layers), "cu_inner_oz": "0.5"}
    for column, days in enumerate(DAYS[layers]):
        pieces = EDGES[column] * 100 if column < len(EDGES) else 3001
        assert plain_offer(pieces, **changes).lead_days == days
        if column:
            assert plain_offer(EDGES[column - 1] * 100 + 1, **changes).lead_days == days


@pytest.mark.parametrize(("layers", "pieces"), [("8", 3001), ("10", 100), ("12", 100)])
def test_where_the_table_says_nothing_there_is_no_rule(layers: str, pieces: int) -> None:
    with pytest.raises(RefusedError, match="no rule in SZ-LEAD-2026-01 for lead time"):
        plain_offer(pieces, layers=layers, cu_inner_oz="0.5")


@pytest.mark.parametrize(
    ("changes", "extra"),
    [
        ({"finish": "enig", "finish_thickness_uin": "1"}, 1),
        ({"finish": "imag"}, 2),
        ({"finish": "imsn"}, 2),
        ({"min_track_mm": "0.1016"}, 1),
        ({"min_track_mm": "0.102"}, 0),
        ({"min_hole_mm": "0.2"}, 1),
        ({"min_hole_mm": "0.21"}, 0),
        ({"edge_plating": "true"}, 1),
        ({"cu_outer_oz": "2"}, 0),
        ({"cu_outer_oz": "3"}, 2),
        ({"cu_outer_oz": "4"}, 3),
    ],
)
def test_extra_days_count_once_however_large_the_order(changes: dict[str, str], extra: int) -> None:
    assert plain_offer(90, **changes).lead_days == 5 + extra
    assert plain_offer(300, **changes).lead_days == 7 + extra


def test_enig_of_10_m2_adds_one_day_not_ten() -> None:
    assert plain_offer(1000, finish="enig", finish_thickness_uin="1").lead_days == 11 + 1


def test_extras_that_only_the_table_knows() -> None:
    rules = {rule.id: rule.days for rule in table().rules}
    assert (rules["fingers.gold"], rules["hdi.1"], rules["hdi.2_3"]) == (3, 1, 2)
    assert (rules["impedance.controlled"], rules["material.other"]) == (1, 1)


def test_heavy_copper_in_a_batch_is_asked_for() -> None:
    with pytest.raises(RefusedError, match=r"no rule in SZ-LEAD-2026-01 for copper"):
        plain_offer(301, cu_outer_oz="3")


@pytest.mark.parametrize(
    ("layers", "pieces", "days", "amount"),
    [
        ("2", 100, 1, "100.00"),
        ("2", 100, 2, "300.00"),
        ("2", 100, 3, "600.00"),
        ("2", 101, 1, "202.00"),
        ("2", 300, 2, "900.00"),
        ("2", 300, 3, "1200.00"),
        ("4", 50, 1, "200.00"),
        ("4", 50, 4, "600.00"),
        ("4", 101, 1, "50.50"),
        ("4", 300, 3, "600.00"),
        ("4", 300, 5, "1800.00"),
        ("6", 50, 2, "500.00"),
        ("6", 50, 4, "1000.00"),
        ("8", 50, 4, "700.00"),
        ("8", 50, 6, "1500.00"),
    ],
)
def test_sooner_has_its_price(layers: str, pieces: int, days: int, amount: str) -> None:
    spec = {**PLAIN, "layers": layers, "cu_inner_oz": "0.5"}
    standard = offer(spec, pieces)
    sooner = offer(spec, pieces, lead=standard.lead_days - days)
    (rule,) = set(amounts(sooner)) - set(amounts(standard))
    assert rule.startswith(f"expedite.{layers}l")
    assert step(sooner, rule).amount == cny(amount)
    assert sooner.price.net == standard.price.net + cny(amount)


@pytest.mark.parametrize(
    ("layers", "pieces", "days"),
    [
        ("1", 50, 1),
        ("2", 100, 4),
        ("2", 301, 1),
        ("4", 51, 1),
        ("4", 100, 1),
        ("4", 301, 1),
        ("6", 50, 1),
        ("6", 51, 2),
        ("8", 50, 1),
    ],
)
def test_sooner_without_a_rule_is_refused(layers: str, pieces: int, days: int) -> None:
    spec = {**PLAIN, "layers": layers, "cu_inner_oz": "0.5"}
    standard = offer(spec, pieces)
    with pytest.raises(
        RefusedError,
        match=r"(no rule in SZ-2026-01 for expedite|SZ-2026-01 has no price for .* fastest is)",
    ):
        offer(spec, pieces, lead=standard.lead_days - days)


def test_later_than_standard_costs_the_same_and_promises_what_was_asked() -> None:
    later = offer(BOARD, 200, lead=15)
    assert (later.lead_days, later.expedite_days) == (15, 0)
    assert later.price == offer(BOARD, 200).price


def test_the_floor_of_the_table_holds() -> None:
    assert table().floor_days == 1
    with pytest.raises(RefusedError, match="under its floor of 1"):
        offer(BOARD, 200, lead=0)


def test_the_area_is_that_of_the_whole_line() -> None:
    assert offer(BOARD, 200).area_m2 == Decimal("1.36")
    assert [s.rule for s in offer(BOARD, 200).standard.steps] == ["base.4l.upto_3", "finish.enig"]
