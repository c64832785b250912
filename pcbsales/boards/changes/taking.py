"""What stands when a package's data meets what was ordered and what the customer requires."""

from datetime import date
from typing import Any

from pcbsales.boards.changes.required import NOT_GIVEN, applied
from pcbsales.boards.changes.revising import ordered
from pcbsales.boards.choices import Source
from pcbsales.boards.fabrication.reading import FabricationReading
from pcbsales.boards.part import answered_by_keys, with_new
from pcbsales.boards.received_data import question_from, specification_from
from pcbsales.boards.reconciliation import Answers, settle
from pcbsales.boards.records import OpenQuestion, Revision
from pcbsales.boards.specification import Specification
from pcbsales.customers.profile.records import Requirement


def settled_with(
    revision: Revision | None,
    reading: FabricationReading,
    settings: dict[str, Any],
    required: tuple[Requirement, ...],
    *,
    is_new: bool,
    actor: str,
    as_of: date,
) -> tuple[Answers, tuple[OpenQuestion, ...]]:
    """The answers that stand when data, earlier answers and *settings* meet, and what is asked.

    *revision* is the one that is filled, or with *is_new* the one that the new revision follows:
    of its questions those count that are asked again in the same words.
    """
    known, unreadable = specification_from(reading, as_of=as_of)
    stated = _stated(revision, settings, is_new=is_new)
    asked = (*unreadable, *(question_from(q.code, q.text, as_of) for q in reading.questions))
    unsure = {question.key for question in asked}
    read = {
        key: value
        for key, value in known.values.items()
        if key not in stated.values or key not in unsure
    }
    wish = {key: stated.values[key] for key in ("on_conflict",) if key in stated.values}
    settled = settle(
        stated,
        read,
        on_conflict=Specification.model_validate(wish).on_conflict,
        actor=actor,
        as_of=as_of,
    )
    disputes = settled.questions
    answers = _decided_before(revision, stated, settled.answers, disputes)
    given = Specification.model_validate(answers.values)
    earlier = answered_by_keys(
        revision.questions if revision else (), given, settings, actor=actor, as_of=as_of
    )
    left = [question for question in asked if question.key not in stated.values]
    not_given = {question.key for question in left if question.code.endswith(NOT_GIVEN)}
    contested = {question.key for question in (*disputes, *unreadable, *left)} - (
        not_given - {question.key for question in unreadable}
    )
    found = applied(answers, required, unsure=contested, as_of=as_of)
    left = [question for question in left if question.key not in found.assumed]
    now = (*disputes, *left, *found.questions)
    if is_new:
        words = {(question.code, question.text) for question in now}
        earlier = tuple(question for question in earlier if (question.code, question.text) in words)
    return found.answers, with_new(earlier, now)


def _decided_before(
    revision: Revision | None,
    stated: Answers,
    answers: Answers,
    disputes: tuple[OpenQuestion, ...],
) -> Answers:
    """*answers* with what the customer decided in the same dispute before."""
    asked = revision.questions if revision else ()
    decided = {(question.code, question.text) for question in asked if not question.is_open}
    again = {
        key: stated.values[key]
        for question in disputes
        if (key := question.key or "") in stated.values
        and (question.code, question.text) in decided
    }
    values = {**answers.values, **again}
    sources = {**answers.sources, **{key: stated.sources[key] for key in again}}
    return Answers(values, sources)


def _stated(revision: Revision | None, settings: dict[str, Any], *, is_new: bool) -> Answers:
    """What the customer has stated so far, and states now; of an older revision what it ordered."""
    before = ordered(revision, with_data=not is_new) if revision else Answers()
    values = {
        key: value for key, value in {**before.values, **settings}.items() if value is not None
    }
    sources = {**before.sources, **dict.fromkeys(settings, Source.CUSTOMER)}
    return Answers(values, {key: sources.get(key, Source.CUSTOMER) for key in values})
