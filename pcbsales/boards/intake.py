"""Taking a customer's package into a part's revision: figures, answers, and what must be asked."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pcbsales.boards.choices import Source
from pcbsales.boards.fabrication.reading import FabricationReading
from pcbsales.boards.part import (
    FIRST_REVISION,
    answered_by_keys,
    build_part,
    require_new,
    revised,
    with_new,
)
from pcbsales.boards.received_data import (
    ReceivedPackage,
    fabrication_from,
    question_from,
    specification_from,
)
from pcbsales.boards.reconciliation import Answers, settle
from pcbsales.boards.records import OpenQuestion, Part, Revision, part_id
from pcbsales.boards.setting import read_settings
from pcbsales.boards.specification import Specification
from pcbsales.kernel.errors import MessageId, RefusedError, fill
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.kernel.snapshot import Snapshot

_REPEATED: MessageId = (
    "The package is byte for byte that of {part} revision {rev}. Is it the same board, and which "
    "of the two is valid?"
)


def add_intake(
    snapshot: Snapshot,
    *,
    customer: str,
    part_no: str,
    rev: str | None = None,
    package: ReceivedPackage,
    settings: Sequence[str] = (),
    actor: str,
    as_of: date,
) -> ChangeSet:
    """Take *package* into revision *rev* (``A`` when not named) of a part.

    Opens the part or the revision; a revision opened without data is filled. The zip is kept by
    its hash. Answers of *settings* (``KEY=VALUE``) close the questions they answer; where they
    contradict the data the key stays open and is asked.

    Raises:
        RefusedError: the revision holds this package already, or another one.
        UsageError: a setting cannot be read.
    """
    part = snapshot.get(Part, part_id(customer, part_no))
    if part is None:
        require_new(snapshot, customer, part_no)
    revision = _receiving(part, rev, package)
    taken = _taken(revision, package.reading, read_settings(settings), actor=actor, as_of=as_of)
    repeated = _repeated(snapshot.where(Part, customer=customer), package.digest, as_of)
    filled = revised(
        revision,
        rev or FIRST_REVISION,
        taken[0],
        as_of=as_of,
        questions=with_new(taken[1], repeated),
        fabrication=fabrication_from(package),
    )
    kept = (Attachment(package.digest, package.name, package.data),)
    subject = f"Take in {part_id(customer, part_no)} revision {filled.rev}"
    if part is not None:
        updated = part.with_revision(filled)
        return ChangeSet("intake.add", subject, updates=(updated,), attachments=kept)
    opened = build_part(
        id=part_id(customer, part_no), customer=customer, part_no=part_no, revisions=(filled,)
    )
    return ChangeSet("intake.add", subject, adds=(opened,), attachments=kept)


def open_questions(changes: ChangeSet) -> tuple[OpenQuestion, ...]:
    """What is to be asked of the customer about the revision that *changes* took a package into."""
    kept = {attachment.sha256 for attachment in changes.attachments}
    return tuple(
        question
        for part in changes.records
        if isinstance(part, Part)
        for revision in part.revisions
        if revision.fabrication is not None and revision.fabrication.sha256 in kept
        for question in revision.open_questions
    )


def _receiving(part: Part | None, rev: str | None, package: ReceivedPackage) -> Revision | None:
    """The revision that takes the package, None for a new one; refused where one holds data."""
    revision = part.revision(rev or FIRST_REVISION) if part else None
    if part is None or revision is None or revision.fabrication is None:
        return revision
    held = revision.fabrication
    if held.sha256 == package.digest:
        raise RefusedError(
            "{package} is in {part} revision {rev} already: byte for byte {held}, "
            "received {received}",
            package=package.name,
            part=part.id,
            rev=revision.rev,
            held=held.package,
            received=held.received.date().isoformat(),
        )
    raise RefusedError(
        "{part} revision {rev} holds another package, {held}; changed data is a new revision: "
        "open it with --rev (there are {revisions})",
        part=part.id,
        rev=revision.rev,
        held=held.package,
        revisions=", ".join(known.rev for known in part.revisions),
    )


def _taken(
    revision: Revision | None,
    reading: FabricationReading,
    settings: dict[str, Any],
    *,
    actor: str,
    as_of: date,
) -> tuple[Answers, tuple[OpenQuestion, ...]]:
    """The answers that stand when data, earlier answers and *settings* meet, and what is asked."""
    known, unreadable = specification_from(reading, as_of=as_of)
    stated = _stated(revision, settings)
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
    given = Specification.model_validate(settled.answers.values)
    earlier = answered_by_keys(
        revision.questions if revision else (), given, settings, actor=actor, as_of=as_of
    )
    left = (question for question in asked if question.key not in stated.values)
    return settled.answers, with_new(earlier, (*settled.questions, *left))


def _stated(revision: Revision | None, settings: dict[str, Any]) -> Answers:
    """What the customer has stated so far, and states now."""
    before = revision.specification.given() if revision else {}
    sources = dict(revision.sources) if revision else {}
    values = {key: value for key, value in {**before, **settings}.items() if value is not None}
    return Answers(values, {key: sources.get(key, Source.CUSTOMER) for key in values})


def _repeated(parts: Iterable[Part], digest: str, as_of: date) -> tuple[OpenQuestion, ...]:
    """A question for each revision that holds the same package."""
    return tuple(
        OpenQuestion(
            code="package.repeated",
            text=fill(_REPEATED, {"part": part.id, "rev": revision.rev}),
            asked=as_of,
        )
        for part in parts
        for revision in part.revisions
        if revision.fabrication is not None and revision.fabrication.sha256 == digest
    )
