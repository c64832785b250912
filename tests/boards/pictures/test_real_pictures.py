"""Real customers' sets drawn, where they lie beside the checkout (they are not ours to ship)."""

import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pcbsales.boards.fabrication.package import DefectError
from pcbsales.boards.fabrication.reading import open_set, reading_of
from pcbsales.boards.pictures.board import board_of
from pcbsales.boards.pictures.colour import Dress
from pcbsales.boards.pictures.coverage import coverage
from pcbsales.boards.pictures.moved import State, changed_layers
from pcbsales.boards.pictures.picture import picture
from pcbsales.boards.pictures.plotter import UnplottableError
from pcbsales.documents.picture import png_of

SETS = Path(__file__).resolve().parents[3].parent / "shared" / "gerbers"
pytestmark = pytest.mark.skipif(
    not (SETS / "truth.json").exists(), reason=f"no fabrication sets at {SETS}"
)
#: Percent of copper at the top and at the bottom, and bare copper (mm²): looked at in pictures.
SEEN = {
    "basic-ecp5": (15.6, 7.0, 911),
    "bitaxe": (22.5, 14.9, 741),
    "bus-pirate": (67.1, 76.8, 215),
    "crkbd-corne-cherry": (54.8, 9.6, 1163),
    "fomu-hacker": (41.7, 72.8, 104),
    "gyw-eagle": (6.7, 56.7, 233),
    "lasmo-siemens": (86.1, 90.8, 824),
    "marsrover-pads": (85.0, 94.1, 1287),
    "olimex-esp32-evb-revL": (51.2, 55.6, 1103),
    "sofle-pico-bottom": (87.9, 86.0, 285),
    "sofle-rgb-pcb-v2.1": (46.9, 47.1, 1531),
    "solarcast-target3001": (72.1, 78.9, 588),
    "tomu-v0.0": (74.3, 69.5, 119),
    "ulx3s": (65.0, 58.7, 1449),
    "wingman": (79.9, 86.1, 1415),
}


@pytest.mark.parametrize("name", SEEN)
def test_every_set_is_drawn(name: str) -> None:
    began = time.process_time()
    package = open_set((SETS / f"{name}.zip").read_bytes())
    board = board_of(package)
    shown = picture(board, Dress())
    png = png_of(shown.svg, shown.width_mm, shown.height_mm)
    assert time.process_time() - began < 10
    ET.fromstring(shown.svg)
    assert len(shown.svg) < 1_000_000
    assert png.startswith(b"\x89PNG")
    found, (top, bottom, bare) = coverage(board), SEEN[name]
    assert float(found.copper_top_percent or 0) == pytest.approx(top, abs=0.5)
    assert float(found.copper_bottom_percent or 0) == pytest.approx(bottom, abs=0.5)
    assert float(found.bare_mm2 or 0) == pytest.approx(bare, rel=0.02)
    reading = reading_of(package)
    if board.sure and reading.size_mm and reading.holes is not None:
        assert board.box[2] - board.box[0] == pytest.approx(float(reading.size_mm[0]), abs=0.02)
        assert len(board.holes) <= reading.holes
        assert len(board.holes) > reading.holes * 0.95


@pytest.mark.parametrize("name", ["tomu-v0.0", "gyw-eagle", "bitaxe"])
def test_a_set_is_the_same_as_itself(name: str) -> None:
    package = open_set((SETS / f"{name}.zip").read_bytes())
    changes = changed_layers(package, package)
    assert {change.state for change in changes} == {State.SAME}
    assert all(change.comparison and change.comparison.exact for change in changes)


@pytest.mark.parametrize("path", sorted((SETS / "defective").glob("*.zip")), ids=lambda p: p.stem)
def test_defective_sets_are_drawn_with_a_remark_or_refused(path: Path) -> None:
    try:
        board = board_of(open_set(path.read_bytes()))
    except (DefectError, UnplottableError):
        assert path.stem[:2] in {"01", "07", "10", "15"}
        return
    assert picture(board, Dress()).svg.startswith(b"<svg")
    assert bool(board.remarks) == (path.stem != "12-macosx-junk")
