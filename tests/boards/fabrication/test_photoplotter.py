"""One machine behind measuring and drawing: both see the same, blocks and all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcbsales.boards.fabrication.box import Box, extent
from pcbsales.boards.fabrication.drawing import Drawing, trace
from pcbsales.boards.fabrication.gerber import scan
from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.fabrication.roles import Role
from pcbsales.boards.fabrication.unfollowable import Reason
from pcbsales.boards.pictures.plotter import plot_layer
from pcbsales.boards.pictures.shape import TOLERANCE, box_of, extent_of
from tests.boards.fabrication.drawn import HEAD, gerber, lines, read_with, rectangle, um

BLOCK = f"%ABD20*%\n{lines((0, 0), (4, 0), (4, 3), (0, 3))}%AB*%\nD20*\n"


def traced(text: str) -> Drawing:
    data = text.encode()
    return trace(data, scan(data))


def box_traced(text: str) -> Box:
    return extent([point for segment in traced(text).segments for point in segment.points()])


def box_painted(text: str) -> Box | None:
    data = text.encode()
    return extent_of(plot_layer(Layer("a.gbr", data, "", Role("outline"), "gerber", scan(data))))


places = st.integers(-20_000, 20_000).map(lambda um: um / 1000)


@settings(deadline=None)
@given(
    ends=st.lists(st.tuples(places, places), min_size=2, max_size=6, unique=True),
    setup=st.sampled_from(
        ["", "%MIA1B0*%", "%MIA0B1*%", "%ASAYBX*%", "%OFA1.5B-2*%", "%SRX3Y2I50J40*%"]
    ),
)
def test_what_is_measured_is_what_is_drawn(ends: list[tuple[float, float]], setup: str) -> None:
    text = gerber(f"{setup}\n{lines(*ends, closed=False)}%SR*%\n")
    painted, pen = box_painted(text), 0.05
    assert painted is not None
    left, bottom, right, top = box_traced(text)
    wide = (left - pen, bottom - pen, right + pen, top + pen)
    assert painted == pytest.approx(wide, abs=TOLERANCE)


def test_an_outline_out_of_blocks_is_measured() -> None:
    text = gerber(f"{BLOCK}X{um(10)}Y{um(5)}D03*\n")
    assert box_traced(text) == pytest.approx((10, 5, 14, 8))
    size = read_with(edge=text).size_mm
    assert size is not None
    assert [float(length) for length in size] == [4, 3]


def test_a_block_in_a_block_and_turned() -> None:
    inner = f"%ABD21*%\n{BLOCK}X{um(1)}Y0D03*\n%AB*%\nD21*\n"
    text = gerber(f"{inner}%LR90*%\nX{um(10)}Y0D03*\n")
    assert box_traced(text) == pytest.approx((7, 1, 10, 5))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("%IR90*%\n" + rectangle(0, 0, 4, 3), Reason.COMMAND),
        ("%SFA2B2*%\n" + rectangle(0, 0, 4, 3), Reason.COMMAND),
        ("G02*\nX0Y0D02*\nX4000000Y0I0J9000000D01*\n", Reason.ARC),
        ("X1.2.3Y0D01*\n", Reason.NUMBER),
        (f"%SRX200Y200I1J1*%\n{rectangle(0, 0, 1, 1)}%SR*%\n", Reason.SIZE),
    ],
)
def test_what_is_not_believed_says_why(body: str, reason: Reason) -> None:
    assert traced(gerber(body)).trouble is reason


def test_strokes_that_take_away_are_no_edge_but_contours_are() -> None:
    assert not traced(gerber("%LPC*%\n" + rectangle(0, 0, 4, 3))).segments
    assert traced(gerber(f"%LPC*%\nG36*\n{rectangle(0, 0, 4, 3)}G37*\n")).segments


def test_without_a_format_nothing_is_followed() -> None:
    text = gerber(rectangle(0, 0, 4, 3), head=HEAD.split("\n")[1] + "\n")
    assert traced(text).trouble is Reason.COMMAND
    assert read_with(edge=text).size_mm is None


def test_boxes_of_points() -> None:
    assert box_of([(1, 2), (-1, 5)]) == (-1, 2, 1, 5)
