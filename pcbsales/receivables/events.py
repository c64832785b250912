"""What happened to money owed, as dated events: the one input of the balance engine.

Every event comes from one record (a dispute also asks the record it is about), so events can be
kept as rows beside their records and any as-of be answered from them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pcbsales.kernel.money import Money
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.receivables.event import Account, Event, EventKind, PaymentDay
from pcbsales.receivables.records import (
    Allocation,
    CreditNote,
    Dispute,
    Invoice,
    Payment,
    PaymentLine,
    Use,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """The records that balances follow from."""

    invoices: tuple[Invoice, ...] = ()
    credit_notes: tuple[CreditNote, ...] = ()
    payments: tuple[Payment, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    disputes: tuple[Dispute, ...] = ()

    @classmethod
    def of(cls, snapshot: Snapshot, customer: str | None = None) -> "Facts":
        """All facts of *snapshot*, or those of one customer."""
        if customer is None:
            return cls(
                snapshot.all(Invoice),
                snapshot.all(CreditNote),
                snapshot.all(Payment),
                snapshot.all(Allocation),
                snapshot.all(Dispute),
            )
        return cls(
            snapshot.where(Invoice, customer=customer),
            snapshot.where(CreditNote, customer=customer),
            snapshot.where(Payment, customer=customer),
            snapshot.where(Allocation, customer=customer),
            snapshot.where(Dispute, customer=customer),
        )

    def events(self, *, payment_day: PaymentDay = PaymentDay.RECEIVED) -> Iterator[Event]:
        """Every event of these facts, in no particular order."""
        for invoice in self.invoices:
            yield from invoice_events(invoice)
        for note in self.credit_notes:
            yield credit_event(note)
        for payment in self.payments:
            yield from payment_events(payment, payment_day)
        yield from self._allocation_events()
        if self.disputes:
            yield from self._dispute_events()

    def _allocation_events(self) -> Iterator[Event]:
        if not self.allocations:
            return
        sources = {payment.id: account_of(payment) for payment in self.payments}
        sources |= {note.id: account_of(note) for note in self.credit_notes}
        for allocation in self.allocations:
            if account := sources.get(allocation.source):
                yield allocation_event(allocation, account)

    def _dispute_events(self) -> Iterator[Event]:
        invoices = {invoice.id: invoice for invoice in self.invoices}
        payments = {payment.id: payment for payment in self.payments}
        for dispute in self.disputes:
            if invoice := invoices.get(dispute.invoice):
                yield from dispute_events(dispute, invoice, payments.get(dispute.payment or ""))


def invoice_events(invoice: Invoice) -> Iterator[Event]:
    """The instalments that *invoice* makes owed."""
    account = account_of(invoice)
    for instalment in invoice.dues:
        yield Event(
            invoice.issued,
            EventKind.INVOICED,
            account,
            instalment.amount,
            invoice.id,
            invoice.id,
            instalment.number,
            instalment.due,
        )


def credit_event(note: CreditNote) -> Event:
    """What *note* credits."""
    return Event(
        note.issued, EventKind.CREDITED, account_of(note), note.total, note.id, note.invoice
    )


def payment_events(
    payment: Payment, payment_day: PaymentDay = PaymentDay.RECEIVED
) -> Iterator[Event]:
    """What the lines of *payment* do; charges and exchange differences touch no balance."""
    on = payment.received if payment_day is PaymentDay.RECEIVED else payment.cleared
    if on is None:
        return
    account = account_of(payment)
    for line in payment.lines:
        for kind, amount in _effects(line):
            yield Event(on, kind, account, amount, payment.id, line.invoice, line.instalment)


def _effects(line: PaymentLine) -> tuple[tuple[EventKind, Money], ...]:
    match line.use:
        case Use.ALLOCATED:
            return ((EventKind.PAID, line.amount),)
        case Use.ADVANCE:
            return ((EventKind.ADVANCED, line.amount),)
        case Use.DEDUCTION:
            return ((EventKind.PAID, line.amount), (EventKind.DEDUCTED, -line.amount))
        case Use.WRITE_OFF if line.invoice:
            return ((EventKind.PAID, line.amount), (EventKind.WRITTEN_OFF, -line.amount))
        case _:
            return ()


def allocation_event(allocation: Allocation, account: Account) -> Event:
    """What *allocation* puts to its invoice, from a source that is of *account*."""
    return Event(
        allocation.made,
        EventKind.ADVANCE_USED if allocation.payment else EventKind.CREDIT_USED,
        account,
        allocation.amount,
        allocation.source,
        allocation.invoice,
        allocation.instalment,
    )


def dispute_events(dispute: Dispute, invoice: Invoice, payment: Payment | None) -> Iterator[Event]:
    """The opening and closing of *dispute*; one about a deduction only ends what that began."""
    account = account_of(invoice)
    if dispute.payment:
        kind, amount = EventKind.DEDUCTED, _deducted(payment, invoice)
    else:
        kind, amount = EventKind.DISPUTED, dispute.amount or invoice.total
        yield Event(dispute.opened, kind, account, amount, dispute.id, invoice.id)
    if dispute.closed and amount:
        yield Event(dispute.closed, kind, account, -amount, dispute.id, invoice.id)


def _deducted(payment: Payment | None, invoice: Invoice) -> Money:
    lines = payment.lines if payment and payment.currency == invoice.currency else ()
    kept = (-x.amount for x in lines if x.use is Use.DEDUCTION and x.invoice == invoice.id)
    return Money.sum(kept, invoice.currency)


def account_of(record: Invoice | CreditNote | Payment) -> Account:
    """Whose money *record* is about."""
    return Account(record.customer, record.entity, record.currency)
