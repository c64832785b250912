"""Hand edits that git does not show are hand edits all the same."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.git import writable
from pcbsales.store.git.program import Git
from pcbsales.store.git.writable import require_writable
from pcbsales.store.ledger import Ledger
from tests.store.conftest import Thing, add, git, save, update

ONE = "ledger/things/2026/000/T-2026-00001.yaml"
MINE = "id: T-2026-00001\nname: mine\n"


def thing(name: str) -> Thing:
    return Thing(id="T-2026-00001", name=name)


@pytest.mark.parametrize("mark", ["--assume-unchanged", "--skip-worktree"])
def test_an_edit_that_git_was_told_not_to_see_is_kept(
    ledger: Ledger, root: Path, mark: str
) -> None:
    save(ledger, add(thing("old")))
    git(root, "update-index", mark, ONE)
    save(ledger, update(thing("new")))
    assert "new" in (root / ONE).read_text()
    git(root, "update-index", mark, ONE)
    (root / ONE).write_text(MINE)
    assert ledger.git.status("ledger") == {ONE: "h "}

    with pytest.raises(LedgerConflictError, match="not committed"):
        save(ledger, update(thing("newer")))
    assert (root / ONE).read_text() == MINE


def test_a_record_that_git_ignores_is_kept(ledger: Ledger, root: Path) -> None:
    (root / ".gitignore").write_text(".pcbsales/\n*.yaml\n")
    (root / ONE).parent.mkdir(parents=True)
    (root / ONE).write_text(MINE)
    assert ledger.git.status("ledger") == {ONE: "!!"}
    with pytest.raises(LedgerConflictError, match="is there already and is not committed"):
        save(ledger, add(thing("new")))
    assert (root / ONE).read_text() == MINE


def test_a_lock_that_goes_in_a_moment_is_waited_for(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = root / ".git/index.lock"
    lock.touch()
    shown = threading.Timer(0.2, lock.unlink)
    shown.start()
    assert require_writable(Git(root)) == Git(root).head()
    assert not lock.exists()

    lock.touch()
    monkeypatch.setattr(writable, "A_MOMENT", 0.05)
    with pytest.raises(LedgerConflictError, match=r"left .*index\.lock"):
        require_writable(Git(root))


@pytest.mark.parametrize(
    "arrange",
    [
        lambda root: git(root, "branch", "--move", "desk/main"),
        lambda root: git(root, "pack-refs", "--all"),
        lambda root: git(root, "switch", "--quiet", "--create", "帳本"),
        lambda root: (root / ".git/HEAD").write_text("ref: refs/heads/main"),
    ],
)
def test_any_branch_can_be_written(root: Path, arrange: Callable[[Path], object]) -> None:
    arrange(root)
    assert require_writable(Git(root)) == git(root, "rev-parse", "HEAD").strip()


@pytest.mark.parametrize(
    "name",
    ["logs/HEAD", "logs", "objects", "refs/heads/main", "refs/heads", "logs/refs/heads/main"],
)
def test_nothing_is_written_through_a_link_in_the_git_folder(
    ledger: Ledger, root: Path, tmp_path: Path, name: str
) -> None:
    save(ledger, add(thing("old")))
    place, elsewhere = root / ".git" / name, tmp_path / "elsewhere"
    place.rename(elsewhere)
    place.symlink_to(elsewhere)
    before = {file: file.stat().st_mtime_ns for file in (elsewhere, *elsewhere.rglob("*"))}

    with pytest.raises(LedgerConflictError, match="is a symbolic link"):
        save(ledger, update(thing("new")))
    assert before == {file: file.stat().st_mtime_ns for file in (elsewhere, *elsewhere.rglob("*"))}
    assert "old" in (root / ONE).read_text()


def test_a_repository_that_is_somewhere_else_as_a_whole_is_one_s_own(
    ledger: Ledger, root: Path, tmp_path: Path
) -> None:
    (root / ".git").rename(tmp_path / "git")
    (root / ".git").symlink_to(tmp_path / "git")
    assert save(ledger, add(thing("new"))).warning == ""
    assert git(root, "status", "--porcelain") == ""
