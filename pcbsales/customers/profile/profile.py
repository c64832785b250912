"""Changing what a customer requires: a demand begins, ends, is handed over, is acknowledged."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import ValidationError

from pcbsales.company.records import Role, Staff
from pcbsales.customers.profile.records import (
    Demand,
    Handover,
    Requirement,
    RequirementProfile,
    SourceDocument,
    Topic,
)
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.field_errors import refused
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
            _requirement(
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
    files = (file,) if file else ()
    subject = f"Require of {customer}'s boards"
    built = _profile(customer, kept)
    if profile is None:
        return ChangeSet("requirement.set", subject, adds=(built,), attachments=files)
    updated = profile.model_copy(update={"requirements": built.requirements})
    return ChangeSet("requirement.set", subject, updates=(updated,), attachments=files)


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
        if found.name not in names or not _runs(found, until):
            return found
        return _requirement(**{**dict(found), "valid_until": until, "reason": reason or found.reason})

    for name in names:
        if not any(found.name == name and _runs(found, until) for found in profile.requirements):
            raise _not_required(profile, name, until)
    return _updated(profile, ended, "requirement.drop", "Require no more of")


def hand_over(
    snapshot: Snapshot,
    *,
    customer: str,
    names: Sequence[str],
    departments: Sequence[Role],
    actor: str,
    at: datetime,
) -> ChangeSet:
    """Hand *customer*'s requirements *names* (all that are in force, if none) to *departments*.

    Raises RefusedError where nothing of a name is in force, or all of them have it already.
    """
    profile = require_profile(snapshot, customer)
    wanted = _wanted(profile, names, at.date())

    def handed(found: Requirement) -> Requirement:
        if found not in wanted:
            return found
        known = {handover.to for handover in found.handed}
        more = tuple(Handover(to=to, at=at, by=actor) for to in departments if to not in known)
        return found.model_copy(update={"handed": (*found.handed, *more)})

    if all(set(departments) <= {handover.to for handover in found.handed} for found in wanted):
        raise RefusedError("these departments have it already; nothing would change")
    return _updated(profile, handed, "requirement.hand", "Hand over what is required by")


def acknowledge(
    snapshot: Snapshot,
    *,
    customer: str,
    names: Sequence[str],
    by: str,
    at: datetime,
) -> ChangeSet:
    """*by* acknowledges, for their departments, *customer*'s requirements *names* (all, if none).

    Raises RefusedError where nothing of theirs waits.
    """
    profile = require_profile(snapshot, customer)
    staff = snapshot.get(Staff, by)
    if staff is None:
        raise UsageError("there is no member of staff {id}", id=by)
    roles = set(staff.on(at.date()).roles)
    wanted = _wanted(profile, names, at.date())
    if not any(roles.intersection(found.unacknowledged) for found in wanted):
        raise RefusedError(
            "nothing of {customer} waits for {by}; it waits for {departments}",
            customer=customer,
            by=by,
            departments=", ".join(sorted({to for one in wanted for to in one.unacknowledged}))
            or "-",
        )

    def acknowledged(found: Requirement) -> Requirement:
        if found not in wanted:
            return found
        done = tuple(
            handover.model_copy(update={"acknowledged": at, "acknowledged_by": by})
            if handover.is_open and handover.to in roles
            else handover
            for handover in found.handed
        )
        return found.model_copy(update={"handed": done})

    return _updated(profile, acknowledged, "requirement.acknowledge", "Acknowledge requirements of")


def requirements_of(
    snapshot: Snapshot, customer: str, *, as_of: date
) -> tuple[Requirement, ...]:
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


def document_of(title: str | None, file: Attachment | None, spec: str | None) -> SourceDocument | None:
    """Where a requirement stands; None where nothing was said of it."""
    if title is None and file is None and spec is None:
        return None
    named = title or (file.name if file else spec)
    return SourceDocument.model_validate(
        {"title": named, "sha256": file.sha256 if file else None, "spec": spec}
    )


def _making_room(found: Requirement, asked: Asked, since: date) -> Requirement | None:
    """*found* as it is once *asked* holds from *since* on; refused where it says the same."""
    if found.about != asked.about or not _runs(found, since):
        return found
    if (found.value or found.words) == asked.value and found.valid_from <= since:
        raise RefusedError(
            "{said} is required already, since {day}", said=found.said, day=found.valid_from.isoformat()
        )
    if found.valid_from >= since:
        raise RefusedError(
            "{said} begins on {day}; a demand before it must end before that day: give --until",
            said=found.said,
            day=found.valid_from.isoformat(),
        )
    return found.model_copy(update={"valid_until": since - timedelta(days=1)})


def _runs(found: Requirement, day: date) -> bool:
    """Whether it is in force on *day* or begins later."""
    return found.valid_until is None or found.valid_until >= day


def _wanted(
    profile: RequirementProfile, names: Sequence[str], day: date
) -> tuple[Requirement, ...]:
    """The requirements *names* that hold on *day* or will; all of them where none is named."""
    running = tuple(found for found in profile.requirements if _runs(found, day))
    for name in names:
        if name not in {found.name for found in running}:
            raise _not_required(profile, name, day)
    return tuple(found for found in running if not names or found.name in names)


def _not_required(profile: RequirementProfile, name: str, day: date) -> RefusedError:
    running = dict.fromkeys(found.name for found in profile.requirements if _runs(found, day))
    return RefusedError(
        "{customer} requires nothing of {name} on {day}; it requires {names}",
        customer=profile.customer,
        name=name,
        day=day.isoformat(),
        names=", ".join(running) or "-",
    )


def _updated(
    profile: RequirementProfile,
    change: Callable[[Requirement], Requirement],
    action: str,
    subject: str,
) -> ChangeSet:
    after = tuple(change(found) for found in profile.requirements)
    updated = profile.model_copy(update={"requirements": after})
    return ChangeSet(action, f"{subject} {profile.customer}", updates=(updated,))


def _profile(customer: str, requirements: Iterable[Requirement]) -> RequirementProfile:
    try:
        return RequirementProfile(id=customer, customer=customer, requirements=tuple(requirements))
    except ValidationError as error:
        raise refused(RequirementProfile, error) from None


def _requirement(**fields: Any) -> Requirement:
    try:
        return Requirement.model_validate(fields)
    except ValidationError as error:
        raise refused(Requirement, error) from None
