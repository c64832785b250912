"""The clauses of a customer's specification answered one by one, deviations consented to."""

from collections.abc import Sequence
from datetime import date, datetime

from pcbsales.company.records import Role, Staff
from pcbsales.customers.documents.records import (
    Clause,
    ClauseAnswer,
    ClauseState,
    Consent,
    CustomerSpec,
    Verdict,
)
from pcbsales.customers.documents.taking_in import kept_file
from pcbsales.customers.records import Person
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.field_errors import built
from pcbsales.kernel.happened import require_happened
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.kernel.snapshot import Snapshot


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
    clause = built(Clause, number=number, text=text, keys=tuple(keys))
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
    given = built(ClauseAnswer, verdict=verdict, remark=remark, by=by, at=at)
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
    _require_theirs(snapshot, found.customer, person)
    require_happened(day, today=at.date())
    last = _deviation(before)
    word = built(
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
        update={"answers": (*before.answers[:-1], built(ClauseAnswer, **fields))}
    )
    return _changed(found, clause, "spec.consent", "Record consent to", evidence)


def _require_theirs(snapshot: Snapshot, customer: str, person: str) -> None:
    who = snapshot.get(Person, person)
    if who is None or who.customer != customer:
        raise RefusedError(
            "{person} does not speak for {customer}", person=person, customer=customer
        )


def _deviation(clause: Clause) -> ClauseAnswer:
    """The answer to *clause* that the customer may consent to; RefusedError where there is none."""
    if clause.answer and clause.state in {ClauseState.AWAITS_CONSENT, ClauseState.CANNOT}:
        return clause.answer
    raise RefusedError(
        "clause {number} is {state}; the customer consents to what deviates",
        number=clause.number,
        state=clause.state.value,
    )


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
        attachments=(file,) if file else (),
    )
