"""Opening parts and answering what their specification leaves open."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pcbsales.boards.changes.required import applied, contradictions
from pcbsales.boards.choices import OnConflict, Source
from pcbsales.boards.reconciliation import Answers, settle
from pcbsales.boards.records import OpenQuestion, Part, Revision, part_id
from pcbsales.boards.setting import read_settings, split_setting, write_value
from pcbsales.boards.specification import Specification, terms
from pcbsales.customers.profile.profile import requirements_of
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.field_errors import built
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Snapshot

FIRST_REVISION = "A"


def open_part(
    snapshot: Snapshot,
    *,
    customer: str,
    part_no: str,
    rev: str | None = None,
    customer_pn: str | None = None,
    description: str | None = None,
    settings: Sequence[str] = (),
    as_of: date,
) -> ChangeSet:
    """Open a part of *customer* with its first revision, before any data has come.

    What the customer requires of every board is assumed where *settings* do not say it, and asked
    about where they contradict it.

    Raises:
        RefusedError: the part exists, or its number is none.
        UsageError: a setting cannot be read.
    """
    require_new(snapshot, customer, part_no)
    given = {key: value for key, value in read_settings(settings).items() if value is not None}
    required = requirements_of(snapshot, customer, as_of=as_of)
    found = applied(Answers.all_from(Source.CUSTOMER, given), required, as_of=as_of)
    revision = revised(
        None, rev or FIRST_REVISION, found.answers, as_of=as_of, questions=found.questions
    )
    part = build_part(
        id=part_id(customer, part_no),
        customer=customer,
        part_no=part_no,
        customer_pn=customer_pn,
        description=description,
        revisions=(revision,),
    )
    return ChangeSet("part.new", f"Open part {part.id}", adds=(part,))


def set_specification(
    snapshot: Snapshot,
    *,
    part: str,
    rev: str | None = None,
    settings: Sequence[str],
    actor: str,
    as_of: date,
) -> ChangeSet:
    """Take the customer's answers to *part*'s revision *rev* (the current one when not named).

    ``KEY=VALUE`` sets a key and answers the questions that it answers; ``CODE=TEXT`` answers the
    questions of that code in words; ``KEY=`` takes an answer back. What contradicts the data is
    not taken but asked; given once more after that, it stands. What contradicts the customer's own
    requirements is taken, and asked about.

    Raises:
        RefusedError: no such open question, or nothing would change.
        UsageError: no such part or revision, or a key or value is none.
    """
    before = require_part(snapshot, part)
    revision = require_revision(before, rev)
    in_words = [split_setting(text) for text in settings if "." in text.partition("=")[0]]
    stated = read_settings(text for text in settings if "." not in text.partition("=")[0])
    questions = _answered_in_words(revision, in_words, actor=actor, as_of=as_of)
    asked = revision.model_copy(update={"questions": questions})
    after = respecified(asked, stated, actor=actor, as_of=as_of)
    required = requirements_of(snapshot, before.customer, as_of=as_of)
    contradicted = contradictions(required, after.specification.given(), only=stated, as_of=as_of)
    after = after.model_copy(update={"questions": with_new(after.questions, contradicted)})
    if after == revision:
        raise RefusedError(
            "{part} revision {rev} says so already; nothing would change",
            part=before.id,
            rev=revision.rev,
        )
    subject = f"Specify part {before.id} revision {revision.rev}"
    return ChangeSet("part.spec", subject, updates=(before.with_revision(after),))


def respecified(
    revision: Revision,
    stated: Mapping[str, Any],
    *,
    settled: Collection[str] = (),
    actor: str,
    as_of: date,
) -> Revision:
    """*revision* with what the customer has *stated* by key (None: taken back).

    It answers the questions of these keys. What contradicts the data is not taken but asked,
    unless the key is *settled*, or was asked about already: then the customer has decided.

    Raises RefusedError where a field is not what it must be.
    """
    disputed = {*settled, *(question.key for question in revision.open_questions)}
    after = _restated(revision, stated, disputed, actor=actor, as_of=as_of)
    questions = answered_by_keys(
        revision.questions, after.specification, stated, actor=actor, as_of=as_of
    )
    return after.model_copy(update={"questions": with_new(questions, after.questions)})


def require_new(snapshot: Snapshot, customer: str, part_no: str) -> None:
    """RefusedError if *customer* has a part of this number, in whatever case, or it is none."""
    if part_no != part_no.strip() or not part_no:
        raise RefusedError(
            "{part_no} is no part number; give one without blanks around it", part_no=repr(part_no)
        )
    wanted = part_id(customer, part_no).casefold()
    for part in snapshot.where(Part, customer=customer):
        if part.id.casefold() == wanted:
            raise RefusedError("{part} is already a part; its number is taken", part=part.id)


def require_part(snapshot: Snapshot, part: str) -> Part:
    """The part of that id; UsageError if there is none."""
    found = snapshot.get(Part, part)
    if found is None:
        raise UsageError("there is no part {part}", part=part)
    return found


def require_revision(part: Part, rev: str | None) -> Revision:
    """*part*'s revision *rev*, the current one for None; UsageError names those there are."""
    found = part.current if rev is None else part.revision(rev)
    if found is None:
        raise UsageError(
            "{part} has no revision {rev}; revisions are {revisions}",
            part=part.id,
            rev=rev,
            revisions=", ".join(revision.rev for revision in part.revisions),
        )
    return found


def revised(
    revision: Revision | None, rev: str, answers: Answers, *, as_of: date, **data: Any
) -> Revision:
    """*revision* (or a new one named *rev*) with exactly these answers; *data* are further fields.

    Raises RefusedError where a field is not what it must be.
    """
    given = {key: value for key, value in answers.values.items() if value is not None}
    known = Specification.model_validate({key: given[key] for key in terms() if key in given})
    sources = {key: answers.sources[key] for key in known.given() if key in answers.sources}
    fields = {"rev": rev, "opened": as_of} if revision is None else dict(revision)
    return built(Revision, **{**fields, "specification": known, "sources": sources, **data})


def build_part(**fields: Any) -> Part:
    """A part of these fields; RefusedError names the field that is not what it must be."""
    return built(Part, **{key: value for key, value in fields.items() if value})


def with_new(
    questions: Iterable[OpenQuestion], more: Iterable[OpenQuestion]
) -> tuple[OpenQuestion, ...]:
    """*questions* and those of *more* that have not been asked in the same words."""
    asked: dict[tuple[str, str], OpenQuestion] = {}
    for question in (*questions, *more):
        asked.setdefault((question.code, question.text), question)
    return tuple(asked.values())


def answered_by_keys(
    questions: Iterable[OpenQuestion],
    specification: Specification,
    stated: Mapping[str, Any],
    *,
    actor: str,
    as_of: date,
) -> tuple[OpenQuestion, ...]:
    """*questions*, those answered by a *stated* key that the *specification* took now closed."""
    given = specification.given()
    return tuple(
        question.answer_with(f"{question.key}={write_value(given[key])}", by=actor, on=as_of)
        if question.is_open and (key := question.key) in stated and key in given
        else question
        for question in questions
    )


def _restated(
    revision: Revision,
    stated: Mapping[str, Any],
    disputed: set[str | None],
    *,
    actor: str,
    as_of: date,
) -> Revision:
    """*revision* with what is *stated* now; its questions are the new disagreements only."""
    known = Answers(revision.specification.given(), dict(revision.sources))
    kept = {key: value for key, value in known.values.items() if key not in stated}
    read = {key: value for key, value in known.only(Source.DATA).items() if key not in disputed}
    given = {key: value for key, value in stated.items() if value is not None}
    on_conflict = given.get("on_conflict", revision.specification.on_conflict)
    settled = settle(
        Answers.all_from(Source.CUSTOMER, given),
        {key: value for key, value in read.items() if key in given},
        on_conflict=on_conflict if isinstance(on_conflict, OnConflict) else OnConflict.ASK,
        actor=actor,
        as_of=as_of,
    )
    answers = Answers(
        {**kept, **settled.answers.values}, {**known.sources, **settled.answers.sources}
    )
    return revised(revision, revision.rev, answers, as_of=as_of, questions=settled.questions)


def _answered_in_words(
    revision: Revision, answers: Iterable[tuple[str, str]], *, actor: str, as_of: date
) -> tuple[OpenQuestion, ...]:
    questions = revision.questions
    for code, words in answers:
        if not words or code not in {question.code for question in revision.open_questions}:
            raise RefusedError(
                "{code}=TEXT answers no open question of revision {rev}; open are {codes}",
                code=code,
                rev=revision.rev,
                codes=", ".join(dict.fromkeys(q.code for q in revision.open_questions)) or "-",
            )
        questions = tuple(
            question.answer_with(words, by=actor, on=as_of)
            if question.is_open and question.code == code
            else question
            for question in questions
        )
    return questions
