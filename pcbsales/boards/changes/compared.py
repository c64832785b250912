"""The boards that are compared: how they are named, and their packages sorted out."""

from dataclasses import dataclass

from pcbsales.boards.fabrication.reading import DefectError, FabricationSet, open_set
from pcbsales.boards.part import require_revision
from pcbsales.boards.records import Part, Revision
from pcbsales.kernel.errors import RefusedError, UsageError


@dataclass(frozen=True, slots=True)
class Board:
    """A revision of a part, with its package sorted out where the ledger has it."""

    part: Part
    revision: Revision
    package: FabricationSet | None = None

    @property
    def name(self) -> str:
        """``CUSTOMER/PN@REV``."""
        return f"{self.part.id}@{self.revision.rev}"


def named(part: Part, rev: str | None) -> Board:
    """The board *rev* of *part*, the current one for None; UsageError if there is none."""
    return Board(part, require_revision(part, rev))


def with_predecessor(part: Part, rev: str | None = None) -> tuple[Board, Board]:
    """The revision before *rev* (the current one for None), and *rev*.

    Raises RefusedError where nothing comes before it.
    """
    after = require_revision(part, rev)
    before = part.before(after.rev)
    if before is None:
        raise RefusedError(
            "{part} revision {rev} is the first; name two boards to compare",
            part=part.id,
            rev=after.rev,
        )
    return Board(part, before), Board(part, after)


def split_name(text: str) -> tuple[str, str | None]:
    """``PN@REV`` as part and revision; without a revision None.

    >>> split_name("HUAYI/HY-4410@B"), split_name("HY-4410")
    (('HUAYI/HY-4410', 'B'), ('HY-4410', None))
    """
    part, at, rev = text.rpartition("@")
    if not at:
        return text, None
    if not part or not rev:
        raise UsageError("{text} names no revision; give PN@REV such as HY-4410@B", text=repr(text))
    return part, rev


def sorted_out(data: bytes | None) -> FabricationSet | None:
    """A kept package's files with their roles; None where it is not there, or cannot be read."""
    try:
        return open_set(data) if data is not None else None
    except DefectError:
        return None
