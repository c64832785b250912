"""A new part from the specification of an old one."""

from datetime import datetime

from pcbsales.boards.changes.required import applied
from pcbsales.boards.changes.revising import ordered
from pcbsales.boards.part import build_part, require_new, require_part, revised
from pcbsales.boards.records import part_id
from pcbsales.customers.profile.profile import requirements_of
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Ids, Snapshot


def copy_part(
    snapshot: Snapshot, _ids: Ids, *, record_id: str, new_id: str | None, actor: str, at: datetime
) -> ChangeSet:
    """A part numbered *new_id*, of the same customer unless it names another, specified alike.

    It has one revision, that of the same name as the old part's current one, opened on the day of
    *at*; what its customer requires of every board is applied to it. Fabrication data, questions,
    the customer's number, notes and files are the old part's alone: the new one waits for its own.

    Raises:
        UsageError: *new_id* is missing, or there is no such part.
        RefusedError: The new part is there already.
    """
    del actor
    old = require_part(snapshot, record_id)
    if not new_id:
        raise UsageError("name the new part: pcbsales copy {id} NEW-ID", id=old.id)
    customer, _, number = new_id.rpartition("/")
    customer = customer or old.customer
    require_new(snapshot, customer, number)
    current = old.current
    required = requirements_of(snapshot, customer, as_of=at.date())
    found = applied(ordered(current), required, as_of=at.date())
    revision = revised(None, current.rev, found.answers, as_of=at.date(), questions=found.questions)
    part = build_part(
        id=part_id(customer, number),
        customer=customer,
        part_no=number,
        description=old.description,
        revisions=(revision,),
    )
    return ChangeSet("part.copy", f"Open part {part.id} like {old.id}", adds=(part,))
