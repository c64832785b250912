"""When a ledger may be written: every state that forbids it has one sentence that says what to do.

What can be seen from the files of the repository is looked at first, git is asked last.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.git.environment import OLDEST_GIT
from pcbsales.store.git.program import Git, GitError
from pcbsales.store.git.repository import Repository, repository_around, repository_of
from pcbsales.store.git.trust import settings_of
from pcbsales.store.layout import LEDGER

#: Seconds that an editor's or a shell's own ``git status`` may hold a lock.
A_MOMENT: Final = 2.0


def require_writable(git: Git) -> str:
    """The branch's commit, on which a write is built.

    Raises:
        LedgerConflictError: The state must not be written; it says which, and what to do.
    """
    repository = require_repository(git.root)
    for look in _LOOKS:
        look(repository)
    require_new_enough(git)
    return _commit_of_branch(git, repository)


def require_repository(root: Path) -> Repository:
    """The repository that *root* is the work tree of; LedgerConflictError where there is none."""
    if found := repository_of(root):
        return found
    if around := repository_around(root):
        raise LedgerConflictError(
            "a ledger is a git repository of its own, and this one lies inside {top}; "
            "make it one: git init, then add and commit its files",
            top=around,
        )
    raise LedgerConflictError(
        "this ledger is in no git repository, so nothing can be recorded; "
        "make it one: git init, then add and commit its files"
    )


def _require_home(repository: Repository) -> None:
    if repository.linked:
        raise LedgerConflictError(
            "this is a linked work tree, and two would give out the same numbers; "
            "write in the ledger itself: {place}",
            place=repository.common.parent,
        )
    if repository.elsewhere:
        raise LedgerConflictError(
            "the repository of this ledger lies in {folder}, as a submodule's does; "
            "clone it by itself and write there",
            folder=repository.folder.resolve(),
        )


def _require_whole_clone(repository: Repository) -> None:
    found = {setting.key: setting for setting in settings_of(repository)}
    if "core.bare" in found and found["core.bare"].is_true:
        raise LedgerConflictError(
            "git takes this repository for a bare one; put it right: git config core.bare false"
        )
    if any(key.endswith((".promisor", ".partialclone")) for key in found):
        raise LedgerConflictError(
            "this clone leaves out what it can fetch later (partial clone); "
            "make a whole clone and write there"
        )


def _require_nothing_begun(repository: Repository) -> None:
    begun = repository.operation
    if begun:
        end = "git bisect reset" if begun == "bisect" else f"git {begun} --continue | --abort"
        raise LedgerConflictError(
            "this ledger cannot be written now: {fault}; end it first: {command}",
            fault=repository.fault,
            command=end,
        )


def _require_branch(repository: Repository) -> None:
    if repository.branch:
        return
    if repository.is_detached:
        raise LedgerConflictError("HEAD is detached; switch to a branch first: git switch main")
    raise LedgerConflictError(
        "HEAD names no branch; put it right: git symbolic-ref HEAD refs/heads/main"
    )


def _require_no_links(repository: Repository) -> None:
    """See that what a write adds to stays in the repository, wherever that itself may be.

    git follows links: of a copied ledger its log could be a file of whoever writes, and of a work
    tree made by ``git-new-workdir`` its branches are those of another.
    """
    branch = f"refs/heads/{repository.branch}"
    for name in ("objects", "packed-refs", "logs/HEAD", branch, f"logs/{branch}"):
        place = repository.folder
        for part in name.split("/"):
            place /= part
            if place.is_symlink():
                raise LedgerConflictError(
                    "{file} is a symbolic link, so that a write would change something elsewhere; "
                    "put what it stands for in its place",
                    file=place,
                )


def _require_unlocked(repository: Repository) -> None:
    """See that no other git holds a lock; one that only looks is gone in a moment."""
    locks = ("index.lock", "HEAD.lock", f"refs/heads/{repository.branch}.lock")
    deadline = time.monotonic() + A_MOMENT
    for file in (repository.folder / name for name in locks):
        while file.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        if file.exists():
            raise LedgerConflictError(
                "another git command is running, or one was killed and left {file}; "
                "if none runs, delete it",
                file=file,
            )


def require_access(folder: Path, root: Path) -> None:
    """See that whoever runs the command may write in the git *folder* and in the ledger."""
    for place in (folder, folder / "objects", folder / "refs" / "heads", root / LEDGER):
        if place.exists() and not os.access(place, os.W_OK | os.X_OK):
            raise LedgerConflictError(
                "{folder} cannot be written: it is read-only, or yours to read only",
                folder=place,
            )


_LOOKS: Final[tuple[Callable[[Repository], None], ...]] = (
    _require_home,
    _require_whole_clone,
    _require_nothing_begun,
    _require_branch,
    _require_no_links,
    _require_unlocked,
)


def require_new_enough(git: Git) -> None:
    """See that git can make its files last; LedgerConflictError names its version."""
    found = git.version()
    if found < OLDEST_GIT:
        raise LedgerConflictError(
            "git {found} is too old; pcbsales writes with git {oldest} or newer",
            found=".".join(map(str, found)) or "?",
            oldest=".".join(map(str, OLDEST_GIT)),
        )


def _commit_of_branch(git: Git, repository: Repository) -> str:
    name = f"refs/heads/{repository.branch}"
    try:
        return git.text("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    except GitError:
        if _is_unborn(git, repository, name):
            raise LedgerConflictError(
                "this repository has no commit yet; make the first one: git add --all && git commit"
            ) from None
        raise LedgerConflictError(
            "the branch {branch} cannot be read, the repository is damaged; "
            "see what is lost: git fsck --full",
            branch=repository.branch,
        ) from None


def _is_unborn(git: Git, repository: Repository, name: str) -> bool:
    """Whether the branch has no commit at all, which is no damage."""
    if (repository.common / name).exists():
        return False
    try:
        return not git.run("for-each-ref", "--", name)
    except GitError:
        return False
