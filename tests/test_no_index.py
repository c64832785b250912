"""Every command that reads answers the same bytes with an index and without one."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Pcbsales
from tests.test_examples import examples, make_ready

#: What differs between two runs of any command: the second, a folder of its own.
_PASSING = re.compile(r"T[0-9]{2}:[0-9]{2}:[0-9]{2}|/tmp/[^/]+|clone: [0-9A-F]+")


def lasting(text: str) -> str:
    return _PASSING.sub("", text)


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
    if words[0] in {"index", "init", "backup", "restore"}:
        pytest.skip("it is about the index itself, or makes a folder that must not be there")
    again = pcbsales("--no-index", *words)
    assert (again.code, lasting(again.out)) == (with_index.code, lasting(with_index.out))


def test_without_an_index_none_appears(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    shutil.rmtree(ledger_folder / ".pcbsales", ignore_errors=True)
    assert pcbsales("--no-index", "ar", "overdue").code == 0
    assert not (ledger_folder / ".pcbsales/index.sqlite").exists()
