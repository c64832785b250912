"""Change notices: opened, told, consented to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pcbsales.boards.part import require_part, require_revision
from pcbsales.boards.stages.choices import ChangeKind, ConsentKind
from pcbsales.boards.stages.entry import Entry
from pcbsales.boards.stages.notice_records import ChangeNotice, Told
from pcbsales.boards.stages.notice_state import NoticeState, notice_state
from pcbsales.boards.stages.policy import customer_facts, policy_for, require_customer
from pcbsales.boards.stages.submitting import require_person
from pcbsales.boards.stages.typed import touched
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.field_errors import built
from pcbsales.kernel.local_text import LocalProse, LocalText
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Ids, Snapshot


@dataclass(frozen=True, slots=True)
class Change:
    """What is to change: from what to what, why, and when at the earliest."""

    kind: ChangeKind
    before: LocalText
    after: LocalText
    planned: date
    reason: LocalProse | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a customer's *person* answered; *requalify* None: as the policy said when telling."""

    customer: str
    answer: ConsentKind
    person: str
    conditions: str | None = None
    reason: str | None = None
    requalify: bool | None = None


def open_notice(
    snapshot: Snapshot,
    ids: Ids,
    *,
    change: Change,
    boards: Iterable[tuple[str, str | None]],
    entry: Entry,
) -> ChangeSet:
    """Open a change notice for *boards*: parts, each with a revision or None for all of them.

    Raises:
        RefusedError: It is planned earlier than customers told today may expect, parts belong to
            customers of two entities, or a field is not what it must be.
        UsageError: There is no such part or revision.
    """
    entry.require_past()
    if change.before == change.after:
        raise RefusedError("--from and --to say the same; say how it will be made instead")
    found = touched(boards)
    for one in found:
        part = require_part(snapshot, one.part)
        for rev in one.revisions:
            require_revision(part, rev)
    notice = built(
        ChangeNotice,
        id=ids.next(ChangeNotice, year=entry.day.year),
        entity=_one_entity(snapshot, [one.customer for one in found]),
        kind=change.kind,
        before=change.before,
        after=change.after,
        reason=change.reason,
        touches=found,
        opened=entry.day,
        opened_by=entry.actor,
        planned=change.planned,
    )
    require_time(notice_state(snapshot, notice, as_of=entry.day), change.planned)
    return ChangeSet("notice.new", f"Open {notice.id}", adds=(notice,))


def tell(
    snapshot: Snapshot, *, notice: str, customer: str, person: str | None, entry: Entry
) -> ChangeSet:
    """Record that *customer* was told on the entry's day, and what they are owed by policy."""
    before = require_open(snapshot, notice)
    entry.require_past()
    if person is not None:
        require_person(snapshot, customer, person)
    policy = policy_for(snapshot, customer, as_of=entry.day)
    owed = policy.notice_rule(customer_facts(snapshot, customer), before.kind)
    told = Told(
        customer=customer,
        day=entry.day,
        by=entry.actor,
        person=person,
        notice_days=owed.notice_days,
        consent=owed.consent,
        requalify=owed.requalify,
        letter=entry.documents,
    )
    if any((t.customer, t.day, t.person) == (customer, told.day, person) for t in before.told):
        raise RefusedError(
            "{customer} was told of {notice} on {day} already",
            customer=customer,
            notice=before.id,
            day=told.day,
        )
    after = changed(before, told=(*before.told, told))
    return ChangeSet(
        "notice.told",
        f"Tell {customer} of {before.id}",
        updates=(after,),
        attachments=entry.attachments,
    )


def consent(snapshot: Snapshot, *, notice: str, answer: Answer, entry: Entry) -> ChangeSet:
    """Take a customer's answer to *notice*; RefusedError before they were told."""
    before = require_open(snapshot, notice)
    entry.require_past()
    require_person(snapshot, answer.customer, answer.person)
    told = before.told_to(answer.customer, as_of=entry.day)
    if told is None:
        raise RefusedError(
            "{customer} had not been told of {notice} by {day}; record it with: "
            "pcbsales notice told {notice} {customer}",
            customer=answer.customer,
            notice=before.id,
            day=entry.day,
        )
    made = {
        "customer": answer.customer,
        "answer": answer.answer,
        "day": entry.day,
        "by": answer.person,
        "conditions": answer.conditions,
        "reason": answer.reason,
        "requalify": told.requalify if answer.requalify is None else answer.requalify,
        "evidence": entry.documents,
        "recorded_at": entry.now,
        "recorded_by": entry.actor,
    }
    answers: list[Any] = sorted([*map(dict, before.consents), made], key=lambda known: known["day"])
    after = changed(before, consents=answers)
    return ChangeSet(
        "notice.consent",
        f"Answer of {answer.customer} to {before.id}",
        updates=(after,),
        attachments=entry.attachments,
    )


def notices_pending(
    snapshot: Snapshot, part: str, rev: str | None = None, *, as_of: date
) -> tuple[NoticeState, ...]:
    """The changes touching *part* (its revision *rev*) that are neither in effect nor withdrawn."""
    found = (
        notice
        for notice in snapshot.all(ChangeNotice)
        if notice.is_open(as_of=as_of) and notice.touches_revision(part, rev)
    )
    return tuple(notice_state(snapshot, notice, as_of=as_of) for notice in found)


def require_time(state: NoticeState, day: date) -> None:
    """RefusedError if *day* comes before the notice to every customer has run out."""
    late = max(state.customers, key=lambda found: found.earliest)
    if day < late.earliest:
        raise RefusedError(
            "{customer} is owed {days} days of notice; the change may be in effect from {earliest} "
            "on",
            customer=late.customer,
            days=late.notice_days,
            earliest=late.earliest,
        )


def _one_entity(snapshot: Snapshot, customers: Iterable[str]) -> str:
    by_entity = {require_customer(snapshot, one).entity: one for one in customers}
    if not by_entity:
        raise UsageError("name the parts that the change touches: --part PN, or PN@REV")
    first, *others = by_entity
    if others:
        raise RefusedError(
            "the parts are of customers of {entities}; open a notice for each",
            entities=", ".join(by_entity),
        )
    return first


def require_open(snapshot: Snapshot, notice: str) -> ChangeNotice:
    """The notice of that id; RefusedError if it is in effect or withdrawn, UsageError if none."""
    found = snapshot.get(ChangeNotice, notice)
    if found is None:
        raise UsageError("there is no change notice {notice}", notice=notice)
    if found.withdrawn is not None:
        raise RefusedError(
            "{notice} was withdrawn on {day}", notice=notice, day=found.withdrawn.at.date()
        )
    if found.effect is not None:
        raise RefusedError(
            "{notice} is in effect from {day} on; what changes again is a new notice",
            notice=notice,
            day=found.effect.day,
        )
    return found


def changed(notice: ChangeNotice, **fields: Any) -> ChangeNotice:
    """*notice* with these fields; RefusedError where one is not what it must be."""
    return built(ChangeNotice, **{**dict(notice), **fields})
