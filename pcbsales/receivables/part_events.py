"""The events that kept parts of records make, and the balances of the plainest invoices.

Nearly every invoice has payments that fit it, by instalment, or none: its balances are a few
subtractions a day, and need no engine. A test holds that both ways say the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeAlias

from pcbsales.kernel.money import Money
from pcbsales.receivables.event import Account, Event, EventKind

#: The part of a record, as ``kept_parts`` makes it.
Part: TypeAlias = list[Any]
#: Invoice, first day, the day after the last or None, the body of the row.
Span: TypeAlias = tuple[str, date, date | None, list[Any]]
#: A payment's part for an instalment: day, number, amount.
_Paid: TypeAlias = tuple[str, int, Decimal]

_DOCUMENTS = {"invoice", "credit-note", "payment"}
_INVOICED, _PAID = EventKind.INVOICED.value, EventKind.PAID.value
_ZERO = Decimal(0)


def plain_spans(parts: Iterable[Part]) -> tuple[list[Span], list[Part]]:
    """The spans of the plainest invoices, and the parts of all else."""
    known = list(parts)
    about = _by_invoice(known)
    spans: list[Span] = []
    done: set[str] = set()
    for part in known:
        if part[0] == "invoice" and (found := _plain(part, about[part[1]])) is not None:
            spans += found
            done.add(part[1])
    return spans, [rest for part in known if (rest := _without(part, done))]


def _by_invoice(parts: list[Part]) -> dict[str, list[tuple[Part, list[Any]]]]:
    """What names each invoice: the part, and its event (none of an allocation or dispute)."""
    about: dict[str, list[tuple[Part, list[Any]]]] = defaultdict(list)
    for part in parts:
        if part[0] in _DOCUMENTS:
            for event in part[3]:
                about[event[3]].append((part, event))
        else:
            about[part[6] if part[0] == "allocation" else part[2]].append((part, []))
    return about


def _plain(part: Part, about: list[tuple[Part, list[Any]]]) -> list[Span] | None:
    """The spans of an invoice to which nothing but payments was put."""
    if len(part[3]) != 1:
        return _plain_instalments(part, about)
    on, _, total_text, invoice, instalment, due = part[3][0]
    paid: list[tuple[str, Decimal]] = []
    for other, event in about:
        if other is part:
            continue
        if not event or event[1] != _PAID or other[2] != part[2] or event[0] < on:
            return None
        if event[4] not in {None, instalment}:
            return None
        paid.append((event[0], Decimal(event[2])))
    left = Decimal(total_text)
    later = sum((amount for _, amount in paid), _ZERO)
    if left <= 0 or later > left or any(amount <= 0 for _, amount in paid):
        return None
    head = [*part[2], invoice, instalment or 1, on, due or on, total_text]
    return list(_subtracted(head, left, later, [(on, _ZERO), *sorted(paid)]))


def _subtracted(
    head: list[Any], left: Decimal, later: Decimal, paid: list[tuple[str, Decimal]]
) -> Iterator[Span]:
    """A span from each day of *paid* to the next, while something is *left*."""
    done = _ZERO
    for (day, amount), (until, _) in pairwise([*paid, ("", _ZERO)]):
        done += amount
        left -= amount
        later -= amount
        if left and day != until:
            numbers = [_text(done), 0, 0, 0, _text(left), _text(later)]
            closed = date.fromisoformat(until) if until else None
            yield head[3], date.fromisoformat(day), closed, [[[*head, *numbers]], []]


def _plain_instalments(part: Part, about: list[tuple[Part, list[Any]]]) -> list[Span] | None:
    """The same of several instalments, where each payment names one and is not too much for it."""
    on = part[3][0][0]
    left = {event[4]: Decimal(event[2]) for event in part[3]}
    if len(left) != len(part[3]) or min(left.values()) <= 0:
        return None
    rest = dict(left)
    paid: list[_Paid] = []
    for other, event in about:
        if other is part:
            continue
        if not event or event[1] != _PAID or other[2] != part[2] or event[0] < on:
            return None
        number, amount = event[4], Decimal(event[2])
        if number not in rest or amount <= 0:
            return None
        rest[number] -= amount
        paid.append((event[0], number, amount))
    return list(_paid_down(part, left, paid)) if min(rest.values()) >= 0 else None


def _paid_down(part: Part, left: dict[int, Decimal], paid: list[_Paid]) -> Iterator[Span]:
    """A span from each day of *paid* to the next, while something is *left* of an instalment."""
    oldest_first = sorted(part[3], key=lambda event: (event[5] or event[0], event[4]))
    on, invoice = part[3][0][0], part[1]
    done = dict.fromkeys(left, _ZERO)
    later = sum((amount for _, _, amount in paid), _ZERO)
    for day, until in pairwise([*sorted({on, *(day for day, _, _ in paid)}), ""]):
        for _, number, amount in (item for item in paid if item[0] == day):
            done[number] += amount
            left[number] -= amount
            later -= amount
        rows: list[list[Any]] = []
        future = later
        for _, _, total, _, number, due in oldest_first:
            if left[number]:
                coming = min(future, left[number])
                future -= coming
                numbers = [_text(done[number]), 0, 0, 0, _text(left[number]), _text(coming)]
                rows.append([*part[2], invoice, number, on, due or on, total, *numbers])
        if rows:
            closed = date.fromisoformat(until) if until else None
            yield invoice, date.fromisoformat(day), closed, [rows, []]


def _text(amount: Decimal) -> str | int:
    return format(amount, "f") if amount else 0


def _without(part: Part, done: set[str]) -> Part | None:
    """*part* without its events for the invoices *done*; None where nothing is left to tell."""
    if part[0] == "invoice":
        return None if part[1] in done else part
    if part[0] != "payment":
        return part
    return [*part[:3], [event for event in part[3] if event[3] not in done]]


def events_of(parts: Iterable[Part]) -> Iterator[Event]:
    """The events of one customer's records, in no particular order."""
    known = list(parts)
    accounts: dict[str, Account] = {}
    documents: list[Event] = []
    for part in known:
        if part[0] in _DOCUMENTS:
            account = accounts[part[1]] = Account(*part[2])
            documents += [_event(part[1], account, *event) for event in part[3]]
    yield from documents
    for part in known:
        if part[0] == "allocation" and part[2] in accounts:
            yield _allocated(part, accounts[part[2]])
        elif part[0] == "dispute" and part[2] in accounts:
            yield from _disputed(part, accounts, documents)


def _event(source: str, account: Account, *values: Any) -> Event:
    on, kind, amount, invoice, instalment, due = values
    return Event(
        date.fromisoformat(on),
        EventKind(kind),
        account,
        Money(Decimal(amount), account.currency),
        source,
        invoice,
        instalment,
        date.fromisoformat(due) if due else None,
    )


def _allocated(part: Part, account: Account) -> Event:
    _, _, source, kind, made, amount, invoice, instalment = part
    return Event(
        date.fromisoformat(made),
        EventKind(kind),
        account,
        _money(amount),
        source,
        invoice,
        instalment,
    )


def _disputed(part: Part, accounts: dict[str, Account], documents: list[Event]) -> Iterator[Event]:
    _, dispute, invoice, payment, amount, opened, closed = part
    account = accounts[invoice]
    if payment:
        kind, contested = EventKind.DEDUCTED, _kept_back(documents, account, invoice, payment)
    else:
        owed = (e.amount for e in documents if e.source == invoice)
        kind = EventKind.DISPUTED
        contested = _money(amount) if amount else Money.sum(owed, account.currency)
        yield Event(date.fromisoformat(opened), kind, account, contested, dispute, invoice)
    if closed and contested:
        yield Event(date.fromisoformat(closed), kind, account, -contested, dispute, invoice)


def _kept_back(documents: list[Event], account: Account, invoice: str, payment: str) -> Money:
    """What *payment* deducted from *invoice*; nothing where it is of another currency."""
    kept = (
        event.amount
        for event in documents
        if event.source == payment
        and event.invoice == invoice
        and event.kind is EventKind.DEDUCTED
        and event.account.currency == account.currency
    )
    return Money.sum(kept, account.currency)


def _money(packed: list[str]) -> Money:
    return Money(Decimal(packed[0]), packed[1])
