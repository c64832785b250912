"""Run as ``python -m scripts.faults``: all trials at full size, or one of them, with a report.

``python -m scripts.faults one "new record" "kill the group" 42`` shows a single run and keeps its
ledger. The exit code is 1 where anything broke.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from scripts.faults import shim
from scripts.faults.crowd import crowd_row, kills_row
from scripts.faults.index_power import derived_scenes, index_rows
from scripts.faults.mounted import full_rows, may_mount, read_only_row
from scripts.faults.power import power_rows
from scripts.faults.prepared import Scene, copied, prepare, scenes
from scripts.faults.program import Program
from scripts.faults.report import Row, commonest, table
from scripts.faults.steps import Task, attempt, interrupted, step_rows
from scripts.faults.undone_power import undone_rows
from scripts.faults.verdict import expected
from scripts.faults.workers import residents

TRIALS = ("steps", "power", "kills", "full", "crowd")


def main(words: Sequence[str] | None = None) -> int:
    """Run the trials that *words* name."""
    wish = _parser().parse_args(words)
    if not shim.has_compiler():
        sys.stderr.write("the faults need Linux and a C compiler (cc)\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="faults-", dir=wish.folder) as name:
        folder = Path(name).resolve()
        if wish.trial == "one":
            return _one(folder, wish)
        return _report(list(_rows(folder, wish)), wish)


def _rows(folder: Path, wish: argparse.Namespace) -> Iterator[Row]:
    """The rows of all wanted trials, each shown as soon as it is known."""
    ledger = prepare(folder)
    with residents(folder, shim.build(folder), ledger, wish.jobs) as programs:
        written = scenes(folder, ledger)
        tidied = interrupted(programs[0], written[0], folder / "interrupted")
        for row in _trials(programs, ledger, (*written, tidied), wish):
            sys.stderr.write(f"{row.line}\n")
            yield row


def _trials(
    programs: Sequence[Program], ledger: Path, all_scenes: Sequence[Scene], wish: argparse.Namespace
) -> Iterator[Row]:
    change, new, cold, tidied = all_scenes
    first = programs[0]
    wanted = TRIALS if wish.trial == "all" else (wish.trial,)
    if "kills" in wanted:
        for writers in (1, 4):
            yield kills_row(first, ledger, wish.kills, writers, wish.seed)
    if "crowd" in wanted:
        yield crowd_row(first, ledger, wish.writers, wish.times)
    if "full" in wanted and may_mount(first.folder):
        yield from full_rows(first, (change, new), wish.stride)
        yield read_only_row(first, (change, new, cold))
    if "power" in wanted:
        yield from power_rows(programs, (change, new, tidied), wish.states, wish.seed)
        yield from undone_rows(programs, (change, new), wish.states // 4, wish.seed)
        yield from index_rows(first, derived_scenes((change, new, cold)), wish.states, wish.seed)
    if "steps" in wanted:
        faults = [fault for fault in shim.FAULTS if wish.only in fault.name]
        yield from step_rows(
            programs, (change, new, tidied, cold), stride=wish.stride, faults=faults
        )


def _report(rows: Sequence[Row], wish: argparse.Namespace) -> int:
    broken = [wrong for row in rows for wrong in row.wrong]
    stamp = datetime.now(UTC).strftime("%Y-%m-%d")
    machine = f"{os.cpu_count()} cores, Linux {os.uname().release}, {_version('git')}"
    lines = [f"{stamp}, {machine}, {wish.seconds() / 60:.0f} minutes", "", table(rows), ""]
    lines += [f"- {told}" for told in commonest(rows)]
    sys.stdout.write("\n".join(lines) + "\n")
    if wish.list:
        wish.list.write_text("".join(f"{wrong}\n" for wrong in broken), encoding="utf-8")
    return 1 if broken else 0


def _one(folder: Path, wish: argparse.Namespace) -> int:
    """One run of a scene with a fault; what is wrong, and where the ledger is kept."""
    ledger = prepare(folder)
    fault = next(each for each in shim.FAULTS if each.name == wish.fault)
    with residents(folder, shim.build(folder), ledger, 1) as (program,):
        found = scenes(folder, ledger)
        if wish.scene.startswith("tidy up"):
            found = (interrupted(program, found[0], folder / "interrupted"),)
        scene = next(each for each in found if each.name == wish.scene)
        wanted = expected(program, scene, program.folder / "undisturbed")
        result = attempt(program, Task(scene, fault, wish.step), wanted)
        kept = Path(tempfile.mkdtemp(prefix="fault-")) / "ledger"
        copied(program.folder / "run", kept)
    sys.stdout.write(f"at: {result.where or 'not reached'}\nexit: {result.seen.code}\n")
    sys.stdout.writelines(f"wrong: {told}\n" for told in result.seen.wrong)
    sys.stdout.write(f"kept: {kept}\n")
    return 1 if result.seen.wrong else 0


def _version(program: str) -> str:
    return subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.faults")
    memory = Path("/dev/shm")  # noqa: S108 - memory is quicker; our folder in it is our own
    parser.add_argument("trial", choices=(*TRIALS, "all", "one"), nargs="?", default="all")
    parser.add_argument("scene", nargs="?", default="new record")
    parser.add_argument("fault", nargs="?", default="kill the group")
    parser.add_argument("step", nargs="?", type=int, default=1)
    parser.add_argument("--stride", type=int, default=1, help="take every so-manieth step")
    parser.add_argument("--only", default="", help="steps: faults with this in their names")
    parser.add_argument("--states", type=int, default=2000, help="power losses")
    parser.add_argument("--kills", type=int, default=1000, help="with one writer, and with four")
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20261031)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, default=memory if memory.is_dir() else None)
    parser.add_argument("--list", type=Path, help="file for everything that broke, line by line")
    start = monotonic()
    parser.set_defaults(seconds=lambda: monotonic() - start)
    return parser


if __name__ == "__main__":
    sys.exit(main())
