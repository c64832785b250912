"""A repository as one file, and back: all commits, branches and tags, nothing that could run."""

import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import RefusedError
from pcbsales.store.git.program import Git, GitError

#: A ledger of ten years is packed, sent to a slow disk and read back.
_PATIENCE_SECONDS: Final = 6 * 3600.0
#: Files are put out as they were committed, whatever the ledger's own attributes say.
_AS_COMMITTED: Final = "* -text -eol -ident -filter -working-tree-encoding\n"


def patient(git: Git) -> Git:
    """*git* for calls that go through the whole history."""
    return replace(git, patience=_PATIENCE_SECONDS)


def pack(git: Git, file: Path) -> dict[str, str]:
    """Write all that the repository holds to *file*; what each name in it stands for."""
    patient(git).run("bundle", "create", "--quiet", str(file.absolute()), "--all", "HEAD")
    return refs_in(git, file)


def refs_in(git: Git, file: Path) -> dict[str, str]:
    """The names in a packed repository and the objects that they stand for."""
    lines = git.text("bundle", "list-heads", str(file.absolute())).splitlines()
    return {name: found for found, _, name in (line.partition(" ") for line in lines)}


def unpack(file: Path, folder: Path, *, branch: str) -> Git:
    """Make a repository with its files from *file* in the empty *folder*, on *branch*.

    Without a branch HEAD is the commit itself. No hook, filter or setting comes along.

    Raises:
        RefusedError: *file* does not hold a whole repository.
    """
    git = patient(Git(folder))
    git.run("init", "--quiet", "--template=", f"--initial-branch={branch or 'main'}")
    try:
        refs = refs_in(git, file)
        git.run("bundle", "unbundle", str(file.absolute()))
    except GitError as error:
        if os.strerror(errno.ENOSPC) in error.message:
            raise
        raise RefusedError(
            "{file} holds no whole repository: {problem}", file=file.name, problem=error.message
        ) from None
    head = refs.pop("HEAD", "")
    names = {name: found for name, found in refs.items() if name.startswith("refs/")}
    orders = "".join(f"create {name} {found}\n" for name, found in names.items())
    git.run("update-ref", "--stdin", stdin=orders.encode())
    if not branch or names.get(f"refs/heads/{branch}") != head:
        git.run("update-ref", "--no-deref", "HEAD", head)
    _put_out(git)
    return git


def _put_out(git: Git) -> None:
    attributes = git.folder() / "info" / "attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.write_text(_AS_COMMITTED, "ascii")
    git.run("reset", "--quiet", "--hard", "HEAD", "--")
    attributes.unlink()


def faults_of(git: Git) -> str:
    """What git finds wrong with its objects; empty when all is well."""
    try:
        patient(git).run("fsck", "--full", "--no-dangling", "--no-progress")
    except GitError as error:
        return error.message or "git fsck"
    return ""


def branch_of(git: Git) -> str:
    """The branch that is checked out; empty where HEAD is a commit."""
    try:
        return git.text("symbolic-ref", "--quiet", "--short", "HEAD")
    except GitError:
        return ""
