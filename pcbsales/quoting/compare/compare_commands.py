"""``pcbsales price compare``: what another price book would have asked for past quotations."""

from typing import Annotated

import typer

from pcbsales.kernel.errors import RefusedError
from pcbsales.quoting.books.price_books import PriceBook
from pcbsales.quoting.compare.comparison import Comparison
from pcbsales.quoting.compare.repricing import reprice
from pcbsales.quoting.quotations.records import Quote
from pcbsales.workspace import Output, OutputFile, workspace

price = typer.Typer(no_args_is_help=True)


@price.command("compare")
def compare(
    ctx: typer.Context,
    first: Annotated[str, typer.Argument(metavar="BOOK", help="The price book's id.")],
    second: Annotated[str, typer.Argument(metavar="BOOK", help="The book to compare with it.")],
    *,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Only quotations from that day on."),
    ] = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Price past quotations again by two books: who would pay more, who less, what has no rule.

    Example: pcbsales price compare SZ-2025-04 SZ-2026-01 --since 2026-01-01
    """
    ws = workspace(ctx)
    one, other = ws.find(PriceBook, first), ws.find(PriceBook, second)
    if (one.entity, one.currency) != (other.entity, other.currency):
        raise RefusedError(
            "{first} is in {currency} for {entity}, {second} is not: they are not compared",
            first=one.id,
            second=other.id,
            currency=one.currency,
            entity=one.entity,
        )
    day = ws.day(since) if since else None
    quotes = [
        quote
        for quote in ws.snapshot().where(Quote, entity=one.entity)
        if quote.currency == one.currency and (day is None or quote.date >= day)
    ]
    lines = tuple(reprice(ws.snapshot(), quotes, one, other))
    report = Comparison(one.id, other.id, one.currency, len(quotes), lines)
    ws.show(report, output=output, file=file)
