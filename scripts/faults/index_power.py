"""Power losses over what is derived: the index and the search hold what some transaction left.

No program is run on what is found: the files were recorded elsewhere, so that every signature would
differ, and all would be read anew. What is asked is harder: could it be trusted as it is?
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from scripts.faults.disk import Disk, after_power_loss
from scripts.faults.power import Recording, State, record, states
from scripts.faults.prepared import READ, Scene
from scripts.faults.program import Program
from scripts.faults.recording import Call, Recorded
from scripts.faults.report import Row

DERIVED: Final = (".pcbsales/index.sqlite", ".pcbsales/search.sqlite")
_NONE: Final = "none"
_RUINED: Final = "ruined"


def derived_scenes(written: Sequence[Scene]) -> tuple[Scene, ...]:
    """What changes the index and the search: *written* scenes, the index anew, searches."""
    root = written[0].before
    find = ("find", "HUAYI")
    return (
        *written,
        Scene("index rebuild", root, ("index", "rebuild"), READ),
        Scene("find, the first", root, find, READ),
        Scene("find, again", root, find, find),
    )


def index_rows(program: Program, scenes: Sequence[Scene], many: int, seed: int) -> Iterator[Row]:
    """A row for every scene: *many* states in all."""
    chance = Random(seed)  # noqa: S311 - states that can be made again
    for scene in scenes:
        recording = record(program, scene, program.folder.parent / f"derived-{scene.name}")
        row = Row(f"power loss, what is derived: {scene.name}")
        with TemporaryDirectory(dir=program.folder) as name:
            chosen = states(recording, many // len(scenes), chance)
            for state, ends, wrong in judged_states(recording, chosen, Path(name)):
                row.take(ends, (f"{scene.name}, {state}: {told}" for told in wrong))
        yield row


def judged_states(
    recording: Recording, chosen: Sequence[State], folder: Path
) -> Iterator[tuple[State, list[str], list[str]]]:
    """Each state with what was found whole in it, and what is wrong there."""
    wanted = _whole_states(recording, folder)
    for state in chosen:
        yield state, *_judge(_lost(recording, state), wanted, folder)


def _whole_states(recording: Recording, folder: Path) -> Mapping[str, frozenset[str]]:
    """What each derived file held before the scene and after each of its transactions."""
    disk = recording.disk.copy()
    found = {name: {_content_of(disk, name, folder)} for name in DERIVED}
    for call in recording.calls:
        disk.apply(call)
        for name in DERIVED:
            if _ends_transaction(call, name):
                found[name].add(_content_of(disk, name, folder))
    return {name: frozenset(contents) for name, contents in found.items()}


def _ends_transaction(call: Recorded, name: str) -> bool:
    moved_in = call.call is Call.RENAME and call.target == name
    return moved_in or (call.call is Call.UNLINK and call.path == f"{name}-journal")


def _lost(recording: Recording, state: State) -> Disk:
    calls = recording.calls[: state.cut]
    chance = Random(state.seed)  # noqa: S311 - as above
    return after_power_loss(recording.disk, calls, chance, state.keeps, in_order=False)


def _judge(
    disk: Disk, wanted: Mapping[str, frozenset[str]], folder: Path
) -> tuple[list[str], list[str]]:
    """How the derived files were found, and those that hold what no transaction left."""
    ends, wrong = [], []
    for name in DERIVED:
        found = _content_of(disk, name, folder)
        if found not in {_NONE, *wanted[name]}:
            wrong.append(f"{name} is {found if found == _RUINED else 'neither old nor new'}")
        elif found != _NONE:
            ends.append(f"{Path(name).stem} whole")
    return ends, wrong


def _content_of(disk: Disk, name: str, folder: Path) -> str:
    """Everything in the database *name*, rolled back if need be; that there is none, or no way."""
    file = folder / "derived.sqlite"
    for end in ("", "-journal"):
        target = Path(f"{file}{end}")
        target.unlink(missing_ok=True)
        if found := disk.files.get(f"{name}{end}"):
            target.write_bytes(found.content)
    if not file.exists() or not file.stat().st_size:
        return _NONE
    try:
        with closing(sqlite3.connect(file)) as db:
            sound = db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            rows = [
                (table, *row)
                for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'")
                for row in db.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- its own names
            ]
    except sqlite3.DatabaseError:
        return _RUINED
    return (repr(rows) if rows else _NONE) if sound else _RUINED
