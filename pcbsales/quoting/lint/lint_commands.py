"""``pcbsales price lint``: a price book looked through before it is used."""

from decimal import Decimal
from typing import Annotated

import typer

from pcbsales.boards.records import Part
from pcbsales.boards.setting import read_value
from pcbsales.customers.records import Customer
from pcbsales.kernel.effective import in_force
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.quoting.books.price_books import LeadTimeTable, PriceBook
from pcbsales.quoting.books.sheets import Sheets
from pcbsales.quoting.lint.finding import RULES
from pcbsales.quoting.lint.lint import lint_book
from pcbsales.quoting.lint.parts import parts_fall
from pcbsales.quoting.lint.report import LintReport, joined
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
    wanted = _rules(rule or [])
    piece_m2 = read_value("board_size", board).area_m2 if board else None
    books = (ws.find(PriceBook, name),) if name else _in_force(ws)
    found = [_linted(ws, book, piece_m2, parts=parts).only(wanted) for book in books]
    report = joined(found)
    ws.show(report, output=output, file=file)
    if report.findings:
        raise typer.Exit(1)


def _in_force(ws: Workspace) -> tuple[PriceBook, ...]:
    found = in_force(ws.snapshot().all(PriceBook), as_of=ws.today)
    if not found:
        raise RefusedError(
            "no {what} is in force on {day}; add one that is valid from then",
            what="price-book",
            day=ws.today,
        )
    return found


def _linted(ws: Workspace, book: PriceBook, piece_m2: Decimal | None, *, parts: bool) -> LintReport:
    tables = _tables(ws, book)
    found = lint_book(book, tables, piece_m2=piece_m2)
    if parts and tables:
        found += tuple(parts_fall(_quoted(ws, book), Sheets(book, tables[-1])))
    return LintReport(book.id, book.currency, found, piece_m2)


def _rules(names: list[str]) -> list[str]:
    """The rules that *names* mean: a rule, all of what stands before its dot or behind it."""
    found = [rule for rule in RULES if {rule, *rule.split(".")} & set(names)]
    for name in names:
        if not any(name in {rule, *rule.split(".")} for rule in RULES):
            raise UsageError(
                "{rule} is no rule; there are {rules}", rule=name, rules=", ".join(RULES)
            )
    return found


def _tables(ws: Workspace, book: PriceBook) -> list[LeadTimeTable]:
    """The lead-time tables of the book's entity that hold on some day on which it does."""
    return sorted(
        (
            table
            for table in ws.snapshot().where(LeadTimeTable, entity=book.entity)
            if (book.valid_until is None or table.valid_from <= book.valid_until)
            and (table.valid_until is None or book.valid_from <= table.valid_until)
        ),
        key=lambda table: table.valid_from,
    )


def _quoted(ws: Workspace, book: PriceBook) -> list[Part]:
    """The parts of the customers who are quoted by *book*."""
    buyers = {
        buyer.id
        for buyer in ws.snapshot().all(Customer)
        if (buyer.entity, buyer.currency) == (book.entity, book.currency)
    }
    return [part for part in ws.snapshot().all(Part) if part.customer in buyers]
