"""``pcbsales ar``: who owes what, since when."""

from typing import Annotated

import typer

from pcbsales.receivables.ageing import AgeBasis, age_receivables, parse_edges
from pcbsales.receivables.event import PaymentDay
from pcbsales.receivables.kept_balances import settlement_on
from pcbsales.receivables.overdue import overdue
from pcbsales.receivables.settlement import Settlement, settle
from pcbsales.receivables.unallocated import unallocated
from pcbsales.workspace import AsOf, Output, OutputFile, Partial, Workspace, workspace

ar = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

OneCustomer = Annotated[str, typer.Argument(metavar="[CUSTOMER]", help="Only this customer.")]
Counts = Annotated[
    PaymentDay, typer.Option("--payments", help="Payments count when received or when cleared.")
]


@ar.command("overdue")
def ar_overdue(
    ctx: typer.Context,
    name: OneCustomer = "",
    *,
    as_of: AsOf = None,
    payments: Counts = PaymentDay.RECEIVED,
    output: Output = None,
    file: OutputFile = None,
    partial_: Partial = False,
) -> None:
    """Show what is overdue, instalment by instalment, worst first.

    Example: pcbsales ar overdue --as-of 2026-09-30
    """
    ws = workspace(ctx)
    found, left_out = _settlement(ws, name, as_of, payments, partial_=partial_)
    ws.show(overdue(found, left_out=left_out), output=output, file=file)


@ar.command("ageing")
def ar_ageing(
    ctx: typer.Context,
    name: OneCustomer = "",
    *,
    as_of: AsOf = None,
    edges: Annotated[str, typer.Option(help="Last day of each band.")] = "30,60,90,120",
    basis: Annotated[AgeBasis, typer.Option(help="Age from which day.")] = AgeBasis.DUE,
    payments: Counts = PaymentDay.RECEIVED,
    output: Output = None,
    file: OutputFile = None,
    partial_: Partial = False,
) -> None:
    """Show how old the money is that customers owe, in bands of days overdue.

    Example: pcbsales ar ageing --as-of 2026-09-30 --edges 30,60,90
    """
    ws = workspace(ctx)
    bands = parse_edges(edges)
    found, left_out = _settlement(ws, name, as_of, payments, partial_=partial_)
    report = age_receivables(found, edges=bands, basis=basis, left_out=left_out)
    ws.show(report, output=output, file=file)


@ar.command("unallocated")
def ar_unallocated(
    ctx: typer.Context,
    name: OneCustomer = "",
    *,
    as_of: AsOf = None,
    payments: Counts = PaymentDay.RECEIVED,
    output: Output = None,
    file: OutputFile = None,
    partial_: Partial = False,
) -> None:
    """Show money and credits that no invoice has taken.

    Example: pcbsales ar unallocated
    """
    ws = workspace(ctx)
    found, left_out = _settlement(ws, name, as_of, payments, partial_=partial_)
    ws.show(unallocated(found, left_out=left_out), output=output, file=file)


def _settlement(
    ws: Workspace, name: str, as_of: str | None, payments: PaymentDay, *, partial_: bool
) -> tuple[Settlement, int]:
    customer = _customer(ws, name) if name else None
    snapshot = ws.snapshot(partial=partial_)
    day = ws.day(as_of)
    if payments is PaymentDay.RECEIVED:
        found = settlement_on(snapshot, as_of=day, customer=customer)
    else:
        from pcbsales.receivables.events import Facts  # noqa: PLC0415 -- start-up

        found = settle(Facts.of(snapshot, customer).events(payment_day=payments), as_of=day)
    ws.say_left_out(snapshot)
    return found, len(snapshot.left_out)


def _customer(ws: Workspace, name: str) -> str:
    from pcbsales.customers.records import Customer  # noqa: PLC0415 -- start-up

    return ws.find(Customer, name).id
