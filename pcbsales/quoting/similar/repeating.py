"""Quoting a board once more as last time, and what has changed since then."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pcbsales.boards.part import require_part
from pcbsales.boards.records import Part
from pcbsales.customers.profile.profile import requirements_of
from pcbsales.customers.records import Customer, Person
from pcbsales.kernel.errors import MessageId, RefusedError
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.quotations.asking import Quantity
from pcbsales.quoting.quotations.draft import Enquiry, Request, draft_quote
from pcbsales.quoting.quotations.quote_line import QuoteLine
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.similar.similar import QuotedAt, last_quoted, quotes_of
from pcbsales.quoting.tooling.records import Tool
from pcbsales.quoting.tooling.register import ToolState, state_of


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and what fills it."""

    msgid: MessageId
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The line that a board was quoted by last, and what to quote now."""

    last: QuotedAt
    enquiry: Enquiry


def repeat_of(
    snapshot: Snapshot,
    part_id: str,
    quantities: Sequence[Quantity],
    *,
    leads: Sequence[int | None] | None = None,
    as_of: date,
    customer_rfq: str | None = None,
) -> Repeat:
    """What quoting *part_id* again asks: to the same person, at the same lead times.

    RefusedError where it was never quoted: then there is nothing to repeat.
    """
    part = require_part(snapshot, part_id)
    wanted = quantities[0][0] if quantities else None
    last = last_quoted(part.id, quotes_of(snapshot, part), as_of=as_of, quantity=wanted)
    if last is None:
        raise RefusedError(
            "{part} was not quoted yet; quote it: pcbsales quote new {customer} {part} -q ...",
            part=part.id,
            customer=part.customer,
        )
    same = ((last.line.quantity, last.line.unit),)
    days = leads if leads is not None else (_lead(last.line),)
    requests = [
        Request(part.id, count, unit=unit or last.line.unit, lead_days=lead)
        for count, unit in quantities or same
        for lead in days
    ]
    person = _still_there(snapshot, last.quote.person, as_of=as_of)
    return Repeat(last, Enquiry(part.customer, requests, person=person, customer_rfq=customer_rfq))


def changes_since(snapshot: Snapshot, repeat: Repeat, *, as_of: date) -> Iterator[Said]:
    """What is otherwise than when it was quoted last: a sentence for each; nothing where all is."""
    old, line = repeat.last.quote, repeat.last.line
    yield Said(
        "as {quote} of {day}, {state}",
        {
            "quote": old.id,
            "day": old.date,
            "state": repeat.last.state.value,
        },
    )
    part = require_part(snapshot, line.part)
    if part.current.rev != line.revision:
        yield Said(
            "revision {old} then, {new} now", {"old": line.revision, "new": part.current.rev}
        )
    yield from _specification(part, line)
    yield from _terms(snapshot, old)
    yield from _required(snapshot, old, as_of=as_of)
    yield from _tools(snapshot, part, as_of=as_of)
    yield from _price(snapshot, repeat, as_of=as_of)


def _specification(part: Part, line: QuoteLine) -> Iterator[Said]:
    """The keys that say something else now."""
    before = line.board.given() if line.board else {}
    now = part.current.specification.given()
    for key in dict.fromkeys((*before, *now)):
        if line.board is not None and before.get(key) != now.get(key):
            yield Said(
                "{key}: {old} then, {new} now",
                {
                    "key": key,
                    "old": _text(before.get(key)),
                    "new": _text(now.get(key)),
                },
            )


def _terms(snapshot: Snapshot, old: Quote) -> Iterator[Said]:
    buyer = snapshot.get(Customer, old.customer)
    if buyer is None:
        return
    terms = (
        ("entity", old.entity, buyer.entity),
        ("currency", old.currency, buyer.currency),
        ("price_basis", old.price_basis.value, buyer.price_basis.value),
        ("incoterm", old.incoterm, buyer.incoterm.value if buyer.incoterm else None),
        ("delivery_place", old.delivery_place, buyer.incoterm_place),
    )
    for key, before, now in terms:
        if before != now:
            yield Said(
                "{key}: {old} then, {new} now",
                {
                    "key": key,
                    "old": before or "-",
                    "new": now or "-",
                },
            )
    if old.terms != buyer.terms.sentence:
        yield Said("other payment terms than then", {})


def _required(snapshot: Snapshot, old: Quote, *, as_of: date) -> Iterator[Said]:
    """What the customer requires now and did not then, or no longer."""
    then = {found.name for found in requirements_of(snapshot, old.customer, as_of=old.date)}
    now = {found.name for found in requirements_of(snapshot, old.customer, as_of=as_of)}
    if added := sorted(now - then):
        yield Said("required since then: {names}", {"names": ", ".join(added)})
    if dropped := sorted(then - now):
        yield Said("no longer required: {names}", {"names": ", ".join(dropped)})


def _tools(snapshot: Snapshot, part: Part, *, as_of: date) -> Iterator[Said]:
    """The tools of the board that cannot be used any more."""
    for tool in snapshot.where(Tool, part=part.id):
        if part.current.rev in tool.revisions:
            state = state_of(tool, as_of=as_of)
            if state is not ToolState.ALIVE:
                yield Said(
                    "{tool} ({kind}) is {state}",
                    {
                        "tool": tool.id,
                        "kind": tool.kind.value,
                        "state": state.value,
                    },
                )


def _price(snapshot: Snapshot, repeat: Repeat, *, as_of: date) -> Iterator[Said]:
    """The same quantity then and now, and by which book."""
    old, line = repeat.last.quote, repeat.last.line
    draft = draft_quote(snapshot, repeat.enquiry, as_of=as_of)
    if draft.sheets.book.id != old.price_book:
        yield Said(
            "book {old} then, {new} now", {"old": old.price_book, "new": draft.sheets.book.id}
        )
    for now in draft.lines:
        same = (now.quantity, now.unit, now.lead_days) == (line.quantity, line.unit, line.lead_days)
        if same and now.unit_price != line.unit_price:
            yield Said(
                "{quantity} {unit}: {old} then, {new} now",
                {
                    "quantity": now.quantity,
                    "unit": now.unit.value,
                    "old": line.unit_price.text,
                    "new": now.unit_price.text,
                },
            )
        if now.agreed is None and line.agreed is not None:
            yield Said("{agreement} no longer applies", {"agreement": line.agreed.agreement})


def _lead(line: QuoteLine) -> int | None:
    return line.lead_days if line.expedite_days else None


def _still_there(snapshot: Snapshot, person: str | None, *, as_of: date) -> str | None:
    known = snapshot.get(Person, person) if person else None
    return known.id if known and (known.left is None or known.left > as_of) else None


def _text(value: object) -> str:
    return "-" if value is None else str(getattr(value, "value", value))
