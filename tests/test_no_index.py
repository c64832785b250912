"""Every command that reads answers the same bytes with an index and without one."""

import shlex
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Pcbsales
from tests.test_examples import examples, make_ready


def head(folder: Path) -> str:
    words = ["git", "rev-parse", "HEAD"]
    return subprocess.run(words, cwd=folder, capture_output=True, check=False).stdout.decode()


@pytest.mark.parametrize("example", list(examples()))
def test_an_example_answers_the_same(example: str, ledger_folder: Path, pcbsales: Pcbsales) -> None:
    make_ready(example, ledger_folder, pcbsales)
    words = shlex.split(example)[1:]
    before = head(ledger_folder)
    with_index = pcbsales(*words)
    if head(ledger_folder) != before:
        pytest.skip("it writes")
    again = pcbsales("--no-index", *words)
    if "index" in words:
        pytest.skip("it is about the index itself")
    assert (again.code, again.out) == (with_index.code, with_index.out)


def test_without_an_index_none_appears(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    assert pcbsales("--no-index", "ar", "overdue").code == 0
    assert not (ledger_folder / ".pcbsales/index.sqlite").exists()
