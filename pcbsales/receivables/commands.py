"""``pcbsales ar``: who owes what, since when."""

from datetime import date
from typing import Annotated

import typer

from pcbsales.receivables.ageing import AgeBasis, AgeingReport, age_receivables, parse_edges
from pcbsales.receivables.event import PaymentDay
from pcbsales.receivables.kept_balances import settlement_on
from pcbsales.receivables.overdue import OverdueReport, overdue
from pcbsales.receivables.settlement import Settlement, settle
from pcbsales.receivables.unallocated import UnallocatedReport, unallocated
from pcbsales.workspace import Partial, Workspace, shows

ar = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

OneCustomer = Annotated[str, typer.Argument(metavar="[CUSTOMER]", help="Only this customer.")]
Counts = Annotated[
    PaymentDay, typer.Option("--payments", help="Payments count when received or when cleared.")
]


@shows(ar, "overdue")
def ar_overdue(
    ws: Workspace,
    name: OneCustomer = "",
    *,
    as_of: date,
    payments: Counts = PaymentDay.RECEIVED,
    partial_: Partial = False,
) -> OverdueReport:
    """Show what is overdue, instalment by instalment, worst first.

    Example: pcbsales ar overdue --as-of 2026-09-30
    """
    found, left_out = _settlement(ws, name, as_of, payments, partial_=partial_)
    return overdue(found, left_out=left_out)


@shows(ar, "ageing")
def ar_ageing(
    ws: Workspace,
    name: OneCustomer = "",
    *,
    as_of: date,
    edges: Annotated[str, typer.Option(help="Last day of each band.")] = "30,60,90,120",
    basis: Annotated[AgeBasis, typer.Option(help="Age from which day.")] = AgeBasis.DUE,
    payments: Counts = PaymentDay.RECEIVED,
    partial_: Partial = False,
) -> AgeingReport:
    """Show how old the money is that customers owe, in bands of days overdue.

    Example: pcbsales ar ageing --as-of 2026-09-30 --edges 30,60,90
    """
    bands = parse_edges(edges)
    found, left_out = _settlement(ws, name, as_of, payments, partial_=partial_)
    return age_receivables(found, edges=bands, basis=basis, left_out=left_out)


@shows(ar, "unallocated")
def ar_unallocated(
    ws: Workspace,
    name: OneCustomer = "",
    *,
    as_of: date,
    payments: Counts = PaymentDay.RECEIVED,
    partial_: Partial = False,
) -> UnallocatedReport:
    """Show money and credits that no invoice has taken.

    Example: pcbsales ar unallocated
    """
    found, left_out = _settlement(ws, name, as_of, payments, partial_=partial_)
    return unallocated(found, left_out=left_out)


def _settlement(
    ws: Workspace, name: str, as_of: date, payments: PaymentDay, *, partial_: bool
) -> tuple[Settlement, int]:
    customer = _customer(ws, name) if name else None
    snapshot = ws.snapshot(partial=partial_)
    if payments is PaymentDay.RECEIVED:
        found = settlement_on(snapshot, as_of=as_of, customer=customer)
    else:
        from pcbsales.receivables.events import Facts  # noqa: PLC0415 -- start-up

        found = settle(Facts.of(snapshot, customer).events(payment_day=payments), as_of=as_of)
    ws.say_left_out(snapshot)
    return found, len(snapshot.left_out)


def _customer(ws: Workspace, name: str) -> str:
    from pcbsales.customers.records import Customer  # noqa: PLC0415 -- start-up

    return ws.find(Customer, name).id
