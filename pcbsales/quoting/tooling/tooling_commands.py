"""``pcbsales tooling``: the register of tools that customers or we paid for."""

from datetime import date
from functools import partial
from typing import Annotated

import typer

from pcbsales.boards.records import Part
from pcbsales.customers.records import Customer
from pcbsales.kernel.snapshot import Decision
from pcbsales.quoting.quotations.one_time import OnceKind, ToolOwner
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.tooling.records import Tool
from pcbsales.quoting.tooling.register import (
    NewTool,
    ToolReport,
    expiring,
    new_tool,
    pay_tool,
    scrap_tool,
)
from pcbsales.workspace import OfCustomer, Workspace, saves, shows

tooling = typer.Typer(no_args_is_help=True)
Text = str | None
_NEXT = "pcbsales tooling show {id}"
ToolName = Annotated[str, typer.Argument(metavar="TOOL", help="Its number, or the tail of it.")]
Revisions = Annotated[
    list[str] | None, typer.Option("--rev", help="Revision it serves; may be repeated.")
]


@shows(tooling, "list")
def list_(
    ws: Workspace,
    *,
    customer: OfCustomer = None,
    part: Annotated[Text, typer.Option("--part", "-p", help="Only for this part.")] = None,
    as_of: date,
) -> ToolReport:
    """List tools: for what, whose, kept until when, alive or not.

    Example: pcbsales tooling list
    """
    only_part = ws.find(Part, part).id if part else None
    only_customer = f"{ws.find(Customer, customer).id}/" if customer else ""
    found = tuple(
        tool
        for tool in ws.snapshot().all(Tool)
        if only_part in {None, tool.part} and tool.part.startswith(only_customer)
    )
    return ToolReport(found, as_of)


@shows(tooling, "expiring")
def expiring_(
    ws: Workspace,
    *,
    days: Annotated[
        int, typer.Option("--days", min=0, max=36500, help="Within so many days.")
    ] = 90,
    as_of: date,
) -> ToolReport:
    """List live tools that are kept for few more days, the soonest first.

    Example: pcbsales tooling expiring --days 365
    """
    return ToolReport(expiring(ws.snapshot().all(Tool), as_of=as_of, days=days), as_of)


@saves(tooling, "new", next_step=_NEXT)
def new(
    ws: Workspace,
    part: Annotated[str, typer.Argument(metavar="PN", help="Part number, or CUSTOMER/PN.")],
    kind: Annotated[OnceKind, typer.Argument(metavar="KIND", help="What it is.")],
    *,
    rev: Revisions = None,
    owner: Annotated[ToolOwner, typer.Option("--owner", help="Whose it is.")] = ToolOwner.CUSTOMER,
    made: Annotated[Text, typer.Option("--made", metavar="DATE", help="Else today.")] = None,
    until: Annotated[
        Text, typer.Option("--until", metavar="DATE", help="The last day it is kept.")
    ] = None,
    place: Annotated[Text, typer.Option("--place", help="Where it is kept.")] = None,
    marking: Annotated[Text, typer.Option("--marking", help="What stands on it.")] = None,
    quote: Annotated[Text, typer.Option("--quote", help="By which it was asked.")] = None,
    invoice: Annotated[Text, typer.Option("--invoice", help="By which it was paid.")] = None,
) -> Decision:
    """Enter a tool in the register.

    Example: pcbsales tooling new HY-4410 test_fixture --until 2028-10-31 --dry-run
    """
    tool = NewTool(
        kind,
        ws.find(Part, part).id,
        tuple(rev or ()),
        owner,
        ws.day(made),
        ws.day(until) if until else None,
        place,
        marking,
        ws.find(Quote, quote).id if quote else None,
        invoice,
    )
    return partial(new_tool, tool=tool, at=ws.now)


@saves(tooling, "scrap", next_step=_NEXT)
def scrap(
    ws: Workspace,
    name: ToolName,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why it can be used no longer.")],
    day: Annotated[Text, typer.Option("--day", metavar="DATE", help="Else today.")] = None,
) -> Decision:
    """Scrap a tool: the next quotation charges a new one, and says why.

    Example: pcbsales tooling scrap TL-2025-00002 --reason 'pins worn out' --dry-run
    """
    tool, gone = ws.find(Tool, name).id, ws.day(day)
    return partial(scrap_tool, tool_id=tool, day=gone, reason=reason, as_of=ws.today)


@saves(tooling, "pay", next_step=_NEXT)
def pay(
    ws: Workspace,
    name: ToolName,
    invoice: Annotated[str, typer.Argument(metavar="INVOICE", help="The invoice's number.")],
) -> Decision:
    """Note the invoice by which a tool was paid.

    Example: pcbsales tooling pay TL-2026-00001 INV-2026-00103 --dry-run
    """
    return partial(pay_tool, tool_id=ws.find(Tool, name).id, invoice=invoice)
