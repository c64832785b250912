"""The sheet, cell by cell and adder by adder; the worked example to the cent."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import Money
from pcbsales.quoting.books.sheets import Sheets
from pcbsales.quoting.quotations.draft import unit_price
from tests.quoting.builders import (
    BOARD,
    PLAIN,
    amounts,
    book_with,
    cny,
    offer,
    plain_offer,
    sheet_data,
    step,
    table,
)

EDGES = ("0.2", "0.5", "1", "3", "5", "10", "30")
BASE = {
    1: (300, 550, 500, 400, 420, 330, 330, 330),
    2: (300, 560, 450, 460, 435, 380, 340, 320),
    4: (610, 850, 800, 700, 700, 630, 600, 570),
    6: (1150, 1100, 1000, 920, 1200, 1000, 900, 870),
    8: (1400, 1600, 1600, 1500, 1600, 1300, 1300, 1300),
    10: (2200, 2500, 2500, 2000, 2150, 1900, 1900, 1800),
    12: (2600, 2600, 2600, 2500, 2500, 2400, 2200, 2100),
}
ENGINEERING = {
    1: (210, 142, 0), 2: (210, 142, 0), 4: (500, 425, 0), 6: (850, 850, 0),
    8: (1050, 710, 0), 10: (1500, 1500, 0), 12: (1600, 1600, 0),
}  # fmt: skip
LONG_LEADS = {
    "base": {"upto_m2": ["1"], "rows": [{"layers": n, "days": [9, 9]} for n in BASE]},
}


def priced(layers: int, pieces: int) -> Any:
    """A plain board of so many layers, *pieces* of 0.01 m²; lead times are no hindrance here."""
    from pcbsales.quoting.books.price_books import LeadTimeTable  # noqa: PLC0415

    leads = {**sheet_data("lead-times/SZ-LEAD-2026-01.yaml"), **texts(LONG_LEADS)}
    sheets = Sheets(book_with(), LeadTimeTable.model_validate(leads))
    inner = {"cu_inner_oz": "0.5"} if layers > 2 else {}
    return offer({**PLAIN, **inner, "layers": str(layers)}, pieces, sheets=sheets)


def texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: texts(item) for key, item in value.items()}
    return [texts(item) for item in value] if isinstance(value, list) else str(value)


def test_the_worked_example_line_by_line() -> None:
    found = offer(BOARD, 200)
    assert found.area_m2 == Decimal("1.36")
    assert [(s.rule, str(s.basis), str(s.rate), s.amount.text) for s in found.price.steps] == [
        ("base.4l.upto_3", "1.36", "700", "952.00"),
        ("engineering.4l.upto_3", "1", "425", "425.00"),
        ("material.fr4", "1", "0", "0.00"),
        ("tg.150_multilayer", "1.36", "80", "108.80"),
        ("thickness.usual", "1", "0", "0.00"),
        ("copper.1oz_multilayer", "1", "0", "0.00"),
        ("line.5mil", "1", "0", "0.00"),
        ("hole.0_20_multilayer", "1", "0", "0.00"),
        ("finish.enig_1u", "1.36", "140", "190.40"),
        ("test.flying_probe_6l", "1.36", "60", "81.60"),
        ("film.small", "1", "0", "0.00"),
    ]
    assert found.price.net == cny("1757.80")
    assert str(unit_price(found.price.net, 200)) == "8.789 CNY"
    assert found.assumptions == ()


def test_the_worked_example_two_days_faster() -> None:
    standard = offer(BOARD, 200)
    faster = offer(BOARD, 200, lead=standard.lead_days - 2)
    assert (standard.lead_days, faster.lead_days, faster.expedite_days) == (10, 8, 2)
    assert step(faster, "expedite.4l_2d").amount == cny("136.00")
    assert faster.price.net == cny("1893.80")


@pytest.mark.parametrize("layers", BASE)
@pytest.mark.parametrize("column", range(8))
def test_every_cell_of_base_at_its_upper_edge(layers: int, column: int) -> None:
    area = Decimal(EDGES[column]) if column < len(EDGES) else Decimal("30.01")
    found = priced(layers, int(area * 100))
    name = f"upto_{EDGES[column]}" if column < len(EDGES) else "above_30"
    rate = BASE[layers][column]
    expected = Decimal(rate) if column == 0 else rate * area
    assert step(found, f"base.{layers}l.{name}").amount.amount == expected


@pytest.mark.parametrize("layers", ENGINEERING)
@pytest.mark.parametrize(("pieces", "column"), [(20, 0), (50, 0), (51, 1), (300, 1), (301, 2)])
def test_engineering_is_added_to_every_base(layers: int, pieces: int, column: int) -> None:
    found = priced(layers, pieces)
    (fee,) = [s for s in found.price.steps if s.rule.startswith(f"engineering.{layers}l.")]
    assert fee.amount.amount == ENGINEERING[layers][column]


@pytest.mark.parametrize(
    ("layers", "pieces", "base"),
    [
        (2, 20, "300.00"),
        (2, 21, "117.60"),
        (6, 20, "1150.00"),
        (6, 21, "231.00"),
        (2, 1000, "3800.00"),
        (2, 1001, "3403.40"),
        (6, 500, "6000.00"),
        (6, 501, "5010.00"),
        (6, 300, "2760.00"),
        (6, 301, "3612.00"),
    ],
)
def test_traps_of_the_sheet_are_priced_as_it_says(layers: int, pieces: int, base: str) -> None:
    assert priced(layers, pieces).price.steps[0].amount == cny(base)


@pytest.mark.parametrize(
    ("changes", "pieces", "rule", "amount"),
    [
        ({"tg_c": "150"}, 99, "tg.150_2l", "80.00"),
        ({"tg_c": "150"}, 100, "tg.150_2l", "60.00"),
        ({"tg_c": "170"}, 99, "tg.170_2l", "100.00"),
        ({"tg_c": "170"}, 200, "tg.170_2l", "160.00"),
        ({"laminate": "Shengyi S1141"}, 99, "laminate.shengyi", "80.00"),
        ({"laminate": "生益", "tg_c": "150"}, 200, "laminate.shengyi_150", "240.00"),
        ({"laminate": "SHENGYI S1000-2", "tg_c": "170"}, 50, "laminate.shengyi_170", "150.00"),
        ({"thickness_mm": "0.4"}, 99, "thickness.thin_2l", "300.00"),
        ({"thickness_mm": "0.4"}, 200, "thickness.thin_2l", "460.00"),
        ({"thickness_mm": "0.2"}, 50, "thickness.thin_2l", "300.00"),
        ({"thickness_mm": "1.61"}, 99, "thickness.thick_2l", "100.00"),
        ({"thickness_mm": "2.0"}, 200, "thickness.thick_2l", "200.00"),
        ({"thickness_mm": "2.01"}, 200, "thickness.thick_2l", "400.00"),
        ({"thickness_mm": "2.4"}, 200, "thickness.thick_2l", "400.00"),
        ({"cu_outer_oz": "2"}, 99, "copper.2oz_2l", "100.00"),
        ({"cu_outer_oz": "3"}, 99, "copper.3oz_2l", "320.00"),
        ({"cu_outer_oz": "3"}, 200, "copper.3oz_2l", "620.00"),
        ({"cu_outer_oz": "4"}, 99, "copper.4oz_2l", "550.00"),
        ({"cu_outer_oz": "4"}, 200, "copper.4oz_2l", "1020.00"),
        ({"hole_cu_um": "25"}, 200, "hole_copper.25um", "40.00"),
        ({"min_track_mm": "0.1"}, 99, "line.4mil_2l", "60.00"),
        ({"min_track_mm": "0.1016"}, 200, "line.4mil_2l", "120.00"),
        ({"min_space_mm": "0.1016"}, 200, "line.4mil_2l", "120.00"),
        ({"min_hole_mm": "0.2"}, 200, "hole.0_20_2l", "100.00"),
        ({"min_hole_mm": "0.15", "thickness_mm": "1.2"}, 99, "hole.0_15_2l", "150.00"),
        ({"min_hole_mm": "0.15", "thickness_mm": "1.2"}, 200, "hole.0_15_2l", "260.00"),
        ({"bga_pad_mm": "0.25"}, 200, "bga.fine", "50.00"),
        ({"via_protection": "VII"}, 99, "via_protection.vii", "600.00"),
        ({"via_protection": "VII"}, 200, "via_protection.vii", "1000.00"),
        ({"finish": "enig", "finish_thickness_uin": "2"}, 99, "finish.enig_2u", "190.00"),
        ({"finish": "enig", "finish_thickness_uin": "3"}, 99, "finish.enig_3u", "230.00"),
        ({"finish": "enig", "finish_thickness_uin": "3"}, 200, "finish.enig_3u", "480.00"),
        ({"finish": "imag"}, 99, "finish.imag_imsn", "120.00"),
        ({"finish": "imsn"}, 200, "finish.imag_imsn", "200.00"),
        ({"castellated": "true"}, 200, "castellated.holes", "200.00"),
        ({"edge_plating": "true"}, 99, "edge_plating.plated", "100.00"),
        ({"edge_plating": "true"}, 200, "edge_plating.plated", "100.00"),
    ],
)
def test_an_adder_on_two_layers(
    changes: dict[str, str], pieces: int, rule: str, amount: str
) -> None:
    found = plain_offer(pieces, **changes)
    assert step(found, rule).amount == cny(amount)
    assert found.price.net == Money.sum((s.amount for s in found.price.steps), "CNY")


@pytest.mark.parametrize(
    ("changes", "pieces", "rule", "amount"),
    [
        ({"tg_c": "150"}, 50, "tg.150_multilayer", "100.00"),
        ({"tg_c": "170"}, 50, "tg.170_multilayer", "150.00"),
        ({"tg_c": "170"}, 200, "tg.170_multilayer", "200.00"),
        ({"thickness_mm": "2.4"}, 200, "thickness.thick_multilayer", "320.00"),
        ({"cu_outer_oz": "2", "cu_inner_oz": "1"}, 50, "copper.2_1oz_4l", "100.00"),
        ({"cu_outer_oz": "2", "cu_inner_oz": "2"}, 50, "copper.2_2oz_4l", "230.00"),
        ({"cu_outer_oz": "2", "cu_inner_oz": "2"}, 200, "copper.2_2oz_4l", "440.00"),
        ({"cu_outer_oz": "3", "cu_inner_oz": "3"}, 200, "copper.3_3oz_4l", "1100.00"),
        ({"cu_outer_oz": "4", "cu_inner_oz": "4"}, 100, "copper.4_4oz_4l", "1200.00"),
        ({"min_track_mm": "0.0889"}, 200, "line.3_5mil_4l", "120.00"),
        ({"min_hole_mm": "0.15"}, 99, "hole.0_15_4l", "60.00"),
    ],
)
def test_an_adder_on_four_layers(
    changes: dict[str, str], pieces: int, rule: str, amount: str
) -> None:
    found = plain_offer(pieces, layers="4", **{"cu_inner_oz": "0.5", **changes})
    assert step(found, rule).amount == cny(amount)


@pytest.mark.parametrize(
    "changes",
    [
        {"tg_c": "140"},
        {"thickness_mm": "0.41"},
        {"thickness_mm": "1.6"},
        {"hole_cu_um": "20"},
        {"min_track_mm": "0.125"},
        {"min_hole_mm": "0.25"},
        {"bga_pad_mm": "0.26"},
        {"via_protection": "Ib"},
        {"finish": "hasl"},
        {"finish": "osp"},
        {"castellated": "false"},
        {"edge_plating": "false"},
        {"gold_fingers": "0"},
        {"e_test": "flying_probe"},
        {"ipc_class": "2"},
        {"mask_colour": "black"},
    ],
)
def test_what_just_does_not_fire_costs_nothing_and_says_so(changes: dict[str, str]) -> None:
    plain, found = plain_offer(200), plain_offer(200, **changes)
    assert amounts(found) == amounts(plain)
    assert {s.rule for s in found.price.steps} >= {s.rule for s in plain.price.steps}


def test_reports_and_impedance_count_or_not() -> None:
    reports = offer({**PLAIN, "reports": ["coc", "fai", "microsection"]}, 200)
    assert step(reports, "reports.each").amount == cny("60.00")
    assert step(reports, "reports.each").as_json()["count"] == 3
    assert step(reports, "reports.each").each == Decimal(20)
    traces = {"impedance": [{"layer": "L1", "ohm": "50"}]}
    assert step(offer({**PLAIN, **traces}, 99), "impedance.controlled").amount == cny("50.00")
    assert step(offer({**PLAIN, **traces}, 100), "impedance.controlled").amount == cny("0.00")


@pytest.mark.parametrize(
    ("layers", "pieces", "rule", "amount"),
    [
        ("2", 50, "test.free", "0.00"),
        ("1", 51, "test.flying_probe_6l", "30.60"),
        ("2", 51, "test.flying_probe_6l", "30.60"),
        ("2", 500, "test.flying_probe_6l", "300.00"),
        ("2", 501, "test.fixture_6l", "500.00"),
        ("6", 501, "test.fixture_6l", "500.00"),
        ("8", 100, "test.flying_probe_8l", "100.00"),
        ("8", 501, "test.fixture_8l", "800.00"),
        ("10", 500, "test.flying_probe_8l", "500.00"),
        ("12", 501, "test.fixture_10l", "1000.00"),
    ],
)
def test_electrical_test_by_area(layers: str, pieces: int, rule: str, amount: str) -> None:
    assert step(priced(int(layers), pieces), rule).amount == cny(amount)


@pytest.mark.parametrize(("layers", "films"), [("2", 6), ("4", 8), ("6", 11), ("8", 13)])
def test_film_of_a_large_piece(layers: str, films: int) -> None:
    large = {**PLAIN, "layers": layers, "cu_inner_oz": "0.5", "board_size": "300 x 201"}
    found = step(offer(large, 3), f"film.{layers}l")
    assert found.count == films
    assert found.each == Decimal(200)
    assert found.amount == cny(str(Decimal("0.0603") * 200 * films))
    at_edge = offer({**large, "board_size": "300 x 200"}, 3)
    assert step(at_edge, "film.small").amount == cny("0.00")


def test_film_is_by_the_array_as_delivered() -> None:
    array = {"delivery_format": "panel_by_gerber", "array": "2 x 5", "array_size": "300 x 300"}
    from pcbsales.quoting.quotations.records import QuantityUnit  # noqa: PLC0415

    found = offer({**PLAIN, **array}, 10, unit=QuantityUnit.SET)
    assert step(found, "film.2l").amount == cny(str(Decimal("0.09") * 200 * 6))


@pytest.mark.parametrize(
    ("holes", "steps"), [(1000, None), (1001, 1), (1100, 1), (1101, 2), (1300, 3)]
)
def test_dense_drilling_by_started_steps(holes: int, steps: int | None) -> None:
    data = {
        "package": "a.zip", "sha256": "0" * 64, "bytes": "1",
        "received": "2026-01-01T00:00:00+08:00", "holes": str(holes), "min_drill_mm": "0.3",
    }  # fmt: skip
    found = offer(PLAIN, 200, fabrication=data)
    if steps is None:
        assert step(found, "drills.usual").amount == cny("0.00")
    else:
        assert step(found, "drills.dense").amount == cny(f"{steps * 20}.00")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"layers": "3", "cu_inner_oz": "0.5"}, "no rule in SZ-2026-01 for base: layers = 3"),
        ({"layers": "5", "cu_inner_oz": "0.5"}, "it has layers 1, 2, 4, 6, 8, 10, 12"),
        ({"finish": "enepig"}, "no rule in SZ-2026-01 for finish: finish = enepig"),
        ({"finish": "none"}, "finish.solder_or_osp (finish = hasl|lf_hasl|osp)"),
        ({"finish": "enig", "finish_thickness_uin": "4"}, "finish_thickness_uin = 4"),
        ({"tg_c": "145"}, "for tg: "),
        ({"tg_c": "150", "layers": "1"}, "for tg: tg_c = 150, layers = 1;"),
        ({"laminate": "KB-6165"}, "for laminate: laminate = KB-6165"),
        ({"thickness_mm": "0.15"}, "for thickness: "),
        ({"layers": "1", "cu_outer_oz": "2"}, "for copper: "),
        ({"layers": "6", "cu_outer_oz": "2", "cu_inner_oz": "1"}, "for copper: "),
        ({"layers": "4", "cu_outer_oz": "2", "cu_inner_oz": "0.5"}, "for copper: "),
        ({"min_hole_mm": "0.15"}, "for hole: "),
        ({"min_hole_mm": "0.1"}, "for hole: "),
        ({"min_track_mm": "0.09"}, "for line: "),
        ({"via_protection": "V"}, "for via_protection: via_protection = V"),
        ({"gold_fingers": "20"}, "for fingers: gold_fingers = 20"),
        ({"hdi_stage": "1"}, "for vias: "),
        ({"halogen_free": "true"}, "for halogen: "),
        ({"material": "ptfe"}, "for material: material = ptfe"),
        ({"ipc_class": "3"}, "for quality: ipc_class = 3"),
        ({"e_test": "none"}, "for test: "),
    ],
)
def test_a_combination_without_a_rule_is_an_error(changes: dict[str, str], words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        plain_offer(200, **changes)
    assert str(refused.value).startswith("no rule in SZ-2026-01 for ")
    assert words in str(refused.value)


@pytest.mark.parametrize("layers", ["1", "12"])
def test_film_on_1_and_12_layers_has_no_rule(layers: str) -> None:
    with pytest.raises(RefusedError, match=r"no rule in SZ-2026-01 for film"):
        offer({**PLAIN, "layers": layers, "cu_inner_oz": "0.5", "board_size": "300 x 201"}, 3)


def test_odd_layers_are_priced_as_the_next_even_where_the_book_says_so() -> None:
    sheets = Sheets(book_with(odd="next_even"), table())
    six = offer({**PLAIN, "layers": "6", "cu_inner_oz": "0.5"}, 50, sheets=sheets)
    assert six.price.steps[0].rule == "base.6l.upto_0.5"
    with pytest.raises(RefusedError, match="no rule in SZ-LEAD-2026-01 for lead time: layers = 5"):
        offer({**PLAIN, "layers": "5", "cu_inner_oz": "0.5"}, 50, sheets=sheets)
    leads = table().model_copy(update={"odd": sheets.book.odd})
    five = offer(
        {**PLAIN, "layers": "5", "cu_inner_oz": "0.5"}, 50, sheets=Sheets(sheets.book, leads)
    )
    assert five.price == six.price
    assert (
        offer({**PLAIN, "layers": "1"}, 50, sheets=sheets).price.steps[0].rule.startswith("base.1l")
    )


def test_a_minimum_order_tops_the_price_up() -> None:
    sheets = Sheets(book_with(minimum_order="1000"), table())
    small = offer(PLAIN, 10, sheets=sheets)
    assert small.price.net == cny("1000.00")
    assert step(small, "minimum_order").amount == cny("490.00")
    assert "minimum_order" not in amounts(offer(PLAIN, 200, sheets=sheets))


@given(
    pieces=st.integers(1, 2999),
    width=st.decimals("20", "300", places=3),
    height=st.decimals("20", "180", places=3),
    changes=st.fixed_dictionaries(
        {},
        optional={
            "tg_c": st.sampled_from(["135", "150", "170"]),
            "thickness_mm": st.sampled_from(["0.4", "1.0", "1.6", "2.0", "3.2"]),
            "cu_outer_oz": st.sampled_from(["1", "2"]),
            "finish": st.sampled_from(["hasl", "osp", "imag"]),
            "castellated": st.booleans().map(lambda flag: str(flag).lower()),
        },
    ),
)
def test_steps_sum_to_the_net_and_the_unit_price_reproduces_it(
    pieces: int, width: Decimal, height: Decimal, changes: dict[str, str]
) -> None:
    found = offer({**PLAIN, "board_size": f"{width} x {height}", **changes}, pieces)
    net = found.price.net
    assert net == Money.sum((s.amount for s in found.price.steps), "CNY")
    assert all(s.amount == Money.rounded(s.basis * s.rate, "CNY") for s in found.price.steps)
    assert all(s.amount.amount >= 0 for s in found.price.steps)
    assert net.amount > 0
    assert unit_price(net, pieces).times(pieces) == net
