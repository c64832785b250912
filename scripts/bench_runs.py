"""Running a command as a process of its own: how long it took, and the most memory it held."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeAlias

from scripts.bench_report import Timed

AS_OF = "2026-10-31"

#: A variable under which every process would compile every module anew.
_UNUSUAL = "PYTHONDONTWRITEBYTECODE"

#: A small process to start the command from: its peak memory counts from before it is another.
_STARTER = """
import os, sys, time
nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=nowhere)
_, status, used = os.wait4(child, 0)
seconds = time.perf_counter() - start
code = os.waitstatus_to_exitcode(status)
print(code, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""

#: A command, or what makes a new one for each run.
Words: TypeAlias = Sequence[str] | Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Run:
    """One run: wall-clock and processor seconds, and the peak memory of its largest process."""

    seconds: float
    processor: float
    megabytes: float

    @classmethod
    def of(cls, words: Sequence[str], folder: Path) -> "Run":
        """Run *words* in *folder*; SystemExit where the command fails (findings are no failure)."""
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _STARTER, *words],
            cwd=folder,
            capture_output=True,
            text=True,
            env=environment(),
            check=False,
        )
        code, *figures = done.stdout.split() or ["-1"]
        if code not in {"0", "1"} or "Traceback" in done.stderr:
            raise SystemExit(f"{' '.join(words)}: {code}\n{done.stderr}")
        seconds, processor, kilobytes = map(float, figures)
        return cls(seconds, processor, kilobytes / 1024)


def environment() -> dict[str, str]:
    """The variables a process is timed under: modules compiled once, the day of the sample."""
    usual = {name: value for name, value in os.environ.items() if name != _UNUSUAL}
    return {**usual, "PCBSALES_TODAY": AS_OF}


def timed(
    name: str,
    words: Words,
    folder: Path,
    runs: int,
    *,
    before: Callable[[Path], None] | None = None,
) -> Timed:
    """Run *words* in *folder*, *runs* times; a first one is left out, but not after *before*."""
    found = []
    for _ in range(runs + (before is None)):
        if before:
            before(folder)
        found.append(Run.of(words() if callable(words) else words, folder))
    kept = found if before else found[1:]
    return Timed(
        name,
        median(run.seconds for run in kept),
        median(run.processor for run in kept),
        max(run.megabytes for run in kept),
    )
