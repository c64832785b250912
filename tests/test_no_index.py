"""Every example runs; if it only reads, it answers the same bytes without an index."""

import re
import shlex
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pcbsales.manifest import Catalogue
from pcbsales.store.index import building
from pcbsales.store.index.file import Opened, connect
from tests.conftest import Pcbsales
from tests.test_examples import examples, make_ready

#: What differs between two runs of any command: the second, a folder of its own.
_PASSING = re.compile(r"T[0-9]{2}:[0-9]{2}:[0-9]{2}|/tmp/[^/]+|clone: [0-9A-F]+")

#: By commit, the tables that were made in memory of its records.
_TABLES: dict[str, sqlite3.Connection] = {}


def lasting(text: str) -> str:
    return _PASSING.sub("", text)


def head(folder: Path) -> str:
    words = ["git", "rev-parse", "HEAD"]
    return subprocess.run(words, cwd=folder, capture_output=True, check=False).stdout.decode()


@pytest.fixture
def read_once(example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands without an index read the sample's files once for all: the tables stay the same."""
    built = building.build

    def build(
        file: Path | None,
        root: Path,
        catalogue: Catalogue,
        meta: Callable[[], dict[str, str]],
        tell: Callable[[int, int], None],
    ) -> Opened:
        at = head(root)
        if file is None and at in _TABLES:
            db = connect(":memory:")
            _TABLES[at].backup(db)
            return Opened(db, "", 0, meta())
        opened = built(file, root, catalogue, meta, tell)
        if file is None:
            _TABLES[at] = connect(":memory:")
            opened.db.backup(_TABLES[at])
        return opened

    if " index " not in example:  # which compares every file by where it is
        monkeypatch.setattr(building, "build", build)


@pytest.mark.parametrize("example", list(examples()))
@pytest.mark.usefixtures("read_once")
def test_every_example_runs_and_answers_the_same(
    example: str, ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    make_ready(example, ledger_folder, pcbsales)
    words = shlex.split(example)[1:]
    before = head(ledger_folder)
    with_index = pcbsales(*words)
    assert with_index.code == 0, with_index.err + with_index.out
    writes = head(ledger_folder) != before
    # These are about the index itself, or make a folder that must not be there.
    if not writes and words[0] not in {"index", "init", "backup", "restore"}:
        again = pcbsales("--no-index", *words)
        assert (again.code, lasting(again.out)) == (with_index.code, lasting(with_index.out))


def test_without_an_index_none_appears(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    shutil.rmtree(ledger_folder / ".pcbsales", ignore_errors=True)
    assert pcbsales("--no-index", "ar", "overdue").code == 0
    assert not (ledger_folder / ".pcbsales/index.sqlite").exists()
