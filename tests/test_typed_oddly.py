"""What is typed oddly is refused in one line, and what is said can be typed again."""

import shlex
from pathlib import Path

import pytest

from tests.conftest import Pcbsales


@pytest.mark.usefixtures("ledger_folder")
@pytest.mark.parametrize(
    "words",
    [
        ("find", "x\udcff"),
        ("customer", "show", "x\udcff"),
        ("quote", "new", "HUAYI", "x\udcff", "-q", "100"),
        ("part", "spec", "HY-4410", "finish=x\udcff"),
        ("note", "HUAYI", "x\udcff"),
        ("log", "x\udcff"),
    ],
)
def test_bytes_that_are_no_text(pcbsales: Pcbsales, words: tuple[str, ...]) -> None:
    answer = pcbsales(*words)
    assert answer.code in {1, 2}, answer
    assert "Traceback" not in answer.err
    assert answer.err


def test_the_next_step_after_init_can_be_typed(
    tmp_path: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = pcbsales("init", "my 帳本", "--sample")
    assert shlex.split(answer.err)[:3] == ["next:", "cd", "my 帳本"]
