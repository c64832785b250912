"""The end of a change notice: put into effect once all have agreed, or withdrawn."""

from datetime import date, datetime

from pcbsales.boards.stages.notice_records import ChangeNotice, Effect, Withdrawal
from pcbsales.boards.stages.notice_state import CustomerNotice, notice_state
from pcbsales.boards.stages.notices import changed, require_open, require_time
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Snapshot


def put_into_effect(
    snapshot: Snapshot, *, notice: str, on: date, actor: str, now: datetime
) -> ChangeSet:
    """Set the day from which boards are made the new way.

    RefusedError while a customer has not consented, or where the day comes before the notice that
    they are owed has run out.
    """
    before = require_open(snapshot, notice)
    state = notice_state(snapshot, before, as_of=now.date())
    for with_customer in state.customers:
        _require_agreed(before, with_customer)
    require_time(state, on)
    after = changed(before, effect=Effect(day=on, set_at=now, set_by=actor))
    return ChangeSet("notice.effective", f"Put {before.id} into effect", updates=(after,))


def withdraw(
    snapshot: Snapshot, *, notice: str, reason: str, actor: str, now: datetime
) -> ChangeSet:
    """Withdraw a change that is not made after all, with its reason."""
    before = require_open(snapshot, notice)
    if not reason.strip():
        raise UsageError("a change is withdrawn with a reason; give --reason TEXT")
    gone = {"at": now, "by": actor, "reason": reason.strip()}
    after = changed(before, withdrawn=Withdrawal.model_validate(gone))
    return ChangeSet("notice.withdraw", f"Withdraw {before.id}", updates=(after,))


def _require_agreed(notice: ChangeNotice, found: CustomerNotice) -> None:
    if found.is_agreed:
        return
    if found.told is None:
        raise RefusedError(
            "{customer} has not been told of {notice}; write the letter with: "
            "pcbsales notice letter {notice} {customer}",
            customer=found.customer,
            notice=notice.id,
        )
    if found.consent is None:
        raise RefusedError(
            "{customer} has not consented to {notice}; take the answer with: "
            "pcbsales notice consent {notice} {customer}",
            customer=found.customer,
            notice=notice.id,
        )
    raise RefusedError(
        "{customer} refused {notice} on {day}; without their consent it is not put into effect",
        customer=found.customer,
        notice=notice.id,
        day=found.consent.day,
    )
