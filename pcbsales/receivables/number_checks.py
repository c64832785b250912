"""Rules over official numbers: each stands once, and our own series have no gap."""

import re
from collections.abc import Iterator
from operator import attrgetter

from pcbsales.company.records import Entity, Numbering
from pcbsales.kernel.errors import Finding, Rule
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.repeated import repeated
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.receivables.billed import BilledRecord
from pcbsales.receivables.records import CreditNote, Invoice

RULES: dict[str, Rule] = {
    "document.official_number": Rule(
        asks="An official number stands once for each entity.",
        remedy="Take out the document that was entered twice, or correct its official_number.",
    ),
    "document.gap": Rule(
        asks="An entity's own series of numbers has no gap.",
        remedy="Record the document that is missing; where an older system gave the numbers "
        "before this one, name it as invoices.first of the entity.",
    ),
}
_KINDS: tuple[type[BilledRecord], ...] = (Invoice, CreditNote)


def check_official_numbers(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The official number *group* stands once for each entity."""
    for kind in _KINDS:
        records = snapshot.where(kind, official_number=group)
        for record, other in repeated(records, attrgetter("entity")):
            yield finding_about(
                record,
                "document.official_number",
                "the official number {number} is that of {other} too",
                ("official_number",),
                number=group,
                other=other,
            )


def check_gaps(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """Where a document has the number after *group* in an own series, one has *group*."""
    for kind in _KINDS:
        if snapshot.where(kind, official_number=group):
            continue
        for record in snapshot.where(kind, number_before=group):
            if _is_own(snapshot.get(Entity, record.entity), record):
                yield finding_about(
                    record,
                    "document.gap",
                    "{number} is there, and {missing} before it is not",
                    ("official_number",),
                    number=record.official_number,
                    missing=group,
                )


def _is_own(entity: Entity | None, record: BilledRecord) -> bool:
    """Whether *entity* gave the number itself, and not as its first."""
    number, series = record.official_number or "", entity.invoices if entity else None
    return (
        series is not None
        and series.numbering is Numbering.OWN
        and re.fullmatch(rf"{re.escape(series.prefix or '')}[^A-Za-z]*", number) is not None
        and number not in series.first
    )
