"""Questions, the parts they are about, and a ledger of both in memory."""

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import Any

from pcbsales.boards.questions.answering import Given, answer_question
from pcbsales.boards.questions.asking import Asking, ask_one
from pcbsales.boards.questions.choices import Channel, QuestionClass
from pcbsales.boards.questions.question_values import Option
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.questions.suggestion import Suggestion
from pcbsales.boards.records import Part
from pcbsales.kernel.local_text import LocalProse
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.registry import catalogue
from scripts.sample.buyers import customers, people
from scripts.sample.firm import firm
from scripts.sample.memory import Memory, Numbers
from scripts.sample.questions import question_policies
from tests.boards.builders import taken_in

CHINA = timezone(timedelta(hours=8))
MASTERS = (*firm(), *customers(), *people(), *question_policies())
#: The reading of this part found no thickness, finish and colour.
PART = taken_in()
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=CHINA)


def moment(text: str) -> datetime:
    """``2026-11-25 10:00`` in China."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)


def ledger(*records: Record, part: Part = PART) -> Memory:
    """The firm, its customers, one part and *records*."""
    return Memory((*MASTERS, part, *records))


def after(snapshot: Memory, changes: ChangeSet | None) -> Memory:
    """*snapshot* with *changes* written."""
    assert changes is not None
    known = [record for found in snapshot._records.values() for record in found.values()]
    return Memory((*known, *changes.records))


def numbers() -> Numbers:
    """Ids from 1 on."""
    return Numbers(catalogue())


def option(letter: str, text: str = "as drawn", **sets: str) -> Option:
    """A closed answer."""
    return Option.model_validate({"id": letter, "text": {"en": text}, "sets": sets})


def asked(*options: Option, **changes: Any) -> Suggestion:
    """A question about the thickness, changed."""
    fields: dict[str, Any] = {
        "kind": QuestionClass.CONFLICT,
        "text": LocalProse(en="Which thickness?"),
        "options": options or (option("A", thickness_mm="1.6"), option("B", thickness_mm="1.2")),
        "blocking": True,
        **changes,
    }
    return Suggestion(**fields)


def asking(at: datetime = NOW, channel: Channel | None = Channel.MAIL) -> Asking:
    """Ma Rui asks by mail."""
    return Asking("MA", at, channel)


def raised(
    suggestion: Suggestion | None = None, *, part: Part = PART, by: Asking | None = None
) -> EngineeringQuestion:
    """A question that was put to HUAYI."""
    made = ask_one(
        ledger(part=part),
        numbers(),
        part=part.id,
        rev=None,
        asked=suggestion or asked(),
        asking=by or asking(),
    )
    return the_question(made)


def the_question(changes: ChangeSet) -> EngineeringQuestion:
    """The one question that a change set writes."""
    (found,) = (r for r in changes.records if isinstance(r, EngineeringQuestion))
    return found


def the_part(changes: ChangeSet) -> Part:
    """The one part that a change set writes."""
    (found,) = (r for r in changes.records if isinstance(r, Part))
    return found


def answered(
    question: EngineeringQuestion,
    *said: str,
    part: Part = PART,
    at: datetime = NOW + timedelta(hours=5),
    by: str | None = None,
    more: Iterable[Record] = (),
) -> ChangeSet:
    """The change set of an answer."""
    return answer_question(
        ledger(question, *more, part=part),
        question=question.id,
        given=Given(said, at, by),
        actor="MA",
        now=at,
    )
