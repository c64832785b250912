"""What has to be known before there is a price, and what a quantity counts."""

from decimal import Decimal
from typing import Any

import pytest

from pcbsales.kernel.errors import RefusedError
from pcbsales.quoting.quotations.records import Assumption, QuantityUnit
from tests.quoting.builders import BOARD, PLAIN, offer, plain_offer

ARRAY = {"delivery_format": "panel_by_gerber", "array": "2 x 2", "array_size": "210 x 146"}


def asked(key: str, code: str = "thickness.not-given", **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "text": "Which one\ndo you need?",
        "key": key,
        "asked": "2026-11-01",
    } | more


def test_what_is_missing_is_named_all_at_once_with_the_command_that_sets_it() -> None:
    with pytest.raises(RefusedError) as refused:
        offer({"layers": "4", "board_size": "100 x 68"}, 200)
    said = str(refused.value)
    assert said.startswith("HUAYI/HY-4410 revision A cannot be priced without ")
    for key in ("tg_c", "thickness_mm", "min_hole_mm", "finish"):
        assert f" {key}=..." in said.partition("pcbsales part spec HUAYI/HY-4410")[2]
    assert "thickness_mm (> 0.4)" in said
    assert "tg_c (<= 140|150|170)" in said
    assert "min_hole_mm (>= 0.15)" in said
    assert "finish (hasl|lf_hasl|osp|enig|imag|imsn)" in said
    assert "finish_thickness_uin" not in said


def test_without_any_answer_size_and_layers_are_asked_for_too() -> None:
    with pytest.raises(RefusedError) as refused:
        offer({}, 200)
    said = str(refused.value)
    assert "without board_size (mm x mm), layers (1|2|4|6|8|10|…), tg_c " in said
    assert "thickness_mm (>= 0.2), min_hole_mm (>= 0.15)" in said
    asked = said.partition("pcbsales part spec")[2]
    for key in ("board_size", "layers", "tg_c", "thickness_mm", "min_hole_mm", "finish"):
        assert f" {key}=..." in asked


def test_gold_thickness_is_asked_for_enig_alone() -> None:
    with pytest.raises(RefusedError, match=r"without finish_thickness_uin \(<= 3\); .*_uin=\.\.\."):
        plain_offer(200, finish="enig")
    assert plain_offer(200, finish="osp").price.net


def test_an_open_question_that_decides_the_price_refuses_it() -> None:
    doubts = [asked("thickness_mm"), asked("finish", "finish.conflict")]
    with pytest.raises(RefusedError) as refused:
        offer({**BOARD, "finish": None}, 200, questions=doubts)
    assert "questions are answered: thickness.not-given, finish.conflict" in str(refused.value)
    assert "part spec HUAYI/HY-4410 " in str(refused.value)
    assert "thickness_mm=..." in str(refused.value)


def test_a_value_in_doubt_decides_though_it_is_known() -> None:
    with pytest.raises(RefusedError, match=r"outline\.several-boards"):
        offer(BOARD, 200, questions=[asked("board_size", "outline.several-boards")])


def test_a_conflict_decides_though_the_book_could_assume_a_value() -> None:
    with pytest.raises(RefusedError, match=r"track\.conflict"):
        offer(
            {**BOARD, "min_track_mm": None},
            200,
            questions=[asked("min_track_mm", "track.conflict")],
        )


def test_a_colour_left_open_costs_the_same_and_goes_along() -> None:
    found = offer(BOARD, 200, questions=[asked("mask_colour", "colour.not-given")])
    assert found.questions == ("Which one do you need?",)
    assert found.price.net == offer(BOARD, 200).price.net


def test_an_open_question_beside_the_price_goes_along_in_its_words() -> None:
    found = offer(BOARD, 200, questions=[asked("legend_colour", "legend.conflict")])
    assert found.questions == ("Which one do you need?",)


def test_an_answered_question_is_none() -> None:
    answer = {"answered": "2026-11-02", "answered_by": "LIN-MEI", "answer": "1.6"}
    assert offer(BOARD, 200, questions=[asked("thickness_mm", **answer)]).questions == ()


def test_what_the_book_may_assume_is_said() -> None:
    bare = dict.fromkeys(("material", "cu_outer_oz", "cu_inner_oz", "min_track_mm"))
    found = offer({**BOARD, **bare, "delivery_format": None}, 200)
    assert found.assumptions == (
        Assumption(key="delivery_format", value="single"),
        Assumption(key="material", value="fr4"),
        Assumption(key="cu_outer_oz", value="1"),
        Assumption(key="cu_inner_oz", value="0.5"),
        Assumption(key="min_track_mm", value="0.125"),
    )
    assert found.price.net == offer(BOARD, 200).price.net
    assert found.lead_days == offer(BOARD, 200).lead_days


@pytest.mark.parametrize("quantity", [0, -5])
def test_no_quantity_no_price(quantity: int) -> None:
    with pytest.raises(RefusedError, match="cannot be priced; give 1 or more"):
        offer(BOARD, quantity)


def test_arrays_are_priced_as_delivered() -> None:
    sets = offer({**BOARD, **ARRAY}, 50, unit=QuantityUnit.SET)
    pieces = offer({**BOARD, **ARRAY}, 200, unit=QuantityUnit.PCS)
    assert sets.area_m2 == pieces.area_m2 == Decimal("0.210") * Decimal("0.146") * 50
    assert sets.price.net == pieces.price.net
    assert (sets.unit, pieces.unit) == (QuantityUnit.SET, QuantityUnit.PCS)


def test_boards_in_arrays_need_their_unit_said() -> None:
    with pytest.raises(RefusedError, match="4 in an array: say what 200 counts, PCS or SET"):
        offer({**BOARD, **ARRAY}, 200)
    with pytest.raises(RefusedError, match=r"202 PCS are no whole arrays of 4; .*200 and 204"):
        offer({**BOARD, **ARRAY}, 202, unit=QuantityUnit.PCS)
    with pytest.raises(RefusedError, match="PCS or SET"):
        offer({**BOARD, **ARRAY}, 200, unit=QuantityUnit.PNL)


def test_single_boards_are_pieces() -> None:
    with pytest.raises(RefusedError, match="in PCS, not in SET"):
        offer(BOARD, 200, unit=QuantityUnit.SET)


def test_an_array_without_its_size_is_asked_for() -> None:
    with pytest.raises(RefusedError, match=r"without array_size \(mm x mm\); .*array_size=\.\.\."):
        offer({**BOARD, "delivery_format": "panel_by_gerber", "array": "2 x 2"}, 200)


def test_sizes_with_many_decimals_stay_within_what_the_ledger_can_hold() -> None:
    found = offer({**PLAIN, "board_size": "99.987654 x 33.123457"}, 777)
    base = found.price.steps[0]
    assert type(base).model_validate(base.model_dump(mode="json")) == base
