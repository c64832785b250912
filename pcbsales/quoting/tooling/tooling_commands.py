"""``pcbsales tooling``: the register of tools that customers or we paid for."""

from functools import partial
from typing import Annotated

import typer

from pcbsales.boards.records import Part
from pcbsales.customers.records import Customer
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
from pcbsales.workspace import AsOf, DryRun, Output, OutputFile, workspace

tooling = typer.Typer(no_args_is_help=True)
_NEXT = "pcbsales tooling show {id}"
ToolName = Annotated[str, typer.Argument(metavar="TOOL", help="Its number, or the tail of it.")]


@tooling.command("list")
def list_(
    ctx: typer.Context,
    *,
    customer: Annotated[str | None, typer.Option("--customer", "-c", help="Only theirs.")] = None,
    part: Annotated[str | None, typer.Option("--part", "-p", help="Only for this part.")] = None,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """List tools: for what, whose, kept until when, alive or not.

    Example: pcbsales tooling list
    """
    ws = workspace(ctx)
    only_part = ws.find(Part, part).id if part else None
    only_customer = f"{ws.find(Customer, customer).id}/" if customer else ""
    found = tuple(
        tool
        for tool in ws.snapshot().all(Tool)
        if only_part in {None, tool.part} and tool.part.startswith(only_customer)
    )
    ws.show(ToolReport(found, ws.day(as_of)), output=output, file=file)


@tooling.command("expiring")
def expiring_(
    ctx: typer.Context,
    *,
    days: Annotated[int, typer.Option("--days", min=0, help="Within so many days.")] = 90,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """List live tools that are kept for few more days, the soonest first.

    Example: pcbsales tooling expiring --days 365
    """
    ws = workspace(ctx)
    day = ws.day(as_of)
    found = expiring(ws.snapshot().all(Tool), as_of=day, days=days)
    ws.show(ToolReport(found, day), output=output, file=file)


@tooling.command("new")
def new(
    ctx: typer.Context,
    part: Annotated[str, typer.Argument(metavar="PN", help="Part number, or CUSTOMER/PN.")],
    kind: Annotated[OnceKind, typer.Argument(help="What it is.")],
    *,
    rev: Annotated[
        list[str] | None, typer.Option("--rev", help="Revision it serves; may be repeated.")
    ] = None,
    owner: Annotated[ToolOwner, typer.Option("--owner", help="Whose it is.")] = ToolOwner.CUSTOMER,
    made: Annotated[str | None, typer.Option("--made", metavar="DATE", help="Else today.")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="The last day it is kept.")
    ] = None,
    place: Annotated[str | None, typer.Option("--place", help="Where it is kept.")] = None,
    marking: Annotated[str | None, typer.Option("--marking", help="What stands on it.")] = None,
    quote: Annotated[str | None, typer.Option("--quote", help="By which it was asked.")] = None,
    invoice: Annotated[str | None, typer.Option("--invoice", help="By which it was paid.")] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Enter a tool in the register.

    Example: pcbsales tooling new HY-4410 test_fixture --until 2028-10-31 --dry-run
    """
    ws = workspace(ctx)
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
    decide = partial(new_tool, tool=tool, at=ws.now)
    ws.save(decide, dry_run=dry_run, output=output, next_step=_NEXT)


@tooling.command("scrap")
def scrap(
    ctx: typer.Context,
    name: ToolName,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why it can be used no longer.")],
    day: Annotated[str | None, typer.Option("--day", metavar="DATE", help="Else today.")] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Scrap a tool: the next quotation charges a new one, and says why.

    Example: pcbsales tooling scrap TL-2025-00002 --reason 'pins worn out' --dry-run
    """
    ws = workspace(ctx)
    found = ws.find(Tool, name)
    decide = partial(scrap_tool, tool_id=found.id, day=ws.day(day), reason=reason)
    ws.save(decide, dry_run=dry_run, output=output, next_step=_NEXT)


@tooling.command("pay")
def pay(
    ctx: typer.Context,
    name: ToolName,
    invoice: Annotated[str, typer.Argument(metavar="INVOICE", help="The invoice's number.")],
    *,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Note the invoice by which a tool was paid.

    Example: pcbsales tooling pay TL-2026-00001 INV-2026-00103 --dry-run
    """
    ws = workspace(ctx)
    decide = partial(pay_tool, tool_id=ws.find(Tool, name).id, invoice=invoice)
    ws.save(decide, dry_run=dry_run, output=output, next_step=_NEXT)
