"""``pcbsales staff assign``, ``deputy`` and ``end``: people moved for a time, and who stands in."""

from functools import partial
from typing import Annotated

import typer

from pcbsales.approvals.staffing import Cover, Move, arrange
from pcbsales.approvals.staffing import end as end_stretch
from pcbsales.company.assignments import Assignment
from pcbsales.company.deputies import Deputy
from pcbsales.company.records import Staff
from pcbsales.kernel.errors import UsageError
from pcbsales.workspace import DryRun, Output, Workspace, workspace

staff = typer.Typer(no_args_is_help=True)

From = Annotated[str, typer.Option("--from", metavar="DATE", help="The first day.")]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help="The last day, included.")]
Reason = Annotated[str | None, typer.Option("--reason", help="Why.")]


@staff.command("assign")
def assign(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="STAFF", help="Who is moved.")],
    *,
    until: Until,
    first: From = "today",
    customers: Annotated[
        str | None,
        typer.Option("--customers", metavar="ID,ID…", help="Whom they answer for meanwhile."),
    ] = None,
    instead_of: Annotated[
        str | None,
        typer.Option("--instead-of", metavar="STAFF", help="Whose customers they take over."),
    ] = None,
    task: Annotated[str | None, typer.Option("--task", help="What else they are moved to.")] = None,
    reason: Reason = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Move somebody for a time to customers, to a colleague's work or to a task (A1).

    Example: pcbsales staff assign WANG --instead-of CHEN --until +5d --dry-run
    """
    ws = workspace(ctx)
    move = Move(
        person=_id(ws, person),
        valid_from=ws.day(first),
        valid_until=ws.day(until),
        customers=_split(customers),
        instead_of=_id(ws, instead_of) if instead_of else None,
        task=task,
        reason=reason,
    )
    decide = partial(arrange, wish=move, actor=ws.actor, at=ws.now)
    ws.save(decide, dry_run=dry_run, output=output, next_step="pcbsales assignment show {id}")


@staff.command("deputy")
def deputy(
    ctx: typer.Context,
    absent: Annotated[str, typer.Argument(metavar="ABSENT", help="Who is away.")],
    person: Annotated[str, typer.Argument(metavar="DEPUTY", help="Who stands in.")],
    *,
    until: Until,
    first: From = "today",
    actions: Annotated[
        str | None,
        typer.Option("--actions", metavar="A,A…", help="In these decisions alone; else in all."),
    ] = None,
    reason: Reason = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Appoint who stands in for somebody, from a day to a day, in all decisions or in some.

    Example: pcbsales staff deputy LIN WANG --until +5d --actions order.hold --dry-run
    """
    ws = workspace(ctx)
    cover = Cover(
        absent=_id(ws, absent),
        deputy=_id(ws, person),
        valid_from=ws.day(first),
        valid_until=ws.day(until),
        actions=_split(actions),
        reason=reason,
    )
    decide = partial(arrange, wish=cover, actor=ws.actor, at=ws.now)
    ws.save(decide, dry_run=dry_run, output=output, next_step="pcbsales deputy show {id}")


@staff.command("end")
def end(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="ID", help="The id of the appointment or assignment.")
    ],
    *,
    last: Annotated[str, typer.Option("--on", metavar="DATE", help="Its last day.")] = "today",
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """End a deputy's appointment or an assignment early; what was decided until then stands.

    Example: pcbsales staff end ASG-2026-00001 --dry-run
    """
    ws = workspace(ctx)
    decide = partial(
        end_stretch, stretch=_stretch(ws, name), last=ws.day(last), actor=ws.actor, at=ws.now
    )
    ws.save(decide, dry_run=dry_run, output=output)


def _id(ws: Workspace, name: str) -> str:
    return ws.find(Staff, name).id


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _stretch(ws: Workspace, name: str) -> str:
    try:
        return ws.find(Deputy, name).id
    except UsageError:
        return ws.find(Assignment, name).id
