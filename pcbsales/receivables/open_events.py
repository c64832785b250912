"""Open items kept by the index: the events that matter on a day, without reading all records.

Events that bear on one another stand together: an invoice with what was put to it, its credit
notes, and the advances and credits whose other uses decide what is left. Such a cluster matters
from its first event until the day from which nothing of it is open or unallocated any more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from pcbsales.kernel.money import Money
from pcbsales.kernel.snapshot import ProjectedRow, ProjectedSnapshot, Snapshot
from pcbsales.receivables.events import Account, Event, EventKind, Facts
from pcbsales.receivables.settlement import settle

PROJECTION = "receivables"
_LINKING = {
    EventKind.ADVANCED,
    EventKind.CREDITED,
    EventKind.ADVANCE_USED,
    EventKind.CREDIT_USED,
}


def open_rows(snapshot: Snapshot, customer: str) -> Iterator[ProjectedRow]:
    """The clusters of one customer's events."""
    for key, events in clusters(Facts.of(snapshot, customer).events()).items():
        opened, closed = lifetime(events)
        yield ProjectedRow(key, opened, closed, [_packed(event) for event in events])


def events_on(
    snapshot: ProjectedSnapshot, *, as_of: date, customer: str | None = None
) -> Iterator[Event]:
    """The events of all clusters that matter on *as_of*; their later events come along."""
    for body in snapshot.projected(PROJECTION, as_of=as_of, group=customer):
        yield from map(_unpacked, body)


def clusters(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Events that bear on one another, by the least id among invoices and sources of each."""
    found = list(events)
    roots: dict[str, str] = {}
    for event in found:
        names = [f"{event.source}"] if event.kind in _LINKING or event.invoice is None else []
        names += [event.invoice] if event.invoice else []
        _join(roots, names)
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in found:
        groups[_root(roots, event.invoice or event.source)].append(event)
    return groups


def lifetime(events: list[Event]) -> tuple[date, date | None]:
    """The first day of *events*, and the day from which they leave nothing; None if they do."""
    days = sorted({event.on for event in events})
    if _leaves(events, days[-1]):
        return days[0], None
    closed = days[-1]
    for day in reversed(days[:-1]):
        if _leaves(events, day):
            break
        closed = day
    return days[0], closed


def _leaves(events: list[Event], day: date) -> bool:
    found = settle(events, as_of=day)
    return bool(found.balances or found.unallocated)


def _join(roots: dict[str, str], names: list[str]) -> None:
    found = sorted({_root(roots, name) for name in names})
    for name in found:
        roots[name] = found[0]


def _root(roots: dict[str, str], name: str) -> str:
    while (above := roots.setdefault(name, name)) != name:
        roots[name] = roots[above]
        name = above
    return name


def _packed(event: Event) -> list[Any]:
    return [
        event.on.isoformat(),
        event.kind.value,
        *event.account,
        event.amount.text,
        event.source,
        event.invoice,
        event.instalment,
        event.due.isoformat() if event.due else None,
    ]


def _unpacked(row: list[Any]) -> Event:
    on, kind, customer, entity, currency, amount, source, invoice, instalment, due = row
    return Event(
        date.fromisoformat(on),
        EventKind(kind),
        Account(customer, entity, currency),
        Money(Decimal(amount), currency),
        source,
        invoice,
        instalment,
        date.fromisoformat(due) if due else None,
    )
