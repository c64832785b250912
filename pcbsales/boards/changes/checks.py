"""Rules over what customers require, in the words of a board's specification."""

from collections.abc import Iterator

from pcbsales.boards.changes.required import is_size, values_of
from pcbsales.boards.records import Part
from pcbsales.boards.specification import terms
from pcbsales.customers.documents.records import CustomerSpec
from pcbsales.customers.profile.records import Demand, Requirement, RequirementProfile
from pcbsales.kernel.errors import Finding, Rule, UsageError
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.snapshot import Snapshot

RULES: dict[str, Rule] = {
    "requirement.key": Rule(
        asks="What a customer requires is a key that a specification has.",
        remedy="Correct the key; all of them are listed by: pcbsales part keys",
    ),
    "requirement.value": Rule(
        asks="What a customer requires of a key is a value that it can have.",
        remedy="Use one of the accepted values; they are listed by: pcbsales part keys",
    ),
    "spec.key": Rule(
        asks="The keys that a clause touches are keys that a specification has.",
        remedy="Correct the key; all of them are listed by: pcbsales part keys",
    ),
    "spec.board": Rule(
        asks="A customer's specification names the customer's own parts, and revisions they have.",
        remedy="Correct part or revision, or leave both out where it holds for all boards.",
    ),
}
_BOUNDS = {Demand.AT_LEAST, Demand.AT_MOST}


def check_requirements(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The demands of profile *group* are of keys, and with values, that a board has."""
    profile = snapshot.get(RequirementProfile, group)
    for at, found in enumerate(profile.requirements if profile else ()):
        if profile is None or found.key is None:
            continue
        place = ("requirements", at)
        if found.key not in terms():
            yield finding_about(
                profile,
                "requirement.key",
                "{key} is no key of a specification",
                (*place, "key"),
                key=found.key,
            )
        elif not _can_be(found):
            yield finding_about(
                profile,
                "requirement.value",
                "{said} asks for what {key} cannot be",
                (*place, "value"),
                said=found.said,
                key=found.key,
            )


def check_specs(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The specification *group* names keys, parts and revisions that there are."""
    spec = snapshot.get(CustomerSpec, group)
    if spec is None:
        return
    for at, clause in enumerate(spec.clauses):
        for place, key in enumerate(clause.keys):
            if key not in terms():
                yield finding_about(
                    spec,
                    "spec.key",
                    "{key} is no key of a specification",
                    ("clauses", at, "keys", place),
                    key=key,
                )
    for at, board in enumerate(spec.boards):
        part = snapshot.get(Part, board.part)
        if part is None:
            continue
        known = board.revision is None or part.revision(board.revision) is not None
        if part.customer != spec.customer or not known:
            yield finding_about(
                spec,
                "spec.board",
                "{customer} has no board {board}",
                ("boards", at, "part"),
                customer=spec.customer,
                board="@".join(filter(None, (board.part, board.revision))),
            )


def _can_be(found: Requirement) -> bool:
    """Whether its key can have its values; a bound is of one figure."""
    try:
        values = values_of(found)
    except UsageError:
        return False
    return found.demand not in _BOUNDS or (len(values) == 1 and is_size(str(found.key)))
