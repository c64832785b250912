"""Rules over the working panels of the ledger."""

from collections.abc import Iterator
from itertools import combinations

from pcbsales.boards.panels.records import WorkingPanels
from pcbsales.kernel.errors import Finding, Rule
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.snapshot import Snapshot

RULES: dict[str, Rule] = {
    "working_panel.start": Rule(
        asks="Two policies of working panels of an entity never begin on one day.",
        remedy="Begin one of them on another day, or take it out.",
    ),
}


def check_starts(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """Two policies of the entity *group* never begin on one day."""
    for one, other in combinations(snapshot.where(WorkingPanels, entity=group), 2):
        if one.valid_from == other.valid_from:
            yield finding_about(
                other,
                "working_panel.start",
                "{id} begins on the same day as {first}; begin it later",
                ("valid_from",),
                id=other.id,
                first=one.id,
            )
