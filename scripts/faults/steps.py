"""A fault at every file call of a command, one run each."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from scripts.faults.prepared import Scene, copied, git
from scripts.faults.program import Program
from scripts.faults.report import Row
from scripts.faults.shim import FAULTS, Calls, Deed, Fault
from scripts.faults.verdict import Expected, Seen, expected, judged, ready
from scripts.faults.workers import every, shared_out

#: Runs differ by a few calls (a file of git's that is young, a folder that is there already).
_MARGIN: Final = 4
#: A git whose parent was killed waits before it goes on, then ends in so much time.
_ORPHAN_ENDS: Final = 0.15


@dataclass(frozen=True, slots=True)
class Task:
    """A fault at one step of a scene."""

    scene: Scene
    fault: Fault
    step: int


@dataclass(frozen=True, slots=True)
class Result:
    """What was seen after it; *where* is the call it hit, empty if the run ended before."""

    seen: Seen
    where: str


def step_rows(
    programs: Sequence[Program],
    scenes: Sequence[Scene],
    *,
    stride: int = 1,
    faults: Sequence[Fault] = FAULTS,
) -> Iterator[Row]:
    """A row for every fault and scene; *stride* above 1 takes every so-manieth step only."""
    for scene in scenes:
        wanted = expected(programs[0], scene, programs[0].folder / "undisturbed")
        counts = {calls: count(programs[0], scene, calls) for calls in {f.calls for f in faults}}
        for fault in faults:
            steps = every(range(1, counts[fault.calls] + _MARGIN + 1), stride)
            tasks = [Task(scene, fault, step) for step in steps]
            yield _row(programs, tasks, wanted, f"{fault.name}: {scene.name}")


def _row(programs: Sequence[Program], tasks: Sequence[Task], wanted: Expected, name: str) -> Row:
    row = Row(name)
    for task, result in shared_out(programs, tasks, lambda p, t: attempt(p, t, wanted)):
        if result.where:
            row.take(_ends(result.seen, wanted), _told(task, result))
    return row


def attempt(program: Program, task: Task, wanted: Expected) -> Result:
    """Run the scene with the fault in a fresh copy, and judge what it left."""
    root = ready(program, task.scene, program.folder / "run")
    scene = task.scene
    ended = program.run(root, scene.words, fault=task.fault, step=task.step, with_index=scene.cold)
    where = program.control.what if program.control.fired else ""
    if task.fault.deed is Deed.KILL_PARENT:
        program.run(root, scene.shown_by)  # comes in between, and may find either
        time.sleep(_ORPHAN_ENDS)
    return Result(judged(program, scene, root, wanted, ended), where)


def interrupted(program: Program, scene: Scene, folder: Path) -> Scene:
    """A ledger whose last write was killed right after its commit; a read has to tidy it up."""
    wanted = expected(program, scene, program.folder / "undisturbed")
    too_early, late_enough = 0, count(program, scene, Calls.CHANGE)
    while late_enough - too_early > 1:
        middle = (too_early + late_enough) // 2
        root = _killed(program, scene, middle)
        if git(root, "rev-parse", "HEAD").strip() == wanted.head:
            too_early = middle
        else:
            late_enough = middle
    copied(_killed(program, scene, late_enough), folder)
    if not (folder / ".git/pcbsales/journal").exists():
        raise RuntimeError("the first step after the commit leaves nothing to be tidied up")
    name, words = f"tidy up: {scene.name}", scene.shown_by
    return replace(scene, name=name, before=folder, words=words, cold=True)


def _killed(program: Program, scene: Scene, step: int) -> Path:
    root = ready(program, scene, program.folder / "run")
    kill = Fault("", Deed.KILL_GROUP, Calls.CHANGE)
    program.run(root, scene.words, fault=kill, step=step, with_index=False)
    return root


def count(program: Program, scene: Scene, calls: Calls) -> int:
    """How many calls of that class *scene* makes, undisturbed."""
    root = ready(program, scene, program.folder / "run")
    program.run(root, scene.words, fault=Fault("", Deed.COUNT, calls), with_index=scene.cold)
    return program.control.count


def _ends(seen: Seen, wanted: Expected) -> Iterator[str]:
    if wanted.paths:
        yield "done" if seen.moved else "nothing"
    if seen.code >= 0:
        yield f"exit {seen.code}"


def _told(task: Task, result: Result) -> list[str]:
    place = f"{task.fault.name}, {task.scene.name}, step {task.step} ({result.where})"
    return [f"{place}: {wrong}" for wrong in result.seen.wrong]
