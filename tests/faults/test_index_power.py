"""What is derived holds what some transaction left when the power fails, or it is not there."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from scripts.faults.index_power import derived_scenes, index_rows, judged_states
from scripts.faults.power import record, states
from scripts.faults.prepared import Scene
from scripts.faults.program import Program
from scripts.faults.recording import Call

pytestmark = pytest.mark.judges

STATES = int(os.environ.get("PCBSALES_STATES", "60"))


def test_the_index_and_the_search_survive_power_losses(
    programs: list[Program], all_scenes: Sequence[Scene]
) -> None:
    rows = list(index_rows(programs[0], derived_scenes(all_scenes), STATES, 7))
    assert [wrong for row in rows for wrong in row.wrong] == []
    ends = sum((row.ends for row in rows), start=type(rows[0].ends)())
    assert ends["index whole"] > STATES / 4
    assert ends["search whole"]


@pytest.mark.parametrize("scene", ["new record", "index rebuild"])
def test_without_syncing_they_would_not(
    scene: str, programs: list[Program], all_scenes: Sequence[Scene], tmp_path: Path
) -> None:
    wanted = next(each for each in derived_scenes(all_scenes) if each.name == scene)
    recording = record(programs[0], wanted, programs[0].folder.parent / f"unsynced-{scene}")
    calls = tuple(each for each in recording.calls if each.call not in {Call.FSYNC, Call.SYNCFS})
    unsynced = replace(recording, calls=calls)
    chosen = states(unsynced, 100, Random(3))
    assert any(wrong for _, _, wrong in judged_states(unsynced, chosen, tmp_path))
