"""Whether a ledger's repository may be used at all: nothing that it brings along may run.

A ledger may be a copy from anywhere. Its configuration could name filters, drivers, monitors and
shells that git would run on an innocent ``status``; so every setting must be known to be harmless,
whatever its value, or have a harmless value. What is not known is refused, by file and line.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.git.config import (
    Attribute,
    Setting,
    StrangeLineError,
    read_attributes,
    read_settings,
)
from pcbsales.store.git.harmless import is_harmless, is_plain, pattern_of
from pcbsales.store.git.ownership import require_ours
from pcbsales.store.git.repository import Repository, repository_of


def require_trusted(root: Path) -> None:
    """See that the repository at *root* can run nothing; no repository is no danger.

    Costs a few system calls: every command pays it.

    Raises:
        LedgerConflictError: It names the file, the line and the setting, and what to do.
    """
    repository = repository_of(root)
    if repository is None:
        return
    require_ours(repository)
    with _readable(root):
        for file in (repository.common / "config", repository.folder / "config.worktree"):
            for setting in read_settings(file):
                _require_harmless(setting, file, repository)
        for file in (
            root / ".gitattributes",
            root / "ledger" / ".gitattributes",
            repository.common / "info" / "attributes",
        ):
            for attribute in read_attributes(file):
                _require_plain(attribute, file, root)


def settings_of(repository: Repository) -> tuple[Setting, ...]:
    """The settings of *repository*'s own.

    Raises:
        LedgerConflictError: There is something else among them; it names the file and the line.
    """
    with _readable(repository.root):
        return read_settings(repository.common / "config")


@contextmanager
def _readable(root: Path) -> Iterator[None]:
    try:
        yield
    except StrangeLineError as error:
        raise LedgerConflictError(
            "this ledger is not trusted: {file}:{line} is nothing that pcbsales knows; "
            "look at it, and take it out",
            file=_shown(error.file, root),
            line=error.line,
        ) from None


def _require_harmless(setting: Setting, file: Path, repository: Repository) -> None:
    pattern = pattern_of(setting)
    if pattern == "core.sparsecheckout" and setting.is_true:
        raise LedgerConflictError(
            "this ledger is checked out in part (sparse checkout), so that records would be left "
            "out; bring them back with: git sparse-checkout disable"
        )
    if pattern == "core.worktree" and _is_own_tree(setting.value, repository):
        return
    if not is_harmless(setting):
        raise LedgerConflictError(
            "this ledger is not trusted: {file}:{line} sets {key}, which could run a program or "
            "change answers; put it into your own ~/.gitconfig if you need it, and take it out "
            "here: {command}",
            file=_shown(file, repository.root),
            line=setting.line,
            key=setting.key,
            command=_unset(setting, file),
        )


def _is_own_tree(value: str, repository: Repository) -> bool:
    return (repository.folder / value).resolve() == repository.root.resolve()


def _unset(setting: Setting, file: Path) -> str:
    import shlex  # noqa: PLC0415 -- start-up

    scope = "--worktree " if file.name == "config.worktree" else ""
    return f"git config {scope}--unset-all {shlex.quote(setting.key)}"


def _require_plain(attribute: Attribute, file: Path, root: Path) -> None:
    if not is_plain(attribute):
        raise LedgerConflictError(
            "this ledger is not trusted: {file}:{line} gives files the attribute {name}, which "
            "runs a program or changes what files hold; take that line out",
            file=_shown(file, root),
            line=attribute.line,
            name=attribute.name,
        )


def _shown(file: Path, root: Path) -> str:
    return str(file.relative_to(root)) if file.is_relative_to(root) else str(file)
