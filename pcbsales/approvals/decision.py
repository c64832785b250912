"""Deciding on a request: granting makes what was asked, on today's ledger, in the same commit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from pcbsales.approvals.authority import authority_in_force
from pcbsales.approvals.mandate import Bench, Limits, Mandate, bench
from pcbsales.approvals.records import (
    ApprovalDecision,
    ApprovalRequest,
    ReplyMail,
    Verdict,
)
from pcbsales.approvals.request import require_open
from pcbsales.approvals.weighing import Weighed
from pcbsales.kernel.errors import PcbsalesError, RefusedError, UsageError
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.shown import Several, percent_up
from pcbsales.kernel.snapshot import Ids, Snapshot


class Deciding(Protocol):
    """A decision as its room offers it (``pcbsales.manifest.DecisionKind``)."""

    @property
    def decide(self) -> Callable[..., ChangeSet]:
        """``(snapshot, ids, *, arguments, actor, at, grant)``: makes it."""
        ...

    @property
    def weigh(self) -> Callable[..., Weighed]:
        """``(snapshot, *, arguments, as_of)``: what it comes to."""
        ...

    @property
    def limits(self) -> Callable[..., Limits] | None:
        """``(snapshot, *, as_of)``: how far each role may go, where the room says."""
        ...


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody said on a request: when, in what words, and by what mail."""

    by: str
    at: datetime
    note: str | None = None
    mail: ReplyMail | None = None
    kept: tuple[Attachment, ...] = ()


def limits_of(kind: Deciding | None, snapshot: Snapshot, *, as_of: date) -> Limits:
    """The limits of the room's own policy on *as_of*; None where it has none."""
    found = kind.limits if kind else None
    return found(snapshot, as_of=as_of) if found else None


def bench_for(
    snapshot: Snapshot, request: ApprovalRequest, kind: Deciding | None, *, as_of: date
) -> Bench:
    """The bench that decides on *request* on *as_of*, by the table in force on that day."""
    limits = limits_of(kind, snapshot, as_of=as_of)
    authority = authority_in_force(snapshot, as_of=as_of)
    return bench(snapshot, authority, request.action, limits=limits, as_of=as_of)


def grant(
    snapshot: Snapshot, ids: Ids, *, request: str, kind: Deciding | None, word: Word
) -> ChangeSet:
    """*word* grants *request*: the decision and what it makes, in one change set.

    RefusedError where the person must not decide, where what would be decided is no longer what
    was asked, and where it cannot be made any more; the request then stays open.
    """
    asked = require_open(snapshot, request, as_of=word.at.date())
    mandate = require_mandate(snapshot, asked, kind, word)
    if kind is None:
        raise RefusedError(
            "{request}: nothing here decides {action}; the request stays open",
            request=asked.id,
            action=asked.action,
        )
    decision_id = ids.next(ApprovalDecision, year=word.at.year)
    decision = _decision(decision_id, asked, Verdict.GRANTED, word, mandate)
    made = _made(snapshot, ids, asked, kind, decision)
    decision = decision.model_copy(update={"made": tuple(item.id for item in made.records)})
    return ChangeSet(
        "approval.grant",
        f"Grant {asked.id}: {asked.action} for {asked.about}",
        adds=(decision, *made.adds),
        updates=made.updates,
        attachments=(*made.attachments, *word.kept),
    )


def refuse(
    snapshot: Snapshot, ids: Ids, *, request: str, kind: Deciding | None, word: Word
) -> ChangeSet:
    """*word* refuses *request*; RefusedError where the person must not decide."""
    asked = require_open(snapshot, request, as_of=word.at.date())
    mandate = require_mandate(snapshot, asked, kind, word)
    decision_id = ids.next(ApprovalDecision, year=word.at.year)
    decision = _decision(decision_id, asked, Verdict.REFUSED, word, mandate)
    return ChangeSet(
        "approval.refuse",
        f"Refuse {asked.id}: {asked.action} for {asked.about}",
        adds=(decision,),
        attachments=word.kept,
    )


def withdraw(snapshot: Snapshot, ids: Ids, *, request: str, word: Word) -> ChangeSet:
    """The asker takes *request* back."""
    asked = require_open(snapshot, request, as_of=word.at.date())
    if word.by not in asked.makers:
        raise RefusedError(
            "{request} was asked by {person}, who alone can withdraw it",
            request=asked.id,
            person=asked.by,
        )
    decision_id = ids.next(ApprovalDecision, year=word.at.year)
    decision = _decision(decision_id, asked, Verdict.WITHDRAWN, word, None)
    return ChangeSet(
        "approval.withdraw",
        f"Withdraw {asked.id}: {asked.action} for {asked.about}",
        adds=(decision,),
    )


def require_mandate(
    snapshot: Snapshot, asked: ApprovalRequest, kind: Deciding | None, word: Word
) -> Mandate:
    """By what authority *word* is said on *asked*; RefusedError says why it must not be."""
    table = bench_for(snapshot, asked, kind, as_of=word.at.date())
    deciders = table.deciders(asked)
    for mandate in deciders:
        if mandate.person.id == word.by:
            return mandate
    names = Several(mandate.name for mandate in deciders)
    raise _barred(table, asked, word.by, names) or _powerless(table, asked, word.by, names)


def _barred(
    table: Bench, asked: ApprovalRequest, person: str, names: Several
) -> RefusedError | None:
    values = {"person": person, "request": asked.id, "names": names}
    if person in asked.makers:
        return RefusedError(
            "{person} asked for {request}, so somebody else decides it: {names}", **values
        )
    maker = table.barred(asked).get(person)
    if maker is None:
        return None
    return RefusedError(
        "{person} stands in for {maker}, who asked for {request}; "
        "somebody else decides it: {names}",
        maker=maker,
        **values,
    )


def _powerless(table: Bench, asked: ApprovalRequest, person: str, names: Several) -> RefusedError:
    values = {
        "person": person,
        "request": asked.id,
        "action": asked.action,
        "authority": table.authority.id,
        "day": table.as_of,
        "names": names,
    }
    if asked.percent is not None:
        return RefusedError(
            "{person} may not grant {action} of {percent} % on {day} by {authority}; "
            "who decides {request}: {names}",
            percent=plain(percent_up(asked.percent)),
            **values,
        )
    return RefusedError(
        "{person} may not grant {action} on {day} by {authority}; who decides {request}: {names}",
        **values,
    )


def _made(
    snapshot: Snapshot,
    ids: Ids,
    asked: ApprovalRequest,
    kind: Deciding,
    decision: ApprovalDecision,
) -> ChangeSet:
    """What the decision makes today; RefusedError where that is not what was asked."""
    try:
        weighed = kind.weigh(snapshot, arguments=asked.asked_for, as_of=decision.at.date())
        _require_unchanged(asked, weighed)
        return kind.decide(
            snapshot,
            ids,
            arguments=asked.asked_for,
            actor=asked.by,
            at=decision.at,
            grant=decision,
        )
    except (RefusedError, UsageError) as error:
        raise _no_longer(asked, error) from error


def _no_longer(asked: ApprovalRequest, error: PcbsalesError) -> RefusedError:
    """*error* as the reason why *asked* cannot be granted; a message inside it is said whole."""
    inside = {key: value for key, value in error.values.items() if key != "fault"}
    plainly = "fault" not in error.values
    fault = error.msgid if plainly else str(error).replace("{", "{{").replace("}", "}}")
    return RefusedError(
        "{waiting} cannot be made as it was asked: {fault}; it stays open",
        **{**inside, "waiting": asked.id, "fault": fault},
    )


def _require_unchanged(asked: ApprovalRequest, weighed: Weighed) -> None:
    before = [figure.facts for figure in asked.figures]
    after = [figure.facts for figure in weighed.figures]
    if before == after and (asked.percent, asked.amount) == (weighed.percent, weighed.amount):
        return
    for was, now in zip(asked.figures, weighed.figures, strict=False):
        if was.facts != now.facts:
            raise RefusedError(
                "{what} was {was}, today it comes to {now}",
                what=was.what,
                was=_said(was.asked, was.instead_of),
                now=_said(now.asked, now.instead_of),
            )
    raise RefusedError("what it comes to has changed since it was asked")


def _said(asked: str, instead_of: str | None) -> str:
    return asked if instead_of is None else f"{asked} ({instead_of})"


def _decision(
    decision_id: str,
    asked: ApprovalRequest,
    verdict: Verdict,
    word: Word,
    mandate: Mandate | None,
) -> ApprovalDecision:
    return ApprovalDecision(
        id=decision_id,
        request=asked.id,
        verdict=verdict,
        by=word.by,
        acting_for=mandate.acting_for if mandate else None,
        at=word.at,
        authority=mandate.authority if mandate else None,
        rule=mandate.rule.id if mandate else None,
        note=word.note,
        mail=word.mail,
    )
