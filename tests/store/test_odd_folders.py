"""A ledger may lie in a folder of any name: not UTF-8, not for a URI."""

import os
from pathlib import Path

import pytest

from pcbsales.store.checks import kept
from pcbsales.store.index import differences
from pcbsales.store.index.differences import all_differences
from pcbsales.store.index.file import file_of
from pcbsales.store.keeping.founding import found
from pcbsales.store.ledger import Ledger
from pcbsales.store.search.search import Search
from tests.store.conftest import AUTHOR, CATALOGUE, Box, add, save

NAMES = [b"\xb1b\xa5\xbb", b"50%25 #1 really?", "帳本".encode()]


@pytest.fixture(params=NAMES, ids=["Big5", "URI", "Chinese"])
def ledger(tmp_path: Path, request: pytest.FixtureRequest) -> Ledger:
    root = tmp_path / os.fsdecode(request.param)
    found(root, author=AUTHOR, actor="TEST")
    return Ledger(root, CATALOGUE)


def test_it_is_checked_and_searched(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MANY", 0)
    save(ledger, add(Box(id="RED")))
    assert ledger.findings() == ()
    assert file_of(ledger.index.connection) == str(ledger.root / ".pcbsales/index.sqlite")
    hits = Search(ledger.index.connection, CATALOGUE, lambda *_: None).find("RED")
    assert "RED" in str(hits)
    assert (ledger.root / ".pcbsales/search.sqlite").exists()


def test_its_files_are_compared_by_several_processes(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(differences, "_MANY", 0)
    save(ledger, add(Box(id="RED")))
    ledger.state()
    file, known = ledger.root / ".pcbsales/index.sqlite", ledger.index.connection
    (ledger.root / "ledger/boxes/RED.yaml").write_text("id: RED\nname: by hand\n")
    changed = all_differences(known, ledger.root, str(file)).changed
    assert changed == {"ledger/boxes/RED.yaml"}
