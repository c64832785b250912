"""backup and upgrade as they are typed."""

import json
import subprocess
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from pcbsales.store import format as formats
from pcbsales.store.keeping import upgrading
from pcbsales.store.keeping.upgrading import Tree, UpgradeStep
from tests.conftest import Pcbsales


def test_a_backup_is_proven_before_it_counts(
    ledger_folder: Path, pcbsales: Pcbsales, tmp_path: Path
) -> None:
    file = tmp_path / "b.tar"
    answer = pcbsales("backup", file, "-o", "json")
    assert (answer.code, answer.err) == (0, "")
    told = json.loads(answer.out)
    assert told["sha256"] == sha256(file.read_bytes()).hexdigest()
    assert told["records"] == len(list((ledger_folder / "ledger").rglob("*.yaml")))
    assert told["counts"]["customer"] == 12
    assert told["unreadable"] == []
    verified = pcbsales("backup", "verify", file, "-o", "json")
    assert json.loads(verified.out) == told
    again = pcbsales("backup", file)
    assert (again.code, "never replaces" in again.err) == (1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar", "ledger"]


def test_cron_hears_nothing_when_all_is_well(
    ledger_folder: Path, pcbsales: Pcbsales, tmp_path: Path
) -> None:
    answer = pcbsales("backup", tmp_path / "b.tar", "--quiet")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    (ledger_folder / "ledger/customers/HUAYI.yaml").write_text("id: [\n")
    subprocess.run(["git", "commit", "-qam", "broken"], check=True)
    answer = pcbsales("backup", tmp_path / "c.tar", "--quiet")
    assert (answer.code, answer.out) == (0, "")
    assert "nobody can read these records: ledger/customers/HUAYI.yaml" in answer.err


def test_a_backup_is_restored_into_a_ledger_that_works(
    ledger_folder: Path, pcbsales: Pcbsales, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ledger_folder / "ledger/customers/NEW.yaml").write_text("id: NEW\n")
    assert pcbsales("backup", "../b.tar").code == 0
    answer = pcbsales("backup", "restore", "../b.tar", "../new")
    assert answer.code == 0
    assert "lies apart in ../new-uncommitted" in answer.err
    assert "pcbsales station add LETTER" in answer.err
    assert (tmp_path / "new-uncommitted/ledger/customers/NEW.yaml").exists()
    monkeypatch.chdir(tmp_path / "new")
    subprocess.run(["git", "config", "user.email", "mei.lin@penglan.example"], check=True)
    subprocess.run(["git", "config", "user.name", "Lin Mei"], check=True)
    assert pcbsales("check").code == 0
    assert pcbsales("note", "HUAYI", "from the backup").code == 0
    refused = pcbsales("copy", "Q-2026-00001")
    assert (refused.code, "station" in refused.err) == (4, True)
    monkeypatch.chdir(ledger_folder)
    told = json.loads(pcbsales("backup", "restore", "../b.tar", "../third", "-o", "json").out)
    assert (told["folder"], told["apart"], told["station"]) == (
        "../third", "../third-uncommitted", None,
    )  # fmt: skip
    assert told["next"] == "cd ../third && pcbsales station add LETTER"
    assert told["records"] == sum(told["counts"].values()) > 0
    assert pcbsales("backup", "restore", "../b.tar", "../same", "--same-station", "-q").err == ""
    monkeypatch.chdir(tmp_path / "same")
    subprocess.run(["git", "config", "user.email", "mei.lin@penglan.example"], check=True)
    subprocess.run(["git", "config", "user.name", "Lin Mei"], check=True)
    assert pcbsales("copy", "Q-2026-00001").code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("restore", "nowhere.tar", "new"), 1, "nowhere.tar cannot be read"),
        (("verify", "ledger/FORMAT"), 1, "is no backup"),
        (("verify", "templates"), 1, "cannot be read"),
        (("restore", "x"), 2, "expected: backup FILE"),
        (("verify", "a", "b"), 2, "expected: backup FILE"),
        (("a", "b"), 2, "expected: backup FILE"),
        (("x.tar", "--same-station"), 2, "backup restore FILE FOLDER"),
        (("../absent/x.tar",), 5, "nothing is left of it"),
        (("ledger/x.tar",), 2, "keep a backup outside"),
        ((".git/x.tar",), 2, "keep a backup outside"),
    ],
)
def test_what_cannot_be_saved_says_why(
    words: tuple[str, ...], code: int, said: str, ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    answer = pcbsales("backup", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_there_is_nothing_to_upgrade(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("upgrade")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == "format 1: there is nothing to upgrade\n"


@pytest.fixture
def next_format(ledger_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger as a program of the next format, in which every customer bears a tag, meets it."""

    def tagged(folder: str, tree: Tree) -> Tree:
        return {**tree, "tags": ["upgraded"]} if folder == "customers" else tree

    step = UpgradeStep(1, "every customer bears a tag", tagged)
    monkeypatch.setattr(
        upgrading, "plan_upgrade", partial(upgrading.plan_upgrade, steps=(step,), to=2)
    )
    monkeypatch.setattr(formats, "FORMAT_VERSION", 2)
    return ledger_folder


def test_an_upgrade_as_the_next_format_will_have_one(next_format: Path, pcbsales: Pcbsales) -> None:
    refused = pcbsales("customer", "list")
    assert (refused.code, "bring it forward with: pcbsales upgrade" in refused.err) == (4, True)
    planned = json.loads(pcbsales("upgrade", "-n", "-o", "json").out)
    assert (planned["from"], planned["to"], len(planned["files"])) == (1, 2, 13)
    assert (next_format / "ledger/FORMAT").read_text().startswith("format: 1\n")
    assert pcbsales("upgrade").code == 0
    customers = json.loads(pcbsales("customer", "list", "-o", "json").out)
    assert {tuple(customer["tags"]) for customer in customers} == {("upgraded",)}
    newest, _ = json.loads(pcbsales("log", "-o", "json").out)
    assert (newest["actor"], newest["action"]) == ("LIN", "ledger.upgrade")


def test_an_upgrade_answers_scripts(next_format: Path, pcbsales: Pcbsales) -> None:
    told = json.loads(pcbsales("upgrade", "-o", "json").out)
    git = ("git", "-C", str(next_format), "rev-parse", "HEAD")
    assert told["commit"] == subprocess.check_output(git, text=True).strip()
    assert (told["from"], told["to"], len(told["steps"])) == (1, 2, 1)
    again = json.loads(pcbsales("upgrade", "-o", "json").out)
    assert (again["steps"], again["commit"]) == ([], None)


def test_an_upgrade_by_somebody_who_signs_is_signed(next_format: Path, pcbsales: Pcbsales) -> None:
    staff = next_format / "ledger/staff/LIN.yaml"
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJfYjv1mS2hDd0tJrZ0WmYyCzQe4Q6cVb0Y6Yk3pJm1X"
    staff.write_text(f"{staff.read_text()}signing_key: {key}\n")
    git = ("git", "-C", str(next_format))
    subprocess.run((*git, "commit", "-qam", "LIN signs"), check=True)
    answer = pcbsales("upgrade")
    assert (answer.code, "git knows none to sign with" in answer.err) == (4, True)
    assert (next_format / "ledger/FORMAT").read_text().startswith("format: 1\n")


def test_a_newer_ledger_is_neither_read_nor_written(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    (ledger_folder / "ledger/FORMAT").write_text("format: 2\nzone: Asia/Shanghai\n")
    subprocess.run(["git", "commit", "-qam", "newer"], check=True)
    for words in (("customer", "list"), ("note", "HUAYI", "x"), ("upgrade",), ("log",)):
        answer = pcbsales(*words)
        assert (answer.code, "install a newer pcbsales" in answer.err) == (4, True), words
