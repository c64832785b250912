"""The git program, called with an environment and a configuration of our own."""

import os
import re
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.git.config import StrangeLineError, read_settings
from pcbsales.store.git.environment import OLDEST_GIT, Reach, environment, program, settings
from pcbsales.store.git.repository import repository_of, require_whole_index

#: For ``status``: every path by itself, ignored ones too, and nothing that a setting could fold.
STATUS: Final = (
    "status",
    "--porcelain=v1",
    "-z",
    "--untracked-files=all",
    "--ignored=traditional",
    "--no-renames",
)
#: Of ``ls-files -v``: paths that git was told to take for unchanged, or to leave out.
_UNWATCHED: Final = re.compile(r"(?:^|\0)[a-zS] ([^\0]*)")
#: The exit code of ``config --get`` where nothing is set.
_NOT_FOUND: Final = 1
#: What ``git init`` sets in every repository, and nobody elsewhere.
_ALWAYS_SET: Final = "core.repositoryformatversion"
#: A hung file system or a stopped child must not keep a nightly run for ever.
PATIENCE_SECONDS: Final = 600.0


class GitError(LedgerConflictError):
    """git answered with an error; ``message`` is what it said, ``code`` its exit code."""

    def __init__(self, arguments: tuple[str, ...], message: str, code: int = -1) -> None:
        lines = message.strip().splitlines()
        self.message = "\n".join(line for line in lines if not line.startswith("hint:"))
        self.code = code
        super().__init__(
            "git {words}: {problem}", words=" ".join(arguments[:2]), problem=self.message
        )


def _in_utf_8(variables: Mapping[str, str]) -> dict[str, bytes]:
    """Names as git keeps them, whatever letters the locale has."""
    return {key: value.encode("utf-8", "surrogateescape") for key, value in variables.items()}


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom git knows: the name and e-mail written into commits."""

    name: str
    email: str

    @property
    def variables(self) -> dict[str, str]:
        """What tells git that a commit is this person's."""
        said = {"NAME": self.name, "EMAIL": self.email}
        roles = ("AUTHOR", "COMMITTER")
        return {f"GIT_{role}_{key}": value for role in roles for key, value in said.items()}


@dataclass(frozen=True, slots=True)
class Git:
    """git in one repository; *root* is the folder that holds the work tree and ``.git``.

    *reach* says whose settings count; *inherited* are file handles that children keep open (a
    lock that must outlive a killed parent), *patience* the seconds that one call may take.
    """

    root: Path
    reach: Reach = Reach.LEDGER
    inherited: tuple[int, ...] = ()
    patience: float | None = None

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start git without waiting; its output and its errors can be read from the pipes."""
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment(),
            pass_fds=self.inherited,
            process_group=self._process_group,
        )

    @property
    def _process_group(self) -> int | None:
        """Under a lock git has its own: Ctrl-C on the terminal must not reach it half way."""
        return 0 if self.inherited else None

    def run(self, *arguments: str, stdin: bytes = b"", **extra: str) -> bytes:
        """What git prints; GitError if it fails. *extra* are variables of its environment."""
        patience = self.patience or PATIENCE_SECONDS
        around: dict[str, str | bytes] = {**self.environment(), **_in_utf_8(extra)}
        try:
            done = subprocess.run(
                self.command(*arguments),
                cwd=self.root,
                input=stdin,
                capture_output=True,
                env=around,
                check=False,
                timeout=patience,
                pass_fds=self.inherited,
                process_group=self._process_group,
            )
        except subprocess.TimeoutExpired:
            problem = f"no answer within {patience:g} s"
            raise GitError(arguments, problem) from None
        except OSError as error:
            raise GitError(arguments, str(error)) from None
        if done.returncode:
            raise GitError(arguments, done.stderr.decode("utf-8", "replace"), done.returncode)
        return done.stdout

    def command(self, *arguments: str) -> list[str]:
        """The words of a call; LedgerConflictError where there is no git."""
        return [self.program(), *settings(self.reach), *arguments]

    def program(self) -> str:
        """Where the git program is; LedgerConflictError where there is none."""
        if found := program(os.environ.get("PATH", os.defpath)):
            return found
        raise LedgerConflictError(
            "the program git is not there; install git {oldest} or newer",
            oldest=".".join(map(str, OLDEST_GIT)),
        )

    def environment(self, **extra: str) -> dict[str, str]:
        """The environment of a call in this repository."""
        return environment(self.reach, root=self.root, **extra)

    def text(self, *arguments: str, stdin: bytes = b"", **extra: str) -> str:
        """What git prints, without the final line break."""
        return self.run(*arguments, stdin=stdin, **extra).decode("utf-8", "replace").rstrip("\n")

    def folder(self) -> Path:
        """The repository's own folder (``.git``)."""
        said = self.run("rev-parse", "--absolute-git-dir")
        return Path(os.fsdecode(said.removesuffix(b"\n")))

    def version(self) -> tuple[int, ...]:
        """The version of git, such as (2, 39); empty where it says none."""
        words = self.text("--version").split()
        numbers = words[2].split(".")[:2] if len(words) > 2 else []
        return tuple(int(number) for number in numbers if number.isdecimal())

    def head(self) -> str:
        """The commit that HEAD names; LedgerConflictError if there is none yet."""
        try:
            return self.text("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        except GitError:
            raise LedgerConflictError("this repository has no commit yet") from None

    def identity(self) -> Identity | None:
        """The person configured in git, if there is one; GitError if the settings are damaged."""
        found = self.persons_settings("user.name", "user.email")
        name, email = found.get("user.name", ""), found.get("user.email", "")
        return Identity(name, email) if name and email else None

    def persons_settings(self, *names: str) -> dict[str, str]:
        """What of *names* (in small letters) is set by the ledger, or else by the person.

        Git leaves out in silence the settings of a ledger whose HEAD it cannot read, and the
        person's own would stand in for them: one setting that the ledger has is asked for too.

        Raises:
            GitError: The settings are damaged, or were not all read.
        """
        wanted = "|".join(map(re.escape, (*names, _ALWAYS_SET)))
        person = replace(self, reach=Reach.PERSON)
        arguments = ("config", "-z", "--get-regexp", f"^({wanted})$")
        try:
            raw = person.text(*arguments)
        except GitError as error:
            if error.code != _NOT_FOUND or error.message:
                raise
            raw = ""
        found = dict(entry.split("\n", 1) for entry in raw.split("\0") if "\n" in entry)
        if found.pop(_ALWAYS_SET, None) is None and (file := self._settings_left_out()):
            raise GitError(arguments, f"{file} could not be read")
        return found

    def _settings_left_out(self) -> Path | None:
        """The file of the ledger's settings, where it has the one that git did not tell.

        None where HEAD is damaged for good: that has a sentence of its own, and forbids to write.
        """
        repository = repository_of(self.root)
        if repository is None or not (repository.branch or repository.is_detached):
            return None
        file = repository.common / "config"
        with suppress(StrangeLineError):
            if any(each.key == _ALWAYS_SET for each in read_settings(file)):
                return file
        return None

    def status(self, *places: str) -> dict[str, str]:
        """Paths at or below *places* that differ from HEAD, with git's two-letter state.

        What git ignores (``!!``) is among them, and what it was told not to look at (``h ``).

        Raises:
            LedgerConflictError: The index is damaged.
        """
        with self.start("--literal-pathspecs", "ls-files", "-v", "-z", "--", *places) as asked:
            try:
                raw = self.text("--literal-pathspecs", *STATUS, "--", *places)
            except GitError:
                require_whole_index(self.root)
                raise
            listed = self._heard(asked)
        found = {entry[3:]: entry[:2] for entry in raw.split("\0") if entry}
        unwatched = _UNWATCHED.findall(listed)
        return found | dict.fromkeys(filter(self._is_edited, unwatched), "h ")

    def _heard(self, asked: subprocess.Popen[bytes]) -> str:
        """What a started call says in the end; GitError if it fails, or never ends."""
        try:
            out, err = asked.communicate(timeout=self.patience or PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            asked.kill()
            raise GitError(("ls-files",), "no answer") from None
        if asked.returncode:
            raise GitError(("ls-files",), err.decode("utf-8", "replace"), asked.returncode)
        return out.decode("utf-8", "replace")

    def _is_edited(self, path: str) -> bool:
        file = self.root / path
        there = self.text("hash-object", "--no-filters", "--", path) if file.is_file() else ""
        return there != self.blob_name("HEAD", path)

    def blob_name(self, commit: str, path: str) -> str:
        """The hash of the content of *path* at *commit*; empty where it is not."""
        entry = self.text("ls-tree", "-z", "--full-tree", commit, "--", path)
        facts, _, found = entry.rstrip("\0").partition("\t")
        return facts.split()[2] if found == path else ""

    def blob(self, commit: str, path: str) -> bytes | None:
        """The content of *path* at *commit*, or None where it is not; GitError if it is lost."""
        name = self.blob_name(commit, path)
        return self.run("cat-file", "blob", name) if name else None
