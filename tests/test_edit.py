"""`pcbsales edit`: a person's own text becomes one commit, or is kept and told what is wrong."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Pcbsales

HUAYI = "ledger/customers/HUAYI.yaml"
KEPT = ".git/pcbsales/edits/customers,HUAYI.yaml"


def git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ledger_folder: Path) -> Path:
    """A real editor: a program that is started on the file and puts there what ``text`` holds."""
    script, text = tmp_path / "my editor", tmp_path / "text"
    script.write_text(f'#!/bin/sh\ncp "{text}" "$2"\necho "$1" > "{tmp_path}/options"\n')
    script.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"'{script}' --wait")
    text.write_text(Path(HUAYI).read_text("utf-8"), "utf-8")
    return text


def written(editor: Path, old: str, new: str) -> str:
    """What the editor will put there: the text with *old* replaced."""
    text = editor.read_text("utf-8")
    assert old in text
    editor.write_text(text.replace(old, new, 1), "utf-8")
    return editor.read_text("utf-8")


def test_what_a_person_wrote_is_committed_to_the_byte(editor: Path, pcbsales: Pcbsales) -> None:
    text = written(
        editor, "id: HUAYI\n", "# ask for Ms Li   \nid:   'HUAYI'   # ours since 2019\n\n"
    )
    answer = pcbsales("edit", "HUAYI")

    assert answer.code == 0, answer.err
    assert "Edit customer HUAYI" in answer.out
    assert Path(HUAYI).read_text("utf-8") == text
    assert git("show", f"HEAD:{HUAYI}") == text.strip()
    assert git("status", "--porcelain") == ""
    assert git("diff", "--name-only", "HEAD~1") == HUAYI
    assert "Action: record.edit\nRecord: customers/HUAYI" in git("log", "-1", "--format=%B")
    assert not Path(KEPT).exists()
    assert (editor.parent / "options").read_text() == "--wait\n"


def test_no_change_is_said_and_makes_no_commit(editor: Path, pcbsales: Pcbsales) -> None:
    before = git("rev-parse", "HEAD")
    answer = pcbsales("edit", "HUAYI")
    assert (answer.code, answer.out, answer.err) == (0, "", "nothing was changed\n")
    assert git("rev-parse", "HEAD") == before
    assert not Path(KEPT).exists()


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            "id: HUAYI",
            "id: &x HUAYI",
            f"{HUAYI}:1: yaml.alias: anchors and aliases are not allowed",
        ),
        ("id: HUAYI", "id: HUAXI", f"{HUAYI}:1: record.id: an id never changes: write HUAYI again"),
        ("id: HUAYI", "id: HUAYI\nnaem: x", f"{HUAYI}:2: field.unknown: naem: there is no such"),
        ("rep: ", "rep: NOBODY-", f"{HUAYI}:"),
    ],
)
def test_what_is_wrong_is_said_by_line_and_the_text_is_kept(
    editor: Path, pcbsales: Pcbsales, old: str, new: str, finding: str
) -> None:
    before = git("rev-parse", "HEAD")
    text = written(editor, old, new)
    answer = pcbsales("edit", "HUAYI")

    assert answer.code == 1
    assert finding in answer.err
    assert "Traceback" not in answer.err
    assert f"your text is kept in {Path(KEPT).absolute()}" in answer.err
    assert "pcbsales edit HUAYI --resume" in answer.err
    assert Path(KEPT).read_text("utf-8") == text
    assert git("rev-parse", "HEAD") == before
    assert git("status", "--porcelain") == ""


def test_a_kept_text_is_gone_on_with(editor: Path, pcbsales: Pcbsales) -> None:
    wrong = written(editor, "id: HUAYI", "# mine\nid: HUAYI\nnaem: x")
    assert pcbsales("edit", "HUAYI").code == 1

    again = pcbsales("edit", "HUAYI")
    assert again.code == 1
    assert "a text of HUAYI is kept from before" in again.err
    assert Path(KEPT).read_text("utf-8") == wrong

    text = written(editor, "\nnaem: x", "")
    assert pcbsales("edit", "HUAYI", "--resume").code == 0
    assert Path(HUAYI).read_text("utf-8") == text
    assert "no text of HUAYI is kept" in pcbsales("edit", "HUAYI", "--resume").err


def test_a_record_changed_meanwhile_is_a_conflict_and_the_text_is_kept(
    editor: Path, pcbsales: Pcbsales, tmp_path: Path
) -> None:
    text = written(editor, "id: HUAYI", "# mine\nid: HUAYI\nnaem: x")
    assert pcbsales("edit", "HUAYI").code == 1
    other = tmp_path / "other.yaml"
    other.write_text("# theirs\n" + Path(HUAYI).read_text("utf-8"), "utf-8")
    git("config", "--local", "--list")
    Path(HUAYI).write_text(other.read_text("utf-8"), "utf-8")
    git("commit", "--quiet", "-am", "meanwhile")
    mine = written(editor, "\nnaem: x", "")

    answer = pcbsales("edit", "HUAYI", "--resume")
    assert answer.code == 4
    assert "was changed meanwhile" in answer.err
    assert Path(KEPT).read_text("utf-8") == mine != text
    assert Path(HUAYI).read_text("utf-8").startswith("# theirs")


def test_a_text_is_taken_from_a_file_or_from_standard_input(
    ledger_folder: Path, pcbsales: Pcbsales, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    new = tmp_path / "new.yaml"
    new.write_text("# from a script\n" + Path(HUAYI).read_text("utf-8"), "utf-8")
    assert pcbsales("edit", "HUAYI", "--from", new).code == 0
    assert Path(HUAYI).read_text("utf-8") == new.read_text("utf-8")

    piped = subprocess.run(
        [sys.executable, "-m", "pcbsales", "edit", "HUAYI", "--from", "-"],
        input=b"# by a pipe\n" + new.read_bytes(),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    assert piped.returncode == 0, piped.stderr
    assert Path(HUAYI).read_bytes().startswith(b"# by a pipe\n# from a script\n")


@pytest.mark.parametrize(
    ("record_id", "advice"),
    [
        ("INV-2026-00042", "correct it by a credit note"),
        ("PAY-2026-00042", "correct it by an allocation"),
        ("CN-2026-00001", "correct it by an invoice"),
        ("AL-2026-00001", "correct it by a later allocation"),
    ],
)
def test_facts_are_not_edited(
    editor: Path, pcbsales: Pcbsales, record_id: str, advice: str
) -> None:
    answer = pcbsales("edit", record_id)
    assert answer.code == 1
    assert "record.fact: " in answer.err
    assert advice in answer.err
    assert not Path(".git/pcbsales/edits").exists()


def test_a_damaged_fact_is_put_back(
    ledger_folder: Path, pcbsales: Pcbsales, tmp_path: Path
) -> None:
    path = next(Path("ledger/invoices").glob("**/INV-2026-00042.yaml"))
    path.write_text("id: [", "utf-8")
    answer = pcbsales("edit", "INV-2026-00042")
    assert answer.code == 1
    assert f"put it back: git restore {path}" in answer.err


def test_events_are_only_added(ledger_folder: Path, pcbsales: Pcbsales, tmp_path: Path) -> None:
    path = next(Path("ledger/quotes").glob("**/Q-2026-00001.yaml"))
    text = path.read_text("utf-8")
    new = tmp_path / "new.yaml"
    line = text[: text.index("kind: new")].count("\n") - 1
    new.write_text(text.replace("    kind: new\n", "    kind: sent\n", 1), "utf-8")

    answer = pcbsales("edit", "Q-2026-00001", "--from", new)
    assert answer.code == 1
    assert f"{path}:{line}: record.events: what has happened stays" in answer.err

    start = text.index("events:\n")
    more = "  - at: 2026-10-30T10:00:00+08:00\n    by: ZHOU\n    kind: sent\n"
    end = text.index("\n", text.rindex("    kind: ")) + 1
    assert start < end
    new.write_text(text[:end] + more + text[end:], "utf-8")
    assert pcbsales("edit", "Q-2026-00001", "--from", new).code in {0, 1}


def test_a_hand_edit_is_where_the_edit_begins_and_goes_along(
    editor: Path, pcbsales: Pcbsales
) -> None:
    Path(HUAYI).write_text("# by hand\n" + Path(HUAYI).read_text("utf-8"), "utf-8")
    other = Path("ledger/customers/XINGHE.yaml")
    other.write_text("# by hand too\n" + other.read_text("utf-8"), "utf-8")
    editor.write_text("# and more\n" + Path(HUAYI).read_text("utf-8"), "utf-8")

    answer = pcbsales("edit", "HUAYI")
    assert answer.code == 0, answer.err
    assert f"{HUAYI} has changes that are not committed: they are part of this edit" in answer.err
    assert f"so it does not count here: {other}\n" in answer.err
    assert git("show", f"HEAD:{HUAYI}").startswith("# and more\n# by hand\n")
    assert git("status", "--porcelain") == f"M {other}"


def test_a_damaged_file_can_be_edited(editor: Path, pcbsales: Pcbsales) -> None:
    good = Path(HUAYI).read_text("utf-8")
    Path(HUAYI).write_text("id: HUAYI\nname: [\n", "utf-8")
    editor.write_text("# mended\n" + good, "utf-8")
    answer = pcbsales("edit", "HUAYI")
    assert answer.code == 0, answer.err
    assert Path(HUAYI).read_text("utf-8") == "# mended\n" + good
    assert pcbsales("show", "HUAYI").code == 0


def test_tails_name_records_and_what_is_ambiguous_lists_them(
    ledger_folder: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    ambiguous = pcbsales("edit", "42")
    assert ambiguous.code == 2
    assert "is ambiguous" in ambiguous.err
    assert "there is no record NOBODY" in pcbsales("edit", "NOBODY").err
    assert "nothing was changed" in pcbsales("edit", "HY-4410").err
    assert "nothing was changed" in pcbsales("edit", "q-2026-00001").err


def test_an_editor_that_fails_or_is_none_records_nothing(
    ledger_folder: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("EDITOR", "false")
    failed = pcbsales("edit", "HUAYI")
    assert failed.code == 1
    assert "the editor ended with 1" in failed.err
    Path(KEPT).unlink()
    monkeypatch.setenv("EDITOR", "no-such-program")
    assert "no-such-program cannot be started" in pcbsales("edit", "HUAYI").err
    Path(KEPT).unlink()
    monkeypatch.delenv("EDITOR")
    assert "no editor is set" in pcbsales("edit", "HUAYI").err


def test_the_editor_of_one_s_own_git_is_used_never_the_ledger_s(
    editor: Path, pcbsales: Pcbsales, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = os.environ["EDITOR"]
    monkeypatch.delenv("EDITOR")
    git("config", "--global", "core.editor", command)
    try:
        text = written(editor, "id: HUAYI", "# by git's editor\nid: HUAYI")
        assert pcbsales("edit", "HUAYI").code == 0
        assert Path(HUAYI).read_text("utf-8") == text
    finally:
        git("config", "--global", "--unset", "core.editor")


def test_only_a_terminal_is_asked_whether_to_edit_again(editor: Path, tmp_path: Path) -> None:
    written(editor, "id: HUAYI", "id: HUAYI\nnaem: x")
    script = tmp_path / "my editor"
    script.write_text(
        f'#!/bin/sh\nif [ -e "{tmp_path}/twice" ]; then sed -i /naem/d "$2"; exit; fi\n'
        f'touch "{tmp_path}/twice"\ncp "{editor}" "$2"\n'
    )
    ours, theirs = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, "-m", "pcbsales", "edit", "HUAYI"],
        stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, b"y\n")
    shown = b""
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
    except OSError:
        pass
    assert started.wait(60) == 0, shown.decode()
    assert "edit it again?" in shown.decode()
    assert not Path(KEPT).exists()
