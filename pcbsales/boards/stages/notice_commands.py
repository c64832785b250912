"""``pcbsales notice``: changes of how boards are made, told to customers and consented to."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.boards.records import Part
from pcbsales.boards.stages.choices import CHANGE_WORDS, ChangeKind, ConsentKind, named
from pcbsales.boards.stages.notice_effect import put_into_effect, withdraw
from pcbsales.boards.stages.notice_records import ChangeNotice
from pcbsales.boards.stages.notice_report import notices_on
from pcbsales.boards.stages.notices import (
    Answer,
    Change,
    consent,
    open_notice,
    tell,
)
from pcbsales.boards.stages.submitting import Entry
from pcbsales.boards.stages.typed import read_prose, read_text, split_revision
from pcbsales.customers.records import Customer, Person
from pcbsales.kernel.errors import UsageError
from pcbsales.workspace import AsOf, DryRun, Output, OutputFile, Workspace, workspace
from pcbsales.workspace.given_file import given_file

notice = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Number = Annotated[str, typer.Argument(metavar="PCN", help="Its number, or the tail of it.")]
Whose = Annotated[str, typer.Argument(metavar="CUSTOMER", help="Whose boards are touched.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; else today.")]
Evidence = Annotated[
    list[Path] | None,
    typer.Option("--evidence", "-e", metavar="FILE", help="The file that proves it; may repeat."),
]


@notice.command("new")
def new(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="plant, laminate, process, subcontractor or equipment."
        ),
    ],
    *,
    before: Annotated[str, typer.Option("--from", metavar="TEXT", help="How it is made so far.")],
    after: Annotated[str, typer.Option("--to", metavar="TEXT", help="How it will be made.")],
    parts: Annotated[
        list[str], typer.Option("--part", metavar="PN[@REV]", help="A part touched; may repeat.")
    ],
    planned: Annotated[
        str, typer.Option("--planned", metavar="DATE", help="From when on, at the earliest.")
    ],
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")] = None,
    on: On = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Open a change notice; who must be told how long ahead is the policy's.

    Example: pcbsales notice new laminate --from S1000-2 --to IT-158 --part TH-IO-16 --planned +180d
    """
    ws = workspace(ctx)
    change = Change(
        named(ChangeKind, kind, CHANGE_WORDS),
        read_text(before, language=ws.language),
        read_text(after, language=ws.language),
        ws.day(planned),
        read_prose(reason, language=ws.language) if reason else None,
    )
    boards = [(ws.find(Part, part).id, rev) for part, rev in map(split_revision, parts)]
    ws.save(
        partial(open_notice, change=change, boards=boards, entry=_entry(ws, on, None)),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales notice status {id}",
    )


@notice.command("told")
def told(
    ctx: typer.Context,
    name: Number,
    customer: Whose,
    *,
    person: Annotated[
        str | None, typer.Option("--to", metavar="PERSON", help="Who was told.")
    ] = None,
    evidence: Evidence = None,
    on: On = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Record that a customer was told of a change; their days of notice run from then.

    Example: pcbsales notice told PCN-2026-00002 TANNHOF --on 2026-10-30
    """
    ws = workspace(ctx)
    decide = partial(
        tell,
        notice=ws.find(ChangeNotice, name).id,
        customer=ws.find(Customer, customer).id,
        person=ws.find(Person, person).id if person else None,
        entry=_entry(ws, on, evidence),
    )
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales notice status {id}",
    )


@notice.command("consent")
def consent_(
    ctx: typer.Context,
    name: Number,
    customer: Whose,
    *,
    by: Annotated[str, typer.Option("--by", metavar="PERSON", help="Who of theirs answered.")],
    conditions: Annotated[
        str | None, typer.Option("--conditions", metavar="TEXT", help="On which they consent.")
    ] = None,
    refused: Annotated[
        str | None, typer.Option("--refused", metavar="REASON", help="They do not consent.")
    ] = None,
    requalify: Annotated[
        bool | None,
        typer.Option("--requalify/--no-requalify", help="Whether approvals end with it."),
    ] = None,
    evidence: Evidence = None,
    on: On = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Record a customer's answer to a change notice: consent, conditions or refusal.

    Example: pcbsales notice consent PCN-2026-00001 CHENGHONG --by P-00016 -e HY-4410.zip
    """
    ws = workspace(ctx)
    decide = partial(
        consent,
        notice=ws.find(ChangeNotice, name).id,
        answer=Answer(
            ws.find(Customer, customer).id,
            _answer(conditions, refused),
            ws.find(Person, by).id,
            conditions,
            refused,
            requalify,
        ),
        entry=_entry(ws, on, evidence),
    )
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales notice status {id}",
    )


@notice.command("effective")
def effective(
    ctx: typer.Context,
    name: Number,
    day: Annotated[str, typer.Argument(metavar="DATE", help="From when on boards are so made.")],
    *,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Put a change into effect from a day on; refused while consent or days of notice lack.

    Example: pcbsales notice effective PCN-2026-00003 2027-01-04
    """
    ws = workspace(ctx)
    found = ws.find(ChangeNotice, name).id
    decide = partial(put_into_effect, notice=found, on=ws.day(day), actor=ws.actor, now=ws.now)
    ws.save(lambda snapshot, _ids: decide(snapshot), dry_run=dry_run, output=output)


@notice.command("withdraw")
def withdraw_(
    ctx: typer.Context,
    name: Number,
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is not made.")],
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Withdraw a change that is not made after all.

    Example: pcbsales notice withdraw PCN-2026-00002 --reason 'laminate stays available'
    """
    ws = workspace(ctx)
    found = ws.find(ChangeNotice, name).id
    decide = partial(withdraw, notice=found, reason=reason, actor=ws.actor, now=ws.now)
    ws.save(lambda snapshot, _ids: decide(snapshot), dry_run=dry_run, output=output)


@notice.command("status")
def status(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="PCN", help="One alone; else all that are open.")
    ] = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Also those in effect or withdrawn.")
    ] = False,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show how far change notices are: who was told, who consented, from when on at the earliest.

    Example: pcbsales notice status
    """
    ws = workspace(ctx)
    found = ws.find(ChangeNotice, name) if name else None
    report = notices_on(ws.snapshot(), notice=found, ended=everything, as_of=ws.day(as_of))
    ws.show(report, output=output, file=file)


def _answer(conditions: str | None, refused: str | None) -> ConsentKind:
    if conditions and refused:
        raise UsageError("give --conditions or --refused, not both")
    if refused:
        return ConsentKind.REFUSED
    return ConsentKind.CONDITIONAL if conditions else ConsentKind.GIVEN


def _entry(ws: Workspace, on: str | None, files: list[Path] | None) -> Entry:
    kept = tuple(filter(None, map(given_file, files or ())))
    return Entry(ws.actor, ws.now, ws.day(on), kept)
