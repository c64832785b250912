"""``pcbsales quote follow-up``, ``due`` and ``report``: what to ask after, what became of all."""

from datetime import date
from functools import partial
from typing import Annotated

import typer

from pcbsales.kernel.snapshot import Decision, without_ids
from pcbsales.quoting.options import QuoteName, Remark, Text
from pcbsales.quoting.outcomes.deciding import follow_up
from pcbsales.quoting.outcomes.due import DueReport, due_quotes
from pcbsales.quoting.outcomes.outcome import GroupBy
from pcbsales.quoting.outcomes.outcome_report import OutcomeReport, Part, outcome_report
from pcbsales.quoting.quotations.records import Quote
from pcbsales.workspace import Workspace, saves, shows

quote = typer.Typer(no_args_is_help=True)

Everybody = Annotated[bool, typer.Option("--all", help="Everybody's quotations, not mine alone.")]
Since = Annotated[Text, typer.Option("--since", metavar="DATE", help="Else the year's first day.")]
Until = Annotated[Text, typer.Option("--until", metavar="DATE", help="Else the report's day.")]
By = Annotated[GroupBy, typer.Option("--by", help="How they are put together.")]
Shown = Annotated[
    Part, typer.Option("--show", help="Outcomes, why or to whom lost, our price and theirs.")
]


@saves(quote, "follow-up", next_step="pcbsales quote due")
def follow(
    ws: Workspace,
    name: QuoteName,
    day: Annotated[str, typer.Argument(metavar="DATE", help="When: +3bd, friday, 2026-11-05.")],
    *,
    note: Remark = None,
) -> Decision:
    """Set the day on which to ask the customer again.

    Example: pcbsales quote follow-up 42 +3d --note 'Budget meeting on Friday' --dry-run
    """
    found, when = ws.find(Quote, name).id, ws.day(day)
    return without_ids(
        partial(follow_up, quote=found, day=when, actor=ws.actor, at=ws.now, remark=note)
    )


@shows(quote, "due")
def due(
    ws: Workspace,
    *,
    days: Annotated[int, typer.Option("--days", min=0, max=366, help="How far ahead.")] = 7,
    everybody: Everybody = False,
    as_of: date,
) -> DueReport:
    """List quotations to ask after, not sent yet, or ending soon: mine, or all.

    Example: pcbsales quote due --all --days 14
    """
    rep = None if everybody else ws.actor
    return due_quotes(ws.snapshot(), as_of=as_of, days=days, rep=rep)


@shows(quote, "report")
def report(
    ws: Workspace,
    *,
    since: Since = None,
    until: Until = None,
    by: By = GroupBy.REP,
    shown: Shown = Part.OUTCOMES,
    as_of: date,
) -> OutcomeReport:
    """Show how many quotations were won, lost, and why: hit rate with its n, by whom or what.

    Example: pcbsales quote report --since 2026-01-01 --by sector
    """
    return outcome_report(
        ws.snapshot(),
        since=ws.day(since) if since else as_of.replace(month=1, day=1),
        until=ws.day(until) if until else as_of,
        as_of=as_of,
        by=by,
        shown=shown,
    )
