"""What a copied ledger may bring in its git folder: nothing outside of the ledger is touched."""

import hashlib
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pcbsales.kernel.errors import LedgerConflictError, LedgerWriteError
from pcbsales.store.git.objects import read_blobs
from pcbsales.store.ledger import Ledger
from pcbsales.store.search.search import Search
from pcbsales.store.writing.recovery import tidy_up
from pcbsales.store.writing.requests import Request, earlier
from tests.store.conftest import CATALOGUE, Thing, add, git, save

EMPTY = hashlib.sha1(b"blob 0\0").hexdigest()
ONE = Thing(id="T-2026-00001", name="one")


def plant_journal(root: Path, path: str) -> None:
    """A journal that says: the write that removed the empty file at *path* was interrupted."""
    head = git(root, "rev-parse", "HEAD").strip()
    journal = {"base": head, "new": head, "files": {path: [EMPTY, ""]}}
    (root / ".git/pcbsales/journal").write_text(json.dumps(journal))


@pytest.mark.parametrize(
    "path",
    ["{outside}", "../outside/file", "ledger/../../outside/file", ".git/precious", "ledger", ""],
)
def test_a_journal_leads_nowhere_but_into_the_ledger(
    ledger: Ledger, root: Path, tmp_path: Path, path: str
) -> None:
    outside = tmp_path / "outside" / "file"
    outside.parent.mkdir()
    outside.touch()
    (root / ".git/precious").touch()
    plant_journal(root, path.format(outside=outside))
    with pytest.raises(LedgerConflictError, match="cannot be read"):
        ledger.state()
    assert outside.exists()
    assert (root / ".git/precious").exists()


def test_a_journal_leads_through_no_link(ledger: Ledger, root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").touch()
    (root / "ledger/away").symlink_to(outside)
    plant_journal(root, "ledger/away/file")
    with pytest.raises(LedgerConflictError, match="no plain folder"):
        ledger.state()
    assert (outside / "file").exists()


def test_a_journal_that_is_a_pipe_keeps_nobody_waiting(ledger: Ledger, root: Path) -> None:
    os.mkfifo(root / ".git/pcbsales/journal")
    with pytest.raises(LedgerConflictError, match="cannot be read"):
        ledger.state()


@pytest.mark.parametrize("field", ["base", "new"])
def test_a_journal_gives_git_no_options(ledger: Ledger, root: Path, field: str) -> None:
    plant_journal(root, "ledger/things/x.yaml")
    file = root / ".git/pcbsales/journal"
    file.write_text(json.dumps({**json.loads(file.read_text()), field: "--output=owned"}))
    with pytest.raises(LedgerConflictError, match="cannot be read"):
        ledger.state()
    assert not (root / "owned").exists()


def test_a_queue_elsewhere_is_nobodys_to_clear(ledger: Ledger, root: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".profile").touch()
    (home / " first").touch()
    (root / ".git/pcbsales/queue").symlink_to(home)
    save(ledger, add(ONE))
    assert sorted(file.name for file in home.iterdir()) == [" first", ".profile"]


def test_an_own_folder_elsewhere_is_not_written_to(
    ledger: Ledger, root: Path, tmp_path: Path
) -> None:
    own, home = root / ".git/pcbsales", tmp_path / "home"
    own.rename(home)
    own.symlink_to(home)
    before = sorted(home.iterdir())
    with pytest.raises(LedgerWriteError, match="cannot be locked"):
        save(ledger, add(ONE))
    assert sorted(home.iterdir()) == before


def test_a_scratch_folder_elsewhere_stays_there(ledger: Ledger, root: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "file").touch()
    (root / ".git/pcbsales/write-1").symlink_to(home)
    tidy_up(ledger.git, root / ".git/pcbsales")
    assert (home / "file").exists()


def test_a_name_with_a_line_break_hides_no_other(ledger: Ledger, root: Path) -> None:
    save(ledger, add(ONE))
    path = "ledger/things/2026/000/T-2026-00001.yaml"
    odd = "ledger/a\nHEAD:b"
    assert set(read_blobs(ledger.git, "HEAD", [odd, path])) == {path}


def tables_of(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as db:
        return [row[0] for row in db.execute("SELECT name FROM sqlite_master ORDER BY name")]


@pytest.mark.parametrize("name", ["index", "search", "requests"])
def test_tables_elsewhere_are_not_taken_for_the_program_s(
    ledger: Ledger, root: Path, tmp_path: Path, name: str
) -> None:
    cookies = tmp_path / "cookies.sqlite"
    with closing(sqlite3.connect(cookies)) as db:
        db.execute("CREATE TABLE cookies (one)")
        db.commit()
    (root / ".pcbsales").mkdir()
    (root / f".pcbsales/{name}.sqlite").symlink_to(cookies)

    save(ledger, add(ONE))
    Search(ledger.index.connection, CATALOGUE, lambda *_: None).find("one")
    assert earlier(ledger.git, ledger.git.head(), Request.of("a", "b", {})) == ""

    assert tables_of(cookies) == ["cookies"]
