"""`pcbsales part dfm` and `pcbsales capability` on the sample ledger."""

import json
from pathlib import Path

import pytest

from tests.conftest import Pcbsales


def test_a_board_is_reviewed(pcbsales: Pcbsales) -> None:
    answer = pcbsales("part", "dfm", "HY-4400", "-o", "table")
    assert answer.code == 0, answer.err
    assert "HUAYI/HY-4400 revision A: advanced" in answer.out
    assert "smallest ring 0.125 mm" in answer.out


def test_json_has_findings_with_value_limit_origin_and_question(pcbsales: Pcbsales) -> None:
    report = json.loads(pcbsales("part", "dfm", "HY-4488", "-o", "json").out)
    assert (report["schema"], report["verdict"]) == (1, "ask")
    assert report["capability"] == "SZ-CAPABILITY-2025"
    by_rule = {found["rule"]: found for found in report["findings"]}
    assert by_rule["track.outer"]["asked_already"]
    stackup = by_rule["impedance.no_stackup"]
    assert stackup["question"]["class"] == "completeness"
    assert [option["settings"] for option in stackup["question"]["options"]][-1] == ["impedance="]
    assert by_rule["hole.aspect"]["value"] == "8"


def test_a_quantity_without_unit_is_asked_about(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    assert ledger_folder.is_dir()
    pcbsales("part", "spec", "HY-4410", "delivery_format=panel_by_factory")
    report = json.loads(pcbsales("part", "dfm", "HY-4410", "-q", "200", "-o", "json").out)
    assert "order.unit" in {found["rule"] for found in report["findings"]}
    report = json.loads(pcbsales("part", "dfm", "HY-4410", "-q", "200pcs", "-o", "json").out)
    assert "order.unit" not in {found["rule"] for found in report["findings"]}
    assert pcbsales("part", "dfm", "HY-4410", "-q", "many").code == 2


@pytest.mark.parametrize("sheet", ["--customer-sheet", "--engineering-sheet"])
def test_sheets_are_written(sheet: str, pcbsales: Pcbsales, tmp_path: Path) -> None:
    file = tmp_path / "dfm.pdf"
    answer = pcbsales("part", "dfm", "HY-4400", sheet, "-O", str(file), "--lang", "zh-Hant")
    assert answer.code == 0, answer.err
    assert file.read_bytes().startswith(b"%PDF")


def test_a_sheet_wants_a_file_and_only_one_kind(pcbsales: Pcbsales, tmp_path: Path) -> None:
    assert pcbsales("part", "dfm", "HY-4400", "--customer-sheet").code == 2
    both = ("--customer-sheet", "--engineering-sheet", "-O", str(tmp_path / "x.pdf"))
    assert pcbsales("part", "dfm", "HY-4400", *both).code == 2


def test_before_the_record_is_in_force_a_review_is_refused(pcbsales: Pcbsales) -> None:
    answer = pcbsales("part", "dfm", "HY-4400", "--as-of", "2024-01-01")
    assert answer.code == 1
    assert "no capability is in force" in answer.err


def test_what_a_factory_can_build_is_shown(pcbsales: Pcbsales) -> None:
    answer = pcbsales("capability", "show", "SZ-CAPABILITY-2025", "-o", "json")
    shown = json.loads(answer.out)
    assert len(shown["lines"]) > 50
    assert pcbsales("capability", "list").code == 0


def test_price_effects_are_rules_of_the_price_book(pcbsales: Pcbsales) -> None:
    for entity, book in (("SZ", "SZ-2026-01"), ("HK", "HK-USD-2026-01")):
        shown = pcbsales("capability", "show", f"{entity}-CAPABILITY-2025", "-o", "json").out
        lines = json.loads(shown)["lines"]
        prices = pcbsales("price-book", "show", book, "-o", "json").out
        for line in lines:
            assert not line.get("adder") or line["adder"] in prices, line["adder"]
