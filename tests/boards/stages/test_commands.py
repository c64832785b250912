"""``pcbsales part stage …`` and ``pcbsales notice …`` on the sample ledger."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Pcbsales

PCN = "PCN-2026-00001"


@pytest.fixture(autouse=True)
def folder(ledger_folder: Path) -> Path:
    """The sample ledger, with a file that proves things."""
    (ledger_folder / "proof.pdf").write_bytes(b"signed")
    return ledger_folder


def stage(pcbsales: Pcbsales, part: str, *words: str) -> Any:
    answer = pcbsales("part", "stage", part, *words, "-o", "json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_the_sample_has_one_of_each(pcbsales: Pcbsales) -> None:
    approved = stage(pcbsales, "CH-MTR-08", "-q", "500")
    assert (approved["reached"], approved["valid_until"]) == ("volume", "2028-12-19")
    assert approved["quantity"]["allowed"]
    assert [found["id"] for found in approved["notices"]] == [PCN]
    assert approved["notices"][0]["lacking"] == ["CHENGHONG"]
    pending = stage(pcbsales, "CH-HMI-02", "-q", "500")
    assert pending["reached"] == "pilot"
    assert not pending["quantity"]["allowed"]
    need = pending["needs"][1]
    assert (need["kind"], need["levels"], need["standing"]) == ("ppap", ["3", "5"], "waiting")
    assert need["lacking_elements"] == ["engineering_approval", "dfmea", "laboratory"]
    lapsed = stage(pcbsales, "QM-SPO2")
    assert lapsed["needs"][-1]["standing"] == "lapsed"
    assert lapsed["missing_for_volume"] == ["fai"]
    assert stage(pcbsales, "HY-4410")["reached"] == "volume"


def test_an_earlier_day_is_told_as_it_was(pcbsales: Pcbsales) -> None:
    assert stage(pcbsales, "QM-SPO2", "--as-of", "2026-09-30")["reached"] == "volume"
    assert stage(pcbsales, "CH-MTR-08", "--as-of", "2025-12-18")["reached"] == "pilot"
    assert stage(pcbsales, "CH-MTR-08", "--rev", "A")["reached"] == "sample"


def test_the_table_says_what_is_lacking(pcbsales: Pcbsales) -> None:
    answer = pcbsales("part", "stage", "CH-HMI-02", "-q", "500", "-o", "table")
    assert "waiting for the customer" in answer.out
    assert "for volume it lacks: PPAP" in answer.out
    assert "500 boards count as volume: may not be made yet" in answer.out
    chinese = pcbsales("--lang", "zh-Hant", "part", "stage", "CH-HMI-02", "-o", "table")
    assert "要到量產還缺：PPAP" in chinese.out
    assert "還缺：客戶工程核准、設計 FMEA、合格實驗室文件" in chinese.out


def test_a_board_is_submitted_and_approved(pcbsales: Pcbsales) -> None:
    submitted = pcbsales("part", "submit", "QM-PUMP", "--kind", "sheet", "-e", "proof.pdf")
    assert submitted.code == 0, submitted.err
    again = pcbsales("part", "submit", "QM-PUMP", "--kind", "sheet")
    assert again.code == 1
    assert "is with the customer since 2026-10-31" in again.err
    words = ("part", "approve", "QM-PUMP", "-k", "sheet", "--by", "P-00014")
    bare = pcbsales(*words)
    assert (bare.code, "needs the file that proves it" in bare.err) == (1, True)
    done = pcbsales(*words, "-e", "proof.pdf", "--until", "2027-10-31")
    assert done.code == 0, done.err
    found = stage(pcbsales, "QM-PUMP")
    assert (found["reached"], found["valid_until"]) == ("pilot", "2027-10-31")
    assert found["approvals"][0]["verdict"]["evidence"][0]["name"] == "proof.pdf"
    assert pcbsales("check").code == 0


def test_a_rejection_says_why(pcbsales: Pcbsales) -> None:
    words = ("--kind", "ppap", "--by", "P-00016", "--reason", "no control plan")
    assert pcbsales("part", "reject", "CH-HMI-02", *words).code == 0
    answer = pcbsales("part", "stage", "CH-HMI-02", "-o", "table")
    assert "SA-2026-00006 rejected: no control plan" in answer.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("part", "stage", "HY-4410", "--rev", "Z"), "has no revision Z"),
        (("part", "stage", "HY-4410", "-q", "many"), "is not a quantity"),
        (("part", "stage", "HY-4410", "--as-of", "2020-01-01"), "no stage-policy is in force"),
        (("part", "submit", "HY-4410", "--kind", "wish"), "is none of sheet, fai, ppap"),
        (("part", "submit", "HY-4410", "--kind", "ppap"), "give --level 1 to 5"),
        (("part", "submit", "HY-4410", "--kind", "fai", "--element", "1"), "only a PPAP"),
        (("part", "submit", "HY-4410", "-k", "fai", "-e", "none.pdf"), "no file none.pdf"),
        (("part", "submit", "HY-4410", "-k", "fai", "--on", "2026-11-01"), "lies ahead"),
        (
            ("part", "approve", "HY-4410", "-k", "fai", "--by", "P-00014", "-e", "proof.pdf"),
            "P-00014 is with QIMING, not with HUAYI",
        ),
        (("notice", "effective", PCN, "2026-12-01"), f"CHENGHONG has not consented to {PCN}"),
        (("notice", "effective", "PCN-2026-00003", "2026-12-25"), "from 2026-12-26 on"),
        (("notice", "letter", PCN, "HUAYI"), "touches no board of HUAYI"),
        (("notice", "letter", PCN, "CHENGHONG", "-O", "x.doc"), "expected an ending of .pdf, .txt"),
        (("notice", "told", PCN, "HUAYI"), "no board of HUAYI is touched"),
    ],
)
def test_what_is_refused_is_said_in_one_line(
    pcbsales: Pcbsales, words: tuple[str, ...], said: str
) -> None:
    answer = pcbsales(*words)
    assert answer.code in {1, 2}
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_a_notice_goes_from_opening_to_effect(pcbsales: Pcbsales) -> None:
    opening = ("--from", "line 1", "--to", "线体2", "--part", "TH-IO-16@01", "--reason", "線體老舊")
    early = pcbsales("notice", "new", "process", *opening, "--planned", "2026-11-20")
    assert "TANNHOF is owed 30 days of notice" in early.err
    opened = (*opening, "--planned", "2026-12-01", "--on", "2026-10-30")
    done = pcbsales("notice", "new", "process", *opened, "-o", "json")
    assert done.code == 0, done.err
    pcn = "PCN-2026-00004"
    assert pcbsales("notice", "told", pcn, "TANNHOF", "--on", "2026-10-30").code == 0
    assert pcbsales("notice", "effective", pcn, "2026-12-01").code == 0
    report = json.loads(pcbsales("notice", "status", pcn, "-o", "json").out)
    (found,) = report["notices"]
    assert (found["status"], found["effective"]) == ("agreed", "2026-12-01")
    again = pcbsales("notice", "consent", pcn, "TANNHOF", "--by", "P-00025", "-e", "proof.pdf")
    assert f"{pcn} is in effect from 2026-12-01 on" in again.err


def test_the_missing_consent_lets_it_take_effect_and_ends_approvals(pcbsales: Pcbsales) -> None:
    words = ("notice", "consent", PCN, "CHENGHONG", "--by", "P-00016", "-e", "proof.pdf")
    assert pcbsales(*words).code == 0
    assert pcbsales("notice", "effective", PCN, "2026-11-16").code == 0
    found = stage(pcbsales, "CH-MTR-08", "--as-of", "2026-11-16")
    assert found["reached"] == "sample"
    assert {need["standing"] for need in found["needs"]} == {"changed"}
    assert stage(pcbsales, "CH-MTR-08")["valid_until"] == "2026-11-15"
    assert stage(pcbsales, "YS-RTR-6", "--as-of", "2026-11-16")["reached"] == "volume"
    assert pcbsales("check").code == 0


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "ask for your consent"),
        ("zh-Hant", "謹請貴司同意"),
        ("zh-Hans", "谨请贵司同意"),
    ],
)
def test_the_letter_speaks_the_customers_language(
    pcbsales: Pcbsales, folder: Path, lang: str, said: str
) -> None:
    text = pcbsales("notice", "letter", PCN, "CHENGHONG", "--lang", lang)
    assert text.code == 0, text.err
    assert said in text.out
    assert "MTR-08-P" in text.out
    assert "YS-RTR-6" not in text.out, "another customer's board"
    paper = folder / f"{lang}.pdf"
    assert pcbsales("notice", "letter", PCN, "CHENGHONG", "--lang", lang, "-O", paper).code == 0
    assert paper.read_bytes().startswith(b"%PDF")


def test_without_a_wish_it_is_in_theirs_and_one_who_is_only_told_is_not_asked(
    pcbsales: Pcbsales,
) -> None:
    assert "貴司答覆" in pcbsales("notice", "letter", PCN, "CHENGHONG").out
    opening = ("--from", "1", "--to", "2", "--part", "TH-IO-16", "--planned", "2026-12-01")
    assert pcbsales("notice", "new", "process", *opening).code == 0
    letter = pcbsales("notice", "letter", "PCN-2026-00004", "TANNHOF").out
    assert "if anything speaks against it" in letter
    assert "your approvals of these boards end" not in letter
