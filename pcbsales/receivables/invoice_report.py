"""One invoice on a day: what is open on each instalment, and what made it so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pcbsales.kernel.money import Money
from pcbsales.kernel.tables import Align, Cell, Column, Table, Word
from pcbsales.receivables.balance import Balance
from pcbsales.receivables.event import Event, EventKind
from pcbsales.receivables.events import Facts
from pcbsales.receivables.overdue import days_overdue
from pcbsales.receivables.records import Invoice
from pcbsales.receivables.settlement import settle

#: What an event below 0 is called.
_ENDED = {
    EventKind.DISPUTED: Word("dispute ended"),
    EventKind.DEDUCTED: Word("deduction ended"),
}


@dataclass(frozen=True, slots=True)
class InvoiceReport:
    """*invoice* at the end of *as_of*; balances and events are of no other invoice."""

    invoice: Invoice
    as_of: date
    balances: tuple[Balance, ...]
    events: tuple[Event, ...]

    @property
    def open(self) -> Money:
        """What is open on it all told."""
        return Money.sum((balance.open for balance in self.balances), self.invoice.currency)

    def as_json(self) -> object:
        """``{schema, as_of, invoice {as in the YAML}, currency, open, balances, events}``."""
        return {
            "schema": 1,
            "as_of": self.as_of.isoformat(),
            "invoice": self.invoice.tree(),
            "currency": self.invoice.currency,
            "open": self.open.text,
            "balances": [self._balance_json(balance) for balance in self.balances],
            "events": [_event_json(event) for event in self.events],
        }

    def as_table(self) -> Table:
        """A row per instalment with its balance; what happened stands below, day by day."""
        return Table(
            columns=(
                Column("instalment", "Inst.", Align.RIGHT),
                Column("due", "Due"),
                Column("days_overdue", "Days overdue", Align.RIGHT),
                Column("invoiced", "Invoiced", Align.RIGHT),
                Column("paid", "Paid", Align.RIGHT),
                Column("credited", "Credited", Align.RIGHT),
                Column("written_off", "Written off", Align.RIGHT),
                Column("disputed", "Disputed", Align.RIGHT),
                Column("open", "Open", Align.RIGHT),
            ),
            rows=tuple(self._row(balance) for balance in self.balances),
            title="{invoice} of {customer} on {as_of}: {open} open",
            title_values=(
                ("invoice", self.invoice.id),
                ("customer", self.invoice.customer),
                ("as_of", self.as_of),
                ("open", self.open),
            ),
            remarks=tuple(
                ("{day}: {kind} {amount}, {source}", _event_values(event))
                for event in _netted(self.events)
            ),
        )

    def _row(self, balance: Balance) -> tuple[Cell, ...]:
        return (
            balance.instalment,
            balance.due,
            days_overdue(balance.due, as_of=self.as_of) if balance.open else None,
            balance.invoiced,
            balance.paid or None,
            balance.credited or None,
            balance.written_off or None,
            balance.disputed or None,
            balance.open,
        )

    def _balance_json(self, balance: Balance) -> dict[str, object]:
        days = days_overdue(balance.due, as_of=self.as_of) if balance.open else 0
        return {
            "instalment": balance.instalment,
            "due": balance.due.isoformat(),
            "days_overdue": days,
            "invoiced": balance.invoiced.text,
            "paid": balance.paid.text,
            "credited": balance.credited.text,
            "written_off": balance.written_off.text,
            "disputed": balance.disputed.text,
            "open": balance.open.text,
            "future": balance.future.text,
        }


def invoice_report(invoice: Invoice, facts: Facts, *, as_of: date) -> InvoiceReport:
    """What *facts*, those of the invoice's customer, make of *invoice* on *as_of*."""
    events = tuple(facts.events())
    found = settle(events, as_of=as_of, settled=True).balances
    return InvoiceReport(
        invoice,
        as_of,
        tuple(balance for balance in found if balance.invoice == invoice.id),
        tuple(sorted(_own(events, invoice, as_of), key=lambda e: (e.on, e.source))),
    )


def _own(events: Iterable[Event], invoice: Invoice, as_of: date) -> Iterable[Event]:
    return (
        event
        for event in events
        if event.invoice == invoice.id
        and event.on <= as_of
        and event.kind is not EventKind.INVOICED
    )


def _netted(events: Iterable[Event]) -> tuple[Event, ...]:
    """*events* with what one payment paid in one sum, less what it kept back or gave up.

    Those parts are events of their own, so nobody needs to read a payment below 0.
    """
    found: dict[object, Event] = {}
    for event in events:
        paid = event.kind is EventKind.PAID
        key = (event.source, event.on) if paid else len(found)
        before = found.get(key)
        found[key] = event._replace(amount=before.amount + event.amount) if before else event
    return tuple(event for event in found.values() if event.amount)


def _event_values(event: Event) -> tuple[tuple[str, Cell], ...]:
    ended = event.amount.amount < 0 and _ENDED.get(event.kind)
    return (
        ("day", event.on),
        ("kind", ended or Word(event.kind.value)),
        ("amount", -event.amount if ended else event.amount),
        ("source", event.source),
    )


def _event_json(event: Event) -> dict[str, object]:
    return {
        "on": event.on.isoformat(),
        "kind": event.kind.value,
        "amount": event.amount.text,
        "source": event.source,
        "instalment": event.instalment,
    }
