"""Founding a ledger: a folder becomes a git repository with its first commit."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import LedgerWriteError, RefusedError
from pcbsales.store import layout
from pcbsales.store.git.program import Git, GitError, Identity

_IGNORED: Final = ".pcbsales/\n"
_MESSAGE: Final = "Found the ledger\n\nAction: ledger.init\nActor: {actor}\n"


def found(
    folder: Path,
    *,
    author: Identity,
    actor: str,
    sample: Path | None = None,
    policies: Iterable[Path] = (),
) -> str:
    """Make a ledger in *folder*, empty or from the *sample* ledger; the first commit's hash.

    *policies* are folders of records that an empty ledger begins with.

    Raises:
        RefusedError: The folder already holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError("{folder} is not empty; name a new folder", folder=folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _fill(folder, sample, policies)
        return _first_commit(folder, author, actor, sample=sample is not None)
    except (OSError, GitError) as error:
        raise LedgerWriteError("the ledger could not be made: {problem}", problem=error) from error


def _fill(folder: Path, sample: Path | None, policies: Iterable[Path]) -> None:
    if sample:
        shutil.copytree(sample, folder / layout.LEDGER)
    else:
        (folder / layout.LEDGER).mkdir()
        (folder / layout.FORMAT).write_text("format: 1\nzone: Asia/Shanghai\n", "utf-8")
        for policy in policies:
            shutil.copytree(policy, folder / layout.LEDGER / policy.name)
    (folder / "templates").mkdir()
    (folder / "templates" / ".gitkeep").touch()
    (folder / ".gitignore").write_text(_IGNORED, "utf-8")


def _first_commit(folder: Path, author: Identity, actor: str, *, sample: bool) -> str:
    git = Git(folder)
    git.run("init", "--quiet", "--initial-branch=main")
    if sample:
        git.run("config", "user.name", author.name)
        git.run("config", "user.email", author.email)
    git.run("add", "--all", "--force", "--", layout.LEDGER, "templates", ".gitignore")
    who = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", author.name), ("EMAIL", author.email))
    }
    git.run("commit", "--quiet", "--file=-", stdin=_MESSAGE.format(actor=actor).encode(), **who)
    own = git.folder() / "pcbsales"
    own.mkdir(exist_ok=True)
    (own / "station").write_text("\n", "ascii")
    return git.head()
