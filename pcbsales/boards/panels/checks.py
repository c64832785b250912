"""Rules over the working panels of the ledger."""

from collections.abc import Iterator

from pcbsales.boards.panels.records import WorkingPanels
from pcbsales.kernel.errors import Finding, Rule
from pcbsales.kernel.same_start import beginning_together
from pcbsales.kernel.snapshot import Snapshot

RULES: dict[str, Rule] = {
    "working_panel.start": Rule(
        asks="Two policies of working panels of an entity never begin on one day.",
        remedy="Begin one of them on another day, or take it out.",
    ),
}


def check_starts(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """Two policies of the entity *group* never begin on one day."""
    policies = snapshot.where(WorkingPanels, entity=group)
    yield from beginning_together(policies, "working_panel.start")
