"""Signals during a write: before its commit point they end it, after it they wait."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

from pcbsales.kernel.errors import InterruptedWriteError

_ENDING: Final[tuple[int, ...]] = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interruption:
    """Whether signals may end what is going on; those that must wait are dropped."""

    def __init__(self) -> None:
        self._deferred = False

    def defer(self) -> None:
        """From here on nothing is ended half way."""
        self._deferred = True

    def heed(self, number: int, _: FrameType | None = None) -> None:
        """Take a signal."""
        if not self._deferred:
            raise InterruptedWriteError(number)


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """Signals that would end the process raise InterruptedWriteError, until they are deferred.

    A signal that is ignored (``nohup``) stays so; a thread beside the main one gets none.
    """
    interruption = Interruption()
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in _ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, interruption.heed)
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
