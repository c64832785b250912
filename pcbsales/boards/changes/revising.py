"""Opening a part's next revision: what it is called, what it carries over, what is asked again."""

import re
from collections.abc import Sequence
from datetime import date

from pcbsales.boards.changes.required import NOT_GIVEN, applied
from pcbsales.boards.choices import Source
from pcbsales.boards.part import (
    require_part,
    respecified,
    revised,
    with_new,
)
from pcbsales.boards.reconciliation import Answers
from pcbsales.boards.records import Part, Revision, RevisionChange
from pcbsales.boards.setting import read_settings
from pcbsales.customers.profile.profile import requirements_of
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.field_errors import built
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Snapshot

_LETTER = re.compile(r"[A-Ya-y]")
_NUMBERED = re.compile(r"([A-Za-z]{0,4}[.-]?)((?:[0-9]{1,3}\.){0,2})([0-9]{1,3})")


def next_name(rev: str) -> str | None:
    """The name of the revision after *rev* by its own habit; None where that cannot be told.

    >>> [next_name(rev) for rev in ("A", "1", "1.0", "R2", "01", "V1.9", "Z", "2026-10")]
    ['B', '2', '1.1', 'R3', '02', 'V1.10', None, None]
    """
    if _LETTER.fullmatch(rev):
        return chr(ord(rev) + 1)
    found = _NUMBERED.fullmatch(rev)
    if found is None:
        return None
    return f"{found[1]}{found[2]}{int(found[3]) + 1:0{len(found[3])}d}"


def name_of_next(part: Part, rev: str | None) -> str:
    """*rev*, or the name that follows the current revision's; refused where it is taken or unclear.

    Raises RefusedError: it says which names there are, and asks for --rev.
    """
    wanted = rev or next_name(part.current.rev)
    if wanted is None:
        raise RefusedError(
            "what follows revision {rev} of {part} cannot be told; name it with --rev",
            rev=part.current.rev,
            part=part.id,
        )
    if part.revision(wanted) is not None:
        raise RefusedError(
            "{part} has a revision {rev} already; name the new one with --rev (there are "
            "{revisions})",
            part=part.id,
            rev=wanted,
            revisions=", ".join(revision.rev for revision in part.revisions),
        )
    return wanted


def ordered(revision: Revision, *, with_data: bool = True) -> Answers:
    """What was ordered in *revision*; what a profile assumed is left out, it is assumed anew.

    Without *with_data* what only its data said is left out too.
    """
    left_out = {Source.PROFILE} if with_data else {Source.PROFILE, Source.DATA}
    sources = revision.sources
    given = {
        key: value
        for key, value in revision.specification.given().items()
        if sources.get(key) not in left_out
    }
    return Answers(given, {key: sources[key] for key in given if key in sources})


def revise(
    snapshot: Snapshot,
    *,
    part: str,
    rev: str | None = None,
    settings: Sequence[str] = (),
    reason: str | None = None,
    reference: str | None = None,
    same_data: bool = False,
    actor: str,
    as_of: date,
) -> ChangeSet:
    """Open the next revision of *part* with a specification changed by *settings*.

    It carries over what was ordered, and what is still open; the customer's requirements of today
    are applied. Its data is to come, unless it is the *same_data*.

    Raises:
        RefusedError: the name is taken or cannot be told, nothing would change, or there is no
            data to keep.
        UsageError: there is no such part, or a setting cannot be read.
    """
    before = require_part(snapshot, part)
    current, stated = before.current, read_settings(settings)
    if not stated and reason is None and reference is None:
        raise UsageError("say what changes: KEY=VALUE, --reason or --reference")
    name = name_of_next(before, rev)
    if same_data and current.fabrication is None:
        raise RefusedError(
            "{part} revision {rev} has no data to keep", part=before.id, rev=current.rev
        )
    opened = revised(
        None,
        name,
        ordered(current),
        as_of=as_of,
        change=change_after(current, actor=actor, reason=reason, reference=reference),
        questions=current.open_questions,
        **({"fabrication": current.fabrication} if same_data else {}),
    )
    settled = () if same_data else tuple(stated)
    changed = respecified(opened, stated, settled=settled, actor=actor, as_of=as_of)
    required = requirements_of(snapshot, before.customer, as_of=as_of)
    answers = Answers(changed.specification.given(), changed.sources)
    unsure = {q.key for q in changed.open_questions if not q.code.endswith(NOT_GIVEN)}
    found = applied(answers, required, unsure=unsure, as_of=as_of)
    left = (q for q in changed.questions if not (q.is_open and q.key in found.assumed))
    asked = with_new(left, found.questions)
    final = revised(changed, name, found.answers, as_of=as_of, questions=asked)
    if reason is None and reference is None and final.specification == current.specification:
        raise RefusedError(
            "{part} revision {rev} says so already; nothing would change",
            part=before.id,
            rev=current.rev,
        )
    return ChangeSet(
        "part.revise",
        f"Open part {before.id} revision {name}",
        updates=(before.with_revision(final),),
    )


def change_after(
    revision: Revision, *, actor: str, reason: str | None = None, reference: str | None = None
) -> RevisionChange:
    """Why a revision follows *revision*; RefusedError where a text is none."""
    return built(RevisionChange, after=revision.rev, by=actor, reason=reason, reference=reference)
