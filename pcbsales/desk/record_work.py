"""What the generic verbs do with one record: note, attach, copy, open. Each noun has them."""

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from pcbsales.desk.attached_file import (
    content_of,
    named_files,
    read_file,
    visible_name,
    wanted_file,
)
from pcbsales.desk.file_list import FileList
from pcbsales.desk.file_origin import with_origin
from pcbsales.desk.record_additions import add_note, attach
from pcbsales.desk.showing import lay_out, place_for, show_file
from pcbsales.kernel.errors import UsageError
from pcbsales.manifest import load
from pcbsales.workspace.output import form_of, json_of

if TYPE_CHECKING:
    from pcbsales.desk.attached_file import NamedFile
    from pcbsales.workspace import Workspace


def note_on(
    ws: "Workspace",
    record: Any,
    text: str | None,
    *,
    tags: list[str],
    untags: list[str],
    dry_run: bool = False,
    output: str | None = None,
) -> None:
    """Add a note, tags, or both; ``-`` reads the note from standard input."""
    said = typer.get_text_stream("stdin").read().rstrip("\n") if text == "-" else text or ""
    if not said.strip() and not tags and not untags:
        raise UsageError("say what to note: pcbsales note {id} 'text', or --tag", id=record.id)
    decide = partial(
        add_note,
        kind=type(record),
        record_id=record.id,
        text=said if said.strip() else "",
        tags=tags,
        untags=untags,
        at=ws.now,
        by=ws.actor,
    )
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales log {id}",
    )


def attach_or_list(
    ws: "Workspace",
    record: Any,
    files: list[Path],
    *,
    large: bool,
    listed: bool,
    get: str | None,
    dry_run: bool,
    output: str | None,
    file: Path | None,
) -> None:
    """Do with the files of *record* what the options ask for."""
    if sum((bool(files), listed, get is not None)) != 1:
        raise UsageError("name files to attach, or --list, or --get NAME")
    if listed:
        list_files(ws, record, output, file)
    elif get is not None:
        get_file(ws, record, get, file)
    else:
        attach_to(ws, record, files, large=large, dry_run=dry_run, output=output)


def attach_to(
    ws: "Workspace",
    record: Any,
    files: list[Path],
    *,
    large: bool = False,
    dry_run: bool = False,
    output: str | None = None,
) -> None:
    """Attach *files*; what is too large to be kept is named, and known by its hash."""
    given = [read_file(file, large=large) for file in files]
    decide = partial(
        attach, kind=type(record), record_id=record.id, files=given, at=ws.now, by=ws.actor
    )
    saved = ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales attach {id} --list",
    )
    for file in given if saved else ():
        if file.data is None:
            ws.say(
                ws.translate(
                    "{name} is too large to be kept, so only its hash is; --large keeps it",
                    name=file.name,
                )
            )


def list_files(ws: "Workspace", record: Any, output: str | None, file: Path | None) -> None:
    """Show the files that *record* names."""
    files = (with_origin(ws.ledger.git, named, ws.zone) for named in named_files(record))
    ws.show(FileList(tuple(files)), output=output, file=file)


def get_file(ws: "Workspace", record: Any, name: str, file: Path | None) -> None:
    """Write one of the record's files to *file*, or under its name into the current folder."""
    found = wanted_file(named_files(record), name, record.id)
    data = content_of(ws.ledger.git, found)
    target = lay_out(found.name, data, file or Path(visible_name(found.name)))
    ws.say(ws.translate("wrote {file}", file=target))


def copy_of(
    ws: "Workspace",
    record: Any,
    new_id: str | None,
    *,
    dry_run: bool = False,
    output: str | None = None,
) -> None:
    """A new record made from *record* by the rules of its kind."""
    kind = ws.catalogue.kind_of(type(record))
    if not kind.copy_path:
        possible = [k.noun for k in ws.catalogue.kinds.values() if k.copy_path]
        raise UsageError(
            "{noun} records are not copied; copied are: {nouns}",
            noun=kind.noun,
            nouns=", ".join(possible),
        )
    decide = partial(
        load(kind.copy_path), record_id=record.id, new_id=new_id, actor=ws.actor, at=ws.now
    )
    step = f"pcbsales {kind.noun} show {{id}}"
    ws.save(
        decide,
        dry_run=dry_run,
        output=output,
        next_step=step,
        tell=lambda changes: differences_told(ws, record, changes.adds[0]),
    )


def differences_told(ws: "Workspace", old: Any, new: Any) -> list[str]:
    """How a copy differs from what it was made from, a line for each field."""
    from pcbsales.desk.trail_report import brief  # noqa: PLC0415 -- only copies need it
    from pcbsales.store.text.changes import differences  # noqa: PLC0415 -- only copies need it

    shown = {"id", "events", "notes", "tags", "attachments"}
    return [
        ws.translate(
            "{field}: {before} → {after}",
            field=change.field,
            before=brief(change.before) if change.before is not None else "-",
            after=brief(change.after) if change.after is not None else "-",
        )
        for change in differences(old.tree(), new.tree())
        if re.split(r"[.\[]", change.field)[0] not in shown
    ]


def open_paper(
    ws: "Workspace",
    record: Any,
    *,
    attachment: str | None = None,
    file: Path | None = None,
    lang: str | None = None,
    output: str | None = None,
) -> None:
    """Lay out the record's paper, or one of its files, and show it where there is a desktop."""
    kind = ws.catalogue.kind_of(type(record))
    if attachment or not kind.paper_path:
        found = _only_file(ws, record, attachment)
        laid = lay_out(found.name, content_of(ws.ledger.git, found), file)
    else:
        laid = place_for(f"{record.id.replace('/', '_')}.pdf", file)
        document, view, language = load(kind.paper_path)(
            ws.snapshot(), record, commit=ws.commit_of(record), lang=lang
        )
        report = FileList(())
        ws.show(report, file=laid, lang=language, paper=(document, view))
    opened = show_file(laid)
    if form_of(output) == "json":
        typer.echo(json_of({"id": record.id, "file": str(laid), "opened": opened}), nl=False)
    else:
        typer.echo(str(laid))


def _only_file(ws: "Workspace", record: Any, name: str | None) -> "NamedFile":
    """The file called *name*, or the one that a record without a paper has."""
    files = named_files(record)
    if name:
        return wanted_file(files, name, record.id)
    if len(files) == 1 and files[0].kept:
        return files[0]
    raise UsageError(
        "a {noun} has no paper; papers are made of: {nouns}. Files of {id}: {files}",
        noun=record.noun,
        nouns=", ".join(kind.noun for kind in ws.catalogue.kinds.values() if kind.paper_path),
        id=record.id,
        files=", ".join(file.name for file in files) or "-",
    )
