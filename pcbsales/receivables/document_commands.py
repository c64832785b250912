"""``pcbsales invoice`` and ``payment``: an invoice's balance, and money taken in."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Annotated

import typer

from pcbsales.customers.records import Customer
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import ChangeSet
from pcbsales.receivables.event import Account
from pcbsales.receivables.events import Facts
from pcbsales.receivables.invoice_report import InvoiceReport, invoice_report
from pcbsales.receivables.open_items import Part, parse_part
from pcbsales.receivables.payments import allocate, receive_payment
from pcbsales.receivables.receipt import Receipt
from pcbsales.receivables.records import Allocation, CreditNote, Invoice, Payment, Use
from pcbsales.receivables.told import told
from pcbsales.workspace import Saving, Workspace, saves, shows

invoice = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
payment = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Text = str | None
_INVOICE_HELP = "INV…, INV…/2 for an instalment, INV…=60.00 for a part; may be repeated."
_DEDUCT_HELP = "INV…=5.00 kept back by the customer; disputed."
_WRITE_OFF_HELP = "INV…=5.00 given up; 5.00: too much, kept."


@shows(invoice, "show")
def invoice_show(
    ws: Workspace,
    name: Annotated[str, typer.Argument(metavar="ID", help="Number, tail or official number.")],
    *,
    as_of: date,
) -> InvoiceReport:
    """Show what is open on an invoice, and what happened to it.

    Example: pcbsales invoice show INV-2026-00001
    """
    found = ws.find(Invoice, name)
    return invoice_report(found, Facts.of(ws.snapshot(), found.customer), as_of=as_of)


@saves(payment, "new")
def payment_new(
    ws: Workspace,
    name: Annotated[str, typer.Argument(metavar="CUSTOMER", help="Who paid.")],
    cash: Annotated[str, typer.Argument(metavar="AMOUNT", help="Such as '1757.80 CNY'.")],
    *,
    invoices: Annotated[list[str] | None, typer.Option("--invoice", help=_INVOICE_HELP)] = None,
    auto: Annotated[bool, typer.Option("--auto", help="Then oldest due first.")] = False,
    deduct: Annotated[list[str] | None, typer.Option(help=_DEDUCT_HELP)] = None,
    write_off: Annotated[list[str] | None, typer.Option(help=_WRITE_OFF_HELP)] = None,
    bank_charge: Annotated[Text, typer.Option(help="Taken by banks on the way.")] = None,
    exchange: Annotated[Text, typer.Option(help="Difference of rates; -5.00: lost.")] = None,
    received: Annotated[Text, typer.Option(metavar="DATE", help="Else today.")] = None,
    cleared: Annotated[Text, typer.Option(metavar="DATE", help="When it cleared.")] = None,
    reference: Annotated[Text, typer.Option(help="The bank's reference.")] = None,
    entity: Annotated[Text, typer.Option(help="Else the customer's.")] = None,
) -> Saving:
    """Record money received; what no invoice takes is kept as the customer's advance.

    Example: pcbsales payment new HUAYI '500.00 CNY' --auto --received 2026-10-30
    """
    amount, customer = Money.typed(cash), ws.find(Customer, name)
    currency = amount.currency
    receipt = Receipt(
        account=Account(customer.id, entity or customer.entity, currency),
        cash=amount,
        received=ws.day(received),
        cleared=ws.day(cleared) if cleared else None,
        reference=reference,
        parts=tuple(_part(ws, text, currency) for text in invoices or ()),
        short=(
            *((Use.DEDUCTION, _below_zero(ws, text, currency)) for text in deduct or ()),
            *((Use.WRITE_OFF, _write_off(ws, text, currency)) for text in write_off or ()),
            *_of_the_bank(bank_charge, exchange, currency),
        ),
        auto=auto,
    )
    decide = partial(receive_payment, receipt=receipt, as_of=ws.today)
    return Saving(decide, f"pcbsales ar overdue {customer.id}", partial(_where_it_went, ws))


@saves(payment, "allocate")
def payment_allocate(
    ws: Workspace,
    source: Annotated[str, typer.Argument(metavar="ID", help="A payment or credit note.")],
    target: Annotated[str, typer.Argument(metavar="INVOICE", help=_INVOICE_HELP)],
    *,
    made: Annotated[Text, typer.Option("--on", metavar="DATE", help="Else today.")] = None,
) -> Saving:
    """Put an advance or a credit note's rest to an invoice, as much as fits.

    Example: pcbsales payment allocate PAY-2026-00090 INV-2026-00100=10.00
    """
    is_credit = source.upper().startswith("CN")
    found = ws.find(CreditNote, source) if is_credit else ws.find(Payment, source)
    part = _part(ws, target, found.currency)
    decide = partial(allocate, source=found, part=part, made=ws.day(made), as_of=ws.today)
    return Saving(decide, f"pcbsales invoice show {part.invoice}", partial(_where_it_went, ws))


def _where_it_went(ws: Workspace, changes: ChangeSet) -> Iterator[str]:
    """Where the money of what is written goes."""
    for record in changes.records:
        if isinstance(record, Payment | Allocation):
            yield from (ws.translate(msgid, **values) for msgid, values in told(record))


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
