"""The place of a question: drawn by ``eq show``, and in the letter."""

import subprocess
from pathlib import Path

import pytest

from tests.conftest import Pcbsales
from tests.judges import require_judge

pytestmark = pytest.mark.usefixtures("ledger_folder")
FIRST = "EQ-2026-00008"


def _ask(pcbsales: Pcbsales, place: str) -> None:
    words = ("May we add teardrops?", "-k", "proposal", "--option", "A=yes", "--place", place)
    answer = pcbsales("eq", "ask", "HY-4400", *words)
    assert answer.code == 0, answer.err


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("HY-4400-B_Cu.gbr@45.6,29", "copper bottom at 45.60, 29.00 mm, seen from below"),
        ("legend-top@92,25.25", "legend top at 92.00, 25.25 mm; the frame is 8 mm wide"),
        ("L3@99,34", "inner layer L3 at 99.00, 34.00 mm; the frame is 8 mm wide"),
    ],
)
def test_a_place_is_drawn_with_where_it_is(
    pcbsales: Pcbsales, tmp_path: Path, place: str, told: str
) -> None:
    _ask(pcbsales, place)
    drawn, picture = tmp_path / "place.svg", tmp_path / "place.png"
    answer = pcbsales("eq", "show", FIRST, "-O", drawn)
    assert (answer.code, answer.err) == (0, f"wrote {drawn}\n")
    assert told in drawn.read_text("utf-8")
    assert pcbsales("eq", "show", FIRST, "-O", picture).code == 0
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_place_off_the_board_is_refused_and_the_letter_goes_without_it(
    pcbsales: Pcbsales, tmp_path: Path
) -> None:
    _ask(pcbsales, "L2@199,34")
    answer = pcbsales("eq", "show", FIRST, "-O", tmp_path / "place.svg")
    assert (answer.code, answer.err) == (
        1,
        "error: 199.00, 34.00 mm lies outside the board\n",
    )
    answer = pcbsales("eq", "chase", "-c", "HUAYI", "-O", tmp_path)
    assert answer.code == 0, answer.err
    told = f"{FIRST}: its place is not drawn: 199.00, 34.00 mm lies outside the board"
    assert told in answer.err.splitlines()
    assert len(list(tmp_path.glob("*.pdf"))) == 1


def test_a_question_without_a_point_has_nothing_to_draw(pcbsales: Pcbsales, tmp_path: Path) -> None:
    answer = pcbsales("eq", "show", "EQ-2026-00004", "-O", tmp_path / "place.svg")
    assert answer.code == 1
    assert "it needs a point and kept data" in answer.err


@pytest.mark.judges
@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "the frame is 8 mm wide"),
        ("zh-Hans", "X 45.60 Y 29.00 mm"),
        ("zh-Hant", "X 45.60 Y 29.00 mm"),
    ],
)
def test_the_letter_shows_the_place_and_prints_where_it_is(
    pcbsales: Pcbsales, tmp_path: Path, lang: str, told: str
) -> None:
    require_judge("pdftotext")
    _ask(pcbsales, "copper-bottom@45.6,29")
    answer = pcbsales("eq", "chase", "-c", "HUAYI", "-O", tmp_path, "--lang", lang)
    assert answer.code == 0, answer.err
    (paper,) = tmp_path.glob("*.pdf")
    command = ["pdftotext", "-raw", str(paper), "-"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "".join(told.split()) in "".join(printed.split())
