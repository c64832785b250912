"""One invoice on a day: what is poured over its instalments, and the balances that leaves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pcbsales.kernel.money import Money
from pcbsales.receivables.event import Account, Event, EventKind

_ZERO = Decimal(0)
_RECEIPTS = {EventKind.PAID, EventKind.ADVANCE_USED}
#: In this order an invoice is settled.
COLUMN = {
    EventKind.PAID: "paid",
    EventKind.ADVANCE_USED: "paid",
    EventKind.WRITTEN_OFF: "written_off",
    EventKind.CREDIT_USED: "credited",
}

_ORDER = tuple(dict.fromkeys(COLUMN.values()))


@dataclass(frozen=True, slots=True)
class Balance:
    """One instalment on a day: invoiced = paid + credited + written off + open.

    ``disputed`` is the part of ``open`` that the customer contests or kept back; ``future`` what
    is known to come in later, up to ``open``, which it does not reduce.
    """

    account: Account
    invoice: str
    instalment: int
    issued: date
    due: date
    invoiced: Money
    paid: Money
    credited: Money
    written_off: Money
    disputed: Money
    open: Money
    future: Money


@dataclass(slots=True)
class _Line:
    """An instalment being settled."""

    event: Event
    open: Decimal
    paid: Decimal = _ZERO
    written_off: Decimal = _ZERO
    credited: Decimal = _ZERO
    disputed: Decimal = _ZERO
    future: Decimal = _ZERO


class Pour:
    """Amounts poured over an invoice's instalments, oldest due first."""

    def __init__(self, instalments: list[Event]) -> None:
        ordered = sorted(instalments, key=lambda e: (e.due or e.on, e.instalment or 0))
        self.lines = [_Line(event, event.amount.amount) for event in ordered]
        self.account = ordered[0].account
        self.invoice = ordered[0].source
        self._disputed = _ZERO
        self._future = _ZERO

    def settle(self, column: str, amount: Decimal, instalment: int | None) -> Decimal:
        """Settle up to *amount* in *column*, of one instalment or of all; what was taken."""
        left = amount
        for line in self.lines:
            if instalment is not None and line.event.instalment != instalment:
                continue
            taken = min(left, line.open)
            if taken > 0:
                setattr(line, column, getattr(line, column) + taken)
                line.open -= taken
                left -= taken
        return amount - left

    def settle_all(self, amounts: dict[tuple[str, int | None], Decimal]) -> Decimal:
        """Settle by column, named instalments before the rest; what was too much."""
        excess = _ZERO
        for column in _ORDER:
            parts = {n: amount for (c, n), amount in amounts.items() if c == column}
            if not parts:
                continue
            parts = _netted(parts)
            rest = parts.pop(None, _ZERO)
            for instalment, amount in parts.items():
                rest += amount - self.settle(column, amount, instalment)
            excess += rest - self.settle(column, rest, None)
        return excess

    def mark(self, events: Iterable[Event]) -> None:
        """Remember what is contested."""
        self._disputed = sum((event.amount.amount for event in events), _ZERO)

    def foresee(self, events: Iterable[Event]) -> None:
        """Remember what will come in."""
        self._future = sum((e.amount.amount for e in events if e.kind in _RECEIPTS), _ZERO)

    def balances(self, *, settled: bool) -> Iterator[Balance]:
        """The balances, oldest due first; those at 0 only if *settled* is asked for."""
        disputed, future = self._disputed, self._future
        for line in self.lines:
            line.disputed = max(min(disputed, line.open), _ZERO)
            line.future = max(min(future, line.open), _ZERO)
            disputed -= line.disputed
            future -= line.future
            if line.open or settled:
                yield _balance(line)


def _netted(parts: dict[int | None, Decimal]) -> dict[int | None, Decimal]:
    """*parts* by instalment; what is below 0 is taken off the others, the unnamed part first."""
    if all(amount >= 0 for amount in parts.values()):
        return parts
    short = -sum((min(amount, _ZERO) for amount in parts.values()), _ZERO)
    kept = {instalment: max(amount, _ZERO) for instalment, amount in parts.items()}
    for instalment in sorted(kept, key=lambda n: (n is None, n or 0), reverse=True):
        taken = min(kept[instalment], short)
        kept[instalment] -= taken
        short -= taken
    if short:
        kept[None] = -short
    return kept


def _balance(line: _Line) -> Balance:
    event, currency = line.event, line.event.account.currency
    return Balance(
        event.account,
        event.source,
        event.instalment or 1,
        event.on,
        event.due or event.on,
        event.amount,
        Money(line.paid, currency),
        Money(line.credited, currency),
        Money(line.written_off, currency),
        Money(line.disputed, currency),
        Money(line.open, currency),
        Money(line.future, currency),
    )
