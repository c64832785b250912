"""Commits are signed by whoever registered a key, with that key."""

import subprocess
from pathlib import Path

import pytest

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.git.program import Git
from pcbsales.store.git.signing import key_to_sign_with
from pcbsales.store.ledger import Ledger
from tests.judges import require_judge
from tests.store.conftest import AUTHOR, git, numbered

pytestmark = pytest.mark.judges


@pytest.fixture
def key(tmp_path: Path) -> Path:
    require_judge("ssh-keygen")
    file = tmp_path / "key"
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "me", "-f", str(file)], check=True
    )
    return file


def public(key: Path) -> str:
    return key.with_name(f"{key.name}.pub").read_text().strip()


def test_nobody_without_a_registered_key_signs(root: Path, key: Path) -> None:
    git(root, "config", "user.signingKey", str(key))
    assert key_to_sign_with(Git(root), None) == ""


@pytest.mark.parametrize("form", ["{file}", "{file}.pub", "{text}", "key::{text}"])
def test_the_key_is_found_as_git_finds_it(root: Path, key: Path, form: str) -> None:
    said = form.format(file=key, text=public(key))
    git(root, "config", "user.signingKey", said)
    registered = " ".join(public(key).split()[:2])
    assert key_to_sign_with(Git(root), registered) == said
    assert key_to_sign_with(Git(root), f"{registered} other comment") == said


def test_no_key_and_another_key_are_refused(root: Path, key: Path) -> None:
    with pytest.raises(LedgerConflictError, match="git knows none to sign with"):
        key_to_sign_with(Git(root), public(key))
    git(root, "config", "user.signingKey", str(key))
    with pytest.raises(LedgerConflictError, match="is not the one in your staff record"):
        key_to_sign_with(Git(root), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOTHER")
    git(root, "config", "user.signingKey", "/nowhere")
    with pytest.raises(LedgerConflictError, match="is not the one in your staff record"):
        key_to_sign_with(Git(root), public(key))


def test_a_signed_commit_verifies_and_others_bear_no_signature(
    ledger: Ledger, root: Path, key: Path, tmp_path: Path
) -> None:
    signed = ledger.save(numbered("a"), actor="TEST", author=AUTHOR, key=f"{key}.pub")
    plain = ledger.save(numbered("b"), actor="TEST", author=AUTHOR)
    allowed = tmp_path / "allowed"
    allowed.write_text(f"test@example.com {public(key)}\n")
    told = subprocess.run(
        ["git", "-c", f"gpg.ssh.allowedSignersFile={allowed}", "verify-commit", signed.commit],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert 'Good "git" signature for test@example.com' in told.stderr
    assert git(root, "log", "-1", "--format=%G?", plain.commit).strip() == "N"
    assert git(root, "status", "--porcelain") == ""


def test_a_key_that_does_not_sign_undoes_the_write(ledger: Ledger, root: Path, key: Path) -> None:
    key.unlink()
    before = git(root, "rev-parse", "HEAD")
    with pytest.raises(Exception, match="writing failed and was undone"):
        ledger.save(numbered("a"), actor="TEST", author=AUTHOR, key=f"{key}.pub")
    assert git(root, "rev-parse", "HEAD") == before
    assert git(root, "status", "--porcelain") == ""
