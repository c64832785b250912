"""``pcbsales price lint``: a price book looked through before it is used."""

from typing import Annotated

import typer

from pcbsales.boards.setting import read_value
from pcbsales.kernel.effective import in_force
from pcbsales.kernel.errors import LackingError
from pcbsales.quoting.books.price_books import PriceBook
from pcbsales.quoting.lint.looking import look_through, rules_named
from pcbsales.quoting.lint.report import joined
from pcbsales.workspace import Output, OutputFile, Workspace, workspace

price = typer.Typer(no_args_is_help=True)


@price.command("lint")
def lint(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[BOOK]", help="The price book's id; else all in force.")
    ] = "",
    *,
    board: Annotated[
        str | None,
        typer.Option("--board", metavar="MMxMM", help="Tell by the quantities of such a board."),
    ] = None,
    parts: Annotated[
        bool, typer.Option("--parts", help="Also every part that is quoted by the book.")
    ] = False,
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="RULE", help="Only these: base.falls, adder, group.gap."),
    ] = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Look a price book through: more for less, gaps, overlaps; exit 1 where anything is found.

    Example: pcbsales price lint SZ-2026-01 --board 100x68 --rule overlap
    """
    ws = workspace(ctx)
    wanted = rules_named(rule or [])
    piece_m2 = read_value("board_size", board).area_m2 if board else None
    books = (ws.find(PriceBook, name),) if name else _in_force(ws)
    found = [look_through(ws.snapshot(), b, piece_m2=piece_m2, parts=parts) for b in books]
    report = joined([each.only(wanted) for each in found])
    ws.show(report, output=output, file=file)
    if report.findings:
        raise typer.Exit(1)


def _in_force(ws: Workspace) -> tuple[PriceBook, ...]:
    found = in_force(ws.snapshot().all(PriceBook), as_of=ws.today)
    if not found:
        raise LackingError(
            "no {what} is in force on {day}; add one that is valid from then",
            lacking=PriceBook.noun,
            what=PriceBook.noun,
            day=ws.today,
        )
    return found
