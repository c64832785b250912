"""The shipped sheet's traps, to the cent; traps planted in a clean book; a clean book has none."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pcbsales.kernel.errors import RefusedError
from pcbsales.quoting.books.price_books import LeadTimeTable, PriceBook
from pcbsales.quoting.books.sheets import Sheets
from pcbsales.quoting.lint.finding import LintFinding, Noticed
from pcbsales.quoting.lint.lint import lint_book
from pcbsales.quoting.lint.parts import parts_fall
from tests.quoting.builders import BOARD, a_part, a_revision, book, offer, sheet_data, table

MONEY = {"base.falls", "base.jumps", "engineering.falls", "adder.falls", "expedite.falls"}
SAMPLE = lint_book(book(), [table()], piece_m2=Decimal("0.0068"))


def found(rule: str, about: str, at: str, among: tuple[LintFinding, ...] = SAMPLE) -> LintFinding:
    (only,) = [f for f in among if (f.rule, f.about, f.at_m2) == (rule, about, Decimal(at))]
    return only


@pytest.mark.parametrize(
    ("about", "at", "before", "after", "beyond"),
    [
        ("base.2l", "0.2", "300.00", "112.00", "117.60"),
        ("base.2l", "10", "3800.00", "3400.00", "3403.40"),
        ("base.6l", "0.2", "1150.00", "220.00", "231.00"),
        ("base.6l", "5", "6000.00", "5000.00", "5010.00"),
    ],
)
def test_the_sheets_known_falls(about: str, at: str, before: str, after: str, beyond: str) -> None:
    fall = found("base.falls", about, at)
    assert (fall.before, fall.after, fall.beyond) == tuple(map(Decimal, (before, after, beyond)))


def test_the_jump_of_six_layers_at_three_square_metres() -> None:
    jump = found("base.jumps", "base.6l", "3")
    assert (jump.before, jump.beyond) == (Decimal("2760.00"), Decimal("3612.00"))


def test_fees_and_adders_that_fall() -> None:
    fee = found("engineering.falls", "engineering.2l", "3")
    assert (fee.before, fee.after) == (Decimal("142.00"), Decimal("0.00"))
    silver = found("adder.falls", "finish.imag_imsn", "1")
    assert (silver.before, silver.after) == (Decimal("120.00"), Decimal("100.00"))
    assert not [f for f in SAMPLE if f.rule == "adder.falls" and "enig_1u" in f.about]


def test_a_film_or_a_share_of_what_falls_is_no_finding_of_its_own() -> None:
    assert not [f for f in SAMPLE if f.rule == "adder.falls" and "film" in f.about]


def test_the_quantities_at_which_a_customer_notices() -> None:
    seen = found("base.falls", "base.2l", "0.5").noticed
    assert seen == Noticed(42, 73, 74, Decimal("487.98"), Decimal("368.44"))
    assert seen.saves == Decimal("119.54")


def test_what_the_sheet_leaves_without_a_rule() -> None:
    gaps = {(f.about, f.which) for f in SAMPLE if f.rule.endswith("gap")}
    assert ("hole", "layers = 6 | 8 | 10 | 12, min_hole_mm < 0.2") in gaps
    assert ("thickness", "layers = 2, thickness_mm < 0.2") in gaps
    assert ("expedite", "layers = 4, 0.5 < area_m2 <= 1 or area_m2 > 3") in gaps
    assert ("film", "piece_m2 > 0.06, layers = 1 | 12") in gaps
    assert ("base.10l", "SZ-LEAD-2026-01") in gaps
    assert not [f for f in SAMPLE if f.rule in {"group.overlap", "rule.unreachable"}]


def test_a_real_part_at_every_edge() -> None:
    part = a_part(a_revision(BOARD))
    told = {f.at_m2: f.noticed for f in parts_fall([part], Sheets(book(), table()))}
    fall = told[Decimal(1)]
    assert fall is not None
    assert (fall.last, fall.more) == (147, 148)
    assert offer(BOARD, fall.last).price.net.amount == fall.costs
    assert offer(BOARD, fall.first).price.net.amount > fall.more_costs
    assert offer(BOARD, fall.first - 1).price.net.amount <= fall.more_costs
    assert offer(BOARD, fall.more).price.net.amount == fall.more_costs


EDGES = ["0.2", "0.5", "1", "3", "5"]


def clean_data(rate: int, fee: int, adder: int) -> dict[str, Any]:
    """A book in which more never costs less, and the base per m² never goes up."""
    return {
        "id": "CLEAN", "title": "Clean", "entity": "SZ", "valid_from": "2026-01-01",
        "currency": "CNY", "lot_below_m2": "1",
        "base": {
            "upto_m2": EDGES, "per": ["m2"] * 6,
            "rows": [{"layers": str(n), "prices": [str(rate * n)] * 6} for n in (2, 4)],
        },
        "engineering": {
            "upto_m2": ["1"], "per": ["lot", "lot"],
            "rows": [{"layers": str(n), "prices": [str(fee), str(fee)]} for n in (2, 4)],
        },
        "adders": [
            {"id": "finish", "rules": [
                {"id": "finish.usual", "when": ["finish = hasl|lf_hasl|osp|none|carbon"],
                 "lot": "0"},
                {"id": "finish.noble", "lot": str(adder), "per_m2": str(adder),
                 "when": ["finish = enig|enepig|imag|imsn|hard_gold"]},
            ]},
            {"id": "hole", "rules": [
                {"id": "hole.wide", "when": ["min_hole_mm >= 0.25"], "lot": "0"},
                {"id": "hole.fine", "when": ["min_hole_mm < 0.25"], "per_m2": str(adder)},
            ]},
        ],
        "expedite": {"id": "expedite", "rules": [
            {"id": "expedite.one", "when": ["expedite_days = 1"], "lot": "100", "per_m2": "100"},
            {"id": "expedite.more", "when": ["expedite_days > 1"], "lot": "200", "per_m2": "200"},
        ]},
    }  # fmt: skip


def clean_leads() -> LeadTimeTable:
    rows = [{"layers": str(n), "days": ["5", "7", "9"]} for n in (2, 4)]
    data = sheet_data("lead-times/SZ-LEAD-2026-01.yaml")
    return LeadTimeTable.model_validate(
        {**data, "base": {"upto_m2": ["1", "3"], "rows": rows}, "extras": []}
    )


def lint_of(data: dict[str, Any]) -> tuple[LintFinding, ...]:
    return lint_book(PriceBook.model_validate(data), [clean_leads()])


COSTS = st.integers(10, 900)


@given(COSTS, COSTS, COSTS)
@settings(max_examples=15, deadline=None)
def test_a_book_in_which_more_never_costs_less_has_no_finding(
    rate: int, fee: int, adder: int
) -> None:
    assert lint_of(clean_data(rate, fee, adder)) == ()


@given(st.integers(0, 4), st.integers(1, 400), st.integers(0, 1), COSTS)
@settings(max_examples=30, deadline=None)
def test_a_base_that_falls_at_any_edge_is_found(edge: int, less: int, row: int, rate: int) -> None:
    assume(less < rate)
    data = clean_data(rate, 100, 50)
    prices = [str(rate)] * (edge + 1) + [str(rate - less)] * (5 - edge)
    data["base"]["rows"][row]["prices"] = prices
    at, layers = Decimal(EDGES[edge]), (2, 4)[row]
    fall = found("base.falls", f"base.{layers}l", EDGES[edge], lint_of(data))
    assert (fall.before, fall.after) == (
        (rate * at).quantize(Decimal("0.01")), ((rate - less) * at).quantize(Decimal("0.01"))
    )  # fmt: skip
    back = data["base"]["rows"][row]
    back["prices"] = list(reversed(prices))
    up = 5 - edge - 1
    assert found("base.jumps", f"base.{layers}l", EDGES[up], lint_of(data)).beyond is not None


@given(st.integers(1, 300), COSTS)
@settings(max_examples=20, deadline=None)
def test_a_fee_and_a_lot_that_fall_are_found(less: int, cost: int) -> None:
    data = clean_data(100, cost + less, cost)
    data["engineering"]["rows"][0]["prices"] = [str(cost + less), str(cost)]
    data["adders"][0]["rules"][1] |= {"lot": str(cost + less), "per_m2": str(cost)}
    told = lint_of(data)
    assert found("engineering.falls", "engineering.2l", "1", told).difference == -less
    assert found("adder.falls", "finish.noble", "1", told).difference == -less
    assert {f.rule for f in told} == {"engineering.falls", "adder.falls"}


@given(st.integers(1, 300), st.integers(0, 100))
@settings(max_examples=20, deadline=None)
def test_a_fall_that_something_compulsory_makes_up_for_is_none(less: int, rest: int) -> None:
    """The fee falls at 1 m², and every board pays as much more for its test from there on."""
    data = clean_data(100, 500, 50)
    data["engineering"]["rows"] = [
        {"layers": str(n), "prices": ["500", str(500 - less)]} for n in (2, 4)
    ]
    data["adders"].append({"id": "test", "rules": [
        {"id": "test.free", "when": ["area_m2 <= 1"], "lot": "0"},
        {"id": "test.fixture", "when": ["area_m2 > 1"], "lot": str(less + rest)},
    ]})  # fmt: skip
    assert lint_of(data) == ()
    data["adders"][-1]["rules"][1]["lot"] = str(max(less - 1, 0))
    assert {f.rule for f in lint_of(data)} == {"engineering.falls"}


@given(st.integers(1, 99))
@settings(max_examples=10, deadline=None)
def test_sooner_for_less_is_found(less: int) -> None:
    data = clean_data(100, 100, 50)
    data["expedite"]["rules"][1]["per_m2"] = str(100 - less)
    fall = [f for f in lint_of(data) if f.rule == "expedite.falls"]
    assert [f.about for f in fall] == ["expedite.one -> expedite.more"]


def test_more_area_in_fewer_days_is_found() -> None:
    rows = [{"layers": "2", "days": ["5", "7", "9"]}, {"layers": "4", "days": ["5", "9", "7"]}]
    data = sheet_data("lead-times/SZ-LEAD-2026-01.yaml")
    data |= {"base": {"upto_m2": ["1", "3"], "rows": rows}, "extras": []}
    told = lint_book(
        PriceBook.model_validate(clean_data(10, 10, 10)), [LeadTimeTable.model_validate(data)]
    )
    assert [(f.rule, f.about, f.at_m2, f.before, f.after) for f in told] == [
        ("lead.quicker", "SZ-LEAD-2026-01: base.4l", Decimal(3), Decimal(9), Decimal(7))
    ]


def test_gaps_overlaps_and_rules_that_nothing_meets() -> None:
    data = clean_data(10, 10, 10)
    data["adders"][1]["rules"][1]["when"] = ["min_hole_mm < 0.2"]
    data["adders"][0]["rules"][1]["when"] = ["finish = enig|enepig|imag|imsn|hard_gold|osp"]
    data["adders"].append({"id": "tg", "rules": [
        {"id": "tg.any", "when": ["tg_c >= 0"], "lot": "0"},
        {"id": "tg.never", "when": ["tg_c > 150", "tg_c < 140"], "lot": "1"},
        {"id": "tg.no_row", "when": ["layers = 8", "tg_c < 0"], "lot": "1"},
    ]})  # fmt: skip
    data["base"]["rows"][0]["prices"] = ["10"] * 5
    told = {(f.rule, f.about, f.which) for f in lint_of(data) if f.rule not in MONEY}
    assert told == {
        ("group.gap", "hole", "0.2 <= min_hole_mm < 0.25"),
        ("group.overlap", "finish.usual, finish.noble", "finish = osp"),
        ("rule.unreachable", "tg.never", "tg_c > 150, tg_c < 140"),
        ("rule.unreachable", "tg.no_row", "tg_c < 0"),
        ("table.gap", "base.2l", "area_m2 > 5"),
    }


AREAS = st.integers(1, 1200).map(lambda n: Decimal(n) / 100)


@given(AREAS, st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_no_total_falls_but_at_an_edge_that_was_told(area: Decimal, which: int) -> None:
    """The whole engine against the lint: two neighbouring quantities of a real board."""
    specs: list[dict[str, Any]] = [
        BOARD,
        {**BOARD, "tg_c": "170"},
        {**BOARD, "layers": "2", "cu_inner_oz": None, "finish": "imag"},
        {**BOARD, "layers": "2", "cu_inner_oz": None, "thickness_mm": "0.3", "tg_c": "135"},
    ]
    spec = specs[which]
    piece = Decimal("0.0068")
    count = max(int(area / piece), 1)
    try:
        less, more = (offer(spec, n).price.net.amount for n in (count, count + 1))
    except RefusedError:
        return
    told = {f.at_m2 for f in SAMPLE if f.rule in MONEY and f.at_m2 is not None}
    if more < less:
        assert any(count * piece <= at <= (count + 1) * piece for at in told)
