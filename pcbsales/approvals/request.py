"""Raising a request: a decision goes through by one's own authority, or waits for somebody's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from pcbsales.approvals.authority import Power, authority_in_force
from pcbsales.approvals.mandate import Bench, Limits, Mandate, bench
from pcbsales.approvals.records import ApprovalDecision, ApprovalRequest, Verdict, as_arguments
from pcbsales.approvals.weighing import Weighed
from pcbsales.company.deputies import standings
from pcbsales.company.records import Staff
from pcbsales.kernel.effective import is_in_force
from pcbsales.kernel.errors import MessageId, RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet, Waiting
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.shown import Several, Word, percent_up
from pcbsales.kernel.snapshot import Decision, Ids, Snapshot

#: What is said of a request that no longer waits.
_DECIDED: dict[Verdict, MessageId] = {
    Verdict.GRANTED: "{request} was granted already, by {person} on {day} ({decision})",
    Verdict.REFUSED: "{request} was refused already, by {person} on {day} ({decision})",
    Verdict.WITHDRAWN: "{request} was withdrawn already, by {person} on {day} ({decision})",
}


class Limiting(Protocol):
    """How a room says how far each role may go on a day."""

    def __call__(self, snapshot: Snapshot, *, as_of: date) -> Limits:
        """The limits in force."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision that somebody is about to make: what it is, comes to, and is made from.

    With ``own_only`` nobody makes it alone as a deputy.
    """

    action: str
    arguments: Mapping[str, Any]
    weighed: Weighed
    limits: Limits = None
    reason: str | None = None
    own_only: bool = False


def require_or_request(
    snapshot: Snapshot, ids: Ids, *, asked: Asked, actor: str, at: datetime, decide: Decision
) -> ChangeSet:
    """What *decide* decides where *actor* has the authority for it alone, else a request for it.

    RefusedError where no table of authority is in force or it has no rule for the action, where
    *actor* may not even ask, where nobody could grant it, and where the same is asked already.
    """
    table = bench(
        snapshot,
        authority_in_force(snapshot, as_of=at.date()),
        asked.action,
        limits=asked.limits,
        as_of=at.date(),
    )
    if own_mandate(table, asked.weighed, actor, own_only=asked.own_only):
        return decide(snapshot, ids)
    _require_no_twin(snapshot, asked, actor, as_of=at.date())
    request = _request(table, ids, asked, actor=actor, at=at)
    deciders = table.deciders(request)
    if not deciders:
        raise _nobody(table, asked)
    return ChangeSet(
        "approval.request",
        f"Request {request.id}: {request.action} for {request.about}",
        adds=(request,),
        waiting=Waiting(
            request.id,
            asked.action,
            tuple(found.decider for found in deciders),
        ),
    )


def own_mandate(
    table: Bench, weighed: Weighed, actor: str, *, own_only: bool = False
) -> Mandate | None:
    """By what *actor* decides alone; None where somebody else has to.

    What limits are held against takes one's own authority: as a deputy nobody goes further for
    themselves than in their own right.
    """
    if table.rule.two_persons:
        return None
    for mandate in table.mandates(table.rule.may, weighed, person=actor):
        if mandate.standing is None or not (own_only or weighed.measured):
            return mandate
    return None


def _request(table: Bench, ids: Ids, asked: Asked, *, actor: str, at: datetime) -> ApprovalRequest:
    weighed, rule = asked.weighed, table.rule
    acting_for = _asking_for(table, actor)
    return ApprovalRequest(
        id=ids.next(ApprovalRequest, year=at.year),
        action=asked.action,
        about=weighed.about,
        by=actor,
        acting_for=acting_for,
        at=at,
        expires=at.date() + timedelta(days=rule.waits_days),
        reason=asked.reason,
        owner=weighed.owner,
        scope=weighed.scope,
        percent=weighed.percent,
        amount=weighed.amount,
        figures=weighed.figures,
        authority=table.authority.id,
        rule=rule.id,
        may_grant=rule.granting,
        arguments=dict(asked.arguments),
    )


def _asking_for(table: Bench, actor: str) -> str | None:
    """Whom *actor* stands in for in asking; None in their own right. RefusedError if for nobody."""
    by_id = {member.id: member for member in table.staff}
    if not table.rule.asks or _may_ask(table, by_id[actor]):
        return None
    for standing in standings(
        table.staff, table.deputies, actor, table.rule.action, as_of=table.as_of
    ):
        if _may_ask(table, standing.principal):
            return standing.principal.id
    raise RefusedError(
        "{person} may not ask for {action}; {authority} leaves that to {roles}",
        person=actor,
        action=table.rule.action,
        authority=table.authority.id,
        roles=Several(map(Word, table.rule.asks)),
    )


def _may_ask(table: Bench, person: Staff) -> bool:
    return bool(set(person.roles) & set(table.rule.asks))


def _nobody(table: Bench, asked: Asked) -> RefusedError:
    percent, amount = asked.weighed.percent, asked.weighed.amount
    values: dict[str, object] = {
        "action": asked.action,
        "about": asked.weighed.about,
        "authority": table.authority.id,
        "percent": "" if percent is None else plain(percent_up(percent)),
        "amount": str(amount or ""),
        "roles": Several(Word(role) for role in dict.fromkeys(map(_who, table.rule.grants))),
    }
    limits = _limits(table, asked.weighed.scope)
    if percent is not None and limits and percent > (furthest := max(limits.values())):
        reaching = [role for role, limit in limits.items() if limit == furthest]
        return RefusedError(
            "{percent} % for {about} is further than anybody may go who grants {action}; "
            "the furthest is {limit} %, by: {roles}",
            **{**values, "roles": Several(map(Word, reaching))},
            limit=plain(percent_up(furthest)),
        )
    if amount is not None:
        return RefusedError(
            "{amount} for {about} is further than anybody may go who grants {action}: {roles}",
            **values,
        )
    return RefusedError(
        "nobody with the firm could grant {action} for {about}; {authority} asks for {roles}",
        **values,
    )


def _who(power: Power) -> str:
    return power.role or str(power.over)


def _limits(table: Bench, scope: str | None) -> dict[str, Decimal]:
    """How far each that grants may go in percent in *scope*, by its power and the room's policy."""
    found: dict[str, Decimal] = {}
    held = {
        role
        for person in table.staff
        if is_in_force(person, as_of=table.as_of)
        for role in person.roles
    }
    for power in table.rule.grants:
        if power.role is not None and power.role not in held:
            continue
        own = [power.percent] if power.percent is not None else []
        by_policy = [
            limit.percent
            for limit in table.limits or ()
            if limit.scope == scope and limit.role == power.role
        ]
        if own or by_policy:
            found[_who(power)] = min([*own, *by_policy])
    return found


def _require_no_twin(snapshot: Snapshot, asked: Asked, actor: str, *, as_of: date) -> None:
    for request in open_requests(snapshot, as_of=as_of):
        if (request.action, request.by) != (asked.action, actor):
            continue
        if request.arguments == as_arguments(asked.arguments):
            raise RefusedError(
                "{request} asks for the same and still waits; withdraw it to ask again",
                request=request.id,
            )


def decision_on(snapshot: Snapshot, request: str) -> ApprovalDecision | None:
    """What was decided on *request*; None while nothing is."""
    found = snapshot.where(ApprovalDecision, request=request)
    return found[0] if found else None


def open_requests(snapshot: Snapshot, *, as_of: date) -> tuple[ApprovalRequest, ...]:
    """The requests that wait on *as_of*, by id; expired ones do not."""
    decided = {decision.request for decision in snapshot.all(ApprovalDecision)}
    return tuple(
        request
        for request in snapshot.all(ApprovalRequest)
        if request.id not in decided and not request.expired(as_of=as_of)
    )


def require_open(snapshot: Snapshot, request_id: str, *, as_of: date) -> ApprovalRequest:
    """The request of that id, which waits still; RefusedError says what became of it."""
    request = snapshot.get(ApprovalRequest, request_id)
    if request is None:
        raise UsageError("there is no request {request}", request=request_id)
    if decision := decision_on(snapshot, request_id):
        raise RefusedError(
            _DECIDED[decision.verdict],
            request=request_id,
            person=decision.by,
            day=decision.at.date(),
            decision=decision.id,
        )
    if request.expired(as_of=as_of):
        raise RefusedError(
            "{request} expired on {day}; whoever needs it asks again",
            request=request_id,
            day=request.expires,
        )
    return request
