"""No file call of a write escapes the preloaded library: strace, which sees them all, agrees."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from scripts.faults.prepared import Scene, copied
from scripts.faults.program import environment
from scripts.faults.recording import Call, recorded
from scripts.faults.shim import CONTROL, Calls, Control, Deed, Fault
from tests.judges import require_judge

pytestmark = pytest.mark.judges

#: The calls that strace shows, as the library records them; a removed folder counts as removed.
_SAME = {
    "write": Call.WRITE, "pwrite64": Call.WRITE, "writev": Call.WRITE,
    "open": Call.OPEN, "openat": Call.OPEN, "creat": Call.OPEN,
    "ftruncate": Call.TRUNCATE, "fsync": Call.FSYNC, "fdatasync": Call.FSYNC,
    "syncfs": Call.SYNCFS, "rename": Call.RENAME, "renameat": Call.RENAME,
    "renameat2": Call.RENAME, "link": Call.LINK, "linkat": Call.LINK, "symlink": Call.SYMLINK,
    "symlinkat": Call.SYMLINK, "unlink": Call.UNLINK, "unlinkat": Call.UNLINK,
    "rmdir": Call.UNLINK, "mkdir": Call.MKDIR, "mkdirat": Call.MKDIR, "chmod": Call.CHMOD,
    "fchmod": Call.CHMOD, "fchmodat": Call.CHMOD,
}  # fmt: skip
_UNKNOWN = ("sendfile", "copy_file_range", "fallocate", "truncate", "splice", "io_uring_enter")
_LINE = re.compile(r"^\d+ +(?P<call>\w+)\((?P<rest>.*)\) += (?P<answer>-?\d+)")
_TO_CHANGE = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")
_NAME = re.compile(r'"([^"]+)"')


def test_every_changing_call_that_strace_sees_is_recorded(
    library: Path, ledger: Path, all_scenes: Sequence[Scene], tmp_path: Path
) -> None:
    require_judge("strace")
    root = copied(ledger, tmp_path / "ledger").resolve()
    log, trace = tmp_path / "calls", tmp_path / "trace"
    control = Control(tmp_path / "control")
    control.aim(root, Fault("", Deed.COUNT, Calls.CHANGE), log=log)
    control.arm()
    env = {**environment(tmp_path), CONTROL: str(tmp_path / "control")}
    words = [
        "strace", "-f", "-qq", "-y", "-s", "0", "-o", str(trace), "-e", "signal=none",
        "-e", "trace=" + ",".join(f"?{name}" for name in (*_SAME, *_UNKNOWN)),
        "-E", f"LD_PRELOAD={library}",
        sys.executable, "-m", "pcbsales", *all_scenes[0].words,
    ]  # fmt: skip
    done = subprocess.run(words, cwd=root, env=env, capture_output=True, text=True, check=False)
    if "ptrace" in done.stderr.lower():
        pytest.skip(f"strace may not trace here: {done.stderr.splitlines()[0]}")
    assert done.returncode == 0, done.stderr

    found = Counter(_recorded(log, root))
    assert found[Call.WRITE] > 10
    assert found[Call.RENAME] > 2
    assert Counter(_seen(trace, root)) == found


def _recorded(log: Path, root: Path) -> Iterator[Call]:
    for call in recorded(log, root):
        by_opening = call.call is Call.TRUNCATE and call.mode == Call.OPEN
        if call.call not in {Call.CREATE, Call.ACK} and not by_opening:
            yield Call.UNLINK if call.call is Call.RMDIR else call.call


def _seen(trace: Path, root: Path) -> Iterator[Call]:
    """The calls that changed something below *root*, which is every process's folder."""
    for line in _whole_lines(trace):
        match = _LINE.match(line)
        if not match or int(match["answer"]) < 0:
            continue
        if not _is_below(root, match["rest"]):
            continue
        call = _SAME.get(match["call"])
        assert call, f"a call that the library does not know: {line}"
        if call is not Call.OPEN or _TO_CHANGE.search(match["rest"]):
            yield call


def _is_below(root: Path, arguments: str) -> bool:
    """Whether a call names, or holds open, something below *root*; bytes are not shown."""
    if names := _NAME.findall(arguments):
        return all(not name.startswith("/") or name.startswith(f"{root}/") for name in names)
    return f"<{root}" in arguments.split(",", maxsplit=1)[0]


def _whole_lines(trace: Path) -> Iterator[str]:
    """Lines of strace's, an interrupted call put together again."""
    begun: dict[str, str] = {}
    for line in trace.read_text("utf-8", "replace").splitlines():
        process = line.split(maxsplit=1)[0]
        if line.endswith("<unfinished ...>"):
            begun[process] = line.removesuffix("<unfinished ...>").rstrip()
        elif " resumed>" in line:
            yield begun.pop(process) + line.split(" resumed>", 1)[1]
        else:
            yield line
