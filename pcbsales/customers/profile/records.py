"""A customer's requirement profile: what it asks of every board, each demand from a day on."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.company.records import Role
from pcbsales.kernel.effective import Lasting, is_in_force
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import Code, Day, Instant, Line, Prose, RecordId, Sha256, Word, wrong


class Demand(StrEnum):
    """What is asked of a key of the specification."""

    REQUIRED = "required"
    FORBIDDEN = "forbidden"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"

    @property
    def sign(self) -> str:
        """How the demand is typed between key and value."""
        return {"required": "=", "forbidden": "!=", "at_least": ">=", "at_most": "<="}[self.value]


class Topic(StrEnum):
    """What a requirement in words is about, where no key of the specification says it."""

    PACKAGING = "packaging"
    LABELS = "labels"
    CERTIFICATES = "certificates"
    TRACEABILITY = "traceability"
    CROSSED_OUT = "crossed_out"
    SUBSTANCES = "substances"
    PLANTS = "plants"
    OTHER = "other"


class SourceDocument(Value):
    """Where a requirement stands: a title, the file by its hash, a specification of the customer's.

    ``sha256`` names a file that the ledger keeps.
    """

    title: Line
    sha256: Annotated[Sha256, Points("attachment")] | None = None
    spec: Annotated[RecordId, Points("spec")] | None = None


class Handover(Value):
    """A requirement handed to a department, and who there has acknowledged it."""

    to: Role
    at: Instant
    by: Annotated[RecordId, Points("staff")]
    acknowledged: Instant | None = None
    acknowledged_by: Annotated[RecordId, Points("staff")] | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody of the department has acknowledged it yet."""
        return self.acknowledged is None

    @model_validator(mode="after")
    def _an_acknowledgement_is_whole(self) -> Self:
        if (self.acknowledged is None) != (self.acknowledged_by is None):
            raise wrong(
                "requirement.acknowledgement", "an acknowledgement says who gave it, and when"
            )
        if self.acknowledged is not None and self.acknowledged < self.at:
            raise wrong(
                "requirement.acknowledgement", "it was acknowledged before it was handed over"
            )
        return self


class Requirement(Lasting):
    """One demand, in force from a day to a day.

    Either of a ``key`` of the specification, with a ``demand`` and its ``value`` as it is typed
    (``enig``; alternatives ``enig|imag``), or of a ``topic``, in words.
    """

    key: Word | None = None
    demand: Demand | None = None
    value: Line | None = None
    topic: Topic | None = None
    words: Prose | None = None
    valid_from: Day
    valid_until: Day | None = None
    document: SourceDocument | None = None
    by: Annotated[RecordId, Points("staff")]
    at: Instant
    reason: Prose | None = None
    handed: tuple[Handover, ...] = ()

    @property
    def name(self) -> str:
        """The key or topic by which it is called."""
        return self.key or str(self.topic)

    @property
    def about(self) -> tuple[str, str]:
        """What two demands in force on one day may not share."""
        return self.name, self.demand or ""

    @property
    def said(self) -> str:
        """The demand as it is typed: ``finish=enig``, ``labels=two on each carton``."""
        if self.demand is None:
            return f"{self.topic}={self.words}"
        return f"{self.key}{self.demand.sign}{self.value}"

    @property
    def unacknowledged(self) -> tuple[Role, ...]:
        """The departments that have not acknowledged it yet."""
        return tuple(handover.to for handover in self.handed if handover.is_open)

    @model_validator(mode="after")
    def _is_of_a_key_or_a_topic(self) -> Self:
        keyed = (self.key, self.demand, self.value)
        free = (self.topic, self.words)
        whole = all(part is not None for part in keyed) and not any(free)
        if not whole and not (all(part is not None for part in free) and not any(keyed)):
            raise wrong(
                "requirement.shape",
                "a requirement has key, demand and value, or topic and words",
            )
        return self

    @model_validator(mode="after")
    def _is_handed_once(self) -> Self:
        departments = [handover.to for handover in self.handed]
        if len(departments) != len(set(departments)):
            raise wrong("requirement.handed", "it is handed to a department once")
        return self


class RequirementProfile(Record):
    """What one customer requires of every board; the id is the customer's.

    Nothing is taken out: what no longer holds ends on a day, so that the profile of any day is
    known.
    """

    noun: ClassVar[str] = "requirement"

    id: Code
    customer: Annotated[RecordId, Points("customer")]
    requirements: tuple[Requirement, ...]

    def in_force(self, *, as_of: date) -> tuple[Requirement, ...]:
        """The demands of *as_of*, in their order."""
        return tuple(found for found in self.requirements if is_in_force(found, as_of=as_of))

    @model_validator(mode="after")
    def _is_the_customers(self) -> Self:
        if self.id != self.customer:
            raise wrong(
                "requirement.id", "the id is the customer's, {customer}", customer=self.customer
            )
        return self

    @model_validator(mode="after")
    def _asks_once_on_a_day(self) -> Self:
        for at, one in enumerate(self.requirements):
            for other in self.requirements[at + 1 :]:
                if one.about == other.about and _overlap(one, other):
                    raise wrong(
                        "requirement.twice",
                        "{name} is asked twice on {day}; end the first before the second begins",
                        name=one.name,
                        day=max(one.valid_from, other.valid_from).isoformat(),
                    )
        return self


def _overlap(one: Requirement, other: Requirement) -> bool:
    first, second = sorted((one, other), key=lambda found: found.valid_from)
    return first.valid_until is None or first.valid_until >= second.valid_from
