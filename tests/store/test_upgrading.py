"""Upgrading: the mechanism, with steps that exist here alone, since there is one format so far."""

from pathlib import Path
from typing import Any

import pytest

from pcbsales.kernel.errors import InvalidLedgerError, LedgerConflictError, RefusedError
from pcbsales.kernel.record import Plain
from pcbsales.store import format as formats
from pcbsales.store.format import FORMAT_VERSION, read_format
from pcbsales.store.keeping.upgrading import (
    STEPS,
    Tree,
    UpgradeStep,
    carry_out,
    plan_upgrade,
    steps_between,
    upgraded_copy,
)
from pcbsales.store.ledger import Ledger
from tests.store.conftest import AUTHOR, CATALOGUE, add, git, save
from tests.store.things import Box, Thing


def renamed(folder: str, tree: Tree) -> Tree:
    """Things were called by ``title`` and counted in dozens."""
    if folder != "things":
        return tree
    changed: dict[str, Any] = {}
    for key, value in tree.items():
        if key == "title":
            changed["name"] = value
        elif key == "dozens":
            changed["count"] = Plain(str(12 * int(value)))
        else:
            changed[key] = value
    return changed


STEP = UpgradeStep(1, "a thing's title is its name; it is counted singly", renamed)
OLD = """# kept by hand
id: T-2026-00001
title: first   # as on the label
dozens: 2

# what it lies in
box: B1
"""
PATH = "ledger/things/2026/000/T-2026-00001.yaml"


@pytest.fixture
def old(root: Path) -> Path:
    """A ledger of format 1 as an older program wrote it."""
    save(Ledger(root, CATALOGUE), add(Box(id="B1")))
    (root / PATH).parent.mkdir(parents=True)
    (root / PATH).write_text(OLD)
    git(root, "add", "-A")
    git(root, "-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "-qm", "old")
    return root


def test_it_goes_forward_in_one_commit_and_keeps_what_people_wrote(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = plan_upgrade(old, CATALOGUE, steps=(STEP,), to=2)
    assert sorted(planned.files) == ["ledger/FORMAT", PATH]
    monkeypatch.setattr(formats, "FORMAT_VERSION", 2)
    with upgraded_copy(old, CATALOGUE, planned) as copy:
        assert copy.state().all(Thing)[0].name == "first"
    before = git(old, "rev-parse", "HEAD").strip()
    written = carry_out(old, planned, author=AUTHOR, actor="LIN")
    assert git(old, "rev-parse", "HEAD~1").strip() == before
    assert git(old, "status", "--porcelain", "ledger") == ""
    assert written.warning == ""
    assert "Action: ledger.upgrade\nActor: LIN" in git(old, "log", "-1", "--format=%B")
    assert (old / "ledger/FORMAT").read_text() == "format: 2\nzone: Asia/Shanghai\n"
    text = (old / PATH).read_text()
    assert "# kept by hand" in text
    assert "# what it lies in\nbox: B1" in text
    (thing,) = Ledger(old, CATALOGUE).state().all(Thing)
    assert (thing.name, thing.count) == ("first", 24)


def test_records_that_no_step_touches_stay_to_the_byte(old: Path) -> None:
    planned = plan_upgrade(old, CATALOGUE, steps=(STEP,), to=2)
    assert "ledger/boxes/B1.yaml" not in planned.files


def test_steps_are_taken_in_order(old: Path) -> None:
    def louder(folder: str, tree: Tree) -> Tree:
        return {**tree, "name": f"{tree['name']}!"} if folder == "things" else tree

    planned = plan_upgrade(old, CATALOGUE, steps=(UpgradeStep(2, "", louder), STEP), to=3)
    assert b"first!" in planned.files[PATH]
    assert b"format: 3" in planned.files["ledger/FORMAT"]


def test_nothing_to_do_is_nothing(root: Path) -> None:
    planned = plan_upgrade(root, CATALOGUE)
    assert (planned.steps, planned.files) == ((), {})
    assert FORMAT_VERSION == 1
    assert STEPS == ()


def test_a_way_that_lacks_a_step_is_refused(old: Path) -> None:
    with pytest.raises(RefusedError, match="leads on from format 2"):
        plan_upgrade(old, CATALOGUE, steps=(STEP,), to=3)
    with pytest.raises(LedgerConflictError, match="install a newer pcbsales"):
        steps_between(2, 1)


def test_what_would_be_no_record_is_named_and_nothing_written(old: Path) -> None:
    def broken(folder: str, tree: Tree) -> Tree:
        return {**tree, "colour": "red"} if folder == "things" else tree

    with pytest.raises(InvalidLedgerError) as raised:
        plan_upgrade(old, CATALOGUE, steps=(UpgradeStep(1, "", broken),), to=2)
    assert {finding.path for finding in raised.value.findings} == {PATH}
    assert (old / PATH).read_text() == OLD


def test_a_file_that_cannot_be_read_stops_it(old: Path) -> None:
    (old / "ledger/boxes/B2.yaml").write_text("id: [\n")
    git(old, "add", "-A")
    git(old, "-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "-qm", "broken")
    with pytest.raises(InvalidLedgerError) as raised:
        plan_upgrade(old, CATALOGUE, steps=(STEP,), to=2)
    assert [finding.path for finding in raised.value.findings] == ["ledger/boxes/B2.yaml"]


def test_hand_edits_are_in_the_way(old: Path) -> None:
    (old / "ledger/boxes/B1.yaml").write_text("id: B1\nname: mine\n")
    with pytest.raises(LedgerConflictError, match=r"ledger/boxes/B1\.yaml"):
        plan_upgrade(old, CATALOGUE, steps=(STEP,), to=2)


def test_who_wrote_meanwhile_is_not_overwritten(old: Path) -> None:
    planned = plan_upgrade(old, CATALOGUE, steps=(STEP,), to=2)
    git(old, "-c", "user.name=x", "-c", "user.email=x@x.example", "commit",
        "--allow-empty", "-qm", "meanwhile")  # fmt: skip
    with pytest.raises(LedgerConflictError, match="somebody wrote meanwhile"):
        carry_out(old, planned, author=AUTHOR, actor="LIN")
    assert (old / PATH).read_text() == OLD


def test_other_formats_are_neither_read_nor_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Ledger(root, CATALOGUE)
    (root / "ledger/FORMAT").write_text("format: 2\n")
    with pytest.raises(LedgerConflictError, match="install a newer pcbsales"):
        Ledger(root, CATALOGUE)
    del opened
    (root / "ledger/FORMAT").write_text("format: 1\n")
    monkeypatch.setattr(formats, "FORMAT_VERSION", 2)
    with pytest.raises(LedgerConflictError, match="pcbsales upgrade"):
        read_format(root)
