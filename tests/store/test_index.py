"""The index may be ruined, locked, unwritable or of another program: every answer is right."""

import multiprocessing
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pcbsales.store.index import file as index_file
from pcbsales.store.index import freshness, gathering, upkeep
from pcbsales.store.index import tables as index_tables
from pcbsales.store.index.checking import Deviation, Fault, deviations
from pcbsales.store.index.index import Index
from pcbsales.store.ledger import Ledger
from tests.store.conftest import CATALOGUE, Box, Thing, add, save

FILE = ".pcbsales/index.sqlite"


@pytest.fixture
def filled(root: Path) -> Path:
    """A ledger of three records, its index, and nothing open."""
    things = (Thing(id=f"T-2026-{n:05d}", name="x", box="RED") for n in (1, 2))
    save(Ledger(root, CATALOGUE), add(Box(id="RED"), *things))
    time.sleep(0.1)  # so that no file is too young to be trusted
    Index(root, CATALOGUE).refresh()
    return root


def ids(root: Path, **options: Any) -> list[str]:
    """What a new process answers."""
    index = Index(root, CATALOGUE, **options)
    index.refresh()
    return [entry.id for entry in (*index.entries("thing"), *index.where("thing", "box", "RED"))]


WANTED = ["T-2026-00001", "T-2026-00002"] * 2


def test_without_an_index_the_answer_is_the_same_and_no_file_appears(filled: Path) -> None:
    (filled / FILE).unlink()
    assert ids(filled, kept=False) == WANTED
    assert not (filled / FILE).exists()


@pytest.mark.parametrize("start", [0, 4000, 12_000, 30_000])
def test_a_ruined_file_is_built_again(filled: Path, start: int) -> None:
    raw = bytearray((filled / FILE).read_bytes())
    raw[start : start + 20_000] = os.urandom(len(raw[start : start + 20_000]))
    (filled / FILE).write_bytes(raw)
    assert ids(filled) == WANTED


@pytest.mark.parametrize("how", ["zeros", "noise", "cut off"])
def test_whichever_page_is_ruined_no_answer_is_wrong(filled: Path, how: str) -> None:
    whole = (filled / FILE).read_bytes()
    size = int.from_bytes(whole[16:18])
    for start in range(0, len(whole), size):
        end = len(whole) if how == "cut off" else start + size
        put = {"zeros": bytes(size), "noise": os.urandom(size), "cut off": b""}[how]
        (filled / FILE).write_bytes(whole[:start] + put + whole[end:])
        assert ids(filled) == WANTED, start
        assert Index(filled, CATALOGUE).pointing_at("box", "RED"), start


def _fallen_back(root: Path, boot: str) -> None:
    """The index says of a file what its bytes, lost with the power, no longer say."""
    with closing(sqlite3.connect(root / FILE)) as db, db:
        changed = "UPDATE files SET body=replace(body, '\"x\"', '\"y\"') WHERE noun='thing'"
        assert db.execute(changed).rowcount == 2
        mark = freshness.Mark.read(
            db.execute("SELECT value FROM meta WHERE key='mark'").fetchone()[0]
        )
        assert mark
        mark.boot = boot or mark.boot
        db.execute("UPDATE meta SET value=? WHERE key='mark'", (mark.text,))


def names(root: Path) -> set[str]:
    return {entry.body["name"] for entry in Index(root, CATALOGUE).entries("thing") if entry.body}


def test_after_a_restart_what_changed_shortly_before_is_read_again(filled: Path) -> None:
    _fallen_back(filled, "another")
    assert names(filled) == {"x"}


def test_what_changed_long_before_a_restart_is_not(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "_UNTIL_WRITTEN_NS", 0)
    _fallen_back(filled, "another")
    assert names(filled) == {"y"}


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\0"])
def test_what_is_no_database_is_replaced(filled: Path, content: bytes) -> None:
    (filled / FILE).write_bytes(content)
    assert ids(filled) == WANTED


def test_another_programs_index_is_built_again(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = (filled / FILE).stat().st_ino
    monkeypatch.setattr("pcbsales.store.index.upkeep.version", lambda: "another")
    assert ids(filled) == WANTED
    assert (filled / FILE).stat().st_ino != number


def test_a_developers_edit_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = index_tables.version()
    real = index_tables._modules

    def edited(package: str) -> list[tuple[str, int, int]]:
        (path, size, when), *rest = real(package)
        return [(path, size, when + 1), *rest]

    monkeypatch.setattr(index_tables, "_modules", edited)
    assert index_tables.version() != before


def test_a_place_that_cannot_be_written(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (filled / FILE).unlink()
    (filled / ".pcbsales").rmdir()
    (filled / ".pcbsales").write_text("a file where the folder should be")
    assert ids(filled) == WANTED


def test_a_file_that_cannot_be_written_is_read_and_left_alone(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sqlite3.connect

    def read_only(name: str, **options: Any) -> sqlite3.Connection:
        there: sqlite3.Connection = real(
            name if name == ":memory:" else f"file:{name}?mode=ro", uri=True, **options
        )
        return there

    (filled / "ledger/boxes/BLUE.yaml").write_text("id: BLUE\n")
    before = (filled / FILE).read_bytes()
    monkeypatch.setattr("pcbsales.store.index.file.sqlite3.connect", read_only)
    index = Index(filled, CATALOGUE)
    index.refresh()
    assert index.ids("box") == ("BLUE", "RED")
    assert (filled / FILE).read_bytes() == before


def test_a_file_that_another_process_keeps_locked(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_file, "PATIENCE", 0.2)
    other = sqlite3.connect(filled / FILE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    number = (filled / FILE).stat().st_ino
    assert ids(filled) == WANTED
    other.execute("ROLLBACK")
    assert (filled / FILE).stat().st_ino == number


def _built(root: Path, answers: Any) -> None:
    index = Index(root, CATALOGUE)
    index.rebuild()
    answers.put(deviations(index, root, CATALOGUE))


def test_processes_that_build_at_once_are_all_right(filled: Path) -> None:
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    builders = [context.Process(target=_built, args=(filled, answers)) for _ in range(4)]
    for builder in builders:
        builder.start()
    assert [answers.get(timeout=60) for _ in builders] == [()] * 4
    for builder in builders:
        builder.join()
    assert [file.name for file in (filled / ".pcbsales").iterdir()] == ["index.sqlite"]


def test_whoever_finds_another_file_in_place_opens_that(filled: Path) -> None:
    index = Index(filled, CATALOGUE)
    index.refresh()
    Index(filled, CATALOGUE).rebuild()
    (filled / "ledger/boxes/BLUE.yaml").write_text("id: BLUE\n")
    index.refresh()
    assert index.ids("box") == ("BLUE", "RED")
    assert deviations(Index(filled, CATALOGUE), filled, CATALOGUE) == ()


def test_interrupting_a_build_leaves_nothing_behind(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (filled / FILE).read_bytes()

    def interrupted(*_: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(gathering, "project_groups", interrupted)
        with pytest.raises(KeyboardInterrupt):
            Index(filled, CATALOGUE).rebuild()
    assert [file.name for file in (filled / ".pcbsales").iterdir()] == ["index.sqlite"]
    assert (filled / FILE).read_bytes() == before
    assert ids(filled) == WANTED


def test_verifying_names_what_is_wrong(filled: Path) -> None:
    assert Index(filled, CATALOGUE).pointing_at("box", "BLACK") == ()
    db = sqlite3.connect(filled / FILE)
    db.execute("DELETE FROM keys WHERE file=(SELECT n FROM files WHERE path LIKE '%00001.yaml')")
    db.execute("UPDATE files SET body='{}' WHERE id='T-2026-00002'")
    db.execute("INSERT INTO refs SELECT n, '[]', 'box', 'GREEN' FROM files WHERE id='T-2026-00002'")
    db.commit()
    db.close()
    one, two = (f"ledger/things/2026/000/T-2026-0000{n}.yaml" for n in (1, 2))
    assert deviations(Index(filled, CATALOGUE), filled, CATALOGUE) == (
        Deviation("files", two, Fault.DIFFERENT),
        Deviation("keys", f"{one} box", Fault.MISSING),
        Deviation("refs", f"{two} []", Fault.LEFT_OVER),
    )


def test_a_write_takes_the_index_along_without_reading_it_all(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    real = gathering.read_files

    def watched(root: Path, catalogue: Any, paths: Any, *rest: Any) -> Any:
        read.extend(paths)
        return real(root, catalogue, paths, *rest)

    before = Index(filled, CATALOGUE).connection.execute("SELECT max(n) FROM touched").fetchone()
    monkeypatch.setattr(gathering, "read_files", watched)
    save(Ledger(filled, CATALOGUE), add(Box(id="BLUE")))
    index = Index(filled, CATALOGUE)
    index.refresh()
    assert index.ids("box") == ("BLUE", "RED")
    assert set(read) == {"ledger/boxes/BLUE.yaml"}
    touched = "SELECT DISTINCT noun, key, value FROM touched WHERE n > ?"
    assert index.connection.execute(touched, before).fetchall() == [("box", "id", "BLUE")]


def _finders(root: Path) -> set[str]:
    with closing(sqlite3.connect(root / FILE)) as db:
        found = db.execute("SELECT name FROM sqlite_master WHERE type='index'").fetchall()
    return {name for (name,) in found} & {"keys_by_value", "projected_by_group"}


def test_what_finds_by_value_is_made_when_first_asked_for(filled: Path) -> None:
    index = Index(filled, CATALOGUE)
    index.rebuild()
    assert index.entries("thing")
    assert _finders(filled) == set()
    assert [entry.id for entry in index.where("thing", "box", "RED")] == WANTED[:2]
    assert _finders(filled) == {"keys_by_value", "projected_by_group"}
    assert deviations(Index(filled, CATALOGUE), filled, CATALOGUE) == ()


def test_without_it_the_answer_is_the_same(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Index(filled, CATALOGUE).rebuild()
    monkeypatch.setattr("pcbsales.store.index.index.keep", lambda *_: False)
    assert ids(filled) == WANTED
    assert _finders(filled) == set()
