"""`pcbsales panel` on the sample ledger."""

import json
from pathlib import Path

import pytest

from tests.conftest import Pcbsales


def test_the_boards_fit_is_told_with_its_cliff(pcbsales: Pcbsales) -> None:
    answer = pcbsales("panel", "fit", "HY-4410", "--pieces", "200", "-o", "table")
    assert answer.code == 0, answer.err
    assert "18X24" in answer.out
    assert "200 boards and 5 % over: 210; 7 panels 18X24 hold 224" in answer.out
    assert "18X24: board width up to 0.1 mm more (100.1) still 32 up" in answer.out
    assert "18X24, single grid: 32 up, 32 boards, 78.1 %" in answer.out
    assert "┌" in answer.out


def test_json_has_every_format_layout_and_step(pcbsales: Pcbsales) -> None:
    words = ("--array", "2x2", "--rails", "all", "--rail", "5", "-q", "200", "-o", "json")
    answer = pcbsales("panel", "fit", "HY-4410", *words)
    report = json.loads(answer.out)
    assert report["schema"] == 1
    assert report["piece"]["width_mm"] == "210"
    assert report["boards"] == 210
    by_code = {found["code"]: found for found in report["formats"]}
    assert by_code["18X24"]["layouts"]["grid"]["up"] == 4
    assert by_code["18X24"]["layouts"]["rows"]["up"] == 5
    assert by_code["18X24"]["utilisation_percent"] == "39.0"
    assert by_code["21X24"]["boards"] == 24
    assert by_code["21X24"]["layouts"]["rows"]["up"] == 7
    assert {step["change"] for step in by_code["18X24"]["cliffs"]} == {"smaller"}
    assert report["advice"]["better"]
    assert report["advice"]["singly"]["boards"] == 32


def test_a_board_may_be_tried_without_a_part(pcbsales: Pcbsales) -> None:
    words = ("--board", "100x68", "--layers", "4", "--entity", "SZ", "--format", "16x18")
    report = json.loads(pcbsales("panel", "fit", *words, "-o", "json").out)
    assert [found["code"] for found in report["formats"]] == ["16X18"]
    assert report["formats"][0]["up"] == 20
    assert report["formats"][0]["layouts"]["grid"]["blocks"][0]["rotated"]
    assert report["advice"] is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name a part, or give a size"),
        (("--board", "100x68"), "more than one entity has working panels"),
        (("--board", "2x", "--entity", "SZ"), "board_size"),
        (("--board", "100x68", "--entity", "SZ", "--gap", "wide"), "is no number from 0 to 100"),
        (("--board", "100x68", "--entity", "SZ", "--gap", "NaN"), "is no number from 0 to 100"),
        (("--board", "100x68", "--entity", "NONE"), "there is no entity NONE"),
        (("--board", "100x68", "--entity", "SZ", "--rails", "all"), "rails are an array's"),
        (("--board", "100x68", "--entity", "SZ", "-f", "9X9"), "has no format 9X9"),
        (("HY-4410", "--rev", "Z"), "has no revision Z"),
        (("HY-4410", "--as-of", "2020-01-01"), "no working-panel is in force on 2020-01-01"),
        (("--board", "900x900", "--entity", "SZ"), "fits on no working panel"),
    ],
)
def test_what_cannot_be_answered_is_one_line(
    pcbsales: Pcbsales, words: tuple[str, ...], said: str
) -> None:
    answer = pcbsales("panel", "fit", *words)
    assert answer.code in {1, 2}
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_the_sheet_is_a_drawing(pcbsales: Pcbsales, tmp_path: Path) -> None:
    sheet = tmp_path / "fit.svg"
    assert pcbsales("panel", "fit", "HY-4410", "-O", str(sheet)).code == 0
    text = sheet.read_text("utf-8")
    assert text.startswith("<svg")
    assert "HUAYI/HY-4410 revision A: 100 x 68 mm on working panels" in text
    assert text.count('class="board"') == 32


def test_formats_in_force_are_listed_and_shown(pcbsales: Pcbsales) -> None:
    listed = json.loads(pcbsales("panel", "list", "--entity", "SZ", "-o", "json").out)
    (panels,) = listed["working_panels"]
    assert [found["code"] for found in panels["formats"]][:2] == ["18X24", "21X24"]
    assert panels["formats"][0]["borders"][1]["usable"] == "406.4 x 558.8"
    shown = json.loads(pcbsales("panel", "show", "18x24", "--entity", "SZ", "-o", "json").out)
    assert len(shown["working_panels"][0]["formats"]) == 1
    assert "no working panel in force is called 9X9" in pcbsales("panel", "show", "9X9").err
