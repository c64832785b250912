"""Finding records by whatever stands in them."""

from typing import Annotated

import typer

from pcbsales.kernel.errors import UsageError
from pcbsales.workspace import Output, OutputFile, workspace

app = typer.Typer(rich_markup_mode=None)


@app.command()
def find(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT…", help="All words must match.")],
    *,
    noun: Annotated[
        str | None, typer.Option("--noun", help="Only these: customer, invoice, …")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="So many of each kind.")] = 10,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Search all records: ids, names in either Chinese writing or pinyin, numbers, amounts, notes.

    Example: pcbsales find 樺翊
    """
    from pcbsales.desk.search_report import SearchReport  # noqa: PLC0415 -- start-up
    from pcbsales.store.search.search import Search  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    if noun is not None and noun not in ws.catalogue.kinds:
        raise UsageError(
            "there is no noun {noun}; there are {nouns}",
            noun=noun,
            nouns=", ".join(ws.catalogue.kinds),
        )
    words = " ".join(text)
    ws.snapshot(partial=True)
    index = ws.ledger.index
    found = Search(index.connection, ws.catalogue, ws.tell).find(words, noun=noun, limit=limit)
    left_out = len(index.unreadable(ws.catalogue.kinds))
    ws.show(SearchReport(words, found, left_out), output=output, file=file)
