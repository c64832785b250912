"""What a quotation asks beside its boards, on the screen: once, freight, tolerance, clauses."""

from collections.abc import Iterator
from typing import TypeAlias

from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.tables import Cell, Word
from pcbsales.quoting.quotations.clauses import FreightCharge
from pcbsales.quoting.quotations.one_time import Because, OneTime
from pcbsales.quoting.quotations.records import Quote, QuoteLine

Remark: TypeAlias = tuple[str, tuple[tuple[str, Cell], ...]]
_BECAUSE: dict[Because, MessageId] = {
    Because.NEW: "{line}: {kind} {amount}, charged once",
    Because.HELD: "{line}: {kind} {tool} is there, it is not charged again",
    Because.SCRAPPED: "{line}: {kind} {amount}, charged again: {tool} was scrapped",
    Because.EXPIRED: "{line}: {kind} {amount}, charged again: {tool} was kept as long as agreed",
    Because.OTHER_REVISION: "{line}: {kind} {amount}, charged: {tool} serves another revision",
}


def charge_remarks(quote: Quote) -> Iterator[Remark]:
    """A sentence for each charge, tolerance and clause."""
    for line in quote.lines:
        for once in line.one_time:
            yield _once(line, once)
    for charge in quote.charges:
        yield freight_remark(charge)
    for line in quote.lines:
        if line.tolerance is not None:
            yield (
                "{line}: {least} to {most} delivered are in order",
                (
                    ("line", line.id),
                    ("least", line.tolerance.least),
                    ("most", line.tolerance.most),
                ),
            )
    yield from _clauses(quote)


def freight_remark(charge: FreightCharge) -> Remark:
    """What freight costs, for which weight, by whose table."""
    return (
        "freight of {lines}: {amount} for {weight} kg by {carrier}, by {table}",
        (
            ("lines", ", ".join(charge.lines)),
            ("amount", charge.amount),
            ("weight", charge.chargeable_kg),
            ("carrier", charge.carrier),
            ("table", charge.table),
        ),
    )


def _once(line: QuoteLine, once: OneTime) -> Remark:
    return (
        _BECAUSE[once.because],
        (
            ("line", line.id),
            ("kind", Word(once.kind.value)),
            ("amount", once.amount),
            ("tool", once.tooling),
        ),
    )


def _clauses(quote: Quote) -> Iterator[Remark]:
    terms = quote.price_terms
    for clause in terms.clauses if terms else ():
        yield (
            "{clause}: {metal} at {price} on {day}, from {base}: the price moves by {percent} %",
            (
                ("clause", clause.clause),
                ("metal", Word(clause.metal.value)),
                ("price", clause.price),
                ("day", clause.day),
                ("base", clause.base_price),
                ("percent", (clause.share * 100).normalize()),
            ),
        )
    exchange = terms.exchange if terms else None
    if exchange is not None:
        low, high = exchange.bounds
        yield (
            "prices hold while 1 {base} is {low} to {high} {counter}, by {clause}",
            (
                ("base", exchange.base),
                ("low", low.normalize()),
                ("high", high.normalize()),
                ("counter", exchange.counter),
                ("clause", exchange.clause),
            ),
        )
