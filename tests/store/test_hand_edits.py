"""A write never goes over what a person did and did not commit."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pcbsales.kernel.errors import LedgerConflictError, LedgerWriteError, RefusedError
from pcbsales.store.ledger import Ledger
from pcbsales.store.writing import committing, installing
from pcbsales.store.writing.installing import Place, install
from tests.store.conftest import AUTHOR, CATALOGUE, Box, Thing, add, git, save, update

ONE = "ledger/things/2026/000/T-2026-00001.yaml"
TWO = "ledger/things/2026/000/T-2026-00002.yaml"


def thing(number: int = 1, name: str = "thing") -> Thing:
    return Thing(id=f"T-2026-{number:05d}", name=name)


def edited(root: Path) -> None:
    (root / ONE).write_text("id: T-2026-00001\nname: mine\n")


def staged(root: Path) -> None:
    edited(root)
    git(root, "add", ONE)


def staged_then_put_back(root: Path) -> None:
    staged(root)
    (root / ONE).write_text("id: T-2026-00001\nname: thing\n")


def deleted(root: Path) -> None:
    (root / ONE).unlink()


def unstaged(root: Path) -> None:
    git(root, "rm", "--quiet", "--cached", ONE)


def linked(root: Path) -> None:
    (root / ONE).rename(root / "elsewhere.yaml")
    (root / ONE).symlink_to(root / "elsewhere.yaml")


def replaced_by_a_folder(root: Path) -> None:
    (root / ONE).unlink()
    (root / ONE).mkdir()


def told_to_overlook(root: Path) -> None:
    git(root, "update-index", "--assume-unchanged", ONE)
    edited(root)


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (edited, "00001.yaml has changes that are not committed"),
        (staged, "00001.yaml is staged but not committed"),
        (staged_then_put_back, "00001.yaml has changes that are not committed"),
        (deleted, "00001.yaml was deleted by hand"),
        (unstaged, "00001.yaml is there already and is not committed"),
        (linked, "00001.yaml has changes|00001.yaml is no plain file"),
        (replaced_by_a_folder, "00001.yaml was deleted by hand"),
        (told_to_overlook, "00001.yaml has changes that are not committed"),
    ],
)
def test_a_file_that_a_person_changed_is_named_and_left(
    ledger: Ledger, root: Path, act: Callable[[Path], None], message: str
) -> None:
    save(ledger, add(thing(1), thing(2)))
    act(root)
    before = git(root, "status", "--porcelain"), git(root, "rev-parse", "HEAD")

    with pytest.raises(LedgerConflictError, match=message) as refused:
        save(Ledger(root, CATALOGUE), update(thing(1, "ours")))

    assert refused.value.exit_code == 4
    assert (git(root, "status", "--porcelain"), git(root, "rev-parse", "HEAD")) == before


def a_file(place: Path) -> None:
    place.parent.mkdir(parents=True)
    place.write_text("id: T-2026-00001\nname: mine\n")


def an_ignored_file(place: Path) -> None:
    a_file(place)
    (place.parents[4] / ".git/info/exclude").write_text("*.yaml\n")


def a_folder(place: Path) -> None:
    place.mkdir(parents=True)


def a_dangling_link(place: Path) -> None:
    place.parent.mkdir(parents=True)
    place.symlink_to("nowhere")


def a_file_for_a_folder(place: Path) -> None:
    place.parents[1].mkdir(parents=True)
    place.parent.write_text("a file")


def a_link_for_a_folder(place: Path) -> None:
    elsewhere = place.parents[4] / "elsewhere"
    elsewhere.mkdir()
    place.parents[1].mkdir(parents=True)
    place.parent.symlink_to(elsewhere)


def another_case(place: Path) -> None:
    place.parent.mkdir(parents=True)
    place.with_name(place.name.lower()).write_text("x")


def a_folder_of_another_case(place: Path) -> None:
    (place.parents[3] / "THINGS").mkdir(parents=True)
    (place.parents[3] / "THINGS" / "x").write_text("x")


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (a_file, "00001.yaml is there already and is not committed"),
        (an_ignored_file, "00001.yaml is there already and is not committed"),
        (a_folder, "00001.yaml is no plain file"),
        (a_dangling_link, "00001.yaml is (there already|no plain file)"),
        (a_file_for_a_folder, "ledger/things/2026/000 is no plain folder"),
        (a_link_for_a_folder, "ledger/things/2026/000 is no plain folder"),
        (another_case, "t-2026-00001.yaml, whose name differs only in upper and lower case"),
        (a_folder_of_another_case, "THINGS, whose name differs only in upper and lower case"),
    ],
)
def test_nothing_is_put_where_something_stands(
    ledger: Ledger, root: Path, act: Callable[[Path], None], message: str
) -> None:
    act(root / ONE)
    found = sorted(path for path in root.rglob("*") if ".git" not in path.parts)
    before = git(root, "rev-parse", "HEAD")

    with pytest.raises((LedgerConflictError, RefusedError), match=message):
        save(ledger, add(thing(1)))

    now = sorted(path for path in root.rglob("*") if ".git" not in path.parts)
    assert [path for path in now if ".pcbsales" not in path.parts] == [
        path for path in found if ".pcbsales" not in path.parts
    ]
    assert git(root, "rev-parse", "HEAD") == before


def test_a_folder_that_must_not_be_written_to_undoes_the_write(
    ledger: Ledger, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(ledger, add(thing(1)))
    real = os.access
    monkeypatch.setattr(
        os, "access", lambda place, mode: "/2026/000" not in str(place) and real(place, mode)
    )
    before = git(root, "rev-parse", "HEAD")
    with pytest.raises(LedgerWriteError, match=r"undone: .*/000: permission denied"):
        save(ledger, add(thing(2)))
    assert git(root, "rev-parse", "HEAD") == before
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.parametrize("number", [1, 2])
def test_an_edit_made_while_the_commit_is_made_is_kept_and_named(
    ledger: Ledger, root: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Of a file that is changed, and of one that comes to be at that moment."""
    save(ledger, add(thing(1)))
    place = root / {1: ONE, 2: TWO}[number]
    real = install

    def meanwhile(*arguments: object) -> list[str]:
        place.write_text("id: mine\n")
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(committing, "install", meanwhile)
    decide = update(thing(1, "ours")) if number == 1 else add(thing(2))
    saved = save(ledger, decide)

    assert saved.warning.endswith(f"{place.name} was edited meanwhile and keeps the edit")
    assert place.read_text() == "id: mine\n"
    assert git(root, "status", "--porcelain") == f" M {place.relative_to(root)}\n"
    assert git(root, "rev-parse", "HEAD").strip() == saved.commit


def test_a_file_that_comes_at_the_last_moment_is_not_replaced(tmp_path: Path) -> None:
    """Even between the last look and the moment that the name is made."""
    ours, there = tmp_path / "staged", tmp_path / "there"
    ours.write_text("ours")
    there.write_text("theirs")
    place = Place("there", "", "x", None)
    assert install(tmp_path, [place], {"there": ours}) == ["there"]
    assert installing._put_new(there, ours) is False
    assert there.read_text() == "theirs"


def test_what_others_left_uncommitted_is_told_once_and_not_taken_along(
    ledger: Ledger, root: Path
) -> None:
    save(ledger, add(thing(1), Box(id="RED")))
    edited(root)
    (root / "ledger/boxes/BLUE.yaml").write_text("id: BLUE\n")
    told: list[str] = []

    ledger.save(update(Box(id="RED", name="x")), actor="TEST", author=AUTHOR, warn=told.extend)

    assert sorted(told) == ["ledger/boxes/BLUE.yaml", ONE]
    assert git(root, "show", "--format=", "--name-only").split() == ["ledger/boxes/RED.yaml"]
    assert git(root, "status", "--porcelain") == f" M {ONE}\n?? ledger/boxes/BLUE.yaml\n"
