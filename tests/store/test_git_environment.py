"""What surrounds a call of git: its settings, its variables, the program itself."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.git.environment import Reach, absolute_folders, environment, settings
from pcbsales.store.git.program import Git, GitError, Identity
from tests.store.conftest import git

#: Keys of git-config(1) that name a program of a fixed name: each is pinned or never asked for.
_PROGRAMS = (
    "core.alternateRefsCommand core.askPass core.editor core.fsmonitor core.hooksPath core.pager"
    " core.sshCommand credential.helper interactive.diffFilter sequence.editor"
    " uploadpack.packObjectsHook"
)


def pinned(reach: Reach = Reach.LEDGER) -> dict[str, str]:
    words = settings(reach)
    assert set(words[::2]) == {"-c"}
    return dict(word.split("=", 1) for word in words[1::2])


def test_every_pinned_setting_is_one_of_git_s() -> None:
    known = subprocess.run(["git", "help", "-c"], capture_output=True, text=True, check=True).stdout
    names = {name.lower() for name in known.split()}
    assert {key for key in pinned() if key.lower() not in names} <= {"push.recurseSubmodules"}
    assert set(_PROGRAMS.split()) <= set(pinned())


def test_a_call_heeds_nothing_that_the_caller_has_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_DIR", "GIT_CONFIG_COUNT", "GIT_SSH_COMMAND", "GIT_AUTHOR_NAME", "LANGUAGE"):
        monkeypatch.setenv(name, "theirs")
    found = environment(root=Path("/desk"))
    assert "theirs" not in found.values()
    assert found["GIT_DIR"] == "/desk/.git"
    assert found["GIT_WORK_TREE"] == "/desk"
    assert found["GIT_CONFIG_GLOBAL"] == found["GIT_CONFIG_SYSTEM"] == "/dev/null"
    assert found["GIT_ALLOW_PROTOCOL"] == "none"


def test_a_remote_is_reached_as_the_person_has_set(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {"GIT_SSH_COMMAND": "ssh -4", "GIT_ASKPASS": "ask", "GIT_SSL_CAINFO": "ca.pem"}
    for name, value in {**kept, "GIT_DIR": "/elsewhere"}.items():
        monkeypatch.setenv(name, value)
    found = environment(Reach.NETWORK, root=Path("/desk"))
    assert kept.items() <= found.items()
    assert found["GIT_DIR"] == "/desk/.git"
    assert found["GIT_TERMINAL_PROMPT"] == "0"
    assert "GIT_CONFIG_GLOBAL" not in found
    assert "ext" not in found["GIT_ALLOW_PROTOCOL"].split(":")
    assert {"core.sshCommand", "credential.helper"}.isdisjoint(pinned(Reach.NETWORK))


def test_a_server_s_hook_sees_what_is_pushed(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare, new = tmp_path / "bare.git", tmp_path / "quarantine"
    git(root, "clone", "--quiet", "--bare", ".", str(bare))
    new.mkdir()
    monkeypatch.setenv("GIT_DIR", ".")
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(new))
    monkeypatch.setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", str(bare / "objects"))
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere")
    hook = Git(bare, Reach.HOOK)
    pushed = hook.text("hash-object", "-w", "--stdin", stdin=b"pushed")
    assert hook.run("cat-file", "blob", pushed) == b"pushed"
    assert (new / pushed[:2] / pushed[2:]).exists()
    assert hook.head() == hook.text("rev-parse", "main")
    with pytest.raises(GitError):
        Git(bare).run("cat-file", "blob", pushed)


def test_programs_are_taken_from_whole_paths_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert absolute_folders(f"/a:.:bin::{os.sep}b") == "/a:/b"
    trace = root / "ran"
    (root / "git").write_text(f"#!/bin/sh\ntouch {trace}\n")
    (root / "git").chmod(0o755)
    monkeypatch.chdir(root)
    usual = shutil.which("git")
    monkeypatch.setenv("PATH", f".::{os.environ['PATH']}")
    assert Git(root).version() > (2,)
    assert Git(root).program() == usual
    assert not trace.exists()


def test_a_call_that_does_not_end_is_given_up(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "git").write_text("#!/bin/sh\nexec sleep 30\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    started = time.monotonic()
    with pytest.raises(GitError, match=r"git status -z: no answer within 0\.2 s"):
        Git(root, patience=0.2).run("status", "-z")
    assert time.monotonic() - started < 10


def test_who_a_person_is_comes_from_their_own_settings(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Git(root)
    assert own.identity() == Identity("Test", "test@example.com")
    own.run("config", "user.name", "林梅")
    own.run("config", "--add", "user.name", "Lin\nMei")
    assert own.identity() == Identity("Lin\nMei", "test@example.com")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert own.identity() is None
    (tmp_path / ".gitconfig").write_text("[broken\n")
    with pytest.raises(GitError, match="bad config"):
        own.identity()


def test_no_git_is_said(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LedgerConflictError, match=r"install git 2\.36 or newer"):
        Git(root).head()


def test_a_lost_object_is_no_absent_file(root: Path) -> None:
    own = Git(root)
    assert own.blob("HEAD", "nothing") is None
    name = own.blob_name("HEAD", ".gitignore")
    file = root / ".git/objects" / name[:2] / name[2:]
    file.unlink()
    with pytest.raises(GitError):
        own.blob("HEAD", ".gitignore")
