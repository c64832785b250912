"""A clone registers its letter once, and numbers by it."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pcbsales.company.stations import Station
from pcbsales.kernel.errors import UsageError
from pcbsales.store.writing import stations
from tests.conftest import Pcbsales

PERSON = ("person", "new", "HUAYI", "Chen Li", "--department", "quality")


@pytest.fixture
def clone(
    ledger_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Path]:
    """Clones of the sample ledger, each entered when it is made."""

    def make(name: str) -> Path:
        folder = tmp_path / name
        subprocess.run(["git", "clone", "-q", str(ledger_folder), str(folder)], check=True)
        for key, value in (("user.name", "Lin Mei"), ("user.email", "mei.lin@penglan.example")):
            subprocess.run(["git", "config", key, value], cwd=folder, check=True)
        monkeypatch.chdir(folder)
        return folder

    return make


def test_the_first_clone_numbers_without_a_letter(pcbsales: Pcbsales, ledger_folder: Path) -> None:
    told = json.loads(pcbsales("station", "show", "-o", "json").out)
    assert told == {
        "schema": 1, "letter": None, "name": None, "by": None, "since": None, "here": True,
    }  # fmt: skip
    refused = pcbsales("station", "add", "B")
    assert (refused.code, "first clone" in refused.err) == (1, True)
    assert (ledger_folder / ".git/pcbsales/station").read_text() == "\n"


def test_a_copied_folder_is_seen_and_takes_a_letter_of_its_own(
    pcbsales: Pcbsales, ledger_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seen() -> tuple[bool, str]:
        rows = json.loads(pcbsales("doctor", "-o", "json").out)
        return next((row["good"], row["seen"]) for row in rows if row["what"] == "station")

    stations.keep_place(ledger_folder / ".git/pcbsales")
    moved = ledger_folder.rename(ledger_folder.with_name("moved"))
    monkeypatch.chdir(moved)
    assert seen() == (True, "-")
    stations.keep_place(moved / ".git/pcbsales")
    for name in ("first", "second"):
        shutil.copytree(moved, tmp_path / name, symlinks=True)
    monkeypatch.chdir(tmp_path / "first")
    good, said = seen()
    assert not good
    assert str(moved) in said
    assert "pcbsales station add B" in said
    assert pcbsales("station", "add", "B").code == 0
    assert seen() == (True, "B")
    assert pcbsales(*PERSON).out.split()[2] == "P-B00001"
    assert pcbsales("station", "add", "C").code == 1

    monkeypatch.chdir(tmp_path / "second")
    assert not seen()[0]
    assert pcbsales("station", "keep").code == 0
    assert seen() == (True, "-")


def test_a_further_clone_numbers_only_when_it_has_a_letter(
    pcbsales: Pcbsales, clone: Callable[[str], Path]
) -> None:
    clone("second")
    refused = pcbsales(*PERSON)
    assert refused.code == 4
    assert "pcbsales station add B" in refused.err
    assert pcbsales("station", "show").code == 4

    preview = pcbsales("station", "add", "b", "--name", "Mei, laptop", "-n")
    assert "Mei, laptop" in preview.out
    assert pcbsales(*PERSON).code == 4

    assert pcbsales("station", "add", "b", "--name", "Mei, laptop").code == 0
    assert pcbsales(*PERSON).out.split()[2] == "P-B00001"
    assert pcbsales("station", "list").out.splitlines()[1] == "B\tMei, laptop\tLIN\t2026-10-31"
    assert json.loads(pcbsales("station", "show", "-o", "json").out)["letter"] == "B"
    again = pcbsales("station", "add", "C")
    assert (again.code, again.err) == (1, "error: this clone has a letter already, B\n")


def test_a_letter_that_is_taken_is_named_with_free_ones(
    pcbsales: Pcbsales, clone: Callable[[str], Path]
) -> None:
    second = clone("second")
    assert pcbsales("station", "add", "B", "--name", "Mei").code == 0
    third = clone("third")
    subprocess.run(["git", "pull", "-q", str(second), "main"], cwd=third, check=True)
    refused = pcbsales("station", "add", "B")
    assert refused.code == 1
    assert "B is taken: Mei, since 2026-10-31; free are C, D, E, F, G" in refused.err
    assert pcbsales(*PERSON).code == 4
    assert pcbsales("station", "add", "C").code == 0
    assert pcbsales(*PERSON).out.split()[2] == "P-C00001"


def test_killed_between_record_and_letter_the_claim_is_settled(
    pcbsales: Pcbsales, clone: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = clone("second")
    monkeypatch.setattr(stations, "settle", lambda *_: None)
    assert pcbsales("station", "add", "B").code == 0
    assert not (folder / ".git/pcbsales/station").exists()
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PCBSALES_TODAY", "2026-10-31")

    assert pcbsales(*PERSON).out.split()[2] == "P-B00001"
    assert (folder / ".git/pcbsales/station").read_text() == "B\n"
    assert not (folder / ".git/pcbsales/station.claim").exists()


def test_a_claim_that_another_clone_s_record_answers_is_not_settled(
    pcbsales: Pcbsales, clone: Callable[[str], Path]
) -> None:
    folder = clone("second")
    assert pcbsales("station", "add", "B").code == 0
    own = folder / ".git/pcbsales"
    (own / "station").unlink()
    (own / "station.claim").write_text('{"letter": "B", "clone": "C0123456789AB"}')
    assert pcbsales(*PERSON).code == 4


@pytest.mark.parametrize("letter", ["BB", "1", "", "É", "b c"])
def test_a_station_is_one_letter(pcbsales: Pcbsales, ledger_folder: Path, letter: str) -> None:
    assert ledger_folder.is_dir()
    assert pcbsales("station", "add", letter).code == 2


def test_a_record_of_no_letter_is_wrong() -> None:
    with pytest.raises(ValueError, match="one letter from A to Z"):
        Station.model_validate(
            {"id": "BB", "name": "x", "by": "LIN", "since": "2026-10-31", "clone": "C1"}
        )


def test_letters_may_be_typed_small() -> None:
    from pcbsales.company.stations import read_letter  # noqa: PLC0415 -- beside its only use

    assert read_letter(" b ") == "B"
    with pytest.raises(UsageError):
        read_letter("ß")
