"""Open items kept by the index: what is open and unallocated from a day until the next event.

Events that bear on one another stand together: an invoice with what was put to it, its credit
notes, and the advances and credits whose other uses decide what is left. Between two days on which
something happened to such a cluster its balances stay as they are; so each span is a row, and who
owes what on a day is read, not computed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from pcbsales.kernel.snapshot import ProjectedRow
from pcbsales.receivables.event import Event, EventKind
from pcbsales.receivables.kept_balances import packed
from pcbsales.receivables.part_events import events_of, plain_spans
from pcbsales.receivables.settlement import settle

_LINKING = {
    EventKind.ADVANCED,
    EventKind.CREDITED,
    EventKind.ADVANCE_USED,
    EventKind.CREDIT_USED,
}


def open_rows(parts: list[list[Any]]) -> Iterator[ProjectedRow]:
    """The spans of one customer's clusters, from the parts of its records (``kept_parts``)."""
    plain, others = plain_spans(parts)
    for invoice, opened, closed, body in plain:
        yield ProjectedRow(invoice, opened, closed, body)
    for key, events in clusters(events_of(others)).items():
        yield from _spans(key, events)


def _spans(key: str, events: list[Event]) -> Iterator[ProjectedRow]:
    days: list[date | None] = [*sorted({event.on for event in events}), None]
    for opened, closed in pairwise(days):
        assert opened is not None
        found = settle(events, as_of=opened)
        if found.balances or found.unallocated:
            yield ProjectedRow(key, opened, closed, packed(found))


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


def _join(roots: dict[str, str], names: list[str]) -> None:
    found = sorted({_root(roots, name) for name in names})
    for name in found:
        roots[name] = found[0]


def _root(roots: dict[str, str], name: str) -> str:
    while (above := roots.setdefault(name, name)) != name:
        roots[name] = roots[above]
        name = above
    return name
