"""Rules over all parts of the ledger."""

from collections.abc import Iterator

from pcbsales.boards.reconciliation import CONFLICTS, same
from pcbsales.boards.records import FabricationData, Part, Revision
from pcbsales.boards.setting import write_value
from pcbsales.kernel.errors import Finding
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.snapshot import Snapshot

#: Which figure of the data each key of the specification must agree with.
_FIGURES = {"layers": "copper_layers", "board_size": "board_size"}


def data_agrees(snapshot: Snapshot) -> Iterator[Finding]:
    """A specification that departs from its data on layers or size, and nobody was asked."""
    for part in snapshot.all(Part):
        for revision in part.revisions:
            if revision.fabrication is not None:
                yield from _departures(part, revision, revision.fabrication)


def _departures(part: Part, revision: Revision, data: FabricationData) -> Iterator[Finding]:
    asked = {question.key for question in revision.questions}
    for key, figure in _FIGURES.items():
        stated, read = getattr(revision.specification, key), getattr(data, figure)
        if stated is None or read is None or same(stated, read) or key in asked:
            continue
        yield _finding(
            part,
            CONFLICTS[key],
            "{id} revision {rev}: {key} is {stated}, the data says {read}, "
            "and no question asks which",
            rev=revision.rev,
            key=key,
            stated=write_value(stated),
            read=write_value(read),
        )


def numbers_differ(snapshot: Snapshot) -> Iterator[Finding]:
    """Two parts of a customer whose numbers differ in case alone."""
    seen: dict[str, str] = {}
    for part in snapshot.all(Part):
        first = seen.setdefault(part.id.casefold(), part.id)
        if first != part.id:
            yield _finding(
                part,
                "number-repeated",
                "the number of {id} differs from that of {other} in case alone",
                other=first,
            )


def _finding(part: Part, rule: str, msgid: str, **values: object) -> Finding:
    return finding_about(part, f"part.{rule}", msgid, **{"id": part.id, **values})
