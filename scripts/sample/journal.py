"""The same facts as journals of double entry, for programs of others to check the balances.

Written from the records alone, without the balance engine: an invoice owes its total less all
that was put to it and never less than nothing; what is too much stands among the liabilities.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from pcbsales.receivables.events import Facts
from pcbsales.receivables.records import Allocation, CreditNote, Invoice, Payment, Use

Dialect: TypeAlias = Literal["hledger", "ledger"]
Owner: TypeAlias = tuple[str, str, str]

RECEIVABLE, UNALLOCATED = "assets:receivable", "liabilities:unallocated"
_ZERO = Decimal(0)
#: Within a day: first what is claimed, then what settles it.
_INVOICE, _CREDIT, _PAYMENT, _USE = range(4)
_SHORT = {
    Use.BANK_CHARGE: "expenses:bank-charges",
    Use.EXCHANGE: "expenses:exchange",
    Use.WRITE_OFF: "expenses:write-offs",
}


@dataclass(slots=True)
class _Claim:
    """An invoice: its total once it is issued, and what was put to it."""

    owner: Owner
    total: Decimal = _ZERO
    settled: Decimal = _ZERO

    @property
    def owed(self) -> Decimal:
        return max(_ZERO, self.total - self.settled)

    @property
    def surplus(self) -> Decimal:
        return max(_ZERO, self.settled - self.total)


@dataclass(slots=True)
class _Entry:
    """A transaction: amounts by account, which sum to nothing."""

    day: date
    payee: str
    currency: str
    amounts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def text(self) -> str:
        postings = (f"    {account}  {amount:f} {self.currency}\n"
                    for account, amount in self.amounts.items() if amount)  # fmt: skip
        return f"{self.day.isoformat()} * {self.payee}\n{''.join(postings)}\n"


class Journal:
    """The entries of *facts* in the order of their days."""

    def __init__(self, facts: Facts) -> None:
        self._claims: dict[str, _Claim] = {}
        self._sources: dict[str, tuple[Owner, str | None]] = {}
        self._facts = facts
        for invoice in facts.invoices:
            self._claims[invoice.id] = _Claim(_owner(invoice))
        for note in facts.credit_notes:
            self._sources[note.id] = _owner(note), note.invoice
        for payment in facts.payments:
            self._sources[payment.id] = _owner(payment), None

    def lines(self, dialect: Dialect = "hledger") -> Iterator[str]:
        """The journal's text, piece by piece."""
        for currency in sorted({owner[2] for owner in self._owners()}):
            sample = f"1000.00 {currency}"
            hledger = f"commodity {sample}\n"
            yield hledger if dialect == "hledger" else f"commodity {currency}\n  format {sample}\n"
        yield "\n"
        dated: list[tuple[date, int, str, Invoice | CreditNote | Payment | Allocation]] = [
            *((fact.issued, _INVOICE, fact.id, fact) for fact in self._facts.invoices),
            *((fact.issued, _CREDIT, fact.id, fact) for fact in self._facts.credit_notes),
            *((fact.received, _PAYMENT, fact.id, fact) for fact in self._facts.payments),
            *((fact.made, _USE, fact.id, fact) for fact in self._facts.allocations),
        ]
        for day, _, payee, fact in sorted(dated, key=lambda item: item[:3]):
            entry = self._entry(day, payee, fact)
            if any(entry.amounts.values()):
                yield entry.text()

    def _owners(self) -> Iterable[Owner]:
        yield from (claim.owner for claim in self._claims.values())
        yield from (owner for owner, _ in self._sources.values())

    def _entry(
        self, day: date, payee: str, fact: Invoice | CreditNote | Payment | Allocation
    ) -> _Entry:
        match fact:
            case Invoice():
                entry = _Entry(day, payee, fact.currency)
                entry.amounts["income:sales"] -= fact.total.amount
                self._claim(entry, fact.id, fact.total.amount)
            case CreditNote():
                entry = _Entry(day, payee, fact.currency)
                entry.amounts["income:credits"] += fact.total.amount
                self._put(entry, _owner(fact), fact.invoice, fact.total.amount)
            case Payment():
                entry = self._payment(day, payee, fact)
            case Allocation():
                owner, own = self._sources[fact.source]
                entry = _Entry(day, payee, owner[2])
                self._put(entry, owner, own, -fact.amount.amount)
                self._put(entry, owner, fact.invoice, fact.amount.amount)
        return entry

    def _payment(self, day: date, payee: str, payment: Payment) -> _Entry:
        """Cash in; what came in short is an expense, but a deduction stays owed."""
        entry = _Entry(day, payee, payment.currency)
        entry.amounts["assets:bank"] += payment.cash.amount
        for line in payment.lines:
            if line.use is Use.ALLOCATED or line.use is Use.DEDUCTION:
                self._put(entry, _owner(payment), line.invoice, line.amount.amount)
            elif line.use is Use.ADVANCE:
                self._put(entry, _owner(payment), None, line.amount.amount)
            else:
                entry.amounts[_SHORT[line.use]] -= line.amount.amount
        return entry

    def _claim(self, entry: _Entry, invoice: str, total: Decimal) -> None:
        claim = self._claims[invoice]
        before = claim.owed, claim.surplus
        claim.total += total
        _moved(entry, claim, before)

    def _put(self, entry: _Entry, owner: Owner, invoice: str | None, amount: Decimal) -> None:
        """Put *amount* to *invoice* as far as it owes, the rest to what is unallocated."""
        if invoice is None:
            entry.amounts[_account(UNALLOCATED, owner)] -= amount
            return
        claim = self._claims[invoice]
        before = claim.owed, claim.surplus
        claim.settled += amount
        _moved(entry, claim, before)


def _moved(entry: _Entry, claim: _Claim, before: tuple[Decimal, Decimal]) -> None:
    owed, surplus = before
    entry.amounts[_account(RECEIVABLE, claim.owner)] += claim.owed - owed
    entry.amounts[_account(UNALLOCATED, claim.owner)] -= claim.surplus - surplus


def _account(base: str, owner: Owner) -> str:
    customer, entity, _ = owner
    return f"{base}:{customer}:{entity}"


def _owner(fact: Invoice | CreditNote | Payment) -> Owner:
    return fact.customer, fact.entity, fact.currency
