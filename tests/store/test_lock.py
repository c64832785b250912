"""The lock on writing: who holds it, who is next, and what a dead holder leaves."""

import fcntl
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pcbsales.kernel.errors import LedgerConflictError, LedgerWriteError
from pcbsales.store.writing.lock import held, held_at_once
from tests.sizes import sized
from tests.store.conftest import git

REPOSITORY = str(Path(__file__).parents[2])

HOLDER = """
import sys, time
from pathlib import Path
from pcbsales.store.writing.lock import held
with held(Path(sys.argv[1]), command=sys.argv[2]):
    print("held", flush=True)
    time.sleep(float(sys.argv[3]))
"""


def holder(file: Path, command: str, seconds: float) -> subprocess.Popen[str]:
    """A process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file), command, str(seconds)],
        stdout=subprocess.PIPE, text=True, cwd=REPOSITORY,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_who_waits_too_long_is_told_who_writes(tmp_path: Path) -> None:
    process = holder(tmp_path / "lock", "pcbsales payment new", 60)
    with pytest.raises(LedgerConflictError) as busy, held(tmp_path / "lock", wait=0.1):
        pass
    process.kill()
    process.wait()
    assert str(busy.value).startswith(f"busy: pcbsales payment new (process {process.pid}, since 2")
    assert busy.value.exit_code == 4


@pytest.mark.parametrize(
    "written", [b"", b"\xff\xfe", b"[1]", b'{"pid": 1}', b"[" * 100_000, b'{"pid":"","command":1}']
)
def test_what_stands_in_the_lock_s_file_is_not_trusted(tmp_path: Path, written: bytes) -> None:
    file = tmp_path / "lock"
    file.write_bytes(written)
    with file.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(LedgerConflictError, match="busy: another"), held(file, wait=0.05):
            pass


def test_a_holder_s_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    process = holder(tmp_path / "lock", "\x1b[2J\u202eevil" + "x" * 500, 60)
    with pytest.raises(LedgerConflictError) as busy, held(tmp_path / "lock", wait=0.05):
        pass
    process.kill()
    process.wait()
    assert "?[2J?evil" in str(busy.value)
    assert len(str(busy.value)) < 250


def test_the_lock_of_the_dead_is_free_and_their_place_in_the_queue_too(tmp_path: Path) -> None:
    process = holder(tmp_path / "lock", "x", 60)
    waiting = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "lock"), "y", "0"], cwd=REPOSITORY
    )
    while not list((tmp_path / "queue").glob("[0-9]*")):
        time.sleep(0.01)
    for one in (waiting, process):
        one.kill()
        one.wait()
    assert list((tmp_path / "queue").glob("[0-9]*"))
    with held(tmp_path / "lock", wait=0.5):
        assert len(list((tmp_path / "queue").iterdir())) == 0


def test_a_child_that_was_given_the_handle_keeps_the_lock(tmp_path: Path) -> None:
    with held(tmp_path / "lock") as handle:
        child = subprocess.Popen(["sleep", "60"], pass_fds=(handle,))
    with held_at_once(tmp_path / "lock") as taken:
        assert taken is None
    child.kill()
    child.wait()
    with held_at_once(tmp_path / "lock") as taken:
        assert taken is not None


def test_a_place_where_nothing_can_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    with pytest.raises(LedgerWriteError, match="cannot be locked"), held(tmp_path / "lock"):
        pass


def test_without_a_queue_the_lock_still_works(tmp_path: Path) -> None:
    (tmp_path / "queue").write_text("a file where the queue's folder should be")
    with held(tmp_path / "lock"), held_at_once(tmp_path / "lock") as taken:
        assert taken is None


WAITER = """
import sys
from pathlib import Path
from pcbsales.store.writing.lock import held
with held(Path(sys.argv[1])):
    with open(sys.argv[2], "a") as out:
        out.write(sys.argv[3] + "\\n")
"""


def test_who_came_first_goes_first(tmp_path: Path) -> None:
    waiting = []
    with held(tmp_path / "lock"):
        for number in range(6):
            words = [str(tmp_path / "lock"), str(tmp_path / "order"), str(number)]
            waiting.append(subprocess.Popen([sys.executable, "-c", WAITER, *words], cwd=REPOSITORY))
            while len(list((tmp_path / "queue").glob("[0-9]*"))) < number + 1:
                time.sleep(0.005)
    assert [one.wait() for one in waiting] == [0] * 6
    assert (tmp_path / "order").read_text().split() == list("012345")
    assert list((tmp_path / "queue").iterdir()) == []


WRITER = """
import sys, time
from pathlib import Path
from pcbsales.store.ledger import Ledger
from tests.store.conftest import CATALOGUE, numbered, save
ledger = Ledger(Path(sys.argv[1]), CATALOGUE)
for turn in range(int(sys.argv[3])):
    start = time.monotonic()
    saved = save(ledger, numbered(f"{sys.argv[2]} {turn}"))
    print(saved.id, time.monotonic() - start, saved.warning)
"""


def test_many_writers_lose_nothing_share_no_id_and_none_starves(root: Path) -> None:
    """20 writers × 50 commits in full size: 99 in 100 wait less than 10 s, none 30 s."""
    writers, turns = sized(5, 20), sized(4, 50)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(root), str(writer), str(turns)],
            stdout=subprocess.PIPE, text=True, cwd=REPOSITORY,
        )
        for writer in range(writers)
    ]  # fmt: skip
    lines = [line.split() for one in processes for line in one.communicate()[0].splitlines()]
    waits = sorted(float(line[1]) for line in lines)

    assert all(len(line) == 2 for line in lines), "a write left a warning"
    assert sorted(line[0] for line in lines) == [
        f"T-2026-{number:05d}" for number in range(1, writers * turns + 1)
    ]
    assert waits[int(len(waits) * 0.99) - 1] < 10
    assert waits[-1] < 30
    assert git(root, "rev-list", "--count", "HEAD").strip() == str(writers * turns + 1)
    assert git(root, "status", "--porcelain") == ""
