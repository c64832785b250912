"""What a customer's purchase order says, and where it says otherwise than the quotation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import UnitPrice
from pcbsales.quoting.quotations.quote_line import QuantityUnit, QuoteLine
from pcbsales.quoting.quotations.records import Quote


@dataclass(frozen=True, slots=True)
class Ordered:
    """What the purchase order says of a line, as far as it was read off; None is not compared."""

    line: str
    price: UnitPrice | None = None
    quantity: int | None = None
    unit: QuantityUnit | None = None
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
        yield from _difference(quote, line, said)


def _difference(quote: Quote, line: QuoteLine, said: Ordered) -> Iterator[RefusedError]:
    if said.price is not None and said.price.amount != line.unit_price.amount:
        yield RefusedError(
            "{line}: the order says {ordered} per unit, {quote} offered {offered}; "
            "have it corrected, or revise the quotation",
            line=line.id,
            ordered=said.price.text,
            quote=quote.id,
            offered=line.unit_price.text,
        )
    if said.unit not in {None, line.unit}:
        yield RefusedError(
            "{line}: the order counts in {ordered}, {quote} in {offered}; ask the customer how "
            "many boards are meant",
            line=line.id,
            ordered=said.unit.value if said.unit else "-",
            quote=quote.id,
            offered=line.unit.value,
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
