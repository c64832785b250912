"""Sizes on the pen's centre line, in every way a Gerber can write them."""

import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcbsales.boards.fabrication.coordinate import number
from pcbsales.boards.fabrication.drawing import trace
from pcbsales.boards.fabrication.gerber import scan
from tests.boards.fabrication.drawn import codes, gerber, read_with, rectangle, um

RECTANGLE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))


def size_of(text: str) -> tuple[float, float] | None:
    size = read_with(edge=text).size_mm
    return (float(size[0]), float(size[1])) if size else None


def written(value: float, whole: int, fraction: int, zeros: str) -> str:
    sign = "-" if value < 0 else ""
    digits = f"{round(abs(value) * 10**fraction):0{whole + fraction}d}"
    if zeros == "L":
        return sign + (digits.lstrip("0") or "0")
    if zeros == "T":
        return sign + (digits.rstrip("0") or "0")
    return sign + digits


@settings(deadline=None)
@given(
    width=st.integers(300, 9_000),
    height=st.integers(300, 9_000),
    left=st.integers(-5_000, 5_000),
    zeros=st.sampled_from("LTD"),
    inch=st.booleans(),
    fraction=st.integers(3, 6),
    incremental=st.booleans(),
)
def test_one_size_in_any_notation(
    *, width: int, height: int, left: int, zeros: str, inch: bool, fraction: int, incremental: bool
) -> None:
    unit = 0.0254 if inch else 0.1
    scale = 0.001 if inch else 0.1
    points = [((left + x * width) * scale, y * height * scale) for x, y in RECTANGLE]
    if incremental:
        before = [(0.0, 0.0), *points]
        points = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(before, points, strict=False)]
    coded = [tuple(written(v, 4, fraction, zeros) for v in point) for point in points]
    body = "".join(f"X{x}Y{y}D0{2 if index == 0 else 1}*\n" for index, (x, y) in enumerate(coded))
    notation = f"%FS{zeros}{'I' if incremental else 'A'}X4{fraction}Y4{fraction}*%\n"
    text = gerber(body, "Profile,NP", head=notation + f"%MO{'IN' if inch else 'MM'}*%\n")
    size = size_of(text)
    assert size is not None
    assert size == pytest.approx((width * unit, height * unit), abs=0.002)


def test_the_pen_does_not_count() -> None:
    thick = gerber(rectangle(0, 0, 30, 20), "Profile,NP", apertures="%ADD10C,2.0*%\n")
    assert size_of(thick) == (30.0, 20.0)


def test_a_region_is_an_outline_too() -> None:
    assert size_of(gerber("G36*\n" + rectangle(0, 0, 30, 20) + "G37*\n", "Profile,NP")) == (30, 20)


def test_a_circle_in_both_quadrant_modes() -> None:
    full = f"X{um(30)}Y{um(15)}D02*\nG75*\nG03*\nX{um(30)}Y{um(15)}I{um(-15)}J0D01*\n"
    assert size_of(gerber(full, "Profile,NP")) == (30.0, 30.0)
    quarters = "G74*\nG03*\n" + f"X{um(30)}Y{um(15)}D02*\n"
    for x, y, i, j in ((15, 30, 15, 0), (0, 15, 0, 15), (15, 0, 15, 0), (30, 15, 0, 15)):
        quarters += f"X{um(x)}Y{um(y)}I{um(i)}J{um(j)}D01*\n"
    assert size_of(gerber(quarters, "Profile,NP")) == (30.0, 30.0)


def test_an_arc_reaches_beyond_its_ends() -> None:
    body = (
        f"X0Y0D02*\nG01X{um(20)}Y0D01*\nG75*\nG03X{um(20)}Y{um(20)}I0J{um(10)}D01*\n"
        f"G01X0Y{um(20)}D01*\nX0Y0D01*\n"
    )
    assert size_of(gerber(body, "Profile,NP")) == (30.0, 20.0)
    clockwise = body.replace("G03", "G02")
    assert size_of(gerber(clockwise, "Profile,NP")) == (20.0, 20.0)


@pytest.mark.parametrize("radius", [1.0, 2.5])
def test_rounded_corners(radius: float) -> None:
    r, w, h = radius, 40.0, 30.0
    body = (
        f"X{um(r)}Y0D02*\nG01X{um(w - r)}D01*\nG75*G03X{um(w)}Y{um(r)}I0J{um(r)}D01*\n"
        f"G01Y{um(h - r)}D01*\nG03X{um(w - r)}Y{um(h)}I{um(-r)}J0D01*\nG01X{um(r)}D01*\n"
        f"G03X0Y{um(h - r)}I0J{um(-r)}D01*\nG01Y{um(r)}D01*\nG03X{um(r)}Y0I{um(r)}J0D01*\n"
    )
    reading = read_with(edge=gerber(body, "Profile,NP"))
    assert codes(reading) == set()
    assert reading.size_mm == (Decimal(40), Decimal(30))


def test_an_arc_that_misses_its_end_is_asked_about() -> None:
    body = f"X0Y0D02*\nG75*G03X{um(20)}Y{um(20)}I{um(3)}J0D01*\nG01X0Y0D01*\n"
    reading = read_with(edge=gerber(body, "Profile,NP"))
    assert codes(reading) == {"size.conflict"}
    assert reading.size_mm is None


def test_step_and_repeat_makes_several_boards() -> None:
    body = "%SRX2Y1I45.0J0*%\n" + rectangle(0, 0, 40, 25) + "%SR*%\n"
    reading = read_with(edge=gerber(body, "Profile,NP"))
    assert codes(reading) == {"outline.several-boards"}
    assert reading.size_mm == (Decimal(85), Decimal(25))


def test_lines_drawn_twice_or_of_no_length_do_no_harm() -> None:
    body = rectangle(0, 0, 40, 25) * 2 + f"X0Y0D02*\nX0Y0D01*\nX0Y{um(25)}D02*\nX0Y{um(9)}D01*\n"
    reading = read_with(edge=gerber(body, "Profile,NP"))
    assert codes(reading) == set()
    assert reading.size_mm == (Decimal(40), Decimal(25))


def test_withdrawn_commands_are_followed_or_asked_about() -> None:
    plain = gerber("%SFA1.0B1.0*%\n" + rectangle(0, 0, 40, 25), "Profile,NP")
    assert size_of(plain) == (40.0, 25.0)
    scaled = gerber("%SFA2.0B2.0*%\n" + rectangle(0, 0, 20, 12.5), "Profile,NP")
    assert codes(read_with(edge=scaled)) == {"size.conflict"}
    mirrored = gerber("%MIA1B0*%\n" + rectangle(-40, 0, 40, 25), "Profile,NP")
    assert size_of(mirrored) == (40.0, 25.0)
    swapped = gerber("%ASAYBX*%\n" + rectangle(0, 0, 25, 40), "Profile,NP")
    assert size_of(swapped) == (40.0, 25.0)
    assert size_of(gerber("%IR90*%\n" + rectangle(0, 0, 20, 10), "Profile,NP")) is None


def test_a_modal_operation_and_one_long_line() -> None:
    body = "G54D10*X0Y0D02*X40000000D01*Y25000000*X0*Y0*"
    assert size_of(gerber(body, "Profile,NP").replace("\n", "")) == (40.0, 25.0)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", ""])
def test_line_ends_and_a_byte_order_mark(newline: str) -> None:
    text = "\ufeff" + gerber(rectangle(0, 0, 40, 25), "Profile,NP").replace("\n", newline)
    assert size_of(text) == (40.0, 25.0)


def test_macros_and_comments_are_passed_over() -> None:
    macro = "%AMOC8*\n5,1,8,0,0,1.08239X$1,22.5*\n%\nG04 100% drawn by hand X5Y5D01*\n"
    assert size_of(gerber(macro + rectangle(0, 0, 40, 25), "Profile,NP")) == (40.0, 25.0)


def test_attributes_in_comments_count() -> None:
    text = "G04 #@! TF.FileFunction,Profile,NP*\n" + gerber(rectangle(0, 0, 40, 25))
    assert size_of(text) == (40.0, 25.0)


def test_numbers_with_a_point_win_over_the_format() -> None:
    assert number("12.5", (4, 6), "L") == 12.5
    assert number("-", (4, 6), "L") == 0.0


@settings(deadline=None)
@given(sweep=st.floats(0.1, 6.2), start=st.floats(0, 6.28))
def test_a_drawn_arc_keeps_to_its_circle(sweep: float, start: float) -> None:
    radius = 10.0
    first = (radius * math.cos(start), radius * math.sin(start))
    last = (radius * math.cos(start + sweep), radius * math.sin(start + sweep))
    body = (
        f"X{um(first[0])}Y{um(first[1])}D02*\nG03X{um(last[0])}Y{um(last[1])}"
        f"I{um(-first[0])}J{um(-first[1])}D01*\n"
    )
    data = gerber(body).encode()
    (segment,) = trace(data, scan(data)).segments
    assert segment.sweep == pytest.approx(sweep, abs=1e-4)
    assert all(math.hypot(x, y) == pytest.approx(radius, abs=1e-4) for x, y in segment.points())


def test_repeating_nothing_takes_no_room() -> None:
    endless = f"%SRX999999Y999999I1J1*%\n%SR*%\n{rectangle(0, 0, 40, 25)}"
    assert size_of(gerber(endless, "Profile,NP")) == (40.0, 25.0)
