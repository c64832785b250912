"""The git program, called with an environment and a configuration of our own."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import LedgerConflictError

#: Nothing that a copied ledger configures may run, and nothing of the user's may change results.
_CONFIG: Final = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.fsync=all",
    "core.autocrlf=false",
    "core.quotePath=false",
    "core.excludesFile=/dev/null",
    "core.trustctime=true",
    "core.checkStat=default",
    "gc.auto=0",
    "commit.gpgSign=false",
    "advice.detachedHead=false",
    "init.defaultBranch=main",
)


class GitError(LedgerConflictError):
    """git answered with an error; ``message`` is what it said."""

    def __init__(self, arguments: tuple[str, ...], message: str) -> None:
        self.message = message.strip()
        super().__init__(
            "git {words}: {problem}", words=" ".join(arguments[:2]), problem=self.message
        )


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom git knows: the name and e-mail written into commits."""

    name: str
    email: str


def environment(**extra: str) -> dict[str, str]:
    """The environment of every git call: no ``GIT_*`` of the caller, no prompts, plain messages."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return {
        **kept,
        "LC_ALL": "C.UTF-8",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_PAGER": "cat",
        "GIT_OPTIONAL_LOCKS": "0",
        **extra,
    }


@dataclass(frozen=True, slots=True)
class Git:
    """git in one repository; *root* is the folder that holds the work tree."""

    root: Path

    def run(self, *arguments: str, stdin: bytes = b"", **extra: str) -> bytes:
        """What git prints; GitError if it fails."""
        settings = [word for entry in _CONFIG for word in ("-c", entry)]
        try:
            done = subprocess.run(
                ["git", *settings, *arguments],
                cwd=self.root,
                input=stdin,
                capture_output=True,
                env=environment(**extra),
                check=False,
            )
        except FileNotFoundError:
            raise GitError(arguments, "the program git is not installed") from None
        if done.returncode:
            raise GitError(arguments, done.stderr.decode("utf-8", "replace"))
        return done.stdout

    def text(self, *arguments: str, stdin: bytes = b"", **extra: str) -> str:
        """What git prints, without the final line break."""
        return self.run(*arguments, stdin=stdin, **extra).decode("utf-8", "replace").rstrip("\n")

    def folder(self) -> Path:
        """The repository's own folder (``.git``)."""
        return Path(self.text("rev-parse", "--absolute-git-dir"))

    def head(self) -> str:
        """The commit that HEAD names; LedgerConflictError if there is none yet."""
        try:
            return self.text("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        except GitError:
            raise LedgerConflictError("this repository has no commit yet") from None

    def identity(self) -> Identity | None:
        """The person configured in git, if there is one."""
        try:
            name = self.text("config", "--get", "user.name")
            email = self.text("config", "--get", "user.email")
        except GitError:
            return None
        return Identity(name, email) if name and email else None

    def status(self, folder: str) -> dict[str, str]:
        """Paths below *folder* that differ from HEAD, with git's two-letter state."""
        raw = self.text(
            "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", folder
        )
        return {entry[3:]: entry[:2] for entry in raw.split("\0") if entry}

    def blob_name(self, commit: str, path: str) -> str:
        """The hash of the content of *path* at *commit*; empty where it is not."""
        try:
            return self.text("rev-parse", "--verify", "--quiet", f"{commit}:{path}")
        except GitError:
            return ""

    def blob(self, commit: str, path: str) -> bytes | None:
        """The content of *path* at *commit*, or None."""
        try:
            return self.run("cat-file", "blob", f"{commit}:{path}")
        except GitError:
            return None
