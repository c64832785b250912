"""Fixtures of the whole program: the sample ledger in a repository of its own, and the commands."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeAlias

import pytest

from pcbsales.cli import run

REPOSITORY = Path(__file__).parents[1]
#: The day that tests and examples run on; the sample ledger ends shortly before it.
TODAY = "2026-10-31"


#: Whether a missing judge fails the tests (make test-all) instead of skipping them.
_JUDGES_REQUIRED = os.environ.get("PCBSALES_JUDGES") == "required"


def require_judge(program: str) -> None:
    """Skip the test where *program* is not installed; fail it where judges are required."""
    if not shutil.which(program):
        cannot_judge(f"{program} is not installed")


def cannot_judge(reason: str) -> NoReturn:
    """Skip the test for *reason*; fail it where judges are required."""
    if _JUDGES_REQUIRED:
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Pcbsales: TypeAlias = Callable[..., Answer]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of a person whom git knows."""
    folder = tmp_path_factory.mktemp("home")
    (folder / ".gitconfig").write_text("[user]\n\tname = Test\n\temail = test@example.com\n")
    return folder


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """No setting of whoever runs the tests reaches them."""
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    for name in [name for name in os.environ if name.startswith(("PCBSALES_", "GIT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PCBSALES_TODAY", TODAY)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample ledger as ``init --sample`` makes it; copied, never changed."""
    folder = tmp_path_factory.mktemp("pristine") / "ledger"
    assert run(["init", str(folder), "--sample"]) == 0
    return folder


@pytest.fixture
def ledger_folder(pristine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sample ledger to work in, as the current folder."""
    folder = tmp_path / "ledger"
    shutil.copytree(pristine, folder, symlinks=True)
    (folder / ".git/pcbsales/place").unlink()  # else it would rightly pass for a copy
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def pcbsales(capsys: pytest.CaptureFixture[str]) -> Iterator[Pcbsales]:
    """Run the program as a user does, in this process."""

    def call(*arguments: object) -> Answer:
        capsys.readouterr()
        code = run([str(word) for word in arguments])
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return call  # type: ignore[return-value]
