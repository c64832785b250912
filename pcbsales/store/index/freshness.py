"""Which files changed since the index was brought up to date: the kernel's change times say it.

Every change of a file's content, name or dates sets its change time (ctime) to the clock, and no
program can set it otherwise. So ``find`` lists what changed later than the last look, folders
included, in one C program per processor, started before the heavy imports. It needs no git: git's
index compares whole seconds in the usual builds, and hides an edit of the second in which it was
written whose date was put back; it can be told to overlook files; and asking it runs it.

A clock set back would hide a change. So a mark is worth nothing after a restart, after the clock
went back, when the file system's clock is not the machine's, or after a day: then every file's
stat signature is compared.
"""

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing and dataclasses would cost more than the first search takes to start
    from collections.abc import Iterable, Mapping

#: Changes so shortly before the last look are looked at again: clocks tick, and are put right.
_MARGIN_NS = 10_000_000_000
#: More than this is no rounding of the kernel's clock any more.
_SKEW_NS = 1_000_000_000
#: What deliberate play with the clock could hide is found after this time at the latest.
_LONGEST_NS = 86_400_000_000_000
#: Files that one process looks at sooner than a second one is started.
FEW = 1_500
_SHARE = 30_000
_BOOT = "/proc/sys/kernel/random/boot_id"


class Mark:
    """When all files were last known (nanoseconds), and by which clock.

    ``scanned`` is when each file's signature was last compared; ``since_boot`` the clock's
    distance to the time since ``boot``; ``device`` the file system.
    """

    __slots__ = ("boot", "checked", "device", "scanned", "since_boot")

    def __init__(self, checked: int, scanned: int, boot: str, since_boot: int, device: int) -> None:
        self.checked = checked
        self.scanned = scanned
        self.boot = boot
        self.since_boot = since_boot
        self.device = device

    @property
    def text(self) -> str:
        """As the index keeps it."""
        return f"{self.checked} {self.scanned} {self.boot} {self.since_boot} {self.device}"

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        """What ``text`` gave; None where it is none."""
        try:
            checked, scanned, boot, since_boot, device = text.split(" ")
            return cls(int(checked), int(scanned), boot, int(since_boot), int(device))
        except ValueError:
            return None


def mark_now(folder: str, scanned: int | None = None) -> Mark:
    """A mark of this moment for the files below *folder*, to be taken before they are looked at."""
    now = time.time_ns()
    return Mark(now, scanned or now, _boot(), now - _since_boot(), os.stat(folder).st_dev)  # noqa: PTH116 -- before any import


def is_good(mark: Mark, now: Mark, file: str) -> bool:
    """Whether what changed after *mark* can be told by change times at the moment *now*.

    The index in *file* was written at that mark: its own change time shows the file system's clock.
    """
    written = os.stat(file)  # noqa: PTH116 -- before any import
    return (
        written.st_dev == mark.device
        and mark.checked - _SKEW_NS < written.st_ctime_ns < now.checked + _SKEW_NS
        and mark.boot == now.boot != ""
        and mark.device == now.device
        and mark.since_boot - _SKEW_NS <= now.since_boot
        and mark.checked <= now.checked + _SKEW_NS
        and 0 <= now.checked - mark.scanned <= _LONGEST_NS
    )


def _boot() -> str:
    try:
        with open(_BOOT, encoding="ascii") as file:  # noqa: PTH123 -- before any import
            return file.read().strip()
    except OSError:
        return ""


def _since_boot() -> int:
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return 0 if clock is None else time.clock_gettime_ns(clock)


class Search:
    """Processes that list what changed below *root*'s ledger after *mark*.

    *counts* are the numbers of files below the ledger's folders at that time.
    """

    def __init__(self, root: str, mark: Mark, counts: "Mapping[str, int]") -> None:
        self.root = root
        self.mark = mark
        self.written = last_write(root)
        self.now = mark_now(f"{root}/ledger", mark.scanned)
        self._children: list[tuple[int, int]] = []
        self._after = mark.checked - _MARGIN_NS
        for folders in _shares(f"{root}/ledger", counts):
            self._start(folders)

    def _start(self, folders: "Iterable[str]") -> None:
        seconds, rest = divmod(self._after, 1_000_000_000)
        words = ["find", *folders, "-newerct", f"@{seconds}.{rest:09d}", "-print0"]
        reading, writing = os.pipe()
        try:
            child = os.posix_spawn(
                _program(),
                words,
                {"LC_ALL": "C"},
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
                    (os.POSIX_SPAWN_DUP2, writing, 1),
                ],
            )
        except OSError:
            os.close(reading)
            self._children.append((0, -1))
        else:
            self._children.append((child, reading))
        finally:
            os.close(writing)

    def changed(self) -> list[str] | None:
        """Paths below the root whose change time is later, the ledger's own folder among them.

        None where that could not be found out.
        """
        ledger = f"{self.root}/ledger"
        found = ["ledger"] if os.lstat(ledger).st_ctime_ns > self._after else []
        failed = False
        for child, pipe in self._children:
            said = _read(pipe) if child else b""
            failed |= not child or os.waitpid(child, 0)[1] != 0
            skip = len(os.fsencode(self.root)) + 1
            names = (word[skip:] for word in said.split(b"\0") if word)
            found += [name.decode("utf-8", "surrogateescape") for name in names]
        self._children.clear()
        return None if failed else found

    def stop(self) -> None:
        """End the processes without an answer."""
        for child, pipe in self._children:
            if child:
                os.close(pipe)
                os.kill(child, 9)
                os.waitpid(child, 0)
        self._children.clear()


_begun: dict[str, Search] = {}


def begin(root: str, mark: Mark, counts: "Mapping[str, int]") -> None:
    """Start a search now, for an index that will be opened later."""
    if not _begun:
        import atexit  # noqa: PLC0415 -- beside its one use

        atexit.register(_stop_all)
    _begun[root] = Search(root, mark, counts)


def begun(root: str) -> "Search | None":
    """The search that was started for the ledger at *root*, once; none if it was written since."""
    found = _begun.pop(root, None)
    if found and found.written != last_write(root):
        found.stop()
        return None
    return found


def _stop_all() -> None:
    for search in _begun.values():
        search.stop()


def last_write(root: str) -> tuple[int, ...]:
    """Changes with every write of the program: git's index is renewed by each."""
    try:
        found = os.stat(f"{root}/.git/index")  # noqa: PTH116 -- before any import
    except OSError:
        return ()
    return (found.st_ino, found.st_mtime_ns)


def is_worth_it(counts: "Mapping[str, int]") -> bool:
    """Whether there are so many files that processes of their own find changes sooner."""
    return sum(counts.values()) > FEW


def _program() -> str:
    """Where ``find`` is; never in the current folder, which may be a ledger from elsewhere."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    places = (f"{folder}/find" for folder in folders if folder.startswith("/"))
    return next((place for place in places if os.access(place, os.X_OK)), "")


def _shares(ledger: str, counts: "Mapping[str, int]") -> list[list[str]]:
    """The ledger's folders but attachments in shares for processes, of about as many files each."""
    names = [name for name in os.listdir(ledger) if name not in {"attachments", "FORMAT"}]  # noqa: PTH208 -- before any import
    many = min(os.cpu_count() or 1, 1 + sum(counts.values()) // _SHARE)
    shares: list[list[str]] = [[] for _ in range(many)]
    sizes = [0] * many
    for name in sorted(names, key=lambda name: -counts.get(name, 0)):
        least = sizes.index(min(sizes))
        shares[least].append(f"{ledger}/{name}")
        sizes[least] += counts.get(name, 1)
    return [share for share in shares if share]


def _read(pipe: int) -> bytes:
    pieces: list[bytes] = []
    while piece := os.read(pipe, 1 << 20):
        pieces.append(piece)
    os.close(pipe)
    return b"".join(pieces)
