"""``pcbsales invoice`` and ``payment``: an invoice's balance, and money taken in."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from pcbsales.customers.records import Customer
from pcbsales.kernel.money import Money
from pcbsales.receivables.event import Account
from pcbsales.receivables.events import Facts
from pcbsales.receivables.invoice_report import invoice_report
from pcbsales.receivables.open_items import Part, parse_part
from pcbsales.receivables.payments import allocate, receive_payment
from pcbsales.receivables.receipt import Receipt
from pcbsales.receivables.records import Allocation, CreditNote, Invoice, Payment, Use
from pcbsales.receivables.told import told
from pcbsales.workspace import AsOf, DryRun, Output, OutputFile, Workspace, workspace

if TYPE_CHECKING:
    from pcbsales.store.writing.saving import Saved

invoice = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
payment = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

_INVOICE_HELP = "INV…, INV…/2 for an instalment, INV…=60.00 for a part; may be repeated."


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
    amount, customer = Money.typed(cash), ws.find(Customer, name)
    currency = amount.currency
    short = [(Use.DEDUCTION, _below_zero(ws, text, currency)) for text in deduct or ()]
    short += [(Use.WRITE_OFF, _write_off(ws, text, currency)) for text in write_off or ()]
    short += _of_the_bank(bank_charge, exchange, currency)
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
    decide = partial(receive_payment, receipt=receipt, as_of=ws.today)
    saved = ws.save(decide, dry_run=dry_run, output=output)
    _tell(ws, saved, f"pcbsales ar overdue {customer.id}")


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

    Example: pcbsales payment allocate PAY-2026-00090 INV-2026-00100=10.00
    """
    ws = workspace(ctx)
    is_credit = source.upper().startswith("CN")
    found = ws.find(CreditNote, source) if is_credit else ws.find(Payment, source)
    part = _part(ws, target, found.currency)
    decide = partial(allocate, source=found, part=part, made=ws.day(made), as_of=ws.today)
    saved = ws.save(decide, dry_run=dry_run, output=output)
    _tell(ws, saved, f"pcbsales invoice show {part.invoice}")


def _tell(ws: Workspace, saved: "Saved | None", next_step: str) -> None:
    """Where the money of what was *saved* went, and what to look at next."""
    for record in saved.changes.records if saved else ():
        if isinstance(record, Payment | Allocation):
            for msgid, values in told(record):
                ws.tell(msgid, **values)
            ws.tell("next: {step}", step=next_step)


def _of_the_bank(charge: str | None, exchange: str | None, currency: str) -> list[tuple[Use, Part]]:
    """What banks took on the way, and what rates gave or took: of no invoice."""
    found = []
    if charge:
        found.append((Use.BANK_CHARGE, Part("", amount=-Money.typed(f"{charge} {currency}"))))
    if exchange:
        found.append((Use.EXCHANGE, Part("", amount=Money.typed(f"{exchange} {currency}"))))
    return found


def _part(ws: Workspace, text: str, currency: str) -> Part:
    part = parse_part(text, currency)
    return Part(ws.find(Invoice, part.invoice).id, part.instalment, part.amount)


def _below_zero(ws: Workspace, text: str, currency: str) -> Part:
    part = _part(ws, text, currency)
    return Part(part.invoice, part.instalment, -part.amount if part.amount else None)


def _write_off(ws: Workspace, text: str, currency: str) -> Part:
    if "=" in text:
        return _below_zero(ws, text, currency)
    return Part("", amount=Money.typed(f"{text} {currency}"))
