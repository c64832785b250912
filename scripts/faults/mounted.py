"""Disks that are really full, or really read-only: small tmpfs mounts of our own."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from scripts.faults.prepared import NEXT, Scene
from scripts.faults.program import Program
from scripts.faults.report import Row
from scripts.faults.verdict import Expected, expected, judged, ready

_KIB: Final = 1024
_SIZE_KIB: Final = 16 * _KIB
_INODES: Final = 4000


@contextmanager
def tmpfs(folder: Path) -> Iterator[Path]:
    """A tmpfs of 16 MiB and 4,000 inodes mounted on *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = f"size={_SIZE_KIB}k,nr_inodes={_INODES}"
    words = ["mount", "-t", "tmpfs", "-o", settings, "tmpfs", str(folder)]
    subprocess.run(words, check=True, capture_output=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def may_mount(folder: Path) -> bool:
    """Whether this process may mount; ``unshare -rm`` gives a user that right."""
    try:
        with tmpfs(folder / "may-mount"):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def full_rows(program: Program, scenes: Sequence[Scene], stride: int) -> Iterator[Row]:
    """Room for 0, 4, 8 … KiB, then for 0, 1, 2 … files, until a write has enough of it."""
    for scene in scenes:
        wanted = expected(program, scene, program.folder / "undisturbed")
        with tmpfs(program.folder / "mount") as mount:
            blocks = Row(f"full tmpfs, 4 KiB by 4 KiB: {scene.name}")
            for pages in _until_enough(blocks, stride):
                _starve(program, scene, mount, wanted, blocks, pages=pages)
            yield blocks
            inodes = Row(f"tmpfs without inodes, one by one: {scene.name}")
            for names in _until_enough(inodes, stride):
                _starve(program, scene, mount, wanted, inodes, names=names)
            yield inodes


def _until_enough(row: Row, stride: int) -> Iterator[int]:
    """0, *stride* …; ends when a few writes in a row were done."""
    enough = 10 if stride == 1 else 2
    done, left, done_before = 0, enough, 0
    while left:
        yield done
        done += stride
        now = row.ends["exit 0"]
        left = left - 1 if now > done_before else enough
        done_before = now


def _starve(
    program: Program,
    scene: Scene,
    mount: Path,
    wanted: Expected,
    row: Row,
    *,
    pages: int | None = None,
    names: int | None = None,
) -> None:
    """Leave so much room, run the scene, read while there is none; then make room and judge."""
    root = ready(program, scene, mount / "run")
    filler = mount / "filler"
    filler.mkdir()
    free = os.statvfs(mount)
    if names is not None:
        for number in range(free.f_ffree - names):
            (filler / str(number)).touch()
    if pages is not None:
        taken = free.f_bavail * free.f_frsize - pages * 4 * _KIB
        with (filler / "whole").open("wb") as out:
            os.posix_fallocate(out.fileno(), 0, max(1, taken))
    ended = program.run(root, scene.words)
    read = program.run(root, scene.shown_by)
    for file in filler.iterdir():
        file.unlink()
    filler.rmdir()
    seen = judged(program, scene, root, wanted, ended)
    wrong = list(seen.wrong)
    if read.code or "Traceback" in read.err:
        wrong.append(f"a read on the full disk: exit {read.code}, {read.err.strip()[-200:]}")
    room = f"{pages} pages" if pages is not None else f"{names} names"
    row.take(
        [f"exit {ended.code}", "done" if seen.moved else "nothing"],
        (f"{row.trial}, room for {room}: {told}" for told in wrong),
    )


def read_only_row(program: Program, scenes: Sequence[Scene]) -> Row:
    """On a disk mounted read-only reads answer, with an index or without; writes say why not."""
    row = Row("disk mounted read-only")
    for scene in scenes:
        wanted = expected(program, scene, program.folder / "undisturbed")
        with tmpfs(program.folder / "mount") as mount:
            root = ready(program, scene, mount / "run")
            _remount(mount, "ro")
            reads = [program.run(root, words) for words in (scene.shown_by, ("check",))]
            ended = program.run(root, NEXT if scene.cold else scene.words)
            _remount(mount, "rw")
            wrong = [
                f"{scene.name}: a read: exit {read.code}, {read.err.strip()[-200:]}"
                for read in reads
                if read.code or "Traceback" in read.err
            ]
            if ended.code not in {4, 5} or "Traceback" in ended.err:
                wrong.append(
                    f"{scene.name}: a write: exit {ended.code}, {ended.err.strip()[-200:]}"
                )
            wrong += judged(program, scene, root, wanted, ended).wrong
            row.take([f"exit {ended.code}"], wrong)
    return row


def _remount(mount: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(mount)], check=True)
