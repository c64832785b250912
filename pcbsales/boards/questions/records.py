"""An engineering question: what was asked, with which closed answers, and what came of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.boards.dimensions import QuestionCode, RevisionName
from pcbsales.boards.questions.choices import QuestionClass, QuestionState
from pcbsales.boards.questions.question_values import (
    Closing,
    KeptFile,
    Option,
    OptionId,
    Place,
    Put,
    QuestionAnswer,
    QuestionEvent,
)
from pcbsales.boards.specification import terms
from pcbsales.kernel.local_text import LocalProse
from pcbsales.kernel.record import Points, Record
from pcbsales.kernel.scalars import Flag, Instant, RecordId, Word, wrong


class EngineeringQuestion(Record):
    """A question to the customer about one revision of a part.

    ``code`` names what of the data's reading or of the capability check it asks, ``key`` the key
    of the specification that answers it. While a ``blocking`` one is open, the lead time stands.
    """

    noun: ClassVar[str] = "eq"

    customer: Annotated[RecordId, Points("customer")]
    part: Annotated[RecordId, Points("part")]
    revision: RevisionName
    kind: QuestionClass
    text: LocalProse
    code: QuestionCode | None = None
    key: Word | None = None
    options: tuple[Option, ...] = ()
    proposed: OptionId | None = None
    place: Place | None = None
    pictures: tuple[KeptFile, ...] = ()
    blocking: Flag
    raised_by: Annotated[RecordId, Points("staff")]
    raised_at: Instant
    put: Put | None = None
    answer: QuestionAnswer | None = None
    closed: Closing | None = None
    events: tuple[QuestionEvent, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it, and nobody closed it."""
        return self.answer is None and self.closed is None

    @property
    def ended_at(self) -> datetime | None:
        """When it was answered or closed; None while it is open."""
        ending = self.answer or self.closed
        return ending.at if ending else None

    @property
    def asked_keys(self) -> tuple[str, ...]:
        """The keys of the specification that its answers may set."""
        own = [self.key] if self.key else []
        return tuple(dict.fromkeys([*own, *(key for o in self.options for key in o.sets)]))

    def option(self, letter: str) -> Option | None:
        """The option of that *letter*, whatever its case."""
        return next((o for o in self.options if o.id == letter.strip().upper()), None)

    def state(self, *, at: datetime) -> QuestionState:
        """How far it is at the moment *at*."""
        if self.answer is not None and self.answer.at <= at:
            return QuestionState.ANSWERED
        if self.closed is not None and self.closed.at <= at:
            return QuestionState.CLOSED
        if self.put is None or self.put.at > at:
            return QuestionState.TO_PUT
        return QuestionState.OVERDUE if self.put.deadline < at else QuestionState.WAITING

    def is_open_on(self, day: date) -> bool:
        """Whether it is raised, and not ended, at the end of *day* on its own clock."""
        if self.raised_at.date() > day:
            return False
        return self.ended_at is None or self.ended_at.date() > day

    def as_json(self) -> dict[str, object]:
        """What scripts learn when the question was written."""
        return {
            "schema": 1,
            "part": self.part,
            "revision": self.revision,
            "kind": self.kind.value,
            "blocking": self.blocking,
            "deadline": self.put.deadline.isoformat() if self.put else None,
            "open": self.is_open,
        }

    @model_validator(mode="after")
    def _is_of_the_customers_part(self) -> Self:
        if not self.part.startswith(f"{self.customer}/"):
            raise wrong(
                "eq.customer",
                "{part} is no part of {customer}",
                part=self.part,
                customer=self.customer,
            )
        if self.key is not None and self.key not in terms():
            raise wrong("eq.key", "{key} is no key of a specification", key=self.key)
        return self

    @model_validator(mode="after")
    def _options_are_told_apart(self) -> Self:
        letters = [option.id for option in self.options]
        if len(set(letters)) < len(letters):
            raise wrong("eq.options", "two options have the same letter")
        chosen = (self.proposed, self.answer.option if self.answer else None)
        for letter in filter(None, chosen):
            if letter not in letters:
                raise wrong("eq.option", "there is no option {letter}", letter=letter)
        if self.answer and self.answer.option:
            option = self.option(self.answer.option)
            if option is not None and option.sets != self.answer.sets:
                raise wrong(
                    "eq.option_sets", "the answer does not set what option {letter} means",
                    letter=option.id,
                )  # fmt: skip
        return self

    @model_validator(mode="after")
    def _ends_once_and_in_order(self) -> Self:
        if self.answer is not None and self.closed is not None:
            raise wrong("eq.ended_twice", "a question is answered or closed, not both")
        put_at = self.put.at if self.put else None
        if not _rising([self.raised_at, put_at]) or not _rising([self.raised_at, self.ended_at]):
            raise wrong("eq.order", "it was put or ended before it was raised")
        if not _rising(event.at for event in self.events):
            raise wrong("eq.order", "events stand in the order in which they happened")
        return self


def _rising(moments: Iterable[datetime | None]) -> bool:
    given = [moment for moment in moments if moment is not None]
    return given == sorted(given)
