"""``pcbsales ar``, ``invoice`` and ``payment``: who owes what, and money taken in."""

from functools import partial
from typing import Annotated

import typer

from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.money import Money
from pcbsales.receivables.ageing import AgeBasis, age_receivables, parse_edges
from pcbsales.receivables.events import Account, Facts, PaymentDay
from pcbsales.receivables.invoice_report import invoice_report
from pcbsales.receivables.open_items import Part, parse_part
from pcbsales.receivables.overdue import overdue
from pcbsales.receivables.payments import Receipt, allocate, receive_payment
from pcbsales.receivables.records import CreditNote, Invoice, Payment, Use
from pcbsales.receivables.settlement import Settlement, settle
from pcbsales.receivables.unallocated import unallocated
from pcbsales.workspace import AsOf, DryRun, Output, OutputFile, Partial, Workspace, workspace

ar = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
invoice = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
payment = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

OneCustomer = Annotated[str, typer.Argument(metavar="[CUSTOMER]", help="Only this customer.")]
Counts = Annotated[
    PaymentDay, typer.Option("--payments", help="Payments count when received or when cleared.")
]
_INVOICE_HELP = "INV…, INV…/2 for an instalment, INV…=60.00 for a part; may be repeated."


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


@invoice.command("show")
def invoice_show(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="Number, tail or official number.")],
    *,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show what is open on an invoice, and what happened to it.

    Example: pcbsales invoice show INV-2026-00001
    """
    ws = workspace(ctx)
    found = ws.find(Invoice, name)
    facts = Facts.of(ws.snapshot(), found.customer)
    ws.show(invoice_report(found, facts, as_of=ws.day(as_of)), output=output, file=file)


@payment.command("new")
def payment_new(
    ctx: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="CUSTOMER", help="Who paid.")],
    cash: Annotated[str, typer.Argument(metavar="AMOUNT", help="Such as '1757.80 CNY'.")],
    invoices: Annotated[list[str] | None, typer.Option("--invoice", help=_INVOICE_HELP)] = None,
    auto: Annotated[bool, typer.Option("--auto", help="Then oldest due first.")] = False,
    deduct: Annotated[
        list[str] | None, typer.Option(help="INV…=5.00 kept back by the customer; disputed.")
    ] = None,
    write_off: Annotated[
        list[str] | None, typer.Option(help="INV…=5.00 given up; 5.00: too much, kept.")
    ] = None,
    bank_charge: Annotated[str | None, typer.Option(help="Taken by banks on the way.")] = None,
    exchange: Annotated[str | None, typer.Option(help="Difference of rates; -5.00: lost.")] = None,
    received: Annotated[str | None, typer.Option(metavar="DATE", help="Else today.")] = None,
    cleared: Annotated[str | None, typer.Option(metavar="DATE", help="When it cleared.")] = None,
    reference: Annotated[str | None, typer.Option(help="The bank's reference.")] = None,
    entity: Annotated[str | None, typer.Option(help="Else the customer's.")] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Record money received; what no invoice takes is kept as the customer's advance.

    Example: pcbsales payment new HUAYI '500.00 CNY' --auto --received 2026-10-30
    """
    ws = workspace(ctx)
    amount, customer = _money(cash), ws.find(Customer, name)
    currency = amount.currency
    short = [(Use.DEDUCTION, _below_zero(ws, text, currency)) for text in deduct or ()]
    short += [(Use.WRITE_OFF, _write_off(ws, text, currency)) for text in write_off or ()]
    if bank_charge:
        short.append((Use.BANK_CHARGE, Part("", amount=-_money(f"{bank_charge} {currency}"))))
    if exchange:
        short.append((Use.EXCHANGE, Part("", amount=_money(f"{exchange} {currency}"))))
    receipt = Receipt(
        account=Account(customer.id, entity or customer.entity, currency),
        cash=amount,
        received=ws.day(received),
        cleared=ws.day(cleared) if cleared else None,
        reference=reference,
        parts=tuple(_part(ws, text, currency) for text in invoices or ()),
        short=tuple(short),
        auto=auto,
    )
    ws.save(
        partial(receive_payment, receipt=receipt),
        dry_run=dry_run,
        output=output,
        next_step=f"pcbsales ar overdue {customer.id}",
    )


@payment.command("allocate")
def payment_allocate(
    ctx: typer.Context,
    *,
    source: Annotated[str, typer.Argument(metavar="ID", help="A payment or credit note.")],
    target: Annotated[str, typer.Argument(metavar="INVOICE", help=_INVOICE_HELP)],
    made: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Else today.")] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Put an advance or a credit note's rest to an invoice, as much as fits.

    Example: pcbsales payment allocate PAY-2026-00002 INV-2026-00001=10.00
    """
    ws = workspace(ctx)
    is_credit = source.upper().startswith("CN")
    found = ws.find(CreditNote, source) if is_credit else ws.find(Payment, source)
    part = _part(ws, target, found.currency)
    ws.save(
        partial(allocate, source=found, part=part, made=ws.day(made)),
        dry_run=dry_run,
        output=output,
        next_step=f"pcbsales invoice show {part.invoice}",
    )


def _settlement(
    ws: Workspace, name: str, as_of: str | None, payments: PaymentDay, *, partial_: bool
) -> tuple[Settlement, int]:
    customer = ws.find(Customer, name).id if name else None
    snapshot = ws.snapshot(partial=partial_)
    events = Facts.of(snapshot, customer).events(payment_day=payments)
    return settle(events, as_of=ws.day(as_of)), len(snapshot.left_out)


def _money(text: str) -> Money:
    try:
        return Money.parse(text)
    except ValueError as error:
        raise UsageError("{problem}", problem=error) from None


def _part(ws: Workspace, text: str, currency: str) -> Part:
    part = parse_part(text, currency)
    return Part(ws.find(Invoice, part.invoice).id, part.instalment, part.amount)


def _below_zero(ws: Workspace, text: str, currency: str) -> Part:
    part = _part(ws, text, currency)
    return Part(part.invoice, part.instalment, -part.amount if part.amount else None)


def _write_off(ws: Workspace, text: str, currency: str) -> Part:
    if "=" in text:
        return _below_zero(ws, text, currency)
    return Part("", amount=_money(f"{text} {currency}"))
