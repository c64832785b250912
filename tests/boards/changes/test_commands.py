import json
import zipfile
from pathlib import Path

import pytest

from pcbsales.boards import intake_commands
from scripts.sample.board.package import draw_package
from tests.conftest import Pcbsales


@pytest.fixture
def changed(ledger_folder: Path) -> Path:
    """HY-4400 as its customer draws it now: another letter on the legend, new dates elsewhere."""
    file = ledger_folder / "HY-4400-B.zip"
    file.write_bytes(draw_package("HY-4400", "B"))
    return file


def add(pcbsales: Pcbsales, file: Path, *more: str) -> tuple[int, str, str]:
    answer = pcbsales("intake", "add", file, "-c", "HUAYI", "--part", "HY-4400", *more)
    return answer.code, answer.out, answer.err


def test_the_same_zip_and_the_same_files_are_recognised(
    pcbsales: Pcbsales, ledger_folder: Path
) -> None:
    same = ledger_folder / "again.zip"
    same.write_bytes(draw_package("HY-4400", "A"))
    code, _, err = add(pcbsales, same)
    assert (code, "byte for byte" in err) == (1, True)
    with zipfile.ZipFile(same) as old, zipfile.ZipFile(ledger_folder / "z.zip", "w") as new:
        for name in old.namelist():
            new.writestr(f"gerber/{name}", old.read(name))
    code, _, err = add(pcbsales, ledger_folder / "z.zip", "--revise")
    assert (code, "zipped once more" in err) == (1, True)


def test_changed_data_wants_a_word_where_nobody_can_be_asked(
    pcbsales: Pcbsales, changed: Path
) -> None:
    code, out, err = add(pcbsales, changed)
    assert code == 1
    assert "open it with --revise" in err
    assert "legend-top\tchanged" in out
    assert "copper-top\tsame\tby what it draws" in out


def test_somebody_at_the_terminal_is_asked(
    pcbsales: Pcbsales, changed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def confirm(text: str, **_: object) -> bool:
        asked.append(text)
        return True

    monkeypatch.setattr(intake_commands, "can_ask", lambda: True)
    monkeypatch.setattr("typer.confirm", confirm)
    code, _, err = add(pcbsales, changed, "--reference", "mail of 30 Oct")
    assert (code, asked) == (0, ["open revision B of HUAYI/HY-4400?"])
    assert "next: pcbsales part diff HUAYI/HY-4400" in err


def test_a_revision_is_opened_compared_and_drawn(
    pcbsales: Pcbsales, changed: Path, ledger_folder: Path
) -> None:
    code, _, err = add(pcbsales, changed, "--revise", "-o", "json")
    assert code == 0, err
    told = json.loads(pcbsales("part", "diff", "HY-4400", "-o", "json").out)
    assert (told["schema"], told["before"], told["after"]) == (
        1, "HUAYI/HY-4400@A", "HUAYI/HY-4400@B",
    )  # fmt: skip
    states = {layer["layer"]: layer["state"] for layer in told["layers"]}
    assert {name for name, state in states.items() if state == "changed"} == {
        "legend-top", "legend-bottom", "job",
    }  # fmt: skip
    assert told["specification"] == []
    drawn = pcbsales("part", "diff", "HY-4400", "A", "B", "-O", "d.svg")
    assert drawn.code == 0, drawn.err
    assert {file.name for file in ledger_folder.glob("d-*.svg")} == {
        "d-legend-top.svg", "d-legend-bottom.svg",
    }  # fmt: skip
    one = pcbsales(
        "part", "diff", "HY-4400@A", "HY-4400@B", "--layer", "legend-top", "-O", "one.svg"
    )
    assert one.code == 0, one.err
    assert (ledger_folder / "one.svg").read_bytes().startswith(b"<svg")


def test_boards_of_other_parts_are_compared_too(pcbsales: Pcbsales, ledger_folder: Path) -> None:
    del ledger_folder
    told = json.loads(pcbsales("part", "diff", "HY-4402@A", "HY-4410", "-o", "json").out)
    assert {one["key"] for one in told["specification"]} >= {"board_size", "min_hole_mm"}
    assert pcbsales("part", "diff", "HY-4402", "A", "Z").code == 2
    assert pcbsales("part", "diff", "HY-4402", "A", "B", "C").code == 2
    assert "both need their data" in pcbsales("part", "diff", "HY-4402", "-O", "x.svg").err


def test_a_specification_is_revised_and_the_change_told(
    pcbsales: Pcbsales, ledger_folder: Path
) -> None:
    answer = pcbsales("part", "revise", "HY-4410", "finish=osp", "--reason", "cost")
    assert answer.code == 0, answer.err
    assert "finish\tsurface finish\tENIG\tOSP" in answer.out
    written = (ledger_folder / "ledger/parts/HUAYI/HY-4410.yaml").read_text("utf-8")
    assert "after: A" in written
    assert pcbsales("check").code == 0


def test_requirements_reach_new_boards_and_open_quotations(
    pcbsales: Pcbsales, ledger_folder: Path
) -> None:
    del ledger_folder
    answer = pcbsales("requirement", "set", "HUAYI", "mask_colour=black", "tg_c>=150", "labels=two")
    assert answer.code == 0, answer.err
    assert "mask_colour=black is required, quoted is green" in answer.err
    told = json.loads(pcbsales("quote", "touched", "HUAYI", "-o", "json").out)
    assert [(one["quote"], one["key"]) for one in told["rows"]] == [
        ("Q-2026-00041", "mask_colour"),
    ]
    assert told["in_words"] == ["labels"]
    part = pcbsales("part", "new", "HUAYI", "HY-9100", "layers=2", "tg_c=130", "-o", "json")
    assert [one["code"] for one in json.loads(part.out)["questions"]] == ["profile.conflict"]
    assert pcbsales("requirement", "drop", "HUAYI", "tg_c", "--until", "today").code == 0
    shown = pcbsales("customer", "requirements", "HUAYI", "--as-of", "2026-11-01", "-o", "json")
    assert [one["name"] for one in json.loads(shown.out)["requirements"]] == [
        "mask_colour", "labels",
    ]  # fmt: skip
    assert pcbsales("check").code == 0
