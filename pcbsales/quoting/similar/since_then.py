"""What has changed since a board was quoted last, one sentence each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pcbsales.boards.part import require_part
from pcbsales.boards.records import Part
from pcbsales.customers.profile.profile import requirements_of
from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.matrix.option import as_option
from pcbsales.quoting.quotations.clauses import FreightCharge
from pcbsales.quoting.quotations.draft import draft_quote
from pcbsales.quoting.quotations.quote_line import QuoteLine
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.similar.repeating import Repeat
from pcbsales.quoting.tooling.records import Tool
from pcbsales.quoting.tooling.register import ToolState, state_of


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and what fills it."""

    msgid: MessageId
    values: Mapping[str, object]


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
    yield from _specification(part, repeat)
    yield from _terms(snapshot, old)
    yield from _required(snapshot, old, as_of=as_of)
    yield from _tools(snapshot, part, as_of=as_of)
    yield from _price(snapshot, repeat, as_of=as_of)


def _specification(part: Part, repeat: Repeat) -> Iterator[Said]:
    """The keys that say something else now, in the first option that is asked."""
    line, (asked, *_) = repeat.last.line, repeat.enquiry.requests
    before = line.board.given() if line.board else {}
    now = as_option(part.current, asked.option).specification.given()
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
    """The tools of the board that cannot be used any more, and until when the others are kept."""
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
            elif tool.kept_until is not None:
                yield Said(
                    "{tool} ({kind}) is kept until {day}",
                    {"tool": tool.id, "kind": tool.kind.value, "day": tool.kept_until},
                )


def _price(snapshot: Snapshot, repeat: Repeat, *, as_of: date) -> Iterator[Said]:
    """The same quantity then and now, and by which book."""
    old, line = repeat.last.quote, repeat.last.line
    draft = draft_quote(snapshot, repeat.enquiry, as_of=as_of)
    yield from _freight(old, line, draft.charges)
    if draft.sheets.book.id != old.price_book:
        yield Said(
            "book {old} then, {new} now", {"old": old.price_book, "new": draft.sheets.book.id}
        )
    for now in draft.lines:
        same = _asked_of(now) == _asked_of(line)
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


def _freight(old: Quote, line: QuoteLine, charges: tuple[FreightCharge, ...]) -> Iterator[Said]:
    """The freight of the line's consignment then and now, where both asked it."""
    before = [charge.amount for charge in old.charges if line.id in charge.lines]
    if before and charges and before[0] != charges[0].amount:
        yield Said("freight: {old} then, {new} now", {"old": before[0], "new": charges[0].amount})


def _asked_of(line: QuoteLine) -> tuple[object, ...]:
    """What makes two lines the same but for their price."""
    return line.quantity, line.unit, line.lead_days, line.changed


def _text(value: object) -> str:
    return "-" if value is None else str(getattr(value, "value", value))
