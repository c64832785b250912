"""Whose a repository is: another user's could run programs as whoever uses it."""

import os
import pwd
from pathlib import Path

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.git.repository import Repository


def require_ours(repository: Repository) -> None:
    """See that whoever runs the command owns the repository, or has called it safe."""
    for place in (repository.root, repository.root / ".git", repository.folder, repository.common):
        owner = place.stat().st_uid
        if owner not in _own_ids() and not called_safe(repository.root):
            import shlex  # noqa: PLC0415 -- start-up

            raise LedgerConflictError(
                "{place} belongs to another user ({owner}), who could make git run programs as "
                "you; if you trust them: git config --global --add safe.directory {root}",
                place=place,
                owner=_name_of(owner),
                root=shlex.quote(str(repository.root)),
            )


def _own_ids() -> set[int]:
    """The user who runs the command; with ``sudo``, as git has it, the one behind it too."""
    own = os.geteuid()
    behind = os.environ.get("SUDO_UID", "") if own == 0 else ""
    return {own, int(behind)} if behind.isdecimal() else {own}


def called_safe(root: Path) -> bool:
    """Whether the person's own configuration of git names *root* as ``safe.directory``."""
    from pcbsales.store.git.environment import Reach  # noqa: PLC0415 -- rarely needed
    from pcbsales.store.git.program import Git, GitError  # noqa: PLC0415 -- rarely needed

    nowhere = Git(Path("/"), Reach.PERSON)
    asked = ("config", "-z", "--type=path", "--get-all", "safe.directory")
    try:
        said = nowhere.text(*asked, GIT_DIR="/dev/null").split("\0")[:-1]
    except GitError:
        return False
    since_reset = said[len(said) - said[::-1].index("") :] if "" in said else said
    return any(word == "*" or Path(word) == root for word in since_reset)


def _name_of(owner: int) -> str:
    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return str(owner)
