"""The ledger that every fault meets: small, with a person's unfinished work beside the records."""

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.faults.program import environment
from scripts.sample.board.package import draw_package

_EDITED: Final = "ledger/customers/QUELLBACH.yaml"
_STAGED: Final = "ledger/customers/TANNHOF.yaml"
_BOTH: Final = "ledger/customers/XINGHE.yaml"
_NOTES: Final = "notes.txt"
#: Files with a person's own changes; no command may touch them.
BY_HAND: Final = (_EDITED, _STAGED, _BOTH, _NOTES)
READ: Final = ("customer", "list", "-o", "json")
NEXT: Final = ("payment", "new", "HUAYI", "1.00 CNY", "--reference", "NEXT", "-o", "json")


@dataclass(frozen=True, slots=True)
class Scene:
    """A command to disturb, the read that shows what it did, and the ledger before it.

    *cold*: nothing was read since the ledger was put there, so the index has to be built.
    """

    name: str
    before: Path
    words: Sequence[str]
    shown_by: Sequence[str]
    cold: bool = False


def git(root: Path, *words: str) -> str:
    """What plain git says in *root*."""
    return git_in(root, words).stdout


def git_in(root: Path, words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """How plain git ends in *root*; it takes no lock of its own accord."""
    env = {**environment(root), "GIT_OPTIONAL_LOCKS": "0", "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(
        ["git", *words], cwd=root, env=env, capture_output=True, text=True, check=False
    )


def copied(before: Path, to: Path) -> Path:
    """A fresh copy of a ledger."""
    if to.exists():
        shutil.rmtree(to)
    subprocess.run(["cp", "-a", "--", str(before), str(to)], check=True)
    return to


def prepare(folder: Path) -> Path:
    """The sample ledger without its papers and payments, and with a person's work under way."""
    root = folder / "ledger"
    words = [sys.executable, "-m", "pcbsales", "init", str(root), "--sample"]
    subprocess.run(words, check=True, capture_output=True, env=environment(folder))
    for dropped in (*_left_out(root / "ledger"), root / ".git" / "hooks"):
        shutil.rmtree(dropped, ignore_errors=True)
    for step in (
        ("add", "--all"),
        ("commit", "--quiet", "--amend", "-m", "the ledger before faults"),
        ("reflog", "expire", "--expire=now", "--all"),
        ("gc", "--quiet", "--prune=now"),
    ):
        git_in(root, step).check_returncode()
    _leave_work(root)
    return root


def _left_out(records: Path) -> list[Path]:
    """What only makes every run slower: papers and payments, price books, others' parts."""
    yearly = [
        shelf
        for shelf in records.iterdir()
        if shelf.is_dir() and any(re.fullmatch(r"20\d\d", year.name) for year in shelf.iterdir())
    ]
    parts = [folder for folder in (records / "parts").iterdir() if folder.name != "HUAYI"]
    return [*yearly, *parts, records / "price-books"]


def _leave_work(root: Path) -> None:
    """A file edited, one staged, one staged and edited again, and one that git does not know."""
    for name in (_STAGED, _BOTH):
        _comment(root / name, "staged by hand")
    git_in(root, ("add", "--", _STAGED, _BOTH)).check_returncode()
    for name in (_EDITED, _BOTH):
        _comment(root / name, "edited by hand")
    (root / _NOTES).write_text("call them back\n", encoding="utf-8")


def _comment(file: Path, text: str) -> None:
    file.write_text(f"{file.read_text('utf-8')}# {text}\n", encoding="utf-8")


def scenes(folder: Path, root: Path) -> tuple[Scene, ...]:
    """A record changed and an attachment added; a record in a new folder; an index built."""
    package = folder / "HY-4410.zip"
    package.write_bytes(draw_package("HY-4410", "F"))
    intake = ("intake", "add", str(package), "-c", "HUAYI", "--part", "HY-4410", "--rev", "F")
    payment = ("payment", "new", "HUAYI", "500.00 CNY", "--reference", "FAULT", "-o", "json")
    return (
        Scene("change and attach", root, intake, ("part", "show", "HY-4410", "-o", "json")),
        Scene("new record", root, payment, ("payment", "list", "-o", "json")),
        Scene("read, index built", root, READ, READ, cold=True),
    )
