"""The verbs that every noun has: list, show, log, note, attach, open; new and copy where it can."""

from typing import Annotated, Any

import typer
from typer.main import get_group

from pcbsales.desk import record_verbs
from pcbsales.desk.lookup import place_of, require_noun
from pcbsales.desk.record_options import Field, OldestFirst, RecordId, Resumed
from pcbsales.kernel.errors import MessageId, UsageError
from pcbsales.manifest import RecordKind
from pcbsales.workspace import DryRun, Output, OutputFile, workspace

app = typer.Typer(rich_markup_mode=None)

#: The line of help of each verb under a noun, which is its gap; in the order of the help.
_LINES: dict[str, MessageId] = {
    "new": "Write a new {noun} from a commented start; it is checked before it is recorded.",
    "list": "List the records under {noun}.",
    "show": "Show one {noun} by id, tail of its number or part of a name.",
    "log": "Show a {noun}'s life field by field: who, when and why.",
    "note": "Add a note to a {noun}, or set its tags.",
    "attach": "Attach files to a {noun}; list them, or write one out again.",
    "open": "Show the paper of a {noun}, or a file of its.",
    "copy": "Make a new {noun} from an old one.",
}


def verbs(kind: RecordKind) -> dict[str, Any]:
    """The generic commands of *kind* by name: copy where it has a rule, new where written."""
    known = {**get_group(record_verbs.app).commands, **get_group(app).commands}
    without = {"copy": not kind.copy_path, "new": not kind.is_written}
    offered = {name: known[name] for name in _LINES if not without.get(name)}
    for name, command in offered.items():
        command.help = _LINES[name]
    return offered


@app.command("new")
def _new(
    ctx: typer.Context,
    record_id: Annotated[
        str, typer.Argument(metavar="ID", help="What it is to be called, in capitals.")
    ] = "",
    *,
    source: Annotated[
        str, typer.Option("--from", metavar="FILE", help="Take the text from a file; - reads it.")
    ] = "",
    resume: Resumed = False,
    example: Annotated[
        bool, typer.Option("--example", help="Only show what it begins with, or write it to -O.")
    ] = False,
    dry_run: DryRun = False,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    from pcbsales.desk.starting import show_example, write_new  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    kind = require_noun(ctx, ws)
    if example:
        show_example(ws, kind, record_id, file)
        return
    if not record_id:
        raise UsageError("say what it is to be called: pcbsales {noun} new ID", noun=kind.noun)
    write_new(ws, kind, record_id, source=source, resume=resume, dry_run=dry_run, output=output)


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
