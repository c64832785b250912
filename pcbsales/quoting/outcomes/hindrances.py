"""What stands in the way of taking an order by a quotation, one sentence each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pcbsales.boards.questions.waiting import open_blocking
from pcbsales.boards.records import Part
from pcbsales.boards.stages.policy import StagePolicy
from pcbsales.boards.stages.release import unapproved_for
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import UnitPrice
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.floor.checks import check_floor
from pcbsales.quoting.outcomes.policy import policy_or_none
from pcbsales.quoting.quotations.quote_line import QuoteLine
from pcbsales.quoting.quotations.records import Quote


@dataclass(frozen=True, slots=True)
class Ordered:
    """What the purchase order says of a line, as far as it was read off; None is not compared."""

    line: str
    price: UnitPrice | None = None
    quantity: int | None = None
    revision: str | None = None


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """What the customer ordered: number, day, lines, what it says of them, why it is taken late.

    ``revision`` is the one of the quotation that it refers to; None is the current one.
    """

    number: str
    on: date
    lines: Sequence[str] = ()
    stated: Sequence[Ordered] = ()
    revision: int | None = None
    late: str | None = None


def ordered_lines(quote: Quote, order: PurchaseOrder) -> tuple[QuoteLine, ...]:
    """The lines that are ordered; RefusedError where alternatives leave it open."""
    unknown = [name for name in order.lines if quote.line(name) is None]
    if unknown:
        raise RefusedError(
            "{quote} has no line {line}; it has {lines}",
            quote=quote.id,
            line=unknown[0],
            lines=", ".join(line.id for line in quote.lines),
        )
    chosen = tuple(line for line in quote.lines if not order.lines or line.id in order.lines)
    seen: dict[tuple[str, str], str] = {}
    for line in chosen:
        first = seen.setdefault((line.part, line.revision), line.id)
        if first != line.id:
            raise RefusedError(
                "{first} and {second} of {quote} are alternatives; say which one is ordered: "
                "--lines {first}",
                first=first,
                second=line.id,
                quote=quote.id,
            )
    return chosen


def require_orderable(
    snapshot: Snapshot, quote: Quote, order: PurchaseOrder, *, as_of: date
) -> tuple[QuoteLine, ...]:
    """The lines of *quote* that *order* orders; RefusedError names the first thing in the way."""
    if order.on > as_of:
        raise RefusedError(
            "an order of {day} is not here yet; give a day up to {today}", day=order.on, today=as_of
        )
    if order.revision not in {None, quote.revision}:
        raise RefusedError(
            "revision {old} of {quote} is superseded by {current}: it cannot be ordered by; "
            "have the customer order by revision {current}",
            old=order.revision,
            quote=quote.id,
            current=quote.revision,
        )
    lines = ordered_lines(quote, order)
    _require_valid(snapshot, quote, order)
    for found in (
        *_hindrances(snapshot, quote, lines, as_of=as_of),
        *differences(quote, lines, order.stated),
    ):
        raise found
    return lines


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


def _hindrances(
    snapshot: Snapshot, quote: Quote, lines: Sequence[QuoteLine], *, as_of: date
) -> Iterator[RefusedError]:
    for finding in check_floor(snapshot, quote.id):
        yield RefusedError(finding.message, **finding.values)
    for line in lines:
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
        if snapshot.where(StagePolicy, entity=quote.entity):
            lacking = unapproved_for(snapshot, line.part, line.revision, line.quantity, as_of=as_of)
            if lacking is not None:
                yield lacking.refusal()


def differences(
    quote: Quote, lines: Sequence[QuoteLine], stated: Sequence[Ordered]
) -> Iterator[RefusedError]:
    """What the purchase order says otherwise than the quotation: a sentence for each."""
    by_id = {line.id: line for line in lines}
    for said in stated:
        line = by_id.get(said.line)
        if line is None:
            yield RefusedError(
                "the order speaks of {line}, which is not ordered; ordered are {lines}",
                line=said.line,
                lines=", ".join(by_id),
            )
            continue
        if said.price is not None and said.price.amount != line.unit_price.amount:
            yield RefusedError(
                "{line}: the order says {ordered} per unit, {quote} offered {offered}; "
                "have it corrected, or revise the quotation",
                line=line.id,
                ordered=said.price.text,
                quote=quote.id,
                offered=line.unit_price.text,
            )
        if said.quantity is not None and said.quantity != line.quantity:
            yield RefusedError(
                "{line}: the order says {ordered} {unit}, {quote} offered {offered}; "
                "quote that quantity: pcbsales quote revise {quote} -q {ordered}",
                line=line.id,
                ordered=said.quantity,
                unit=line.unit.value,
                quote=quote.id,
                offered=line.quantity,
            )
        if said.revision is not None and said.revision != line.revision:
            yield RefusedError(
                "{line}: the order says revision {ordered}, {quote} offered {offered}; "
                "ask the customer which one is to be built",
                line=line.id,
                ordered=said.revision,
                quote=quote.id,
                offered=line.revision,
            )
