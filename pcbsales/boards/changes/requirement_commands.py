"""What a customer requires of every board: shown, handed to departments, acknowledged."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from pcbsales.customers.options import CustomerName
from pcbsales.kernel.snapshot import without_ids
from pcbsales.workspace import Workspace, saves, shows

if TYPE_CHECKING:
    from pcbsales.boards.changes.requirement_report import RequirementReport
    from pcbsales.kernel.snapshot import Decision

customer = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
requirement = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Keys = Annotated[
    list[str] | None, typer.Argument(metavar="KEY", help="Keys or topics; else all that hold.")
]
_SHOW = "pcbsales requirement show {id}"


@shows(customer, "requirements")
def requirements(ws: Workspace, name: CustomerName, *, as_of: date) -> "RequirementReport":
    """Show what a customer requires of every board.

    Example: pcbsales customer requirements TANNHOF
    """
    return _report(ws, name, as_of)


@shows(requirement, "show")
def show(ws: Workspace, name: CustomerName, *, as_of: date) -> "RequirementReport":
    """Show what a customer requires of every board, and which departments have yet to see it.

    Example: pcbsales requirement show TANNHOF --as-of 2026-01-31
    """
    return _report(ws, name, as_of)


@shows(requirement, "history")
def history(ws: Workspace, name: CustomerName, *, as_of: date) -> "RequirementReport":
    """Show how a customer's requirements came about: what held when, by whom, why.

    Example: pcbsales requirement history TANNHOF
    """
    return _report(ws, name, as_of, all_days=True)


@saves(requirement, "hand", next_step=_SHOW)
def hand(
    ws: Workspace,
    name: CustomerName,
    keys: Keys = None,
    *,
    to: Annotated[
        list[str], typer.Option(metavar="DEPARTMENT", help="quality, production_planning, …")
    ],
) -> "Decision":
    """Hand requirements to the departments concerned; each acknowledges.

    Example: pcbsales requirement hand TANNHOF labels --to quality --to production_planning
    """
    from pcbsales.boards.changes.required import read_name  # noqa: PLC0415 -- start-up
    from pcbsales.customers.profile.handing import department, hand_over  # noqa: PLC0415 -- start-up
    from pcbsales.customers.records import Customer  # noqa: PLC0415 -- start-up

    decide = partial(
        hand_over,
        customer=ws.find(Customer, name).id,
        names=[read_name(key) for key in keys or ()],
        departments=[department(text) for text in to],
        actor=ws.actor,
        at=ws.now,
    )
    return without_ids(decide)


@saves(requirement, "acknowledge", next_step=_SHOW)
def acknowledge(
    ws: Workspace,
    name: CustomerName,
    keys: Keys = None,
    *,
    by: Annotated[str | None, typer.Option(metavar="STAFF", help="Who; else you.")] = None,
) -> "Decision":
    """Acknowledge requirements that were handed to your department.

    Example: pcbsales requirement acknowledge TANNHOF --by DENG
    """
    from pcbsales.boards.changes.required import read_name  # noqa: PLC0415 -- start-up
    from pcbsales.company.records import Staff  # noqa: PLC0415 -- start-up
    from pcbsales.customers.profile.handing import (  # noqa: PLC0415 -- start-up
        acknowledge as decide_acknowledged,
    )
    from pcbsales.customers.records import Customer  # noqa: PLC0415 -- start-up

    decide = partial(
        decide_acknowledged,
        customer=ws.find(Customer, name).id,
        names=[read_name(key) for key in keys or ()],
        by=ws.find(Staff, by).id if by else ws.actor,
        at=ws.now,
    )
    return without_ids(decide)


def _report(
    ws: Workspace, name: str, as_of: date, *, all_days: bool = False
) -> "RequirementReport":
    from pcbsales.boards.changes.requirement_report import RequirementReport  # noqa: PLC0415
    from pcbsales.customers.profile.records import RequirementProfile  # noqa: PLC0415
    from pcbsales.customers.records import Customer  # noqa: PLC0415 -- start-up

    found = ws.find(Customer, name).id
    profile = ws.snapshot().get(RequirementProfile, found)
    return RequirementReport(found, profile, as_of, all_days, ws.language.value)
