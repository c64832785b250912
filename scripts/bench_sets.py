"""From a customer's zip to the paper: each step of it timed, for real sets of fabrication data.

``python -m scripts.bench_sets`` takes every zip of ``--sets`` into a copy of the sample ledger,
holds it against what can be built, prices a matrix, quotes, writes the paper and draws the board:
whole processes, the least of ``--runs``. What the data leaves open is answered as ANSWERS says. No
timing fails it; it exits 1 where a step fails, or where a set has no price for another reason than
a question that only its customer can answer. ``--write docs/performance.md`` puts the table there.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scripts.bench_report import machine, written
from scripts.bench_runs import environment

SETS = Path(__file__).parents[2] / "shared" / "gerbers"
CUSTOMER = "HUAYI"
#: What the customer answers where the reading (a name of its JSON) does not say.
ANSWERS = {
    "thickness_mm": ("thickness_mm", "1.6"),
    "finish": ("finish", "lf_hasl"),
    "mask_colour": ("mask_colour", "green"),
    "legend_colour": ("legend_colour", "white"),
    "min_conductor_mm": ("min_track_mm", "0.15"),
}
#: What no fabrication data says.
ALWAYS = {"tg_c": "150"}
#: Without these from the customer there is honestly no price.
THEIRS = {"outline.missing"}
STEPS = ("intake add", "part dfm", "quote matrix", "quote new", "paper")
MOST, MOST_DRAWN = 3.0, 10.0
MARKS = ("<!-- sets: begin -->\n", "<!-- sets: end -->\n")


@dataclass(frozen=True, slots=True)
class Chain:
    """A set's seconds by step, of measuring it before and drawing it; why no price; what failed."""

    name: str
    seconds: tuple[float, ...]
    measuring: float
    picture: float
    unpriced: str = ""
    failure: str = ""

    @property
    def total(self) -> float:
        """Seconds of all steps, without the picture."""
        return sum(self.seconds)


class FailedError(Exception):
    """A command that should have done its work did not."""


def ask(folder: Path, *words: object) -> str:
    """What ``pcbsales`` prints for *words* in *folder*; FailedError where it refuses."""
    done = subprocess.run(
        [sys.executable, "-m", "pcbsales", *map(str, words)],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise FailedError(f"{words[0]} {words[1]}: {lines[-1]}")
    return done.stdout


def settings(reading: Mapping[str, Any]) -> list[str]:
    """What the customer states beside a set, as ``--set`` takes it."""
    answers = {key: value for said, (key, value) in ANSWERS.items() if reading[said] is None}
    codes = {question["code"] for question in reading["questions"]}
    if "outline.several-boards" in codes and reading["size_mm"]:
        wide, high = reading["size_mm"]
        answers["board_size"] = f"{wide:.2f}x{high:.2f}"  # one board with cut-outs
    stated = {**ALWAYS, **answers}
    return [word for key, value in stated.items() for word in ("--set", f"{key}={value}")]


def chain(root: Path, package: Path) -> Chain:
    """Take *package* into the ledger at *root*, through to its paper and its picture."""
    name, paper = package.stem, root / f"{package.stem}.pdf"
    seconds: list[float] = []

    def timed(*words: object) -> str:
        began = time.perf_counter()
        said = ask(root, *words)
        seconds.append(time.perf_counter() - began)
        return said

    try:
        reading = json.loads(ask(root, "intake", "read", package, "-o", "json"))
        timed("intake", "add", package, "-c", CUSTOMER, *settings(reading))
        for _ in ("measured", "read again"):
            timed("part", "dfm", name, "-q", "100pcs", "-o", "json")
        cells = json.loads(
            timed(
                "quote", "matrix", CUSTOMER, name, "-q", "100,500", "--lead", "std,8", "-o", "json"
            )
        )["cells"]
        unpriced = "" if any(cell["total"] for cell in cells) else asked(cells[0]["reason"])
        _paper(timed, name, paper, priced=not unpriced)
        timed("part", "picture", name, "-O", root / f"{name}.png")
    except FailedError as error:
        return Chain(name, tuple(seconds), 0, 0, failure=str(error))
    taken_in, measuring, *steps, picture = seconds
    return Chain(name, (taken_in, *steps), measuring, picture, unpriced)


def _paper(timed: Callable[..., str], name: str, paper: Path, *, priced: bool) -> None:
    """The quotation on paper; where there is no price, the sheet that asks for what lacks."""
    if priced:
        quote = json.loads(timed("quote", "new", CUSTOMER, name, "-q", "100,500", "-o", "json"))
        timed("quote", "show", quote["id"], "-O", paper)
    else:
        timed("part", "dfm", name, "-q", "100pcs", "--customer-sheet", "-O", paper)
    if not paper.read_bytes().startswith(b"%PDF"):
        raise FailedError(f"{paper.name} is no PDF")


def asked(reason: str) -> str:
    """The questions that keep a price from a board, by code; FailedError for any other reason."""
    codes = set(re.findall(r"\b[a-z]+\.[a-z-]+\b", reason)) & THEIRS
    if not codes:
        raise FailedError(reason)
    return ", ".join(sorted(codes))


def least(runs: Sequence[Chain]) -> Chain:
    """One set's shortest times of several runs; the run that failed, where one did."""
    for run in runs:
        if run.failure:
            return run
    steps = tuple(min(times) for times in zip(*(run.seconds for run in runs), strict=True))
    measuring = min(run.measuring for run in runs)
    picture = min(run.picture for run in runs)
    return Chain(runs[0].name, steps, measuring, picture, runs[0].unpriced)


def measured(packages: Sequence[Path], runs: int) -> list[Chain]:
    """Every set's chain: a fresh ledger for each run, warmed by a first set left out."""
    found: list[list[Chain]] = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(prefix="pcbsales-sets-") as passing:
            root = Path(passing) / "ledger"
            ask(Path(passing), "init", root, "--sample")
            ask(root, "ar", "overdue", "-o", "json")
            found.append([chain(root, package) for package in packages])
    return [least(times) for times in zip(*found, strict=True)]


def table(chains: Sequence[Chain]) -> str:
    """Seconds of each step by set, their sum, the picture, and what was without a price."""
    heads = ("set", *STEPS, "sum", "first dfm", "picture", "no price")
    lines = [" | ".join(heads), "|".join(("---", *("---:",) * (len(heads) - 2), "---"))]
    lines += [" | ".join(_cells(chain)) for chain in chains]
    return "".join(f"| {line} |\n" if "---" not in line else f"|{line}|\n" for line in lines)


def _cells(chain: Chain) -> tuple[str, ...]:
    if chain.failure:
        return (chain.name, *[""] * (len(STEPS) + 3), f"FAILED: {chain.failure}")
    steps = [f"{spent:.2f}" for spent in chain.seconds]
    if chain.unpriced:
        steps.insert(3, "")
    rest = (f"{spent:.2f}" for spent in (chain.total, chain.measuring, chain.picture))
    return (chain.name, *steps, *rest, chain.unpriced)


def main(words: Sequence[str] | None = None) -> int:
    """Time the chain of every set, print or write the table; 1 where a step failed."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench_sets", description=__doc__)
    parser.add_argument("--sets", type=Path, default=SETS, help="a folder of zips")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", type=Path, help="the page whose table is written anew")
    told = parser.parse_args(words)
    packages = sorted(told.sets.glob("*.zip"))
    if not packages:
        raise SystemExit(f"no fabrication sets at {told.sets}")
    chains = measured(packages, told.runs)
    slow = [chain.name for chain in chains if chain.total > MOST or chain.picture > MOST_DRAWN]
    text = (
        f"{date.today().isoformat()}, on {machine()}: `python -m scripts.bench_sets`\n\n"  # noqa: DTZ011 -- the reader's
        f"{table(chains)}\n"
        f"Seconds, the least of {told.runs} runs; the aim is a sum below {MOST:.0f} and a picture "
        f"of both sides below {MOST_DRAWN:.0f}. The first dfm measures the layers and keeps the "
        f"figures; it stands beside the sum. Slower: {', '.join(slow) or 'none'}.\n"
    )
    sys.stdout.write(text)
    if told.write:
        told.write.write_text(written(told.write, text, MARKS), encoding="utf-8")
    return int(any(chain.failure for chain in chains))


if __name__ == "__main__":
    sys.exit(main())
