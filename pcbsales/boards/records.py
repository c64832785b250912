"""Parts of the customers: their revisions, specification, fabrication data and open questions."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from pcbsales.boards.choices import Sides, Source
from pcbsales.boards.dimensions import BoardSize, FileName, QuestionCode, RevisionName, Sha256
from pcbsales.boards.specification import Specification
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import (
    Count,
    Day,
    Instant,
    Line,
    Positive,
    Prose,
    RecordId,
    Word,
    wrong,
)


class FabricationFile(Value):
    """One file of a package: the customer's name for it, what it is, the hash of its content."""

    name: FileName
    role: Line
    sha256: Sha256


class FabricationData(Value):
    """A package of fabrication data as it came, kept by its hash, and the figures read from it.

    What the data does not answer is absent. ``holes`` are round hits of one board without slots;
    ``board_size`` is taken on the outline's centre line.
    """

    package: FileName
    sha256: Annotated[Sha256, Points("attachment")]
    bytes: Count
    received: Instant
    board_size: BoardSize | None = None
    copper_layers: Count | None = None
    holes: Count | None = None
    slots: Count | None = None
    min_drill_mm: Positive | None = None
    min_conductor_mm: Positive | None = None
    outline_file: FileName | None = None
    mask_sides: Sides | None = None
    legend_sides: Sides | None = None
    files: tuple[FabricationFile, ...] = ()


class OpenQuestion(Value):
    """What has to be asked of the customer before the board can be built, and the answer to it.

    ``key`` names the key of the specification that answers it, where one does.
    """

    code: QuestionCode
    text: Prose
    key: Word | None = None
    asked: Day
    answered: Day | None = None
    answered_by: Annotated[RecordId, Points("staff")] | None = None
    answer: Prose | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.answered is None

    def answer_with(self, answer: str, *, by: str, on: date) -> "OpenQuestion":
        """The same question, answered."""
        return self.model_copy(update={"answer": answer, "answered_by": by, "answered": on})

    @model_validator(mode="after")
    def _an_answer_is_whole(self) -> Self:
        parts = (self.answered, self.answered_by, self.answer)
        if any(part is None for part in parts) and any(part is not None for part in parts):
            raise wrong(
                "question.half-answered",
                "{code} needs answered, answered_by and answer together",
                code=self.code,
            )
        if self.answered is not None and self.answered < self.asked:
            raise wrong(
                "question.answered-before-asked",
                "{code} is answered on {answered}, before it was asked on {asked}",
                code=self.code,
                answered=self.answered.isoformat(),
                asked=self.asked.isoformat(),
            )
        return self


class RevisionChange(Value):
    """Why a revision follows another: who opened it, for which reason, by what of the customer's.

    ``reference`` is where the customer said so, such as a mail's subject and day.
    """

    after: RevisionName
    by: Annotated[RecordId, Points("staff")]
    reason: Prose | None = None
    reference: Line | None = None


class Revision(Value):
    """One revision of a part: a board of its own, since a new revision is a new specification.

    ``sources`` says for each key of the specification where its answer comes from; ``change`` why
    it follows the one before.
    """

    rev: RevisionName
    opened: Day
    change: RevisionChange | None = None
    specification: Specification = Specification()
    sources: dict[Word, Source] = Field(default_factory=dict)
    fabrication: FabricationData | None = None
    questions: tuple[OpenQuestion, ...] = ()

    @property
    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """The questions that still wait for an answer."""
        return tuple(question for question in self.questions if question.is_open)

    @property
    def aspect_ratio(self) -> Decimal | None:
        """Board thickness to smallest drill, if both are known."""
        thickness, data = self.specification.thickness_mm, self.fabrication
        if thickness is None or data is None or data.min_drill_mm is None:
            return None
        return thickness / data.min_drill_mm

    @model_validator(mode="after")
    def _each_question_once(self) -> Self:
        seen: set[tuple[str, str]] = set()
        for question in self.questions:
            if (question.code, question.text) in seen:
                raise wrong(
                    "revision.question-repeated",
                    "revision {rev} asks {code} twice in the same words",
                    rev=self.rev,
                    code=question.code,
                )
            seen.add((question.code, question.text))
        return self

    @model_validator(mode="after")
    def _sources_name_answers(self) -> Self:
        answered = self.specification.given()
        for key in self.sources:
            if key not in answered:
                raise wrong(
                    "revision.source-without-answer",
                    "revision {rev}: sources names {key}, which the specification does not answer",
                    rev=self.rev,
                    key=key,
                )
        return self


class Part(Record):
    """A board of a customer under their part number; the id is ``CUSTOMER/PART-NUMBER``.

    Revisions stand in the order in which they were opened; the last one is current.
    """

    noun: ClassVar[str] = "part"

    customer: Annotated[RecordId, Points("customer")]
    part_no: Line
    customer_pn: Line | None = None
    description: Line | None = None
    revisions: tuple[Revision, ...]

    @property
    def current(self) -> Revision:
        """The revision that was opened last."""
        return self.revisions[-1]

    def revision(self, rev: str) -> Revision | None:
        """The revision named *rev*, or None."""
        return next((revision for revision in self.revisions if revision.rev == rev), None)

    def is_superseded(self, rev: str) -> bool:
        """Whether a later revision than *rev* was opened."""
        return rev != self.current.rev

    def before(self, rev: str) -> Revision | None:
        """The revision that *rev* follows; None for the first."""
        names = [revision.rev for revision in self.revisions]
        at = names.index(rev) if rev in names else 0
        return self.revisions[at - 1] if at else None

    def as_json(self) -> dict[str, object]:
        """What scripts learn when the part was written: its revision, and what is still open."""
        return {
            "customer": self.customer,
            "part_no": self.part_no,
            "revision": self.current.rev,
            "questions": [
                {"code": question.code, "text": question.text}
                for question in self.current.open_questions
            ],
        }

    def with_revision(self, revision: Revision) -> "Part":
        """The part with *revision* in the place of the one of its name, or as the newest."""
        if self.revision(revision.rev) is None:
            revisions = (*self.revisions, revision)
        else:
            revisions = tuple(revision if r.rev == revision.rev else r for r in self.revisions)
        return self.model_copy(update={"revisions": revisions})

    @model_validator(mode="after")
    def _id_is_customer_and_number(self) -> Self:
        if self.id != part_id(self.customer, self.part_no):
            raise wrong(
                "part.id",
                "the id must be {expected}, made of customer and part_no",
                expected=part_id(self.customer, self.part_no),
            )
        return self

    @model_validator(mode="after")
    def _revisions_stand_in_order(self) -> Self:
        if not self.revisions:
            raise wrong("part.no-revision", "a part needs at least one revision")
        names = [revision.rev for revision in self.revisions]
        if repeated := next((name for name in names if names.count(name) > 1), None):
            raise wrong("part.revision-repeated", "revision {rev} stands there twice", rev=repeated)
        for earlier, later in zip(self.revisions, self.revisions[1:], strict=False):
            if later.opened < earlier.opened:
                raise wrong(
                    "part.revision-order",
                    "revision {later} was opened before revision {earlier}, which it follows",
                    later=later.rev,
                    earlier=earlier.rev,
                )
            if (
                later.change is not None
                and later.change.after not in names[: names.index(later.rev)]
            ):
                raise wrong(
                    "part.change",
                    "revision {rev} follows {after}, which does not stand before it",
                    rev=later.rev,
                    after=later.change.after,
                )
        if self.revisions[0].change is not None:
            raise wrong("part.change", "revision {rev} is the first, it follows none", rev=names[0])
        return self


def part_id(customer: str, part_no: str) -> str:
    """The id of a customer's part.

    >>> part_id("HUAYI", "HY-4410")
    'HUAYI/HY-4410'
    """
    return f"{customer}/{part_no}"
