"""All that is wrong in a state, found the slow way: every group of every check, every reference.

No check is given anything that it does not declare to read.
"""

from collections.abc import Iterator
from typing import Any

from pcbsales.kernel.errors import Finding, InvalidLedgerError
from pcbsales.kernel.record import Record
from pcbsales.manifest import Catalogue, Shelf
from pcbsales.store.checks.files import clashing, dangling_finding
from pcbsales.store.checks.references import references
from pcbsales.store.index.state import State
from tests.checks.declared import run


class Plainly:
    """A state that says None for what cannot be read."""

    def __init__(self, state: State) -> None:
        self.state = state

    def all(self, kind: type[Any]) -> tuple[Any, ...]:
        return self.state.all(kind)

    def get(self, kind: type[Any], record_id: str) -> Any:
        try:
            return self.state.get(kind, record_id)
        except InvalidLedgerError:
            return None

    def where(self, kind: type[Any], **keys: str) -> tuple[Any, ...]:
        return self.state.where(kind, **keys)


def records_of(state: State, catalogue: Catalogue) -> list[Record]:
    return [record for kind in catalogue.kinds.values() for record in state.all(kind.type)]


def everything_wrong(state: State, catalogue: Catalogue) -> Iterator[Finding]:
    """What the rooms' checks, the references and the ids have against *state*."""
    records, snapshot = records_of(state, catalogue), Plainly(state)
    for check in catalogue.checks:
        yield from run(check, snapshot, records)
    there = {(record.noun, record.id) for record in records}
    for record in records:
        for field, noun, target in references(record):
            if noun in catalogue.kinds and (noun, target) not in there:
                yield dangling_finding((record.noun, record.id), field, noun, target)
    for kind in catalogue.kinds.values():
        if kind.shelf in {Shelf.FLAT, Shelf.OWNED}:
            yield from clashing(kind.noun, sorted(r.id for r in records if r.noun == kind.noun))


def said(finding: Finding) -> str:
    """Everything that a finding says."""
    return f"{finding.subject} {finding.rule} {finding.text}"
