"""Copies of a ledger whose index need not be built again: it comes along, told where it is now."""

import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Final

from pcbsales.cli import run
from pcbsales.registry import catalogue
from pcbsales.store.index.scan import signature, stands
from pcbsales.store.ledger import Ledger

_INDEX: Final = ".pcbsales/index.sqlite"
_PLACE: Final = ".git/pcbsales/place"


def founded(folder: Path) -> Path:
    """The sample ledger at *folder*, its objects in one pack and its records in an index."""
    assert run(["init", str(folder), "--sample"]) == 0
    subprocess.run(["git", "gc", "--quiet", "--prune=now"], cwd=folder, check=True)
    time.sleep(0.1)  # else the files would be too young to be trusted, and read again each time
    assert Ledger(folder, catalogue()).index.rebuild()
    return folder


def copied(ledger: Path, to: Path) -> Path:
    """*ledger* with all its files at *to*, as if it had been founded there."""
    subprocess.run(["cp", "-Rp", "--", str(ledger), str(to)], check=True)
    (to / _PLACE).unlink()  # else it would rightly pass for a copy
    if (to / _INDEX).exists():
        _know_again(to)
    return to


def _know_again(root: Path) -> None:
    """Put the files of *root*, which are those that its index was made of, in place of those.

    A copied file has another number and another change time: all would be read anew.
    """
    paths, folders = stands(root)
    files = [(signature((root / path).lstat()), path) for path in paths]
    with closing(sqlite3.connect(root / _INDEX)) as db, db:
        db.execute("PRAGMA synchronous=OFF")
        db.executemany("UPDATE files SET signature=? WHERE path=?", files)
        db.executemany(
            "UPDATE folders SET identity=? WHERE path=?",
            [(identity, path) for path, identity in folders.items()],
        )
