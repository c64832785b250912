"""A customer's own specification: its issue, its clauses, our answers, the customer's consent."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.kernel.effective import Lasting
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import (
    Count,
    Day,
    Flag,
    Instant,
    Line,
    Prose,
    RecordId,
    Sha256,
    Word,
    wrong,
)


class KeptFile(Value):
    """A file of the customer's, kept by the hash of its content; *bytes* is its size."""

    name: Line
    sha256: Annotated[Sha256, Points("attachment")]
    bytes: Count


class Verdict(StrEnum):
    """What production engineering says to a clause."""

    COMPLY = "comply"
    DEVIATE = "deviate"
    CANNOT = "cannot"


class Consent(Value):
    """What the customer says to a deviation: taken or refused, by whom, when, where it stands.

    A deviation is taken by evidence only: a mail or a signed sheet by its hash.
    """

    granted: Flag
    person: Annotated[RecordId, Points("person")]
    day: Day
    evidence: KeptFile | None = None
    remark: Prose | None = None
    by: Annotated[RecordId, Points("staff")]
    at: Instant

    @model_validator(mode="after")
    def _is_proven(self) -> Self:
        if self.granted and self.evidence is None:
            raise wrong("spec.evidence", "consent needs its evidence: the mail or the signed sheet")
        return self


class ClauseAnswer(Value):
    """Our answer to a clause, by whom of production engineering; the consent to a deviation."""

    verdict: Verdict
    remark: Prose | None = None
    by: Annotated[RecordId, Points("staff")]
    at: Instant
    consent: Consent | None = None

    @model_validator(mode="after")
    def _says_what_it_must(self) -> Self:
        if self.verdict is not Verdict.COMPLY and self.remark is None:
            raise wrong(
                "spec.remark", "an answer of {verdict} says how it departs", verdict=self.verdict
            )
        if self.verdict is Verdict.COMPLY and self.consent is not None:
            raise wrong("spec.consent", "what complies needs no consent")
        if self.consent is not None and self.consent.day < self.at.date():
            raise wrong(
                "spec.consent",
                "the customer's word of {on} comes before the answer of {at}",
                on=self.consent.day.isoformat(),
                at=self.at.date().isoformat(),
            )
        return self


class ClauseState(StrEnum):
    """How far a clause is."""

    UNANSWERED = "unanswered"
    COMPLIES = "complies"
    AWAITS_CONSENT = "awaits_consent"
    CANNOT = "cannot"
    CONSENTED = "consented"
    REFUSED = "refused"

    @property
    def is_open(self) -> bool:
        """Whether a board cannot be promised by it yet."""
        return self not in {ClauseState.COMPLIES, ClauseState.CONSENTED}


class Clause(Value):
    """A clause by its number, its text, and the keys of the specification that it touches.

    Answers stand in their order; the last one counts.
    """

    number: Line
    text: Prose
    keys: tuple[Word, ...] = ()
    answers: tuple[ClauseAnswer, ...] = ()

    @property
    def answer(self) -> ClauseAnswer | None:
        """The answer that counts."""
        return self.answers[-1] if self.answers else None

    @property
    def state(self) -> ClauseState:
        """How far it is."""
        answer = self.answer
        if answer is None:
            return ClauseState.UNANSWERED
        if answer.verdict is Verdict.COMPLY:
            return ClauseState.COMPLIES
        if answer.consent is not None:
            return ClauseState.CONSENTED if answer.consent.granted else ClauseState.REFUSED
        cannot = answer.verdict is Verdict.CANNOT
        return ClauseState.CANNOT if cannot else ClauseState.AWAITS_CONSENT

    @model_validator(mode="after")
    def _answers_stand_in_order(self) -> Self:
        times = [answer.at for answer in self.answers]
        if times != sorted(times):
            raise wrong(
                "spec.answers", "the answers to {number} stand in their order", number=self.number
            )
        return self


class Board(Value):
    """A part, or one revision of it."""

    part: Annotated[RecordId, Points("part")]
    revision: Line | None = None


class CustomerSpec(Lasting, Record):
    """One issue of a specification that a customer's boards must meet.

    It holds for all the customer's boards, or for those of ``boards`` alone; from ``valid_from``
    on, until a later issue ``supersedes`` it.
    """

    noun: ClassVar[str] = "spec"

    customer: Annotated[RecordId, Points("customer")]
    number: Line
    title: Line
    issue: Line
    dated: Day | None = None
    file: KeptFile | None = None
    valid_from: Day
    valid_until: Day | None = None
    supersedes: Annotated[RecordId, Points("spec")] | None = None
    boards: tuple[Board, ...] = ()
    clauses: tuple[Clause, ...] = ()

    def clause(self, number: str) -> Clause | None:
        """The clause of that number, or None."""
        return next((clause for clause in self.clauses if clause.number == number), None)

    def with_clause(self, clause: Clause) -> "CustomerSpec":
        """The specification with *clause* in the place of the one of its number, or as the last."""
        if self.clause(clause.number) is None:
            clauses = (*self.clauses, clause)
        else:
            clauses = tuple(clause if c.number == clause.number else c for c in self.clauses)
        return self.model_copy(update={"clauses": clauses})

    def holds_for(self, part: str, revision: str | None) -> bool:
        """Whether it holds for *part*, in *revision* (None: in any)."""
        return not self.boards or any(
            board.part == part
            and (None in {board.revision, revision} or board.revision == revision)
            for board in self.boards
        )

    def as_json(self) -> dict[str, object]:
        """What scripts learn when it was written: which issue, and what is open."""
        return {
            "customer": self.customer,
            "number": self.number,
            "issue": self.issue,
            "clauses": [
                {"number": clause.number, "state": clause.state.value} for clause in self.clauses
            ],
        }

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        numbers = [clause.number for clause in self.clauses]
        if twice := next((n for n in numbers if numbers.count(n) > 1), None):
            raise wrong("spec.clause-twice", "clause {number} stands there twice", number=twice)
        if self.supersedes == self.id:
            raise wrong("spec.supersedes", "an issue does not supersede itself")
        return self


def is_current(spec: CustomerSpec, others: tuple[CustomerSpec, ...], *, as_of: date) -> bool:
    """Whether *spec* holds on *as_of*: begun, not ended, not superseded by one that has begun."""
    if spec.valid_from > as_of or (spec.valid_until is not None and spec.valid_until < as_of):
        return False
    return not any(other.supersedes == spec.id and other.valid_from <= as_of for other in others)
