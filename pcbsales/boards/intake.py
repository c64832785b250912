"""Taking a customer's package into a part's revision: figures, answers, and what must be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
from pcbsales.boards.records import (
    FabricationData,
    OpenQuestion,
    Part,
    Revision,
    RevisionChange,
    part_id,
)
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


@dataclass(frozen=True, slots=True)
class Intake:
    """A package to be taken in: whose part it is of, and what the customer says beside it.

    Changed data opens a revision, named *rev* or, with *revise*, by the part's own habit. Answers
    of *settings* (``KEY=VALUE``) close the questions they answer. *reason* and *reference* say why
    the data changed, and where the customer says so.
    """

    customer: str
    part_no: str
    package: ReceivedPackage
    rev: str | None = None
    revise: bool = False
    settings: Sequence[str] = ()
    reason: str | None = None
    reference: str | None = None

    @property
    def part(self) -> str:
        """The id of the part."""
        return part_id(self.customer, self.part_no)


def add_intake(snapshot: Snapshot, *, intake: Intake, actor: str, as_of: date) -> ChangeSet:
    """Take a package into a part: its current revision, if that waits for data, else a new one.

    A part that is not there is opened, with revision ``A`` when none is named. Of a new revision
    what was ordered is carried over, what the data contradicts is asked. The zip is kept by its
    hash. The customer's requirements answer what nothing else does.

    Raises:
        RefusedError: the part holds this package already, or another one and nothing says that a
            revision is to be opened.
        UsageError: a setting cannot be read.
    """
    part = snapshot.get(Part, intake.part)
    if part is None:
        require_new(snapshot, intake.customer, intake.part_no)
    revision = _receiving(part, intake.rev, intake.package, revise=intake.revise)
    base = part.current if part and revision is None else None
    answers, questions = settled_with(
        revision or base,
        intake.package.reading,
        read_settings(intake.settings),
        requirements_of(snapshot, intake.customer, as_of=as_of),
        is_new=base is not None,
        actor=actor,
        as_of=as_of,
    )
    filled = revised(
        revision,
        name_of_next(part, intake.rev) if part and base else intake.rev or FIRST_REVISION,
        answers,
        as_of=as_of,
        questions=with_new(questions, _repeated(snapshot, intake, revision, as_of)),
        fabrication=fabrication_from(intake.package),
        **_change(intake, base, actor),
    )
    return _taken_in(intake, part, filled)


def _change(intake: Intake, base: Revision | None, actor: str) -> dict[str, RevisionChange]:
    """Why the new revision follows *base*; nothing where it follows none."""
    if base is None:
        return {}
    reason, reference = intake.reason, intake.reference
    return {"change": change_after(base, actor=actor, reason=reason, reference=reference)}


def _taken_in(intake: Intake, part: Part | None, filled: Revision) -> ChangeSet:
    package = intake.package
    kept = (Attachment(package.digest, package.name, package.data),)
    subject = f"Take in {intake.part} revision {filled.rev}"
    if part is not None:
        updated = part.with_revision(filled)
        return ChangeSet("intake.add", subject, updates=(updated,), attachments=kept)
    opened = build_part(
        id=intake.part, customer=intake.customer, part_no=intake.part_no, revisions=(filled,)
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
    snapshot: Snapshot, intake: Intake, revision: Revision | None, as_of: date
) -> tuple[OpenQuestion, ...]:
    """A question for each revision that holds the same files, but for the one *revision* follows.

    One that was opened for another specification may well have the data of the one before.
    """
    package = intake.package
    change = revision.change if revision else None
    followed = (intake.part, change.after) if change else None
    return tuple(
        OpenQuestion(
            code="package.repeated",
            text=fill(
                _REPEATED if held.sha256 == package.digest else _ZIPPED_AGAIN,
                {"part": part.id, "rev": known.rev},
            ),
            asked=as_of,
        )
        for part in snapshot.where(Part, customer=intake.customer)
        for known in part.revisions
        if (held := known.fabrication) is not None
        and (part.id, known.rev) != followed
        and (held.sha256 == package.digest or is_same_content(held.files, package.reading.files))
    )
