"""A new record that a person writes whole: a commented start, checked before it is recorded."""

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from pcbsales.desk.edit_preview import passes
from pcbsales.desk.editing import Editing, until_recorded
from pcbsales.desk.empty_lines import empty_lines
from pcbsales.desk.first_steps import first_step
from pcbsales.desk.start_text import start_text
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.store.text.draft import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pcbsales.kernel.errors import Finding
    from pcbsales.manifest import RecordKind
    from pcbsales.workspace import Workspace


class Starting(Editing):
    """A record being written for the first time."""

    def require_new(self) -> None:
        """RefusedError where there is such a record, or a file in its place."""
        ledger = self.ws.ledger
        if ledger.git.blob_name("HEAD", self.path) or (ledger.root / self.path).exists():
            raise RefusedError(
                "{noun} {id} is there already; change it with: pcbsales edit {id}",
                noun=self.kind.noun,
                id=self.id,
            )

    def begin(self, *, source: str, resume: bool) -> None:
        """Have the person's text in a draft: given, kept from before, or typed in an editor."""
        kept = place_of(self.folder, self.path)
        if not source and not resume and kept.exists():
            raise RefusedError(
                "a text of {id} is kept from before; go on with: {command}, "
                "or give it up: delete {file}",
                id=self.id,
                command=self.resuming,
                file=kept,
            )
        super().begin(source=source, resume=resume)

    def _start(self) -> bytes:
        return start_text(self.ws, self.kind, self.id)

    def _wrong(self, findings: "Iterable[Finding]") -> bool:
        """All lines that are still empty are told at once; reading stops at the first."""
        found = tuple(findings)
        if [finding.rule for finding in found] == ["yaml.null"]:
            text = self.draft.text.decode("utf-8", "replace")
            found = tuple(replace(found[0], line=number) for number in empty_lines(text)) or found
        return super()._wrong(found)

    @property
    def resuming(self) -> str:
        """The command that goes on with a text that is kept."""
        return f"pcbsales {self.kind.noun} new {shlex.quote(self.id)} --resume"

    def change(self, record: Record, text: bytes, *, new: bool) -> ChangeSet:
        """The change set that puts *record* there, with *text* as its file to the byte."""
        del new
        return ChangeSet(
            "record.new",
            f"Write {self.kind.noun} {self.id}",
            adds=(record,),
            texts={(self.kind.noun, self.id): text},
        )

    @property
    def next_step(self) -> str:
        """What to do once it is recorded."""
        return first_step(self.ws, besides=self.kind.noun)


def write_new(
    ws: "Workspace",
    kind: "RecordKind",
    record_id: str,
    *,
    source: str,
    resume: bool,
    dry_run: bool,
    output: str | None,
) -> None:
    """Have a person write the record of *kind* called *record_id*, until it can be recorded.

    Raises:
        typer.Exit: With 1, where it could not; what was typed is kept.
    """
    starting = Starting.of(ws, kind, record_id, output)
    starting.require_new()
    if dry_run:
        if not passes(starting, source=source, resume=resume):
            raise typer.Exit(1)
        return
    starting.begin(source=source, resume=resume)
    until_recorded(starting)


def show_example(ws: "Workspace", kind: "RecordKind", record_id: str, file: "Path | None") -> None:
    """Print what a new record of *kind* begins with, or write it to *file*."""
    text = start_text(ws, kind, record_id or kind.first or "ID")
    if file is None:
        typer.echo(text.decode(), nl=False)
        return
    if file.exists():
        raise UsageError("{file} exists; name a new file", file=file)
    file.write_bytes(text)
    ws.tell("wrote {file}", file=file)
