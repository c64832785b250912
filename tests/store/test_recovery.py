"""A write that is killed leaves either nothing or all of itself."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.git.program import Git
from pcbsales.store.ledger import Ledger
from pcbsales.store.writing import committing
from tests.store.conftest import CATALOGUE, Thing, add, git, save, update

ONE = "ledger/things/2026/000/T-2026-00001.yaml"


def thing(name: str) -> Thing:
    return Thing(id="T-2026-00001", name=name)


def killed(act: Callable[[], object], *, before: Callable[[], None]) -> None:
    """Run *act* in a process that *before* prepares to die on the way."""
    child = os.fork()
    if child == 0:
        before()
        try:
            act()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def die_in(owner: object, name: str) -> Callable[[], None]:
    def prepare() -> None:
        setattr(owner, name, lambda *_, **__: os._exit(9))

    return prepare


def die_at_git(number: int) -> Callable[[], None]:
    """Die instead of the *number*-th call of git."""
    calls = [0]
    real = Git.run

    def run(self: Git, *arguments: str, **options: object) -> bytes:
        calls[0] += 1
        if calls[0] == number:
            os._exit(9)
        return real(self, *arguments, **options)  # type: ignore[arg-type]

    def prepare() -> None:
        Git.run = run  # type: ignore[method-assign]

    return prepare


@pytest.mark.parametrize("step", ["install", "adopt"])
def test_after_the_commit_point_the_next_command_finishes(
    ledger: Ledger, root: Path, step: str
) -> None:
    save(ledger, add(thing("old")))
    killed(
        lambda: save(Ledger(root, CATALOGUE), update(thing("new"))), before=die_in(committing, step)
    )

    found = Ledger(root, CATALOGUE).state().get(Thing, "T-2026-00001")

    assert found == thing("new")
    assert git(root, "status", "--porcelain") == ""
    assert not list((root / ".git/pcbsales").glob("write-*"))


def test_a_person_s_edit_in_between_is_named_and_kept(ledger: Ledger, root: Path) -> None:
    save(ledger, add(thing("old")))
    killed(
        lambda: save(Ledger(root, CATALOGUE), update(thing("new"))),
        before=die_in(committing, "install"),
    )
    (root / ONE).write_text("id: T-2026-00001\nname: by hand\n")

    with pytest.raises(LedgerConflictError, match="was edited while a write was interrupted"):
        Ledger(root, CATALOGUE).state()
    assert (root / ONE).read_text() == "id: T-2026-00001\nname: by hand\n"


def test_killed_at_every_call_of_git_there_is_no_third_state(ledger: Ledger, root: Path) -> None:
    save(ledger, add(thing("old")))
    outcomes = set()
    for number in range(1, 60):
        head = git(root, "rev-parse", "HEAD")
        try:
            killed(
                lambda: save(Ledger(root, CATALOGUE), update(thing(f"new {number}"))),  # noqa: B023
                before=die_at_git(number),
            )
        except AssertionError:
            break
        after = Ledger(root, CATALOGUE)
        found = after.state().get(Thing, "T-2026-00001")
        assert found
        moved = git(root, "rev-parse", "HEAD") != head
        assert (found.name == f"new {number}") == moved
        assert git(root, "status", "--porcelain") == ""
        outcomes.add(moved)
        save(after, update(thing(f"again {number}")))
    else:
        pytest.fail("a write never came to its end")
    assert outcomes == {True, False}
