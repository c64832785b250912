"""Balances and unallocated money as the index keeps them, and read back for a day.

A body is ``[balances, unallocated]``. A balance is customer, entity, currency, invoice,
instalment, issued, due, then the amounts invoiced, paid, credited, written off, disputed, open and
future; unallocated money is customer, entity, currency, source, origin, since, amount. Amounts are
plain texts of the currency, 0 for nothing.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pcbsales.kernel.money import Money
from pcbsales.receivables.balance import Balance
from pcbsales.receivables.event import Account
from pcbsales.receivables.settlement import Origin, Settlement, Unallocated

if TYPE_CHECKING:
    from pcbsales.kernel.snapshot import ProjectedSnapshot

PROJECTION = "receivables"


def settlement_on(
    snapshot: "ProjectedSnapshot", *, as_of: date, customer: str | None = None
) -> Settlement:
    """All balances and unallocated money on *as_of*, as ``settle`` finds them from all events."""

    def made(bodies: Iterable[Any]) -> Settlement:
        return read_back(bodies, as_of)

    return snapshot.projected(PROJECTION, made, as_of=as_of, group=customer)


def read_back(bodies: Iterable[Any], as_of: date) -> Settlement:
    """What *bodies* hold; money of one source stands in one place."""
    read = _Reader()
    balances: list[Balance] = []
    sources: dict[str, Unallocated] = {}
    for open_, loose in bodies:
        balances += map(read.balance, open_)
        for row in loose:
            found = read.unallocated(row)
            if known := sources.get(found.source):
                found = replace(known, amount=known.amount + found.amount)
            sources[found.source] = found
    balances.sort(key=attrgetter("invoice"))
    kept = (sources[source] for source in sorted(sources))
    return Settlement(as_of, tuple(balances), tuple(item for item in kept if item.amount))


def packed(settlement: Settlement) -> list[Any]:
    """*settlement* as a body."""
    return [
        [_packed_balance(balance) for balance in settlement.balances],
        [
            [*u.account, u.source, u.origin.value, u.since.isoformat(), u.amount.text]
            for u in settlement.unallocated
        ],
    ]


def _packed_balance(balance: Balance) -> list[Any]:
    amounts = (
        balance.invoiced,
        balance.paid,
        balance.credited,
        balance.written_off,
        balance.disputed,
        balance.open,
        balance.future,
    )
    return [
        *balance.account,
        balance.invoice,
        balance.instalment,
        balance.issued.isoformat(),
        balance.due.isoformat(),
        *(amount.text if amount else 0 for amount in amounts),
    ]


class _Reader:
    """Makes values of rows; the same account, day or nothing is made once."""

    def __init__(self) -> None:
        self._accounts: dict[tuple[str, str, str], Account] = {}
        self._nothing: dict[str, Money] = {}
        self._days: dict[str, date] = {}

    def balance(self, row: list[Any]) -> Balance:
        customer, entity, currency, invoice, instalment, issued, due, *amounts = row
        nothing = self._nothing_in(currency)
        return Balance(
            self._account(customer, entity, currency),
            invoice,
            instalment,
            self._day(issued),
            self._day(due),
            *[Money(Decimal(text), currency) if text else nothing for text in amounts],
        )

    def unallocated(self, row: list[Any]) -> Unallocated:
        customer, entity, currency, source, origin, since, amount = row
        return Unallocated(
            self._account(customer, entity, currency),
            source,
            Origin(origin),
            self._day(since),
            Money(Decimal(amount), currency),
        )

    def _account(self, *names: str) -> Account:
        key = (names[0], names[1], names[2])
        known = self._accounts.get(key)
        if known is None:
            known = self._accounts[key] = Account(*key)
        return known

    def _day(self, text: str) -> date:
        known = self._days.get(text)
        if known is None:
            known = self._days[text] = date.fromisoformat(text)
        return known

    def _nothing_in(self, currency: str) -> Money:
        known = self._nothing.get(currency)
        if known is None:
            known = self._nothing[currency] = Money.zero(currency)
        return known
