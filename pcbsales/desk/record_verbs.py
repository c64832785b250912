"""The verbs of one record: show, note, attach, copy, open.

Each is said once, and stands in two places: under a noun, whose records it finds by what a person
calls them, and by itself, for a record of any kind by its id.
"""

from typing import Annotated, Any

import typer

from pcbsales.desk.lookup import any_record, noun_of
from pcbsales.desk.record_options import (
    Attached,
    Files,
    Got,
    Large,
    Listed,
    NewId,
    NoteText,
    RecordId,
    Tags,
    Untags,
)
from pcbsales.workspace import DryRun, Lang, Output, OutputFile, Workspace, workspace

app = typer.Typer(rich_markup_mode=None)


@app.command()
def show(
    ctx: typer.Context,
    record_id: Annotated[str, typer.Argument(metavar="ID")],
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show a record of any kind by its id.

    Example: pcbsales show HUAYI
    """
    from pcbsales.desk.record_card import RecordCard  # noqa: PLC0415 -- start-up

    ws, record = _named(ctx, record_id)
    ws.show(RecordCard(record), output=output, file=file)


@app.command()
def note(
    ctx: typer.Context,
    record_id: RecordId,
    text: NoteText = None,
    *,
    tag: Tags = None,
    untag: Untags = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Add a note to a record, or set its tags.

    Example: pcbsales note HUAYI 'Audit moved to March' --tag key-account
    """
    from pcbsales.desk.record_work import note_on  # noqa: PLC0415 -- start-up

    ws, record = _named(ctx, record_id)
    tags, untags = tag or [], untag or []
    note_on(ws, record, text, tags=tags, untags=untags, dry_run=dry_run, output=output)


@app.command()
def attach(
    ctx: typer.Context,
    record_id: RecordId,
    files: Files = None,
    *,
    large: Large = False,
    listed: Listed = False,
    get: Got = None,
    dry_run: DryRun = False,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Attach files to a record; list them, or write one out again.

    Example: pcbsales attach HUAYI HY-4410.zip
    """
    from pcbsales.desk.record_work import attach_or_list  # noqa: PLC0415 -- start-up

    ws, record = _named(ctx, record_id)
    attach_or_list(
        ws, record, files or [], large=large, listed=listed, get=get, dry_run=dry_run,
        output=output, file=file,
    )  # fmt: skip


@app.command("open")
def open_record(
    ctx: typer.Context,
    record_id: RecordId,
    *,
    attachment: Attached = None,
    lang: Lang = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show a record's paper, or a file of its, on the desktop; elsewhere say where it was laid.

    Example: pcbsales open Q-2026-00001
    """
    from pcbsales.desk.record_work import open_paper  # noqa: PLC0415 -- start-up

    ws, record = _named(ctx, record_id)
    open_paper(ws, record, attachment=attachment, file=file, lang=lang, output=output)


@app.command()
def copy(
    ctx: typer.Context,
    record_id: RecordId,
    new_id: NewId = None,
    *,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Make a new record from an old one: a quotation is quoted anew, a part is specified alike.

    Example: pcbsales copy HUAYI/HY-4410 HY-4411
    """
    from pcbsales.desk.record_work import copy_of  # noqa: PLC0415 -- start-up

    ws, record = _named(ctx, record_id)
    copy_of(ws, record, new_id, dry_run=dry_run, output=output)


def _named(ctx: typer.Context, text: str) -> tuple[Workspace, Any]:
    """This run, and the record that *text* names: of the command's noun, or of any kind."""
    ws = workspace(ctx)
    kind = noun_of(ctx, ws)
    return ws, ws.find(kind.type, text) if kind else any_record(ws, text)
