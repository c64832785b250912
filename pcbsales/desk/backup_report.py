"""What a backup holds and what looking it over has shown."""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pcbsales.kernel.tables import Column, Table, Word
from pcbsales.store.keeping.backup_file import Contents
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


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """A ledger restored into *folder*; *apart* is where the hand edits lie, if there were any."""

    file: Path
    folder: Path
    contents: Contents
    apart: Path | None
    same_station: bool

    @property
    def next_step(self) -> str:
        """What has to be typed before the new clone can number; empty where nothing has."""
        if self.same_station:
            return ""
        return f"cd {shlex.quote(str(self.folder))} && pcbsales station add LETTER"

    def as_json(self) -> dict[str, Any]:
        """``schema, file, folder, head, branch, made, station, records, counts, remote, …``."""
        contents = self.contents
        return {
            "schema": 1,
            "file": str(self.file),
            "folder": str(self.folder),
            "head": contents.head,
            "branch": contents.branch or None,
            "made": contents.made,
            "station": contents.station if self.same_station else None,
            "records": sum(contents.records.values()),
            "counts": contents.records,
            "remote": contents.remote or None,
            "uncommitted": list(contents.uncommitted),
            "apart": str(self.apart) if self.apart else None,
            "next": self.next_step or None,
        }

    def as_table(self) -> Table:
        """Where it lies, and the commit that it is at."""
        return Table(
            columns=(Column("head", "commit"), Column("folder", "folder")),
            rows=((self.contents.head[:12], str(self.folder)),),
        )
