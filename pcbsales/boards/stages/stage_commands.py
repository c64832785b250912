"""``pcbsales part stage``, ``submit``, ``approve``, ``reject``: what a revision may be made for."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated

import typer

from pcbsales.boards.options import PartName, Rev
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
from pcbsales.boards.stages.entry import Entry
from pcbsales.boards.stages.notices import notices_pending
from pcbsales.boards.stages.options import entered
from pcbsales.boards.stages.stage_report import StageReport
from pcbsales.boards.stages.state import approvals_of, stage_of
from pcbsales.boards.stages.submitting import Asked, Decided, decide, submit
from pcbsales.boards.stages.typed import read_elements, read_quantity
from pcbsales.customers.records import Person
from pcbsales.workspace import Evidence, On, Saving, Workspace, saves, shows

part = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
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
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Last day on which it holds.")
]
Conditions = Annotated[
    str | None, typer.Option("--conditions", metavar="TEXT", help="On which it was approved.")
]


@dataclass(frozen=True, slots=True)
class _Options:
    """What may be said of an approval beside its kind, as typed."""

    stage: str | None
    level: str | None
    elements: list[str] | None


@shows(part, "stage")
def stage(
    ws: Workspace,
    name: PartName,
    *,
    rev: Rev = None,
    quantity: Annotated[
        str | None, typer.Option("--quantity", "-q", metavar="N", help="May so many be made?")
    ] = None,
    as_of: date,
) -> StageReport:
    """Show what a revision is released for, until when, and what the next stage lacks.

    Example: pcbsales part stage CH-MTR-08 -q 500
    """
    found, snapshot = ws.find(Part, name), ws.snapshot()
    state = stage_of(snapshot, found.id, rev, as_of=as_of)
    about = state.revision.rev
    return StageReport(
        state,
        approvals_of(snapshot, found.id, about, as_of=as_of),
        notices_pending(snapshot, found.id, about, as_of=as_of),
        read_quantity(quantity) if quantity else None,
    )


@saves(part, "submit")
def submit_(
    ws: Workspace,
    name: PartName,
    *,
    kind: Kind,
    rev: Rev = None,
    stage: For = None,
    level: Level = None,
    elements: Elements = None,
    evidence: Evidence = None,
    on: On = None,
) -> Saving:
    """Record that a revision was put to its customer for approval.

    Example: pcbsales part submit QM-PUMP --kind fai --on 2026-10-30
    """
    asked = _asked(ws, name, rev, kind, _Options(stage, level, elements))
    decide = partial(submit, asked=asked, entry=entered(ws, on, evidence))
    return Saving(decide, f"pcbsales part stage {asked.part}")


@saves(part, "approve")
def approve(
    ws: Workspace,
    name: PartName,
    *,
    kind: Kind,
    by: By,
    evidence: Evidence = None,
    until: Until = None,
    conditions: Conditions = None,
    rev: Rev = None,
    stage: For = None,
    level: Level = None,
    elements: Elements = None,
    on: On = None,
) -> Saving:
    """Record that the customer approved a revision, on conditions if need be, with the evidence.

    Example: pcbsales part approve QM-PUMP --kind sheet --by P-00014 --evidence HY-4410.zip
    """
    verdict = VerdictKind.CONDITIONAL if conditions else VerdictKind.APPROVED
    last_day = ws.day(until) if until else None
    word = Decided(verdict, ws.find(Person, by).id, until=last_day, conditions=conditions)
    asked = _asked(ws, name, rev, kind, _Options(stage, level, elements))
    return _verdict(asked, word, entered(ws, on, evidence))


@saves(part, "reject")
def reject(
    ws: Workspace,
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
) -> Saving:
    """Record that the customer rejected a revision, or took an approval back.

    Example: pcbsales part reject CH-HMI-02 --kind ppap --by P-00016 --reason 'no control plan'
    """
    word = Decided(VerdictKind.REJECTED, ws.find(Person, by).id, reason=reason)
    asked = _asked(ws, name, rev, kind, _Options(stage, level, None))
    return _verdict(asked, word, entered(ws, on, evidence))


def _verdict(asked: Asked, word: Decided, entry: Entry) -> Saving:
    decided = partial(decide, asked=asked, word=word, entry=entry)
    return Saving(decided, f"pcbsales part stage {asked.part}")


def _asked(ws: Workspace, name: str, rev: str | None, kind: str, options: _Options) -> Asked:
    return Asked(
        ws.find(Part, name).id,
        rev,
        named(ApprovalKind, kind, APPROVAL_WORDS),
        stage=named(Stage, options.stage, STAGE_WORDS) if options.stage else None,
        level=named(PpapLevel, options.level, {}) if options.level else None,
        elements=read_elements(options.elements or ()),
    )
