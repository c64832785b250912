"""The preloaded library that makes file calls fail, and the block of memory that steers it."""

import ctypes
import errno
import mmap
import os
import shutil
import subprocess
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from pathlib import Path
from typing import Final

_SOURCE: Final = Path(__file__).with_name("shim.c")
_PATH_SIZE: Final = 1024
CONTROL: Final = "PCBFAULTS_CONTROL"


class Calls(IntFlag):
    """Classes of file calls; a call may be of several. With CHILD the command's own are none."""

    CHANGE = 1
    SPACE = 2
    WRITES = 4
    READ = 8
    STAT = 16
    CHILD = 32


class Deed(IntEnum):
    """What happens at the step."""

    COUNT = 0
    KILL_GROUP = 1
    KILL_ONE = 2
    KILL_PARENT = 3
    ERRNO_ONCE = 4
    ERRNO_ON = 5
    SHORT = 6


@dataclass(frozen=True, slots=True)
class Fault:
    """A deed at a step of one class of calls."""

    name: str
    deed: Deed
    calls: Calls
    error: int = 0

    @property
    def kills(self) -> bool:
        """Whether a process is killed by it."""
        return self.deed in {Deed.KILL_GROUP, Deed.KILL_ONE, Deed.KILL_PARENT}


#: Every fault that a write meets, at every step of its class.
FAULTS: Final = (
    Fault("kill the group", Deed.KILL_GROUP, Calls.CHANGE),
    Fault("kill the one process", Deed.KILL_ONE, Calls.CHANGE),
    Fault("kill the parent, git goes on", Deed.KILL_PARENT, Calls.CHANGE | Calls.CHILD),
    Fault("disk full once", Deed.ERRNO_ONCE, Calls.SPACE, errno.ENOSPC),
    Fault("disk full for good", Deed.ERRNO_ON, Calls.SPACE, errno.ENOSPC),
    Fault("I/O error at a change", Deed.ERRNO_ONCE, Calls.CHANGE, errno.EIO),
    Fault("I/O error at changes for good", Deed.ERRNO_ON, Calls.CHANGE, errno.EIO),
    Fault("I/O error at a read", Deed.ERRNO_ONCE, Calls.READ, errno.EIO),
    Fault("I/O error at a stat", Deed.ERRNO_ONCE, Calls.STAT, errno.EIO),
    Fault("disk read-only for good", Deed.ERRNO_ON, Calls.CHANGE, errno.EROFS),
    Fault("short write", Deed.SHORT, Calls.WRITES),
)


class _Block(ctypes.Structure):
    """``struct control`` of shim.c."""

    _fields_ = (
        ("armed", ctypes.c_uint32),
        ("kind", ctypes.c_uint32),
        ("classes", ctypes.c_uint32),
        ("step", ctypes.c_uint32),
        ("error", ctypes.c_uint32),
        ("recording", ctypes.c_uint32),
        ("count", ctypes.c_uint32),
        ("fired", ctypes.c_uint32),
        ("leader", ctypes.c_uint32),
        ("lock", ctypes.c_uint32),
        ("root", ctypes.c_char * _PATH_SIZE),
        ("uncounted", ctypes.c_char * _PATH_SIZE),
        ("log", ctypes.c_char * _PATH_SIZE),
        ("what", ctypes.c_char * _PATH_SIZE),
    )


class Control:
    """The block that this process and all preloaded ones share, in *file*."""

    def __init__(self, file: Path) -> None:
        size = ctypes.sizeof(_Block)
        with file.open("ab+") as opened:
            opened.truncate(size)
            self._memory = mmap.mmap(opened.fileno(), size)
        self._block = _Block.from_buffer(self._memory)

    def aim(
        self,
        root: Path,
        fault: Fault | None,
        step: int = 0,
        *,
        log: Path | None = None,
        uncounted: Path | None = None,
    ) -> None:
        """Set what happens below *root*; nothing does until ``arm``.

        Calls below *uncounted* are no steps, but fail with the others where a fault lasts.
        """
        block = self._block
        block.armed = block.count = block.fired = block.lock = 0
        block.kind = fault.deed if fault else Deed.COUNT
        block.classes = fault.calls if fault else 0
        block.error, block.step = fault.error if fault else 0, step
        block.recording = log is not None
        block.root, block.log = os.fsencode(root), os.fsencode(log or "")
        block.uncounted = os.fsencode(uncounted or "")
        block.what = b""

    def arm(self) -> None:
        """From now on the calls of this process and of those it starts count."""
        self._block.leader = os.getpid()
        self._block.armed = 1

    def disarm(self) -> None:
        """Calls pass as if there were no library."""
        self._block.armed = 0

    @property
    def count(self) -> int:
        """Calls of the wanted classes since ``aim``."""
        return int(self._block.count)

    @property
    def fired(self) -> bool:
        """Whether the fault came to pass."""
        return bool(self._block.fired)

    @property
    def what(self) -> str:
        """The call at which it did: ``1`` for the command itself or ``0``, call, path."""
        return bytes(self._block.what).decode("utf-8", "replace")


def has_compiler() -> bool:
    """Whether the library can be built here: it needs Linux and a C compiler."""
    return bool(shutil.which("cc")) and os.uname().sysname == "Linux"


def build(folder: Path) -> Path:
    """Compile the library into *folder*; its path."""
    library = folder / "shim.so"
    words = ["cc", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    subprocess.run([*words, "-o", str(library), str(_SOURCE), "-ldl"], check=True)
    return library
