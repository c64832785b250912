"""Taking a customer's package into a part's revision: figures, answers, and what must be asked."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pcbsales.boards.changes.packages import is_same_content
from pcbsales.boards.changes.revising import change_after, name_of_next
from pcbsales.boards.changes.taking import settled_with
from pcbsales.boards.part import (
    FIRST_REVISION,
    build_part,
    require_new,
    revised,
    with_new,
)
from pcbsales.boards.received_data import (
    ReceivedPackage,
    fabrication_from,
)
from pcbsales.boards.records import FabricationData, OpenQuestion, Part, Revision, part_id
from pcbsales.boards.setting import read_settings
from pcbsales.customers.profile.profile import requirements_of
from pcbsales.kernel.errors import MessageId, RefusedError, fill
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.kernel.snapshot import Snapshot

_REPEATED: MessageId = (
    "The package is byte for byte that of {part} revision {rev}. Is it the same board, and which "
    "of the two is valid?"
)
_ZIPPED_AGAIN: MessageId = (
    "The package holds the same files as that of {part} revision {rev}. Is it the same board, and "
    "which of the two is valid?"
)


def add_intake(
    snapshot: Snapshot,
    *,
    customer: str,
    part_no: str,
    rev: str | None = None,
    revise: bool = False,
    package: ReceivedPackage,
    settings: Sequence[str] = (),
    reason: str | None = None,
    reference: str | None = None,
    actor: str,
    as_of: date,
) -> ChangeSet:
    """Take *package* into a part: its current revision, if that waits for data, else a new one.

    Opens the part with *rev* (``A`` when not named). Changed data opens a revision, named *rev* or
    by the part's own habit if *revise* says so: what was ordered is carried over, what the data
    contradicts is asked. The zip is kept by its hash. Answers of *settings* (``KEY=VALUE``) close
    the questions they answer. The customer's requirements answer what nothing else does.

    Raises:
        RefusedError: the part holds this package already, or another one and nothing says that a
            revision is to be opened.
        UsageError: a setting cannot be read.
    """
    part = snapshot.get(Part, part_id(customer, part_no))
    if part is None:
        require_new(snapshot, customer, part_no)
    revision = _receiving(part, rev, package, revise=revise)
    base = part.current if part and revision is None else None
    answers, questions = settled_with(
        revision or base,
        package.reading,
        read_settings(settings),
        requirements_of(snapshot, customer, as_of=as_of),
        is_new=base is not None,
        actor=actor,
        as_of=as_of,
    )
    change = revision.change if revision else None
    followed = (part_id(customer, part_no), change.after) if change else None
    repeated = _repeated(snapshot.where(Part, customer=customer), package, followed, as_of)
    extra: dict[str, Any] = {}
    if base is not None:
        extra["change"] = change_after(base, actor=actor, reason=reason, reference=reference)
    filled = revised(
        revision,
        name_of_next(part, rev) if part and base else rev or FIRST_REVISION,
        answers,
        as_of=as_of,
        questions=with_new(questions, repeated),
        fabrication=fabrication_from(package),
        **extra,
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


def superseded_by(part: Part | None, rev: str | None, package: ReceivedPackage) -> Revision | None:
    """The revision whose data *package* would change; None where it fills one, or opens the part.

    Raises RefusedError where the part holds this very package.
    """
    if part is None or _receiving(part, rev, package, revise=True) is not None:
        return None
    return part.current if part.current.fabrication is not None else None


def _receiving(
    part: Part | None, rev: str | None, package: ReceivedPackage, *, revise: bool
) -> Revision | None:
    """The revision that takes the package, None for a new one; refused where one holds data."""
    if part is None:
        return None
    revision = part.current if rev is None else part.revision(rev)
    if revision is None or revision.fabrication is None:
        return revision
    _refuse_again(part, revision, revision.fabrication, package)
    if revise and rev is None:
        return None
    raise RefusedError(
        "{part} revision {rev} holds another package, {held}; changed data is a new revision: "
        "open it with --revise, or name it with --rev (there are {revisions})",
        part=part.id,
        rev=revision.rev,
        held=revision.fabrication.package,
        revisions=", ".join(known.rev for known in part.revisions),
    )


def _refuse_again(
    part: Part, revision: Revision, held: FabricationData, package: ReceivedPackage
) -> None:
    """RefusedError where *held* is the package, to the byte or file by file."""
    told = {
        "package": package.name,
        "part": part.id,
        "rev": revision.rev,
        "held": held.package,
        "received": held.received.date().isoformat(),
    }
    if held.sha256 == package.digest:
        raise RefusedError(
            "{package} is in {part} revision {rev} already: byte for byte {held}, "
            "received {received}",
            **told,
        )
    if is_same_content(held.files, package.reading.files):
        raise RefusedError(
            "{package} is in {part} revision {rev} already: the same files as {held}, "
            "received {received}, zipped once more",
            **told,
        )


def _repeated(
    parts: Iterable[Part],
    package: ReceivedPackage,
    followed: tuple[str, str] | None,
    as_of: date,
) -> tuple[OpenQuestion, ...]:
    """A question for each revision that holds the same files; none for that which it *followed*.

    A revision that was opened for another specification may well have the data of the one before.
    """
    return tuple(
        OpenQuestion(
            code="package.repeated",
            text=fill(
                _REPEATED if held.sha256 == package.digest else _ZIPPED_AGAIN,
                {"part": part.id, "rev": revision.rev},
            ),
            asked=as_of,
        )
        for part in parts
        for revision in part.revisions
        if (held := revision.fabrication) is not None
        and (part.id, revision.rev) != followed
        and (held.sha256 == package.digest or is_same_content(held.files, package.reading.files))
    )
