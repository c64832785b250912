"""``pcbsales approval``: what waits for whose decision, and deciding on it."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Annotated

import typer

from pcbsales.approvals.authority import authority_in_force
from pcbsales.approvals.decision import Deciding, Word, bench_for, limits_of
from pcbsales.approvals.decision import grant as grant_request
from pcbsales.approvals.decision import refuse as refuse_request
from pcbsales.approvals.decision import withdraw as withdraw_request
from pcbsales.approvals.inbox import InboxReport, RequestReport, WaitingRequest
from pcbsales.approvals.inbox import inbox as inbox_report
from pcbsales.approvals.mandate import bench
from pcbsales.approvals.records import ApprovalDecision, ApprovalRequest
from pcbsales.approvals.request import decision_on, open_requests
from pcbsales.approvals.tally import TallyReport, tally
from pcbsales.approvals.weighing import read_percent
from pcbsales.approvals.who_may import Wanted, WhoMayReport
from pcbsales.approvals.who_may import who_may as who_may_report
from pcbsales.company.records import Staff
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Decision
from pcbsales.workspace import Saving, Workspace, saves, shows

approval = typer.Typer(no_args_is_help=True)

Request = Annotated[str, typer.Argument(metavar="REQUEST", help="Its number, or the tail of it.")]
Note = Annotated[str | None, typer.Option("--note", help="A word with the grant.")]
Why = Annotated[str | None, typer.Option("--note", help="A word with the withdrawal.")]


@shows(approval, "inbox")
def inbox(
    ws: Workspace,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="What waits for anybody, not for you alone.")
    ] = False,
    as_of: date,
) -> InboxReport:
    """Show the requests that wait for your decision, in your own right or as a deputy.

    Example: pcbsales approval inbox
    """
    requests = open_requests(ws.snapshot(), as_of=as_of)
    waiting = tuple(_waiting(ws, found, as_of) for found in requests)
    return inbox_report(waiting, person=None if everything else ws.actor, as_of=as_of)


@shows(approval, "show")
def show(ws: Workspace, name: Request, *, as_of: date) -> RequestReport:
    """Show a request: what was asked, the figures, and who decides or has decided.

    Example: pcbsales approval show AR-2026-00001
    """
    found = ws.find(ApprovalRequest, name)
    return RequestReport(_waiting(ws, found, as_of), decision_on(ws.snapshot(), found.id), as_of)


@saves(approval, "grant")
def grant(ws: Workspace, name: Request, *, note: Note = None) -> Saving:
    """Grant a request: the decision and what was asked for are recorded together.

    Example: pcbsales approval grant AR-2026-00002 --dry-run
    """
    found = ws.find(ApprovalRequest, name)
    word = Word(ws.actor, ws.now, note)
    decide = partial(grant_request, request=found.id, kind=_kind(ws, found), word=word)
    return Saving(decide, f"pcbsales approval show {found.id}", partial(_made_by, ws))


def _made_by(ws: Workspace, changes: ChangeSet) -> Iterator[str]:
    """The line that names what a grant made: whoever asked looks for that number next."""
    for decision in changes.adds:
        if isinstance(decision, ApprovalDecision) and decision.made:
            yield ws.translate("made: {records}", records=", ".join(decision.made))


@saves(approval, "refuse")
def refuse(
    ws: Workspace,
    name: Request,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why not.")],
) -> Saving:
    """Refuse a request, and say why.

    Example: pcbsales approval refuse AR-2026-00002 --reason "Below cost" --dry-run
    """
    found = ws.find(ApprovalRequest, name)
    word = Word(ws.actor, ws.now, reason)
    decide = partial(refuse_request, request=found.id, kind=_kind(ws, found), word=word)
    return Saving(decide, f"pcbsales approval show {found.id}")


@saves(approval, "withdraw")
def withdraw(ws: Workspace, name: Request, *, note: Why = None) -> Decision:
    """Take back a request of your own that waits still.

    Example: pcbsales --actor WANG approval withdraw AR-2026-00002
    """
    found = ws.find(ApprovalRequest, name)
    return partial(withdraw_request, request=found.id, word=Word(ws.actor, ws.now, note))


@shows(approval, "who-may")
def who_may(
    ws: Workspace,
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
    as_of: date,
) -> WhoMayReport:
    """Name who may decide on an action, alone or on a request, deputies included.

    Example: pcbsales approval who-may quote.below-floor --percent 12
    """
    snapshot = ws.snapshot()
    limits = limits_of(ws.catalogue.decisions.get(action), snapshot, as_of=as_of)
    authority = authority_in_force(snapshot, as_of=as_of)
    table = bench(snapshot, authority, action, limits=limits, as_of=as_of)
    wanted = Wanted(
        read_percent(percent) if percent else None,
        _money(amount),
        ws.find(Staff, over).id if over else None,
    )
    return who_may_report(table, wanted, action=ws.catalogue.action(action))


@shows(approval, "report")
def report(ws: Workspace, *, as_of: date) -> TallyReport:
    """Count requests by what became of them, by command and by mail.

    Example: pcbsales approval report
    """
    return tally(
        ws.snapshot().all(ApprovalRequest),
        ws.snapshot().all(ApprovalDecision),
        as_of=as_of,
        said=ws.catalogue.action,
    )


def _kind(ws: Workspace, request: ApprovalRequest) -> Deciding | None:
    return ws.catalogue.decisions.get(request.action)


def _waiting(ws: Workspace, request: ApprovalRequest, as_of: date) -> WaitingRequest:
    table = bench_for(ws.snapshot(), request, _kind(ws, request), as_of=as_of)
    action = ws.catalogue.action(request.action)
    return WaitingRequest(request, table.deciders(request), action)


def _money(text: str | None) -> Money | None:
    return None if text is None else Money.typed(text)
