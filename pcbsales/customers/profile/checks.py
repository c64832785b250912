"""Rules over the requirement profiles of the ledger."""

from collections.abc import Iterator

from pcbsales.company.records import Staff
from pcbsales.customers.documents.records import CustomerSpec
from pcbsales.customers.profile.records import RequirementProfile
from pcbsales.kernel.errors import Finding, Rule
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.snapshot import Snapshot

RULES: dict[str, Rule] = {
    "requirement.department": Rule(
        asks="Who acknowledges a requirement is of the department that it was handed to.",
        remedy="Let somebody of the department acknowledge it: pcbsales requirement acknowledge",
    ),
    "requirement.spec": Rule(
        asks="The specification in which a requirement stands is the customer's own.",
        remedy="Name the customer's own specification as the requirement's document.",
    ),
}


def check_acknowledged(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The requirements of profile *group* are acknowledged by the departments they went to."""
    profile = snapshot.get(RequirementProfile, group)
    for at, found in enumerate(profile.requirements if profile else ()):
        for place, handover in enumerate(found.handed):
            if profile is None or handover.acknowledged_by is None:
                continue
            staff, day = snapshot.get(Staff, handover.acknowledged_by), handover.acknowledged
            if staff is None or day is None or handover.to in staff.on(day.date()).roles:
                continue
            yield finding_about(
                profile,
                "requirement.department",
                "{name} went to {to}, and {by}, who acknowledged it, was not there",
                ("requirements", at, "handed", place, "acknowledged_by"),
                name=found.name,
                to=handover.to.value,
                by=staff.id,
            )


def check_documents(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The requirements of the customer *group* stand in specifications of its own."""
    own = {spec.id for spec in snapshot.where(CustomerSpec, customer=group)}
    for profile in snapshot.where(RequirementProfile, customer=group):
        for at, found in enumerate(profile.requirements):
            document = found.document
            if document is not None and document.spec is not None and document.spec not in own:
                yield finding_about(
                    profile,
                    "requirement.spec",
                    "{name} stands in {spec}, which is not of {customer}",
                    ("requirements", at, "document", "spec"),
                    name=found.name,
                    spec=document.spec,
                    customer=group,
                )
