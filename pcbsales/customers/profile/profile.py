"""Changing what a customer requires: a demand begins, ends, is handed over, is acknowledged."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pcbsales.company.records import Role
from pcbsales.customers.profile.records import (
    Demand,
    Handover,
    Requirement,
    RequirementProfile,
    SourceDocument,
    Topic,
)
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.field_errors import built
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.kernel.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Asked:
    """A demand as it was typed and understood: of a key, or of a topic in words."""

    name: str
    demand: Demand | None
    value: str

    @property
    def about(self) -> tuple[str, str]:
        """As :attr:`Requirement.about`."""
        return self.name, self.demand or ""

    def fields(self) -> dict[str, Any]:
        """The fields of a requirement."""
        if self.demand is None:
            return {"topic": Topic(self.name), "words": self.value}
        return {"key": self.name, "demand": self.demand, "value": self.value}


def require_more(
    snapshot: Snapshot,
    *,
    customer: str,
    asked: Sequence[Asked],
    since: date,
    until: date | None = None,
    document: SourceDocument | None = None,
    reason: str | None = None,
    departments: Sequence[Role] = (),
    file: Attachment | None = None,
    actor: str,
    at: datetime,
) -> ChangeSet:
    """Let *customer* require what is *asked* from *since* on; what it replaces ends the day before.

    It is handed to *departments* at once.

    Raises:
        RefusedError: it is required already, or a later demand on the same begins before it ends.
    """
    profile = snapshot.get(RequirementProfile, customer)
    kept = list(profile.requirements) if profile else []
    for one in asked:
        kept = [ended for found in kept if (ended := _making_room(found, one, since))]
        kept.append(
            built(
                Requirement,
                **one.fields(),
                valid_from=since,
                valid_until=until,
                document=document,
                reason=reason,
                by=actor,
                at=at,
                handed=tuple(Handover(to=to, at=at, by=actor) for to in departments),
            )
        )
    return _required(profile, _profile(customer, kept), (file,) if file else ())


def _required(
    before: RequirementProfile | None, built: RequirementProfile, files: tuple[Attachment, ...]
) -> ChangeSet:
    subject = f"Require of {built.id}'s boards"
    if before is None:
        return ChangeSet("requirement.set", subject, adds=(built,), attachments=files)
    changed = before.model_copy(update={"requirements": built.requirements})
    return ChangeSet("requirement.set", subject, updates=(changed,), attachments=files)


def drop(
    snapshot: Snapshot,
    *,
    customer: str,
    names: Sequence[str],
    until: date,
    reason: str | None = None,
) -> ChangeSet:
    """End what *customer* requires of *names* (keys or topics) with the day *until*, included.

    Raises RefusedError where nothing of a name is in force on that day.
    """
    profile = require_profile(snapshot, customer)

    def ended(found: Requirement) -> Requirement:
        if found.name not in names or not runs(found, until):
            return found
        if found.valid_from > until:
            raise RefusedError(
                "{said} begins on {day} only; name a last day from then on with --until",
                said=found.said,
                day=found.valid_from.isoformat(),
            )
        return built(
            Requirement, **{**dict(found), "valid_until": until, "reason": reason or found.reason}
        )

    for name in names:
        if not any(found.name == name and runs(found, until) for found in profile.requirements):
            raise not_required(profile, name, until)
    return updated(profile, ended, "requirement.drop", "Require no more of")


def requirements_of(snapshot: Snapshot, customer: str, *, as_of: date) -> tuple[Requirement, ...]:
    """What *customer* requires on *as_of*; nothing where it has no profile."""
    profile = snapshot.get(RequirementProfile, customer)
    return profile.in_force(as_of=as_of) if profile else ()


def require_profile(snapshot: Snapshot, customer: str) -> RequirementProfile:
    """The profile of *customer*; RefusedError where there is none."""
    found = snapshot.get(RequirementProfile, customer)
    if found is None:
        raise RefusedError(
            "nothing is recorded that {customer} requires; begin with: "
            "pcbsales requirement set {customer} KEY=VALUE",
            customer=customer,
        )
    return found


def document_of(
    title: str | None, file: Attachment | None, spec: str | None
) -> SourceDocument | None:
    """Where a requirement stands; None where nothing was said of it."""
    if title is None and file is None and spec is None:
        return None
    named = title or (file.name if file else spec)
    return SourceDocument.model_validate(
        {"title": named, "sha256": file.sha256 if file else None, "spec": spec}
    )


def _making_room(found: Requirement, asked: Asked, since: date) -> Requirement | None:
    """*found* as it is once *asked* holds from *since* on; refused where it says the same."""
    if found.about != asked.about or not runs(found, since):
        return found
    if (found.value or found.words) == asked.value and found.valid_from <= since:
        raise RefusedError(
            "{said} is required already, since {day}",
            said=found.said,
            day=found.valid_from.isoformat(),
        )
    if found.valid_from >= since:
        raise RefusedError(
            "{said} begins on {day}; a demand before it must end before that day: give --until",
            said=found.said,
            day=found.valid_from.isoformat(),
        )
    return found.model_copy(update={"valid_until": since - timedelta(days=1)})


def runs(found: Requirement, day: date) -> bool:
    """Whether it is in force on *day* or begins later."""
    return found.valid_until is None or found.valid_until >= day


def not_required(profile: RequirementProfile, name: str, day: date) -> RefusedError:
    """What to raise where nothing of *name* is in force on *day*."""
    running = dict.fromkeys(found.name for found in profile.requirements if runs(found, day))
    return RefusedError(
        "{customer} requires nothing of {name} on {day}; it requires {names}",
        customer=profile.customer,
        name=name,
        day=day.isoformat(),
        names=", ".join(running) or "-",
    )


def updated(
    profile: RequirementProfile,
    change: Callable[[Requirement], Requirement],
    action: str,
    subject: str,
) -> ChangeSet:
    """*profile* with each demand as *change* makes it; *subject* is what was done to whom."""
    after = tuple(change(found) for found in profile.requirements)
    changed = profile.model_copy(update={"requirements": after})
    return ChangeSet(action, f"{subject} {profile.customer}", updates=(changed,))


def _profile(customer: str, requirements: Iterable[Requirement]) -> RequirementProfile:
    demands = tuple(requirements)
    return built(RequirementProfile, id=customer, customer=customer, requirements=demands)
