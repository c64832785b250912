"""The facts of a ledger on disk, read file by file: no index, no repository."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pcbsales.kernel.errors import InvalidLedgerError
from pcbsales.kernel.record import Record
from pcbsales.manifest import Catalogue
from pcbsales.receivables.events import Facts
from pcbsales.receivables.records import Allocation, CreditNote, Dispute, Invoice, Payment
from pcbsales.store.layout import LEDGER
from pcbsales.store.text.reading import read_record

R = TypeVar("R", bound=Record)


def facts_of(root: Path, catalogue: Catalogue) -> Facts:
    """The receivables of the ledger below *root*; InvalidLedgerError where one is unreadable."""
    return Facts(
        tuple(records_of(root, catalogue, Invoice)),
        tuple(records_of(root, catalogue, CreditNote)),
        tuple(records_of(root, catalogue, Payment)),
        tuple(records_of(root, catalogue, Allocation)),
        tuple(records_of(root, catalogue, Dispute)),
    )


def records_of(root: Path, catalogue: Catalogue, wanted: type[R]) -> Iterator[R]:
    """All records of class *wanted* below *root*, by path."""
    kind = catalogue.kind_of(wanted)
    for path in sorted((root / LEDGER / kind.folder).rglob("*.yaml")):
        reading = read_record(kind, path.relative_to(root).as_posix(), path.read_bytes())
        if not isinstance(reading.record, wanted):
            raise InvalidLedgerError(reading.findings)
        yield reading.record
