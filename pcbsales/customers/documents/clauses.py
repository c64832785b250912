"""A customer's specification taken in, its clauses answered one by one, deviations consented to."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from pcbsales.company.records import Role, Staff
from pcbsales.customers.documents.records import (
    Clause,
    ClauseAnswer,
    ClauseState,
    Consent,
    CustomerSpec,
    KeptFile,
    Verdict,
)
from pcbsales.customers.records import Person
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.field_errors import refused
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.kernel.snapshot import Ids, Snapshot


def add_spec(
    snapshot: Snapshot,
    ids: Ids,
    *,
    customer: str,
    number: str,
    issue: str,
    title: str,
    valid_from: date,
    dated: date | None = None,
    supersedes: str | None = None,
    boards: Sequence[str] = (),
    file: Attachment | None = None,
) -> ChangeSet:
    """Take issue *issue* of specification *number* of *customer* in; *boards* are ``PART[@REV]``.

    Without *supersedes* it takes the place of the issue of the same number that holds.

    Raises RefusedError where the issue is there already.
    """
    known = snapshot.where(CustomerSpec, customer=customer)
    alike = [spec for spec in known if spec.number == number]
    if same := next((spec for spec in alike if spec.issue == issue), None):
        raise RefusedError(
            "issue {issue} of {number} is there already, as {id}",
            issue=issue,
            number=number,
            id=same.id,
        )
    spec = _spec(
        id=ids.next(CustomerSpec),
        customer=customer,
        number=number,
        issue=issue,
        title=title,
        dated=dated,
        file=kept_file(file),
        valid_from=valid_from,
        supersedes=supersedes or _superseded(alike),
        boards=[_board(text, customer) for text in boards],
    )
    return ChangeSet(
        "spec.add", f"Take in specification {spec.id}", adds=(spec,), attachments=_files(file)
    )


def set_clause(
    snapshot: Snapshot, *, spec: str, number: str, text: str, keys: Sequence[str] = ()
) -> ChangeSet:
    """Record clause *number* with its *text*; an answered clause is not changed.

    Raises RefusedError where it was answered, or says so already.
    """
    found = require_spec(snapshot, spec)
    before = found.clause(number)
    if before is not None and before.answers:
        raise RefusedError(
            "clause {number} of {id} is answered; another text is another issue",
            number=number,
            id=spec,
        )
    clause = _built(Clause, number=number, text=text, keys=tuple(keys))
    return _changed(found, clause, "spec.clause", "Record a clause of")


def answer(
    snapshot: Snapshot,
    *,
    spec: str,
    number: str,
    verdict: Verdict,
    remark: str | None = None,
    by: str,
    at: datetime,
) -> ChangeSet:
    """Answer clause *number* in the name of *by*, who is of production engineering.

    A new answer takes the place of the one before, which stays on record; its consent is its own.

    Raises:
        RefusedError: *by* is not of production engineering, or the answer is that already.
        UsageError: there is no such specification, clause or member of staff.
    """
    found = require_spec(snapshot, spec)
    before = require_clause(found, number)
    staff = snapshot.get(Staff, by)
    if staff is None:
        raise UsageError("there is no member of staff {id}", id=by)
    if Role.PRODUCTION_ENGINEERING not in staff.on(at.date()).roles:
        raise RefusedError(
            "{by} is not of production engineering, which answers for what we can build; "
            "name who does with --by",
            by=by,
        )
    given = _built(ClauseAnswer, verdict=verdict, remark=remark, by=by, at=at)
    last = before.answer
    if last is not None and (last.verdict, last.remark) == (given.verdict, given.remark):
        raise RefusedError("clause {number} is answered so already", number=number)
    clause = before.model_copy(update={"answers": (*before.answers, given)})
    return _changed(found, clause, "spec.answer", "Answer a clause of")


def consent(
    snapshot: Snapshot,
    *,
    spec: str,
    number: str,
    granted: bool,
    person: str,
    day: date,
    evidence: Attachment | None = None,
    remark: str | None = None,
    actor: str,
    at: datetime,
) -> ChangeSet:
    """Record what *person* of the customer says to the deviation of clause *number*.

    Raises RefusedError where nothing of it waits for the customer, *person* is not theirs, or
    consent comes without evidence.
    """
    found = require_spec(snapshot, spec)
    before = require_clause(found, number)
    who = snapshot.get(Person, person)
    if who is None or who.customer != found.customer:
        raise RefusedError(
            "{person} does not speak for {customer}", person=person, customer=found.customer
        )
    if day > at.date():
        raise RefusedError("{day} lies ahead; give the day on which it happened", day=day)
    last = before.answer
    if last is None or before.state not in {ClauseState.AWAITS_CONSENT, ClauseState.CANNOT}:
        raise RefusedError(
            "clause {number} is {state}; the customer consents to what deviates",
            number=number,
            state=before.state.value,
        )
    word = _built(
        Consent,
        granted=granted,
        person=person,
        day=day,
        evidence=kept_file(evidence),
        remark=remark,
        by=actor,
        at=at,
    )
    fields = {**dict(last), "consent": word}
    clause = before.model_copy(
        update={"answers": (*before.answers[:-1], _built(ClauseAnswer, **fields))}
    )
    return _changed(found, clause, "spec.consent", "Record consent to", evidence)


def require_spec(snapshot: Snapshot, spec: str) -> CustomerSpec:
    """The specification of that id; UsageError if there is none."""
    found = snapshot.get(CustomerSpec, spec)
    if found is None:
        raise UsageError("there is no specification {id}", id=spec)
    return found


def require_clause(spec: CustomerSpec, number: str) -> Clause:
    """Its clause *number*; UsageError names those there are."""
    found = spec.clause(number)
    if found is None:
        raise UsageError(
            "{id} has no clause {number}; it has {numbers}",
            id=spec.id,
            number=number,
            numbers=", ".join(clause.number for clause in spec.clauses) or "-",
        )
    return found


def kept_file(file: Attachment | None) -> KeptFile | None:
    """*file* as a record names it."""
    if file is None:
        return None
    kept: KeptFile = _built(KeptFile, name=file.name, sha256=file.sha256, bytes=len(file.data))
    return kept


def _files(file: Attachment | None) -> tuple[Attachment, ...]:
    return (file,) if file else ()


def _superseded(alike: Sequence[CustomerSpec]) -> str | None:
    """The issue that a next one takes the place of: the one that nothing supersedes yet."""
    passed = {spec.supersedes for spec in alike}
    return next((spec.id for spec in reversed(alike) if spec.id not in passed), None)


def _board(text: str, customer: str) -> dict[str, str]:
    """``PART[@REV]`` of *customer*, whether or not it is named with the part."""
    name, at, revision = text.partition("@")
    part = name if name.startswith(f"{customer}/") else f"{customer}/{name}"
    return {"part": part, "revision": revision} if at else {"part": part}


def _changed(
    spec: CustomerSpec,
    clause: Clause,
    action: str,
    subject: str,
    file: Attachment | None = None,
) -> ChangeSet:
    if clause == spec.clause(clause.number):
        raise RefusedError("clause {number} says so already", number=clause.number)
    return ChangeSet(
        action,
        f"{subject} {spec.id}",
        updates=(spec.with_clause(clause),),
        attachments=_files(file),
    )


def _spec(**fields: Any) -> CustomerSpec:
    spec: CustomerSpec = _built(CustomerSpec, **{k: value for k, value in fields.items() if value})
    return spec


def _built(kind: Any, **fields: Any) -> Any:
    """A value of these fields; RefusedError names the first that is not what it must be."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise refused(kind, error) from None
