"""How long "who owes what" takes: pcbsales, hledger and ledger on the same facts, in one run.

Run as ``python -m scripts.bench``. Whole processes are timed; the figures are medians. It reports
and never fails on a timing.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from scripts.sample.__main__ import main as sample
from scripts.sample.journal import RECEIVABLE

AS_OF, BEFORE = "2026-10-31", "2026-11-01"
PEERS = ("hledger", "ledger")


@dataclass(frozen=True, slots=True)
class Timed:
    """A command by the name it is shown under, and the seconds that each run took."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Half of the runs were faster."""
        return median(self.seconds)


def timed(name: str, words: Sequence[str], folder: Path, runs: int) -> Timed:
    """Run *words* in *folder*, *runs* times after a first one that does not count."""
    return Timed(name, tuple(_seconds(words, folder) for _ in range(runs + 1))[1:])


def _seconds(words: Sequence[str], folder: Path) -> float:
    environment = {**os.environ, "PCBSALES_TODAY": AS_OF}
    start = perf_counter()
    subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=environment)
    return perf_counter() - start


def measure(root: Path, runs: int) -> tuple[list[Timed], list[Timed], float]:
    """Our reports, the peers' balances, and how long our first answer took without an index."""
    ours = [sys.executable, "-m", "pcbsales", "ar"]
    first = _seconds([*ours, "overdue", "-o", "json"], root)
    reports = [
        timed(f"pcbsales ar {verb}", [*ours, verb, "-o", "json"], root, runs)
        for verb in ("overdue", "ageing")
    ]
    peers = []
    for peer in filter(shutil.which, PEERS):
        journal = root.parent / f"facts.{peer}"
        sample(["journal", str(root), "-o", str(journal), "--format", peer])
        words = [peer, "-f", str(journal), "bal", RECEIVABLE, "-e", BEFORE]
        peers.append(timed(f"{peer} bal", words, root, runs))
    return reports, peers, first


def report(invoices: int, runs: int, reports: list[Timed], peers: list[Timed], first: float) -> str:
    """The figures as lines of text, with each peer's time as a multiple of ours."""
    today = datetime.now(UTC).date().isoformat()
    lines = [
        f"{today}: {invoices} invoices, as of {AS_OF}",
        f"whole processes, warm, medians of {runs} runs",
        f"{'':24}{'ms':>8}" + "".join(f"{'x ' + ours.name[9:]:>14}" for ours in reports),
    ]
    for timing in (*reports, *peers):
        ratios = "".join(f"{timing.median / ours.median:14.2f}" for ours in reports)
        lines.append(f"{timing.name:24}{timing.median * 1000:8.0f}{ratios}")
    lines.append(f"{'first answer, no index':24}{first * 1000:8.0f}")
    lines += [f"{peer} is not installed" for peer in PEERS if not shutil.which(peer)]
    return "\n".join(lines) + "\n"


def main(words: Sequence[str] | None = None) -> int:
    """Draw a ledger, time the three programs on it, print the figures."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench", description=__doc__)
    parser.add_argument("--invoices", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="pcbsales-bench-") as folder:
        root = Path(folder) / "bench"
        size = ("--invoices", str(arguments.invoices), "--seed", str(arguments.seed))
        if code := sample(["ledger", str(root), "--git", *size]):
            return code
        figures = measure(root, arguments.runs)
    sys.stdout.write(report(arguments.invoices, arguments.runs, *figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
