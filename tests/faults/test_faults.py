"""The trials of ``make faults`` at small size: about a minute; docs/faults.md has the full ones."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from scripts.faults.crowd import crowd_row, kills_row
from scripts.faults.mounted import full_rows, may_mount, read_only_row
from scripts.faults.power import power_rows
from scripts.faults.prepared import Scene
from scripts.faults.program import Program
from scripts.faults.report import Row, commonest
from scripts.faults.shim import FAULTS, Calls, Fault
from scripts.faults.steps import interrupted, step_rows

pytestmark = pytest.mark.judges

#: Of the full sizes: every 97th step, 30 of 2,000 power losses, 12 of 1,000 kills, 4 writers of 20.
STRIDE, STATES, KILLS, WRITERS, TIMES, SEED = 97, 30, 12, 4, 5, 20261031
#: Where git's own calls alone are steps there are fewer.
STRIDE_OF_GIT = 19


@pytest.fixture(scope="module")
def tidied(programs: Sequence[Program], all_scenes: Sequence[Scene], workshop: Path) -> Scene:
    return interrupted(programs[0], all_scenes[0], workshop / "interrupted")


@pytest.fixture(scope="module")
def mounts(programs: Sequence[Program]) -> None:
    if not may_mount(programs[0].folder):
        pytest.skip("only who may mount can fill a disk of his own")


def require_whole(rows: Iterable[Row]) -> None:
    """Every trial was run, and nothing broke."""
    told = list(rows)
    assert told
    assert commonest(told) == []
    assert all(row.runs for row in told)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_at_a_file_call_leaves_no_third_state(
    programs: Sequence[Program], all_scenes: Sequence[Scene], fault: Fault
) -> None:
    change, new, _ = all_scenes
    stride = STRIDE_OF_GIT if Calls.CHILD in fault.calls else STRIDE
    require_whole(step_rows(programs, (change, new), stride=stride, faults=(fault,)))


def test_a_fault_while_tidying_up_or_building_the_index_is_mended_too(
    programs: Sequence[Program], all_scenes: Sequence[Scene], tidied: Scene
) -> None:
    faults = tuple(fault for fault in FAULTS if fault.name in _ELSEWHERE)
    require_whole(step_rows(programs, (tidied, all_scenes[2]), stride=STRIDE, faults=faults))


#: A read calls no git that writes, so that there is no child to go on by itself.
_ELSEWHERE = {"kill the group", "disk full for good", "I/O error at a read"}


def test_power_losses_break_nothing(
    programs: Sequence[Program], all_scenes: Sequence[Scene], tidied: Scene
) -> None:
    change, new, _ = all_scenes
    require_whole(power_rows(programs, (change, new, tidied), STATES, SEED))


@pytest.mark.parametrize("writers", [1, 4])
def test_random_kills_lose_nothing(programs: Sequence[Program], ledger: Path, writers: int) -> None:
    row = kills_row(programs[0], ledger, KILLS, writers, SEED)
    require_whole([row])
    assert row.ends["exit 0"] > 0


def test_writers_in_a_crowd_lose_nothing_and_share_no_id(
    programs: Sequence[Program], ledger: Path
) -> None:
    row = crowd_row(programs[0], ledger, WRITERS, TIMES)
    require_whole([row])
    assert row.ends["exit 0"] == WRITERS * TIMES


@pytest.mark.usefixtures("mounts")
def test_a_disk_that_is_really_full(
    programs: Sequence[Program], all_scenes: Sequence[Scene]
) -> None:
    rows = list(full_rows(programs[0], all_scenes[:1], stride=40))
    require_whole(rows)
    assert all(row.ends["nothing"] and row.ends["done"] for row in rows)


@pytest.mark.usefixtures("mounts")
def test_a_disk_that_is_read_only(programs: Sequence[Program], all_scenes: Sequence[Scene]) -> None:
    require_whole([read_only_row(programs[0], all_scenes)])
