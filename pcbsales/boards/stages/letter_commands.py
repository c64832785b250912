"""``pcbsales notice letter``: what tells a customer of a change, as paper or as a mail's text."""

from pathlib import Path
from typing import Annotated

import typer

from pcbsales.boards.stages.notice_records import ChangeNotice
from pcbsales.boards.stages.options import Number, Whose
from pcbsales.customers.records import Customer, Person
from pcbsales.kernel.errors import UsageError
from pcbsales.workspace import Lang, Workspace, workspace

notice = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@notice.command("letter")
def letter(
    ctx: typer.Context,
    name: Number,
    customer: Whose,
    *,
    person: Annotated[
        str | None, typer.Option("--to", metavar="PERSON", help="Else quality, engineering there.")
    ] = None,
    lang: Lang = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-O", metavar="FILE", help="A .pdf or .txt file.")
    ] = None,
) -> None:
    """Write the letter that tells a customer of a change, in their language.

    Example: pcbsales notice letter PCN-2026-00001 CHENGHONG -O notice.pdf
    """
    ws = workspace(ctx)
    paper = file is not None and file.suffix == ".pdf"
    if file is not None and file.suffix not in {".pdf", ".txt"}:
        raise UsageError("{file}: expected an ending of {endings}", file=file, endings=".pdf, .txt")
    data = _letter(ws, name, customer, person, lang, paper=paper)
    if file is None:
        typer.echo(data.decode("utf-8"), nl=False)
        return
    from pcbsales.workspace.output import write_file  # noqa: PLC0415 -- start-up

    write_file(file, data)
    ws.tell("wrote {file}", file=file)


def _letter(
    ws: Workspace,
    name: str,
    customer: str,
    person: str | None,
    lang: str | None,
    *,
    paper: bool,
) -> bytes:
    from pcbsales.boards.stages.letter import DOCUMENT, notice_letter  # noqa: PLC0415 -- start-up
    from pcbsales.documents.render import render_document  # noqa: PLC0415 -- start-up
    from pcbsales.i18n.language import Language  # noqa: PLC0415 -- start-up

    found = ws.find(ChangeNotice, name)
    view = notice_letter(
        ws.snapshot(),
        found,
        ws.find(Customer, customer).id,
        person=ws.find(Person, person).id if person else None,
        as_of=ws.today,
        commit=ws.commit_of(found),
        language=Language.named(lang) if lang else None,
    )
    return render_document(
        DOCUMENT,
        view,
        language=view.language,
        format="pdf" if paper else "text",
        template_paths=(ws.ledger.root / "templates",),
        timestamp=ws.now,
    )
