"""Webs, clearances, legend lines and inner layers: drawn so that the length is known."""

import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcbsales.boards.capability.dfm import dfm_questions
from pcbsales.boards.capability.figures import Figures, figures_of
from pcbsales.boards.capability.measure import Measure, smallest
from pcbsales.boards.capability.patches import Patch, apart
from pcbsales.boards.capability.verdicts import Surety, Verdict
from pcbsales.boards.fabrication.reading import open_set
from pcbsales.boards.pictures.shape import Contour, box_of, rectangle
from pcbsales.boards.pictures.spot import Spot
from pcbsales.boards.questions.review import suggested_by_review
from tests.boards.capability.builders import a_review
from tests.boards.fabrication.drawn import board, gerber, lines, packed, um
from tests.boards.fabrication.drawn import rectangle as drawn_rectangle


def with_files(files: dict[str, str]) -> Figures:
    return figures_of(open_set(packed({**board(), **files})))


def openings(*sizes_at: tuple[str, float, float]) -> str:
    """A mask layer with these openings flashed: template, x, y."""
    shapes = dict.fromkeys(shape for shape, _, _ in sizes_at)
    codes = {shape: 20 + index for index, shape in enumerate(shapes)}
    apertures = "".join(f"%ADD{code}{shape}*%\n" for shape, code in codes.items())
    body = "".join(f"D{codes[s]}*\nX{um(x)}Y{um(y)}D03*\n" for s, x, y in sizes_at)
    return gerber(body, "Soldermask,Top", apertures=f"%ADD10C,0.1*%\n{apertures}")


def web(*sizes_at: tuple[str, float, float]) -> Measure | None:
    return with_files({"b-F_Mask.gbr": openings(*sizes_at)}).mask_web


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (("C,1", 11.1, 10.0), "0.1"),
        (("C,1", 11.0, 10.0), None),  # they touch: one opening
        (("C,1", 11.3, 10.0), None),  # wider than is looked for
        (("R,1X1", 11.12, 10.0), "0.12"),
        (("R,1X1", 11.0, 11.0), "0.207"),  # the corner looks at the disc
        (("O,1X2", 11.15, 10.5), "0.15"),
    ],
)
def test_the_web_between_two_openings(
    other: tuple[str, float, float], expected: str | None
) -> None:
    found = web(("C,1", 10.0, 10.0), other)
    assert found is not None
    if expected is None:
        assert found.at_least
        assert found.at is None
    else:
        assert float(found.mm) == pytest.approx(float(expected), abs=0.004)
        assert found.layer == "mask-top"
        assert found.at is not None


def test_openings_joined_by_a_third_have_no_web_between_them() -> None:
    found = web(("R,1X1", 10, 10), ("R,1X1", 11.1, 10), ("R,0.3X0.2", 10.55, 10.3))
    assert found is not None
    assert found.at_least


def test_the_place_of_a_web_lies_between_the_openings() -> None:
    found = web(("C,1", 10.0, 10.0), ("C,1", 11.1, 10.0))
    assert found is not None
    assert found.at == pytest.approx((10.55, 10.0))


@pytest.mark.parametrize(
    ("opening", "expected"),
    [("C,1.7", "0.05"), ("C,1.676", "0.038"), ("C,1.6", "0"), ("C,1.0", None)],
)
def test_the_clearance_of_openings_about_their_pads(opening: str, expected: str | None) -> None:
    found = with_files({"b-F_Mask.gbr": openings((opening, 4.0, 6.0))}).mask_clearance
    if expected is None:  # smaller than its pad: the mask defines it
        assert found is None
    else:
        assert found is not None
        assert float(found.mm) == pytest.approx(float(expected), abs=0.001)


def legend(body: str, pen: str = "%ADD11C,0.12*%\n") -> str:
    return gerber(body, "Legend,Top", apertures=f"%ADD10C,0.15*%\n{pen}")


def test_the_legends_finest_line_is_one_that_stands_by_itself() -> None:
    letters = lines((5, 5), (5, 8), (7, 8), closed=False)
    fine = f"D11*\n{lines((10, 5), (12, 5), closed=False)}"
    assert line_of(legend(letters + fine)) == Decimal("0.12")
    assert line_of(legend(letters)) == Decimal("0.15")


def test_pens_that_fill_or_go_round_an_area_write_no_line() -> None:
    pen = "%ADD11C,0.02*%\n"
    letters = lines((5, 5), (5, 8), (7, 8), closed=False)
    rows = "".join(lines((10, 5 + i / 50), (12, 5 + i / 50), closed=False) for i in range(50))
    assert line_of(legend(f"{letters}D11*\n{rows}", pen)) == Decimal("0.15")
    around = f"D11*\n{drawn_rectangle(10, 5, 3, 3)}G36*\n{drawn_rectangle(10, 5, 3, 3)}G37*\n"
    assert line_of(legend(letters + around, pen)) == Decimal("0.15")


def line_of(text: str) -> Decimal | None:
    found = with_files({"b-F_Silkscreen.gbr": text}).legend_line
    return found.mm if found else None


def four_layers(inner: str, polarity: str = "Positive") -> Figures:
    body = f"%TF.FilePolarity,{polarity}*%\n{inner}"
    apertures = "%ADD10C,0.1*%\n%TA.AperFunction,Conductor*%\n%ADD11C,0.15*%\n%TD*%\n"
    return with_files(
        {
            "b-In1_Cu.gbr": gerber(body, "Copper,L2,Inr", apertures=apertures),
            "b-In2_Cu.gbr": gerber("", "Copper,L3,Inr", apertures=apertures),
            "b-B_Cu.gbr": board()["b-B_Cu.gbr"].replace("L2", "L4"),
        }
    )


def test_inner_copper_near_a_hole_and_the_edge() -> None:
    # a hole of 1.0 mm at 4, 6: its wall ends at 4.5; the plane begins at 4.7
    plane = f"G36*\n{drawn_rectangle(4.7, 5.9, 1.0, 0.2)}G37*\n"
    edge = f"G36*\n{drawn_rectangle(38, 24, 1.7, 0.5)}G37*\n"
    found = four_layers(plane + edge).inner
    assert found.hole_to_copper is not None
    assert found.copper_to_edge is not None
    assert float(found.hole_to_copper.mm) == pytest.approx(0.2, abs=0.03)
    assert float(found.copper_to_edge.mm) == pytest.approx(0.3, abs=0.03)
    assert found.hole_to_copper.layer == "copper-inner-2"
    assert found.hole_to_copper.at == pytest.approx((4.0, 6.0))


def test_a_negative_plane_is_turned_round() -> None:
    # what is drawn is taken away: 1.6 mm about a hole of 1.0 mm leave 0.3 mm
    holes = f"%ADD12C,1.6*%\nD12*\nX{um(4)}Y{um(6)}D03*\n"
    found = four_layers(holes, "Negative").inner
    assert found.hole_to_copper is not None
    assert float(found.hole_to_copper.mm) == pytest.approx(0.3, abs=0.03)
    assert found.copper_to_edge is not None
    assert found.copper_to_edge.mm == 0


def test_the_finest_inner_line() -> None:
    assert four_layers(lines((5, 20), (9, 20), closed=False)).inner.line is None
    track = f"D11*\n{lines((5, 20), (9, 20), closed=False)}"
    found = four_layers(track).inner.line
    assert found is not None
    assert (found.mm, found.layer) == (Decimal("0.15"), "copper-inner-2")


def test_two_layers_have_no_inner_figures() -> None:
    inner = with_files({}).inner
    assert (inner.hole_to_copper, inner.copper_to_edge, inner.line) == (None, None, None)


WEB = Measure(Decimal("0.085"), "mask-top", Surety.SURE, (12.5, 30.25))


def test_a_web_too_narrow_is_asked_about_with_its_place() -> None:
    report = a_review("layers=2 @copper_layers=2", mask_web=WEB)
    found = next(finding for finding in report.findings if finding.rule == "mask.web")
    assert found.verdict is Verdict.ASK
    question = next(q for q in dfm_questions(report) if q.rule == "mask.web")
    assert question.spot == Spot("mask-top", (12.5, 30.25))
    assert not question.blocking
    suggestion = next(s for s in suggested_by_review(report) if s.code == "dfm.mask-web")
    assert suggestion.place is not None
    assert (suggestion.place.layer, suggestion.place.x_mm) == ("mask-top", Decimal("12.500"))
    assert all(o.text.zh_hant and o.text.zh_hans for o in suggestion.options)


def test_a_clearance_too_small_is_engineerings_own_matter() -> None:
    small = Measure(Decimal(0), "mask-top", Surety.SURE, (1.0, 2.0))
    report = a_review("layers=2 @copper_layers=2", mask_clearance=small)
    assert next(f for f in report.findings if f.rule == "mask.clearance").internal
    assert not [q for q in dfm_questions(report) if q.rule == "mask.clearance"]


def test_the_smallest_of_several_is_as_sure_as_the_least_sure() -> None:
    one = Measure(Decimal(2), "a", Surety.SURE)
    other = Measure(Decimal(1), "b", Surety.SURE)
    doubtful = Measure(Decimal(3), "c", Surety.UNSURE)
    found = smallest([one, None, other, doubtful])
    assert found is not None
    assert (found.mm, found.layer, found.surety) == (Decimal(1), "b", Surety.UNSURE)
    assert smallest([None]) is None


def patch(core: Contour, radius: float = 0.0) -> Patch:
    left, bottom, right, top = box_of(core)
    return Patch((left - radius, bottom - radius, right + radius, top + radius), core, radius)


spots = st.tuples(st.floats(-3, 3), st.floats(-3, 3))
cores = st.one_of(
    spots.map(lambda p: (p, p)),
    st.tuples(spots, spots),
    st.tuples(st.floats(0.2, 2), st.floats(0.2, 2), spots).map(
        lambda r: rectangle(r[0], r[1], *r[2])
    ),
)


@settings(deadline=None)
@given(one=cores, other=cores, r=st.floats(0, 0.5), s=st.floats(0, 0.5))
def test_patches_lie_apart_as_samples_of_them_do(
    one: Contour, other: Contour, r: float, s: float
) -> None:
    found = apart(patch(one, r), patch(other, s))
    assert found == pytest.approx(apart(patch(other, s), patch(one, r)))
    sampled = min(math.dist(a, b) for a in samples(one) for b in samples(other)) - r - s
    assert found <= max(0.0, sampled) + 1e-9
    if found > 0:
        assert found >= sampled - 0.25


def samples(core: Contour) -> list[tuple[float, float]]:
    """Points of a core, no further apart than a quarter of a millimetre."""
    if len(core) == 2:
        (x0, y0), (x1, y1) = core
        count = max(1, math.ceil(math.dist(*core) / 0.1))
        return [(x0 + (x1 - x0) * i / count, y0 + (y1 - y0) * i / count) for i in range(count + 1)]
    left, bottom, right, top = box_of(core)
    return [
        (left + (right - left) * i / 20, bottom + (top - bottom) * j / 20)
        for i in range(21)
        for j in range(21)
    ]
