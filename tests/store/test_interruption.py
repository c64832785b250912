"""Signals during a write: before its commit point nothing happened, after it all of it did."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pcbsales.kernel.errors import InterruptedWriteError, LedgerConflictError, LedgerWriteError
from pcbsales.store.git.program import Git, GitError
from pcbsales.store.ledger import Ledger
from pcbsales.store.writing.interruption import interruptible
from tests.store.conftest import CATALOGUE, Thing, add, git, save

ONE = "ledger/things/2026/000/T-2026-00001.yaml"
REPOSITORY = Path(__file__).parents[2]


def thing() -> Thing:
    return Thing(id="T-2026-00001", name="thing")


def at_git(
    monkeypatch: pytest.MonkeyPatch, command: str, act: Callable[[], None], *, after: bool = False
) -> None:
    """Do *act* when git is called for *command*, before it runs or after."""
    real = Git.run

    def run(self: Git, *arguments: str, **options: object) -> bytes:
        if command in arguments and not after:
            act()
        answer = real(self, *arguments, **options)  # type: ignore[arg-type]
        if command in arguments and after:
            act()
        return answer

    monkeypatch.setattr(Git, "run", run)


def interrupt(number: int) -> Callable[[], None]:
    return lambda: os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("command", ["hash-object", "tree", "commit-tree", "--index-info"])
def test_a_signal_before_the_commit_point_undoes_the_write(
    ledger: Ledger, root: Path, monkeypatch: pytest.MonkeyPatch, number: int, command: str
) -> None:
    before = git(root, "rev-parse", "HEAD")
    at_git(monkeypatch, command, interrupt(number))

    with pytest.raises(InterruptedWriteError) as ended:
        save(ledger, add(thing()))

    assert ended.value.exit_code == 128 + number
    assert git(root, "rev-parse", "HEAD") == before
    assert git(root, "status", "--porcelain") == ""
    assert not (root / "ledger/things").exists()
    assert sorted(p.name for p in (root / ".git/pcbsales").iterdir()) == [
        "lock",
        "place",
        "queue",
        "station",
    ]
    assert not (root / ".git/index.lock").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize(
    ("command", "after"), [("update-ref", False), ("update-ref", True), ("add", False)]
)
def test_a_signal_at_the_commit_point_or_after_it_waits(
    ledger: Ledger,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    number: int,
    command: str,
    after: bool,
) -> None:
    at_git(monkeypatch, command, interrupt(number), after=after)
    saved = save(ledger, add(thing()))
    assert saved.warning == ""
    assert git(root, "rev-parse", "HEAD").strip() == saved.commit
    assert git(root, "status", "--porcelain") == ""


def test_handlers_are_put_back_and_an_ignored_signal_stays_ignored() -> None:
    before = signal.getsignal(signal.SIGTERM)
    hung_up = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interruptible():
            os.kill(os.getpid(), signal.SIGHUP)
            assert signal.getsignal(signal.SIGTERM) != before
        assert signal.getsignal(signal.SIGTERM) == before
    finally:
        signal.signal(signal.SIGHUP, hung_up)


def test_ctrl_c_does_not_reach_git_under_the_lock(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal sends it to the whole group of processes in front."""
    groups: set[int] = set()
    real = Git.run

    def run(self: Git, *arguments: str, **options: object) -> bytes:
        if self.inherited:
            with self.start("version") as child:
                groups.add(os.getpgid(child.pid))
        return real(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "run", run)
    save(ledger, add(thing()))
    assert groups
    assert os.getpgid(0) not in groups


def test_an_error_of_update_ref_counts_only_where_head_did_not_move(
    ledger: Ledger, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise GitError(("update-ref",), "killed")

    at_git(monkeypatch, "update-ref", fail, after=True)
    saved = save(ledger, add(thing()))
    assert git(root, "rev-parse", "HEAD").strip() == saved.commit
    assert (root / ONE).exists()


def test_where_nobody_can_tell_the_next_command_does(
    ledger: Ledger, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        monkeypatch.setattr(Git, "head", lost)
        raise GitError(("update-ref",), "killed")

    def lost(_: Git) -> str:
        raise GitError(("rev-parse",), "no memory")

    at_git(monkeypatch, "update-ref", fail, after=True)
    with pytest.raises(LedgerWriteError, match="it is not known whether this was written"):
        save(ledger, add(thing()))
    monkeypatch.undo()

    assert Ledger(root, CATALOGUE).state().get(Thing, "T-2026-00001") == thing()
    assert git(root, "status", "--porcelain") == ""


def test_what_goes_wrong_after_the_commit_point_is_a_warning(
    ledger: Ledger, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError(28, "No space left on device")

    at_git(monkeypatch, "add", fail)
    saved = save(ledger, add(thing()))
    assert "No space left" in saved.warning
    monkeypatch.undo()

    assert (root / ".git/pcbsales/journal").exists()
    assert Ledger(root, CATALOGUE).state().get(Thing, "T-2026-00001") == thing()
    assert git(root, "status", "--porcelain") == ""
    assert not (root / ".git/pcbsales/journal").exists()


def test_a_branch_moved_by_somebody_else_is_a_conflict(
    ledger: Ledger, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Git.run

    def run(self: Git, *arguments: str, **options: object) -> bytes:
        if "update-ref" in arguments:
            tree = git(root, "rev-parse", "HEAD^{tree}").strip()
            other = git(root, "-c", "user.name=x", "-c", "user.email=x@example.com",
                        "commit-tree", "-p", "HEAD", "-m", "mine", tree).strip()  # fmt: skip
            git(root, "update-ref", "HEAD", other)
        return real(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "run", run)
    with pytest.raises(Exception, match="the branch was moved by another git command"):
        save(ledger, add(thing()))
    assert git(root, "log", "-1", "--format=%s").strip() == "mine"
    assert git(root, "status", "--porcelain") == ""


SLEEPER = """
import os, sys, time
from pathlib import Path
from pcbsales.store.git.program import Git
from pcbsales.store.ledger import Ledger
from tests.store.conftest import CATALOGUE, Thing, add, save
real = Git.run
def run(self, *arguments, **options):
    answer = real(self, *arguments, **options)
    if sys.argv[2] in arguments:
        print("there", flush=True)
        time.sleep(30)
    return answer
Git.run = run
save(Ledger(Path(sys.argv[1]), CATALOGUE), add(Thing(id="T-2026-00001", name="thing")))
"""


@pytest.mark.parametrize(("step", "written"), [("commit-tree", False), ("update-ref", True)])
def test_a_killed_write_is_forgotten_or_finished_by_a_reader(
    root: Path,
    step: str,
    written: bool,
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLEEPER, str(root), step],
        stdout=subprocess.PIPE, text=True, cwd=REPOSITORY,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "there\n"
    process.kill()
    process.wait()

    found = Ledger(root, CATALOGUE).state().get(Thing, "T-2026-00001")

    assert (found is not None) == written
    assert git(root, "status", "--porcelain") == ""


def test_a_reader_waits_for_a_write_that_puts_its_files_in_place(root: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLEEPER.replace("30", "0.7"), str(root), "update-ref"],
        stdout=subprocess.PIPE, text=True, cwd=REPOSITORY,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "there\n"
    started = time.monotonic()
    assert Ledger(root, CATALOGUE).state().get(Thing, "T-2026-00001") == thing()
    assert time.monotonic() - started > 0.4
    assert process.wait() == 0


def test_a_write_that_begins_between_two_looks_is_waited_for(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[str]] = []
    real = Ledger._finish_interrupted_write

    def then_somebody_writes(ledger: Ledger) -> None:
        real(ledger)
        if not begun:
            process = subprocess.Popen(
                [sys.executable, "-c", SLEEPER.replace("30", "0.7"), str(root), "update-ref"],
                stdout=subprocess.PIPE, text=True, cwd=REPOSITORY,
            )  # fmt: skip
            begun.append(process)
            assert process.stdout
            assert process.stdout.readline() == "there\n"

    monkeypatch.setattr(Ledger, "_finish_interrupted_write", then_somebody_writes)
    assert Ledger(root, CATALOGUE).state().get(Thing, "T-2026-00001") == thing()
    assert begun[0].wait() == 0


def killed_at_update_ref(root: Path) -> str:
    """A write whose process was killed before its branch moved; the commit it was to become."""
    process = subprocess.Popen(
        [sys.executable, "-c", SLEEPER, str(root), "update-ref"],
        stdout=subprocess.PIPE, text=True, cwd=REPOSITORY,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "there\n"
    process.kill()
    process.wait()
    return str(json.loads((root / ".git/pcbsales/journal").read_text())["new"])


#: What a kill leaves of git's lock on a branch that is to become a commit, and a power loss.
LEFT: dict[str, Callable[[str], str]] = {
    "empty": lambda _: "",
    "without its line break": lambda new: new,
    "whole": lambda new: f"{new}\n",
    "torn": lambda new: new[:17],
    "zeros": lambda new: "\0" * len(new),
    "zeros and a line break": lambda new: "\0" * len(new) + "\n",
    "zeros for the rest": lambda new: new[:8] + "\0" * 33,
}


@pytest.mark.parametrize("left", LEFT)
def test_locks_that_an_update_ref_of_ours_left_are_taken_away(root: Path, left: str) -> None:
    new = killed_at_update_ref(root)
    (root / ".git/refs/heads/main.lock").write_text(LEFT[left](new))
    (root / ".git/HEAD.lock").touch()

    assert Ledger(root, CATALOGUE).state().get(Thing, "T-2026-00001") == thing()
    assert not (root / ".git/refs/heads/main.lock").exists()
    assert not (root / ".git/HEAD.lock").exists()


FOREIGN: dict[str, Callable[[str], str]] = {
    "another commit": lambda new: f"{new[::-1]}\n",
    "torn, another commit": lambda new: f"{new[:16]}{'0' if new[16] != '0' else '1'}",
    "longer": lambda new: f"{new}\n\n",
}


@pytest.mark.parametrize("content", FOREIGN)
def test_a_lock_for_another_commit_is_somebody_else_s(root: Path, content: str) -> None:
    lock = root / ".git/refs/heads/main.lock"
    new = killed_at_update_ref(root)
    lock.write_text(FOREIGN[content](new))

    assert Ledger(root, CATALOGUE).state().get(Thing, "T-2026-00001") == thing()
    assert lock.read_text() == FOREIGN[content](new)


@pytest.mark.parametrize("fails", [True, False])
def test_a_lock_on_head_that_git_left_after_it_moved_the_branch_is_taken_away(
    ledger: Ledger, root: Path, monkeypatch: pytest.MonkeyPatch, *, fails: bool
) -> None:
    def leave() -> None:
        (root / ".git/HEAD.lock").touch()
        if fails:
            raise GitError(("update-ref",), "killed", -9)

    with monkeypatch.context() as patched:
        at_git(patched, "update-ref", leave, after=True)
        saved = save(ledger, add(thing()))

    assert saved.warning == ""
    assert not (root / ".git/HEAD.lock").exists()
    assert not (root / ".git/pcbsales/journal").exists()


def test_where_that_cannot_be_told_the_journal_stays_for_the_next_command(
    ledger: Ledger, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise GitError(("symbolic-ref",), "fatal: unable to read .git/config", 128)

    with monkeypatch.context() as patched:
        at_git(patched, "update-ref", (root / ".git/HEAD.lock").touch, after=True)
        at_git(patched, "symbolic-ref", fail)
        assert "unable to read" in save(ledger, add(thing())).warning

    assert (root / ".git/pcbsales/journal").exists()
    assert Ledger(root, CATALOGUE).state().get(Thing, "T-2026-00001") == thing()
    assert not (root / ".git/HEAD.lock").exists()
    assert not (root / ".git/pcbsales/journal").exists()


def test_a_journal_stays_where_git_cannot_say_which_branch_has_a_lock(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at_update_ref(root)
    (root / ".git/refs/heads/main.lock").touch()

    def fail() -> None:
        raise GitError(("symbolic-ref",), "fatal: unable to read .git/config", 128)

    with monkeypatch.context() as patched:
        at_git(patched, "symbolic-ref", fail)
        with pytest.raises(LedgerConflictError, match="could not be finished"):
            Ledger(root, CATALOGUE).state()
    assert (root / ".git/pcbsales/journal").exists()
    assert Ledger(root, CATALOGUE).state().get(Thing, "T-2026-00001") == thing()
    assert not (root / ".git/pcbsales/journal").exists()
    assert not (root / ".git/refs/heads/main.lock").exists()
