"""``pcbsales quote accept``, ``lose`` and ``withdraw``: how a quotation ends."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.kernel.errors import UsageError
from pcbsales.quoting.negotiation.line_prices import read_line_prices
from pcbsales.quoting.outcomes.deciding import (
    Taken,
    accept_quote,
    lose_quote,
    withdraw_quote,
)
from pcbsales.quoting.outcomes.purchase_order import PurchaseOrder
from pcbsales.quoting.outcomes.stated import read_lines, read_stated
from pcbsales.quoting.quotations.quote_event import Loss, LossReason
from pcbsales.quoting.quotations.records import Quote
from pcbsales.workspace import DryRun, Output, workspace
from pcbsales.workspace.given_file import given_file

quote = typer.Typer(no_args_is_help=True)

QuoteName = Annotated[str, typer.Argument(metavar="QUOTE", help="Its number, or the tail of it.")]
Remark = Annotated[str | None, typer.Option("--note", help="What else there is to say of it.")]


@quote.command("accept")
def accept(
    ctx: typer.Context,
    name: QuoteName,
    *,
    po: Annotated[Path, typer.Option("--po", help="The customer's purchase order.")],
    po_no: Annotated[str, typer.Option("--po-no", help="Its number.")],
    lines: Annotated[
        str, typer.Option("--lines", metavar="L1,L2", help="What is ordered; else all lines.")
    ] = "",
    on: Annotated[str | None, typer.Option("--on", help="The day it came; else today.")] = None,
    rev: Annotated[
        int | None, typer.Option("--rev", help="The quotation's revision that it refers to.")
    ] = None,
    po_price: Annotated[
        list[str] | None,
        typer.Option("--po-price", metavar="LINE=PRICE", help="What it says; compared."),
    ] = None,
    po_quantity: Annotated[
        list[str] | None,
        typer.Option("--po-quantity", metavar="LINE=N", help="What it says; compared."),
    ] = None,
    po_rev: Annotated[
        list[str] | None,
        typer.Option("--po-rev", metavar="LINE=REV", help="What it says; compared."),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why it is taken after the last day.")
    ] = None,
    note: Remark = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Take a customer's order by a quotation; the purchase order is kept by its hash.

    Example: pcbsales quote accept 41 --po HY-4410.zip --po-no 4711 --dry-run
    """
    ws = workspace(ctx)
    found = ws.find(Quote, name)
    file = given_file(po)
    if file is None:
        raise UsageError("name the purchase order: --po FILE")
    order = PurchaseOrder(
        po_no,
        ws.day(on),
        read_lines(lines),
        read_stated(found, po_price or [], po_quantity or [], po_rev or []),
        revision=rev,
        late=reason,
    )
    taken = Taken(order, file, note)
    decide = partial(accept_quote, quote=found.id, taken=taken, actor=ws.actor, at=ws.now)
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales quote show {id}",
    )


@quote.command("lose")
def lose(
    ctx: typer.Context,
    name: QuoteName,
    *,
    reason: Annotated[
        LossReason,
        typer.Option(
            "--reason",
            metavar="REASON",
            help="price, lead_time, capability, quality, payment_terms, relationship, "
            "project_stopped, project_postponed, no_answer, other.",
        ),
    ],
    competitor: Annotated[
        str | None, typer.Option("--competitor", help="Who got it, or unknown.")
    ] = None,
    their_price: Annotated[
        list[str] | None,
        typer.Option("--their-price", metavar="LINE=PRICE", help="What they asked: L1=7.10."),
    ] = None,
    note: Remark = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Record that a quotation was lost: why, to whom, at what price.

    Example: pcbsales quote lose 42 --reason price --competitor Lychee --dry-run
    """
    ws = workspace(ctx)
    found = ws.find(Quote, name)
    loss = Loss(
        reason=reason,
        competitor=competitor,
        their_prices=tuple(read_line_prices(their_price or [], found, "--their-price")),
    )
    decide = partial(lose_quote, quote=found.id, loss=loss, actor=ws.actor, at=ws.now, remark=note)
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales quote report",
    )


@quote.command("withdraw")
def withdraw(
    ctx: typer.Context,
    name: QuoteName,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why we take it back.")],
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Take a quotation back, so that nobody orders by it.

    Example: pcbsales quote withdraw 42 --reason 'Wrong laminate' --dry-run
    """
    ws = workspace(ctx)
    found = ws.find(Quote, name)
    decide = partial(withdraw_quote, quote=found.id, reason=reason, actor=ws.actor, at=ws.now)
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales quote revise {id}",
    )
