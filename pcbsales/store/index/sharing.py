"""Work shared out to forked processes, which know everything from before the fork."""

import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeVar

Job = TypeVar("Job")
Row = TypeVar("Row")

_BATCH: Final = 200


def processors() -> int:
    """How many processes can run at once; 1 where there is no telling."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def shared_out(
    work: Callable[[Job], Row], jobs: Iterable[Job], *, many: bool, batch: int = _BATCH
) -> Iterator[Row]:
    """What *work* makes of each of *jobs*, in no particular order; *many* on all processors.

    Meanwhile no garbage is looked for: the rows that come in are plain.
    """
    if not many or processors() < 2:
        yield from map(work, jobs)
        return
    import multiprocessing  # noqa: PLC0415 -- start-up

    _Hands.work = work
    gc.freeze()
    collecting = gc.isenabled()
    gc.disable()
    try:
        with multiprocessing.get_context("fork").Pool(processors(), _Hands.begin) as pool:
            yield from pool.imap_unordered(_Hands.do, jobs, chunksize=batch)
    finally:
        gc.unfreeze()
        if collecting:
            gc.enable()


class _Hands:
    """What forked processes do: set before the fork, so nothing of it is sent over."""

    work: Callable[[Any], Any]

    @staticmethod
    def begin() -> None:
        """Leave interrupting to the parent; plain rows make no garbage to look for."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        gc.disable()

    @staticmethod
    def do(job: Any) -> Any:
        return _Hands.work(job)
