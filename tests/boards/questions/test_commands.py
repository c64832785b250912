"""`pcbsales eq` on the sample ledger."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Pcbsales

pytestmark = pytest.mark.usefixtures("ledger_folder")


def listed(pcbsales: Pcbsales, *words: str) -> dict[str, Any]:
    answer = pcbsales("eq", "list", *words, "-o", "json")
    assert answer.code == 0, answer.err
    return {question["id"]: question for question in json.loads(answer.out)}


def test_what_is_open_is_listed_with_what_is_overdue(pcbsales: Pcbsales) -> None:
    found = listed(pcbsales)
    assert {name: found[name]["state"] for name in found} == {
        "EQ-2026-00004": "overdue",
        "EQ-2026-00005": "overdue",
        "EQ-2026-00006": "waiting",
        "EQ-2026-00007": "to_put",
    }
    assert found["EQ-2026-00004"]["age_days"] == 5
    assert len(listed(pcbsales, "--all")) == 7
    assert list(listed(pcbsales, "-c", "HUAYI")) == ["EQ-2026-00004"]
    assert list(listed(pcbsales, "--as-of", "2026-10-26")) == ["EQ-2026-00004"]
    assert listed(pcbsales, "--as-of", "2026-10-26")["EQ-2026-00004"]["state"] == "waiting"
    assert list(listed(pcbsales, "--as-of", "2026-07-21")) == ["EQ-2026-00002"]
    table = pcbsales("eq", "list", "-o", "table").out
    assert "2 overdue" in table
    assert "3 open ones block" in table


def test_a_question_says_how_long_the_lead_time_has_stood(pcbsales: Pcbsales) -> None:
    shown = json.loads(pcbsales("eq", "show", "4", "-o", "json").out)
    assert shown["stopped_days"] == 6
    done = json.loads(pcbsales("eq", "show", "EQ-2026-00002", "-o", "json").out)
    assert (done["stopped"], done["state"]) == (["2026-07-20", "2026-07-21"], "answered")
    early = json.loads(
        pcbsales("eq", "show", "EQ-2026-00002", "--as-of", "2026-07-20", "-o", "json").out
    )
    assert (early["stopped_days"], early["state"]) == (1, "waiting")


def test_an_answer_is_one_commit_that_specifies_the_board(
    pcbsales: Pcbsales, tmp_path: Path
) -> None:
    mail = tmp_path / "answer.eml"
    mail.write_text("B please")
    words = ("--by", "P-00001", "--evidence", mail, "--at", "2026-10-30 16:20")
    answer = pcbsales("eq", "answer", "4", "b", *words)
    assert answer.code == 0, answer.err
    assert "specified in HUAYI/HY-4488 revision A: min track width, mm: 0.1" in answer.err
    part = json.loads(pcbsales("part", "show", "HY-4488", "-o", "json").out)
    assert part["specification"]["min_track_mm"] == "0.1"
    assert part["questions"][0]["answer"] == "EQ-2026-00004: min_track_mm=0.1"
    shown = json.loads(pcbsales("eq", "show", "4", "-o", "json").out)
    assert shown["answer"]["evidence"][0]["name"] == "answer.eml"
    assert shown["stopped_days"] == 4
    assert pcbsales("check").code == 0
    taken_back = pcbsales("part", "spec", "HY-4488", "min_track_mm=")
    assert (taken_back.code, "eq.unspecified" in taken_back.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("answer", "4", "Go ahead as per Gerber"), "accepted are: A, B, min_track_mm=…"),
        (("answer", "6", "按Gerber制作"), "accepted are: board_size=…"),
        (("answer", "2", "B"), "was answered on 2026-07-22"),
        (("answer", "4", "B", "--at", "2027-01-01 10:00"), "lies ahead"),
        (("answer", "4", "B", "--evidence", "nothing.eml"), "there is no file nothing.eml"),
        (("close", "3", "--reason", "again"), "was closed on 2026-09-09"),
        (("ask", "HY-4410"), "give what is asked"),
        (("ask", "HY-4410", "Why?"), "say what the question is about: --class"),
        (("ask", "HY-4410", "Why?", "-k", "9"), "is none of data, conflict"),
        (("ask", "HY-4410", "Why?", "-k", "1", "--option", "yes"), "is no option"),
        (("ask", "HY-4410", "Why?", "-k", "1", "--propose", "Z"), "there is no option Z"),
        (("ask", "HY-4410", "--all"), "leave nothing open"),
        (("ask", "BF-ARM-3", "--all"), "all of it is asked already"),
        (("chase", "--via", "pigeon"), "is none of mail, wechat"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    pcbsales: Pcbsales, words: tuple[str, ...], said: str
) -> None:
    answer = pcbsales("eq", *words)
    assert answer.code in {1, 2}
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_what_the_reading_and_the_review_ask_is_asked_by_code(pcbsales: Pcbsales) -> None:
    assert pcbsales("eq", "close", "4", "--reason", "asked anew").code == 0
    answer = pcbsales("eq", "ask", "HY-4488", "--from", "conductor", "--via", "phone")
    assert answer.code == 0, answer.err
    again = pcbsales("eq", "ask", "HY-4488", "--from", "dfm", "--place", "L1@1,2")
    assert again.code == 0, again.err
    found = listed(pcbsales, "--part", "HY-4488")
    codes = [question["code"] for question in found.values()]
    assert "conductor.unsure" in codes
    assert "dfm.impedance-no-stackup" in codes
    assert pcbsales("check").code == 0


def test_a_chase_writes_a_letter_a_customer_and_says_so_once(
    pcbsales: Pcbsales, tmp_path: Path
) -> None:
    folder = tmp_path / "letters"
    planned = pcbsales("eq", "chase", "-n", "-o", "json")
    assert len(json.loads(planned.out)) == 4
    assert pcbsales("eq", "chase", "-O", folder).code == 0
    names = sorted(file.name for file in folder.iterdir())
    assert names[:2] == ["EQ_BRIGHTFERN_2026-10-31.pdf", "EQ_BRIGHTFERN_2026-10-31.txt"]
    assert len(names) == 8
    text = (folder / "EQ_YUANSHAN_2026-10-31.txt").read_text("utf-8")
    assert text.startswith("工程確認 1 項待回覆")
    assert listed(pcbsales)["EQ-2026-00007"]["put"]["channel"] == "mail"
    again = pcbsales("eq", "chase", "-O", folder)
    assert (again.code, again.out) == (0, "")
    assert "nothing waits" in again.err
    assert "has left the house" in pcbsales("undo").err


def test_a_question_opens_as_its_paper(pcbsales: Pcbsales, tmp_path: Path) -> None:
    paper = tmp_path / "eq.pdf"
    assert pcbsales("eq", "open", "5", "-O", paper).code == 0
    assert paper.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_screens_in_every_language(pcbsales: Pcbsales, language: str) -> None:
    for words in (("list", "--all"), ("show", "4"), ("show", "1"), ("show", "3")):
        answer = pcbsales("--lang", language, "eq", *words, "-o", "table")
        assert answer.code == 0, answer.err
        if language != "en":
            assert "question" not in answer.out.replace("engineering-questions", "")
