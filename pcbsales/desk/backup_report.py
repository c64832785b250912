"""What a backup holds and what looking it over has shown."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pcbsales.kernel.tables import Column, Table, Word
from pcbsales.store.keeping.restoring import Proof


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was restored and found whole."""

    file: Path
    proof: Proof

    def as_json(self) -> dict[str, Any]:
        """``schema, file, sha256, bytes, made, head, branch, format, records, counts, …``."""
        contents = self.proof.contents
        return {
            "schema": 1,
            "file": str(self.file),
            "sha256": self.proof.sha256,
            "bytes": self.proof.size,
            "made": contents.made,
            "head": contents.head,
            "branch": contents.branch or None,
            "format": contents.format,
            "station": contents.station,
            "records": self.proof.records,
            "counts": contents.records,
            "unreadable": list(self.proof.unreadable),
            "uncommitted": list(contents.uncommitted),
            "missing": list(contents.missing),
        }

    def as_table(self) -> Table:
        """The same in rows, the counts of each kind aside."""
        contents = self.proof.contents
        return Table(
            columns=(Column("what", "what"), Column("value", "value")),
            rows=(
                (Word("file"), str(self.file)),
                (Word("sha256"), self.proof.sha256),
                (Word("bytes"), self.proof.size),
                (Word("made at"), contents.made),
                (Word("commit"), contents.head),
                (Word("records"), self.proof.records),
                (Word("unreadable records"), len(self.proof.unreadable)),
                (Word("not committed, kept apart"), len(contents.uncommitted)),
            ),
        )
