"""Raising questions about a part's revision, and recording that they were put to the customer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from pydantic import ValidationError

from pcbsales.boards.part import require_part, require_revision
from pcbsales.boards.questions.choices import Channel, QuestionEventKind
from pcbsales.boards.questions.policy import answer_due
from pcbsales.boards.questions.question_values import KeptFile, Put, QuestionEvent
from pcbsales.boards.questions.reading import suggested_by_reading
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.questions.suggestion import NO_WISHES, Suggestion, Wishes
from pcbsales.boards.questions.waiting import questions_about
from pcbsales.boards.records import Part, Revision
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.field_errors import refused
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.kernel.snapshot import Ids, Snapshot

_ACTION = "eq.ask"


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks and when; with ``channel`` the customer was asked at once, ``at`` that moment."""

    actor: str
    at: datetime
    channel: Channel | None = None
    pictures: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class _About:
    part: Part
    revision: Revision


def ask_one(
    snapshot: Snapshot, ids: Ids, *, part: str, rev: str | None, asked: Suggestion, asking: Asking
) -> ChangeSet:
    """Raise the question *asked* about *part*'s revision *rev*, the current one for None.

    Raises:
        RefusedError: An open question asks the same already.
        UsageError: There is no such part or revision.
    """
    before = require_part(snapshot, part)
    revision = require_revision(before, rev)
    known = [q for q in questions_about(snapshot, part, revision.rev) if q.is_open]
    if twin := next((q for q in known if q.text == asked.text), None):
        raise RefusedError("{question} asks that already", question=twin.id)
    return _raised(snapshot, ids, _About(before, revision), [asked], asking)


def ask_from(
    snapshot: Snapshot,
    ids: Ids,
    *,
    part: str,
    rev: str | None,
    codes: Sequence[str] | None,
    found: Iterable[Suggestion] = (),
    wishes: Wishes = NO_WISHES,
    asking: Asking,
) -> ChangeSet:
    """Raise the questions of these *codes* that the reading left open, or all of them for None.

    A code's first word stands for all that begin with it. *found* are what other checks suggest:
    they are raised by their codes alone. What an open question asks already is left out.

    Raises:
        RefusedError: Nothing is left to ask; it names the codes there are.
        UsageError: There is no such part or revision.
    """
    before = require_part(snapshot, part)
    revision = require_revision(before, rev)
    offered = [*suggested_by_reading(revision), *(found if codes is not None else ())]
    asked = {q.text.en for q in questions_about(snapshot, part, revision.rev) if q.is_open}
    wanted = [s for s in offered if codes is None or _is_of(s.code or "", codes)]
    left = [wishes.applied_to(s) for s in wanted if s.text.en not in asked]
    if not left:
        raise _nothing_to_ask(before, revision, offered, wanted)
    return _raised(snapshot, ids, _About(before, revision), left, asking)


def put_to(
    snapshot: Snapshot, question: EngineeringQuestion, *, at: datetime, by: str, channel: Channel
) -> EngineeringQuestion:
    """*question* as it went to the customer: the first time with a deadline, then chased."""
    if question.put is not None:
        return with_event(question, at=at, by=by, kind=QuestionEventKind.CHASED)
    due = answer_due(snapshot, question.customer, at)
    put = Put(at=at, by=by, channel=channel, deadline=due)
    return with_event(question, at=at, by=by, kind=QuestionEventKind.PUT, put=put)


def with_event(
    question: EngineeringQuestion,
    *,
    at: datetime,
    by: str,
    kind: QuestionEventKind,
    text: str | None = None,
    **changed: Any,
) -> EngineeringQuestion:
    """*question* with *changed* fields and one more event; RefusedError if that is not sound."""
    event = QuestionEvent(at=at, by=by, kind=kind, text=text)
    fields = {**dict(question), **changed, "events": (*question.events, event)}
    return built(**fields)


def built(**fields: Any) -> EngineeringQuestion:
    """A question of these fields; RefusedError names the field that is not what it must be."""
    try:
        return EngineeringQuestion.model_validate(fields)
    except ValidationError as error:
        raise refused(EngineeringQuestion, error) from None


def _is_of(code: str, wanted: Sequence[str]) -> bool:
    return any(code == word or code.startswith(f"{word}.") for word in wanted)


def _raised(
    snapshot: Snapshot,
    ids: Ids,
    about: _About,
    asked: Iterable[Suggestion],
    asking: Asking,
) -> ChangeSet:
    raised = tuple(_question(snapshot, ids, about, one, asking) for one in asked)
    subject = f"Ask {raised[0].id}" + (f" to {raised[-1].id}" if len(raised) > 1 else "")
    return ChangeSet(
        _ACTION, f"{subject} about {about.part.id}", adds=raised, attachments=asking.pictures
    )


def _question(
    snapshot: Snapshot, ids: Ids, about: _About, asked: Suggestion, asking: Asking
) -> EngineeringQuestion:
    event = QuestionEvent(at=asking.at, by=asking.actor, kind=QuestionEventKind.ASKED)
    question = built(
        id=ids.next(EngineeringQuestion, year=asking.at.year),
        customer=about.part.customer,
        part=about.part.id,
        revision=about.revision.rev,
        kind=asked.kind,
        text=asked.text,
        code=asked.code,
        key=asked.key,
        options=asked.options,
        proposed=asked.proposed,
        place=asked.place,
        pictures=tuple(KeptFile(name=p.name, sha256=p.sha256) for p in asking.pictures),
        blocking=asked.blocking,
        raised_by=asking.actor,
        raised_at=asking.at,
        events=(event,),
    )
    if asking.channel is None:
        return question
    return put_to(snapshot, question, at=asking.at, by=asking.actor, channel=asking.channel)


def _nothing_to_ask(
    part: Part, revision: Revision, offered: Sequence[Suggestion], wanted: Sequence[Suggestion]
) -> RefusedError:
    if wanted:
        return RefusedError(
            "all of it is asked already about {part} revision {rev}; see: pcbsales eq list",
            part=part.id,
            rev=revision.rev,
        )
    if not offered:
        return RefusedError(
            "the data and order of {part} revision {rev} leave nothing open",
            part=part.id,
            rev=revision.rev,
        )
    codes = [code for code, _ in groupby(sorted(s.code or "" for s in offered)) if code]
    return RefusedError(
        "{part} revision {rev} leaves nothing of that code open; open are {codes}",
        part=part.id,
        rev=revision.rev,
        codes=", ".join(codes) or "-",
    )
