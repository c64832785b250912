"""Residents at work side by side, each on its own tasks."""

import itertools
import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

from scripts.faults.prepared import NEXT, READ, copied
from scripts.faults.program import Program

T = TypeVar("T")
R = TypeVar("R")


@contextmanager
def residents(folder: Path, library: Path, ledger: Path, many: int) -> Iterator[list[Program]]:
    """*many* warm programs, each with a folder of its own below *folder*."""
    with ExitStack() as stack:
        programs = []
        for number in range(many):
            program = stack.enter_context(Program(folder / f"worker-{number}", library))
            warm = copied(ledger, program.folder / "warm")
            program.warm(warm, *READ)
            program.warm(warm, *NEXT)
            program.warm(warm, "check")
            programs.append(program)
        yield programs


def shared_out(
    programs: Sequence[Program], tasks: Sequence[T], act: Callable[[Program, T], R]
) -> Iterator[tuple[T, R]]:
    """*act* for every task by whichever program is free; the results in the order of tasks."""
    free: queue.SimpleQueue[Program] = queue.SimpleQueue()
    for program in programs:
        free.put(program)

    def run(task: T) -> R:
        program = free.get()
        try:
            return act(program, task)
        finally:
            free.put(program)

    with ThreadPoolExecutor(len(programs)) as pool:
        yield from zip(tasks, pool.map(run, tasks), strict=True)


def every(items: Sequence[T], stride: int) -> list[T]:
    """Every *stride*-th of *items*, the last one included."""
    return [*itertools.islice(items, 0, None, stride), *(items[-1:] if stride > 1 else ())]
