"""``pcbsales eq list`` and ``show``: what is open, and one question on a page."""

from pathlib import Path
from typing import Annotated

import typer

from pcbsales.boards.questions.list_report import end_of, list_questions
from pcbsales.boards.questions.question_report import question_report
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.records import Part
from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import RefusedError
from pcbsales.workspace import AsOf, Output, OutputFile, Workspace, workspace
from pcbsales.workspace.output import write_file

PICTURES = (".svg", ".png")
eq = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Number = Annotated[str, typer.Argument(metavar="EQ", help="Its number, or the tail of it.")]


@eq.command("list")
def list_(
    ctx: typer.Context,
    *,
    customer: Annotated[str | None, typer.Option("--customer", "-c", help="Whose.")] = None,
    part: Annotated[str | None, typer.Option("--part", help="About which part.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Answered and closed ones too.")
    ] = False,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """List what is open, the earliest deadline first; what is overdue is marked.

    Example: pcbsales eq list --as-of 2026-10-31
    """
    ws = workspace(ctx)
    at = end_of(ws.day(as_of), ws.now) if as_of else ws.now
    wanted = {
        **({"customer": ws.find(Customer, customer).id} if customer else {}),
        **({"part": ws.find(Part, part).id} if part else {}),
    }
    state = ws.snapshot()
    found = [
        question
        for question in state.all(EngineeringQuestion)
        if all(getattr(question, key) == value for key, value in wanted.items())
    ]
    report = list_questions(found, at=at, lang=ws.language, ended=everything)
    ws.show(report, output=output, file=file)


@eq.command("show")
def show(
    ctx: typer.Context,
    name: Number,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show a question and what came of it; a file .svg or .png shows its place.

    Example: pcbsales eq show EQ-2026-00001
    """
    ws = workspace(ctx)
    at = end_of(ws.day(as_of), ws.now) if as_of else ws.now
    found = ws.find(EngineeringQuestion, name)
    if file is not None and file.suffix.lower() in PICTURES:
        _draw_place(ws, found, file)
        return
    report = question_report(ws.snapshot(), found, at=at, lang=ws.language)
    ws.show(report, output=output, file=file)


def _draw_place(ws: Workspace, question: EngineeringQuestion, file: Path) -> None:
    """Write the picture of the place that *question* is about; RefusedError where there is none."""
    from pcbsales.boards.questions.place_picture import place_picture  # noqa: PLC0415 -- start-up

    drawn = place_picture(ws.snapshot(), question, read=ws.kept, language=ws.language)
    if drawn is None:
        raise RefusedError(
            "{question} has no place that could be drawn: it needs a point and kept data",
            question=question.id,
        )
    picture = drawn.picture()
    data = picture.svg
    if file.suffix.lower() == ".png":
        from pcbsales.documents.picture import png_of  # noqa: PLC0415 -- start-up

        data = png_of(picture.svg, picture.width_mm, picture.height_mm)
    write_file(file, data)
    ws.tell("wrote {file}", file=file)
