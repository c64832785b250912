"""``pcbsales undo`` from the command line, and the numbers that it withdraws."""

import json
from pathlib import Path

import pytest

from tests.conftest import Pcbsales
from tests.store.conftest import git

PERSON = ("person", "new", "HUAYI", "Chen Li", "--department", "quality")


def test_a_quotation_is_taken_back_and_its_number_stays_withdrawn(
    pcbsales: Pcbsales, ledger_folder: Path
) -> None:
    made = pcbsales("quote", "new", "HUAYI", "HY-4410", "-q", "200", "-o", "json")
    number = json.loads(made.out)["id"]
    told = json.loads(pcbsales("undo", "-o", "json").out)

    assert (told["id"], told["action"]) == (number, "undo")
    assert pcbsales("quote", "show", number).code == 2
    assert number in pcbsales("withdrawn", "list").out
    assert json.loads(pcbsales("withdrawn", "show", number, "-o", "json").out)["what"] == "quote"
    assert pcbsales("withdrawn", "log", number).code == 0
    again = pcbsales("quote", "new", "HUAYI", "HY-4410", "-q", "200", "-o", "json")
    assert int(json.loads(again.out)["id"][-5:]) == int(number[-5:]) + 1
    assert pcbsales("check").code == 0
    assert git(ledger_folder, "status", "--porcelain") == ""


def test_a_preview_says_what_would_go_and_changes_nothing(
    pcbsales: Pcbsales, ledger_folder: Path
) -> None:
    pcbsales(*PERSON)
    head = git(ledger_folder, "rev-parse", "HEAD")
    preview = pcbsales("undo", "-n")
    assert "would go" in preview.err
    assert "ledger/withdrawn/P-" in preview.out
    assert git(ledger_folder, "rev-parse", "HEAD") == head


@pytest.mark.usefixtures("ledger_folder")
class TestRefusals:
    def test_nothing_of_one_s_own(self, pcbsales: Pcbsales) -> None:
        answer = pcbsales("undo")
        assert (answer.code, answer.err) == (
            1,
            "error: there is no decision of yours to take back\n",
        )

    def test_money_that_came_in_stays(self, pcbsales: Pcbsales) -> None:
        pcbsales("payment", "new", "HUAYI", "10.00 CNY")
        answer = pcbsales("undo")
        assert answer.code == 1
        assert "is what happened, and stays; correct it by an allocation" in answer.err

    def test_somebody_else_s(self, pcbsales: Pcbsales) -> None:
        commit = pcbsales(*PERSON).out.split()[0]
        answer = pcbsales("--actor", "QIN", "undo", commit)
        assert answer.code == 1
        assert "a decision of LIN, who alone may take it back" in answer.err

    def test_the_same_request_undoes_once(self, pcbsales: Pcbsales) -> None:
        pcbsales(*PERSON)
        pcbsales(*PERSON)
        first = pcbsales("--request-id", "u", "undo")
        assert pcbsales("--request-id", "u", "undo").out == first.out != ""
