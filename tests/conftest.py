"""Fixtures of the whole program: the sample ledger in a repository of its own, and the commands."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from pcbsales.cli import run
from tests.judges import REQUIRED, NoJudges, missing
from tests.ledger_copies import copied, founded

REPOSITORY = Path(__file__).parents[1]
#: The day that tests and examples run on; the sample ledger ends shortly before it.
TODAY = "2026-10-31"


_NO_JUDGES = pytest.StashKey[NoJudges]()


def pytest_configure(config: pytest.Config) -> None:
    """Where judges are required, begin nothing without them."""
    if REQUIRED and (absent := missing()):
        raise pytest.UsageError(f"judges that are not installed: {', '.join(absent)}")
    config.stash[_NO_JUDGES] = NoJudges()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _NO_JUDGES in config.stash:
        config.stash[_NO_JUDGES].forget()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[Any]:
    """Let who is not marked find no judge, in fixtures either."""
    if item.get_closest_marker("judges"):
        return (yield)
    with item.config.stash[_NO_JUDGES].found():
        return (yield)


@pytest.fixture
def no_judges(request: pytest.FixtureRequest) -> NoJudges:
    """What notes who asks a judge without being marked."""
    return request.config.stash[_NO_JUDGES]


@pytest.fixture(autouse=True)
def _asks_no_judge(no_judges: NoJudges) -> Iterator[None]:
    """Fail who asks one without being marked."""
    yield
    if asked := no_judges.asked():
        pytest.fail(f"who asks {', '.join(asked)} is to be marked: pytest.mark.judges")


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
    """The sample ledger as ``init --sample`` makes it, read once; copied, never changed."""
    folder = tmp_path_factory.mktemp("pristine") / "ledger"
    return founded(folder)


@pytest.fixture
def ledger_folder(pristine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sample ledger to work in, as the current folder."""
    folder = copied(pristine, tmp_path / "ledger")
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
