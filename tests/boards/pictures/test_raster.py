"""Areas by raster against areas by formula, and what must hold for any shapes."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcbsales.boards.pictures.coverage import copper_area_mm2, exposed_copper_mm2
from pcbsales.boards.pictures.raster import Raster, raster_of, raster_of_discs, raster_of_rings
from pcbsales.boards.pictures.scanning import Grid, cell_for
from pcbsales.boards.pictures.shape import (
    Flash,
    Piece,
    Plot,
    Region,
    Stamp,
    Stroke,
    circle,
    rectangle,
    signed_area,
)
from tests.sizes import sized

BOARD = (rectangle(20, 20),)
GRID = Grid.over((-10, -10, 10, 10), 0.05)
places = st.tuples(st.floats(-8, 8), st.floats(-8, 8))
lengths = st.floats(0.2, 3)


def disc(diameter: float) -> Stamp:
    return Stamp((Piece(dark=True, contours=(circle(diameter / 2),)),), diameter)


def plot(*items: Flash | Stroke | Region) -> Plot:
    return Plot(items)


shapes = st.one_of(
    st.builds(lambda at, d: Flash(True, disc(d), at), places, lengths),
    st.builds(lambda a, b, d: Stroke(True, disc(d), (a, b)), places, places, lengths),
    st.builds(lambda at, w, h: Region(True, rectangle(w, h, *at)), places, lengths, lengths),
)


@given(at=places, diameter=lengths)
def test_a_disc_within_the_stated_uncertainty(at: tuple[float, float], diameter: float) -> None:
    found = copper_area_mm2(plot(Flash(True, disc(diameter), at)), BOARD, 0.05)
    assert abs(found.mm2 - math.pi * diameter**2 / 4) <= 3 * found.uncertainty_mm2


@given(at=places, width=lengths, height=lengths, turn=st.floats(0, math.pi))
def test_a_turned_rectangle(
    at: tuple[float, float], width: float, height: float, turn: float
) -> None:
    cos, sin = math.cos(turn), math.sin(turn)
    ring = tuple(
        (at[0] + x * cos - y * sin, at[1] + x * sin + y * cos) for x, y in rectangle(width, height)
    )
    assert signed_area(ring) == pytest.approx(width * height)
    board = (rectangle(30, 30),)
    found = copper_area_mm2(plot(Region(True, ring)), board, 0.03)
    # Edges along the cells are off by up to half a cell each: that is the worst case.
    assert abs(found.mm2 - width * height) <= 0.03 * (width + height) + 0.01


def test_many_pads_average_out() -> None:
    pads = [
        Flash(True, disc(0.6), (x * 1.27 - 9, y * 1.31 - 9)) for x in range(14) for y in range(14)
    ]
    found = copper_area_mm2(plot(*pads), BOARD, 0.05)
    assert found.mm2 == pytest.approx(14 * 14 * math.pi * 0.09, rel=0.005)
    assert abs(found.mm2 - 14 * 14 * math.pi * 0.09) <= found.uncertainty_mm2
    assert found.resolution_mm == 0.05


@settings(max_examples=sized(30, 300))
@given(st.lists(shapes, max_size=6), st.lists(shapes, max_size=6))
def test_union_and_difference_add_up(one: list[Flash], other: list[Flash]) -> None:
    a, b = raster_of(Plot(tuple(one)), GRID), raster_of(Plot(tuple(other)), GRID)
    both = raster_of(Plot((*one, *other)), GRID)
    assert both.bits == (a | b).bits
    assert both.area_mm2 <= a.area_mm2 + b.area_mm2 + 1e-9
    assert (a - b).area_mm2 + (a & b).area_mm2 == pytest.approx(a.area_mm2)
    assert (a ^ b).area_mm2 == pytest.approx((a - b).area_mm2 + (b - a).area_mm2)
    assert a.inverted().area_mm2 + a.area_mm2 == pytest.approx(400)


@settings(max_examples=sized(30, 300))
@given(st.lists(shapes, min_size=1, max_size=5))
def test_the_area_of_a_union_is_at_most_the_sum(items: list[Flash]) -> None:
    single = sum(raster_of(Plot((item,)), GRID).area_mm2 for item in items)
    assert raster_of(Plot(tuple(items)), GRID).area_mm2 <= single + 1e-9


@settings(max_examples=sized(30, 300))
@given(shapes)
def test_what_is_taken_away_again_leaves_nothing(item: Flash) -> None:
    clear = {name: getattr(item, name) for name in item.__slots__} | {"dark": False}
    assert raster_of(Plot((item, type(item)(**clear))), GRID).empty


def test_bare_copper_is_where_copper_meets_an_opening() -> None:
    copper = plot(Region(True, rectangle(4, 4)))
    opening = plot(Region(True, rectangle(4, 4, 2, 0)))
    assert exposed_copper_mm2(copper, opening, BOARD, 0.02).mm2 == pytest.approx(8, abs=0.1)
    cut = (*BOARD, tuple(reversed(rectangle(2, 2, 1, 0))))
    assert exposed_copper_mm2(copper, opening, cut, 0.02).mm2 == pytest.approx(4, abs=0.1)


def test_copper_outside_the_outline_does_not_count() -> None:
    half_out = plot(Region(True, rectangle(4, 4, 10, 0)))
    assert copper_area_mm2(half_out, BOARD, 0.02).mm2 == pytest.approx(8, abs=0.1)


def test_holes_in_rings_run_clockwise() -> None:
    ring = (circle(5), tuple(reversed(circle(3))))
    assert raster_of_rings(ring, GRID).area_mm2 == pytest.approx(16 * math.pi, rel=0.01)
    discs = raster_of_discs([((0, 0), 10), ((20, 0), 10)], GRID)
    assert discs.area_mm2 == pytest.approx(25 * math.pi, rel=0.01)


def test_erosion_keeps_the_inside() -> None:
    grid = Grid.over((0, 0, 10, 10), 1)
    block = Raster(grid, [0, 0, 0b1111100, 0b1111100, 0b1111100, 0, 0, 0, 0, 0])
    assert block.eroded().bits == [0, 0, 0, 0b111000, 0, 0, 0, 0, 0, 0]


def test_cells_are_as_fine_as_their_number_allows() -> None:
    assert cell_for((0, 0, 1, 1)) == 0.01
    box = (0.0, 0.0, 400.0, 300.0)
    grid = Grid.over(box, cell_for(box))
    assert grid.columns * grid.rows <= 16_000_000
    assert cell_for(box, most=1_000_000) > cell_for(box)


def test_what_lies_far_away_takes_no_room() -> None:
    square = Stamp((Piece(dark=True, contours=(rectangle(1, 1),)),))
    far = [Flash(True, stamp, (x, 1e14)) for stamp in (square, disc(1)) for x in (1e14, -1e14)]
    across = Flash(True, square, (1e14, 0))
    assert raster_of(plot(*far, across), GRID).empty
    assert len(circle(1e17)) < 4000
