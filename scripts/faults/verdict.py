"""What must hold after a fault, whatever it was: the ledger is as before the write, or as after."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.faults.prepared import BY_HAND, NEXT, Scene, copied, git, git_in
from scripts.faults.program import Ended, Program

#: Exit codes by which a command may say that it did nothing: refused, usage, unreadable, busy or
#: in a state not to be written, undone. What does not fit is a bug, shown as a traceback.
_NOTHING_DONE: Final = (3, 4, 5)

_TICKS: Final = 0.06


@dataclass(frozen=True, slots=True)
class Expected:
    """A scene undisturbed: HEAD before, the paths it changes, what is read before and after."""

    head: str
    paths: frozenset[str]
    shown: tuple[str, str]
    status: str
    by_hand: tuple[bytes, ...]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Seen:
    """One disturbed run: whether HEAD moved, the exit code, and all that is wrong."""

    moved: bool
    code: int
    wrong: tuple[str, ...]


def expected(program: Program, scene: Scene, folder: Path) -> Expected:
    """Run *scene* undisturbed in *folder*."""
    root = ready(program, scene, folder)
    head = git(root, "rev-parse", "HEAD").strip()
    before = _content(program.run(root, scene.shown_by))
    ended = program.run(root, scene.words)
    if ended.code:
        raise RuntimeError(f"{scene.name} fails without a fault: {ended.err[-500:]}")
    paths = frozenset(git(root, "diff", "--name-only", head, "HEAD").split())
    after = _content(program.run(root, scene.shown_by))
    status, by_hand = _status(root), _by_hand(root)
    program.run(root, NEXT)
    return Expected(head, paths, (before, after), status, by_hand, _names(root))


def ready(program: Program, scene: Scene, folder: Path) -> Path:
    """A fresh copy of the scene's ledger in *folder*, its index built unless it is to be cold.

    Files are let grow older than a clock's tick first: a young file is read again and again.
    """
    root = copied(scene.before, folder)
    git_in(root, ("update-index", "-q", "--refresh"))
    time.sleep(_TICKS)
    if not scene.cold:
        program.run(root, scene.shown_by)
    return root


def judged(program: Program, scene: Scene, root: Path, wanted: Expected, ended: Ended) -> Seen:
    """What is wrong in *root* after *ended*; reads, checks and writes there."""
    moved, wrong = _branch(root, wanted)
    wrong += _answer(ended, wanted, moved=moved)
    wrong += _after(program, scene, root, wanted, moved)
    return Seen(moved, ended.code, tuple(wrong))


def _branch(root: Path, wanted: Expected) -> tuple[bool, list[str]]:
    """Whether the write's commit is on the branch, and what else has become of the branch."""
    head = git(root, "rev-parse", "--verify", "HEAD").strip()
    wrong = []
    if git(root, "symbolic-ref", "HEAD").strip() != "refs/heads/main":
        wrong.append("HEAD is no longer the branch")
    if head == wanted.head:
        return False, wrong
    if git(root, "rev-parse", "HEAD^").strip() != wanted.head:
        wrong.append(f"HEAD is neither the old commit nor one on top of it: {head}")
    elif frozenset(git(root, "diff", "--name-only", wanted.head, "HEAD").split()) != wanted.paths:
        wrong.append("the commit holds other paths than the write's")
    return True, wrong


def _answer(ended: Ended, wanted: Expected, *, moved: bool) -> Iterator[str]:
    """What is wrong with how the command itself ended."""
    if "Traceback" in ended.err:
        yield f"traceback: {ended.err.strip().splitlines()[-1]}"
    elif ended.code == 0 and wanted.paths and not moved:
        yield "said done, and is not"
    elif ended.code > 0 and moved and wanted.paths:
        yield f"exit {ended.code}, and is done all the same: {_first(ended.err)}"
    elif ended.code > 0 and ended.code not in _NOTHING_DONE:
        yield f"exit {ended.code}: {_first(ended.err)}"


def _after(
    program: Program, scene: Scene, root: Path, wanted: Expected, moved: bool
) -> Iterator[str]:
    """What is wrong after the next read, the next check and the next write."""
    read = program.run(root, scene.shown_by)
    if read.code or _content(read) != wanted.shown[moved or not wanted.paths]:
        yield f"the next read: exit {read.code}, {_first(read.err) or 'other content'}"
    yield from _tidy(root, wanted, "after a read")
    left = [name for name in ("pcbsales/journal", "index.lock") if (root / ".git" / name).exists()]
    if left:
        yield f"left over after a read: {', '.join(left)}"
    check = program.run(root, ("check",))
    if check.code:
        yield f"check: exit {check.code}, {_first(check.out + check.err)}"
    head = git(root, "rev-parse", "HEAD").strip()
    again = program.run(root, NEXT if moved or not wanted.paths else scene.words)
    if again.code or git(root, "rev-parse", "HEAD^").strip() != head:
        yield f"the next write: exit {again.code}, {_first(again.err)}"
    yield from _tidy(root, wanted, "after a write")
    if left_over := _names(root) - wanted.names:
        yield f"left over after a write: {', '.join(sorted(left_over))}"
    fsck = git_in(root, ("fsck", "--strict", "--no-dangling"))
    if fsck.returncode or fsck.stdout.strip():
        yield f"fsck: {_first(fsck.stdout + fsck.stderr)}"


def _tidy(root: Path, wanted: Expected, when: str) -> Iterator[str]:
    """Files and git's index agree with HEAD but for a person's own work, which is as it was."""
    if (status := _status(root)) != wanted.status:
        differing = set(status.split("\0")) ^ set(wanted.status.split("\0"))
        yield f"status {when}: {', '.join(sorted(differing))}"
    if _by_hand(root) != wanted.by_hand:
        yield f"a person's own work was changed {when}"


def _content(read: Ended) -> str:
    """What a read says, whatever the commit is called and whichever second it was."""
    return re.sub(r"\b[0-9a-f]{12,64}\b|T\d\d:\d\d:\d\d", "…", read.out)


def _status(root: Path) -> str:
    return git(root, "status", "--porcelain", "-z", "--untracked-files=all")


def _by_hand(root: Path) -> tuple[bytes, ...]:
    """The bytes of what a person edited, and what git's index holds of it."""
    files = [(root / name).read_bytes() for name in BY_HAND]
    return (*files, git(root, "ls-files", "--stage", "--", *BY_HAND).encode())


def _names(root: Path) -> frozenset[str]:
    """The files of the git folder but its objects (git sweeps up half-written ones itself)."""
    folder = root / ".git"
    found = (file.relative_to(folder) for file in folder.rglob("*") if file.is_file())
    return frozenset(str(file) for file in found if file.parts[0] not in {"objects", "logs"})


def _first(text: str) -> str:
    lines = [line for line in text.splitlines() if not line.startswith("not committed yet")]
    if lines and lines[0].startswith("Traceback"):
        return " ".join(("traceback:", *lines[-3:]))[:400]
    return lines[0][:200] if lines else ""
