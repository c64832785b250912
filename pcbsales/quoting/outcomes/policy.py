"""What an entity lets through when a customer orders, and when it asks again: dated policy."""

from datetime import date
from typing import Annotated, ClassVar

from pcbsales.kernel.effective import Lasting, effective_or_none
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.record import Points, Record
from pcbsales.kernel.scalars import Count, Day, RecordId
from pcbsales.kernel.snapshot import Snapshot


class QuotePolicy(Lasting, Record):
    """How an entity handles its quotations.

    ``order_after_expiry_days``: up to how many days after its last day a quotation may still be
    ordered by, with a reason; 0 is never. ``follow_up_days``: when to ask again after sending, in
    calendar days, where no day was set.
    """

    noun: ClassVar[str] = "quote-policy"

    title: LocalText | None = None
    entity: Annotated[RecordId, Points("entity")]
    valid_from: Day
    valid_until: Day | None = None
    order_after_expiry_days: Count = 0
    follow_up_days: Count | None = None


def policy_or_none(snapshot: Snapshot, entity: str, *, as_of: date) -> QuotePolicy | None:
    """The policy of *entity* on *as_of*; what nobody wrote lets nothing through."""
    own = snapshot.where(QuotePolicy, entity=entity)
    return effective_or_none(own, as_of=as_of, what="quote-policy")
