"""``pcbsales part stage``, ``submit``, ``approve``, ``reject``: what a revision may be made for."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.boards.records import Part
from pcbsales.boards.stages.choices import (
    APPROVAL_WORDS,
    STAGE_WORDS,
    ApprovalKind,
    PpapLevel,
    Stage,
    VerdictKind,
    named,
)
from pcbsales.boards.stages.notices import notices_pending
from pcbsales.boards.stages.stage_report import StageReport
from pcbsales.boards.stages.state import approvals_of, stage_of
from pcbsales.boards.stages.submitting import Asked, Decided, Entry, decide, submit
from pcbsales.boards.stages.typed import read_elements, read_quantity
from pcbsales.customers.records import Person
from pcbsales.workspace import AsOf, DryRun, Output, OutputFile, Workspace, workspace
from pcbsales.workspace.given_file import given_file

part = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
PartName = Annotated[str, typer.Argument(metavar="PN", help="Part number, or CUSTOMER/PN.")]
Rev = Annotated[str | None, typer.Option(help="Revision; else the current one.")]
Kind = Annotated[
    str, typer.Option("--kind", "-k", metavar="KIND", help="sheet, fai, ppap or golden_sample.")
]
For = Annotated[
    str | None,
    typer.Option("--stage", metavar="STAGE", help="Up to which; else as far as it counts."),
]
Level = Annotated[str | None, typer.Option(help="Level of a PPAP, 1 to 5; else the policy's.")]
Elements = Annotated[
    list[str] | None,
    typer.Option("--element", metavar="N,N…", help="Elements of a PPAP sent: 1-11,18, or all."),
]
By = Annotated[str, typer.Option("--by", metavar="PERSON", help="Who of the customer's decided.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; else today.")]
Evidence = Annotated[
    list[Path] | None,
    typer.Option("--evidence", "-e", metavar="FILE", help="The file that proves it; may repeat."),
]


@dataclass(frozen=True, slots=True)
class _Options:
    """What may be said of an approval beside its kind, as typed."""

    stage: str | None
    level: str | None
    elements: list[str] | None


@part.command("stage")
def stage(
    ctx: typer.Context,
    name: PartName,
    *,
    rev: Rev = None,
    quantity: Annotated[
        str | None, typer.Option("--quantity", "-q", metavar="N", help="May so many be made?")
    ] = None,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show what a revision is released for, until when, and what the next stage lacks.

    Example: pcbsales part stage CH-MTR-08 -q 500
    """
    ws = workspace(ctx)
    found, day, snapshot = ws.find(Part, name), ws.day(as_of), ws.snapshot()
    state = stage_of(snapshot, found.id, rev, as_of=day)
    about = state.revision.rev
    report = StageReport(
        state,
        approvals_of(snapshot, found.id, about, as_of=day),
        notices_pending(snapshot, found.id, about, as_of=day),
        read_quantity(quantity) if quantity else None,
    )
    ws.show(report, output=output, file=file)


@part.command("submit")
def submit_(
    ctx: typer.Context,
    name: PartName,
    *,
    kind: Kind,
    rev: Rev = None,
    stage: For = None,
    level: Level = None,
    elements: Elements = None,
    evidence: Evidence = None,
    on: On = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Record that a revision was put to its customer for approval.

    Example: pcbsales part submit QM-PUMP --kind fai --on 2026-10-30
    """
    ws = workspace(ctx)
    asked = _asked(ws, name, rev, kind, _Options(stage, level, elements))
    ws.save(
        partial(submit, asked=asked, entry=_entry(ws, on, evidence)),
        dry_run=dry_run,
        output=output,
        next_step=f"pcbsales part stage {asked.part}",
    )


@part.command("approve")
def approve(
    ctx: typer.Context,
    name: PartName,
    *,
    kind: Kind,
    by: By,
    evidence: Evidence = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Last day on which it holds.")
    ] = None,
    conditions: Annotated[
        str | None, typer.Option("--conditions", metavar="TEXT", help="On which it was approved.")
    ] = None,
    rev: Rev = None,
    stage: For = None,
    level: Level = None,
    elements: Elements = None,
    on: On = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Record that the customer approved a revision, on conditions if need be, with the evidence.

    Example: pcbsales part approve QM-PUMP --kind sheet --by P-00014 --evidence HY-4410.zip
    """
    ws = workspace(ctx)
    kind_of_verdict = VerdictKind.CONDITIONAL if conditions else VerdictKind.APPROVED
    decided = Decided(
        kind_of_verdict,
        ws.find(Person, by).id,
        until=ws.day(until) if until else None,
        conditions=conditions,
    )
    asked = _asked(ws, name, rev, kind, _Options(stage, level, elements))
    _decide(ws, asked, decided, _entry(ws, on, evidence), dry_run=dry_run, output=output)


@part.command("reject")
def reject(
    ctx: typer.Context,
    name: PartName,
    *,
    kind: Kind,
    by: By,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in their words.")],
    evidence: Evidence = None,
    rev: Rev = None,
    stage: For = None,
    level: Level = None,
    on: On = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Record that the customer rejected a revision, or took an approval back.

    Example: pcbsales part reject CH-HMI-02 --kind ppap --by P-00016 --reason 'no control plan'
    """
    ws = workspace(ctx)
    decided = Decided(VerdictKind.REJECTED, ws.find(Person, by).id, reason=reason)
    asked = _asked(ws, name, rev, kind, _Options(stage, level, None))
    _decide(ws, asked, decided, _entry(ws, on, evidence), dry_run=dry_run, output=output)


def _decide(
    ws: Workspace,
    asked: Asked,
    decided: Decided,
    entry: Entry,
    *,
    dry_run: bool,
    output: str | None,
) -> None:
    ws.save(
        partial(decide, asked=asked, word=decided, entry=entry),
        dry_run=dry_run,
        output=output,
        next_step=f"pcbsales part stage {asked.part}",
    )


def _asked(ws: Workspace, name: str, rev: str | None, kind: str, options: _Options) -> Asked:
    return Asked(
        ws.find(Part, name).id,
        rev,
        named(ApprovalKind, kind, APPROVAL_WORDS),
        stage=named(Stage, options.stage, STAGE_WORDS) if options.stage else None,
        level=named(PpapLevel, options.level, {}) if options.level else None,
        elements=read_elements(options.elements or ()),
    )


def _entry(ws: Workspace, on: str | None, files: list[Path] | None) -> Entry:
    kept = tuple(filter(None, map(given_file, files or ())))
    return Entry(ws.actor, ws.now, ws.day(on), kept)
