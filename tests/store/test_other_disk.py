"""Git's folder on one disk, the files on another: nothing can be renamed across."""

import errno
import os
from pathlib import Path

import pytest

from pcbsales.store.ledger import Ledger
from pcbsales.store.writing import installing
from tests.store.conftest import CATALOGUE, Thing, add, git, save, update
from tests.store.test_recovery import killed

ONE = "ledger/things/2026/000/T-2026-00001.yaml"


def thing(name: str) -> Thing:
    return Thing(id="T-2026-00001", name=name)


@pytest.fixture(autouse=True)
def _two_disks(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file comes out of git's folder under another name."""
    real_link, real_replace = os.link, Path.replace

    def is_across(one: object, other: object) -> bool:
        return ("/.git/" in str(one)) is not ("/.git/" in str(other))

    def link(one: Path, other: Path) -> None:
        if is_across(one, other):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        real_link(one, other)

    def replace(self: Path, target: Path) -> Path:
        if is_across(self, target):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return real_replace(self, target)

    monkeypatch.setattr(os, "link", link)
    monkeypatch.setattr(Path, "replace", replace)


def test_records_are_written_and_rewritten(ledger: Ledger, root: Path) -> None:
    assert save(ledger, add(thing("first"))).warning == ""
    assert save(ledger, update(thing("second"))).warning == ""
    assert "second" in (root / ONE).read_text()
    assert git(root, "status", "--porcelain") == ""
    assert [file.name for file in (root / ONE).parent.iterdir()] == ["T-2026-00001.yaml"]


@pytest.mark.parametrize("step", ["_moved", "sync_folder"])
def test_a_write_that_is_killed_while_it_copies_is_finished(
    ledger: Ledger, root: Path, step: str
) -> None:
    def die() -> None:
        real = getattr(installing, step)

        def act(*arguments: Path, **more: bool) -> bool:
            if not any("/.git/" in str(one) for one in arguments):
                os._exit(9)
            return bool(real(*arguments, **more))

        setattr(installing, step, act)

    killed(lambda: save(ledger, add(thing("first"))), before=die)
    left = list((root / ONE).parent.glob(".pcbsales-*"))
    assert len(left) == (1 if step == "_moved" else 0)
    Ledger(root, CATALOGUE).state()
    assert "first" in (root / ONE).read_text()
    assert [file.name for file in (root / ONE).parent.iterdir()] == ["T-2026-00001.yaml"]
    assert git(root, "status", "--porcelain") == ""
