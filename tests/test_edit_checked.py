"""`pcbsales edit`: what to do about a refused text, the preview, where an editor is found."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Pcbsales

HUAYI = Path("ledger/customers/HUAYI.yaml")


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def wish(ledger_folder: Path, tmp_path: Path) -> Path:
    """A file with HUAYI's text, for --from."""
    file = tmp_path / "wish.yaml"
    file.write_text((ledger_folder / HUAYI).read_text("utf-8"), "utf-8")
    return file


def changed(file: Path, old: str, new: str) -> Path:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return file


class TestRemedies:
    def test_a_rule_over_several_records(self, wish: Path, pcbsales: Pcbsales) -> None:
        answer = pcbsales("edit", "HUAYI", "--from", changed(wish, "rep: ", "rep: NOBODY-"))
        assert answer.code == 1
        assert ": reference.missing: " in answer.err
        assert "reference.missing: Correct the id, or bring the record back" in answer.err

    def test_a_field_once_however_often_it_is_wrong(self, wish: Path, pcbsales: Pcbsales) -> None:
        changed(wish, "id: HUAYI", "id: HUAYI\nnaem: x\nnmae: y")
        answer = pcbsales("--lang", "zh-Hant", "edit", "HUAYI", "--from", wish)
        assert answer.err.count("field.unknown: ") == 3
        assert answer.err.count("\nfield.unknown: ") == 1

    @pytest.mark.parametrize(
        ("language", "told"), [("en", "tax_id 91440300MADEM0002U: "), ("zh-Hant", "稅")]
    )
    def test_a_fault_that_a_sentence_quotes_is_quoted_in_the_refusal(
        self, ledger_folder: Path, tmp_path: Path, pcbsales: Pcbsales, language: str, told: str
    ) -> None:
        wish = tmp_path / "wish.yaml"
        wish.write_text((ledger_folder / "ledger/entities/SZ.yaml").read_text("utf-8"), "utf-8")
        changed(wish, "MADEM0001U", "MADEM0002U")
        answer = pcbsales("--lang", language, "edit", "SZ", "--from", wish)
        assert answer.code == 1
        assert told in answer.err.splitlines()[0]
        assert "{" not in answer.err


class TestDryRun:
    def test_the_difference_is_shown_and_nothing_is_written(
        self, wish: Path, pcbsales: Pcbsales
    ) -> None:
        before = git("rev-parse", "HEAD")
        answer = pcbsales(
            "edit", "HUAYI", "--from", changed(wish, "id: HUAYI", "# x\nid: HUAYI"), "-n"
        )
        assert answer.code == 0, answer.err
        assert f"--- {HUAYI}\n+++ {HUAYI}\n" in answer.out
        assert "\n+# x\n id: HUAYI\n" in answer.out
        assert answer.err == "dry run: nothing was written\n"
        assert (git("rev-parse", "HEAD"), git("status", "--porcelain")) == (before, "")
        assert not Path(".git/pcbsales/edits").exists()

    def test_what_is_wrong_is_said(self, wish: Path, pcbsales: Pcbsales) -> None:
        answer = pcbsales("edit", "HUAYI", "--from", changed(wish, "rep: ", "rep: NOBODY-"), "-n")
        assert answer.code == 1
        assert f"{HUAYI}:" in answer.err
        assert "reference.missing" in answer.err
        changed(wish, "id: HUAYI", "id: [")
        assert pcbsales("edit", "HUAYI", "--from", wish, "-n").code == 1
        assert not Path(".git/pcbsales/edits").exists()

    def test_what_was_typed_is_kept(
        self, wish: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        script = tmp_path / "typist"
        script.write_text(f'#!/bin/sh\ncp "{changed(wish, "id: H", "# y")}" "$1"\n')
        changed(wish, "# yUAYI", "# y\nid: HUAYI")
        script.chmod(0o755)
        monkeypatch.setenv("EDITOR", str(script))
        answer = pcbsales("edit", "HUAYI", "--dry-run")
        assert answer.code == 0, answer.err
        assert "+# y\n" in answer.out
        assert "pcbsales edit HUAYI --resume" in answer.err
        monkeypatch.setenv("EDITOR", "true")
        assert pcbsales("edit", "HUAYI", "--resume").code == 0
        assert HUAYI.read_text("utf-8").count("# y\n") == 1

    def test_json_says_what_would_be_done(self, wish: Path, pcbsales: Pcbsales) -> None:
        changed(wish, "id: HUAYI", "# x\nid: HUAYI")
        answer = pcbsales("edit", "HUAYI", "--from", wish, "-n", "-o", "json")
        assert '"dry_run": true' in answer.out


def test_no_editor_is_taken_from_the_current_folder(
    ledger_folder: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (ledger_folder, ledger_folder / "bin"):
        folder.mkdir(exist_ok=True)
        trap = folder / "ed-of-mine"
        trap.write_text("#!/bin/sh\ntouch ran\n")
        trap.chmod(0o755)
    monkeypatch.setenv("PATH", f".:bin::{os.environ['PATH']}")
    monkeypatch.setenv("EDITOR", "ed-of-mine")
    answer = pcbsales("edit", "HUAYI")
    assert answer.code == 2
    assert "ed-of-mine cannot be started" in answer.err
    assert not (ledger_folder / "ran").exists()
