"""Commands on any record by its id: log, find, note, attach, copy, open."""

from typing import Annotated

import typer

from pcbsales.desk.record_options import (
    Attached,
    Field,
    Files,
    Got,
    Large,
    Listed,
    NewId,
    NoteText,
    OldestFirst,
    RecordId,
    Tags,
    Untags,
)
from pcbsales.kernel.errors import UsageError
from pcbsales.workspace import DryRun, Lang, Output, OutputFile, workspace

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


@app.command()
def find(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT…", help="All words must match.")],
    *,
    noun: Annotated[
        str | None, typer.Option("--noun", help="Only these: customer, invoice, …")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="So many of each kind.")] = 10,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Search all records: ids, names in either Chinese writing or pinyin, numbers, amounts, notes.

    Example: pcbsales find 樺翊
    """
    from pcbsales.desk.search_report import SearchReport  # noqa: PLC0415 -- start-up
    from pcbsales.store.search.search import Search  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    if noun is not None and noun not in ws.catalogue.kinds:
        raise UsageError(
            "there is no noun {noun}; there are {nouns}",
            noun=noun,
            nouns=", ".join(ws.catalogue.kinds),
        )
    words = " ".join(text)
    ws.snapshot(partial=True)
    index = ws.ledger.index

    def tell(msgid: str, /, **values: object) -> None:
        ws.say(ws.translate(msgid, **values))

    found = Search(index.connection, ws.catalogue, tell).find(words, noun=noun, limit=limit)
    left_out = len(index.unreadable(ws.catalogue.kinds))
    ws.show(SearchReport(words, found, left_out), output=output, file=file)


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
    from pcbsales.desk.lookup import any_record  # noqa: PLC0415 -- start-up
    from pcbsales.desk.record_work import note_on  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    record = any_record(ws, record_id)
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
    from pcbsales.desk.lookup import any_record  # noqa: PLC0415 -- start-up
    from pcbsales.desk.record_work import attach_or_list  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    record = any_record(ws, record_id)
    attach_or_list(
        ws, record, files or [], large=large, listed=listed, get=get, dry_run=dry_run,
        output=output, file=file,
    )  # fmt: skip


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
    from pcbsales.desk.lookup import any_record  # noqa: PLC0415 -- start-up
    from pcbsales.desk.record_work import copy_of  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    copy_of(ws, any_record(ws, record_id), new_id, dry_run=dry_run, output=output)


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
    from pcbsales.desk.lookup import any_record  # noqa: PLC0415 -- start-up
    from pcbsales.desk.record_work import open_paper  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    record = any_record(ws, record_id)
    open_paper(ws, record, attachment=attachment, file=file, lang=lang, output=output)
