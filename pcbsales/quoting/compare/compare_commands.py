"""``pcbsales price compare``: what another price book would have asked for past quotations."""

from typing import Annotated

import typer

from pcbsales.quoting.books.price_books import PriceBook
from pcbsales.quoting.compare.comparison import Comparison, compared
from pcbsales.workspace import Workspace, shows

price = typer.Typer(no_args_is_help=True)


@shows(price, "compare")
def compare(
    ws: Workspace,
    first: Annotated[str, typer.Argument(metavar="BOOK", help="The price book's id.")],
    second: Annotated[str, typer.Argument(metavar="BOOK", help="The book to compare with it.")],
    *,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Only quotations from that day on."),
    ] = None,
) -> Comparison:
    """Price past quotations again by two books: who would pay more, who less, what has no rule.

    Example: pcbsales price compare SZ-2025-04 SZ-2026-01 --since 2026-01-01
    """
    one, other = ws.find(PriceBook, first), ws.find(PriceBook, second)
    return compared(ws.snapshot(), one, other, since=ws.day(since) if since else None)
