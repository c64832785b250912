import json
from pathlib import Path

import pytest

from pcbsales.boards import intake_commands
from tests.boards.fabrication.drawn import board, packed
from tests.conftest import Pcbsales


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small package, far from any ledger."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "HY-4410.zip"
    path.write_bytes(packed(board()))
    return path


def test_a_package_is_read_outside_any_ledger(package: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("intake", "read", package, "-o", "json")
    assert (answer.code, answer.err) == (0, "")
    read = json.loads(answer.out)
    assert (read["schema"], read["size_mm"], read["copper_layers"]) == (1, [40.0, 25.0], 2)
    assert (read["holes"], read["slots"], read["min_drill_mm"]) == (32, 0, "0.3")
    assert read["outline_file"] == "b-Edge_Cuts.gbr"
    assert {question["code"] for question in read["questions"]} == {
        "thickness.not-given",
        "finish.not-given",
        "colour.not-given",
    }


def test_people_see_figures_files_and_questions(package: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("intake", "read", package, "-o", "tsv")
    rows = [line.split("\t") for line in answer.out.splitlines()]
    assert rows[0] == ["kind", "name", "value"]
    assert ["figure", "board size, mm", "40 x 25"] in rows
    assert ["figure", "board thickness, mm", ""] in rows
    assert ["file", "b-Edge_Cuts.gbr", "outline"] in rows
    assert [row[0] for row in rows].index("question") == len(rows) - 3
    assert "questions to ask: 3" in pcbsales("intake", "read", package, "-o", "table").out


def test_people_read_it_in_their_language(package: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("--lang", "zh-Hans", "intake", "read", package, "-o", "tsv")
    assert "数据\t单片尺寸 mm\t40 x 25" in answer.out
    assert "数据\t阻焊面\t顶面, 底面" in answer.out


def test_a_reading_is_written_to_a_file(package: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("intake", "read", package, "-O", package.with_name("read.json"))
    assert answer.code == 0
    assert json.loads(package.with_name("read.json").read_text("utf-8"))["holes"] == 32


def test_a_defect_is_named_for_people_and_scripts(package: Path, pcbsales: Pcbsales) -> None:
    package.write_bytes(b"no zip at all")
    answer = pcbsales("intake", "read", package, "-o", "json")
    assert answer.code == 1
    assert json.loads(answer.out) == {"defect": "archive.not-a-zip"}
    assert answer.err.startswith(f"error: {package}: ")
    assert len(answer.err.splitlines()) == 1
    assert not pcbsales("intake", "read", package, "-o", "table").out


def test_what_is_no_file_is_a_usage_error(package: Path, pcbsales: Pcbsales) -> None:
    missing = pcbsales("intake", "read", package.with_name("none.zip"))
    folder = pcbsales("intake", "read", package.parent)
    assert (missing.code, folder.code) == (2, 2)
    assert missing.err == f"error: there is no file {package.with_name('none.zip')}\n"


def test_a_file_too_large_is_not_read(
    package: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_commands, "LARGEST", 100)
    answer = pcbsales("intake", "read", package)
    assert answer.code == 2
    assert "is larger than 0 MiB" in answer.err
