"""What a customer requires of every board: shown, handed to departments, acknowledged."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.workspace import AsOf, DryRun, Output, OutputFile, Workspace, workspace

customer = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
requirement = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id, name part or initials.")]
Keys = Annotated[
    list[str] | None, typer.Argument(metavar="KEY", help="Keys or topics; else all that hold.")
]


@customer.command("requirements")
def requirements(
    ctx: typer.Context,
    name: Name,
    *,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show what a customer requires of every board.

    Example: pcbsales customer requirements TANNHOF
    """
    _show(workspace(ctx), name, as_of, output, file)


@requirement.command("show")
def show(
    ctx: typer.Context,
    name: Name,
    *,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show what a customer requires of every board, and which departments have yet to see it.

    Example: pcbsales requirement show TANNHOF --as-of 2026-01-31
    """
    _show(workspace(ctx), name, as_of, output, file)


@requirement.command("history")
def history(
    ctx: typer.Context,
    name: Name,
    *,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show how a customer's requirements came about: what held when, by whom, why.

    Example: pcbsales requirement history TANNHOF
    """
    _show(workspace(ctx), name, as_of, output, file, all_days=True)


@requirement.command("hand")
def hand(
    ctx: typer.Context,
    name: Name,
    keys: Keys = None,
    *,
    to: Annotated[
        list[str], typer.Option(metavar="DEPARTMENT", help="quality, production_planning, …")
    ],
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Hand requirements to the departments concerned; each acknowledges.

    Example: pcbsales requirement hand TANNHOF labels --to quality --to production_planning
    """
    from pcbsales.boards.changes.required import read_name  # noqa: PLC0415 -- start-up
    from pcbsales.customers.profile.handing import department, hand_over  # noqa: PLC0415 -- start-up
    from pcbsales.customers.records import Customer  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    decide = partial(
        hand_over,
        customer=ws.find(Customer, name).id,
        names=[read_name(key) for key in keys or ()],
        departments=[department(text) for text in to],
        actor=ws.actor,
        at=ws.now,
    )
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales requirement show {id}",
    )


@requirement.command("acknowledge")
def acknowledge(
    ctx: typer.Context,
    name: Name,
    keys: Keys = None,
    *,
    by: Annotated[str | None, typer.Option(metavar="STAFF", help="Who; else you.")] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Acknowledge requirements that were handed to your department.

    Example: pcbsales requirement acknowledge TANNHOF --by DENG
    """
    from pcbsales.boards.changes.required import read_name  # noqa: PLC0415 -- start-up
    from pcbsales.company.records import Staff  # noqa: PLC0415 -- start-up
    from pcbsales.customers.profile.handing import (  # noqa: PLC0415 -- start-up
        acknowledge as decide_acknowledged,
    )
    from pcbsales.customers.records import Customer  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    decide = partial(
        decide_acknowledged,
        customer=ws.find(Customer, name).id,
        names=[read_name(key) for key in keys or ()],
        by=ws.find(Staff, by).id if by else ws.actor,
        at=ws.now,
    )
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales requirement show {id}",
    )


def _show(
    ws: Workspace,
    name: str,
    as_of: str | None,
    output: str | None,
    file: Path | None,
    *,
    all_days: bool = False,
) -> None:
    from pcbsales.boards.changes.requirement_report import RequirementReport  # noqa: PLC0415
    from pcbsales.customers.profile.records import RequirementProfile  # noqa: PLC0415
    from pcbsales.customers.records import Customer  # noqa: PLC0415 -- start-up

    found = ws.find(Customer, name).id
    profile = ws.snapshot().get(RequirementProfile, found)
    report = RequirementReport(found, profile, ws.day(as_of), all_days, ws.language.value)
    ws.show(report, output=output, file=file)
