"""What stands in the way of taking an order by a quotation, one sentence each."""

from collections.abc import Iterator, Sequence
from datetime import date

from pcbsales.boards.questions.waiting import open_blocking
from pcbsales.boards.records import Part
from pcbsales.boards.stages.policy import StagePolicy
from pcbsales.boards.stages.release import unapproved_for
from pcbsales.customers.documents.open_clauses import open_clauses
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.shown import Word
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.floor.checks import check_floor
from pcbsales.quoting.outcomes.policy import policy_or_none
from pcbsales.quoting.outcomes.purchase_order import PurchaseOrder, differences, ordered_lines
from pcbsales.quoting.quotations.quote_line import QuoteLine
from pcbsales.quoting.quotations.records import Quote


def require_orderable(
    snapshot: Snapshot, quote: Quote, order: PurchaseOrder, *, as_of: date
) -> tuple[QuoteLine, ...]:
    """The lines of *quote* that *order* orders; RefusedError names the first thing in the way."""
    _require_current(quote, order, as_of=as_of)
    lines = ordered_lines(quote, order)
    _require_valid(snapshot, quote, order)
    for found in (
        *hindrances(snapshot, quote, lines, as_of=as_of),
        *differences(quote, lines, order.stated),
    ):
        raise found
    return lines


def _require_current(quote: Quote, order: PurchaseOrder, *, as_of: date) -> None:
    """The order is here, and of the revision that is offered: neither older nor another one."""
    if order.on > as_of:
        raise RefusedError(
            "an order of {day} is not here yet; give a day up to {today}", day=order.on, today=as_of
        )
    if order.revision is not None and order.revision > quote.revision:
        raise RefusedError(
            "{quote} has no revision {revision}; it has 1 to {last}",
            quote=quote.id,
            revision=order.revision,
            last=quote.revision,
        )
    if order.revision not in {None, quote.revision}:
        raise RefusedError(
            "revision {old} of {quote} is superseded by {current}: it cannot be ordered by; "
            "have the customer order by revision {current}",
            old=order.revision,
            quote=quote.id,
            current=quote.revision,
        )
    if order.on < quote.date:
        raise RefusedError(
            "the order is of {day}, revision {revision} of {quote} only of {made}: it refers to "
            "another offer; ask the customer which one, or correct --on",
            day=order.on,
            revision=quote.revision,
            quote=quote.id,
            made=quote.date,
        )


def _require_valid(snapshot: Snapshot, quote: Quote, order: PurchaseOrder) -> None:
    """The quotation holds on the order's day, or the policy lets a reason make up for it."""
    if not quote.expired(as_of=order.on):
        return
    policy = policy_or_none(snapshot, quote.entity, as_of=order.on)
    allowed = policy.order_after_expiry_days if policy else 0
    late = (order.on - quote.valid_until).days
    if late > allowed:
        raise RefusedError(
            "{quote} expired on {day}, {late} days before the order; {policy} lets {allowed} "
            "pass; quote again: pcbsales quote revise {quote}",
            quote=quote.id,
            day=quote.valid_until,
            late=late,
            policy=policy.id if policy else "quote-policy",
            allowed=allowed,
        )
    if not (order.late or "").strip():
        raise RefusedError(
            "{quote} expired on {day}; say why it is taken all the same: --reason '...'",
            quote=quote.id,
            day=quote.valid_until,
        )


def hindrances(
    snapshot: Snapshot, quote: Quote, lines: Sequence[QuoteLine], *, as_of: date
) -> Iterator[RefusedError]:
    """All that keeps *lines* of *quote* from being promised on *as_of*, whatever the order says.

    Below a floor nobody granted; a superseded board; an open question that holds it up; a clause
    of the customer's specification that is not settled; a stage that lacks its approval.
    """
    for finding in check_floor(snapshot, quote.id):
        yield RefusedError(finding.message, **finding.values)
    for line in lines:
        yield from _of_board(snapshot, quote, line)
        yield from _of_clauses(snapshot, quote, line, as_of=as_of)
        if snapshot.where(StagePolicy, entity=quote.entity):
            lacking = unapproved_for(snapshot, line.part, line.revision, line.boards, as_of=as_of)
            if lacking is not None:
                yield lacking.refusal()


def _of_board(snapshot: Snapshot, quote: Quote, line: QuoteLine) -> Iterator[RefusedError]:
    part = snapshot.get(Part, line.part)
    if part is not None and part.is_superseded(line.revision):
        yield RefusedError(
            "{line}: {part} revision {rev} is superseded by {current}; "
            "quote that one: pcbsales quote revise {quote}",
            line=line.id,
            part=line.part,
            rev=line.revision,
            current=part.current.rev,
            quote=quote.id,
        )
    for question in open_blocking(snapshot, line.part, line.revision)[:1]:
        yield RefusedError(
            "{line}: {question} about {part} revision {rev} is still open and holds the board "
            "up; have it answered first: pcbsales eq show {question}",
            line=line.id,
            question=question.id,
            part=line.part,
            rev=line.revision,
        )


def _of_clauses(
    snapshot: Snapshot, quote: Quote, line: QuoteLine, *, as_of: date
) -> Iterator[RefusedError]:
    """The first open clause, and how many more there are."""
    found = open_clauses(snapshot, quote.customer, line.part, line.revision, as_of=as_of)
    for clause in found[:1]:
        yield RefusedError(
            "{line}: clause {clause} of {number} issue {issue}: {state}; open clauses: {count}; "
            "have them settled first: pcbsales spec show {spec}",
            line=line.id,
            clause=clause.clause,
            number=clause.number,
            issue=clause.issue,
            state=Word(clause.state.value),
            count=len(found),
            spec=clause.spec,
        )
