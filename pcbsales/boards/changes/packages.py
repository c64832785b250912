"""Two packages by the hashes of their files: the same content, whatever the zip around it."""

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

#: What operating systems leave in a zip: nothing that the customer means to send.
_JUNK = "junk"


class HashedFile(Protocol):
    """A file of a package, known by its hash."""

    @property
    def name(self) -> str:
        """The customer's name for it."""
        ...

    @property
    def role(self) -> str:
        """What it is."""
        ...

    @property
    def sha256(self) -> str:
        """The hash of its content."""
        ...


def is_same_content(one: Iterable[HashedFile], other: Iterable[HashedFile]) -> bool:
    """Whether both packages hold the same files, by name or by role; no files are not alike.

    Folders, times and the zip's own bytes are of no account, nor is what a reader makes of a name.
    """
    mine, theirs = tuple(_meant(one)), tuple(_meant(other))
    return bool(mine) and any(
        Counter((told(file), file.sha256) for file in mine)
        == Counter((told(file), file.sha256) for file in theirs)
        for told in (_base, _role)
    )


def _meant(files: Iterable[HashedFile]) -> Iterable[HashedFile]:
    return (file for file in files if file.role != _JUNK)


def _base(file: HashedFile) -> str:
    return file.name.rpartition("/")[2]


def _role(file: HashedFile) -> str:
    return file.role
