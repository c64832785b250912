"""``pcbsales quote round`` and ``rounds``: bargaining, and what it leaves us."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

import typer

from pcbsales.customers.records import Person
from pcbsales.kernel.money import UnitPrice
from pcbsales.kernel.record import ChangeSet
from pcbsales.quoting.negotiation.line_prices import read_line_prices
from pcbsales.quoting.negotiation.rounds import add_round
from pcbsales.quoting.negotiation.rounds_report import RoundRow, rounds_of
from pcbsales.quoting.quotations.quote_event import InReturn, Round
from pcbsales.quoting.quotations.records import Quote
from pcbsales.workspace import DryRun, Output, OutputFile, Workspace, workspace

quote = typer.Typer(no_args_is_help=True)

QuoteName = Annotated[str, typer.Argument(metavar="QUOTE", help="Its number, or the tail of it.")]


@quote.command("round")
def bargain(
    ctx: typer.Context,
    name: QuoteName,
    *,
    target: Annotated[
        list[str] | None,
        typer.Option("--target", metavar="LINE=PRICE", help="What the customer aims at: L1=7.90."),
    ] = None,
    counter: Annotated[
        list[str] | None,
        typer.Option("--counter", metavar="LINE=PRICE", help="What we answer: L1=8.20."),
    ] = None,
    in_return: Annotated[
        list[InReturn] | None,
        typer.Option(
            "--for",
            metavar="WHAT",
            help="What is given for it: nothing, quantity, payment_terms, lead_time, frame_order, "
            "tooling, specification.",
        ),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who of the customer asks.")] = None,
    note: Annotated[
        str | None, typer.Option("--note", help="What else there is to say of it.")
    ] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Record a round of bargaining: target price, counter, and what for.

    Example: pcbsales quote round 42 --target L1=7.90 --for quantity --dry-run
    """
    ws = workspace(ctx)
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
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales quote rounds {id}",
        tell=partial(_tell, ws),
    )


@quote.command("rounds")
def rounds(
    ctx: typer.Context, name: QuoteName, output: Output = None, file: OutputFile = None
) -> None:
    """Show the rounds of a quotation: asked, answered, against the book, and what each leaves us.

    Example: pcbsales quote rounds 36
    """
    ws = workspace(ctx)
    ws.show(rounds_of(ws.find(Quote, name)), output=output, file=file)


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
