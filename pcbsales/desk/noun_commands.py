"""The verbs that every noun has: list, show, log, note, attach, open, copy."""

from typing import Any

import typer
from typer.main import get_group

from pcbsales.desk import record_verbs
from pcbsales.desk.lookup import place_of, require_noun
from pcbsales.desk.record_options import Field, OldestFirst, RecordId
from pcbsales.kernel.errors import MessageId
from pcbsales.manifest import RecordKind
from pcbsales.workspace import Output, OutputFile, workspace

app = typer.Typer(rich_markup_mode=None)

#: The line of help of each verb under a noun, which is its gap; in the order of the help.
_LINES: dict[str, MessageId] = {
    "list": "List the records under {noun}.",
    "show": "Show one {noun} by id, tail of its number or part of a name.",
    "log": "Show a {noun}'s life field by field: who, when and why.",
    "note": "Add a note to a {noun}, or set its tags.",
    "attach": "Attach files to a {noun}; list them, or write one out again.",
    "open": "Show the paper of a {noun}, or a file of its.",
    "copy": "Make a new {noun} from an old one.",
}


def verbs(kind: RecordKind) -> dict[str, Any]:
    """The generic commands of *kind* by name; copy only where the kind has a rule for it."""
    known = {**get_group(record_verbs.app).commands, **get_group(app).commands}
    offered = {name: known[name] for name in _LINES if name != "copy" or kind.copy_path}
    for name, command in offered.items():
        command.help = _LINES[name]
    return offered


@app.command("list")
def _list(ctx: typer.Context, output: Output = None, file: OutputFile = None) -> None:
    from pcbsales.desk.record_list import RecordList  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    kind, state = require_noun(ctx, ws), ws.snapshot(partial=True)
    records = state.all(kind.type)
    ws.name_left_out(state)
    ws.show(RecordList(kind, records, len(state.left_out)), output=output, file=file)


@app.command("log")
def _log(
    ctx: typer.Context,
    record_id: RecordId,
    *,
    field: Field = "",
    oldest_first: OldestFirst = False,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    from pcbsales.desk.record_trail import trail_of  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    kind = require_noun(ctx, ws)
    found = place_of(ws, kind, record_id)
    trail = trail_of(ws, kind, found, field=field, oldest_first=oldest_first)
    ws.show(trail, output=output, file=file)
