"""Changes of what a customer requires, with the open quotations that they touch.

They stand here, not with the customers, because who changes a requirement has to be told at once
which offers are out that say something else.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pcbsales.boards.changes.required import read_demand, read_name
from pcbsales.customers.documents.records import CustomerSpec
from pcbsales.customers.profile.handing import department
from pcbsales.customers.profile.profile import document_of, drop, require_more
from pcbsales.customers.profile.records import RequirementProfile
from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import MessageId
from pcbsales.quoting.touched.touched import Cause, TouchedLine, quotes_touched
from pcbsales.workspace import AsOf, DryRun, Output, OutputFile, Workspace, workspace
from pcbsales.workspace.given_file import given_file

if TYPE_CHECKING:
    from pcbsales.kernel.record import ChangeSet

quote = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
requirement = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id, name part or initials.")]
_DEMANDS_HELP = "finish=enig, finish!=hasl, 'tg_c>=150', 'thickness_mm<=2.4', labels='words'."
_OTHER: MessageId = (
    "open quotation {quote} line {line}, {part} revision {rev}: {required} is required, "
    "quoted is {quoted}"
)
_NOT_SAID: MessageId = (
    "open quotation {quote} line {line}, {part} revision {rev}: {required} is required, "
    "the board quoted does not say"
)
_OLD: MessageId = (
    "open quotation {quote} line {line}: {part} revision {rev} is superseded by {required}"
)


@quote.command("touched")
def touched(
    ctx: typer.Context,
    name: Name,
    *,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show which open quotations are not as the customer requires now, or of an old revision.

    Example: pcbsales quote touched TANNHOF
    """
    ws = workspace(ctx)
    found = ws.find(Customer, name).id
    report = quotes_touched(ws.snapshot(), found, as_of=ws.day(as_of), lang=ws.language.value)
    ws.show(report, output=output, file=file)


@requirement.command("set")
def requirement_set(
    ctx: typer.Context,
    name: Name,
    demands: Annotated[list[str], typer.Argument(metavar="KEY=VALUE", help=_DEMANDS_HELP)],
    *,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Else today.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Last day.")] = None,
    document: Annotated[str | None, typer.Option(help="Where it stands: 'QS-0231 4.2'.")] = None,
    file: Annotated[Path | None, typer.Option(help="The document, to be kept.")] = None,
    spec: Annotated[
        str | None, typer.Option(metavar="ID", help="The customer's specification it is of.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    to: Annotated[
        list[str] | None, typer.Option(metavar="DEPARTMENT", help="Hand it over at once.")
    ] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Record what a customer requires of every board from a day on; open quotations are held to it.

    Example: pcbsales requirement set TANNHOF mask_colour=black --since 2026-11-01 --to quality
    """
    ws = workspace(ctx)
    kept = given_file(file)
    named = ws.find(CustomerSpec, spec).id if spec else None
    decide = partial(
        require_more,
        customer=ws.find(Customer, name).id,
        asked=[read_demand(text) for text in demands],
        since=ws.day(since),
        until=ws.day(until) if until else None,
        document=document_of(document, kept, named),
        reason=reason,
        departments=[department(text) for text in to or ()],
        file=kept,
        actor=ws.actor,
        at=ws.now,
    )
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        tell=lambda changes: _warnings(ws, changes),
        next_step="pcbsales quote touched {id}",
    )


@requirement.command("drop")
def requirement_drop(
    ctx: typer.Context,
    name: Name,
    keys: Annotated[list[str], typer.Argument(metavar="KEY", help="Keys or topics.")],
    *,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Its last day; else yesterday.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """End what a customer requires; it stays on record with its last day.

    Example: pcbsales requirement drop TANNHOF tg_c --until 2026-10-31
    """
    ws = workspace(ctx)
    decide = partial(
        drop,
        customer=ws.find(Customer, name).id,
        names=[read_name(key) for key in keys],
        until=ws.day(until or "yesterday"),
        reason=reason,
    )
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        tell=lambda changes: _warnings(ws, changes),
        next_step="pcbsales requirement history {id}",
    )


def _warnings(ws: Workspace, changes: "ChangeSet") -> Iterator[str]:
    """A line for each place where an open quotation says something else than is required now."""
    for profile in changes.records:
        if isinstance(profile, RequirementProfile):
            found = quotes_touched(ws.snapshot(), profile.customer, profile=profile, as_of=ws.today)
            for line in found.lines:
                yield _warning(ws, line)


def _warning(ws: Workspace, line: TouchedLine) -> str:
    told = line.as_json()
    msgid = _OTHER if line.quoted is not None else _NOT_SAID
    return ws.translate(
        _OLD if line.cause is Cause.REVISION else msgid,
        quote=line.quote,
        line=line.line,
        part=line.part,
        rev=line.revision,
        required=line.required,
        quoted=told["quoted"],
    )
