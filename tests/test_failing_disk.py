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
    told = "error: ledger/parts cannot be read or written: Input/output error\n"
    assert (answer.code, answer.err) == (4, told)


@pytest.mark.usefixtures("ledger_folder")
def test_an_error_without_a_file_and_one_about_ledger_format(
    pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tired(*_: object, **__: object) -> None:
        raise OSError(24, os.strerror(24))

    monkeypatch.setattr(Index, "refresh", tired)
    answer = pcbsales("customer", "list")
    told = "error: the machine cannot read or write: Too many open files\n"
    assert (answer.code, answer.err) == (4, told)

    read = Path.read_bytes

    def broken(path: Path) -> bytes:
        if path.name == "FORMAT":
            raise OSError(5, os.strerror(5), str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", broken)
    answer = pcbsales("customer", "list")
    assert answer.code == 4
    assert "FORMAT cannot be read or written: Input/output error" in answer.err
