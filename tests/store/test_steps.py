"""The trail is read as it stands, whatever a commit made by hand says."""

from pathlib import Path

from pcbsales.store.ledger import Ledger
from pcbsales.store.writing.requests import Request, earlier
from pcbsales.store.writing.steps import steps
from tests.store.conftest import AUTHOR, Box, add, git, save

ODD = "odd\x1fsubject\x1d\x1e\n\nAction: box.new\nActor: TEST\x1f\x1d\nRecord: boxes/A\n"


def commit(root: Path, message: str) -> str:
    who = ("-c", f"user.name={AUTHOR.name}", "-c", f"user.email={AUTHOR.email}")
    git(root, *who, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(root, "rev-parse", "HEAD").strip()


def test_control_characters_in_a_commit_are_its_own(ledger: Ledger, root: Path) -> None:
    saved = save(ledger, add(Box(id="RED")))
    odd = commit(root, ODD)

    last, first = steps(ledger.git, "--max-count=2", "HEAD")

    assert (last.commit, last.subject, last.action) == (odd, "odd\x1fsubject\x1d\x1e", "box.new")
    assert last.records == ("boxes/A",)
    assert (first.commit, first.records, last.parents) == (
        saved.commit, ("boxes/RED",), (saved.commit,),
    )  # fmt: skip


def test_a_trailer_names_no_other_commit_as_a_request_s(ledger: Ledger, root: Path) -> None:
    asked = Request.of("one", "box new", {})
    forged = f"x\x1e--output=owned\x1f{asked.key} {asked.arguments}"
    head = commit(root, f"odd\n\nRequest: {forged}\n")
    assert earlier(ledger.git, head, asked) in {"", head}
