"""Requirements handed to the departments concerned, and acknowledged there."""

from collections.abc import Sequence
from datetime import date, datetime

from pcbsales.company.records import Role, Staff
from pcbsales.customers.profile.profile import not_required, require_profile, runs, updated
from pcbsales.customers.profile.records import Handover, Requirement, RequirementProfile
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Snapshot


def department(text: str) -> Role:
    """The department of that name; UsageError lists them."""
    try:
        return Role(text)
    except ValueError:
        raise UsageError(
            "{text} is no department; there are {departments}",
            text=repr(text),
            departments=", ".join(Role),
        ) from None


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
    return updated(profile, handed, "requirement.hand", "Hand over what is required by")


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

    return updated(profile, acknowledged, "requirement.acknowledge", "Acknowledge requirements of")


def _wanted(
    profile: RequirementProfile, names: Sequence[str], day: date
) -> tuple[Requirement, ...]:
    """The requirements *names* that hold on *day* or will; all of them where none is named."""
    running = tuple(found for found in profile.requirements if runs(found, day))
    for name in names:
        if name not in {found.name for found in running}:
            raise not_required(profile, name, day)
    return tuple(found for found in running if not names or found.name in names)
