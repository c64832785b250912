"""The most pieces on a rectangle: equal to trying everything, and honest where nobody knows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcbsales.boards.panels.blocks import (
    Block,
    count,
    grid,
    grid_count,
    part_straight,
    rows,
    rows_count,
    turned,
)
from pcbsales.boards.panels.bounds import most, most_by_area
from pcbsales.boards.panels.loading import load
from tests.boards.panels.exhaustive import most_pieces

SIDE = st.integers(1, 6)
ROOM = st.tuples(st.integers(1, 7), st.integers(1, 7))
PIECE = st.tuples(SIDE, SIDE).filter(lambda piece: piece[0] * piece[1] > 2)
LARGE = st.tuples(st.integers(50, 400), st.integers(50, 400))
LARGE_PIECE = st.tuples(st.integers(20, 120), st.integers(20, 120))

#: Optimal counts from the literature (Birgin, Lobato and Morabito 2010) of cases that five blocks
#: alone do not solve.
HARD = [((43, 26), (7, 3), 53), ((57, 34), (7, 4), 69), ((63, 44), (8, 5), 69)]


def places(blocks: tuple[Block, ...], piece: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    found = []
    for block in blocks:
        wide, high = turned(piece) if block.rotated else piece
        found += [
            (block.x + column * wide, block.y + row * high, wide, high)
            for row in range(block.rows)
            for column in range(block.columns)
        ]
    return found


def are_apart(found: list[tuple[int, int, int, int]]) -> bool:
    return not any(
        x < u + w and u < x + wide and y < v + h and v < y + high
        for at, (x, y, wide, high) in enumerate(found)
        for u, v, w, h in found[at + 1 :]
    )


@settings(deadline=None, max_examples=150)
@given(ROOM, PIECE)
def test_small_rectangles_hold_what_trying_everything_finds(
    room: tuple[int, int], piece: tuple[int, int]
) -> None:
    found = load(room, piece)
    assert found.pieces == most_pieces(*room, *piece)
    assert found.is_exact


@settings(deadline=None, max_examples=60)
@given(LARGE, LARGE_PIECE)
def test_every_layout_is_one(room: tuple[int, int], piece: tuple[int, int]) -> None:
    for blocks in (grid(room, piece), rows(room, piece), load(room, piece, effort=3000).blocks):
        found = places(blocks, piece)
        assert len(found) == count(blocks)
        assert all(x >= 0 and y >= 0 for x, y, _, _ in found)
        assert all(x + wide <= room[0] and y + high <= room[1] for x, y, wide, high in found)
        assert are_apart(found)


@settings(deadline=None, max_examples=60)
@given(LARGE, LARGE_PIECE)
def test_each_layout_holds_as_many_as_the_plainer_one_and_none_more_than_the_bound(
    room: tuple[int, int], piece: tuple[int, int]
) -> None:
    free = load(room, piece, effort=3000)
    held = [grid_count(room, piece), rows_count(room, piece), free.pieces, free.bound]
    assert held == sorted(held)
    assert free.bound <= most(room, piece) <= most_by_area(room, piece)
    assert held[:2] == [count(grid(room, piece)), count(rows(room, piece))]


@given(LARGE, LARGE_PIECE, st.integers(0, 9), st.integers(0, 9))
def test_smaller_pieces_never_fit_fewer(
    room: tuple[int, int], piece: tuple[int, int], narrower: int, lower: int
) -> None:
    smaller = (piece[0] - narrower, piece[1] - lower)
    assert grid_count(room, smaller) >= grid_count(room, piece)
    assert rows_count(room, smaller) >= rows_count(room, piece)
    assert most(room, smaller) >= most(room, piece)


@settings(deadline=None)
@given(LARGE, LARGE_PIECE)
def test_a_rectangle_holds_the_same_turned(room: tuple[int, int], piece: tuple[int, int]) -> None:
    assert rows_count(room, piece) == rows_count(turned(room), piece)
    assert rows_count(room, piece) == rows_count(room, turned(piece))
    assert most(room, piece) == most(turned(room), piece)


def test_pieces_around_a_middle_are_found() -> None:
    assert count(rows((5, 5), (3, 2))) == 3
    assert load((5, 5), (3, 2)).pieces == 4


@pytest.mark.parametrize(("room", "piece", "optimum"), HARD)
def test_what_is_not_proven_is_said(
    room: tuple[int, int], piece: tuple[int, int], optimum: int
) -> None:
    found = load(room, piece)
    assert found.pieces <= optimum <= found.bound
    assert found.is_exact == (found.pieces == found.bound)


def test_rows_are_parted_by_straight_cuts_and_pieces_around_a_middle_are_not() -> None:
    piece = (3, 2)
    assert part_straight(places(rows((12, 7), piece), piece))
    assert not part_straight(places(load((5, 5), piece).blocks, piece))


def test_a_piece_larger_than_the_rectangle_lies_nowhere() -> None:
    assert load((10, 10), (11, 2)).pieces == 0
    assert load((0, 0), (3, 2)).pieces == 0
    assert grid((10, 10), (11, 2)) == rows((10, 10), (11, 2)) == ()


def test_very_many_pieces_are_rows_and_a_bound() -> None:
    found = load((5600, 4000), (7, 5))
    assert 0 < found.pieces <= found.bound == most_by_area((5600, 4000), (7, 5))
