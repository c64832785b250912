"""``pcbsales eq chase``: a letter to each customer whose answers we wait for."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.boards.questions.chasing import by_customer, chase
from pcbsales.boards.questions.choices import Channel, choice_named
from pcbsales.boards.questions.letter import DOCUMENT, question_letter
from pcbsales.boards.questions.letter_view import PictureView, QuestionLetter
from pcbsales.boards.questions.list_report import list_questions
from pcbsales.boards.questions.question_values import KeptFile
from pcbsales.boards.questions.raster_picture import as_drawing
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.customers.records import Customer
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import LedgerConflictError, RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Ids, Snapshot
from pcbsales.workspace import DryRun, Lang, Output, Workspace, workspace

eq = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
HERE = Path()


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter as files: the paper, and the mail's text."""

    view: QuestionLetter
    paper: bytes
    text: bytes


@eq.command("chase")
def chase_(
    ctx: typer.Context,
    *,
    customer: Annotated[str | None, typer.Option("--customer", "-c", help="Only this one.")] = None,
    folder: Annotated[
        Path, typer.Option("--file", "-O", metavar="DIR", help="Where to; else the current folder.")
    ] = HERE,
    via: Annotated[str, typer.Option("--via", metavar="CHANNEL", help="How they go out.")] = "mail",
    again: Annotated[bool, typer.Option("--again", help="Also who had theirs today.")] = False,
    lang: Lang = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Write one letter a customer with all questions that wait, and record that they went out.

    Example: pcbsales eq chase -c YUANSHAN -O letters
    """
    ws = workspace(ctx)
    decide = partial(
        chase,
        customer=ws.find(Customer, customer).id if customer else None,
        channel=choice_named(Channel, via),
        again=again,
        actor=ws.actor,
        at=ws.now,
    )
    planned = decide(ws.snapshot())
    if planned is None:
        ws.tell("nothing waits that was not put to the customer today")
        return
    if dry_run:
        ws.show(list_questions(_questions(planned), at=ws.now, lang=ws.language), output=output)
        ws.tell("dry run: nothing was written")
        return
    letters = list(_letters(ws, planned, Language.named(lang) if lang else None))
    _require_folder(folder)
    ws.save(partial(_as_planned, decide, planned), output=output)
    for letter in letters:
        _write(ws, folder, letter)


def _as_planned(
    decide: "partial[ChangeSet | None]", planned: ChangeSet, state: Snapshot, _: Ids
) -> ChangeSet:
    """What *decide* decides now; LedgerConflictError where it is not what the letters say."""
    decided = decide(state)
    if decided != planned:
        raise LedgerConflictError("somebody else wrote meanwhile; run the command again")
    return decided


def _questions(changes: ChangeSet) -> list[EngineeringQuestion]:
    return [record for record in changes.updates if isinstance(record, EngineeringQuestion)]


def _letters(ws: Workspace, changes: ChangeSet, language: Language | None) -> Iterator[_Letter]:
    from pcbsales.documents.render import render_document  # noqa: PLC0415 -- start-up

    for questions in by_customer(_questions(changes)).values():
        view = question_letter(
            ws.snapshot(),
            questions,
            at=ws.now,
            commit=ws.commit,
            draw=partial(_drawing, ws),
            draw_place=partial(_place_drawing, ws),
            language=language,
        )
        render = partial(
            render_document,
            DOCUMENT,
            view,
            language=view.language,
            template_paths=(ws.ledger.root / "templates",),
            timestamp=ws.now,
        )
        yield _Letter(view, render(format="pdf"), render(format="text"))


def _drawing(ws: Workspace, kept: KeptFile) -> str | None:
    """The kept picture as a drawing; None where the paper cannot show it."""
    data = ws.kept(kept.sha256)
    return as_drawing(data) if data else None


def _place_drawing(
    ws: Workspace, question: EngineeringQuestion, language: Language
) -> PictureView | None:
    """The place that a question is about, drawn where it has one and the data is kept."""
    from pcbsales.boards.questions.place_picture import place_picture  # noqa: PLC0415 -- start-up

    try:
        drawn = place_picture(ws.snapshot(), question, read=ws.kept, language=language)
    except RefusedError as error:
        fault = {"fault": error.msgid, **error.values}
        ws.tell("{question}: its place is not drawn: {fault}", question=question.id, **fault)
        return None
    return PictureView(drawn.caption, drawn.bare) if drawn else None


def _require_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            "{file} cannot be written: {problem}", file=folder, problem=error.strerror
        ) from None


def _write(ws: Workspace, folder: Path, letter: _Letter) -> None:
    from pcbsales.workspace.output import write_file  # noqa: PLC0415 -- start-up

    stem = letter.view.title.replace(" ", "_")
    for ending, data in ((".pdf", letter.paper), (".txt", letter.text)):
        write_file(folder / f"{stem}{ending}", data)
    ws.tell(
        "wrote {file}, to {address}",
        file=folder / f"{stem}.pdf",
        address=", ".join(filter(None, (letter.view.to, letter.view.copy_to))) or "-",
    )
    if letter.view.to is None:
        ws.tell(
            "nobody in engineering or purchasing is known at {name}", name=letter.view.customer.name
        )
