"""Boards and arrays on working panels: the worked example to the piece, and what always holds."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcbsales.boards.choices import Rails, Separation
from pcbsales.boards.dimensions import BoardSize
from pcbsales.boards.panels.arrangement import Placement, counted
from pcbsales.boards.panels.fit import Fit, best_fit, boards_to_start, fit, fits
from pcbsales.boards.panels.piece import Item, single
from pcbsales.boards.panels.records import Layout
from pcbsales.kernel.errors import RefusedError
from tests.boards.panels.builders import BOARD, DAY, PANELS, all_fits, array, working_panels

SIZE = st.decimals(Decimal(12), Decimal(300), places=2)
BOARDS = st.builds(BoardSize, SIZE, SIZE)


@pytest.mark.parametrize(
    ("code", "up", "share", "in_rows"),
    [("18X24", 32, "78.1", 32), ("21X24", 32, "66.9", 37), ("16X18", 20, "73.2", 20)],
)
def test_the_board_by_itself(code: str, up: int, share: str, in_rows: int) -> None:
    found = all_fits()[code]
    assert (found.up, found.boards, found.utilisation) == (up, up, Decimal(share))
    assert found.rows.up == in_rows
    assert found.grid.blocks[0].rotated == (code == "16X18")


@pytest.mark.parametrize(
    ("code", "arrays", "boards", "share", "in_rows"),
    [("18X24", 4, 16, "39.0", 5), ("21X24", 6, 24, "50.2", 7)],
)
def test_the_customers_array(code: str, arrays: int, boards: int, share: str, in_rows: int) -> None:
    item = array()
    assert item.size == "210 x 146"
    found = all_fits(item)[code]
    assert (found.up, found.boards, found.utilisation) == (arrays, boards, Decimal(share))
    assert found.rows.up == in_rows


def test_200_and_5_percent_take_7_panels() -> None:
    boards = boards_to_start(200, Decimal(5))
    found = best_fit(single(BOARD), [PANELS], layers=4, impedance=False, as_of=DAY, boards=boards)
    assert (boards, found.code, found.panels_for(boards)) == (210, "18X24", 7)
    assert found.panels_for(boards) * found.boards == 224


def test_arrays_are_whole() -> None:
    """210 boards are 53 arrays of 4, 14 panels of 4 arrays."""
    assert all_fits(array())["18X24"].panels_for(210) == 14


def test_what_takes_least_laminate_goes_first_for_a_number() -> None:
    """10 boards fit on one panel of any format: the smallest is enough."""
    assert fits(_board(), [PANELS], boards=10, **_HOW)[0].code == "16X18"
    assert fits(_board(), [PANELS], **_HOW)[0].code == "18X24"


def test_two_layers_have_the_narrower_border_and_unknown_ones_the_widest() -> None:
    two, none = (all_fits(layers=layers)["18X24"] for layers in (2, None))
    assert two.frame.border == 12_500_000
    assert none.frame.border == 25_400_000
    assert two.rows.up > none.rows.up


def test_coupons_take_a_strip_along_the_side_that_costs_less() -> None:
    plain, tested = (all_fits(impedance=impedance)["18X24"] for impedance in (False, True))
    assert plain.grid.room.coupons is None
    assert tested.up < plain.up
    coupons = tested.chosen.room.coupons
    assert coupons is not None
    assert min(coupons.width, coupons.height) == 15_000_000
    for place in tested.placements():
        assert place.y >= coupons.y + coupons.height + tested.frame.gap or (
            place.x >= coupons.x + coupons.width + tested.frame.gap
        )


def test_boards_cut_apart_by_v_cut_need_no_gap() -> None:
    assert all_fits(gap_mm=Decimal(0))["18X24"].grid.up == 32
    assert array(separation=Separation.TAB_ROUTE, rails=Rails.NONE).size == "202 x 138"
    assert array(separation=Separation.TAB_ROUTE).size == "216 x 152"
    assert array(rails=Rails.TOP_BOTTOM).size == "200 x 146"
    assert array(rails=Rails.LEFT_RIGHT).size == "210 x 136"


def test_a_format_is_not_used_for_fewer_than_its_least() -> None:
    panels = working_panels(
        formats=[
            {"code": "16X18", "size": "16 x 18 in", "least_pieces": "21"},
            {"code": "18X24", "size": "18 x 24 in"},
        ]
    )
    assert [found.code for found in fits(_board(), [panels], **_HOW)] == ["18X24"]


def test_what_fits_nowhere_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"600 x 300 mm fits on no working panel of SZ-PANELS"):
        fits(single(BoardSize.parse("600 x 300")), [PANELS], **_HOW)


def test_without_a_policy_nothing_is_guessed() -> None:
    with pytest.raises(RefusedError, match="no working-panel is in force"):
        fits(_board(), [], **_HOW)


def test_the_layout_counted_on_is_the_policys_or_the_one_asked_for() -> None:
    mixed = working_panels(layout="rows")
    by_code = {found.code: found for found in fits(_board(), [mixed], **_HOW)}
    assert by_code["21X24"].up == 37
    assert all_fits(layout=Layout.FREE)["21X24"].up == 37


@settings(deadline=None, max_examples=40)
@given(BOARDS, st.booleans())
def test_every_piece_lies_inside_and_apart(board: BoardSize, impedance: bool) -> None:
    for found in _fits_of(single(board), impedance=impedance):
        for arrangement in found.arrangements:
            usable, gap = arrangement.room.usable, found.frame.gap
            places = list(found.placements(arrangement))
            assert len(places) == arrangement.up
            assert found.share_of(arrangement) <= 1
            for place in places:
                assert usable.x <= place.x <= usable.x + usable.width - place.width
                assert usable.y <= place.y <= usable.y + usable.height - place.height
            if len(places) < 120:
                assert all(
                    _apart(one, other, gap)
                    for at, one in enumerate(places)
                    for other in places[at + 1 :]
                )


@given(BOARDS, st.integers(0, 10_000), st.integers(0, 10_000), st.sampled_from(list(Layout)[:2]))
def test_smaller_boards_gaps_and_borders_never_hold_fewer(
    board: BoardSize, narrower: int, lower: int, layout: Layout
) -> None:
    item = single(board)
    for found in _fits_of(item, free=False):
        held = counted(item, found.frame, layout)
        smaller = item.resized(width=-narrower * 1000, height=-lower * 1000)
        assert counted(smaller, found.frame, layout) >= held
        assert counted(item, replace(found.frame, border=0), layout) >= held
        assert counted(item, replace(found.frame, gap=0), layout) >= held


def _fits_of(item: Item, *, impedance: bool = False, free: bool = True) -> list[Fit]:
    return [
        fit(item, found, PANELS, layers=4, impedance=impedance, free=free and item.width > 60e6)
        for found in PANELS.formats
    ]


def _apart(one: Placement, other: Placement, gap: int) -> bool:
    return (
        one.x + one.width + gap <= other.x
        or other.x + other.width + gap <= one.x
        or one.y + one.height + gap <= other.y
        or other.y + other.height + gap <= one.y
    )


def _board() -> Item:
    return single(BOARD)


_HOW: dict[str, Any] = {"layers": 4, "impedance": False, "as_of": DAY}
