"""Rules over the customers' specifications of the ledger."""

from collections.abc import Iterator

from pcbsales.company.records import Role, Staff
from pcbsales.customers.documents.records import CustomerSpec
from pcbsales.customers.records import Person
from pcbsales.kernel.errors import Finding, Rule
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.snapshot import Snapshot

RULES: dict[str, Rule] = {
    "spec.issue": Rule(
        asks="An issue of a customer's specification is there once.",
        remedy="Keep the one that was answered, and take the other out.",
    ),
    "spec.supersedes": Rule(
        asks="An issue supersedes one of the same customer's that began before it.",
        remedy="Correct supersedes, or the day from which one of the two issues holds.",
    ),
    "spec.person": Rule(
        asks="Who consents to a deviation speaks for the customer.",
        remedy="Name the customer's own person in the consent.",
    ),
    "spec.engineer": Rule(
        asks="Clauses are answered by production engineering.",
        remedy="Let production engineering answer the clause again: pcbsales spec answer … --by",
    ),
}


def check_issues(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The specifications of the customer *group*: each issue once, in an order that can be."""
    specs = snapshot.where(CustomerSpec, customer=group)
    begun = {spec.id: spec.valid_from for spec in specs}
    first: dict[tuple[str, str], str] = {}
    for spec in specs:
        other = first.setdefault((spec.number, spec.issue), spec.id)
        if other != spec.id:
            yield finding_about(
                spec,
                "spec.issue",
                "issue {issue} of {number} is there already, as {other}",
                ("issue",),
                issue=spec.issue,
                number=spec.number,
                other=other,
            )
        if spec.supersedes is None:
            continue
        before = begun.get(spec.supersedes)
        if before is None or before >= spec.valid_from:
            yield finding_about(
                spec,
                "spec.supersedes",
                "{id} supersedes {other}, which is another customer's"
                if before is None
                else "{id} supersedes {other}, which begins on {day}, not before it",
                ("supersedes",),
                id=spec.id,
                other=spec.supersedes,
                day=before.isoformat() if before else "",
            )


def check_consents(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """Consents of the customer *group* are given by its own people."""
    people = {person.id for person in snapshot.where(Person, customer=group)}
    for spec in snapshot.where(CustomerSpec, customer=group):
        for at, clause in enumerate(spec.clauses):
            for place, answer in enumerate(clause.answers):
                if answer.consent is not None and answer.consent.person not in people:
                    yield finding_about(
                        spec,
                        "spec.person",
                        "{person} does not speak for {customer}",
                        ("clauses", at, "answers", place, "consent", "person"),
                        person=answer.consent.person,
                        customer=group,
                    )


def check_engineers(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The clauses of the specification *group* are answered by production engineering."""
    spec = snapshot.get(CustomerSpec, group)
    for at, clause in enumerate(spec.clauses if spec else ()):
        for place, answer in enumerate(clause.answers):
            staff = snapshot.get(Staff, answer.by)
            if spec is None or staff is None:
                continue
            if Role.PRODUCTION_ENGINEERING not in staff.on(answer.at.date()).roles:
                yield finding_about(
                    spec,
                    "spec.engineer",
                    "clause {number} is answered by {by}, who was not of production engineering",
                    ("clauses", at, "answers", place, "by"),
                    number=clause.number,
                    by=answer.by,
                )
