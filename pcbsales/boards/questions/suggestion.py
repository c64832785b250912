"""What may be asked of the customer before anybody asks it: a value that any finder can make."""

from dataclasses import dataclass

from pcbsales.boards.questions.choices import QuestionClass
from pcbsales.boards.questions.question_values import Option, Place
from pcbsales.kernel.local_text import LocalProse

#: By this word all of a review's questions are asked for; their codes begin with it.
REVIEW = "dfm"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question with its closed answers; the reading of data, the capability check, or a person.

    ``code`` is the finder's name for it, ``key`` the key of the specification that answers it.
    """

    kind: QuestionClass
    text: LocalProse
    options: tuple[Option, ...] = ()
    code: str | None = None
    key: str | None = None
    proposed: str | None = None
    place: Place | None = None
    blocking: bool = False


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person adds to a suggestion, or says instead; None leaves it as it was suggested."""

    kind: QuestionClass | None = None
    options: tuple[Option, ...] = ()
    key: str | None = None
    proposed: str | None = None
    place: Place | None = None
    blocking: bool | None = None

    def applied_to(self, suggestion: Suggestion) -> Suggestion:
        """*suggestion* as the person wants it."""
        return Suggestion(
            kind=self.kind or suggestion.kind,
            text=suggestion.text,
            options=self.options or suggestion.options,
            code=suggestion.code,
            key=self.key or suggestion.key,
            proposed=self.proposed or suggestion.proposed,
            place=self.place or suggestion.place,
            blocking=suggestion.blocking if self.blocking is None else self.blocking,
        )


#: The suggestion stands as it was made.
NO_WISHES = Wishes()


def is_of_review(code: str) -> bool:
    """Whether *code* names something that a review against the capability asks."""
    return code.partition(".")[0] == REVIEW
