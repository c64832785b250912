"""What one room offers: records, commands, checks, what is kept of them, what waits for a grant."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pcbsales.manifest.check import Check
from pcbsales.manifest.loading import load
from pcbsales.manifest.record_kind import RecordKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from pcbsales.kernel.record import ChangeSet


@dataclass(frozen=True, slots=True)
class Commands:
    """Verbs that a room serves under a noun; *help* is one line in English, a message id."""

    noun: str
    app_path: str
    help: str


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


@dataclass(frozen=True)
class DecisionKind:
    """A decision that may have to be granted by somebody else before it is made.

    Its request keeps *arguments*, texts by name. ``weigh_path``, ``(snapshot, *, arguments,
    as_of)``, gives what the decision comes to (approvals.weighing); ``decide_path``, ``(snapshot,
    ids, *, arguments, actor, at, grant)``, makes it for *actor*, who asked, by the decision *grant*
    (approvals.records); ``limits_path``, ``(snapshot, *, as_of)``, lists how far each role may go
    by a policy of the room's own. ``words`` are what people read for the action, a message id.
    """

    action: str
    words: str
    decide_path: str
    weigh_path: str
    limits_path: str = ""

    @cached_property
    def decide(self) -> "Callable[..., ChangeSet]":
        """Makes the decision."""
        found: Callable[..., ChangeSet] = load(self.decide_path)
        return found

    @cached_property
    def weigh(self) -> "Callable[..., Any]":
        """Says what the decision comes to."""
        found: Callable[..., Any] = load(self.weigh_path)
        return found

    @cached_property
    def limits(self) -> "Callable[..., Any] | None":
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
