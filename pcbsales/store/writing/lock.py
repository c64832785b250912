"""One writer at a time, and those who wait in the order they came.

The lock is a ``flock`` on a file in the git folder: it ends with the process that holds it, and
with the children that were given its handle. It alone keeps writers apart. The order is kept
beside it: whoever waits keeps a ticket, a file locked by itself; a ticket whose owner died is
locked no more and does not count. A mistake about tickets can cost a place in the queue, never
the lock.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import LedgerConflictError, LedgerWriteError, MessageId

WAIT_SECONDS: Final = 30.0
#: How often the first in the queue asks; those behind it ask less often, by their place.
_TURN_SECONDS: Final = 0.004
_SLOWEST_TURN: Final = 0.1
_QUEUE: Final = "queue"
_LONGEST_NAME: Final = 60
BUSY: Final[MessageId] = "busy: another command is writing to this ledger; try again in a moment"


@contextmanager
def held(file: Path, *, wait: float | None = None, command: str = "") -> Iterator[int]:
    """Hold the lock; its handle, for children that must keep it when this process is killed.

    Raises:
        LedgerConflictError: Another keeps it for more than *wait* seconds (30): who, if known.
        LedgerWriteError: The lock's file cannot be opened for writing.
    """
    deadline = time.monotonic() + (WAIT_SECONDS if wait is None else wait)
    handle = _opened(file)
    try:
        with _ticket(file.with_name(_QUEUE)) as ticket:
            while not (_is_first(ticket) and _taken(handle)):
                if time.monotonic() > deadline:
                    raise _busy(handle)
                time.sleep(min(_TURN_SECONDS * (1 + _place(ticket)), _SLOWEST_TURN))
            _sign(handle, command)
            _sweep(file.with_name(_QUEUE))
        yield handle
    finally:
        os.close(handle)


@contextmanager
def held_at_once(file: Path) -> Iterator[int | None]:
    """Hold the lock if nobody does, past the queue; None where somebody does."""
    handle = _opened(file)
    try:
        yield handle if _taken(handle) else None
    finally:
        os.close(handle)


def _opened(file: Path) -> int:
    try:
        file.parent.mkdir(exist_ok=True)
        _require_plain(file.parent)
        return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise LedgerWriteError(
            "this ledger cannot be locked for writing: {problem}", problem=str(error)
        ) from error


def _require_plain(folder: Path) -> None:
    """Behind a link, which a copied ledger may bring, would be a folder of somebody else's."""
    os.close(os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC))


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _ticket(queue: Path) -> Iterator[Path | None]:
    """A place in the queue; None where none can be kept (a full disk): then luck decides."""
    handle, ticket = _drawn(queue)
    try:
        yield ticket
    finally:
        if handle is not None and ticket is not None:
            with suppress(OSError):
                ticket.unlink(missing_ok=True)
            os.close(handle)


def _drawn(queue: Path) -> tuple[int | None, Path | None]:
    name = f"{time.monotonic_ns():020d}-{os.getpid()}-{os.urandom(3).hex()}"
    draft = queue / f".{name}"
    try:
        queue.mkdir(exist_ok=True)
        _require_plain(queue)
        handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    except OSError:
        return None, None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        draft.rename(queue / name)
    except OSError:
        os.close(handle)
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        return None, None
    return handle, queue / name


def _before(ticket: Path | None) -> list[Path]:
    """The tickets drawn before *ticket*, first come first."""
    if ticket is None:
        return []
    with suppress(OSError):
        drawn = sorted(one for one in ticket.parent.iterdir() if one.name < ticket.name)
        return [one for one in drawn if not one.name.startswith(".")]
    return []


def _sweep(queue: Path) -> None:
    """Clear away tickets whose owner died before they had a name."""
    with suppress(OSError):
        _require_plain(queue)
        for draft in queue.glob(".*"):
            _is_waiting(draft)


def _place(ticket: Path | None) -> int:
    return len(_before(ticket))


def _is_first(ticket: Path | None) -> bool:
    """Whether nobody waits who came before; tickets of the dead are cleared away."""
    return not any(map(_is_waiting, _before(ticket)))


def _is_waiting(ticket: Path) -> bool:
    try:
        handle = os.open(ticket, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        if not _taken(handle):
            return True
        ticket.unlink(missing_ok=True)
    except OSError:
        return False
    finally:
        os.close(handle)
    return False


def _sign(handle: int, command: str) -> None:
    """Write who holds the lock: a courtesy to those who wait, which may fail."""
    facts = {"pid": os.getpid(), "command": command, "since": _now()}
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(facts).encode(), 0)


def _busy(handle: int) -> LedgerConflictError:
    holder = _holder(handle)
    if not holder:
        return LedgerConflictError(BUSY)
    return LedgerConflictError(
        "busy: {command} (process {pid}, since {since}) is writing to this ledger; "
        "try again in a moment",
        **holder,
    )


def _holder(handle: int) -> dict[str, str]:
    """Who wrote themselves into the lock's file; anybody may have written anything there."""
    try:
        facts = json.loads(os.pread(handle, 4096, 0))
        said = {key: _plain(str(facts[key])) for key in ("pid", "command", "since")}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return said if all(said.values()) else {}


def _plain(text: str) -> str:
    """*text* without what could steer a terminal, cut to a line's length."""
    shown = "".join(letter if letter.isascii() and letter.isprintable() else "?" for letter in text)
    return shown[:_LONGEST_NAME]


def _now() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")
