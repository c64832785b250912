"""Rules over the capability records of the ledger."""

from collections.abc import Iterator

from pcbsales.boards.capability.records import Capability
from pcbsales.kernel.errors import Finding, Rule
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.same_start import beginning_together
from pcbsales.kernel.snapshot import Snapshot

RULES: dict[str, Rule] = {
    "capability.start": Rule(
        asks="Two capability records of a factory never begin on one day.",
        remedy="Begin one of them on another day, or take it out.",
    ),
    "capability.unsaid": Rule(
        asks="A capability record says of every rule what it comes to.",
        remedy="Add the rule with its verdict; ok where the factory does not mind.",
    ),
}


def check_starts(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """Two records of the entity *group*, for one plant, never begin on one day."""
    policies = snapshot.where(Capability, entity=group)
    yield from beginning_together(policies, "capability.start", scope=lambda found: found.plant)


def check_rules(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The record *group* says of every rule what it comes to."""
    found = snapshot.get(Capability, group)
    if found is not None and found.unsaid:
        yield finding_about(
            found,
            "capability.unsaid",
            "{id} says nothing of the rules {rules}: they are not looked at",
            ("rules",),
            id=found.id,
            rules=", ".join(found.unsaid),
        )
