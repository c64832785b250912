"""Power losses while a write is undone: what is gone may be back, what told whose it was not."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from scripts.faults.power import Recording, State, lose, record_with
from scripts.faults.prepared import Scene
from scripts.faults.program import Program
from scripts.faults.report import Row
from scripts.faults.shim import FAULTS, Fault
from scripts.faults.steps import count
from scripts.faults.verdict import expected
from scripts.faults.workers import shared_out

_UNDONE: Final = 5
#: Of the calls at which a write can still be undone: the last so many, every so-manieth of them.
_LAST, _STRIDE = 36, 3
#: The power fails within so many calls of the end: undoing takes about twenty.
_NEAR: Final = 25
_KEEPS: Final = (0.2, 0.5, 0.8, 0.95)


def undone_rows(
    programs: Sequence[Program], scenes: Sequence[Scene], many: int, seed: int
) -> Iterator[Row]:
    """A row for every scene: *many* states in all, of writes that found the disk full once."""
    chance = Random(seed)  # noqa: S311 - states that can be made again
    fault = next(each for each in FAULTS if each.name == "disk full once")
    for scene in scenes:
        wanted = expected(programs[0], scene, programs[0].folder / "undisturbed")
        undone = recorded_undone(programs[0], scene, fault)
        chosen = [
            (undone[number % len(undone)], _state(undone[number % len(undone)], chance))
            for number in range(many // len(scenes))
        ]
        row = Row(f"power loss, undone: {scene.name}")
        results = shared_out(programs, chosen, lambda p, c: lose(p, *c, wanted))  # noqa: B023
        for (_, state), (ends, wrong) in results:
            row.take(ends, (f"undone, {scene.name}, {state}: {told}" for told in wrong))
        yield row


def recorded_undone(program: Program, scene: Scene, fault: Fault) -> list[Recording]:
    """*scene* as it was undone after *fault* at the last calls before its commit point."""
    found: list[Recording] = []
    before = program.folder.parent / f"before-undone-{scene.name}"
    for step in range(count(program, scene, fault.calls), 0, -1):
        recording, ended = record_with(program, scene, before, fault, step)
        if ended.code == _UNDONE:
            found.append(recording)
        if len(found) == _LAST:
            break
    return found[::_STRIDE]


def _state(recording: Recording, chance: Random) -> State:
    end = len(recording.calls)
    cut = chance.randint(max(0, end - _NEAR), end)
    return State(cut, chance.choice(_KEEPS), chance.randrange(1 << 32))
