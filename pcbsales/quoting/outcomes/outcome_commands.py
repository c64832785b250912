"""``pcbsales quote follow-up``, ``due`` and ``report``: what to ask after, what became of all."""

from functools import partial
from typing import Annotated

import typer

from pcbsales.quoting.outcomes.deciding import follow_up
from pcbsales.quoting.outcomes.due import due_quotes
from pcbsales.quoting.outcomes.outcome import GroupBy
from pcbsales.quoting.outcomes.outcome_report import Part, outcome_report
from pcbsales.quoting.quotations.records import Quote
from pcbsales.workspace import AsOf, DryRun, Output, OutputFile, workspace

quote = typer.Typer(no_args_is_help=True)

QuoteName = Annotated[str, typer.Argument(metavar="QUOTE", help="Its number, or the tail of it.")]
Remark = Annotated[str | None, typer.Option("--note", help="What else there is to say of it.")]


@quote.command("follow-up")
def follow(
    ctx: typer.Context,
    name: QuoteName,
    day: Annotated[str, typer.Argument(metavar="DATE", help="When: +3bd, friday, 2026-11-05.")],
    *,
    note: Remark = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Set the day on which to ask the customer again.

    Example: pcbsales quote follow-up 42 +3d --note 'Budget meeting on Friday' --dry-run
    """
    ws = workspace(ctx)
    found = ws.find(Quote, name)
    decide = partial(
        follow_up, quote=found.id, day=ws.day(day), actor=ws.actor, at=ws.now, remark=note
    )
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales quote due",
    )


@quote.command("due")
def due(
    ctx: typer.Context,
    *,
    days: Annotated[int, typer.Option("--days", min=0, max=366, help="How far ahead.")] = 7,
    everybody: Annotated[
        bool, typer.Option("--all", help="Everybody's quotations, not mine alone.")
    ] = False,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """List quotations to ask after, not sent yet, or ending soon: mine, or all.

    Example: pcbsales quote due --all --days 14
    """
    ws = workspace(ctx)
    report = due_quotes(
        ws.snapshot(), as_of=ws.day(as_of), days=days, rep=None if everybody else ws.actor
    )
    ws.show(report, output=output, file=file)


@quote.command("report")
def report(
    ctx: typer.Context,
    *,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Else the year's first day.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Else the report's day.")
    ] = None,
    by: Annotated[GroupBy, typer.Option("--by", help="How they are put together.")] = GroupBy.REP,
    shown: Annotated[
        Part, typer.Option("--show", help="Outcomes, why or to whom lost, our price and theirs.")
    ] = Part.OUTCOMES,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show how many quotations were won, lost, and why: hit rate with its n, by whom or what.

    Example: pcbsales quote report --since 2026-01-01 --by sector
    """
    ws = workspace(ctx)
    day = ws.day(as_of)
    found = outcome_report(
        ws.snapshot(),
        since=ws.day(since) if since else day.replace(month=1, day=1),
        until=ws.day(until) if until else day,
        as_of=day,
        by=by,
        shown=shown,
    )
    ws.show(found, output=output, file=file)
