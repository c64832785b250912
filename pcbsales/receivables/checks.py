"""Rules over all money owed: what no single record can see."""

from collections.abc import Iterable, Iterator
from datetime import date

from pcbsales.kernel.errors import Finding
from pcbsales.kernel.record import Record, finding_about
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.receivables.events import Account, Facts
from pcbsales.receivables.records import (
    Allocation,
    CreditNote,
    Dispute,
    Invoice,
    Payment,
    Use,
)
from pcbsales.receivables.settlement import Origin, settle


def check_over_allocation(snapshot: Snapshot) -> Iterator[Finding]:
    """Nothing settles more than an invoice is about, or gives more than it has."""
    facts = Facts.of(snapshot)
    records: dict[str, Record] = {
        record.id: record for record in (*facts.invoices, *facts.payments, *facts.credit_notes)
    }
    for item in settle(facts.events(), as_of=date.max).unallocated:
        if item.origin is Origin.EXCESS:
            yield finding_about(
                records[item.source],
                "settlement.invoice",
                "{id} is settled by {amount} more than it is about",
                id=item.source,
                amount=item.amount,
            )
        elif item.amount.amount < 0:
            yield finding_about(
                records[item.source],
                "settlement.source",
                "{id} is allocated by {amount} more than it has",
                id=item.source,
                amount=-item.amount,
            )


def check_accounts(snapshot: Snapshot) -> Iterator[Finding]:
    """Money settles invoices of its own customer, entity and currency, and parts they have."""
    facts = Facts.of(snapshot)
    invoices = {invoice.id: invoice for invoice in facts.invoices}
    sources = {r.id: _account(r) for r in facts.payments}
    sources |= {r.id: _account(r) for r in facts.credit_notes}
    for record, source, target, instalment in _uses(facts):
        invoice, account = invoices.get(target), sources.get(source)
        if invoice is None or account is None:
            continue
        if account != _account(invoice):
            yield finding_about(
                record,
                "settlement.account",
                "{invoice} is of {theirs}; this money is of {ours}",
                invoice=target,
                theirs=" ".join(_account(invoice)),
                ours=" ".join(account),
            )
        elif instalment is not None and instalment > len(invoice.dues):
            yield finding_about(
                record,
                "settlement.instalment",
                "{invoice} has {count} instalments, not {number}",
                invoice=target,
                count=len(invoice.dues),
                number=instalment,
            )


_Use = tuple[Record, str, str, int | None]


def _uses(facts: Facts) -> Iterator[_Use]:
    """Every use of money for an invoice: the record that says so, source, invoice, instalment."""
    for payment in facts.payments:
        for line in payment.lines:
            if line.invoice:
                yield payment, payment.id, line.invoice, line.instalment
    for note in facts.credit_notes:
        if note.invoice:
            yield note, note.id, note.invoice, None
    for used in facts.allocations:
        yield used, used.source, used.invoice, used.instalment


def _account(record: Invoice | CreditNote | Payment) -> Account:
    return Account(record.customer, record.entity, record.currency)


def check_numbers(snapshot: Snapshot) -> Iterator[Finding]:
    """A bank reference and an official number stand once for each entity."""
    payments = ((p, p.entity, p.reference) for p in snapshot.all(Payment))
    for payment, first, number in _repeated(payments):
        yield finding_about(
            payment,
            "payment.reference",
            "the bank reference {reference} is that of {other} too",
            ("reference",),
            reference=number,
            other=first,
        )
    for kind in (Invoice, CreditNote):
        numbers = ((r, r.entity, r.official_number) for r in snapshot.all(kind))
        for record, first, number in _repeated(numbers):
            yield finding_about(
                record,
                "document.official_number",
                "the official number {number} is that of {other} too",
                ("official_number",),
                number=number,
                other=first,
            )


def _repeated(
    items: Iterable[tuple[Record, str, str | None]],
) -> Iterator[tuple[Record, str, str]]:
    seen: dict[tuple[str, str], str] = {}
    for record, entity, number in items:
        if number is not None:
            first = seen.setdefault((entity, number), record.id)
            if first != record.id:
                yield record, first, number


def check_disputes(snapshot: Snapshot) -> Iterator[Finding]:
    """A dispute is about an open part of an invoice of that customer, or about a deduction."""
    for dispute in snapshot.all(Dispute):
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
    found = settle(facts.events(), as_of=dispute.opened).balances
    open_ = sum(b.open.amount for b in found if b.invoice == invoice.id)
    amount = dispute.amount
    if amount and (amount.currency != invoice.currency or amount.amount > open_):
        yield finding_about(
            dispute,
            "dispute.amount",
            "{amount} is disputed, {open} {currency} were open on {invoice} that day",
            ("amount",),
            amount=amount,
            open=open_,
            currency=invoice.currency,
            invoice=invoice.id,
        )


def check_allocations(snapshot: Snapshot) -> Iterator[Finding]:
    """An allocation is of its source's customer, and made when the source was there."""
    for used in snapshot.all(Allocation):
        source = (
            snapshot.get(Payment, used.payment)
            if used.payment
            else snapshot.get(CreditNote, used.source)
        )
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
