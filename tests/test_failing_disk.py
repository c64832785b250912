"""A disk that fails is said in one line, wherever it fails."""

import os
from pathlib import Path

import pytest

from pcbsales.store.index.index import Index
from tests.conftest import Pcbsales

PERSON = ("person", "new", "HUAYI", "Chen Li", "--department", "quality")


def fail(*_: object, **__: object) -> None:
    raise OSError(5, os.strerror(5), "ledger/parts")


@pytest.mark.parametrize("words", [("customer", "list"), PERSON])
def test_no_traceback(
    pcbsales: Pcbsales,
    ledger_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    assert ledger_folder.is_dir()
    monkeypatch.setattr(Index, "refresh", fail)
    answer = pcbsales(*words)
    assert (answer.code, answer.err) == (4, "error: ledger/parts: Input/output error\n")
