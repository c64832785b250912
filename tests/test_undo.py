"""``pcbsales undo`` from the command line, and the numbers that it withdraws."""

import hashlib
import json
import re
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
    assert re.search(r'^Take back "Record P-\d+ of HUAYI"$', preview.err, re.MULTILINE)
    assert re.search(r"^-  en: Chen Li$", preview.out, re.MULTILINE)
    assert re.search(r"^\+what: person$", preview.out, re.MULTILINE)
    assert re.search(r"^\+\+\+ ledger/withdrawn/P-", preview.out, re.MULTILINE)
    assert git(ledger_folder, "rev-parse", "HEAD") == head


def test_a_preview_shows_what_a_field_was_and_would_be(
    pcbsales: Pcbsales, ledger_folder: Path
) -> None:
    pcbsales("note", "HUAYI", "Called back", "--tag", "late")
    preview = pcbsales("undo", "-n")
    assert re.search(r"^-tags: \[.*late\]$", preview.out, re.MULTILINE)
    assert re.search(r"^\+tags: \[", preview.out, re.MULTILINE) or "+tags" not in preview.out
    assert preview.out.startswith("--- ledger/customers/HUAYI.yaml\n")
    assert preview.err.splitlines()[0] == 'Take back "Note on customer HUAYI"'


class TestAttachments:
    def test_a_file_goes_with_the_decision_that_brought_it(
        self, pcbsales: Pcbsales, ledger_folder: Path, tmp_path: Path
    ) -> None:
        kept = self._attach(pcbsales, ledger_folder, tmp_path, "QIMING")
        assert f"{kept.relative_to(ledger_folder)} would go" in pcbsales("undo", "-n").err
        assert kept.is_file()
        assert pcbsales("undo").code == 0
        assert not kept.exists()
        assert git(ledger_folder, "ls-tree", "-r", "--name-only", "HEAD").count(kept.name) == 0
        assert pcbsales("check", "--full").code == 0
        assert git(ledger_folder, "status", "--porcelain") == ""

    def test_it_stays_where_another_names_it(
        self, pcbsales: Pcbsales, ledger_folder: Path, tmp_path: Path
    ) -> None:
        kept = self._attach(pcbsales, ledger_folder, tmp_path, "QIMING")
        commit = git(ledger_folder, "rev-parse", "HEAD").strip()
        self._attach(pcbsales, ledger_folder, tmp_path, "HUAYI")
        assert pcbsales("undo", commit).code == 0
        assert kept.is_file()
        assert pcbsales("check", "--full").code == 0

    def test_it_stays_where_another_names_it_but_for_a_hand_edit(
        self, pcbsales: Pcbsales, ledger_folder: Path, tmp_path: Path
    ) -> None:
        kept = self._attach(pcbsales, ledger_folder, tmp_path, "QIMING")
        commit = git(ledger_folder, "rev-parse", "HEAD").strip()
        other = ledger_folder / "ledger/customers/HUAYI.yaml"
        before = other.read_bytes()
        self._attach(pcbsales, ledger_folder, tmp_path, "HUAYI")
        other.write_bytes(before)
        assert pcbsales("undo", commit).code == 0
        assert kept.is_file()

    @staticmethod
    def _attach(pcbsales: Pcbsales, root: Path, folder: Path, record: str) -> Path:
        given = folder / "spec.txt"
        given.write_bytes(b"Rigid-flex, 6 layers")
        attached = pcbsales("attach", record, str(given))
        assert attached.code == 0, attached.err
        digest = hashlib.sha256(given.read_bytes()).hexdigest()
        return root / "ledger/attachments" / digest[:2] / digest


@pytest.mark.usefixtures("ledger_folder")
class TestRefusals:
    def test_an_undo_names_what_it_took_back(self, pcbsales: Pcbsales) -> None:
        made = json.loads(pcbsales(*PERSON, "-o", "json").out)["id"]
        commit = pcbsales("undo").out.split()[0]
        answer = pcbsales("undo", commit)
        assert answer.code == 1
        assert f"took back {made}, and an undo is not undone" in answer.err

    def test_what_left_the_house(self, pcbsales: Pcbsales, ledger_folder: Path) -> None:
        """A record is sent by a hand edit as yet: no command sends one."""
        number = json.loads(
            pcbsales("quote", "new", "HUAYI", "HY-4410", "-q", "200", "-o", "json").out
        )["id"]
        file = next((ledger_folder / "ledger/quotes").rglob(f"{number}.yaml"))
        text = file.read_text("utf-8")
        assert "    kind: new\n" in text
        sent = "  - at: 2026-10-31T23:59:00+08:00\n    by: LIN\n    kind: sent\n"
        file.write_text(text.replace("    kind: new\n", f"    kind: new\n{sent}"), "utf-8")
        recorded = pcbsales("edit", number, "--from", str(file))
        assert recorded.code == 0, recorded.err
        answer = pcbsales("undo")
        assert (answer.code, "has left the house" in answer.err) == (1, True)

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
