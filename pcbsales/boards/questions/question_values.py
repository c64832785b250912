"""What an engineering question is made of: closed answers, a place, what was put, what came."""

import re
from typing import Annotated, Self

from pydantic import Field, PlainValidator, model_validator

from pcbsales.boards.dimensions import FileName, Sha256
from pcbsales.boards.questions.choices import Channel, QuestionEventKind
from pcbsales.boards.setting import read_value, write_value
from pcbsales.boards.specification import terms
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.record import Points, Value
from pcbsales.kernel.scalars import Instant, Line, Number, Prose, RecordId, Word, refuse, wrong

_OPTION = re.compile(r"[A-Z]")


def _option_id(value: object) -> str:
    if isinstance(value, str) and _OPTION.fullmatch(value):
        return value
    raise refuse("option", "one capital letter such as A", value)


#: The letter of one of the closed answers.
OptionId = Annotated[str, PlainValidator(_option_id)]


def require_settings(settings: dict[str, str]) -> None:
    """A validator's error where a key or value of *settings* is none of a specification's."""
    for key, text in settings.items():
        if key not in terms():
            raise wrong("eq.key", "{key} is no key of a specification", key=key)
        try:
            written = write_value(read_value(key, text))
        except UsageError as error:
            raise wrong("eq.value", error.msgid, **error.values) from None
        if written != text:
            raise wrong(
                "eq.value", "{key}: write {written}, not {value}",
                key=key, written=written, value=text,
            )  # fmt: skip


class Option(Value):
    """A closed answer, and what it means for the specification: ``sets``, values by key."""

    id: OptionId
    text: LocalText
    sets: dict[Word, Line] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _sets_what_there_is(self) -> Self:
        require_settings(self.sets)
        return self


class Place(Value):
    """Where on the board: a file or layer, and a point in the file's coordinates, mm."""

    file: FileName | None = None
    layer: Line | None = None
    x_mm: Number | None = None
    y_mm: Number | None = None

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if (self.x_mm is None) != (self.y_mm is None):
            raise wrong("eq.place", "a point needs x_mm and y_mm")
        if self.file is None and self.layer is None and self.x_mm is None:
            raise wrong("eq.place", "a place names a file, a layer or a point")
        return self


class KeptFile(Value):
    """A picture or a proof, kept by the hash of its content."""

    name: FileName
    sha256: Annotated[Sha256, Points("attachment")]


class Put(Value):
    """That the customer was asked: when, by whom, how, and until when the answer is due."""

    at: Instant
    by: Annotated[RecordId, Points("staff")]
    channel: Channel
    deadline: Instant

    @model_validator(mode="after")
    def _is_due_afterwards(self) -> Self:
        if self.deadline < self.at:
            raise wrong("eq.deadline", "the deadline lies before the question was put")
        return self


class QuestionAnswer(Value):
    """The customer's answer: an option, words or values by key; ``sets`` is what it specified.

    ``at`` is the customer's own time, ``recorded_at`` ours.
    """

    at: Instant
    by: Annotated[RecordId, Points("person")] | None = None
    recorded_at: Instant
    recorded_by: Annotated[RecordId, Points("staff")]
    option: OptionId | None = None
    words: Prose | None = None
    sets: dict[Word, Line] = Field(default_factory=dict)
    evidence: tuple[KeptFile, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        require_settings(self.sets)
        if self.option is None and self.words is None and not self.sets:
            raise wrong("eq.answer", "an answer is an option, words, or values by key")
        if self.at > self.recorded_at:
            raise wrong("eq.answer", "an answer is recorded when it has come, not before")
        return self


class Closing(Value):
    """That the question was withdrawn or needs no answer any more, and why."""

    at: Instant
    by: Annotated[RecordId, Points("staff")]
    reason: Prose


class QuestionEvent(Value):
    """What happened to the question, when, and by whom."""

    at: Instant
    by: Annotated[RecordId, Points("staff")]
    kind: QuestionEventKind
    text: Prose | None = None
