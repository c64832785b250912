"""Work shared out to processes comes back whole, in whatever order, and so do errors."""

import os
import signal
from itertools import islice

import pytest

from pcbsales.store.index.sharing import processors, shared_out

pytestmark = pytest.mark.skipif(processors() < 2, reason="nothing is shared out on one processor")


@pytest.mark.parametrize(("jobs", "batch"), [(0, 1), (1, 1), (7, 3), (20_000, 1), (20_000, 200)])
def test_every_job_is_done_once(jobs: int, batch: int) -> None:
    found = shared_out(lambda job: (job, os.getpid()), range(jobs), many=True, batch=batch)
    done = list(found)
    assert sorted(job for job, _ in done) == list(range(jobs))
    assert os.getpid() not in {process for _, process in done}


def test_what_is_found_may_wait_and_be_more_than_a_pipe_holds() -> None:
    found = shared_out(lambda job: bytes([job]) * 3_000_000, range(40), many=True, batch=2)
    first = next(found)
    assert sorted([first[0], *(piece[0] for piece in found)]) == list(range(40))


def test_an_error_in_a_process_is_raised_here() -> None:
    def work(job: int) -> int:
        if job == 5:
            raise ValueError("five")
        return job

    with pytest.raises(ValueError, match="five"):
        list(shared_out(work, range(10), many=True, batch=1))


def test_a_process_that_is_killed_is_an_error() -> None:
    def work(job: int) -> int:
        if job == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return job

    with pytest.raises(ChildProcessError):
        list(shared_out(work, range(10), many=True, batch=1))


def test_whoever_stops_asking_leaves_no_process_behind() -> None:
    found = shared_out(lambda job: (job, os.getpid()), range(1000), many=True, batch=1)
    seen = {process for _, process in islice(found, 10)}
    found.close()  # type: ignore[attr-defined]
    for process in seen:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
