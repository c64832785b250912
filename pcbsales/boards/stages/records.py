"""What was put to a customer for approval of a part's revision, and what came of it."""

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.boards.dimensions import RevisionName
from pcbsales.boards.stages.choices import (
    ApprovalKind,
    PpapElement,
    PpapLevel,
    Stage,
    VerdictKind,
)
from pcbsales.kernel.record import AttachedFile, Points, Record, Value
from pcbsales.kernel.scalars import Day, Instant, Prose, RecordId, wrong


class Submission(Value):
    """That the customer was asked: when, by whom, with which documents.

    ``elements`` are those of a PPAP that the customer got or may look at.
    """

    day: Day
    by: Annotated[RecordId, Points("staff")]
    documents: tuple[AttachedFile, ...] = ()
    elements: tuple[PpapElement, ...] = ()


class Verdict(Value):
    """What the customer's person decided, by which evidence, and until when it holds.

    An approval on conditions ends on a day; ``reason`` is why it was rejected.
    """

    verdict: VerdictKind
    day: Day
    by: Annotated[RecordId, Points("person")]
    conditions: Prose | None = None
    reason: Prose | None = None
    until: Day | None = None
    evidence: tuple[AttachedFile, ...] = ()
    recorded_at: Instant
    recorded_by: Annotated[RecordId, Points("staff")]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        kind = self.verdict
        if (kind is VerdictKind.CONDITIONAL) != (self.conditions is not None):
            raise wrong(
                "stage.conditions", "an approval on conditions says them, and no other verdict does"
            )
        if kind is VerdictKind.CONDITIONAL and self.until is None:
            raise wrong("stage.until", "an approval on conditions ends on a day; give until")
        if (kind is VerdictKind.REJECTED) != (self.reason is not None):
            raise wrong("stage.reason", "a rejection says its reason, and no other verdict does")
        if kind is VerdictKind.REJECTED and self.until is not None:
            raise wrong("stage.until", "a rejection has no last day")
        if kind is not VerdictKind.REJECTED and not self.evidence:
            raise wrong("stage.evidence", "an approval needs the file that proves it")
        return self

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.until is not None and self.until < self.day:
            raise wrong("stage.until", "it ends before it was decided")
        if self.day > self.recorded_at.date():
            raise wrong("stage.order", "a decision is recorded when it has come, not before")
        return self


class StageApproval(Record):
    """A revision of a part put to its customer for approval up to a stage, and the verdict on it.

    What the customer says later is a record of its own: of each kind the last verdict counts.
    """

    noun: ClassVar[str] = "stage-approval"

    customer: Annotated[RecordId, Points("customer")]
    part: Annotated[RecordId, Points("part")]
    revision: RevisionName
    stage: Stage
    kind: ApprovalKind
    level: PpapLevel | None = None
    submitted: Submission
    verdict: Verdict | None = None

    def is_decided(self, *, as_of: date) -> bool:
        """Whether the customer had decided by the end of *as_of*."""
        return self.verdict is not None and self.verdict.day <= as_of

    def as_json(self) -> dict[str, object]:
        """What scripts learn when it was written."""
        return {
            "schema": 1,
            "part": self.part,
            "revision": self.revision,
            "stage": self.stage.value,
            "kind": self.kind.value,
            "level": self.level.value if self.level else None,
            "verdict": self.verdict.verdict.value if self.verdict else None,
            "until": self.verdict.until.isoformat()
            if self.verdict and self.verdict.until
            else None,
        }

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if not self.part.startswith(f"{self.customer}/"):
            raise wrong(
                "stage.customer",
                "{part} is no part of {customer}",
                part=self.part,
                customer=self.customer,
            )
        if (self.kind is ApprovalKind.PPAP) != (self.level is not None):
            raise wrong("stage.level", "a PPAP has a level 1 to 5, and nothing else has one")
        elements = self.submitted.elements
        if elements and self.kind is not ApprovalKind.PPAP:
            raise wrong("stage.elements", "only a PPAP has elements")
        if len(set(elements)) < len(elements):
            raise wrong("stage.elements", "an element stands there twice")
        if self.verdict is not None and self.verdict.day < self.submitted.day:
            raise wrong("stage.order", "it was decided before it was submitted")
        return self
