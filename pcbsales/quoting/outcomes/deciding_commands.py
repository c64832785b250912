"""``pcbsales quote accept``, ``lose`` and ``withdraw``: how a quotation ends."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.snapshot import Decision, without_ids
from pcbsales.quoting.negotiation.line_prices import read_line_prices
from pcbsales.quoting.options import QuoteName, Remark, Several, Text
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
from pcbsales.workspace import Workspace, saves
from pcbsales.workspace.given_file import given_file

quote = typer.Typer(no_args_is_help=True)

OrderFile = Annotated[Path, typer.Option("--po", help="The customer's purchase order.")]
Ordered = Annotated[
    str, typer.Option("--lines", metavar="L1,L2", help="What is ordered; else all lines.")
]
Came = Annotated[Text, typer.Option("--on", help="The day it came; else today.")]
Referred = Annotated[
    int | None, typer.Option("--rev", help="The quotation's revision that it refers to.")
]
PricesSaid = Annotated[
    Several, typer.Option("--po-price", metavar="LINE=PRICE", help="What it says; compared.")
]
QuantitiesSaid = Annotated[
    Several, typer.Option("--po-quantity", metavar="LINE=N", help="What it says; compared.")
]
RevisionsSaid = Annotated[
    Several, typer.Option("--po-rev", metavar="LINE=REV", help="What it says; compared.")
]
WhyLate = Annotated[Text, typer.Option("--reason", help="Why it is taken after the last day.")]
WhyLost = Annotated[
    LossReason,
    typer.Option(
        "--reason",
        metavar="REASON",
        help="price, lead_time, capability, quality, payment_terms, relationship, "
        "project_stopped, project_postponed, no_answer, other.",
    ),
]
Competitor = Annotated[Text, typer.Option("--competitor", help="Who got it, or unknown.")]
TheirPrices = Annotated[
    Several, typer.Option("--their-price", metavar="LINE=PRICE", help="What they asked: L1=7.10.")
]


@saves(quote, "accept", next_step="pcbsales quote show {id}")
def accept(
    ws: Workspace,
    name: QuoteName,
    *,
    po: OrderFile,
    po_no: Annotated[str, typer.Option("--po-no", help="Its number.")],
    lines: Ordered = "",
    on: Came = None,
    rev: Referred = None,
    po_price: PricesSaid = None,
    po_quantity: QuantitiesSaid = None,
    po_rev: RevisionsSaid = None,
    reason: WhyLate = None,
    note: Remark = None,
) -> Decision:
    """Take a customer's order by a quotation; the purchase order is kept by its hash.

    Example: pcbsales quote accept 41 --po HY-4410.zip --po-no 4711 --dry-run
    """
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
    return without_ids(
        partial(accept_quote, quote=found.id, taken=taken, actor=ws.actor, at=ws.now)
    )


@saves(quote, "lose", next_step="pcbsales quote report")
def lose(
    ws: Workspace,
    name: QuoteName,
    *,
    reason: WhyLost,
    competitor: Competitor = None,
    their_price: TheirPrices = None,
    note: Remark = None,
) -> Decision:
    """Record that a quotation was lost: why, to whom, at what price.

    Example: pcbsales quote lose 42 --reason price --competitor Lychee --dry-run
    """
    found = ws.find(Quote, name)
    loss = Loss(
        reason=reason,
        competitor=competitor,
        their_prices=tuple(read_line_prices(their_price or [], found, "--their-price")),
    )
    return without_ids(
        partial(lose_quote, quote=found.id, loss=loss, actor=ws.actor, at=ws.now, remark=note)
    )


@saves(quote, "withdraw", next_step="pcbsales quote revise {id}")
def withdraw(
    ws: Workspace,
    name: QuoteName,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why we take it back.")],
) -> Decision:
    """Take a quotation back, so that nobody orders by it.

    Example: pcbsales quote withdraw 42 --reason 'Wrong laminate' --dry-run
    """
    found = ws.find(Quote, name)
    return without_ids(
        partial(withdraw_quote, quote=found.id, reason=reason, actor=ws.actor, at=ws.now)
    )
