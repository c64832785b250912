"""Putting a revision to the customer for approval, and taking the verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pcbsales.boards.stages.choices import (
    ELEMENT_WORDS,
    ApprovalKind,
    PpapElement,
    PpapLevel,
    Stage,
    VerdictKind,
)
from pcbsales.boards.stages.entry import Entry
from pcbsales.boards.stages.policy import StagePolicy
from pcbsales.boards.stages.records import StageApproval, Submission
from pcbsales.boards.stages.state import StageState, stage_of
from pcbsales.customers.records import Person
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.field_errors import built
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.shown import Several, Word
from pcbsales.kernel.snapshot import Ids, Snapshot

_DONE = {
    VerdictKind.APPROVED: ("part.approve", "Approve"),
    VerdictKind.CONDITIONAL: ("part.approve", "Approve"),
    VerdictKind.REJECTED: ("part.reject", "Reject"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of *part*'s revision is put to the customer; None: what the policy needs next."""

    part: str
    rev: str | None
    kind: ApprovalKind
    stage: Stage | None = None
    level: PpapLevel | None = None
    elements: tuple[PpapElement, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """What the customer's *person* decided."""

    verdict: VerdictKind
    person: str
    until: date | None = None
    conditions: str | None = None
    reason: str | None = None


def submit(snapshot: Snapshot, ids: Ids, *, asked: Asked, entry: Entry) -> ChangeSet:
    """Record that a part's revision was put to its customer for approval.

    Raises:
        RefusedError: The same is with the customer already, or a field is not what it must be.
        UsageError: There is no such part or revision.
    """
    entry.require_past()
    state = stage_of(snapshot, asked.part, asked.rev, as_of=entry.day)
    if (twin := _pending(snapshot, state, asked)) is not None:
        raise RefusedError(
            "{approval} is with the customer since {day}; take the verdict on it with: "
            "pcbsales part approve {part}, or part reject",
            approval=twin.id,
            day=twin.submitted.day,
            part=asked.part,
        )
    made = _submitted(ids, state, asked, entry)
    return ChangeSet(
        "part.submit", f"Submit {made.id}", adds=(made,), attachments=entry.attachments
    )


def decide(snapshot: Snapshot, ids: Ids, *, asked: Asked, word: Decided, entry: Entry) -> ChangeSet:
    """Take the verdict on what was submitted, else on what the customer had without our asking.

    Raises:
        RefusedError: The person is not with the customer, the verdict was taken already, a PPAP
            lacks elements that its level needs, or a field is not what it must be.
        UsageError: There is no such part or revision.
    """
    entry.require_past()
    state = stage_of(snapshot, asked.part, asked.rev, as_of=entry.day)
    require_person(snapshot, state.part.customer, word.person)
    before = _pending(snapshot, state, asked)
    if before is None:
        _require_news(snapshot, state, asked, word, entry)
    approval = before or _submitted(ids, state, asked, entry)
    submission = _with_elements(approval.submitted, asked.elements)
    approval = approval.model_copy(update={"submitted": submission})
    if word.verdict is VerdictKind.APPROVED:
        _require_elements(approval, state.policy)
    after = built(StageApproval, **{**dict(approval), "verdict": _verdict(word, entry)})
    action, subject = _DONE[word.verdict]
    return ChangeSet(
        action,
        f"{subject} {after.id}",
        adds=() if before else (after,),
        updates=(after,) if before else (),
        attachments=entry.attachments,
    )


def lacking_elements(approval: StageApproval, policy: StagePolicy) -> tuple[PpapElement, ...]:
    """The elements that *policy* wants of a PPAP of this level and that were not submitted."""
    if approval.level is None:
        return ()
    wanted = policy.elements_of(approval.level)
    return tuple(element for element in wanted if element not in approval.submitted.elements)


def require_person(snapshot: Snapshot, customer: str, person: str) -> None:
    """RefusedError if *person* is not with *customer*."""
    found = snapshot.get(Person, person)
    if found is None or found.customer != customer:
        raise RefusedError(
            "{person} is with {other}, not with {customer}",
            person=person,
            other=found.customer if found else "-",
            customer=customer,
        )


def element_words(elements: Iterable[PpapElement]) -> Several:
    """*elements* as people read them."""
    return Several(Word(ELEMENT_WORDS[element]) for element in elements)


def _submitted(ids: Ids, state: StageState, asked: Asked, entry: Entry) -> StageApproval:
    return built(
        StageApproval,
        id=ids.next(StageApproval, year=entry.day.year),
        customer=state.part.customer,
        part=state.part.id,
        revision=state.revision.rev,
        stage=asked.stage or _stage_asked(state, asked.kind),
        kind=asked.kind,
        level=asked.level or _level_asked(state, asked.kind),
        submitted=Submission(
            day=entry.day, by=entry.actor, documents=entry.documents, elements=asked.elements
        ),
    )


def _stage_asked(state: StageState, kind: ApprovalKind) -> Stage:
    """The last stage that needs an approval of *kind*: without a limit it counts as far as it can.

    What the policy does not need is still worth keeping, and counts for everything.
    """
    needed = [found.need.stage for found in state.needs if found.need.kind is kind]
    return max(needed, key=lambda stage: stage.rank, default=Stage.VOLUME)


def _level_asked(state: StageState, kind: ApprovalKind) -> PpapLevel | None:
    """The level that the policy names first; RefusedError where a PPAP has none to go by."""
    if kind is not ApprovalKind.PPAP:
        return None
    for found in state.needs:
        if found.need.kind is kind and found.need.levels:
            return found.need.levels[0]
    raise UsageError("the policy names no level of PPAP for this board; give --level 1 to 5")


def _pending(snapshot: Snapshot, state: StageState, asked: Asked) -> StageApproval | None:
    """What is with the customer, undecided, and is what *asked* means."""
    for known in snapshot.where(StageApproval, part=state.part.id):
        if known.revision != state.revision.rev or known.kind is not asked.kind or known.verdict:
            continue
        if asked.level in (None, known.level) and asked.stage in (None, known.stage):
            return known
    return None


def _require_news(
    snapshot: Snapshot, state: StageState, asked: Asked, word: Decided, entry: Entry
) -> None:
    """RefusedError where the same verdict of that day is on record, by the same files."""
    same = (word.verdict, entry.day, word.person, word.conditions, {f.sha256 for f in entry.files})
    for known in snapshot.where(StageApproval, part=state.part.id):
        said = known.verdict
        if said is None or (known.revision, known.kind) != (state.revision.rev, asked.kind):
            continue
        files = {file.sha256 for file in said.evidence}
        about = asked.stage in (None, known.stage) and asked.level in (None, known.level)
        if about and (said.verdict, said.day, said.by, said.conditions, files) == same:
            raise RefusedError(
                "{approval} says so already; nothing would change", approval=known.id
            )


def _verdict(word: Decided, entry: Entry) -> dict[str, Any]:
    return {
        "verdict": word.verdict,
        "day": entry.day,
        "by": word.person,
        "conditions": word.conditions,
        "reason": word.reason,
        "until": word.until,
        "evidence": entry.documents,
        "recorded_at": entry.now,
        "recorded_by": entry.actor,
    }


def _with_elements(before: Submission, more: Iterable[PpapElement]) -> Submission:
    known = {*before.elements, *more}
    ordered = tuple(element for element in PpapElement if element in known)
    return before.model_copy(update={"elements": ordered})


def _require_elements(approval: StageApproval, policy: StagePolicy) -> None:
    lacking = lacking_elements(approval, policy)
    if lacking and approval.level is not None:
        raise RefusedError(
            "the PPAP of {part}, level {level}, lacks: {elements}; name what was sent with "
            "--element, or take the approval with --conditions and --until",
            part=approval.part,
            elements=element_words(lacking),
            level=approval.level.value,
        )
