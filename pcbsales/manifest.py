"""How a room introduces itself: its record kinds, commands and checks, all named by string.

Nothing here imports a room's records or commands, so the program's help costs no start-up time;
what runs is loaded when it runs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pcbsales.kernel.errors import Finding, Rule
    from pcbsales.kernel.record import ChangeSet, Record


class Shelf(Enum):
    """How the path of a record follows from its id."""

    #: ``INV-2026-00042`` -> ``invoices/2026/000/INV-2026-00042.yaml``
    YEARLY = "yearly"
    #: ``HUAYI`` -> ``customers/HUAYI.yaml``
    FLAT = "flat"
    #: ``P-00017`` -> ``people/P-00017.yaml``, numbered
    COUNTED = "counted"
    #: ``HUAYI/HY-4410`` -> ``parts/HUAYI/HY-4410.yaml``
    OWNED = "owned"


@dataclass(frozen=True)
class RecordKind:
    """One kind of record: the noun users type, its folder, class, ids and what it is looked up by.

    ``prefix`` starts the ids of numbered kinds; ``keys`` are the fields that the index can search;
    ``columns`` the fields (dotted inside) that a list shows beside the id; ``names`` the fields by
    whose parts a person may name the record. ``help`` is one line in English, a message id, for a
    noun that no room has commands for. A ``fact`` is what happened: it is never rewritten, a
    later record corrects it, and ``corrected_by`` is the sentence that says which.
    """

    noun: str
    folder: str
    type_path: str
    shelf: Shelf = Shelf.FLAT
    prefix: str = ""
    keys: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    help: str = ""
    fact: bool = False
    corrected_by: str = ""
    #: Kinds of ``events`` by which the record left the house: what brought one is not undone.
    outward: tuple[str, ...] = ()
    #: ``(snapshot, record, commit=, lang=) -> (document, view, language)``: the record's paper.
    paper_path: str = ""
    #: ``(snapshot, ids, record_id=, new_id=, actor=, at=) -> change set``: a new one made from it.
    copy_path: str = ""

    @cached_property
    def type(self) -> "type[Record]":
        """The record class, imported on first use."""
        found: type[Record] = load(self.type_path)
        return found


@dataclass(frozen=True, slots=True)
class Projection:
    """Rows that the index keeps beside the records, so that a question need not read them all.

    The function at *part_path*, ``(record) -> JSON or None``, says what is kept of a record of
    *nouns*; they are grouped by their key field *group*. When one changes, the function at
    *rows_path*, ``(parts) -> Iterable[ProjectedRow]``, gives its group's rows anew.
    """

    name: str
    nouns: tuple[str, ...]
    group: str
    part_path: str
    rows_path: str


@dataclass(frozen=True, slots=True)
class Reads:
    """Records of *noun* that a check reads, and which of its groups one belongs to.

    The group is what the index key *key* of the record holds (``"id"``: its id; ``""``: there is
    one group, all of them). With *through* it belongs instead to the groups of all records of
    that noun that point at it (*key* ``"id"``) or have the same *key*; then *fields* are all that
    the check asks of it (none: anything). What is read *everywhere* is read in every group, and
    makes none by itself.
    """

    noun: str
    key: str = "id"
    through: str = ""
    fields: tuple[str, ...] = ()
    everywhere: bool = False


def by(key: str, *nouns: str) -> tuple[Reads, ...]:
    """Records of *nouns*, each in the group that its *key* says."""
    return tuple(Reads(noun, key) for noun in nouns)


def together(*nouns: str) -> tuple[Reads, ...]:
    """All records of *nouns* in one group: for small kinds alone."""
    return by("", *nouns)


def everywhere(*nouns: str) -> tuple[Reads, ...]:
    """All records of *nouns*, in every group: for what is few and seldom changes alone."""
    return tuple(Reads(noun, "", everywhere=True) for noun in nouns)


def pointed_at(source: str, *nouns: str, fields: tuple[str, ...] = ()) -> tuple[Reads, ...]:
    """Records of *nouns* that those of the noun *source* point at, in the groups of these."""
    return tuple(Reads(noun, through=source, fields=fields) for noun in nouns)


def beside(source: str, key: str, *nouns: str) -> tuple[Reads, ...]:
    """Records of *nouns* with the same *key* as one of the noun *source*, in its groups."""
    return tuple(Reads(noun, key, source) for noun in nouns)


@dataclass(frozen=True, slots=True)
class Check:
    """Rules over several records: a pure function of one group of them.

    The function at *path*, ``(snapshot, group) -> Iterable[Finding]``, asks for nothing but what
    *reads* declares, so that whoever changes a record knows which groups to look at again. Nothing
    is wrong in a group with fewer than *least* records, nor with those of a noun of which one has
    the group as its key *unless*.
    """

    name: str
    path: str
    reads: tuple[Reads, ...]
    least: int = 1
    unless: str = ""

    @property
    def function(self) -> "Callable[..., Iterable[Finding]]":
        """The function, imported on first use."""
        found: Callable[..., Iterable[Finding]] = load(self.path)
        return found

    def keys(self, noun: str) -> tuple[str, ...]:
        """The keys that say which groups a record of *noun* belongs to by itself."""
        own = (read for read in self.reads if not read.through and not read.everywhere)
        return tuple(read.key for read in own if read.noun == noun)

    @property
    def everywhere(self) -> frozenset[str]:
        """The nouns that are read in every group."""
        return frozenset(read.noun for read in self.reads if read.everywhere)


@dataclass(frozen=True, slots=True)
class Commands:
    """Verbs that a room serves under a noun; *help* is one line in English, a message id."""

    noun: str
    app_path: str
    help: str


@dataclass(frozen=True)
class DecisionKind:
    """A decision that may have to be granted by somebody else before it is made.

    Its request keeps *arguments*, texts by name. ``weigh_path``, ``(snapshot, *, arguments,
    as_of)``, gives what the decision comes to (approvals.weighing); ``decide_path``, ``(snapshot,
    ids, *, arguments, actor, at, grant)``, makes it for *actor*, who asked, by the decision *grant*
    (approvals.records); ``limits_path``, ``(snapshot, *, as_of)``, lists how far each role may go
    by a policy of the room's own.
    """

    action: str
    decide_path: str
    weigh_path: str
    limits_path: str = ""

    @cached_property
    def decide(self) -> "Callable[..., ChangeSet]":
        """Makes the decision."""
        found: Callable[..., ChangeSet] = load(self.decide_path)
        return found

    @cached_property
    def weigh(self) -> Callable[..., Any]:
        """Says what the decision comes to."""
        found: Callable[..., Any] = load(self.weigh_path)
        return found

    @cached_property
    def limits(self) -> Callable[..., Any] | None:
        """Lists the limits of the room's own policy; None where it has none."""
        found: Callable[..., Any] | None = load(self.limits_path) if self.limits_path else None
        return found


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one room offers to the rest of the program, below *heading* in the help."""

    heading: str = ""
    records: tuple[RecordKind, ...] = ()
    commands: tuple[Commands, ...] = ()
    checks: tuple[Check, ...] = ()
    #: Tables ``rule -> Rule`` of what the room's checks find.
    rules: tuple[str, ...] = ()
    projections: tuple[Projection, ...] = ()
    decisions: tuple[DecisionKind, ...] = ()
    #: Who a git identity is: ``(staff records, e-mail) -> staff record or None``.
    actor: str = ""
    #: When somebody works: ``(snapshot, staff record, as_of=day) -> company calendar``.
    calendar: str = ""


def load(path: str) -> Any:
    """What ``package.module:name`` names."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


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
    def actor_for(self) -> Callable[..., Any]:
        """Finds the staff record of a git identity."""
        found: Callable[..., Any] = load(next(room.actor for room in self.manifests if room.actor))
        return found

    @cached_property
    def calendar_of(self) -> Callable[..., Any]:
        """Finds the calendar that a member of staff works by."""
        path = next(room.calendar for room in self.manifests if room.calendar)
        found: Callable[..., Any] = load(path)
        return found

    def kind_of(self, record: "type[Record]") -> RecordKind:
        """The kind whose records are of class *record*."""
        return self.kinds[record.noun]
