import json
from pathlib import Path
from subprocess import check_output

import pytest

from tests.boards.fabrication.drawn import board, packed
from tests.conftest import Pcbsales

SETTINGS = ("--set", "thickness_mm=1.6", "--set", "finish=enig")


@pytest.fixture
def package(ledger_folder: Path, tmp_path: Path) -> Path:
    """A small package beside the ledger."""
    assert ledger_folder.is_dir()
    path = tmp_path / "T-100.zip"
    path.write_bytes(packed(board()))
    return path


def take_in(pcbsales: Pcbsales, package: Path, *options: str) -> None:
    answer = pcbsales("intake", "add", package, "-c", "HUAYI", *options)
    assert answer.code == 0, answer.err


def test_a_package_becomes_a_part(package: Path, ledger_folder: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("intake", "add", package, "-c", "HUAYI", *SETTINGS, "-o", "json")
    assert answer.code == 0, answer.err
    written = json.loads(answer.out)
    assert (written["id"], written["action"]) == ("HUAYI/T-100", "intake.add")
    assert [question["code"] for question in written["questions"]] == ["colour.not-given"]
    assert (ledger_folder / "ledger/parts/HUAYI/T-100.yaml").is_file()
    sha256 = json.loads(pcbsales("part", "show", "T-100", "-o", "json").out)["fabrication"][
        "sha256"
    ]
    kept = ledger_folder / "ledger/attachments" / sha256[:2] / sha256
    assert kept.read_bytes() == package.read_bytes()
    assert not check_output(["git", "status", "--porcelain"], cwd=ledger_folder)
    assert pcbsales("check").code == 0


def test_the_same_package_again_is_refused(package: Path, pcbsales: Pcbsales) -> None:
    take_in(pcbsales, package)
    again = pcbsales("intake", "add", package, "-c", "HUAYI")
    assert again.code == 1
    assert "T-100.zip is in HUAYI/T-100 revision A already: byte for byte" in again.err


def test_a_dry_run_writes_nothing(package: Path, ledger_folder: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("intake", "add", package, "-c", "HUAYI", "-n")
    assert answer.code == 0, answer.err
    assert "board_size: 40 x 25" in answer.out
    assert not (ledger_folder / "ledger/parts/HUAYI/T-100.yaml").exists()


def test_questions_are_answered_by_setting_the_specification(
    package: Path, pcbsales: Pcbsales
) -> None:
    take_in(pcbsales, package, *SETTINGS)
    answer = pcbsales("part", "spec", "T-100", "颜色=绿色", "tg=150")
    assert answer.code == 0, answer.err
    assert "mask_colour\tsolder mask colour\t\tgreen" in answer.out
    shown = json.loads(pcbsales("part", "show", "T-100", "-o", "json").out)
    assert shown["specification"]["mask_colour"] == "green"
    assert shown["specification"]["tg_c"] == 150
    assert [question["answer"] for question in shown["questions"]] == ["mask_colour=green"]


def test_what_is_to_be_asked_is_said_at_once(package: Path, pcbsales: Pcbsales) -> None:
    added = pcbsales("intake", "add", package, "-c", "HUAYI", *SETTINGS)
    assert "to ask: colour.not-given: The data does not state the colour" in added.err
    said = pcbsales("part", "spec", "T-100", "layers=4")
    assert "to ask: layer.count-conflict: copper layers: the order states 4" in said.err


def test_a_value_that_is_none_changes_nothing(package: Path, pcbsales: Pcbsales) -> None:
    take_in(pcbsales, package)
    answer = pcbsales("part", "spec", "T-100", "finish=gold")
    assert answer.code == 2
    assert answer.err.startswith("error: finish: expected one of hasl, lf_hasl, enig,")


def test_a_revision_that_is_none_is_named(package: Path, pcbsales: Pcbsales) -> None:
    take_in(pcbsales, package)
    answer = pcbsales("part", "show", "T-100", "--rev", "Z")
    assert answer.code == 2
    assert answer.err == "error: HUAYI/T-100 has no revision Z; revisions are A\n"


def test_a_part_is_opened_before_its_data_and_filled_by_it(
    package: Path, pcbsales: Pcbsales
) -> None:
    opened = pcbsales("part", "new", "HUAYI", "T-100", "layers=4", "--customer-pn", "X-1")
    assert opened.code == 0, opened.err
    take_in(pcbsales, package)
    shown = json.loads(pcbsales("part", "show", "T-100", "-o", "json").out)
    assert shown["customer_pn"] == "X-1"
    assert "layers" not in shown["specification"]
    assert "layer.count-conflict" in [question["code"] for question in shown["questions"]]
