"""The same drawing however it is written down, and changes however small."""

import pytest

from pcbsales.boards.pictures.comparison import compare, same_geometry
from pcbsales.boards.pictures.plotter import plot_layer
from tests.boards.pictures.films import at, film

APERTURES = "%ADD10C,0.2*%\n%ADD11R,1X2*%\n"
LINE = f"D10*\n{at(0, 0, 2)}{at(5, 0, 1)}{at(5, 5, 1)}"
PADS = f"D11*\n{at(0, 0)}{at(7, 7)}"
BODY = APERTURES + LINE + PADS


def differ(one: str, other: str) -> bool:
    return not same_geometry(film(one), film(other))


def test_comments_dates_and_order_do_not_count() -> None:
    dated = f"G04 2026-10-31 made by a program*\n%TF.CreationDate,2026-10-31*%\n{BODY}"
    back = f"D10*\n{at(5, 5, 2)}{at(5, 0, 1)}{at(0, 0, 1)}"
    renamed = BODY.replace("D10", "D20").replace("D11", "D30").replace("ADD1", "ADD1")
    assert not differ(BODY, dated)
    assert not differ(BODY, APERTURES + PADS + back)
    assert not differ(BODY, renamed)


def test_the_notation_of_coordinates_does_not_count() -> None:
    inch = film(
        "%ADD10R,.1X.2*%\nD10*\nX10000Y5000D03*\nX0Y0D03*\n", head="%FSLAX24Y24*%\n%MOIN*%\n"
    )
    metric = film(f"%ADD10R,2.54X5.08*%\nD10*\n{at(0, 0)}{at(25.4, 12.7)}")
    assert same_geometry(inch, metric)
    assert compare(plot_layer(inch), plot_layer(metric)).exact


def test_a_pad_drawn_as_a_region_is_the_same_pad() -> None:
    region = at(-0.5, -1, 2) + at(0.5, -1, 1) + at(0.5, 1, 1) + at(-0.5, 1, 1) + at(-0.5, -1, 1)
    found = compare(
        plot_layer(film(f"{APERTURES}D11*\n{at(0, 0)}")),
        plot_layer(film(f"G36*\n{region}G37*\n")),
    )
    assert found.same
    assert not found.exact
    assert found.resolution_mm == 0.01


def test_clear_parts_are_compared_as_they_come_out() -> None:
    cut = f"%ADD12R,1X1*%\nD11*\n{at(0, 0)}%LPC*%\nD12*\n{at(0, 0.5)}"
    half = f"%ADD12R,1X1*%\nD12*\n{at(0, -0.5)}"
    assert not differ(APERTURES + cut, half)
    assert differ(APERTURES + cut, f"%ADD12R,1X1*%\nD12*\n{at(0, 0.5)}")


@pytest.mark.parametrize(
    "changed",
    [
        BODY.replace("C,0.2", "C,0.22"),
        BODY.replace("R,1X2", "R,1.02X2"),
        APERTURES + LINE + f"D11*\n{at(0, 0)}{at(7.02, 7)}",
        APERTURES + LINE + f"D11*\n{at(0, 0)}",
        APERTURES + LINE + PADS + at(3, 3),
        APERTURES + LINE.replace("5000000D01", "5050000D01") + PADS,
        APERTURES + LINE + PADS + f"D10*\n{at(900, 0, 2)}{at(901, 0, 1)}",
    ],
)
def test_changes_are_seen(changed: str) -> None:
    assert differ(BODY, changed)
    assert differ(changed, BODY)


def test_areas_of_what_is_gone_and_new() -> None:
    found = compare(
        plot_layer(film(f"{APERTURES}D11*\n{at(0, 0)}")),
        plot_layer(film(f"{APERTURES}D11*\n{at(0.5, 0)}")),
    )
    assert not found.same
    assert found.only_old_mm2 == pytest.approx(1.0, abs=0.02)
    assert found.only_new_mm2 == pytest.approx(1.0, abs=0.02)


def test_nothing_is_the_same_as_nothing() -> None:
    assert same_geometry(film(""), film(APERTURES))
    assert differ("", BODY)
