"""Rules over all parts of the ledger."""

from collections.abc import Iterator

from pcbsales.boards.reconciliation import CONFLICTS, same
from pcbsales.boards.records import FabricationData, Part, Revision
from pcbsales.boards.setting import write_value
from pcbsales.kernel.errors import Finding, MessageId, Rule
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.snapshot import Snapshot

#: Which figure of the data each key of the specification must agree with.
_FIGURES = {"layers": "copper_layers", "board_size": "board_size"}
#: What to do where they differ, whatever the key.
_ASK: MessageId = (
    "Ask the customer which one holds and set it with: pcbsales part spec; or correct the key."
)
RULES: dict[str, Rule] = {
    "part.layer.count-conflict": Rule(
        asks="The specification has as many layers as the customer's data, or it was asked why.",
        remedy=_ASK,
    ),
    "part.size.conflict": Rule(
        asks="The specification has the size of the customer's data, or it was asked why.",
        remedy=_ASK,
    ),
}


def data_agrees(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The specification of part *group* departs from its data, and nobody was asked."""
    part = snapshot.get(Part, group)
    for at, revision in enumerate(part.revisions if part else ()):
        if part is not None and revision.fabrication is not None:
            place = ("revisions", at, "specification")
            yield from _departures(part, revision, revision.fabrication, place)


def _departures(
    part: Part, revision: Revision, data: FabricationData, place: tuple[str | int, ...]
) -> Iterator[Finding]:
    asked = {question.key for question in revision.questions}
    for key, figure in _FIGURES.items():
        stated, read = getattr(revision.specification, key), getattr(data, figure)
        if stated is None or read is None or same(stated, read) or key in asked:
            continue
        yield finding_about(
            part,
            f"part.{CONFLICTS[key]}",
            "{id} revision {rev}: {key} is {stated}, the data says {read}, "
            "and no question asks which",
            (*place, key),
            id=part.id,
            rev=revision.rev,
            key=key,
            stated=write_value(stated),
            read=write_value(read),
        )
