"""``pcbsales eq ask``: questions in one's own words, or what reading and review left open."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.boards.options import measured_of
from pcbsales.boards.part import require_revision
from pcbsales.boards.questions.asking import Asking, ask_from, ask_one
from pcbsales.boards.questions.choices import (
    Channel,
    QuestionClass,
    choice_named,
    class_named,
)
from pcbsales.boards.questions.question_words import asked_words
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.questions.suggestion import Suggestion, Wishes, is_of_review
from pcbsales.boards.questions.typed import read_moment, read_option, read_place, read_text
from pcbsales.boards.records import Part
from pcbsales.boards.setting import key_named
from pcbsales.customers.records import Customer
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Ids, Snapshot
from pcbsales.workspace import DryRun, Output, Workspace, workspace
from pcbsales.workspace.given_file import given_file

eq = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Decide = Callable[[Snapshot, Ids], ChangeSet]
PartName = Annotated[str, typer.Argument(metavar="PN", help="Part number, or CUSTOMER/PN.")]
Text = Annotated[str | None, typer.Argument(metavar="TEXT", help="What is asked.")]
Class = Annotated[
    str | None, typer.Option("--class", "-k", metavar="CLASS", help="1 to 6, or its word.")
]
Options = Annotated[
    list[str] | None,
    typer.Option("--option", metavar="A=TEXT;KEY=VALUE", help="A closed answer; may repeat."),
]
Proposal = Annotated[
    str | None, typer.Option("--propose", metavar="A", help="The answer that we propose.")
]
Key = Annotated[str | None, typer.Option("--key", help="The key that answers it.")]
Blocking = Annotated[
    bool | None, typer.Option("--blocking/--not-blocking", help="Whether it stops production.")
]
Where = Annotated[
    str | None, typer.Option("--place", metavar="FILE@X,Y", help="Where on the board, mm.")
]
Pictures = Annotated[
    list[Path] | None, typer.Option("--picture", metavar="FILE", help="Shows the place.")
]
Codes = Annotated[
    list[str] | None,
    typer.Option(
        "--from", metavar="CODE", help="What the data's reading left open, or `part dfm` asks."
    ),
]
Everything = Annotated[bool, typer.Option("--all", help="All that the data's reading left open.")]
Rev = Annotated[str | None, typer.Option(help="Revision; else the current one.")]
Via = Annotated[
    str | None,
    typer.Option("--via", metavar="CHANNEL", help="It was put to them: mail, phone…"),
]
When = Annotated[
    str | None, typer.Option("--at", metavar="WHEN", help="09:12, or 2026-10-30 09:12; else now.")
]


@eq.command("ask")
def ask(
    ctx: typer.Context,
    name: PartName,
    text: Text = None,
    *,
    kind: Class = None,
    options: Options = None,
    propose: Proposal = None,
    key: Key = None,
    blocking: Blocking = None,
    place: Where = None,
    pictures: Pictures = None,
    codes: Codes = None,
    everything: Everything = False,
    rev: Rev = None,
    via: Via = None,
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
    about = _About(ws, ws.find(Part, name), rev)
    wishes = _Typed(kind, options, key, propose, place, blocking).wishes(about)
    asking = _asking(ws, at, via, pictures)
    ws.save(
        _own(about, text, wishes, asking) if text else _left_open(about, codes, wishes, asking),
        dry_run=dry_run,
        output=output,
        tell=partial(_asked, ws),
        next_step=f"pcbsales eq chase -c {about.part.customer}",
    )


@dataclass(frozen=True, slots=True)
class _About:
    """The board that is asked about; *rev* None is the current revision."""

    ws: Workspace
    part: Part
    rev: str | None

    @property
    def language(self) -> Language:
        """In which Chinese a text is filed: the customer's, else the reader's."""
        found = self.ws.snapshot(partial=True).get(Customer, self.part.customer)
        theirs = found.language if found else self.ws.language
        return theirs if theirs.is_chinese else self.ws.language

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that its data holds."""
        revision = self.part.revision(self.rev) if self.rev else self.part.current
        data = revision.fabrication if revision else None
        return tuple(file.name for file in data.files) if data else ()


@dataclass(frozen=True, slots=True)
class _Typed:
    """The options that say more of a question, as they were typed."""

    kind: str | None
    options: list[str] | None
    key: str | None
    propose: str | None
    place: str | None
    blocking: bool | None

    def wishes(self, about: _About) -> Wishes:
        """What they mean; UsageError says what would be accepted."""
        language = about.language
        return Wishes(
            kind=class_named(self.kind) if self.kind else None,
            options=tuple(read_option(text, language=language) for text in self.options or ()),
            key=key_named(self.key) if self.key else None,
            proposed=self.propose.upper() if self.propose else None,
            place=read_place(self.place, files=about.files) if self.place else None,
            blocking=self.blocking,
        )


def _asking(ws: Workspace, at: str | None, via: str | None, pictures: list[Path] | None) -> Asking:
    """Who asks, when, how, and with which pictures."""
    return Asking(
        ws.actor,
        read_moment(at, now=ws.now),
        choice_named(Channel, via) if via else None,
        tuple(filter(None, map(given_file, pictures or ()))),
    )


def _own(about: _About, text: str, wishes: Wishes, asking: Asking) -> Decide:
    """A question in a person's own words."""
    said = Suggestion(QuestionClass.PROPOSAL, read_text(text, language=about.language))
    if wishes.kind is None:
        raise UsageError(
            "say what the question is about: --class with one of {choices}",
            choices=", ".join(QuestionClass),
        )
    asked = wishes.applied_to(said)
    return partial(ask_one, part=about.part.id, rev=about.rev, asked=asked, asking=asking)


def _left_open(about: _About, codes: list[str] | None, wishes: Wishes, asking: Asking) -> Decide:
    """What the reading or a review left open, by its *codes*; all that the reading did for None."""
    return partial(
        ask_from,
        part=about.part.id,
        rev=about.rev,
        codes=codes,
        found=_reviewed(about) if any(map(is_of_review, codes or ())) else (),
        wishes=wishes,
        asking=asking,
    )


def _reviewed(about: _About) -> tuple[Suggestion, ...]:
    """What a review of the revision, its data measured, suggests to ask."""
    from pcbsales.boards.capability.dfm import capability_of, review  # noqa: PLC0415 -- start-up
    from pcbsales.boards.questions.review import suggested_by_review  # noqa: PLC0415 -- start-up

    ws, revision = about.ws, require_revision(about.part, about.rev)
    owner = ws.find(Customer, about.part.customer).entity
    capability = capability_of(ws.snapshot(), owner, as_of=ws.today)
    figures, _ = measured_of(ws, revision) or (None, ())
    report = review(about.part, revision, capability, as_of=ws.today, figures=figures)
    return suggested_by_review(report)


def _asked(ws: Workspace, changes: ChangeSet) -> Iterator[str]:
    for question in changes.adds:
        if isinstance(question, EngineeringQuestion):
            yield f"{question.id}: {ws.restated(asked_words(question, ws.language))}"
