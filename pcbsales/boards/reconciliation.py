"""What the customer states held against what their data says: never silently resolved."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pcbsales.boards.choices import OnConflict, Source
from pcbsales.boards.dimensions import BoardSize
from pcbsales.boards.records import OpenQuestion
from pcbsales.boards.setting import write_value
from pcbsales.boards.specification import terms
from pcbsales.kernel.errors import MessageId, fill

#: The code of the question that is asked when order and data disagree on a key.
CONFLICTS = {
    "layers": "layer.count-conflict",
    "board_size": "size.conflict",
    "thickness_mm": "thickness.conflict",
    "finish": "finish.conflict",
    "mask_colour": "colour.conflict",
    "mask_sides": "mask.conflict",
    "legend_colour": "legend.colour-conflict",
    "legend_sides": "legend.conflict",
    "min_hole_mm": "hole.conflict",
    "min_track_mm": "conductor.conflict",
}
_DISAGREE: MessageId = "{term}: the order states {stated}, the data says {read}. Which one holds?"
_DISPUTE = re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(_DISAGREE)), re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answers:
    """Values of a specification by key, and where each comes from."""

    values: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)

    @classmethod
    def all_from(cls, source: Source, values: Mapping[str, Any]) -> "Answers":
        """*values*, every one from *source*."""
        return cls(values, dict.fromkeys(values, source))

    def only(self, source: Source) -> dict[str, Any]:
        """The values that come from *source*."""
        return {key: self.values[key] for key, found in self.sources.items() if found is source}


@dataclass(frozen=True, slots=True)
class Settled:
    """The answers that stand, and a question for each key on which order and data disagree."""

    answers: Answers
    questions: tuple[OpenQuestion, ...]


def settle(
    stated: Answers,
    read: Mapping[str, Any],
    *,
    on_conflict: OnConflict,
    actor: str,
    as_of: date,
) -> Settled:
    """Put what is *stated* and what was *read* from the data together.

    A key on which they disagree is left unanswered and asked; if the customer said beforehand what
    holds (*on_conflict*), that holds, and the question is kept with this answer.
    """
    values, sources = dict(read), dict.fromkeys(read, Source.DATA)
    questions = []
    for key, value in stated.values.items():
        if key not in read or same(value, read[key]):
            values[key], sources[key] = value, stated.sources[key]
            continue
        question = _disagreement(key, value, read[key], as_of)
        if on_conflict is OnConflict.ASK:
            del values[key], sources[key]
        else:
            question = question.answer_with(f"on_conflict={on_conflict}", by=actor, on=as_of)
        if on_conflict is OnConflict.FOLLOW_ORDER:
            values[key], sources[key] = value, stated.sources[key]
        questions.append(question)
    return Settled(Answers(values, sources), tuple(questions))


def same(one: object, other: object) -> bool:
    """Whether two answers mean the same; board sizes may be turned and rounded."""
    if isinstance(one, BoardSize) and isinstance(other, BoardSize):
        return one.matches(other)
    return one == other


def disputed_values(text: str) -> tuple[str, str] | None:
    """What a question says that the order states and the data says; None if it asks otherwise.

    >>> disputed_values("copper layers: the order states 6, the data says 4. Which one holds?")
    ('6', '4')
    """
    found = _DISPUTE.fullmatch(text)
    return (found["stated"], found["read"]) if found else None


def _disagreement(key: str, stated: object, read: object, as_of: date) -> OpenQuestion:
    text = fill(
        _DISAGREE,
        {"term": terms()[key].en, "stated": write_value(stated), "read": write_value(read)},
    )
    return OpenQuestion(code=CONFLICTS[key], text=text, key=key, asked=as_of)
