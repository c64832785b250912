"""Where a ledger's repository is, and what stands in it, found out without asking git."""

from pathlib import Path
from typing import Final, NamedTuple

from pcbsales.kernel.errors import LedgerConflictError, MessageId
from pcbsales.store.naming import naming

_POINTER: Final = "gitdir: "
#: What a command of several steps leaves in the git folder until it is done: how it is ended.
_OPERATIONS: Final = (
    ("rebase-merge", "rebase"),
    ("rebase-apply/applying", "am"),
    ("rebase-apply", "rebase"),
    ("MERGE_HEAD", "merge"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
    ("sequencer", "cherry-pick"),
    ("BISECT_LOG", "bisect"),
)
_FAULTS: dict[str, MessageId] = {
    "am": "patches are being applied (git am)",
    "bisect": "a bisect is in progress",
    "cherry-pick": "a cherry-pick is in progress",
    "merge": "a merge is in progress",
    "rebase": "a rebase is in progress",
    "revert": "a revert is in progress",
}
_LONGEST: Final = 4096
_BRANCHES: Final = "ref: refs/heads/"
#: Of an index: its first bytes, its formats, and what a git in a hurry writes for a checksum.
_INDEX_FORMATS: Final = (b"DIRC\0\0\0\2", b"DIRC\0\0\0\3", b"DIRC\0\0\0\4")
_HASHES: Final = (("sha1", 20), ("sha256", 32))


class Repository(NamedTuple):
    """The repository of the work tree at ``root``.

    ``folder`` is its own folder, ``common`` the one that it shares with its linked work trees:
    the same but in a linked one.
    """

    root: Path
    folder: Path
    common: Path

    @property
    def elsewhere(self) -> bool:
        """Whether ``.git`` is a file that points to a folder: a submodule, a linked work tree."""
        return (self.root / ".git").is_file()

    @property
    def linked(self) -> bool:
        """Whether this is a linked work tree of a repository."""
        return self.folder != self.common

    @property
    def operation(self) -> str:
        """The git command that has begun and is not done; empty where there is none."""
        return next((name for file, name in _OPERATIONS if (self.folder / file).exists()), "")

    @property
    def branch(self) -> str:
        """The branch that HEAD is on; empty where it is detached or broken."""
        file = self.folder / "HEAD"
        said = f"ref: {file.readlink()}" if file.is_symlink() else _line(file)
        return said.removeprefix(_BRANCHES) if said.startswith(_BRANCHES) else ""

    @property
    def head(self) -> str:
        """What HEAD says, as it stands."""
        return _line(self.folder / "HEAD")

    @property
    def is_detached(self) -> bool:
        """Whether HEAD names a commit instead of a branch."""
        return len(self.head) in {40, 64} and not self.head.strip("0123456789abcdef")

    @property
    def fault(self) -> MessageId:
        """What is unusual about the moment, so that files may not be what was decided last."""
        if self.operation:
            return _FAULTS[self.operation]
        if self.branch:
            return ""
        return "HEAD is detached" if self.is_detached else "HEAD is damaged"


def repository_of(root: Path) -> Repository | None:
    """The repository whose work tree is *root*; None where there is none, or only one above."""
    place = root / ".git"
    if place.is_file():
        place = root / _line(place).removeprefix(_POINTER)
    if not place.is_dir():
        return None
    shared = _line(place / "commondir")
    common = (place / shared).resolve() if shared else place
    return Repository(root, place, common)


def fault_of(root: Path) -> MessageId:
    """What is unusual about the work tree at *root*, so that its files are the only witness."""
    repository = repository_of(root)
    return repository.fault if repository else "this ledger is in no git repository"


def repository_around(root: Path) -> Path | None:
    """The nearest folder above *root* that is a work tree of its own, if there is one."""
    return next((folder for folder in root.parents if (folder / ".git").exists()), None)


def require_whole_index(root: Path) -> None:
    """See that git's index can be read; LedgerConflictError tells how to make it anew."""
    repository = repository_of(root)
    file = repository.folder / "index" if repository else root
    if repository and file.exists() and not _is_whole(file):
        raise LedgerConflictError(
            "git's index is damaged; nothing is lost, make it anew: rm {file} && git reset",
            file=file,
        )


def _is_whole(file: Path) -> bool:
    try:
        raw = file.read_bytes()
    except OSError:
        return False
    import hashlib  # noqa: PLC0415 -- start-up

    return raw.startswith(_INDEX_FORMATS) and any(
        raw[-size:] in {hashlib.new(name, raw[:-size]).digest(), bytes(size)}
        for name, size in _HASHES
    )


def _line(file: Path) -> str:
    """The first line of *file*; empty where there is no such file, or it is no text.

    Raises:
        OSError: It is there and cannot be read.
    """
    try:
        with naming(file), file.open(encoding="utf-8") as source:
            return source.readline(_LONGEST).strip()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, UnicodeDecodeError):
        return ""
