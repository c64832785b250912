"""Who enters what happened with an approval or a change notice, for which day, with which files."""

from dataclasses import dataclass
from datetime import date, datetime

from pcbsales.kernel.happened import require_happened
from pcbsales.kernel.record import AttachedFile, Attachment


@dataclass(frozen=True, slots=True)
class Entry:
    """Who enters it and when, for which day, with which files."""

    actor: str
    now: datetime
    day: date
    files: tuple[Attachment, ...] = ()

    @property
    def documents(self) -> tuple[AttachedFile, ...]:
        """The files as a record names them."""
        return tuple(
            AttachedFile(name=f.name, size=len(f.data), at=self.now, by=self.actor, sha256=f.sha256)
            for f in self.files
        )

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files as the ledger keeps them, each once."""
        return tuple({file.sha256: file for file in self.files}.values())

    def require_past(self) -> None:
        """RefusedError where the day lies ahead."""
        require_happened(self.day, today=self.now.date())
