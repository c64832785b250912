"""A tool made for a board: a test fixture, a mould; whose it is, until when it is kept."""

import datetime as dt
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.boards.dimensions import RevisionName
from pcbsales.kernel.record import Points, Record
from pcbsales.kernel.scalars import Day, Line, Prose, RecordId, wrong
from pcbsales.quoting.quotations.one_time import OnceKind, ToolOwner


class Tool(Record):
    """A tool for *revisions* of a part, from ``made`` until it expires or is scrapped.

    ``kept_until`` is its last day; without it it is kept until it is scrapped. ``invoice`` is the
    one that it was paid by, which may come later than the tool.
    """

    noun: ClassVar[str] = "tooling"

    kind: OnceKind
    part: Annotated[RecordId, Points("part")]
    revisions: tuple[RevisionName, ...]
    owner: ToolOwner
    made: Day
    kept_until: Day | None = None
    kept_at: Line | None = None
    marking: Line | None = None
    quote: Annotated[RecordId, Points("quote")] | None = None
    invoice: Annotated[RecordId, Points("invoice")] | None = None
    scrapped: Day | None = None
    scrap_reason: Prose | None = None

    def alive(self, *, as_of: dt.date) -> bool:
        """Whether it can be used on *as_of*: made, kept still, and not scrapped."""
        if as_of < self.made or (self.scrapped is not None and self.scrapped <= as_of):
            return False
        return self.kept_until is None or as_of <= self.kept_until

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if not self.revisions or len(set(self.revisions)) < len(self.revisions):
            raise wrong("tooling.revisions", "a tool names its revisions, each of them once")
        if self.kept_until is not None and self.kept_until < self.made:
            raise wrong("tooling.dates", "kept_until lies before made")
        if self.scrapped is not None and self.scrapped < self.made:
            raise wrong("tooling.dates", "scrapped lies before made")
        if (self.scrapped is None) != (self.scrap_reason is None):
            raise wrong("tooling.scrapped", "a scrapped tool needs its day and the reason")
        return self
