"""Power losses in the middle of git's own work on the branch, and while a write is undone."""

from collections.abc import Iterator, Sequence
from random import Random

import pytest

from scripts.faults.disk import after_power_loss
from scripts.faults.power import Recording, State, lose, record
from scripts.faults.prepared import Scene
from scripts.faults.program import Program
from scripts.faults.recording import Call
from scripts.faults.report import commonest
from scripts.faults.undone_power import undone_rows
from scripts.faults.verdict import expected

pytestmark = pytest.mark.judges

LOCK = ".git/refs/heads/main.lock"
SEEDS = 400


def states_of_the_lock(recording: Recording) -> Iterator[tuple[bytes, State]]:
    """What git's lock on the branch holds after power losses between its making and its use."""
    made = next(
        number
        for number, call in enumerate(recording.calls)
        if call.call is Call.CREATE and call.path == LOCK
    )
    for seed in range(SEEDS):
        cut, keeps = made + 1 + seed % (recording.moved - made), (0.2, 0.5, 0.8)[seed % 3]
        calls = recording.calls[:cut]
        disk = after_power_loss(recording.disk, calls, Random(seed), keeps)
        if LOCK in disk.files:
            yield bytes(disk.files[LOCK].content), State(cut, keeps, seed)


def kind_of(content: bytes) -> str:
    """How much of the lock's content is there."""
    lost = content.strip(b"\n").count(0)
    if lost:
        return "zeros" if lost == len(content.strip(b"\n")) else "zeros for the rest"
    return {0: "empty", 40: "without its line break", 41: "whole"}.get(len(content), "torn")


def test_a_torn_lock_on_the_branch_is_known_as_ours(
    programs: Sequence[Program], all_scenes: Sequence[Scene]
) -> None:
    program, scene = programs[0], all_scenes[1]
    recording = record(program, scene, program.folder.parent / "before-torn")
    wanted = expected(program, scene, program.folder / "undisturbed")
    chosen = {kind_of(content): state for content, state in states_of_the_lock(recording)}

    assert {"empty", "torn", "zeros", "whole"} <= set(chosen)
    for kind, state in chosen.items():
        _, wrong = lose(program, recording, state, wanted)
        assert wrong == (), (kind, state)


def test_power_losses_while_a_write_is_undone_break_nothing(
    programs: Sequence[Program], all_scenes: Sequence[Scene]
) -> None:
    rows = list(undone_rows(programs, all_scenes[:2], 24, 20261031))
    assert commonest(rows) == []
    assert all(row.runs for row in rows)
