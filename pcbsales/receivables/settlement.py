"""What is open, instalment by instalment, on any day: the one balance engine.

Ageing, dunning, exposure, DSO and statements all ask here. Only events dated on or before the day
count. Inside an invoice the oldest due instalment is settled first, by payments, then write-offs,
then credits. What no balance takes stands apart as unallocated, so nothing is ever lost: invoiced
less settled, less unallocated, is what the customer owes all told.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pcbsales.kernel.money import Money
from pcbsales.receivables.balance import COLUMN, Balance, Pour
from pcbsales.receivables.event import Account, Event, EventKind

_ZERO = Decimal(0)


class Origin(StrEnum):
    """Where unallocated money comes from."""

    PAYMENT = "payment"
    CREDIT_NOTE = "credit_note"
    #: An invoice that more was put to than it is about; the ledger's check names it.
    EXCESS = "excess"


@dataclass(frozen=True, slots=True)
class Unallocated:
    """Money or credit of a customer that no invoice has taken; *source* is the record's id."""

    account: Account
    source: str
    origin: Origin
    since: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Settlement:
    """All balances and all unallocated money on a day."""

    as_of: date
    balances: tuple[Balance, ...]
    unallocated: tuple[Unallocated, ...]

    def unallocated_of(self, account: Account) -> Money:
        """What stands apart for *account*."""
        amounts = (item.amount for item in self.unallocated if item.account == account)
        return Money.sum(amounts, account.currency)


def settle(events: Iterable[Event], *, as_of: date, settled: bool = False) -> Settlement:
    """Balances at the end of *as_of*, by invoice; those at 0 only if *settled* is asked for."""
    book = _Book(as_of)
    for event in events:
        book.take(event)
    balances = tuple(book.balances(settled=settled))
    return Settlement(as_of, balances, tuple(book.unallocated()))


@dataclass(slots=True)
class _Source:
    """What is left of a payment, credit note or over-settled invoice."""

    account: Account
    origin: Origin
    since: date
    left: Decimal = _ZERO


@dataclass(slots=True)
class _Claim:
    """All events of one invoice, known ones and future ones alike."""

    instalments: list[Event] = field(default_factory=list)
    others: list[Event] = field(default_factory=list)


_CONTESTED = {EventKind.DEDUCTED, EventKind.DISPUTED}
_USES = {EventKind.ADVANCE_USED, EventKind.CREDIT_USED}


class _Book:
    """Takes events in any order, then gives balances and what they leave."""

    def __init__(self, as_of: date) -> None:
        self._as_of = as_of
        self._claims: dict[str, _Claim] = defaultdict(_Claim)
        self._sources: dict[str, _Source] = {}

    def take(self, event: Event) -> None:
        if event.kind is EventKind.INVOICED:
            if event.on <= self._as_of:
                self._claims[event.source].instalments.append(event)
            return
        if event.kind in {EventKind.ADVANCED, EventKind.CREDITED} and event.on <= self._as_of:
            self._leave(event)
        if event.invoice is not None:
            self._claims[event.invoice].others.append(event)

    def balances(self, *, settled: bool) -> Iterator[Balance]:
        """Explicit uses first, everywhere; then credit notes settle what is left of their own."""
        claims = [opened for claim in self._claims.values() if (opened := self._opened(claim))]
        for pour, events in claims:
            self._use_up(pour, events)
        for pour, events in claims:
            self._credit(pour, [event for event in events if event.kind is EventKind.CREDITED])
        for pour, _ in sorted(claims, key=lambda pair: pair[0].invoice):
            yield from pour.balances(settled=settled)

    def unallocated(self) -> Iterator[Unallocated]:
        for key, source in sorted(self._sources.items()):
            if source.left:
                money = Money(source.left, source.account.currency)
                yield Unallocated(source.account, key, source.origin, source.since, money)

    def _opened(self, claim: _Claim) -> tuple[Pour, list[Event]] | None:
        """An invoice of the day with the events that fit it; what fits nowhere is left over."""
        known = [event for event in claim.others if event.on <= self._as_of]
        if not claim.instalments:
            self._leave_all(known)
            return None
        pour = Pour(claim.instalments)
        if not claim.others:
            return pour, []
        fitting = [event for event in known if event.account == pour.account]
        self._leave_all(event for event in known if event.account != pour.account)
        pour.mark(event for event in fitting if event.kind in _CONTESTED)
        pour.foresee(event for event in claim.others if event.on > self._as_of)
        return pour, fitting

    def _use_up(self, pour: Pour, events: list[Event]) -> None:
        amounts: dict[tuple[str, int | None], Decimal] = defaultdict(Decimal)
        for event in events:
            if event.kind in _USES:
                if event.source not in self._sources:
                    continue
                self._sources[event.source].left -= event.amount.amount
            if column := COLUMN.get(event.kind):
                amounts[column, event.instalment] += event.amount.amount
        if excess := pour.settle_all(amounts):
            since = pour.lines[0].event.on
            self._sources[pour.invoice] = _Source(pour.account, Origin.EXCESS, since, excess)

    def _credit(self, pour: Pour, notes: list[Event]) -> None:
        for note in sorted(notes, key=lambda event: (event.on, event.source)):
            source = self._sources[note.source]
            source.left -= pour.settle("credited", max(source.left, _ZERO), None)

    def _leave_all(self, events: Iterable[Event]) -> None:
        """Payments for an invoice that is not there yet, or is not of their account."""
        for event in events:
            if event.kind is EventKind.PAID:
                self._leave(event)

    def _leave(self, event: Event) -> None:
        credit = event.kind is EventKind.CREDITED
        origin = Origin.CREDIT_NOTE if credit else Origin.PAYMENT
        source = self._sources.setdefault(event.source, _Source(event.account, origin, event.on))
        source.left += event.amount.amount
