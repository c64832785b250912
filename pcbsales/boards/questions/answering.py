"""The customer's answer: taken only where it answers, and made a specification in one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pcbsales.boards.part import require_part, require_revision, respecified
from pcbsales.boards.questions.asking import with_event
from pcbsales.boards.questions.choices import QuestionClass, QuestionEventKind
from pcbsales.boards.questions.policy import policy_for
from pcbsales.boards.questions.question_values import Closing, KeptFile, Option, QuestionAnswer
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.records import OpenQuestion, Part, Revision
from pcbsales.boards.setting import read_settings, read_value, write_value
from pcbsales.customers.records import Person
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.kernel.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Given:
    """What came back: as typed, from which person, when, and the files that prove it."""

    said: tuple[str, ...]
    at: datetime
    by: str | None = None
    evidence: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What an answer is: an option, values by key, or words."""

    option: Option | None = None
    words: str | None = None
    sets: tuple[tuple[str, str], ...] = ()


def answer_question(
    snapshot: Snapshot, *, question: str, given: Given, actor: str, now: datetime
) -> ChangeSet:
    """Take the answer to *question*; what it specifies goes into the part's revision with it.

    An answer is an option's letter, ``KEY=VALUE`` or words. Where an input is missing, words are
    none: they give nothing to build from.

    Raises:
        RefusedError: The question is answered or closed, or the answer is none to it.
        UsageError: There is no such question, or a value cannot be read.
    """
    before = require_open(snapshot, question)
    part = require_part(snapshot, before.part)
    revision = require_revision(part, before.revision)
    _require_theirs(snapshot, before, given.by)
    meaning = _meaning(before, given.said)
    _require_an_answer(snapshot, before, revision, meaning, given.at)
    answer = QuestionAnswer(
        at=given.at,
        by=given.by,
        recorded_at=now,
        recorded_by=actor,
        option=meaning.option.id if meaning.option else None,
        words=meaning.words,
        sets=dict(meaning.sets),
        evidence=tuple(KeptFile(name=f.name, sha256=f.sha256) for f in given.evidence),
    )
    kind = QuestionEventKind.ANSWERED
    after = with_event(before, at=now, by=actor, kind=kind, answer=answer)
    specified = _specified(part, revision, after, answer)
    return ChangeSet(
        "eq.answer",
        f"Answer {before.id}",
        updates=(after, *([specified] if specified != part else [])),
        attachments=given.evidence,
    )


def close_question(
    snapshot: Snapshot, *, question: str, reason: str, actor: str, now: datetime
) -> ChangeSet:
    """Withdraw *question*, or close it where it needs no answer any more; RefusedError if ended."""
    before = require_open(snapshot, question)
    if not reason.strip():
        raise UsageError("a question is closed with a reason; give --reason TEXT")
    closing = Closing(at=now, by=actor, reason=reason.strip())
    kind = QuestionEventKind.CLOSED
    after = with_event(before, at=now, by=actor, kind=kind, closed=closing)
    return ChangeSet("eq.close", f"Close {before.id}", updates=(after,))


def require_open(snapshot: Snapshot, question: str) -> EngineeringQuestion:
    """The question of that id; RefusedError if it is answered or closed, UsageError if none."""
    found = snapshot.get(EngineeringQuestion, question)
    if found is None:
        raise UsageError("there is no question {question}", question=question)
    if found.answer is not None:
        raise RefusedError(
            "{question} was answered on {day}; what the customer says otherwise is a new question",
            question=found.id,
            day=found.answer.at.date(),
        )
    if found.closed is not None:
        raise RefusedError(
            "{question} was closed on {day}; ask again with: pcbsales eq ask",
            question=found.id,
            day=found.closed.at.date(),
        )
    return found


def inputs_missing(question: EngineeringQuestion, revision: Revision) -> bool:
    """Whether *question* asks for what the board cannot be built without and nobody has given."""
    given = revision.specification.given()
    return question.kind is QuestionClass.DATA or any(
        key not in given for key in question.asked_keys
    )


def _require_theirs(snapshot: Snapshot, question: EngineeringQuestion, person: str | None) -> None:
    found = snapshot.get(Person, person) if person else None
    if found is not None and found.customer != question.customer:
        raise RefusedError(
            "{person} is with {other}, not with {customer}",
            person=found.id,
            other=found.customer,
            customer=question.customer,
        )


def _meaning(question: EngineeringQuestion, said: Sequence[str]) -> _Meaning:
    """What *said* means; several words are an answer only as values by key."""
    if len(said) == 1 and (option := question.option(said[0])):
        return _Meaning(option, sets=tuple(option.sets.items()))
    if said and all("=" in text for text in said):
        values = read_settings(said)
        sets = [(key, write_value(value)) for key, value in values.items() if value is not None]
        return _Meaning(sets=tuple(sets))
    words = " ".join(said).strip()
    if not words:
        raise UsageError("give the answer: an option's letter, KEY=VALUE, or words")
    if len(words) == 1 and words.isascii():
        raise RefusedError(
            "{question} has no option {letter}; accepted are: {answers}",
            question=question.id,
            letter=words.upper(),
            answers=_accepted(question),
        )
    return _Meaning(words=words)


def _require_an_answer(
    snapshot: Snapshot,
    question: EngineeringQuestion,
    revision: Revision,
    meaning: _Meaning,
    at: datetime,
) -> None:
    """RefusedError where *meaning* leaves what *question* asks as unknown as it was."""
    if meaning.option is not None:
        return
    if meaning.words is None:
        keys = question.asked_keys
        if keys and not {key for key, _ in meaning.sets} & set(keys):
            raise RefusedError(
                "{question} asks for {keys}; accepted are: {answers}",
                question=question.id,
                keys=", ".join(keys),
                answers=_accepted(question),
            )
        return
    if not inputs_missing(question, revision):
        return
    policy = policy_for(snapshot, question.customer, as_of=at.date())
    if question.options or question.asked_keys or policy.answers_nothing(meaning.words):
        raise RefusedError(
            "an input is missing, and {words} does not give it, so {question} stays open; "
            "accepted are: {answers}; or take corrected data in and close it",
            words=repr(meaning.words),
            question=question.id,
            answers=_accepted(question),
        )


def _accepted(question: EngineeringQuestion) -> str:
    """The answers that *question* takes: its letters and its keys; else words."""
    letters = [option.id for option in question.options]
    keys = [f"{key}=…" for key in question.asked_keys]
    return ", ".join((*letters, *keys)) or "…"


def _specified(
    part: Part, revision: Revision, question: EngineeringQuestion, answer: QuestionAnswer
) -> Part:
    """*part* with what *answer* specifies; the reading's question that it answers is closed too."""
    day = answer.at.date()
    stated = {key: read_value(key, value) for key, value in answer.sets.items()}
    settled = respecified(
        revision, stated, settled=set(stated), actor=answer.recorded_by, as_of=day
    )
    was_open = {(q.code, q.text) for q in revision.open_questions}
    questions = tuple(
        _signed(q, question, answer) if (q.code, q.text) in was_open else q
        for q in settled.questions
    )
    after = settled.model_copy(update={"questions": questions})
    return part.with_revision(after) if after != revision else part


def _signed(
    asked: OpenQuestion, question: EngineeringQuestion, answer: QuestionAnswer
) -> OpenQuestion:
    """*asked* with the id of the *question* that answered it, if it did."""
    same = (asked.code, asked.text) == (question.code, question.text.en)
    if asked.is_open and not same:
        return asked
    chosen = question.option(answer.option) if answer.option else None
    said = asked.answer or answer.words or (str(chosen.text) if chosen else None)
    values = ", ".join(f"{key}={value}" for key, value in answer.sets.items())
    signed = f"{question.id}: {said or values}"
    day = max(answer.at.date(), asked.asked)
    return asked.answer_with(signed, by=answer.recorded_by, on=day)
