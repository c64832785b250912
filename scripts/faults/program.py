"""pcbsales as the harness runs it: whole commands, each in a process group of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from scripts.faults.shim import CONTROL, Control, Fault

_REPOSITORY: Final = Path(__file__).parents[2]
TODAY: Final = "2026-10-31"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code (below 0: the signal that killed it), what it said."""

    code: int
    out: str
    err: str


def environment(home: Path) -> dict[str, str]:
    """The settings of every run: nobody's own, a fixed day."""
    dropped = ("GIT_", "PCBSALES_", "XDG_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    return {**kept, "HOME": str(home), "PCBSALES_TODAY": TODAY, "PYTHONPATH": str(_REPOSITORY)}


class Program:
    """A resident pcbsales with the library preloaded; *folder* is for its own files."""

    def __init__(self, folder: Path, library: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.control = Control(folder / "control")
        self._started = 0
        preloaded = {"LD_PRELOAD": str(library), CONTROL: str(folder / "control")}
        self._resident = subprocess.Popen(
            [sys.executable, "-m", "scripts.faults.resident"],
            env={**environment(folder), **preloaded},
            cwd=_REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None,
                 ___: TracebackType | None) -> None:  # fmt: skip
        _stream(self._resident.stdin).close()
        self._resident.wait(timeout=10)

    def warm(self, root: Path, *words: str) -> int:
        """Run a command inside the resident process, which keeps the modules it loads."""
        return int(self._ask(do="warm", root=str(root), words=words))

    def run(
        self,
        root: Path,
        words: Sequence[str],
        *,
        fault: Fault | None = None,
        step: int = 0,
        log: Path | None = None,
        with_index: bool = True,
    ) -> Ended:
        """Run a command in *root*, with *fault* at *step*, or its calls recorded to *log*.

        The calls on the index count as steps only *with_index*.
        """
        armed = fault is not None or log is not None
        uncounted = None if with_index else root / ".pcbsales"
        self.control.aim(root, fault, step, log=log, uncounted=uncounted)
        pid, out, err = self.start(root, words, armed=armed)
        code = self.wait(pid)
        self.control.disarm()
        return Ended(code, _text(out), _text(err))

    def start(
        self, root: Path, words: Sequence[str], *, armed: bool = False
    ) -> tuple[int, Path, Path]:
        """Start a command; its process (and group), and the files it prints to."""
        self._started += 1
        out, err = (self.folder / f"{self._started % 64}.{name}" for name in ("out", "err"))
        pid = self._ask(
            do="start", root=str(root), words=words, out=str(out), err=str(err), armed=armed
        )
        return int(pid), out, err

    def repeat(
        self, root: Path, words: Sequence[str], answers: Path, *, tag: str, times: int = 0
    ) -> int:
        """Start a writer that runs a command *times* (0: until killed); its process group."""
        out = str(self.folder / tag)
        return int(
            self._ask(
                do="repeat", root=str(root), words=words, out=out, answers=str(answers),
                tag=tag, times=times,
            )
        )  # fmt: skip

    def kill(self, pid: int) -> None:
        """Kill a process group and wait for its first process."""
        os.killpg(pid, signal.SIGKILL)
        self.wait(pid)

    def wait(self, pid: int) -> int:
        """The exit code of a process that was started here."""
        return os.waitstatus_to_exitcode(int(self._ask(do="wait", pid=pid)))

    def _ask(self, **request: object) -> Any:
        stdin, stdout = _stream(self._resident.stdin), _stream(self._resident.stdout)
        stdin.write(json.dumps(request) + "\n")
        stdin.flush()
        return json.loads(stdout.readline())


def _stream(found: IO[str] | None) -> IO[str]:
    if found is None:
        raise ValueError("the resident process has no pipes")
    return found


def _text(file: Path) -> str:
    return file.read_text("utf-8", "replace") if file.exists() else ""
