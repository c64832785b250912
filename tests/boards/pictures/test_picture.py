"""A small board drawn: what is in the picture, in which order, and what is said below it."""

import re
from xml.etree import ElementTree as ET

import pytest

from pcbsales.boards.choices import Finish, LegendColour, MaskColour, Sides
from pcbsales.boards.fabrication.reading import FabricationSet, open_set
from pcbsales.boards.pictures.board import Board, board_of
from pcbsales.boards.pictures.colour import FINISHES, LEGENDS, MASKS, Dress, dress_of_reading
from pcbsales.boards.pictures.coverage import coverage
from pcbsales.boards.pictures.moved import (
    State,
    changed_layers,
    layers_of,
    moved_picture,
    shift_between,
)
from pcbsales.boards.pictures.picture import picture, remarks_on
from pcbsales.boards.pictures.plotter import UnplottableError
from pcbsales.documents.picture import LONGER_EDGE, png_of
from pcbsales.kernel.errors import RefusedError
from tests.boards.fabrication.drawn import (
    HOLES,
    board,
    copper,
    drill,
    gerber,
    packed,
    rectangle,
    um,
)

SVG = "{http://www.w3.org/2000/svg}"


def opened(**changes: str | None) -> FabricationSet:
    """The good board, openings over every pad, with files replaced or left out (None)."""
    pads = "%ADD12C,1.7*%\n"
    flashes = "D12*\n" + "".join(f"X{um(x)}Y{um(y)}D03*\n" for x, y in HOLES)
    files: dict[str, str] = {
        **board(),
        "b-F_Mask.gbr": gerber(flashes, "Soldermask,Top", apertures=pads),
        "b-B_Mask.gbr": gerber(flashes, "Soldermask,Bot", apertures=pads),
    }
    names = {"edge": "b-Edge_Cuts.gbr", "top": "b-F_Cu.gbr", "mask": "b-F_Mask.gbr", "drl": "b.drl"}
    for key, content in changes.items():
        files.pop(names[key])
        if content is not None:
            files[names[key]] = content
    return open_set(packed(files))


def drawn(**changes: str | None) -> Board:
    return board_of(opened(**changes))


def remarks(found: Board) -> list[str]:
    return [msgid for msgid, _ in found.remarks]


def test_the_board_as_read() -> None:
    found = drawn()
    assert found.sure
    assert found.box == pytest.approx((0, 0, 40, 25))
    assert (len(found.outer), found.cutouts) == (1, ())
    assert len(found.holes) == 32
    assert sorted({hole.diameter for hole in found.holes}) == [0.3, 1.0]
    assert found.top.copper is not None
    assert len(found.top.copper.painted) == 33


def test_a_picture_is_whole_and_the_same_each_time() -> None:
    dress = Dress(MaskColour.BLUE, LegendColour.YELLOW, Finish.ENIG)
    one, two = picture(drawn(), dress), picture(drawn(), dress)
    assert one == two
    root = ET.fromstring(one.svg)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    used = re.findall(r'(?:href="|url\()#([^")]+)', one.svg.decode())
    assert set(used) <= set(ids)
    assert "http" not in one.svg.decode().replace("http://www.w3.org/2000/svg", "")
    for colour in (MASKS[MaskColour.BLUE][0], FINISHES[Finish.ENIG], LEGENDS[LegendColour.YELLOW]):
        assert colour in one.svg.decode()
    assert one.width_mm > 40


def test_the_bottom_is_seen_from_below() -> None:
    both = picture(drawn(), Dress()).svg.decode()
    assert both.count("matrix(-1 0 0 1 4000 0)") == 1
    assert "matrix" not in picture(drawn(), Dress(), Sides.TOP).svg.decode()
    bottom = picture(drawn(), Dress(), Sides.BOTTOM).svg.decode()
    assert "seen from below" in bottom
    assert ">top<" not in bottom


def test_holes_are_cut_out_where_the_drill_file_has_them() -> None:
    mask = re.search(r'<mask id="tboard".*?</mask>', picture(drawn(), Dress()).svg.decode())
    assert mask is not None
    for x, y in HOLES:
        assert f"M{round(x * 100)} {round((25 - y) * 100)}h0" in mask[0]
    assert 'stroke-width="30"' in mask[0]
    assert 'stroke-width="100"' in mask[0]


def test_what_is_assumed_is_said() -> None:
    said = [msgid for msgid, _ in remarks_on(drawn(), Dress())]
    assert said == [
        "solder mask colour not stated: green assumed",
        "finish not stated: drawn as copper",
    ]
    assert "green assumed" in picture(drawn(), Dress()).svg.decode()
    assert remarks_on(drawn(), Dress(MaskColour.RED, None, Finish.OSP)) == []
    assert dress_of_reading(opened()) == Dress()


def test_words_below_the_picture_are_the_readers() -> None:
    shown = picture(drawn(), Dress(), say=lambda msgid, **_: f"<{len(msgid)}>").svg.decode()
    assert "&lt;3&gt;" in shown


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ({"edge": None}, "outline not sure: drawn by the extent of the layers"),
        ({"edge": gerber(rectangle(0, 0, 40, 25) + rectangle(50, 0, 9, 9), "Profile,NP")},
         "outline not sure"),
        ({"mask": None}, "no solder mask file for the top side"),
        ({"top": None}, "no copper file for the top side"),
        ({"drl": None}, "no drill file: no holes are drawn"),
        ({"drl": drill(tools="T1C0.002\nT2C0.003")},
         "holes of {file} are not drawn: its unit or its tools are in question"),
        ({"top": copper("Copper,L1,Top").replace("M02*\n", "")},
         "{file} has no end: it may be cut short"),
    ],
)  # fmt: skip
def test_doubts_are_drawn_and_said(changes: dict[str, str | None], remark: str) -> None:
    found = drawn(**changes)
    assert remark in remarks(found)
    assert not found.sure
    assert not coverage(found).sure
    assert picture(found, Dress()).svg.startswith(b"<svg")


def test_without_an_outline_the_extent_of_the_layers_is_drawn() -> None:
    # Pads and openings; a line of 0.2 mm at Y 5 reaches lower than they do.
    assert drawn(edge=None).box == pytest.approx((3.15, 4.9, 22.35, 14.35), abs=0.01)


def test_cut_outs_are_not_laminate() -> None:
    edge = gerber(rectangle(0, 0, 40, 25) + rectangle(30, 5, 5, 5), "Profile,NP")
    found = drawn(edge=edge)
    assert (len(found.outer), len(found.cutouts)) == (1, 1)
    assert float(coverage(found).board_mm2) == pytest.approx(975, abs=0.5)


def test_coverage_of_a_known_board() -> None:
    found = coverage(drawn())
    assert found.sure
    assert float(found.board_mm2) == pytest.approx(1000, abs=0.5)
    pads = 32 * 3.14159 * 0.64 - 31 * 3.14159 * 0.0225 - 3.14159 * 0.25
    assert found.bare_top_mm2 is not None
    assert float(found.bare_top_mm2) == pytest.approx(pads, abs=float(found.uncertainty_mm2))
    assert found.copper_top_percent is not None
    assert 6.0 < found.copper_top_percent < 6.3
    assert found.bare_mm2 == (found.bare_top_mm2 or 0) + (found.bare_bottom_mm2 or 0)
    assert found.as_json()["sure"] is True
    lacking = coverage(drawn(mask=None))
    assert lacking.bare_top_mm2 is None
    assert lacking.bare_mm2 == lacking.bare_bottom_mm2


def test_damage_is_refused_by_name() -> None:
    with pytest.raises(UnplottableError, match=r"b-F_Cu\.gbr cannot be drawn"):
        drawn(top=copper("Copper,L1,Top").replace("D11*", "D77*", 1))
    with pytest.raises(RefusedError, match="nothing that a board could be drawn from"):
        board_of(open_set(packed({"b.drl": drill(holes=[])})))


def test_a_png_of_the_stated_size() -> None:
    shown = picture(drawn(), Dress())
    png = png_of(shown.svg, shown.width_mm, shown.height_mm)
    assert png.startswith(b"\x89PNG")
    size = [int.from_bytes(png[at : at + 4], "big") for at in (16, 20)]
    assert max(size) == LONGER_EDGE
    assert png == png_of(shown.svg, shown.width_mm, shown.height_mm)


def test_what_moved_layer_by_layer() -> None:
    old = opened()
    new = opened(top=copper("Copper,L1,Top", width=0.25), mask=None)
    found = {change.layer: change.state for change in changed_layers(old, new)}
    assert found["copper-top"] is State.CHANGED
    assert found["mask-top"] is State.REMOVED
    assert found["drill"] is State.SAME
    assert found["outline"] is State.SAME
    assert set(found) == set(layers_of(old))
    assert all(change.state is State.SAME for change in changed_layers(old, opened()))


def test_a_board_moved_as_a_whole_is_the_same() -> None:
    def everything(dx: float) -> FabricationSet:
        holes = [(x + dx, y) for x, y in HOLES]
        return open_set(
            packed(
                {
                    "b-Edge_Cuts.gbr": gerber(rectangle(dx, 0, 40, 25), "Profile,NP"),
                    "b-F_Cu.gbr": gerber(rectangle(1 + dx, 1, 3, 3), "Copper,L1,Top"),
                    "b-B_Cu.gbr": gerber(rectangle(1 + dx, 1, 3, 3), "Copper,L2,Bot"),
                    "b.drl": drill(holes=holes),
                }
            )
        )

    old, new = everything(0), everything(10)
    assert shift_between(old, new) == pytest.approx((-10, 0))
    assert {change.state for change in changed_layers(old, new)} == {State.SAME}
    assert "moved by X -10.000 Y 0.000 mm" in moved_picture(old, new, "copper-top").svg.decode()


def test_a_picture_of_what_moved() -> None:
    new = opened(top=copper("Copper,L1,Top", at=(5, 4)))
    shown = moved_picture(opened(), new, "copper-top")
    ET.fromstring(shown.svg)
    assert shown == moved_picture(opened(), new, "copper-top")
    for name in layers_of(new):
        assert moved_picture(opened(), new, name).svg.startswith(b"<svg")
    with pytest.raises(RefusedError, match="neither package holds paste-top; there are copper-"):
        moved_picture(opened(), new, "paste-top")
