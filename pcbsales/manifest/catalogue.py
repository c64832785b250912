"""Everything that the rooms offer together."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pcbsales.kernel.shown import Shown, Word
from pcbsales.manifest.check import Check
from pcbsales.manifest.loading import load
from pcbsales.manifest.record_kind import RecordKind
from pcbsales.manifest.room import Commands, DecisionKind, Manifest, Projection

if TYPE_CHECKING:
    from collections.abc import Callable

    from pcbsales.kernel.errors import Rule
    from pcbsales.kernel.record import Record


@dataclass(frozen=True)
class Catalogue:
    """Everything the rooms offer, in the registry's order; handed down, never imported."""

    manifests: tuple[Manifest, ...]

    @cached_property
    def kinds(self) -> dict[str, RecordKind]:
        """Record kinds by noun."""
        return {kind.noun: kind for room in self.manifests for kind in room.records}

    @cached_property
    def folders(self) -> dict[str, RecordKind]:
        """Record kinds by the ledger's folder."""
        return {kind.folder: kind for kind in self.kinds.values()}

    @cached_property
    def commands(self) -> dict[str, tuple[Commands, ...]]:
        """Command groups by noun: several rooms may serve one."""
        groups: dict[str, tuple[Commands, ...]] = {}
        for room in self.manifests:
            for group in room.commands:
                groups[group.noun] = (*groups.get(group.noun, ()), group)
        return groups

    @cached_property
    def nouns(self) -> dict[str, tuple[str, ...]]:
        """The nouns of each room by its heading; one that several rooms serve is of the first."""
        found: dict[str, tuple[str, ...]] = {}
        known: set[str] = set()
        for room in self.manifests:
            named = [*(g.noun for g in room.commands), *(kind.noun for kind in room.records)]
            found[room.heading] = tuple(n for n in dict.fromkeys(named) if n not in known)
            known |= set(named)
        return found

    @cached_property
    def projections(self) -> dict[str, Projection]:
        """What the index keeps beside the records, by name."""
        return {found.name: found for room in self.manifests for found in room.projections}

    @cached_property
    def decisions(self) -> dict[str, DecisionKind]:
        """Decisions that may wait for a grant, by their action."""
        return {kind.action: kind for room in self.manifests for kind in room.decisions}

    def action(self, name: str) -> Shown:
        """The action *name* as people read it: what its room calls it, else its name."""
        kind = self.decisions.get(name)
        return Shown(name, Word(kind.words) if kind else name)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The rules over several records."""
        return tuple(check for room in self.manifests for check in room.checks)

    @cached_property
    def rules(self) -> "dict[str, Rule]":
        """What the rules of the rooms' checks ask, and what to do where one is broken."""
        return {n: rule for room in self.manifests for n, rule in self.rules_of(room).items()}

    @staticmethod
    def rules_of(room: Manifest) -> "dict[str, Rule]":
        """The rules of one room's checks."""
        return {name: rule for path in room.rules for name, rule in load(path).items()}

    @cached_property
    def actor_for(self) -> "Callable[..., Any]":
        """Finds the staff record of a git identity."""
        found: Callable[..., Any] = load(next(room.actor for room in self.manifests if room.actor))
        return found

    @cached_property
    def calendar_of(self) -> "Callable[..., Any]":
        """Finds the calendar that a member of staff works by."""
        path = next(room.calendar for room in self.manifests if room.calendar)
        found: Callable[..., Any] = load(path)
        return found

    def kind_of(self, record: "type[Record]") -> RecordKind:
        """The kind whose records are of class *record*."""
        return self.kinds[record.noun]
