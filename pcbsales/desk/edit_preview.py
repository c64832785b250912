"""``edit --dry-run``: a text is checked and its difference shown; nothing is recorded."""

from difflib import unified_diff
from typing import Any

import typer

from pcbsales.desk.edit_findings import say_findings
from pcbsales.desk.editing import Editing, read_source
from pcbsales.documents.screen_text import visible
from pcbsales.kernel.errors import UnsoundChangeError
from pcbsales.kernel.record import ChangeSet
from pcbsales.store.text.amending import amended
from pcbsales.workspace.output import form_of


def passes(editing: Editing, *, source: str, resume: bool) -> bool:
    """Show what recording the text would change, or say what is wrong with it; write nothing.

    What is typed in an editor is kept, to go on with.
    """
    if source:
        return _passes(editing, read_source(source))
    editing.begin(source="", resume=resume)
    try:
        return _passes(editing, editing.draft.text)
    finally:
        editing.say_kept()


def _passes(editing: Editing, text: bytes) -> bool:
    ws, before = editing.ws, editing.ws.ledger.git.blob("HEAD", editing.path)
    if text == before:
        ws.say(ws.translate("nothing was changed"))
        return True
    reading = amended(editing.kind, editing.path, text, editing.committed)
    if reading.record is None:
        say_findings(ws, reading.findings)
        return False
    record = reading.record

    def decide(state: Any, _: Any) -> ChangeSet:
        return editing.change(record, text, new=before is None and not editing.is_there(state))

    try:
        if form_of(editing.output) == "json":
            ws.save(decide, dry_run=True, output=editing.output)
        else:
            ws.ledger.preview(decide)
            typer.echo(difference(editing.path, before or b"", text), nl=False)
            ws.say(ws.translate("dry run: nothing was written"))
    except UnsoundChangeError as error:
        say_findings(ws, editing.placed(error.findings, text))
        return False
    return True


def difference(path: str, before: bytes, after: bytes) -> str:
    """What *after* changes in the file at *path*, as a unified difference."""
    old, new = (text.decode("utf-8", "replace").split("\n") for text in (before, after))
    lines = unified_diff(old, new, path, path, lineterm="")
    return "".join(f"{visible(line)}\n" for line in lines)
