"""From a specification to the piece that lies on the panel."""

from decimal import Decimal
from typing import Any

import pytest

from pcbsales.boards.panels.asking import only, report_fit, tried
from pcbsales.boards.panels.piece import item_of, piece_gap_mm
from pcbsales.boards.specification import Specification
from pcbsales.kernel.errors import RefusedError, UsageError, fill
from tests.boards.panels.builders import DAY, PANELS, working_panels

ARRAY: dict[str, Any] = {
    "board_size": "100 x 68",
    "delivery_format": "panel_by_gerber",
    "array": "2 x 2",
    "rails": "all",
    "rail_width_mm": "5",
    "separation": "v_cut",
}


def specification(**keys: Any) -> Specification:
    return Specification.model_validate(keys)


def said(**keys: Any) -> list[str]:
    report = report_fit([PANELS], specification(**keys), as_of=DAY)
    return [fill(msgid, dict(values)) for msgid, values in report.remarks()]


def test_a_board_delivered_singly_is_the_piece_whatever_its_array() -> None:
    item = item_of(specification(**{**ARRAY, "delivery_format": "single"}), PANELS)
    assert (item.size, item.boards, item.is_array) == ("100 x 68", 1, False)


def test_an_array_is_the_piece() -> None:
    item = item_of(specification(**ARRAY), PANELS)
    assert (item.size, item.boards, item.layout) == ("210 x 146", 4, "2 x 2")


def test_the_customers_own_gap_and_size_go_before_ours() -> None:
    spec = specification(**{**ARRAY, "array_gap_mm": "3"})
    assert item_of(spec, PANELS).size == "219 x 155"
    assert item_of(specification(**ARRAY, array_size="220 x 150"), PANELS).size == "220 x 150"


def test_the_slot_at_rails_is_policy() -> None:
    routed = specification(**{**ARRAY, "separation": "tab_route"})
    assert item_of(routed, PANELS).size == "216 x 152"
    assert item_of(routed, working_panels(slot_at_rails=False)).size == "212 x 148"


def test_a_stated_size_that_does_not_add_up_is_asked_about() -> None:
    remarks = said(**ARRAY, array_size="220 x 150", layers=4)
    assert (
        "the array is stated as 220 x 150 mm, its boards, gaps and rails make 210 x 146 mm; "
        "ask which holds"
    ) in remarks
    assert not any("ask which" in line for line in said(**ARRAY, array_size="210 x 146"))


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ({}, "the board's size is not known"),
        ({"board_size": "9 x 9", "delivery_format": "panel_by_gerber"}, "of unknown layout"),
        ({**ARRAY, "array_size": "150 x 150"}, "does not hold 2 x 2 boards of 100 x 68 mm"),
    ],
)
def test_what_is_not_known_is_refused(keys: dict[str, Any], why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        item_of(specification(**keys), PANELS)


def test_single_boards_lie_apart_as_they_are_separated() -> None:
    assert piece_gap_mm(specification(board_size="9 x 9"), PANELS) is None
    assert piece_gap_mm(specification(separation="v_cut"), PANELS) == Decimal(0)
    assert piece_gap_mm(specification(separation="both"), PANELS) == Decimal("2.0")
    assert piece_gap_mm(specification(**ARRAY), PANELS) is None


def test_unknown_layers_are_said() -> None:
    (line,) = [line for line in said(board_size="100 x 68") if "layers" in line]
    assert line == "layers are not known: counted with a border of 25.4 mm"
    assert not any("layers" in line for line in said(board_size="100 x 68", layers=2))


def test_small_pieces_are_said() -> None:
    least = "pieces under 15 mm on a side are not routed singly; deliver them in an array"
    assert least in said(board_size="14.9 x 68")
    assert least not in said(board_size="15 x 68")


def test_what_is_tried_replaces_the_specification_for_once() -> None:
    spec = specification(**ARRAY, array_size="220 x 150")
    assert item_of(tried(spec, ["array=1x3"]), PANELS).size == "310 x 78"
    assert item_of(tried(spec, ["board_size=50x50"]), PANELS).size == "110 x 110"
    assert item_of(tried(specification(), ["board_size=50x50"]), PANELS).size == "50 x 50"


def test_coupons_are_for_controlled_impedance_that_wants_them() -> None:
    controlled = {"impedance": [{"layer": "L1", "ohm": "50"}]}
    cases: list[tuple[dict[str, Any], str | None]] = [
        ({}, None),
        ({"impedance_coupon": True}, None),
        (controlled, "15"),
        ({**controlled, "impedance_coupon": False}, None),
    ]
    for keys, strip in cases:
        report = report_fit([PANELS], specification(board_size="100 x 68", **keys), as_of=DAY)
        assert report.as_json()["formats"][0]["coupon_strip_mm"] == strip


def test_formats_are_chosen_by_code() -> None:
    assert [found.code for found in only(PANELS, ["16x18"]).formats] == ["16X18"]
    with pytest.raises(UsageError, match="SZ-PANELS has no format 9X9; formats are 18X24, 21X24"):
        only(PANELS, ["9x9"])
