"""A request id makes a repeated write a no-op, in this clone and in every other."""

import shutil
import subprocess
from pathlib import Path

import pytest

from pcbsales.kernel.errors import LedgerConflictError, RefusedError
from pcbsales.store.ledger import Ledger
from pcbsales.store.writing.requests import Request, earlier
from pcbsales.store.writing.saving import Saved
from tests.store.conftest import AUTHOR, CATALOGUE, git, numbered

ASKED = Request.of("order 7", "thing new", {"name": "a"})


def ask(ledger: Ledger, request: Request = ASKED) -> Saved:
    return ledger.save(numbered("a"), actor="TEST", author=AUTHOR, request=request)


def test_the_second_time_nothing_is_written_and_the_answer_is_the_same(
    ledger: Ledger, root: Path
) -> None:
    first = ask(ledger)
    head = git(root, "rev-parse", "HEAD")
    second = ask(Ledger(root, CATALOGUE))

    assert (second.id, second.commit, second.repeated) == (first.id, first.commit, True)
    assert second.changes == first.changes
    assert git(root, "rev-parse", "HEAD") == head


def test_other_arguments_under_the_same_id_are_refused(ledger: Ledger) -> None:
    first = ask(ledger)
    with pytest.raises(RefusedError, match=f"something else, by commit {first.commit[:12]}"):
        ask(ledger, Request.of("order 7", "thing new", {"name": "b"}))


def test_a_cut_history_is_no_witness_that_it_was_not_done(ledger: Ledger, tmp_path: Path) -> None:
    first = ask(ledger)
    ledger.save(numbered("later"), actor="TEST", author=AUTHOR)
    cut = tmp_path / "cut"
    git(tmp_path, "clone", "-q", "--depth=1", ledger.root.as_uri(), str(cut))
    head = git(cut, "rev-parse", "HEAD").strip()
    for _ in range(2):
        with pytest.raises(LedgerConflictError, match="git fetch --unshallow"):
            earlier(Ledger(cut, CATALOGUE).git, head, ASKED)
    git(cut, "fetch", "-q", "--unshallow")
    assert earlier(Ledger(cut, CATALOGUE).git, head, ASKED) == first.commit


def test_what_a_cut_history_shows_is_answered(ledger: Ledger, tmp_path: Path) -> None:
    first = ask(ledger)
    cut = tmp_path / "cut"
    git(tmp_path, "clone", "-q", "--depth=1", ledger.root.as_uri(), str(cut))
    assert earlier(Ledger(cut, CATALOGUE).git, first.commit, ASKED) == first.commit


def test_the_message_holds_hashes_only(ledger: Ledger, root: Path) -> None:
    ask(ledger, Request.of("x\n\nApproved-by: ME", "thing new", {"name": "secret"}))
    message = git(root, "log", "-1", "--format=%B")
    assert "secret" not in message
    assert "Approved-by" not in message
    assert message.strip().splitlines()[-1].startswith("Request: ")


def test_the_order_of_arguments_does_not_matter_and_the_command_does() -> None:
    one = Request.of("x", "quote new", {"a": 1, "b": [2]})
    assert one == Request.of("x", "quote new", {"b": [2], "a": 1})
    assert one.arguments != Request.of("x", "quote copy", {"a": 1, "b": [2]}).arguments


@pytest.mark.parametrize("spoil", ["keep", "delete", "ruin"])
def test_the_table_is_derived_from_history_and_may_be_lost(
    ledger: Ledger, root: Path, spoil: str
) -> None:
    first = ask(ledger)
    ledger.save(numbered("b"), actor="TEST", author=AUTHOR)
    assert earlier(ledger.git, ledger.git.head(), ASKED) == first.commit
    table = root / ".pcbsales/requests.sqlite"
    if spoil == "delete":
        table.unlink()
    if spoil == "ruin":
        table.write_bytes(b"no database" * 1000)
    assert earlier(ledger.git, ledger.git.head(), ASKED) == first.commit


def test_a_clone_knows_it(ledger: Ledger, root: Path, tmp_path: Path) -> None:
    first = ask(ledger)
    subprocess.run(["git", "clone", "-q", str(root), str(tmp_path / "clone")], check=True)
    clone = Ledger(tmp_path / "clone", CATALOGUE)
    assert ask(clone).commit == first.commit


def test_history_that_was_rewritten_forgets_it(ledger: Ledger, root: Path) -> None:
    first = ask(ledger)
    assert earlier(ledger.git, first.commit, ASKED) == first.commit
    git(root, "reset", "--quiet", "--hard", "HEAD~1")
    again = ask(Ledger(root, CATALOGUE))
    assert not again.repeated
    assert again.id == first.id


def test_a_folder_that_cannot_be_written_costs_time_only(ledger: Ledger, root: Path) -> None:
    first = ask(ledger)
    shutil.rmtree(root / ".pcbsales")
    (root / ".pcbsales").write_text("a file")
    assert earlier(ledger.git, ledger.git.head(), ASKED) == first.commit
