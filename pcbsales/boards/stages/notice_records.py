"""A change notice (PCN): what changes for which boards, who was told, who consented."""

from datetime import date, timedelta
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.boards.dimensions import RevisionName
from pcbsales.boards.stages.choices import ChangeKind, ConsentKind
from pcbsales.kernel.local_text import LocalProse, LocalText
from pcbsales.kernel.record import AttachedFile, Points, Record, Value
from pcbsales.kernel.scalars import Count, Day, Flag, Instant, Prose, RecordId, wrong


class Touched(Value):
    """A part that the change touches: these revisions of it, or all of them."""

    part: Annotated[RecordId, Points("part")]
    revisions: tuple[RevisionName, ...] = ()

    @property
    def customer(self) -> str:
        """Whose part it is."""
        return self.part.partition("/")[0]

    def covers(self, rev: str) -> bool:
        """Whether revision *rev* of the part is touched."""
        return not self.revisions or rev in self.revisions


class Told(Value):
    """That a customer was told, and what they were owed by the policy of that day."""

    customer: Annotated[RecordId, Points("customer")]
    day: Day
    by: Annotated[RecordId, Points("staff")]
    person: Annotated[RecordId, Points("person")] | None = None
    notice_days: Count
    consent: Flag
    requalify: Flag
    letter: tuple[AttachedFile, ...] = ()


class Consent(Value):
    """A customer's answer; ``requalify``: with the change the approvals of their boards end."""

    customer: Annotated[RecordId, Points("customer")]
    answer: ConsentKind
    day: Day
    by: Annotated[RecordId, Points("person")]
    conditions: Prose | None = None
    reason: Prose | None = None
    requalify: Flag
    evidence: tuple[AttachedFile, ...] = ()
    recorded_at: Instant
    recorded_by: Annotated[RecordId, Points("staff")]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.answer is ConsentKind.CONDITIONAL) != (self.conditions is not None):
            raise wrong(
                "notice.conditions", "a consent on conditions says them, and no other answer does"
            )
        if (self.answer is ConsentKind.REFUSED) != (self.reason is not None):
            raise wrong("notice.reason", "a refusal says its reason, and no other answer does")
        if self.answer is not ConsentKind.REFUSED and not self.evidence:
            raise wrong("notice.evidence", "a consent needs the file that proves it")
        if self.day > self.recorded_at.date():
            raise wrong("notice.order", "an answer is recorded when it has come, not before")
        return self


class Effect(Value):
    """From which day the change is in effect, and who said so."""

    day: Day
    set_at: Instant
    set_by: Annotated[RecordId, Points("staff")]


class Withdrawal(Value):
    """That the change is not made after all, and why."""

    at: Instant
    by: Annotated[RecordId, Points("staff")]
    reason: Prose


class ChangeNotice(Record):
    """A change of how boards are made: of which kind, from what to what, for which boards.

    ``planned`` is the day named to customers; ``effect`` stands only once all have agreed.
    """

    noun: ClassVar[str] = "change-notice"

    entity: Annotated[RecordId, Points("entity")]
    kind: ChangeKind
    before: LocalText
    after: LocalText
    reason: LocalProse | None = None
    touches: tuple[Touched, ...]
    opened: Day
    opened_by: Annotated[RecordId, Points("staff")]
    planned: Day
    told: tuple[Told, ...] = ()
    consents: tuple[Consent, ...] = ()
    effect: Effect | None = None
    withdrawn: Withdrawal | None = None

    @property
    def customers(self) -> tuple[str, ...]:
        """Whose boards are touched, each once."""
        return tuple(dict.fromkeys(touched.customer for touched in self.touches))

    def touches_revision(self, part: str, rev: str | None = None) -> bool:
        """Whether revision *rev* of *part* is touched; None: any of them."""
        return any(
            touched.part == part and (rev is None or touched.covers(rev))
            for touched in self.touches
        )

    def told_to(self, customer: str, *, as_of: date) -> Told | None:
        """When *customer* was told first, by the end of *as_of*."""
        found = (told for told in self.told if told.customer == customer and told.day <= as_of)
        return min(found, key=lambda told: told.day, default=None)

    def consent_of(self, customer: str, *, as_of: date) -> Consent | None:
        """What *customer* answered last by the end of *as_of*."""
        found = [c for c in self.consents if c.customer == customer and c.day <= as_of]
        return found[-1] if found else None

    def is_open(self, *, as_of: date) -> bool:
        """Whether it is opened, not withdrawn and not in effect at the end of *as_of*."""
        gone = self.withdrawn is not None and self.withdrawn.at.date() <= as_of
        return self.opened <= as_of and not gone and not self.is_effective(as_of=as_of)

    def is_effective(self, *, as_of: date) -> bool:
        """Whether boards are made the new way on *as_of*."""
        return self.effect is not None and self.effect.day <= as_of

    def as_json(self) -> dict[str, object]:
        """What scripts learn when it was written."""
        return {
            "schema": 1,
            "kind": self.kind.value,
            "customers": list(self.customers),
            "planned": self.planned.isoformat(),
            "effective": self.effect.day.isoformat() if self.effect else None,
            "withdrawn": self.withdrawn is not None,
        }

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if not self.touches:
            raise wrong("notice.touches", "a change notice names a part at least")
        parts = [touched.part for touched in self.touches]
        if len(set(parts)) < len(parts):
            raise wrong("notice.touches", "a part stands there twice")
        if self.planned < self.opened:
            raise wrong("notice.planned", "it is planned before the notice was opened")
        if any(told.day < self.opened for told in self.told):
            raise wrong("notice.order", "a customer was told before the notice was opened")
        named = (*(told.customer for told in self.told), *(c.customer for c in self.consents))
        for customer in named:
            if customer not in self.customers:
                raise wrong(
                    "notice.customer", "no board of {customer} is touched", customer=customer
                )
        if self.effect is not None and self.withdrawn is not None:
            raise wrong("notice.ended", "it is in effect or withdrawn, not both")
        return self

    @model_validator(mode="after")
    def _answers_follow_the_telling(self) -> Self:
        for consent in self.consents:
            if self.told_to(consent.customer, as_of=consent.day) is None:
                raise wrong(
                    "notice.answered_untold", "{customer} answered before being told",
                    customer=consent.customer,
                )  # fmt: skip
        days = [consent.day for consent in self.consents]
        if days != sorted(days):
            raise wrong("notice.order", "answers stand in the order in which they came")
        return self

    @model_validator(mode="after")
    def _takes_effect_with_consent(self) -> Self:
        if self.effect is None:
            return self
        day = self.effect.set_at.date()
        for customer in self.customers:
            told, answer = (
                self.told_to(customer, as_of=day),
                self.consent_of(customer, as_of=day),
            )
            refused = answer is not None and answer.answer is ConsentKind.REFUSED
            if told is None or refused or (told.consent and answer is None):
                raise wrong(
                    "notice.unagreed", "it is in effect without the consent of {customer}",
                    customer=customer,
                )  # fmt: skip
            if self.effect.day < told.day + timedelta(days=told.notice_days):
                raise wrong(
                    "notice.early", "it is in effect before the notice to {customer} has run out",
                    customer=customer,
                )  # fmt: skip
        return self
