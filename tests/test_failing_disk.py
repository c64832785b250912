"""A disk that fails is said in one line, wherever it fails."""

import os
from pathlib import Path

import pytest

from pcbsales.store.git.program import Git, GitError
from pcbsales.store.git.signing import key_to_sign_with
from pcbsales.store.git.writable import require_writable
from pcbsales.store.index.index import Index
from pcbsales.store.writing.stations import copied_from
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


@pytest.mark.parametrize(
    "name",
    [
        "ledger/FORMAT",
        ".git/config",
        ".git/commondir",
        ".git/pcbsales/station",
        ".git/pcbsales/station.claim",
    ],
)
def test_what_opens_and_cannot_be_read_is_named(
    pcbsales: Pcbsales, ledger_folder: Path, name: str
) -> None:
    """Neither taken for absent or strange, nor for an answer that cannot be written."""
    unreadable(ledger_folder / name)
    answer = pcbsales("payment", "new", "HUAYI", "1.00 CNY")
    assert answer.code == 4
    assert f"error: {ledger_folder / name} cannot be read or written: Input/output" in answer.err


def test_settings_that_become_unreadable_during_a_command_are_named(ledger_folder: Path) -> None:
    git = Git(ledger_folder)
    unreadable(ledger_folder / ".git" / "config")
    with pytest.raises(OSError, match="Input/output error") as failed:
        require_writable(git)
    assert failed.value.filename == str(ledger_folder / ".git" / "config")


def test_a_copy_is_not_taken_for_the_original_where_its_place_cannot_be_read(
    tmp_path: Path,
) -> None:
    assert copied_from(tmp_path) == ""
    unreadable(tmp_path / "place")
    with pytest.raises(OSError, match="Input/output error"):
        copied_from(tmp_path)


def test_nobody_is_unknown_or_somebody_else_because_git_could_not_read(ledger_folder: Path) -> None:
    git = Git(ledger_folder)
    before = git.identity()
    assert before
    (ledger_folder / ".git" / "refs").rename(ledger_folder / ".git" / "lost")  # no repository, then
    with pytest.raises(GitError, match="could not be read"):
        git.identity()
    with pytest.raises(GitError, match="could not be read"):
        key_to_sign_with(git, "ssh-ed25519 AAAA")


def unreadable(file: Path) -> None:
    """Let *file* be one that the kernel opens, and answers every read of with an I/O error."""
    memory = Path("/proc/self/mem")
    if not memory.exists():
        pytest.skip("only Linux has a file that never can be read")
    file.unlink(missing_ok=True)
    file.parent.mkdir(exist_ok=True)
    file.symlink_to(memory)
