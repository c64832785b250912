"""A record edited by a person: its text is given or typed, checked, then recorded or kept."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

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
from pcbsales.store.git.environment import Reach
from pcbsales.store.git.program import GitError
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
    def of(
        cls, ws: Workspace, kind: RecordKind, record_id: str, output: str | None = None
    ) -> "Editing":
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
                self.draft.write(_read(source))
            elif can_ask() or _editor_wish():
                self.open_editor()
            return
        git = self.ws.ledger.git
        if source:
            given = _read(source)
            self.draft = drafts.begin_anew(git, self.folder, self.path, self._start())
            self.draft.write(given)
            return
        editor = _editor(self.ws)
        self.draft = drafts.begin(git, self.folder, self.path, self.id, self._start())
        self._run(editor)

    def _start(self) -> bytes:
        """The text to begin with: the file as it stands, edited by hand or not."""
        git = self.ws.ledger.git
        file = git.root / self.path
        committed = git.blob("HEAD", self.path)
        if not file.is_file() or file.is_symlink():
            if committed is None:
                raise UsageError("{path} is not a plain file", path=self.path)
            return committed
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
        self._run(_editor(self.ws))

    def _run(self, editor: list[str]) -> None:
        try:
            done = subprocess.run([*editor, str(self.draft.file)], check=False)
        except OSError as error:
            raise UsageError(
                "the editor {editor} cannot be started: {problem}",
                editor=editor[0],
                problem=error.strerror,
            ) from None
        if done.returncode:
            raise RefusedError(
                "the editor ended with {code}; nothing was recorded; your text is kept in {file}",
                code=done.returncode,
                file=self.draft.file,
            )

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
                return self._wrong(self._placed(found, text))
            self._say_kept()
            raise
        except PcbsalesError:
            self._say_kept()
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
            new = _before(state, self.kind, self.id) is None and self._is_new()
            _settle_hand_edit(root / self.path, text, self.draft)
            return ChangeSet(
                "record.edit",
                f"record.edit {self.id}",
                adds=(record,) if new else (),
                updates=() if new else (record,),
                texts={(self.kind.noun, self.id): text},
            )

        self.ws.save(decide, output=self.output, by_hand=(self.path,))

    def _is_new(self) -> bool:
        return not self.draft.committed

    def _wrong(self, findings: Iterable[Finding]) -> bool:
        for finding in findings:
            text = self.ws.translate(finding.message, **finding.values)
            self.ws.say(f"{finding.path}:{finding.line}: {finding.rule}: {text}")
        self._say_kept()
        return False

    def _say_kept(self) -> None:
        command = f"pcbsales edit {shlex.quote(self.id)} --resume"
        self.ws.say(self.ws.translate(_KEPT, file=self.draft.file, command=command))

    def _placed(self, findings: Iterable[Finding], text: bytes) -> Iterable[Finding]:
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


def _before(state: Any, kind: RecordKind, record_id: str) -> Record | None:
    try:
        found: Record | None = state.get(kind.type, record_id)
    except InvalidLedgerError:
        return None
    return found


def _settle_hand_edit(file: Path, text: bytes, draft: Draft) -> None:
    """Put *text* in place of a hand edit that it began with, so that it is what stands there."""
    if draft.by_hand:
        scratch = draft.file.with_suffix(".new")
        scratch.write_bytes(text)
        file.parent.mkdir(parents=True, exist_ok=True)
        scratch.replace(file)


def _read(source: str) -> bytes:
    if source == _STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise UsageError(
            "{file} cannot be read: {problem}", file=source, problem=error.strerror
        ) from None


def can_ask() -> bool:
    """Whether a person sits at a terminal: only then is anything asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _editor_wish() -> str:
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""


def _git_editor(ws: Workspace) -> str:
    try:
        git = replace(ws.ledger.git, reach=Reach.PERSON)
        return git.text("config", "--global", "--get", "core.editor")
    except GitError:
        return ""


def _editor(ws: Workspace) -> list[str]:
    """The person's editor: theirs by the environment or by git, never one that a ledger names."""
    wish = _editor_wish() or _git_editor(ws) or ("vi" if can_ask() else "")
    words = shlex.split(wish)
    if not words:
        raise UsageError(
            "no editor is set: export EDITOR=..., or give the text: pcbsales edit ID --from FILE"
        )
    return words
