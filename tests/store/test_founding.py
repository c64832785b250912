"""Founding a ledger: killed anywhere and repeated, it is there; whatever else lies there stays."""

import fcntl
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from pcbsales.kernel.errors import LedgerConflictError, LedgerWriteError, RefusedError
from pcbsales.store.git.program import Git, Identity
from pcbsales.store.keeping import founding
from tests.conftest import REPOSITORY, Pcbsales

LIN = Identity("Lin Mei", "lin@example.com")
WORKSHOP = ".pcbsales-init"
#: Founds a ledger and kills itself before the call of the given number.
KILLED = """
import os, sys, itertools
from pathlib import Path
from pcbsales.store.git.program import Git, Identity
from pcbsales.store.keeping import founding
calls, last = itertools.count(1), int(sys.argv[2])
def counted(function):
    def call(*words, **named):
        if next(calls) == last:
            os.kill(os.getpid(), 9)
        return function(*words, **named)
    return call
for owner, name in ((Path, "mkdir"), (Path, "rename"), (Git, "run"), (founding.shutil, "rmtree")):
    setattr(owner, name, counted(getattr(owner, name)))
founding.found(Path(sys.argv[1]), author=Identity("A", "a@b.cc"), actor="a@b.cc")
"""


def found(folder: Path) -> str:
    return founding.found(folder, author=LIN, actor="LIN")


def names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


@pytest.mark.parametrize("there_before", [False, True])
def test_killed_anywhere_it_can_be_repeated(tmp_path: Path, *, there_before: bool) -> None:
    kills = 0
    for step in range(1, 40):
        folder = tmp_path / f"desk-{step}"
        if there_before:
            folder.mkdir()
        words = [sys.executable, "-c", KILLED, str(folder), str(step)]
        done = subprocess.run(words, check=False, env={**os.environ, "PYTHONPATH": str(REPOSITORY)})
        if done.returncode == 0:
            break
        kills += 1
        assert done.returncode == -9
        commit = found(folder)
        assert names(folder) == {"ledger", "templates", ".git", ".gitignore"}
        assert Git(folder).head() == commit
        assert Git(folder).text("status", "--porcelain") == ""
        assert (folder / ".git/pcbsales/station").read_text() == "\n"
    assert kills >= 12


@pytest.mark.parametrize("left", [("letter.txt",), (WORKSHOP, "letter.txt"), ("ledger",)])
def test_what_somebody_else_put_there_stays(tmp_path: Path, left: tuple[str, ...]) -> None:
    for name in left:
        (tmp_path / name).mkdir()
    with pytest.raises(RefusedError, match="is not empty"):
        found(tmp_path)
    assert names(tmp_path) == set(left)


def test_a_file_or_a_dead_link_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("file", "link"):
        with pytest.raises(RefusedError, match="is not empty"):
            found(tmp_path / name)


def test_an_error_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(founding, "_first_commit", full)
    (tmp_path / "empty").mkdir()
    for name in ("new", "empty"):
        with pytest.raises(LedgerWriteError, match="No space left"):
            found(tmp_path / name)
    assert names(tmp_path) == {"empty"}
    assert names(tmp_path / "empty") == set()


def test_a_full_disk_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: str, target: str, **_: object) -> None:
        raise OSError(28, os.strerror(28), source, None, target)

    monkeypatch.setattr(shutil, "copytree", partial(shutil.copytree, copy_function=full))
    sample = REPOSITORY / "ledger" / "staff"
    with pytest.raises(LedgerWriteError) as caught:
        founding.found(tmp_path / "new", author=LIN, actor="LIN", sample=sample)
    assert str(caught.value).count("No space left") == 1
    assert not (tmp_path / "new").exists()


def test_two_at_once(tmp_path: Path) -> None:
    (tmp_path / WORKSHOP).mkdir()
    handle = os.open(tmp_path / WORKSHOP, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(LedgerConflictError, match="somebody else"):
        found(tmp_path)
    os.close(handle)
    assert found(tmp_path)


def test_the_current_folder_stays_the_current_one(
    tmp_path: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = Path().stat().st_ino
    assert pcbsales("init", "--sample").code == 0
    assert Path().stat().st_ino == before
    assert pcbsales("customer", "list").code == 0
