"""The sheet and the sketch: every piece is there, and nothing is wider than it may be."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from pcbsales.boards.dimensions import BoardSize
from pcbsales.boards.panels.characters import sketch
from pcbsales.boards.panels.drawing import Picture, boards_of, draw
from pcbsales.boards.panels.fit import Fit
from pcbsales.boards.panels.piece import single
from tests.boards.panels.builders import all_fits, array

_CAPTION = "<18X24> & so on"


def drawn(found: Fit) -> ET.Element:
    text = draw([Picture(found, found.rows, _CAPTION)], title="板 & 图", lines=["多层板" * 80])
    return ET.fromstring(text)


def rectangles(root: ET.Element, kind: str) -> list[ET.Element]:
    found = root.iter("{http://www.w3.org/2000/svg}rect")
    return [one for one in found if kind in one.get("class", "").split()]


def test_every_board_is_drawn_to_scale() -> None:
    found = all_fits(array())["21X24"]
    root = drawn(found)
    assert len(rectangles(root, "array")) == 7
    boards = rectangles(root, "board")
    assert len(boards) == 28
    sizes = {(board.get("width"), board.get("height")) for board in boards}
    assert sizes == {("100", "68"), ("68", "100")}
    assert len(rectangles(root, "turned")) == 4 * sum(
        p.rotated for p in found.placements(found.rows)
    )


def test_boards_lie_inside_their_array() -> None:
    found = all_fits(array())["21X24"]
    for place in found.placements(found.rows):
        for box in boards_of(found, place):
            assert place.x + 5_000_000 <= box.x
            assert box.x + box.width <= place.x + place.width - 5_000_000
            assert place.y + 5_000_000 <= box.y
            assert box.y + box.height <= place.y + place.height - 5_000_000


def test_coupons_are_drawn() -> None:
    found = all_fits(impedance=True)["18X24"]
    assert len(rectangles(drawn(found), "coupons")) == 1
    assert "░" in sketch(found, found.grid, width=60)


def test_texts_are_escaped_and_wrapped() -> None:
    found = all_fits()["18X24"]
    texts = [one.text or "" for one in drawn(found).iter("{http://www.w3.org/2000/svg}text")]
    assert "板 & 图" in texts
    assert _CAPTION in texts
    assert max(len(text) for text in texts) < 60


@pytest.mark.parametrize("width", [16, 24, 40, 60, 80, 100, 200])
@pytest.mark.parametrize("code", ["18X24", "21X24", "16X18"])
def test_a_sketch_is_never_too_wide(width: int, code: str) -> None:
    found = all_fits()[code]
    for arrangement in found.arrangements:
        lines = sketch(found, arrangement, width=width).splitlines()
        assert max(map(len, lines)) <= width
        assert len(lines) < 40
        assert re.fullmatch("┌[─┬]+┐", lines[0])
        assert re.fullmatch("└[─┴]+┘", lines[-1])


def test_a_sketch_shows_every_piece() -> None:
    """8 pieces across, the longer side of the panel, and 4 down."""
    found = all_fits()["18X24"]
    lines = sketch(found, found.grid, width=80).splitlines()
    heads = [line for line in lines if re.search("[┬┼]", line)]
    assert len(heads) == 4
    assert all(len(re.findall("[┌├┬┼┤┐]", line)) == 9 for line in heads)
    assert "r" not in "".join(lines)


def test_small_pieces_are_one_block_with_their_count() -> None:
    found = all_fits(single(BoardSize.parse("20 x 15")))["18X24"]
    assert re.search(r"[0-9]+×[0-9]+", sketch(found, found.grid, width=60))


def test_every_line_that_leaves_a_point_arrives() -> None:
    found = all_fits(array())["21X24"]
    lines = sketch(found, found.rows, width=66).splitlines()
    for line in lines:
        for one, other in pairwise(line):
            assert (one in "─┌└├┬┴┼╶") == (other in "─┐┘┤┬┴┼╴")
