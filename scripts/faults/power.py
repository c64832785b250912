"""Power losses: a write's recorded calls, cut off anywhere and put on a disk that forgets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from scripts.faults.disk import Disk, after_power_loss
from scripts.faults.prepared import Scene, copied
from scripts.faults.program import Ended, Program
from scripts.faults.recording import Call, Recorded, recorded
from scripts.faults.report import Row
from scripts.faults.shim import Fault
from scripts.faults.verdict import Expected, expected, judged, ready
from scripts.faults.workers import shared_out

_KILLED: Final = -9
#: How much of what was not durable reaches the disk: nothing, little, most of it, all.
_KEEPS: Final = (0.0, 0.2, 0.5, 0.8, 0.95, 1.0)
#: Calls before and after the branch moves; half of the states are cut there.
_NEAR: Final = 30


@dataclass(frozen=True, slots=True)
class Recording:
    """A scene as it ran once: the ledger before it, as files and as a model, and its calls."""

    scene: Scene
    before: Path
    disk: Disk
    calls: Sequence[Recorded]

    @property
    def answered(self) -> int:
        """The call by which the command had said that it was done; the end where it never did."""
        said = (number for number, call in enumerate(self.calls) if call.call is Call.ACK)
        return max(said, default=len(self.calls))

    @property
    def moved(self) -> int:
        """The call that moved the branch; the middle where none did."""
        moves = [
            number
            for number, call in enumerate(self.calls)
            if call.call is Call.RENAME and call.target.startswith(".git/refs/heads/")
        ]
        return moves[0] if moves else len(self.calls) // 2


@dataclass(frozen=True, slots=True)
class State:
    """One power loss: after how many calls, how much was kept, the seed of which."""

    cut: int
    keeps: float
    seed: int


def record(program: Program, scene: Scene, folder: Path) -> Recording:
    """Run *scene* with its calls recorded; *folder* keeps the ledger before it."""
    recording, ended = record_with(program, scene, folder)
    if ended.code:
        raise RuntimeError(f"{scene.name} fails without a fault: {ended.err[-500:]}")
    return recording


def record_with(
    program: Program, scene: Scene, folder: Path, fault: Fault | None = None, step: int = 0
) -> tuple[Recording, Ended]:
    """Run *scene* as ``record`` does, with *fault* at *step*, and say how it ended."""
    root = ready(program, scene, program.folder / "recorded")
    before, disk = copied(root, folder), Disk.of(root)
    log = program.folder / "calls.log"
    log.unlink(missing_ok=True)
    ended = program.run(
        root, scene.words, fault=fault, step=step, log=log, with_index=fault is None
    )
    return Recording(scene, before, disk, tuple(recorded(log, root))), ended


def states(recording: Recording, many: int, chance: Random) -> list[State]:
    """*many* power losses: of ten, five near the commit point, two after the answer."""
    end, middle, answered = len(recording.calls), recording.moved, recording.answered + 1
    ranges = {
        **dict.fromkeys(range(5), (max(0, middle - _NEAR), min(end, middle + _NEAR))),
        **dict.fromkeys(range(5, 8), (0, end)),
        **dict.fromkeys(range(8, 10), (answered, end)),
    }
    found = []
    for number in range(many):
        low, high = ranges[number % 10]
        cut = chance.randint(low, high)
        found.append(State(cut, chance.choice(_KEEPS), chance.randrange(1 << 32)))
    return found


def power_rows(
    programs: Sequence[Program], scenes: Sequence[Scene], many: int, seed: int
) -> Iterator[Row]:
    """A row for every scene: *many* states in all."""
    chance = Random(seed)  # noqa: S311 - states that can be made again
    for scene in scenes:
        recording = record(programs[0], scene, programs[0].folder.parent / f"before-{scene.name}")
        wanted = expected(programs[0], scene, programs[0].folder / "undisturbed")
        row = Row(f"power loss: {scene.name} ({len(recording.calls)} calls)")
        chosen = states(recording, many // len(scenes), chance)
        results = shared_out(programs, chosen, lambda p, s: lose(p, recording, s, wanted))  # noqa: B023
        for state, (ends, wrong) in results:
            row.take(ends, (f"{scene.name}, {state}: {told}" for told in wrong))
        yield row


def lose(
    program: Program, recording: Recording, state: State, wanted: Expected
) -> tuple[list[str], tuple[str, ...]]:
    """Make *state* and judge what is found in it."""
    chance = Random(state.seed)  # noqa: S311 - as above
    root = copied(recording.before, program.folder / "run")
    calls = recording.calls[: state.cut]
    after_power_loss(recording.disk, calls, chance, state.keeps).write_to(root)
    answered = state.cut > recording.answered
    seen = judged(program, recording.scene, root, wanted, Ended(0 if answered else _KILLED, "", ""))
    ends = ["answered"] if answered else []
    if wanted.paths:
        ends.append("done" if seen.moved else "nothing")
    return ends, seen.wrong
