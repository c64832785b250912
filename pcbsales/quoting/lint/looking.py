"""A price book of the ledger looked through, with what the ledger says beside it."""

from collections.abc import Iterable
from decimal import Decimal

from pcbsales.boards.records import Part
from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.books.price_books import LeadTimeTable, PriceBook
from pcbsales.quoting.books.sheets import Sheets
from pcbsales.quoting.lint.finding import RULES
from pcbsales.quoting.lint.lint import lint_book
from pcbsales.quoting.lint.parts import parts_fall
from pcbsales.quoting.lint.report import LintReport


def look_through(
    snapshot: Snapshot, book: PriceBook, *, piece_m2: Decimal | None = None, parts: bool = False
) -> LintReport:
    """What is odd in *book* and its lead-time tables; with *parts* by the parts it prices too.

    *piece_m2* is the board by whose quantities it is told what a customer would notice.
    """
    tables = _tables(snapshot, book)
    found = lint_book(book, tables, piece_m2=piece_m2)
    if parts and tables:
        found += tuple(parts_fall(_priced(snapshot, book), Sheets(book, tables[-1])))
    return LintReport(book.id, book.currency, found, piece_m2)


def rules_named(names: Iterable[str]) -> list[str]:
    """The rules that *names* mean: a rule, all of what stands before its dot or behind it.

    UsageError lists the rules where a name means none.
    """
    known = {rule: {rule, *rule.split(".")} for rule in RULES}
    wanted = set(names)
    for name in wanted:
        if not any(name in meant for meant in known.values()):
            raise UsageError(
                "{rule} is no rule; there are {rules}", rule=name, rules=", ".join(RULES)
            )
    return [rule for rule, meant in known.items() if meant & wanted]


def _tables(snapshot: Snapshot, book: PriceBook) -> list[LeadTimeTable]:
    """The lead-time tables of the book's entity that hold on some day on which it does."""
    return sorted(
        (
            table
            for table in snapshot.where(LeadTimeTable, entity=book.entity)
            if (book.valid_until is None or table.valid_from <= book.valid_until)
            and (table.valid_until is None or book.valid_from <= table.valid_until)
        ),
        key=lambda table: table.valid_from,
    )


def _priced(snapshot: Snapshot, book: PriceBook) -> list[Part]:
    """The parts of the customers who are quoted by *book*."""
    buyers = {
        buyer.id
        for buyer in snapshot.all(Customer)
        if (buyer.entity, buyer.currency) == (book.entity, book.currency)
    }
    return [part for part in snapshot.all(Part) if part.customer in buyers]
