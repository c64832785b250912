"""``pcbsales quote round`` and ``rounds``: bargaining, and what it leaves us."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

import typer

from pcbsales.customers.records import Person
from pcbsales.kernel.money import UnitPrice
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import without_ids
from pcbsales.quoting.negotiation.line_prices import read_line_prices
from pcbsales.quoting.negotiation.rounds import add_round
from pcbsales.quoting.negotiation.rounds_report import RoundRow, RoundsReport, rounds_of
from pcbsales.quoting.options import QuoteName, Remark, Several, Text
from pcbsales.quoting.quotations.quote_event import InReturn, Round
from pcbsales.quoting.quotations.records import Quote
from pcbsales.workspace import Saving, Workspace, saves, shows

quote = typer.Typer(no_args_is_help=True)

Target = Annotated[
    Several,
    typer.Option("--target", metavar="LINE=PRICE", help="What the customer aims at: L1=7.90."),
]
Counter = Annotated[
    Several, typer.Option("--counter", metavar="LINE=PRICE", help="What we answer: L1=8.20.")
]
GivenFor = Annotated[
    list[InReturn] | None,
    typer.Option(
        "--for",
        metavar="WHAT",
        help="What is given for it: nothing, quantity, payment_terms, lead_time, frame_order, "
        "tooling, specification.",
    ),
]


@saves(quote, "round")
def bargain(
    ws: Workspace,
    name: QuoteName,
    *,
    target: Target = None,
    counter: Counter = None,
    in_return: GivenFor = None,
    by: Annotated[Text, typer.Option("--by", help="Who of the customer asks.")] = None,
    note: Remark = None,
) -> Saving:
    """Record a round of bargaining: target price, counter, and what for.

    Example: pcbsales quote round 42 --target L1=1.98 --for quantity --dry-run
    """
    found = ws.find(Quote, name)
    record = Round(
        target=read_line_prices(target or [], found, "--target"),
        counter=read_line_prices(counter or [], found, "--counter"),
        in_return=tuple(in_return or ()),
        person=ws.find(Person, by).id if by else None,
    )
    decide = partial(
        add_round, quote=found.id, bargain=record, actor=ws.actor, at=ws.now, remark=note
    )
    return Saving(without_ids(decide), "pcbsales quote rounds {id}", partial(_tell, ws))


@shows(quote, "rounds")
def rounds(ws: Workspace, name: QuoteName) -> RoundsReport:
    """Show the rounds of a quotation: asked, answered, against the book, and what each leaves us.

    Example: pcbsales quote rounds 36
    """
    return rounds_of(ws.find(Quote, name))


def _tell(ws: Workspace, changes: ChangeSet) -> Iterator[str]:
    """What the last round leaves of each line that it was about."""
    for record in changes.updates:
        if isinstance(record, Quote):
            rows = rounds_of(record).rows
            last = (row for row in rows if row.number == rows[-1].number)
            yield from (_kept(ws, row, record.currency) for row in last)


def _kept(ws: Workspace, row: RoundRow, currency: str) -> str:
    price = UnitPrice(row.stands, currency)
    told: dict[str, object] = {"line": row.line, "price": price, "percent": row.margin}
    if row.margin is None:
        return ws.translate("{line}: no margin is known, it was quoted without costs", **told)
    if row.least_margin is None:
        return ws.translate("{line}: at {price} the margin is {percent} %; ours alone", **told)
    return ws.translate(
        "{line}: at {price} the margin is {percent} %, the least is {least} %; ours alone",
        **told,
        least=row.least_margin,
    )
