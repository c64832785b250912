"""``pcbsales approval``: what waits for whose decision, and deciding on it."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

import typer

from pcbsales.approvals.authority import authority_in_force
from pcbsales.approvals.decision import Deciding, Word, bench_for, limits_of
from pcbsales.approvals.decision import grant as grant_request
from pcbsales.approvals.decision import refuse as refuse_request
from pcbsales.approvals.decision import withdraw as withdraw_request
from pcbsales.approvals.inbox import RequestReport, WaitingRequest
from pcbsales.approvals.inbox import inbox as inbox_report
from pcbsales.approvals.mandate import bench
from pcbsales.approvals.records import ApprovalDecision, ApprovalRequest
from pcbsales.approvals.request import decision_on, open_requests
from pcbsales.approvals.tally import tally
from pcbsales.approvals.weighing import read_percent
from pcbsales.approvals.who_may import Wanted
from pcbsales.approvals.who_may import who_may as who_may_report
from pcbsales.company.records import Staff
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import ChangeSet
from pcbsales.workspace import (
    AsOf,
    DryRun,
    Output,
    OutputFile,
    Workspace,
    workspace,
)

approval = typer.Typer(no_args_is_help=True)

Request = Annotated[str, typer.Argument(metavar="REQUEST", help="Its number, or the tail of it.")]
Note = Annotated[str | None, typer.Option("--note", help="A word with the grant.")]
Why = Annotated[str | None, typer.Option("--note", help="A word with the withdrawal.")]


@approval.command("inbox")
def inbox(
    ctx: typer.Context,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="What waits for anybody, not for you alone.")
    ] = False,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show the requests that wait for your decision, in your own right or as a deputy.

    Example: pcbsales approval inbox
    """
    ws = workspace(ctx)
    day, snapshot = ws.day(as_of), ws.snapshot()
    waiting = tuple(_waiting(ws, found, as_of) for found in open_requests(snapshot, as_of=day))
    person = None if everything else ws.actor
    ws.show(inbox_report(waiting, person=person, as_of=day), output=output, file=file)


@approval.command("show")
def show(
    ctx: typer.Context,
    name: Request,
    *,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show a request: what was asked, the figures, and who decides or has decided.

    Example: pcbsales approval show AR-2026-00001
    """
    ws = workspace(ctx)
    found = ws.find(ApprovalRequest, name)
    decision = decision_on(ws.snapshot(), found.id)
    report = RequestReport(_waiting(ws, found, as_of), decision, ws.day(as_of))
    ws.show(report, output=output, file=file)


@approval.command("grant")
def grant(
    ctx: typer.Context,
    name: Request,
    *,
    note: Note = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Grant a request: the decision and what was asked for are recorded together.

    Example: pcbsales approval grant AR-2026-00002 --dry-run
    """
    ws = workspace(ctx)
    found = ws.find(ApprovalRequest, name)
    decide = partial(
        grant_request,
        request=found.id,
        kind=_kind(ws, found),
        word=Word(ws.actor, ws.now, note),
    )
    ws.save(
        decide,
        dry_run=dry_run,
        output=output,
        next_step=f"pcbsales approval show {found.id}",
        tell=partial(_made_by, ws),
    )


def _made_by(ws: Workspace, changes: ChangeSet) -> Iterator[str]:
    """The line that names what a grant made: whoever asked looks for that number next."""
    for decision in changes.adds:
        if isinstance(decision, ApprovalDecision) and decision.made:
            yield ws.translate("made: {records}", records=", ".join(decision.made))


@approval.command("refuse")
def refuse(
    ctx: typer.Context,
    name: Request,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why not.")],
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Refuse a request, and say why.

    Example: pcbsales approval refuse AR-2026-00002 --reason "Below cost" --dry-run
    """
    ws = workspace(ctx)
    found = ws.find(ApprovalRequest, name)
    decide = partial(
        refuse_request,
        request=found.id,
        kind=_kind(ws, found),
        word=Word(ws.actor, ws.now, reason),
    )
    ws.save(decide, dry_run=dry_run, output=output, next_step=f"pcbsales approval show {found.id}")


@approval.command("withdraw")
def withdraw(ctx: typer.Context, name: Request, *, note: Why = None, output: Output = None) -> None:
    """Take back a request of your own that waits still.

    Example: pcbsales --actor WANG approval withdraw AR-2026-00002
    """
    ws = workspace(ctx)
    found = ws.find(ApprovalRequest, name)
    word = Word(ws.actor, ws.now, note)
    ws.save(partial(withdraw_request, request=found.id, word=word), output=output)


@approval.command("who-may")
def who_may(
    ctx: typer.Context,
    action: Annotated[
        str, typer.Argument(metavar="ACTION", help="Such as quote.below-floor or order.confirm.")
    ],
    *,
    percent: Annotated[
        str | None, typer.Option("--percent", metavar="N", help="Who may go as far as that.")
    ] = None,
    amount: Annotated[
        str | None, typer.Option("--amount", metavar="AMOUNT", help="Such as '5000.00 CNY'.")
    ] = None,
    over: Annotated[
        str | None, typer.Option("--over", metavar="STAFF", help="Whose record it concerns.")
    ] = None,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Name who may decide on an action, alone or on a request, deputies included.

    Example: pcbsales approval who-may quote.below-floor --percent 12
    """
    ws = workspace(ctx)
    day, snapshot = ws.day(as_of), ws.snapshot()
    limits = limits_of(ws.catalogue.decisions.get(action), snapshot, as_of=day)
    authority = authority_in_force(snapshot, as_of=day)
    table = bench(snapshot, authority, action, limits=limits, as_of=day)
    wanted = Wanted(
        read_percent(percent) if percent else None,
        _money(amount),
        ws.find(Staff, over).id if over else None,
    )
    found = who_may_report(table, wanted, action=ws.catalogue.action(action))
    ws.show(found, output=output, file=file)


@approval.command("report")
def report(
    ctx: typer.Context, *, as_of: AsOf = None, output: Output = None, file: OutputFile = None
) -> None:
    """Count requests by what became of them, by command and by mail.

    Example: pcbsales approval report
    """
    ws = workspace(ctx)
    snapshot = ws.snapshot()
    counted = tally(
        snapshot.all(ApprovalRequest),
        snapshot.all(ApprovalDecision),
        as_of=ws.day(as_of),
        said=ws.catalogue.action,
    )
    ws.show(counted, output=output, file=file)


def _kind(ws: Workspace, request: ApprovalRequest) -> Deciding | None:
    return ws.catalogue.decisions.get(request.action)


def _waiting(ws: Workspace, request: ApprovalRequest, as_of: str | None) -> WaitingRequest:
    table = bench_for(ws.snapshot(), request, _kind(ws, request), as_of=ws.day(as_of))
    action = ws.catalogue.action(request.action)
    return WaitingRequest(request, table.deciders(request), action)


def _money(text: str | None) -> Money | None:
    return None if text is None else Money.typed(text)
