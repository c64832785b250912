"""Questions as a list: what waits, since when, until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pcbsales.boards.questions.choices import QuestionState
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.kernel.tables import Align, Cell, Column, Table, Word


@dataclass(frozen=True, slots=True)
class QuestionList:
    """Questions as they stand at the moment ``at``, in the reader's language ``lang``."""

    questions: tuple[EngineeringQuestion, ...]
    at: datetime
    lang: str = "en"

    def as_json(self) -> list[dict[str, Any]]:
        """Each as in the YAML, with its ``state`` and ``age_days``."""
        return [
            {**q.tree(), "state": q.state(at=self.at).value, "age_days": self._age(q)}
            for q in self.questions
        ]

    def as_table(self) -> Table:
        """A row each; below, how many are late and how many block."""
        late = sum(q.state(at=self.at) is QuestionState.OVERDUE for q in self.questions)
        blocking = sum(q.blocking and self._open(q) for q in self.questions)
        return Table(
            columns=(
                Column("id", "id"),
                Column("part", "part"),
                Column("revision", "rev."),
                Column("kind", "class"),
                Column("blocking", "blocks"),
                Column("deadline", "due"),
                Column("state", "state"),
                Column("age_days", "days", Align.RIGHT),
            ),
            rows=tuple(self._row(question) for question in self.questions),
            remarks=(
                ("{count} overdue", (("count", late),)),
                ("{count} open ones block", (("count", blocking),)),
            ),
        )

    def _row(self, question: EngineeringQuestion) -> tuple[Cell, ...]:
        return (
            question.id,
            question.part,
            question.revision,
            question.kind.term.text(self.lang),
            Word("yes") if question.blocking else Word("no"),
            f"{question.put.deadline:%Y-%m-%d %H:%M}" if question.put else None,
            question.state(at=self.at).term.text(self.lang),
            self._age(question),
        )

    def _open(self, question: EngineeringQuestion) -> bool:
        return question.ended_at is None or question.ended_at > self.at

    def _age(self, question: EngineeringQuestion) -> int:
        """Calendar days since it was raised, up to its end."""
        end = self.at if self._open(question) else question.ended_at or self.at
        return max(0, (end.date() - question.raised_at.date()).days)


def list_questions(
    questions: Iterable[EngineeringQuestion],
    *,
    at: datetime,
    lang: str = "en",
    ended: bool = False,
) -> QuestionList:
    """Those of *questions* that were open at the moment *at*, the earliest deadline first.

    With *ended* those too that were answered or closed by then.
    """
    known = (q for q in questions if q.raised_at <= at)
    found = [q for q in known if ended or q.ended_at is None or q.ended_at > at]
    far = at + timedelta(days=3650)
    found.sort(key=lambda q: (q.put.deadline if q.put else far, q.raised_at, q.id))
    return QuestionList(tuple(found), at, lang)


def end_of(day: date, now: datetime) -> datetime:
    """The last second of *day* in the zone of *now*."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=now.tzinfo)
