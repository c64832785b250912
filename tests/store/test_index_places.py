"""A failed read is no content, what is derived is kept only in the file in place, or not at all."""

import errno
import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from pcbsales.kernel.errors import InvalidLedgerError
from pcbsales.store.index.file import keep, provide
from pcbsales.store.index.index import Index
from pcbsales.store.ledger import Ledger
from tests.store.conftest import CATALOGUE, Box, Thing, add, save

FILE = ".pcbsales/index.sqlite"
BAD = "ledger/things/2026/000/T-2026-00002.yaml"


@pytest.fixture
def filled(root: Path) -> Path:
    """A ledger of three records, and nothing open."""
    things = (Thing(id=f"T-2026-{n:05d}", name="x", box="RED") for n in (1, 2))
    save(Ledger(root, CATALOGUE), add(Box(id="RED"), *things))
    time.sleep(0.1)  # so that no file is too young to be trusted
    return root


@pytest.mark.parametrize("call", ["open", "read"])
@pytest.mark.parametrize("error", [errno.EIO, errno.EACCES, errno.EMFILE])
def test_a_failed_read_is_named_and_tried_again(
    filled: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: int
) -> None:
    real, number = getattr(os, call), (filled / BAD).stat().st_ino

    def failing(what: Any, *rest: Any) -> Any:
        about = os.fstat(what).st_ino if isinstance(what, int) else os.lstat(what).st_ino
        if about == number:
            raise OSError(error, os.strerror(error))
        return real(what, *rest)

    (filled / FILE).unlink(missing_ok=True)
    with monkeypatch.context() as during:
        during.setattr(os, call, failing)
        with pytest.raises(InvalidLedgerError) as refused:
            Ledger(filled, CATALOGUE).state().all(Thing)
        assert [finding.path for finding in refused.value.findings] == [BAD]
    db = sqlite3.connect(filled / FILE)
    kept = db.execute("SELECT signature, body FROM files WHERE path=?", (BAD,)).fetchall()
    assert kept == [("", None)]
    found = Ledger(filled, CATALOGUE).state().all(Thing)
    assert [thing.id for thing in found] == ["T-2026-00001", "T-2026-00002"]


def test_nothing_is_kept_in_a_file_that_was_replaced(filled: Path) -> None:
    old = Index(filled, CATALOGUE)
    db = old.connection
    provide(db, "other", "x TEXT")
    Index(filled, CATALOGUE).rebuild()
    assert not keep(db, lambda: db.execute("INSERT INTO other VALUES ('old')"))
    new = sqlite3.connect(filled / FILE)
    assert not new.execute("SELECT 1 FROM sqlite_master WHERE name='other'").fetchall()
    assert len(old.pointing_at("box", "RED")) == 2


def test_where_nothing_can_be_written_the_answers_are_the_same(filled: Path) -> None:
    wanted = Ledger(filled, CATALOGUE).findings()
    (filled / FILE).unlink()
    ledger = Ledger(filled, CATALOGUE)
    ledger.index.connection.execute("PRAGMA query_only=ON")
    assert ledger.findings() == wanted
    assert ledger.index.pointing_at("box", "RED") == (
        ("thing", "T-2026-00001"),
        ("thing", "T-2026-00002"),
    )
