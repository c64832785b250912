"""Quoting on the command line, in a copy of the sample ledger."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Pcbsales

HY_4410 = ("quote", "new", "HUAYI", "HY-4410")


@pytest.fixture(autouse=True)
def _in_the_sample(ledger_folder: Path) -> None:
    assert ledger_folder.is_dir()


def told(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_a_quotation_is_made_shown_and_listed(pcbsales: Pcbsales) -> None:
    new = told(pcbsales(*HY_4410, "-q", "200", "--rfq", "RFQ-8812", "-o", "json"))
    assert (new["action"], new["customer"], new["customer_rfq"]) == (
        "quote.new",
        "HUAYI",
        "RFQ-8812",
    )
    assert (new["net"], new["tax"], new["total"]) == ("1757.80", "228.51", "1986.31")
    assert len(new["commit"]) == 40
    shown = told(pcbsales("quote", "show", new["id"], "-o", "json"))
    assert shown.pop("state") == "made"
    assert new == {**shown, "commit": new["commit"], "action": new["action"]}
    assert new["expired"] is False
    assert new["id"] in pcbsales("quote", "list").out
    assert pcbsales("check").code == 0


def test_what_all_lines_take_for_granted_is_said_once(pcbsales: Pcbsales) -> None:
    answers = ("layers=2", "board_size=50x50", "thickness_mm=1.6", "tg_c=135", "min_hole_mm=0.3")
    assert pcbsales("part", "new", "HUAYI", "HY 1/2", *answers, "finish=osp").code == 0
    quote = told(pcbsales("quote", "new", "HUAYI", "HY 1/2", "-q", "100,500,1k", "-o", "json"))
    table = pcbsales("quote", "show", quote["id"], "-o", "table").out
    assert table.count("assumed") == 1
    assert "assumed delivery_format = single, material = fr4, cu_outer_oz = 1, " in table
    assert "total " not in table
    listed = told(pcbsales("quote", "list", "-o", "json"))[-1]
    assert not {"net", "tax", "total"} & listed.keys()


def test_a_dry_run_writes_nothing(pcbsales: Pcbsales) -> None:
    before = pcbsales("quote", "list").out
    dry = told(pcbsales(*HY_4410, "-q", "200", "-n", "-o", "json"))
    assert dry["net"] == "1757.80"
    assert pcbsales("quote", "list").out == before


def test_quantities_and_lead_times_are_alternatives(pcbsales: Pcbsales) -> None:
    new = told(pcbsales(*HY_4410, "-q", "100,200", "--lead", "std,8", "-n", "-o", "json"))
    assert new["alternatives"]
    assert [(line["quantity"], line["lead_days"]) for line in new["lines"]] == [
        (100, 8),
        (100, 8),
        (200, 10),
        (200, 8),
    ]
    table = pcbsales("quote", "show", "Q-2026-00001")
    assert table.code == 0, table.err


def test_a_price_is_explained_rule_by_rule(pcbsales: Pcbsales) -> None:
    found = told(pcbsales("price", "explain", "HY-4410", "-q", "200", "-o", "json"))
    (line,) = found["lines"]
    assert found["price_book"] == "SZ-2026-01"
    assert line["area_m2"] == "1.36"
    assert {"rule": "finish.enig", "days": 1} in line["lead_steps"]
    charged = {s["rule"]: s["amount"] for s in line["steps"] if s["amount"] != "0.00"}
    assert charged == {
        "base.4l.upto_3": "952.00",
        "engineering.4l.upto_3": "425.00",
        "tg.150_multilayer": "108.80",
        "finish.enig_1u": "190.40",
        "test.flying_probe_6l": "81.60",
    }
    new = told(pcbsales(*HY_4410, "-q", "200", "-o", "json"))
    explained = told(pcbsales("price", "explain", new["id"], "-o", "json"))
    assert (explained.keys(), explained["quote"]) == (found.keys(), new["id"])
    stored = explained["lines"][0]
    assert stored.keys() == line.keys()
    assert (stored["area_m2"], stored["lead_steps"]) == (None, None)
    assert stored["total"] == line["total"] == "1986.31"
    assert {s["rule"] for s in stored["steps"]} == {s["rule"] for s in line["steps"]}
    assert (stored["net"], stored["unit_price"]) == ("1757.80", "8.789")
    table = pcbsales("price", "explain", new["id"], "-o", "table").out
    assert table.startswith(f"Price of {new['id']} by SZ-2026-01, steps without tax")
    assert "with tax" in table


def test_its_paper_is_a_pdf_in_each_language(pcbsales: Pcbsales, tmp_path: Path) -> None:
    for lang in ("en", "zh-Hant", "zh-Hans"):
        paper = tmp_path / f"{lang}.pdf"
        answer = pcbsales("quote", "show", "Q-2026-00001", "-O", paper, "--lang", lang)
        assert answer.code == 0, answer.err
        assert paper.read_bytes().startswith(b"%PDF")


def test_its_paper_stays_when_the_part_changes(pcbsales: Pcbsales, tmp_path: Path) -> None:
    new = told(pcbsales(*HY_4410, "-q", "200", "-o", "json"))
    then, now = tmp_path / "then.pdf", tmp_path / "now.pdf"
    assert pcbsales("quote", "show", new["id"], "-O", then).code == 0
    assert pcbsales("part", "spec", "HY-4410", "finish=osp", "mask_colour=red").code == 0
    assert pcbsales("quote", "show", new["id"], "-O", now).code == 0
    assert now.read_bytes() == then.read_bytes()


def test_what_was_quoted_is_said_line_by_line(pcbsales: Pcbsales) -> None:
    said = pcbsales(*HY_4410, "-q", "200, 1k").err.splitlines()
    assert said[0] == "L1: 200 PCS, 8.789 CNY each, 1,757.80 CNY, 10 working days"
    assert said[1].startswith("L2: 1,000 PCS, ")
    assert said[2].startswith("next: ")
    assert pcbsales(*HY_4410, "-q", "200", "-o", "json").err == ""


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((*HY_4410, "-q", "0"), 2, "'0' is not a quantity"),
        ((*HY_4410, "-q", "1,500"), 2, 'write 1500, or for two quantities "1, 500"'),
        ((*HY_4410, "-q", "200", "--lead", "soon"), 2, "'soon' is not a lead time"),
        ((*HY_4410, "-q", "200", "--lead", "1"), 1, "no price for 1 working days; fastest is 5"),
        ((*HY_4410, "-q", "200", "--rev", "Z"), 2, "has no revision Z"),
        ((*HY_4410, "-q", "1000000000"), 2, "give at most 999999999"),
        ((*HY_4410, "-q", "1000000k"), 2, "give at most 999999999"),
        (("price", "explain", "HY-4410"), 2, "HUAYI/HY-4410 is a part: say how many"),
        (("price", "explain", "Q-1999-00001"), 2, "there is no quote"),
        ((*HY_4410, "-q", "200SET"), 1, "in PCS, not in SET"),
        (("quote", "new", "HUAYI", "NONE", "-q", "1"), 2, "there is no part NONE"),
        (("quote", "new", "NOBODY", "HY-4410", "-q", "1"), 2, "there is no customer NOBODY"),
        (("quote", "show", "Q-1999-00001"), 2, "there is no quote"),
        (("price", "explain", "HY-4410", "-q", "many"), 2, "'many' is not a quantity"),
    ],
)
def test_what_is_refused_says_why(
    pcbsales: Pcbsales, arguments: tuple[str, ...], code: int, words: str
) -> None:
    answer = pcbsales(*arguments)
    assert (answer.code, answer.out) == (code, "")
    assert words in answer.err
    assert "Traceback" not in answer.err


def test_a_part_that_says_too_little_is_named_with_the_way_out(pcbsales: Pcbsales) -> None:
    assert pcbsales("part", "new", "HUAYI", "HY-9000", "layers=4").code == 0
    answer = pcbsales("quote", "new", "HUAYI", "HY-9000", "-q", "10")
    assert answer.code == 1
    for key in ("board_size", "thickness_mm", "tg_c", "finish", "min_hole_mm"):
        assert f"{key}=..." in answer.err
    assert "thickness_mm (> 0.4), " in answer.err
    assert "finish_thickness_uin" not in answer.err
    answers = ("board_size=100x68", "thickness_mm=1.6", "tg_c=150", "finish=osp", "min_hole_mm=0.3")
    assert pcbsales("part", "spec", "HY-9000", *answers).code == 0
    assert pcbsales("quote", "new", "HUAYI", "HY-9000", "-q", "10").code == 0


def test_sheets_are_shown(pcbsales: Pcbsales) -> None:
    assert "finish.enig_1u" in pcbsales("price-book", "show", "SZ-2026-01").out
    assert told(pcbsales("price-book", "show", "SZ-2026-01", "-o", "json"))["currency"] == "CNY"
    assert "base.8l" in pcbsales("lead-time", "show", "SZ-LEAD-2026-01").out
