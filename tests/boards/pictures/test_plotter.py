"""What apertures, macros, regions, polarity, repeats and blocks leave, by their area."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcbsales.boards.pictures.plotter import UnplottableError, layer_shapes, plot_layer
from pcbsales.boards.pictures.raster import raster_of
from pcbsales.boards.pictures.scanning import Grid
from pcbsales.boards.pictures.shape import Region, Stroke, extent_of
from tests.boards.pictures.films import area, at, film
from tests.sizes import sized

DISC = "%ADD10C,2*%\nD10*\n"
CLOSE = 0.03


@pytest.mark.parametrize(
    ("aperture", "expected"),
    [
        ("C,2", math.pi),
        ("C,2X1", math.pi * 0.75),
        ("R,3X2", 6.0),
        ("R,3X2X1", 6.0 - math.pi / 4),
        ("R,3X2X1X0.5", 5.5),
        ("O,3X2", 2.0 + math.pi),
        ("O,2X3", 2.0 + math.pi),
        ("P,2X4", 2.0),
        ("P,2X4X45", 2.0),
        ("P,2X6X0X1", 1.5 * math.sqrt(3) - math.pi / 4),
    ],
)
def test_templates(aperture: str, expected: float) -> None:
    assert area(f"%ADD10{aperture}*%\nD10*\n{at(0.3, 0.2)}") == pytest.approx(expected, abs=CLOSE)


@pytest.mark.parametrize(
    ("primitives", "expected"),
    [
        ("1,1,2,0.5,0", math.pi),
        ("20,1,0.5,-1,0,1,0,30", 1.0),
        ("2,1,0.5,-1,0,1,0,30", 1.0),
        ("21,1,3,2,0,0,20", 6.0),
        ("22,1,3,2,-1,-1,20", 6.0),
        ("4,1,3,0,0,2,0,0,2,0,0,90", 2.0),
        ("5,1,6,0,0,2,0", 1.5 * math.sqrt(3)),
        ("7,0,0,4,2,0.5,0", 3 * math.pi - 4 * (0.5 * 1.0)),
        ("6,0,0,4,0.5,0.5,2,0.01,4,0", math.pi * (4 - 2.25 + 1 - 0.25)),
        ("1,1,4,0,0*1,0,2,0,0", 3 * math.pi),
        ("0comment,1*1,1,2,0,0", math.pi),
    ],
)
def test_macro_primitives(primitives: str, expected: float) -> None:
    body = f"%AMX*{primitives}*%\n%ADD10X*%\nD10*\n{at(0.1, 0.1)}"
    assert area(body) == pytest.approx(expected, abs=0.06)


def test_macro_variables_and_expressions() -> None:
    macro = "%AMBOX*$3=$1x2*21,1,$3,($2+1)/2,0,0,-$4*%\n%ADD10BOX,1.5X3X0X10*%\nD10*\n"
    assert area(macro + at(0, 0)) == pytest.approx(6.0, abs=CLOSE)


def test_what_a_macro_takes_away_leaves_the_copper_below() -> None:
    ring = "%AMRING*1,1,2,0,0*1,0,1,0,0*%\n%ADD11RING*%\n"
    body = f"%ADD10R,4X4*%\n{ring}D10*\n{at(0, 0)}D11*\n{at(0, 0)}"
    assert area(body) == pytest.approx(16.0, abs=CLOSE)


def test_inches_and_trailing_zeros() -> None:
    head = "%FSTAX24Y24*%\n%MOIN*%\n"
    assert area("%ADD10R,.1X.1*%\nD10*\nX001Y0D03*\n", head=head) == pytest.approx(6.4516, abs=0.05)
    plot = plot_layer(film("%ADD10C,.01*%\nD10*\nX01Y-01D03*\n", head))
    box = extent_of(plot)
    assert box is not None
    assert (box[0] + box[2]) / 2 == pytest.approx(25.4)
    assert (box[1] + box[3]) / 2 == pytest.approx(-25.4)


def test_strokes() -> None:
    line = f"%ADD10C,1*%\nD10*\n{at(-2, 0, 2)}{at(2, 0, 1)}"
    assert area(line) == pytest.approx(4 + math.pi / 4, abs=CLOSE)
    square = f"%ADD10R,1X1*%\nD10*\n{at(-2, 0, 2)}{at(2, 1, 1)}"
    assert area(square) == pytest.approx(1 + 4 + 1, abs=CLOSE)
    assert len(plot_layer(film(line + at(2, 2, 1))).painted) == 1


def test_a_pen_without_width_draws_nothing() -> None:
    assert not plot_layer(film(f"%ADD10C,0*%\nD10*\n{at(0, 0, 2)}{at(2, 0, 1)}")).painted


def test_regions_with_arcs() -> None:
    half = "G36*\nX-2000000Y0D02*\nG75*\nG02X2000000Y0I2000000J0D01*\nG01*\nX-2000000Y0D01*\nG37*\n"
    assert area(half) == pytest.approx(2 * math.pi, abs=0.05)
    quarters = (
        "G36*\nX2000000Y0D02*\nG74*\nG03X0Y2000000I2000000J0D01*\n"
        "G03X-2000000Y0I0J2000000D01*\nG01X2000000Y0D01*\nG37*\n"
    )
    assert area(quarters) == pytest.approx(2 * math.pi, abs=0.05)


def test_a_full_circle_in_one_arc() -> None:
    ring = "%ADD10C,0.2*%\nD10*\nG75*\nX2000000Y0D02*\nG03X2000000Y0I-2000000J0D01*\n"
    assert area(ring) == pytest.approx(2 * math.pi * 2 * 0.2, abs=0.06)


def test_several_contours_of_one_region() -> None:
    one = at(0, 0, 2) + at(2, 0, 1) + at(2, 2, 1) + at(0, 2, 1) + at(0, 0, 1)
    two = at(4, 0, 2) + at(4, 1, 1) + at(5, 1, 1) + at(5, 0, 1) + at(4, 0, 1)
    plot = plot_layer(film(f"G36*\n{one}{two}G37*\n"))
    assert [type(item) for item in plot.painted] == [Region, Region]
    assert area(f"G36*\n{one}{two}G37*\n") == pytest.approx(5.0, abs=CLOSE)


def test_polarity_in_order() -> None:
    body = f"%ADD10R,4X4*%\n%ADD11C,2*%\n%ADD12C,1*%\nD10*\n{at(0, 0)}%LPC*%\nD11*\n{at(0, 0)}"
    assert area(body) == pytest.approx(16 - math.pi, abs=CLOSE)
    again = f"{body}%LPD*%\nD12*\n{at(0, 0)}"
    assert area(again) == pytest.approx(16 - math.pi * 0.75, abs=CLOSE)
    assert [shape.dark for shape in layer_shapes(film(again))] == [True, False, True]


def test_a_negative_image() -> None:
    assert area(f"%IPNEG*%\n{DISC}{at(0, 0)}", size=4) == pytest.approx(16 - math.pi, abs=CLOSE)


def test_step_and_repeat_copies_clear_parts_too() -> None:
    body = (
        f"%ADD10R,2X2*%\n%ADD11C,1*%\n%SRX3Y2I3J4*%\nD10*\n{at(-6, -6)}"
        f"%LPC*%\nD11*\n{at(-6, -6)}%LPD*%\n%SR*%\n"
    )
    assert area(body) == pytest.approx(6 * (4 - math.pi / 4), abs=0.06)


def test_repeating_nothing_takes_no_time() -> None:
    assert not plot_layer(film("%ADD10C,1*%\n%SRX999999Y999999I1J1*%\n%SR*%\n")).painted


def test_blocks_nest_turn_and_change_polarity() -> None:
    block = (
        f"%ABD20*%\n{DISC}{at(0, 0)}{at(3, 0)}%AB*%\n%ABD21*%\nD20*\n{at(0, 0)}{at(0, 3)}%AB*%\n"
    )
    assert area(f"{block}D21*\n{at(-2, -2)}") == pytest.approx(4 * math.pi, abs=0.06)
    turned = extent_of(plot_layer(film(f"{block}%LR90*%\nD20*\n{at(0, 0)}")))
    assert turned == pytest.approx((-1, -1, 1, 4), abs=0.01)
    cleared = f"%ADD30R,8X8*%\n{block}D30*\n{at(1.5, 1.5)}%LPC*%\nD21*\n{at(0, 0)}"
    assert area(cleared) == pytest.approx(64 - 4 * math.pi, abs=0.06)


def test_mirrored_turned_and_scaled_apertures() -> None:
    macro = "%AML*4,1,3,0,0,2,0,0,1,0,0,0*%\n%ADD10L*%\nD10*\n"
    boxes = {
        "": (0, 0, 2, 1),
        "%LMX*%\n": (-2, 0, 0, 1),
        "%LR90*%\n": (-1, 0, 0, 2),
        "%LMX*%\n%LR90*%\n": (-1, -2, 0, 0),
        "%LS2*%\n": (0, 0, 4, 2),
    }
    for load, box in boxes.items():
        assert extent_of(plot_layer(film(f"{macro}{load}{at(0, 0)}"))) == pytest.approx(box), load
        scale = 4.0 if "LS" in load else 1.0
        assert area(f"{macro}{load}{at(0, 0)}") == pytest.approx(scale, abs=CLOSE)


def test_mirroring_twice_changes_nothing() -> None:
    body = f"%ADD10R,3X1*%\nD10*\n{at(2, 1)}"
    plain = extent_of(plot_layer(film(body)))
    assert extent_of(plot_layer(film(f"%MIA1B1*%\n%MIA1B1*%\n{body}"))) == plain
    once = extent_of(plot_layer(film(f"%MIA1B0*%\n{body}")))
    assert once == pytest.approx((-3.5, 0.5, -0.5, 1.5))


def test_old_ways_to_write() -> None:
    body = "%ADD10C,1*%\nG54D10*\nG01X0Y0D02*\nX1000000D01*\nY1000000*\nG01X0Y0*\nM02*\n"
    (stroke,) = plot_layer(film(body)).painted
    assert isinstance(stroke, Stroke)
    assert stroke.points == ((0, 0), (1, 0), (1, 1), (0, 0))


def test_a_file_that_does_not_end() -> None:
    whole = film(f"{DISC}{at(0, 0)}")
    assert plot_layer(whole).ended
    short = whole.data.removesuffix(b"M02*\n")
    cut = type(whole)(whole.name, short, "x", whole.role, "gerber", whole.head)
    assert not plot_layer(cut).ended


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (f"%ADD10C,1*%\nD12*\n{at(0, 0)}", "D12, which is not defined"),
        ("%ADD10Q,1*%\n", "ADD10Q,1 cannot be made"),
        ("%ADD10C*%\n", "ADD10C cannot be made"),
        ("%ADD10C,-1*%\n", "cannot be made"),
        ("%ADD10P,1X99*%\n", "cannot be made"),
        ("%AMX*1,1,1/0,0,0*%\n%ADD10X*%\n", "ADD10X cannot be made"),
        ("%AMX*9,1*%\n%ADD10X*%\n", "ADD10X cannot be made"),
        (f"{DISC}G75*\n{at(0, 0, 2)}G02X5000000Y0I1000000J0D01*\n", "does not meet its own end"),
        (f"{DISC}X--1Y0D03*\n", "is no number"),
        ("%SFA2B2*%\n", "SFA2B2 is no command"),
        (f"%SRX9999Y9999I1J1*%\n{DISC}{at(0, 0)}%SR*%\n", "repeats more than any board holds"),
        ("%LRx*%\n", "LRx is no number"),
    ],
)
def test_damage_names_the_file(body: str, told: str) -> None:
    with pytest.raises(UnplottableError) as caught:
        plot_layer(film(body))
    assert str(caught.value).startswith("top.gbr cannot be drawn: ")
    assert told in str(caught.value)


def test_files_without_apertures_or_format_are_named() -> None:
    bare = film("D10*\nX0Y0D03*\n", head="")
    with pytest.raises(UnplottableError, match="without aperture definitions"):
        plot_layer(bare)
    unitless = film("%ADD10C,1*%\nD10*\nX0Y0D03*\n", head="%FSLAX24Y24*%\n")
    with pytest.raises(UnplottableError, match="does not state its unit"):
        plot_layer(unitless)


_ODD = ("D01*", "D03*", "%LPC*%", "G36*", "G37*", "X9999999999", "-", ".", "%", "*", "G02*", "M02*",
        "%SRX9Y9I1J1*%", "%ABD10*%", "%AB*%", "%LR45*%", "%LS0*%", "%MOIN*%", "%ADD10C,nan*%",
        "%ADD10C,1e9*%", "%AMX*1,1,$1/0*%", "%ADD10X,1*%", "I1J1", "\xff", "e5")  # fmt: skip
_WHOLE = (
    "%AMX*1,1,$1,0,0*21,0,1,1,0,0,$2*%\n%ADD10C,0.2*%\n%ADD11X,2X45*%\nG75*\nD10*\n"
    + at(0, 0, 2) + at(3, 0, 1) + "G02X4000000Y1000000I0J1000000D01*\nG01*\nD11*\n" + at(1, 1)
    + "G36*\n" + at(5, 5, 2) + at(6, 5, 1) + at(6, 6, 1) + "G37*\n"
)  # fmt: skip


@settings(max_examples=sized(150, 3000), deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(_WHOLE)), st.integers(0, 9), st.sampled_from(("", *_ODD))),
        max_size=6,
    )
)
def test_spoilt_files_are_drawn_or_refused_never_worse(spoils: list[tuple[int, int, str]]) -> None:
    text = _WHOLE
    for place, dropped, odd in spoils:
        text = text[:place] + odd + text[place + dropped :]
    try:
        plot = plot_layer(film(text))
    except UnplottableError:
        return
    assert len(layer_shapes(film(text))) == len(plot.painted)
    assert raster_of(plot, Grid.over((-1, -1, 9, 9), 0.1)).area_mm2 <= 100 + 1e-6
