"""`edit`: a person changes a record's own text, and it is checked before it is recorded."""

import os
from collections.abc import Iterable
from typing import Annotated, Final

import typer

from pcbsales.desk.edit_preview import passes
from pcbsales.desk.editing import Editing, until_recorded
from pcbsales.desk.record_options import Resumed
from pcbsales.kernel.errors import UsageError
from pcbsales.manifest import RecordKind
from pcbsales.store import layout
from pcbsales.workspace import Output, Workspace, workspace
from pcbsales.workspace.naming import same_number

app = typer.Typer(rich_markup_mode=None)

_SHOWN: Final = 8


@app.command()
def edit(
    ctx: typer.Context,
    record_id: Annotated[str, typer.Argument(metavar="ID", help="An id, or a number's tail.")],
    *,
    source: Annotated[
        str,
        typer.Option("--from", metavar="FILE", help="Take the new text from a file; - reads it."),
    ] = "",
    resume: Resumed = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", "-n", help="Check it and show the difference; write nothing."),
    ] = False,
    output: Output = None,
) -> None:
    """Change a record's text in your editor; it is checked before it is recorded.

    Example: pcbsales edit HUAYI --from ledger/customers/HUAYI.yaml
    """
    ws = workspace(ctx)
    editing = Editing.of(ws, *_named(ws, record_id), output)
    if dry_run:
        if not passes(editing, source=source, resume=resume):
            raise typer.Exit(1)
        return
    editing.begin(source=source, resume=resume)
    until_recorded(editing)


def _named(ws: Workspace, text: str) -> tuple[RecordKind, str]:
    """The kind and id of the record that *text* names; UsageError lists the candidates."""
    found = list(_by_path(ws, text)) or list(_by_number(ws, text))
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError("there is no record {id}", id=text)
    names = [f"{kind.noun} {record_id}" for kind, record_id in found]
    raise UsageError(
        "{text} is ambiguous: {candidates}", text=text, candidates=", ".join(names[:_SHOWN])
    )


def _by_path(ws: Workspace, text: str) -> Iterable[tuple[RecordKind, str]]:
    """Records whose file is there, readable or not, or whose file is only committed."""
    for kind in ws.catalogue.kinds.values():
        try:
            path = layout.path_of(kind, text)
        except UsageError:
            continue
        if os.path.lexists(ws.ledger.root / path) or ws.ledger.git.blob_name("HEAD", path):
            yield kind, text


def _by_number(ws: Workspace, text: str) -> Iterable[tuple[RecordKind, str]]:
    ws.snapshot(partial=True)
    for kind in ws.catalogue.kinds.values():
        for record_id in ws.ledger.index.ids(kind.noun):
            if same_number(record_id, kind, text.casefold()):
                yield kind, record_id
