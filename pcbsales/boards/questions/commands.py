"""``pcbsales eq answer`` and ``close``: what became of a question."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.boards.questions.answering import Given, answer_question, close_question
from pcbsales.boards.questions.question_words import settings_words
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.questions.typed import read_moment
from pcbsales.customers.records import Person
from pcbsales.kernel.record import ChangeSet
from pcbsales.workspace import DryRun, Output, Workspace, workspace
from pcbsales.workspace.given_file import given_file

eq = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Number = Annotated[str, typer.Argument(metavar="EQ", help="Its number, or the tail of it.")]
When = Annotated[
    str | None, typer.Option("--at", metavar="WHEN", help="09:12, or 2026-10-30 09:12; else now.")
]


@eq.command("answer")
def answer(
    ctx: typer.Context,
    name: Number,
    said: Annotated[
        list[str], typer.Argument(metavar="ANSWER", help="A letter, KEY=VALUE, or words.")
    ],
    *,
    by: Annotated[
        str | None, typer.Option("--by", metavar="PERSON", help="Who of the customer's answered.")
    ] = None,
    evidence: Annotated[
        list[Path] | None, typer.Option("--evidence", metavar="FILE", help="Their mail, a photo.")
    ] = None,
    at: When = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Record the customer's answer; what it means for the board is specified with it.

    Example: pcbsales eq answer EQ-2026-00004 B --at '2026-10-30 16:20'
    """
    ws = workspace(ctx)
    given = Given(
        tuple(said),
        read_moment(at, now=ws.now),
        ws.find(Person, by).id if by else None,
        tuple(filter(None, map(given_file, evidence or ()))),
    )
    question = ws.find(EngineeringQuestion, name).id
    decide = partial(answer_question, question=question, given=given, actor=ws.actor, now=ws.now)
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        tell=partial(_specified, ws),
        next_step="pcbsales eq show {id}",
    )


@eq.command("close")
def close(
    ctx: typer.Context,
    name: Number,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why it needs no answer.")],
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Withdraw a question, or close it because it needs no answer any more.

    Example: pcbsales eq close EQ-2026-00004 --reason 'Corrected data came as revision B'
    """
    ws = workspace(ctx)
    question = ws.find(EngineeringQuestion, name).id
    decide = partial(close_question, question=question, reason=reason, actor=ws.actor, now=ws.now)
    ws.save(lambda snapshot, _ids: decide(snapshot), dry_run=dry_run, output=output)


def _specified(ws: Workspace, changes: ChangeSet) -> Iterator[str]:
    for question in changes.updates:
        if isinstance(question, EngineeringQuestion) and question.answer and question.answer.sets:
            yield ws.translate(
                "specified in {part} revision {rev}: {values}",
                part=question.part,
                rev=question.revision,
                values=settings_words(question.answer.sets, ws.language),
            )
