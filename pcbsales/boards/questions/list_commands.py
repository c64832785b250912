"""``pcbsales eq list`` and ``show``: what is open, and one question on a page."""

from typing import Annotated

import typer

from pcbsales.boards.questions.list_report import end_of, list_questions
from pcbsales.boards.questions.question_report import question_report
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.records import Part
from pcbsales.customers.records import Customer
from pcbsales.workspace import AsOf, Output, OutputFile, workspace

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
    """Show a question, its closed answers, what came, and for how long the lead time stood.

    Example: pcbsales eq show EQ-2026-00001
    """
    ws = workspace(ctx)
    at = end_of(ws.day(as_of), ws.now) if as_of else ws.now
    found = ws.find(EngineeringQuestion, name)
    report = question_report(ws.snapshot(), found, at=at, lang=ws.language)
    ws.show(report, output=output, file=file)
