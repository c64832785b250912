"""Work shared out to forked processes, which know everything from before the fork.

Each process takes the next job as soon as it is done with one, and never waits to be heard: what
it finds is kept until there is room in its pipe. So the parent may do something else meanwhile.
"""

import fcntl
import gc
import os
import pickle
import select
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, Final, NoReturn, TypeVar

Job = TypeVar("Job")
Row = TypeVar("Row")

_BATCH: Final = 200
#: So many numbers of batches fit into a pipe at once.
_MOST_BATCHES: Final = 8_000
_NUMBER: Final = 4
_LENGTH: Final = 8
#: What Linux lets anybody have, so that processes and parent seldom wait for each other.
_PIPE_SIZE: Final = 1 << 20
_SET_PIPE_SIZE: Final = 1031


def processors() -> int:
    """How many processes can run at once; 1 where there is no telling."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def shared_out(
    work: Callable[[Job], Row], jobs: Iterable[Job], *, many: bool, batch: int = _BATCH
) -> Iterator[Row]:
    """What *work* makes of each of *jobs*, in no particular order; *many* on all processors.

    Meanwhile no garbage is looked for: the rows that come in are plain. An error in a process is
    raised here.
    """
    if not many or processors() < 2:
        yield from map(work, jobs)
        return
    known = list(jobs)
    size = max(batch, -(-len(known) // _MOST_BATCHES))
    batches = [known[at : at + size] for at in range(0, len(known), size)]
    collecting = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        hands = _Hands(work, batches)
        try:
            yield from hands.found()
        finally:
            hands.end()
    finally:
        gc.unfreeze()
        if collecting:
            gc.enable()


def meanwhile(work: Callable[[], Row]) -> Callable[[], Row]:
    """Begin *work* in a forked process, where there is a processor for it; what gives its result.

    An error of it is raised when the result is asked for.
    """
    if processors() < 2:
        return work
    hands = _Hands(lambda _: work(), [[None]])

    def result() -> Row:
        try:
            found: Row = next(hands.found())
        finally:
            hands.end()
        return found

    return result


class _Hands:
    """Forked processes that do *batches* of jobs, and what they find."""

    def __init__(self, work: Callable[[Any], Any], batches: Sequence[list[Any]]) -> None:
        #: The processes by the pipes in which they are heard.
        self._pipes: dict[int, int] = {}
        numbers, filling = os.pipe()
        try:
            os.write(filling, b"".join(map(_number, range(len(batches)))))
        finally:
            os.close(filling)
        try:
            for _ in range(min(processors(), len(batches))):
                self._start(work, batches, numbers)
        except BaseException:
            self.end()
            raise
        finally:
            os.close(numbers)

    def _start(
        self, work: Callable[[Any], Any], batches: Sequence[list[Any]], numbers: int
    ) -> None:
        reading, writing = os.pipe()
        with suppress(OSError):
            fcntl.fcntl(writing, _SET_PIPE_SIZE, _PIPE_SIZE)
        try:
            child = os.fork()
            if not child:
                _serve(work, batches, numbers, writing)
        except BaseException:
            os.close(reading)
            raise
        finally:
            os.close(writing)
        self._pipes[reading] = child

    def found(self) -> Iterator[Any]:
        """What was made of each job, as it comes in."""
        heard = select.poll()
        for pipe in self._pipes:
            heard.register(pipe, select.POLLIN)
        while self._pipes:
            for pipe, _ in heard.poll():
                head = _read(pipe, _LENGTH)
                if head:
                    yield from _unpacked(_read(pipe, int.from_bytes(head, "little")))
                else:
                    heard.unregister(pipe)
                    self._see_off(pipe)

    def _see_off(self, pipe: int) -> None:
        """Whoever has nothing more to say is done, or has failed."""
        child = self._pipes.pop(pipe)
        os.close(pipe)
        if os.waitpid(child, 0)[1]:
            raise ChildProcessError("a process that was to help has ended early")

    def end(self) -> None:
        """Wait for nobody any more."""
        for pipe, child in self._pipes.items():
            os.close(pipe)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        self._pipes.clear()


def _number(number: int) -> bytes:
    return number.to_bytes(_NUMBER, "little")


def _read(pipe: int, size: int) -> bytes:
    """So many bytes; none where the other end is closed."""
    pieces: list[bytes] = []
    while size and (piece := os.read(pipe, size)):
        pieces.append(piece)
        size -= len(piece)
    return b"" if size else b"".join(pieces)


def _unpacked(packed: bytes) -> list[Any]:
    """What a batch of jobs has given; an error there is one here."""
    well, found = pickle.loads(packed)  # noqa: S301 -- what our own process just wrote
    if not well:
        raise found
    rows: list[Any] = found
    return rows


def _serve(
    work: Callable[[Any], Any], batches: Sequence[list[Any]], numbers: int, pipe: int
) -> NoReturn:
    """What a forked process does: jobs until there are no more. Interrupting is the parent's."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        outbox = _Outbox(pipe)
        while number := os.read(numbers, _NUMBER):
            outbox.put(_packed(work, batches[int.from_bytes(number, "little")]))
        outbox.finish()
        code = 0
    finally:
        os._exit(code)


def _packed(work: Callable[[Any], Any], batch: list[Any]) -> bytes:
    try:
        return pickle.dumps((True, list(map(work, batch))))
    except Exception as error:
        return pickle.dumps((False, error))


class _Outbox:
    """Pieces on their way into *pipe*, which may be full."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._waiting: deque[memoryview] = deque()
        os.set_blocking(pipe, False)

    def put(self, packed: bytes) -> None:
        """Send *packed* now or later."""
        self._waiting.append(memoryview(len(packed).to_bytes(_LENGTH, "little")))
        self._waiting.append(memoryview(packed))
        with suppress(BlockingIOError):
            self._push()

    def finish(self) -> None:
        """Send what waits, however long that takes."""
        os.set_blocking(self._pipe, True)
        self._push()

    def _push(self) -> None:
        while self._waiting:
            piece = self._waiting[0]
            sent = os.write(self._pipe, piece)
            if sent == len(piece):
                self._waiting.popleft()
            else:
                self._waiting[0] = piece[sent:]
