"""One writer at a time: a lock on a file in the git folder, held by the process."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pcbsales.kernel.errors import LedgerConflictError

_WAIT_SECONDS = 30.0


@contextmanager
def held(file: Path, *, wait: float = _WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock; LedgerConflictError ("busy") if another keeps it over *wait* seconds."""
    file.parent.mkdir(exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _take(handle, time.monotonic() + wait)
        yield
    finally:
        os.close(handle)


def _take(handle: int, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise LedgerConflictError(
                    "busy: another command is writing to this ledger; try again in a moment"
                ) from None
            time.sleep(0.02)
        else:
            return
