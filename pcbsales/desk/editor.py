"""The person's editor: theirs by the environment or by git, never one that a ledger names."""

import os
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.store.git.environment import Reach, persons_environment
from pcbsales.store.git.program import Git, GitError


def can_ask() -> bool:
    """Whether a person sits at a terminal: only then is anything asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def editor_wish() -> str:
    """The editor that the environment names; empty where it names none."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""


def editor_of(git: Git) -> list[str]:
    """The editor's program and its arguments; UsageError says how to name one."""
    wish = editor_wish() or _gits_wish(git) or ("vi" if can_ask() else "")
    words = shlex.split(wish)
    if not words:
        raise UsageError("no editor is set: export EDITOR=..., or give the text with --from FILE")
    return words


def change_in(editor: list[str], file: Path) -> None:
    """Let the person change *file* in *editor*; RefusedError where that did not end well."""
    try:
        done = subprocess.run([*editor, str(file)], check=False, env=persons_environment())
    except OSError as error:
        raise UsageError(
            "the editor {editor} cannot be started: {problem}",
            editor=editor[0],
            problem=error.strerror,
        ) from None
    if done.returncode:
        raise RefusedError(
            "the editor ended with {code}; nothing was recorded; your text is kept in {file}",
            code=done.returncode,
            file=file,
        )


def _gits_wish(git: Git) -> str:
    try:
        return replace(git, reach=Reach.PERSON).text("config", "--global", "--get", "core.editor")
    except GitError:
        return ""
