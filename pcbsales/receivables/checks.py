"""Rules over all money owed: what no single record can see."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from pcbsales.kernel.errors import Finding, Rule
from pcbsales.kernel.record import Record, finding_about
from pcbsales.kernel.repeated import repeated
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.receivables.event import Account
from pcbsales.receivables.events import Facts
from pcbsales.receivables.records import (
    Allocation,
    CreditNote,
    Dispute,
    Invoice,
    Payment,
    Use,
)
from pcbsales.receivables.settlement import Origin, settle

RULES: dict[str, Rule] = {
    "settlement.invoice": Rule(
        asks="Nothing settles more than an invoice is about.",
        remedy="Correct the payment that names the wrong invoice; what is over is an advance.",
    ),
    "settlement.source": Rule(
        asks="No payment or credit note gives more than it has.",
        remedy="Correct one of its allocations, so that together they take no more than there is.",
    ),
    "settlement.account": Rule(
        asks="Money settles invoices of its own customer, entity and currency.",
        remedy="Name the right invoice, or correct the customer, entity or currency.",
    ),
    "settlement.instalment": Rule(
        asks="A payment names instalments that its invoice has.",
        remedy="Correct the instalment, or leave it out: the oldest due is settled first.",
    ),
    "payment.reference": Rule(
        asks="A bank reference stands once for each entity.",
        remedy="Take out the payment that was entered twice, or correct its reference.",
    ),
    "dispute.customer": Rule(
        asks="A dispute is of the invoice's customer.",
        remedy="Correct the customer or the invoice of the dispute.",
    ),
    "dispute.deduction": Rule(
        asks="A dispute about a deduction names a payment that keeps one back.",
        remedy="Name the payment that has the deduction, or leave payment out and say the amount.",
    ),
    "dispute.amount": Rule(
        asks="No more of an invoice is disputed than was open that day.",
        remedy="Lower the amount, or leave it out where the whole invoice is in dispute.",
    ),
    "allocation.source": Rule(
        asks="An allocation is of its source's customer, and made when the source was there.",
        remedy="Correct the customer, the day or the source of the allocation.",
    ),
}
#: Where something stands in a record's file.
_Place: TypeAlias = tuple[str | int, ...]
#: What gives money.
_Giver: TypeAlias = Payment | CreditNote
#: A use of money for an invoice: who says so and where, who gives it, invoice, instalment.
_Use: TypeAlias = tuple[Record, _Place, _Giver | None, str, int | None]


def check_over_allocation(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The money of the customer *group* settles no more than its invoices are about, or it has."""
    facts = Facts.of(snapshot, group)
    records: dict[str, Record] = {
        record.id: record for record in (*facts.invoices, *facts.payments, *facts.credit_notes)
    }
    for item in settle(facts.events(), as_of=date.max).unallocated:
        if item.origin is Origin.EXCESS:
            found = finding_about(
                records[item.source],
                "settlement.invoice",
                "{id} is settled by {amount} more than it is about",
                id=item.source,
                amount=item.amount,
            )
        elif item.amount.amount < 0:
            found = finding_about(
                records[item.source],
                "settlement.source",
                "{id} is allocated by {amount} more than it has",
                id=item.source,
                amount=-item.amount,
            )
        else:
            continue
        yield replace(found, measure=abs(item.amount.amount))


def check_accounts(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """Money of the customer *group* settles invoices of its account, and parts they have."""
    for record, place, giver, target, instalment in _uses(snapshot, group):
        invoice = snapshot.get(Invoice, target)
        if invoice is None or giver is None:
            continue
        if _account(giver) != _account(invoice):
            yield finding_about(
                record,
                "settlement.account",
                "{invoice} is of {theirs}; this money is of {ours}",
                (*place, "invoice"),
                invoice=target,
                theirs=" ".join(_account(invoice)),
                ours=" ".join(_account(giver)),
            )
        elif instalment is not None and instalment > len(invoice.dues):
            yield finding_about(
                record,
                "settlement.instalment",
                "{invoice} has {count} instalments, not {number}",
                (*place, "instalment"),
                invoice=target,
                count=len(invoice.dues),
                number=instalment,
            )


def _uses(snapshot: Snapshot, customer: str) -> Iterator[_Use]:
    """Every use of the customer's money for an invoice."""
    for payment in snapshot.where(Payment, customer=customer):
        for at, line in enumerate(payment.lines):
            if line.invoice:
                yield payment, ("lines", at), payment, line.invoice, line.instalment
    for note in snapshot.where(CreditNote, customer=customer):
        if note.invoice:
            yield note, (), note, note.invoice, None
    for used in snapshot.where(Allocation, customer=customer):
        yield used, (), _source(snapshot, used), used.invoice, used.instalment


def _account(record: Invoice | CreditNote | Payment) -> Account:
    return Account(record.customer, record.entity, record.currency)


def check_references(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The bank reference *group* stands once for each entity."""
    payments = snapshot.where(Payment, reference=group)
    for payment, other in repeated(payments, lambda found: found.entity):
        yield finding_about(
            payment,
            "payment.reference",
            "the bank reference {reference} is that of {other} too",
            ("reference",),
            reference=group,
            other=other,
        )


def check_disputes(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """A dispute of the customer *group* is about an open part of its invoice, or a deduction."""
    for dispute in snapshot.where(Dispute, customer=group):
        invoice = snapshot.get(Invoice, dispute.invoice)
        if invoice is None:
            continue
        if invoice.customer != dispute.customer:
            yield finding_about(
                dispute,
                "dispute.customer",
                "{invoice} is of {theirs}, the dispute of {ours}",
                ("customer",),
                invoice=invoice.id,
                theirs=invoice.customer,
                ours=dispute.customer,
            )
        elif dispute.payment:
            yield from _check_deduction(snapshot, dispute, dispute.payment)
        else:
            yield from _check_amount(snapshot, dispute, invoice)


def _check_deduction(snapshot: Snapshot, dispute: Dispute, source: str) -> Iterator[Finding]:
    payment = snapshot.get(Payment, source)
    kept = [
        line
        for line in (payment.lines if payment else ())
        if line.use is Use.DEDUCTION and line.invoice == dispute.invoice
    ]
    if payment is not None and not kept:
        yield finding_about(
            dispute,
            "dispute.deduction",
            "{payment} has no deduction on {invoice}",
            ("payment",),
            payment=payment.id,
            invoice=dispute.invoice,
        )


def _check_amount(snapshot: Snapshot, dispute: Dispute, invoice: Invoice) -> Iterator[Finding]:
    facts = Facts.of(snapshot, invoice.customer)
    balances = settle(facts.events(), as_of=dispute.opened).balances
    open_ = sum(b.open.amount for b in balances if b.invoice == invoice.id)
    amount = dispute.amount
    if amount and (amount.currency != invoice.currency or amount.amount > open_):
        found = finding_about(
            dispute,
            "dispute.amount",
            "{amount} is disputed, {open} {currency} were open on {invoice} that day",
            ("amount",),
            amount=amount,
            open=open_,
            currency=invoice.currency,
            invoice=invoice.id,
        )
        yield replace(found, measure=amount.amount - open_)


def check_allocations(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """An allocation of the customer *group* is of its source's, made when the source was there."""
    for used in snapshot.where(Allocation, customer=group):
        source = _source(snapshot, used)
        if source is None:
            continue
        since = source.received if isinstance(source, Payment) else source.issued
        if source.customer != used.customer or used.made < since:
            yield finding_about(
                used,
                "allocation.source",
                "{source} is of {customer} and of {day}; so an allocation of it must be, or later",
                source=source.id,
                customer=source.customer,
                day=since,
            )


def _source(snapshot: Snapshot, used: Allocation) -> _Giver | None:
    """The payment or credit note that *used* draws on."""
    if used.payment:
        return snapshot.get(Payment, used.payment)
    return snapshot.get(CreditNote, used.source)
