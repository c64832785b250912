"""What of an account can still be settled, and by how much, while a decision uses it up."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.money import Money
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.receivables.balance import COLUMN, Balance
from pcbsales.receivables.event import Account, Event, EventKind
from pcbsales.receivables.events import Facts
from pcbsales.receivables.records import Invoice
from pcbsales.receivables.settlement import settle

_SETTLING = {*COLUMN, EventKind.CREDITED}
_PART = re.compile(r"([^=/]+)(?:/([1-9][0-9]?))?(?:=([0-9.]+))?")


@dataclass(frozen=True, slots=True)
class Part:
    """An invoice, perhaps one instalment of it, and how much; no amount: as much as fits."""

    invoice: str
    instalment: int | None = None
    amount: Money | None = None


def parse_part(text: str, currency: str) -> Part:
    """Read ``INV-2026-00042``, ``…/2`` (an instalment), ``…=60.00``; UsageError otherwise.

    >>> parse_part("INV-2026-00042/2=60", "CNY").amount
    Money(amount=Decimal('60.00'), currency='CNY')
    """
    found = _PART.fullmatch(text)
    try:
        amount = Money.parse(f"{found[3]} {currency}") if found and found[3] else None
    except ValueError:
        found, amount = None, None
    if found is None or (amount is not None and not amount):
        raise UsageError(
            "{text}: expected an invoice such as INV-2026-00042, …/2 for its second instalment, "
            "…=60.00 for a part of it",
            text=repr(text),
        )
    return Part(found[1], int(found[2]) if found[2] else None, amount)


class OpenItems:
    """What is open and unallocated of one account, whatever the day, while it is being used."""

    def __init__(self, snapshot: Snapshot, account: Account) -> None:
        facts = Facts.of(snapshot, account.customer)
        self._events = tuple(facts.events())
        self._settlement = settle(self._events, as_of=date.max)
        self._snapshot = snapshot
        self._account = account
        self._open = {(b.invoice, b.instalment): b.open for b in self._oldest()}

    def left_of(self, source: str) -> Money:
        """What is left of a payment or credit note."""
        found = (i.amount for i in self._settlement.unallocated if i.source == source)
        return Money.sum(found, self._account.currency)

    def take(self, part: Part, left: Money) -> Money:
        """Use up what *part* asks of *left*; RefusedError if the invoice or *left* has less."""
        keys = [
            key
            for key in self._open
            if key[0] == part.invoice and part.instalment in {None, key[1]}
        ]
        open_ = Money.sum((self._open[key] for key in keys), self._account.currency)
        wanted = part.amount or min(open_, left)
        if not open_ or open_ < wanted:
            raise self._too_much(part, wanted, open_)
        if not wanted:
            raise RefusedError("nothing of the money is left for {invoice}", invoice=part.invoice)
        if left < wanted:
            raise RefusedError(
                "{amount} for {invoice} is more than the {left} that is left to allocate",
                amount=wanted,
                invoice=part.invoice,
                left=left,
            )
        self._use(keys, wanted)
        return wanted

    def take_oldest(self, left: Money) -> Iterator[tuple[Part, Money]]:
        """Use up *left* on what is open, oldest due first."""
        several = {invoice for invoice, number in self._open if number > 1}
        for (invoice, number), open_ in list(self._open.items()):
            amount = min(open_, left)
            if amount.amount > 0:
                left -= amount
                self._open[invoice, number] -= amount
                yield Part(invoice, number if invoice in several else None), amount

    def _oldest(self) -> list[Balance]:
        own = (b for b in self._settlement.balances if b.account == self._account)
        return sorted(own, key=lambda b: (b.due, b.invoice, b.instalment))

    def _use(self, keys: Iterable[tuple[str, int]], amount: Money) -> None:
        for key in keys:
            taken = min(self._open[key], amount)
            self._open[key] -= taken
            amount -= taken

    def _too_much(self, part: Part, wanted: Money, open_: Money) -> RefusedError:
        invoice = self._snapshot.get(Invoice, part.invoice)
        if invoice is None:
            return RefusedError("there is no invoice {invoice}", invoice=part.invoice)
        theirs = Account(invoice.customer, invoice.entity, invoice.currency)
        if theirs != self._account:
            return RefusedError(
                "{invoice} is of {theirs}; this money is of {ours}",
                invoice=invoice.id,
                theirs=" ".join(theirs),
                ours=" ".join(self._account),
            )
        last = None if open_ else self._settled_by(part)
        if last is not None:
            return RefusedError(
                "{invoice} has {open} open; settled by {source} on {day}",
                invoice=invoice.id,
                open=open_,
                source=last.source,
                day=last.on,
            )
        return RefusedError(
            "{invoice} has {open} open; {amount} cannot be put to it",
            invoice=invoice.id,
            open=open_,
            amount=wanted,
        )

    def _settled_by(self, part: Part) -> Event | None:
        """What came last of all that settled *part*; None if only this decision uses it up."""
        if any(b.open for b in self._oldest() if _is_of(b, part)):
            return None
        settling = (
            event
            for event in self._events
            if event.invoice == part.invoice
            and event.kind in _SETTLING
            and event.amount.amount > 0
            and (event.instalment is None or part.instalment in {None, event.instalment})
        )
        return max(settling, key=lambda event: (event.on, event.source), default=None)


def _is_of(balance: Balance, part: Part) -> bool:
    return balance.invoice == part.invoice and part.instalment in {None, balance.instalment}
