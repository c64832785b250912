"""How far a change notice is with each customer, and from when on the change may be made."""

from dataclasses import dataclass
from datetime import date, timedelta

from pcbsales.boards.stages.choices import ConsentKind, CustomerState, NoticeStatus
from pcbsales.boards.stages.notice_records import ChangeNotice, Consent, Told
from pcbsales.boards.stages.policy import customer_facts, policy_for
from pcbsales.kernel.snapshot import Snapshot

_ANSWERS = {
    ConsentKind.GIVEN: CustomerState.GIVEN,
    ConsentKind.CONDITIONAL: CustomerState.CONDITIONAL,
    ConsentKind.REFUSED: CustomerState.REFUSED,
}
_AGREED = (CustomerState.TOLD, CustomerState.GIVEN, CustomerState.CONDITIONAL)


@dataclass(frozen=True, slots=True)
class CustomerNotice:
    """What one customer is owed, was told and answered; ``earliest``: day on which it may begin.

    Who has not been told is counted as if they were told on the day asked about.
    """

    customer: str
    state: CustomerState
    notice_days: int
    needs_consent: bool
    requalify: bool
    earliest: date
    told: Told | None = None
    consent: Consent | None = None

    @property
    def is_agreed(self) -> bool:
        """Whether nothing of this customer's is waited for but the day."""
        return self.state in _AGREED


@dataclass(frozen=True, slots=True)
class NoticeState:
    """A change notice on a day, with each of its customers."""

    notice: ChangeNotice
    as_of: date
    customers: tuple[CustomerNotice, ...]

    @property
    def earliest(self) -> date:
        """The first day on which the change may be in effect, consents given."""
        return max(found.earliest for found in self.customers)

    @property
    def lacking(self) -> tuple[CustomerNotice, ...]:
        """Those who have not been told, have not answered or refused."""
        return tuple(found for found in self.customers if not found.is_agreed)

    @property
    def status(self) -> NoticeStatus:
        """How far it is with everybody; a refusal weighs more than who is still to be told."""
        notice = self.notice
        if notice.withdrawn is not None and notice.withdrawn.at.date() <= self.as_of:
            return NoticeStatus.WITHDRAWN
        if notice.is_effective(as_of=self.as_of):
            return NoticeStatus.EFFECTIVE
        states = {found.state for found in self.customers}
        if CustomerState.REFUSED in states:
            return NoticeStatus.REFUSED
        if CustomerState.TO_TELL in states:
            return NoticeStatus.TO_TELL
        return NoticeStatus.WAITING if CustomerState.WAITING in states else NoticeStatus.AGREED


def notice_state(snapshot: Snapshot, notice: ChangeNotice, *, as_of: date) -> NoticeState:
    """*notice* with each of its customers at the end of *as_of*.

    RefusedError where no policy says what a customer is owed who has not been told yet.
    """
    found = tuple(_with(snapshot, notice, customer, as_of) for customer in notice.customers)
    return NoticeState(notice, as_of, found)


def _with(snapshot: Snapshot, notice: ChangeNotice, customer: str, as_of: date) -> CustomerNotice:
    told = notice.told_to(customer, as_of=as_of)
    if told is None:
        policy = policy_for(snapshot, customer, as_of=as_of)
        owed = policy.notice_rule(customer_facts(snapshot, customer), notice.kind)
        return CustomerNotice(
            customer,
            CustomerState.TO_TELL,
            owed.notice_days,
            owed.consent,
            owed.requalify,
            as_of + timedelta(days=owed.notice_days),
        )
    answer = notice.consent_of(customer, as_of=as_of)
    return CustomerNotice(
        customer,
        _ANSWERS[answer.answer] if answer else _unanswered(told),
        told.notice_days,
        told.consent,
        answer.requalify if answer else told.requalify,
        told.day + timedelta(days=told.notice_days),
        told,
        answer,
    )


def _unanswered(told: Told) -> CustomerState:
    return CustomerState.WAITING if told.consent else CustomerState.TOLD
