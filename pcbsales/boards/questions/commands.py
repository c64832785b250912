"""``pcbsales eq``: questions raised, answered and closed."""

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.boards.part import require_revision
from pcbsales.boards.questions.answering import Given, answer_question, close_question
from pcbsales.boards.questions.asking import Asking, ask_from, ask_one
from pcbsales.boards.questions.choices import (
    Channel,
    QuestionClass,
    choice_named,
    class_named,
)
from pcbsales.boards.questions.question_words import asked_words, settings_words
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.questions.suggestion import Suggestion, Wishes, is_of_review
from pcbsales.boards.questions.typed import read_moment, read_option, read_place, read_text
from pcbsales.boards.records import Part
from pcbsales.boards.setting import key_named
from pcbsales.customers.records import Customer, Person
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.workspace import DryRun, Output, Workspace, workspace

eq = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
LARGEST = 25 * 2**20
Number = Annotated[str, typer.Argument(metavar="EQ", help="Its number, or the tail of it.")]
Rev = Annotated[str | None, typer.Option(help="Revision; else the current one.")]
When = Annotated[
    str | None, typer.Option("--at", metavar="WHEN", help="09:12, or 2026-10-30 09:12; else now.")
]


@eq.command("ask")
def ask(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="PN", help="Part number, or CUSTOMER/PN.")],
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="What is asked.")] = None,
    *,
    kind: Annotated[
        str | None, typer.Option("--class", "-k", metavar="CLASS", help="1 to 6, or its word.")
    ] = None,
    options: Annotated[
        list[str] | None,
        typer.Option("--option", metavar="A=TEXT;KEY=VALUE", help="A closed answer; may repeat."),
    ] = None,
    propose: Annotated[
        str | None, typer.Option("--propose", metavar="A", help="The answer that we propose.")
    ] = None,
    key: Annotated[str | None, typer.Option("--key", help="The key that answers it.")] = None,
    blocking: Annotated[
        bool | None, typer.Option("--blocking/--not-blocking", help="Whether it stops production.")
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="FILE@X,Y", help="Where on the board, mm.")
    ] = None,
    pictures: Annotated[
        list[Path] | None, typer.Option("--picture", metavar="FILE", help="Shows the place.")
    ] = None,
    codes: Annotated[
        list[str] | None,
        typer.Option(
            "--from", metavar="CODE", help="What the data's reading left open, or `part dfm` asks."
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All that the data's reading left open.")
    ] = False,
    rev: Rev = None,
    via: Annotated[
        str | None,
        typer.Option("--via", metavar="CHANNEL", help="It was put to them: mail, phone…"),
    ] = None,
    at: When = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Ask a customer about a part: in your words, or what the reading of its data left open.

    Example: pcbsales eq ask HY-4410 'May we add teardrops?' -k proposal --option A=yes
    """
    ws = workspace(ctx)
    if bool(text) + bool(codes) + everything != 1:
        raise UsageError("give what is asked: TEXT, or --from CODE, or --all")
    part = ws.find(Part, name)
    language = _language(ws, part.customer)
    asking = Asking(
        ws.actor,
        read_moment(at, now=ws.now),
        choice_named(Channel, via) if via else None,
        tuple(_kept(file) for file in pictures or ()),
    )
    wishes = Wishes(
        kind=class_named(kind) if kind else None,
        options=tuple(read_option(option, language=language) for option in options or ()),
        key=key_named(key) if key else None,
        proposed=propose.upper() if propose else None,
        place=read_place(place, files=_files(part, rev)) if place else None,
        blocking=blocking,
    )
    ws.save(
        partial(ask_one, part=part.id, rev=rev, asked=_own(text, wishes, language), asking=asking)
        if text
        else partial(
            ask_from,
            part=part.id,
            rev=rev,
            codes=codes,
            found=_reviewed(ws, part, rev) if any(map(is_of_review, codes or ())) else (),
            wishes=wishes,
            asking=asking,
        ),
        dry_run=dry_run,
        output=output,
        tell=partial(_asked, ws),
        next_step=f"pcbsales eq chase -c {part.customer}",
    )


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
        tuple(_kept(file) for file in evidence or ()),
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


def _own(text: str, wishes: Wishes, language: Language) -> Suggestion:
    """What a person asks in words of their own."""
    said = Suggestion(QuestionClass.PROPOSAL, read_text(text, language=language))
    if wishes.kind is None:
        raise UsageError(
            "say what the question is about: --class with one of {choices}",
            choices=", ".join(QuestionClass),
        )
    return wishes.applied_to(said)


def _reviewed(ws: Workspace, part: Part, rev: str | None) -> tuple[Suggestion, ...]:
    """What a review of the revision, its data measured, suggests to ask."""
    from pcbsales.boards.capability.dfm import capability_of, review  # noqa: PLC0415 -- start-up
    from pcbsales.boards.capability.figures import measured  # noqa: PLC0415 -- start-up
    from pcbsales.boards.questions.review import suggested_by_review  # noqa: PLC0415 -- start-up
    from pcbsales.store import layout  # noqa: PLC0415 -- start-up

    revision = require_revision(part, rev)
    owner = ws.find(Customer, part.customer).entity
    capability = capability_of(ws.snapshot(), owner, as_of=ws.today)
    kept = revision.fabrication
    data = ws.ledger.git.blob("HEAD", layout.attachment_path(kept.sha256)) if kept else None
    figures, _ = measured(data) if data is not None else (None, ())
    report = review(part, revision, capability, as_of=ws.today, figures=figures)
    return suggested_by_review(report)


def _language(ws: Workspace, customer: str) -> Language:
    """In which Chinese a text is filed: the customer's, else the reader's."""
    found = ws.snapshot(partial=True).get(Customer, customer)
    theirs = found.language if found else ws.language
    return theirs if theirs.is_chinese else ws.language


def _files(part: Part, rev: str | None) -> tuple[str, ...]:
    revision = part.revision(rev) if rev else part.current
    data = revision.fabrication if revision else None
    return tuple(file.name for file in data.files) if data else ()


def _asked(ws: Workspace, changes: ChangeSet) -> Iterator[str]:
    for question in changes.adds:
        if isinstance(question, EngineeringQuestion):
            yield f"{question.id}: {ws.restated(asked_words(question, ws.language))}"


def _specified(ws: Workspace, changes: ChangeSet) -> Iterator[str]:
    for question in changes.updates:
        if isinstance(question, EngineeringQuestion) and question.answer and question.answer.sets:
            yield ws.translate(
                "specified in {part} revision {rev}: {values}",
                part=question.part,
                rev=question.revision,
                values=settings_words(question.answer.sets, ws.language),
            )


def _kept(file: Path) -> Attachment:
    """The plain file at *file*; UsageError if it is none, or too large to be kept."""
    try:
        if not file.is_file():
            raise UsageError("{file} is not a plain file", file=file)
        if file.stat().st_size > LARGEST:
            raise UsageError("{file} is larger than {limit} MiB", file=file, limit=LARGEST // 2**20)
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(
            "{file} cannot be read: {problem}", file=file, problem=error.strerror
        ) from None
    return Attachment(sha256(data).hexdigest(), file.name, data)
