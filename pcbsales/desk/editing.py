"""A record edited by a person: its text is given or typed, checked, then recorded or kept."""

import shlex
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

import typer

from pcbsales.desk.edit_findings import say_findings
from pcbsales.desk.editor import can_ask, change_in, editor_of, editor_wish
from pcbsales.kernel.errors import (
    Finding,
    InvalidLedgerError,
    MessageId,
    PcbsalesError,
    RefusedError,
    UsageError,
)
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.manifest import RecordKind
from pcbsales.store import layout
from pcbsales.store.naming import naming
from pcbsales.store.plain_files import is_plain_file
from pcbsales.store.text import draft as drafts
from pcbsales.store.text.amending import amended, line_in, require_state
from pcbsales.store.text.draft import Draft
from pcbsales.store.text.reading import read_record
from pcbsales.workspace import Workspace

_STDIN: Final = "-"
_KEPT: MessageId = "nothing was recorded; your text is kept in {file}; go on: {command}"


@dataclass
class Editing:
    """One record being edited."""

    ws: Workspace
    kind: RecordKind
    id: str
    output: str | None = None
    given: bool = False

    @classmethod
    def of(cls, ws: Workspace, kind: RecordKind, record_id: str, output: str | None = None) -> Self:
        """The editing of that record; RefusedError where it must not be."""
        editing = cls(ws, kind, record_id, output)
        if editing.committed is not None:
            editing.require_state()
        _ = ws.actor
        return editing

    def require_state(self) -> None:
        """RefusedError where the record is a fact; a file that was changed all the same is told."""
        if self.kind.fact and self.ws.ledger.git.status(self.path):
            self.ws.say(
                self.ws.translate(
                    "{path} differs from what is committed; put it back: git restore {path}",
                    path=self.path,
                )
            )
        require_state(self.kind, self.id)

    @property
    def path(self) -> str:
        """The record's path below the root."""
        return layout.path_of(self.kind, self.id)

    @cached_property
    def folder(self) -> Path:
        """The ledger's own folder in git's."""
        return self.ws.ledger.own_folder()

    @property
    def committed(self) -> Record | None:
        """The record as it is committed; None where it is not, or cannot be read there."""
        text = self.ws.ledger.git.blob("HEAD", self.path)
        return read_record(self.kind, self.path, text).record if text is not None else None

    def begin(self, *, source: str, resume: bool) -> None:
        """Have the person's text in a draft: given, kept from before, or typed in an editor."""
        self.given = bool(source)
        if resume:
            self.draft = drafts.resume(self.folder, self.path, self.id)
            if source:
                self.draft.write(read_source(source))
            elif can_ask() or editor_wish():
                self.open_editor()
            return
        git = self.ws.ledger.git
        if source:
            given = read_source(source)
            self.draft = drafts.begin_anew(git, self.folder, self.path, self._start())
            self.draft.write(given)
            return
        editor = editor_of(git)
        self.draft = drafts.begin(git, self.folder, self.path, self.id, self._start())
        change_in(editor, self.draft.file)

    def _start(self) -> bytes:
        """The text to begin with: the file as it stands, edited by hand or not."""
        git = self.ws.ledger.git
        file = git.root / self.path
        committed = git.blob("HEAD", self.path)
        if not is_plain_file(file):
            if committed is None:
                raise UsageError("{path} is not a plain file", path=self.path)
            return committed
        with naming(file):
            text = file.read_bytes()
        if text != committed:
            self.ws.say(
                self.ws.translate(
                    "{path} has changes that are not committed: they are part of this edit",
                    path=self.path,
                )
            )
        return text

    def open_editor(self) -> None:
        """Let the person change the draft in their editor."""
        change_in(editor_of(self.ws.ledger.git), self.draft.file)

    def recorded(self) -> bool:
        """Record the draft, or say what is wrong with it; whether there is nothing more to do."""
        text = self.draft.text
        if text == self.ws.ledger.git.blob("HEAD", self.path) or self._left_alone():
            self.draft.drop()
            self.ws.say(self.ws.translate("nothing was changed"))
            return True
        reading = amended(self.kind, self.path, text, self.committed)
        if reading.record is None:
            return self._wrong(reading.findings)
        try:
            self._save(reading.record, text)
        except RefusedError as error:
            if found := tuple(getattr(error, "findings", ())):
                return self._wrong(self.placed(found, text))
            self.say_kept()
            raise
        except PcbsalesError:
            self.say_kept()
            raise
        self.draft.drop()
        return True

    def _left_alone(self) -> bool:
        """Whether the person looked at the text in their editor and left it as it was."""
        return not self.given and self.draft.untouched

    def _save(self, record: Record, text: bytes) -> None:
        root = self.ws.ledger.root

        def decide(state: Any, _: Any) -> ChangeSet:
            self.draft.require_unmoved(self.ws.ledger.git, self.id)
            new = not self.is_there(state) and self._is_new()
            _settle_hand_edit(root / self.path, text, self.draft)
            return self.change(record, text, new=new)

        self.ws.save(decide, output=self.output, by_hand=(self.path,), next_step=self.next_step)

    def change(self, record: Record, text: bytes, *, new: bool) -> ChangeSet:
        """The change set that puts *record* there, with *text* as its file to the byte."""
        return ChangeSet(
            "record.edit",
            f"Edit {self.kind.noun} {self.id}",
            adds=(record,) if new else (),
            updates=() if new else (record,),
            texts={(self.kind.noun, self.id): text},
        )

    def _is_new(self) -> bool:
        return not self.draft.committed

    def is_there(self, state: Any) -> bool:
        """Whether *state* holds the record, readable."""
        try:
            return state.get(self.kind.type, self.id) is not None
        except InvalidLedgerError:
            return False

    def _wrong(self, findings: Iterable[Finding]) -> bool:
        say_findings(self.ws, findings)
        self.say_kept()
        return False

    @property
    def resuming(self) -> str:
        """The command that goes on with a text that is kept."""
        return f"pcbsales edit {shlex.quote(self.id)} --resume"

    @property
    def next_step(self) -> str:
        """What to do once it is recorded, if anything."""
        return ""

    def say_kept(self) -> None:
        """Say where the person's text is kept, and how to go on with it."""
        self.ws.say(self.ws.translate(_KEPT, file=self.draft.file, command=self.resuming))

    def placed(self, findings: Iterable[Finding], text: bytes) -> Iterable[Finding]:
        """*findings* of rules over several records, with the path and line they are about."""
        for finding in findings:
            noun, record_id, field = finding.subject or ("", "", ())
            if (noun, record_id) == (self.kind.noun, self.id):
                yield replace(finding, path=self.path, line=line_in(text, field), subject=None)
            elif noun:
                path = layout.path_of(self.ws.catalogue.kinds[noun], record_id)
                yield replace(finding, path=path, subject=None)
            else:
                yield finding


def until_recorded(editing: Editing) -> None:
    """Record the draft; while it is wrong, let a person at a terminal go on with it.

    Raises:
        typer.Exit: With 1, where it was not recorded; the text is kept.
    """
    while not editing.recorded():
        question = editing.ws.translate("edit it again?")
        if not (can_ask() and typer.confirm(question, default=True, err=True)):
            raise typer.Exit(1)
        editing.open_editor()


def _settle_hand_edit(file: Path, text: bytes, draft: Draft) -> None:
    """Put *text* in place of a hand edit that it began with, so that it is what stands there."""
    if draft.by_hand and draft.work:
        scratch = draft.file.with_suffix(".new")
        scratch.write_bytes(text)
        file.parent.mkdir(parents=True, exist_ok=True)
        scratch.replace(file)


def read_source(source: str) -> bytes:
    """The text in the file *source*, or of standard input; UsageError where it cannot be read."""
    if source == _STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise UsageError(
            "{file} cannot be read: {problem}", file=source, problem=error.strerror
        ) from None
