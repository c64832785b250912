"""Every odd state: what reading and writing answer, nothing run, nothing swept in, no third state.

``python -m scripts.reference`` makes docs/odd-states.md from the same table.
"""

import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, TODAY, Answer, Pcbsales
from tests.store.odd_states.scene import (
    ADDED,
    EDITED,
    READING,
    STAGED,
    WRITING,
    Scene,
    plain_git,
    small_ledger,
)
from tests.store.odd_states.state import Answer as Expected
from tests.store.odd_states.state import OddState
from tests.store.odd_states.table import STATES

_NOT_COUNTED = "not committed yet, so it does not count here: "
_PATIENCE_SECONDS = 60
_CHILD = """
import os, resource, sys
closed = os.environ.get("ODD_CLOSED", "").split()
if size := int(os.environ.get("ODD_FILE_SIZE", "0")):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
for descriptor in map(int, closed):
    os.close(descriptor)
words = [sys.executable, "-m", "pcbsales", *sys.argv[1:]]
if os.geteuid() == 0:
    # Who may write everywhere would see nothing of a folder that is shut.
    words = ["setpriv", "--inh-caps=-all", "--bounding-set=-all", *words]
os.execvp(words[0], words)
"""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "ledger"
    small_ledger(folder)
    return folder


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Nothing may wait for ever: a pipe, a lock, a question."""
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(_PATIENCE_SECONDS)
    yield
    signal.alarm(0)


def _give_up(*_: object) -> None:
    raise TimeoutError("the command waits for ever")


@pytest.fixture
def scene(original: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    folder = Path(tempfile.mkdtemp(prefix="odd-")).resolve()
    folder.chmod(0o755)
    shutil.copytree(original, folder / "ledger", symlinks=True)
    plain_git(folder / "ledger", "update-index", "-q", "--refresh", check=False)
    made = Scene(folder, folder / "ledger", monkeypatch)
    yield made
    for act in reversed(made.clean_up):
        act()
    os.chdir(REPOSITORY)
    shutil.rmtree(folder)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_odd_state(state: OddState, scene: Scene, pcbsales: Pcbsales) -> None:
    if state.alone:
        scene.clear()
    state.make(scene)
    enter(scene)
    call = in_a_process(scene) if state.process else pcbsales
    before = scene.picture()

    read = call(*READING)
    assert said(read, scene) == state.reading, read.err
    if read.code == 0 and read.out and "layout." not in read.err:
        assert {line.split("\t")[0] for line in read.out.splitlines()[1:]} >= {"ABLE", "BAKER"}
    assert changed(before, scene.picture()) == state.tidied
    before = scene.picture()

    if not state.process:
        judge_diagnosis(state, call("doctor", "-o", "json"), scene)
    assert scene.picture() == before

    written = call(*WRITING)
    assert said(written, scene) == state.writing, written.err
    if state.writing.code == 0:
        judge_written(scene, before, alone=state.alone)
    else:
        assert scene.picture() == before
    assert not scene.trace.exists()


def enter(scene: Scene) -> None:
    """Go to where the commands are run; a folder named ``gone`` is deleted under them."""
    place = scene.place or scene.root
    os.chdir(place)
    scene.monkeypatch.setenv("PWD", str(place))
    if place.name == "gone":
        place.rmdir()


def in_a_process(scene: Scene) -> Callable[..., Answer]:
    """Run the program in a process of its own."""

    def call(*arguments: str) -> Answer:
        answers = scene.folder / "answers"
        answers.mkdir(exist_ok=True)
        out, err = answers / "out", answers / "err"
        stdout = Path(os.environ.get("ODD_STDOUT") or out)
        with stdout.open("wb") as to_out, err.open("wb") as to_err:
            done = subprocess.run(
                [sys.executable, "-c", _CHILD, *arguments], check=False, stdin=subprocess.DEVNULL,
                stdout=to_out, stderr=to_err, timeout=60, env={
                    **os.environ, "PYTHONPATH": str(REPOSITORY), "PCBSALES_TODAY": TODAY,
                    "PYTHONDONTWRITEBYTECODE": "1",
                },
            )  # fmt: skip
        shown = out.read_text("utf-8") if out.exists() else ""
        return Answer(done.returncode, shown, err.read_text("utf-8"))

    return call


def said(answer: Answer, scene: Scene) -> Expected:
    """What was answered, without the word on hand edits, and places by their names."""
    lines = [line for line in answer.err.splitlines() if not line.startswith(_NOT_COUNTED)]
    text = "\n".join(lines)
    for place, name in ((scene.root, "{root}"), (scene.folder, "{folder}")):
        text = text.replace(str(place), name)
    text = text.replace(f"({pwd.getpwuid(os.geteuid()).pw_name})", "(root)")
    text = re.sub(r"\b[0-9a-f]{40}\b", "{object}", text)
    text = re.sub(r"\b[0-9a-f]{12}\b", "{short}", text)
    return Expected(answer.code, text)


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Which files came, went or hold something else."""
    return {path for path in {*before, *after} if before.get(path) != after.get(path)}


def judge_diagnosis(state: OddState, answer: Answer, scene: Scene) -> None:
    """The doctor says what forbids writing, in the very words."""
    rows = json.loads(answer.out)
    wrong = [said(Answer(0, "", row["seen"]), scene).says for row in rows if not row["good"]]
    assert answer.code == (1 if wrong else 0)
    assert {row["what"] for row in rows} >= {"pcbsales", "git", "folder"}
    if state.writing.code == 4 and not state.passing:
        assert state.writing.says.removeprefix("error: ").split("\n")[0] in wrong


def judge_written(scene: Scene, before: dict[str, bytes], *, alone: bool) -> None:
    """One record more, in one commit on top of the last; all else as it was."""
    after = scene.picture()
    moved = changed(before, after)
    assert moved <= {ADDED, ".git/index", ".git/refs/heads/main", ".git/packed-refs"}
    assert ADDED in moved
    assert scene.git("show", "--format=", "--name-only", "--no-renames", "HEAD").split() == [ADDED]
    assert scene.git("show", f"HEAD:{ADDED}").encode("utf-8", "surrogateescape") == after[ADDED]
    assert scene.git("diff", "--name-only", "--cached").split() == ([] if alone else [STAGED])
    assert alone or (scene.root / EDITED).read_bytes().rstrip().endswith(b"# by hand")
    own = scene.root / ".git/pcbsales"
    assert not [file.name for file in own.iterdir() if file.name.startswith(("write-", "journal"))]
