"""The cliff: the next step either way, to the micrometre."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcbsales.boards.dimensions import BoardSize
from pcbsales.boards.panels.arrangement import counted
from pcbsales.boards.panels.cliff import Cliff, Dimension, cliffs
from pcbsales.boards.panels.fit import Fit, fit
from pcbsales.boards.panels.lengths import nm_from_mm
from pcbsales.boards.panels.piece import Item, single
from pcbsales.boards.panels.records import Layout
from pcbsales.boards.panels.room import Frame
from tests.boards.panels.builders import PANELS, all_fits, array

WITHIN = Decimal(10)


def steps(found: Fit, layout: Layout = Layout.GRID) -> dict[tuple[Dimension, bool], Cliff]:
    near = cliffs(found, layout, within_mm=WITHIN, boards=210)
    return {(step.dimension, step.gains): step for step in near}


@pytest.mark.parametrize(
    ("dimension", "gains", "by", "after", "panels"),
    [
        (Dimension.WIDTH, False, "0.1", 25, 9),
        (Dimension.HEIGHT, False, "0.1", 28, 8),
        (Dimension.GAP, False, "0.114", 28, 8),
        (Dimension.BORDER, False, "0.2", 25, 9),
        (Dimension.HEIGHT, True, "7.689", 36, 6),
    ],
)
def test_the_board_of_the_example_stands_at_an_edge(
    dimension: Dimension, gains: bool, by: str, after: int, panels: int
) -> None:
    """4 x 102 = 408 of 408.4 mm, 8 x 70 = 560 of 560.8 mm: 0.1 mm more on a side is too much."""
    step = steps(all_fits()["18X24"])[dimension, gains]
    assert (step.by_mm, step.up, step.after) == (Decimal(by), 32, after)
    assert (step.panels, step.panels_after) == (7, panels)


def test_an_array_is_changed_by_all_its_boards() -> None:
    """Two boards of 96.1 mm and two rails are 202.2 mm: 2 x 204.2 = 408.4."""
    step = steps(all_fits(array())["18X24"])[Dimension.WIDTH, True]
    assert (step.by_mm, step.at_mm, step.up, step.after) == (Decimal("3.9"), Decimal("96.1"), 4, 6)


def test_nearest_first() -> None:
    near = cliffs(all_fits()["21X24"], Layout.ROWS, within_mm=WITHIN)
    assert [step.by_mm for step in near] == sorted(step.by_mm for step in near)
    assert all(step.panels is None for step in near)


def changed(found: Fit, dimension: Dimension, by: int) -> tuple[Item, Frame]:
    item, frame = found.item, found.frame
    return {
        Dimension.WIDTH: (item.resized(width=by), frame),
        Dimension.HEIGHT: (item.resized(height=by), frame),
        Dimension.GAP: (item, replace(frame, gap=frame.gap + by)),
        Dimension.BORDER: (item, replace(frame, border=frame.border + by)),
    }[dimension]


@settings(deadline=None, max_examples=40)
@given(
    st.builds(
        BoardSize,
        st.decimals(Decimal(20), Decimal(200), places=2),
        st.decimals(Decimal(20), Decimal(200), places=2),
    ),
    st.sampled_from([Layout.GRID, Layout.ROWS]),
)
def test_a_step_is_just_there(board: BoardSize, layout: Layout) -> None:
    """One micrometre less than a gain gains nothing; at a loss's edge nothing is lost yet."""
    found = fit(single(board), PANELS.formats[0], PANELS, layers=4, impedance=False)
    for step in cliffs(found, layout, within_mm=WITHIN):
        by = nm_from_mm(step.by_mm)
        if step.gains:
            at, before = -by, -by + 1000
            assert step.after > step.up
        else:
            at, before = by + 1000, by
            assert step.after < step.up
        assert counted(*changed(found, step.dimension, at), layout) == step.after
        assert counted(*changed(found, step.dimension, before), layout) == step.up
