"""Rules over all requests and decisions: each as its own day's table of authority allows it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import combinations

from pcbsales.approvals.authority import Authority, authority_in_force
from pcbsales.approvals.mandate import Bench, bench
from pcbsales.approvals.records import ApprovalDecision, ApprovalRequest, MailAsk, Verdict
from pcbsales.approvals.staffing import arrangement_of, owner_of
from pcbsales.approvals.weighing import Weighed
from pcbsales.company.assignments import Assignment
from pcbsales.company.deputies import Deputy
from pcbsales.company.records import Staff
from pcbsales.kernel.errors import Finding, RefusedError, Rule
from pcbsales.kernel.record import Record, finding_about
from pcbsales.kernel.snapshot import Snapshot

RULES: dict[str, Rule] = {
    "authority.start": Rule(
        asks="Two tables of authority never begin on one day: neither would be in force.",
        remedy="Begin one of them on another day, or take it out.",
    ),
    "decision.twice": Rule(
        asks="A request is decided once.",
        remedy="Take out the later decision and what it made.",
    ),
    "decision.day": Rule(
        asks="A request is decided after it was asked and before it expired.",
        remedy="Take the decision out; whoever needs it asks again.",
    ),
    "decision.self": Rule(
        asks="Nobody decides on their own request, nor does who stands in for them.",
        remedy="Take the decision out and let somebody else decide.",
    ),
    "decision.authority": Rule(
        asks="Who decides on a request has the authority on that day.",
        remedy="Take the decision out and let somebody decide who may; if roles changed since, "
        "say so under former in the staff record.",
    ),
    "decision.mail": Rule(
        asks="A decision by mail answers a mail of ours, from an address of the person asked.",
        remedy="Take the decision out, or correct which mail it answers.",
    ),
    "arrangement.authority": Rule(
        asks="Who moved people or appointed a deputy had the authority, or a grant.",
        remedy="Take the arrangement out and let somebody make it who may.",
    ),
}


def _table_at(snapshot: Snapshot, action: str, at: datetime) -> Bench | None:
    """The bench for *action* at that instant: deputies appointed later that day are not on it.

    None where there was no rule for it.
    """
    day = at.date()
    try:
        authority = authority_in_force(snapshot, as_of=day)
        table = bench(snapshot, authority, action, limits=None, as_of=day)
    except RefusedError:
        return None
    return replace(table, deputies=tuple(link for link in table.deputies if link.at <= at))


def check_authorities(snapshot: Snapshot, _: str) -> Iterator[Finding]:
    """Two tables never begin on one day."""
    for one, other in combinations(snapshot.all(Authority), 2):
        if one.valid_from == other.valid_from:
            yield finding_about(
                other,
                "authority.start",
                "{id} begins on {day}, as {other} does",
                ("valid_from",),
                id=other.id,
                day=other.valid_from,
                other=one.id,
            )


def check_decisions(snapshot: Snapshot, request: str) -> Iterator[Finding]:
    """Every decision is the only one on its request, in time, by somebody else who might."""
    decisions = snapshot.where(ApprovalDecision, request=request)
    asked = snapshot.get(ApprovalRequest, request)
    if asked is None:
        return
    for decision in decisions:
        if decision is not decisions[0]:
            yield _about(
                decision,
                "decision.twice",
                "{request} is decided twice: {earlier} and {id}",
                "request",
                request=asked.id,
                earlier=decisions[0].id,
            )
        yield from _check_day(decision, asked)
        yield from _check_person(snapshot, decision, asked)
        if decision.mail:
            yield from _check_mail(snapshot, decision, asked)


def _check_day(decision: ApprovalDecision, asked: ApprovalRequest) -> Iterator[Finding]:
    day = decision.at.date()
    if decision.at < asked.at or asked.expired(as_of=day):
        yield _about(
            decision,
            "decision.day",
            "{id} is of {day}; {request} was open from {first} to {last}",
            "at",
            day=day,
            request=asked.id,
            first=asked.at.date(),
            last=asked.expires,
        )


def _check_person(
    snapshot: Snapshot, decision: ApprovalDecision, asked: ApprovalRequest
) -> Iterator[Finding]:
    values: dict[str, object] = {"person": decision.by, "request": asked.id}
    if decision.verdict is Verdict.WITHDRAWN:
        if decision.by not in asked.makers:
            message = "{person} withdrew {request}, which somebody else asked for"
            yield _about(decision, "decision.self", message, "by", **values)
        return
    if decision.by in asked.makers or decision.acting_for in asked.makers:
        message = "{person} decided on {request}, which is their own request"
        yield _about(decision, "decision.self", message, "by", **values)
        return
    table = _table_at(snapshot, asked.action, decision.at)
    maker = table.barred(asked).get(decision.by) if table else None
    if maker is not None:
        message = "{person} decided on {request} and stood in for {maker}, who asked for it"
        yield _about(decision, "decision.self", message, "by", maker=maker, **values)
    elif table is None or not _had_mandate(table, decision, asked):
        yield _about(
            decision,
            "decision.authority",
            "{person} had no authority for {action} on {day}",
            "by",
            action=asked.action,
            day=decision.at.date(),
            **values,
        )


def _had_mandate(table: Bench, decision: ApprovalDecision, asked: ApprovalRequest) -> bool:
    """Whether they had it; where lines of report run in a circle, another rule says so."""
    try:
        mandates = table.mandates(table.rule.grants, asked.weighed, person=decision.by)
    except RefusedError:
        return True
    return any(mandate.acting_for == decision.acting_for for mandate in mandates)


def _check_mail(
    snapshot: Snapshot, decision: ApprovalDecision, asked: ApprovalRequest
) -> Iterator[Finding]:
    mail = decision.mail
    ask = snapshot.get(MailAsk, mail.ask) if mail else None
    person = snapshot.get(Staff, decision.by)
    if mail is None or ask is None or person is None:
        return
    known = {address.lower() for address in person.emails}
    right = (ask.request, ask.to) == (asked.id, decision.by) and mail.sender.lower() in known
    if not right or mail.recorded_by in asked.makers:
        yield _about(
            decision,
            "decision.mail",
            "{id} by mail from {sender}, recorded by {person}, does not answer {ask} to {to}",
            "mail",
            sender=mail.sender,
            person=mail.recorded_by,
            ask=ask.id,
            to=ask.to,
        )


def check_arrangements(snapshot: Snapshot, name: str) -> Iterator[Finding]:
    """A deputy or assignment was made by somebody who may, or on a grant that names it."""
    for found in (snapshot.get(Assignment, name), snapshot.get(Deputy, name)):
        if found is None or _was_rightful(snapshot, found):
            continue
        yield _about(
            found,
            "arrangement.authority",
            "{person} had no authority for {action} on {day}, nor a grant",
            "by",
            person=found.by,
            action=arrangement_of(found).action,
            day=found.at.date(),
        )


def _was_rightful(snapshot: Snapshot, found: Assignment | Deputy) -> bool:
    if found.request is None:
        return _was_free(snapshot, found)
    decisions = snapshot.where(ApprovalDecision, request=found.request)
    return any(found.id in decision.made for decision in decisions)


def _was_free(snapshot: Snapshot, found: Assignment | Deputy) -> bool:
    kind = arrangement_of(found)
    table = _table_at(snapshot, kind.action, found.at)
    if table is None:
        return False
    try:
        mandate = kind.mandate(table, Weighed(found.id, owner=owner_of(found)), found.by)
    except RefusedError:
        return True
    return mandate is not None and mandate.acting_for == found.acting_for


def _about(record: Record, rule: str, msgid: str, place: str, /, **values: object) -> Finding:
    return finding_about(record, rule, msgid, (place,), **{"id": record.id, **values})
