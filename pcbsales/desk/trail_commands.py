"""What happened: a record's life, or the ledger's last decisions."""

from typing import Annotated

import typer

from pcbsales.desk.record_options import Field, OldestFirst
from pcbsales.kernel.errors import UsageError
from pcbsales.workspace import Output, OutputFile, workspace

app = typer.Typer(rich_markup_mode=None)


@app.command()
def log(
    ctx: typer.Context,
    record_id: Annotated[
        str, typer.Argument(metavar="[ID]", help="The record; else the ledger's last decisions.")
    ] = "",
    *,
    field: Field = "",
    oldest_first: OldestFirst = False,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Decisions from this day on.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="STAFF", help="Decisions of this person.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="So many decisions.")] = 50,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show a record's life field by field: who changed what, when and why; newest first.

    Example: pcbsales log HUAYI --field terms
    """
    from pcbsales.desk.lookup import any_place  # noqa: PLC0415 -- start-up
    from pcbsales.desk.record_trail import decisions, trail_of  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    if not record_id:
        if field or oldest_first:
            raise UsageError("--field and --oldest-first are for one record: name its id")
        day = ws.day(since) if since else None
        ws.show(decisions(ws, since=day, by=by, limit=limit), output=output, file=file)
        return
    if since or by:
        raise UsageError("--since and --by are for the whole ledger: leave out {id}", id=record_id)
    kind, found = any_place(ws, record_id)
    trail = trail_of(ws, kind, found, field=field, oldest_first=oldest_first)
    ws.show(trail, output=output, file=file)
