"""A price book looked through as a whole, with the lead-time tables that go with it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pcbsales.quoting.books.price_books import LeadTimeTable, PriceBook, Rule
from pcbsales.quoting.lint.conflicts import group_overlaps, unreachable
from pcbsales.quoting.lint.falls import falls
from pcbsales.quoting.lint.finding import RULES, LintFinding
from pcbsales.quoting.lint.gaps import group_gaps, table_gaps
from pcbsales.quoting.lint.sooner import more_in_fewer_days, sooner_for_less


def lint_book(
    book: PriceBook, tables: Sequence[LeadTimeTable] = (), *, piece_m2: Decimal | None = None
) -> tuple[LintFinding, ...]:
    """All that is odd in *book* and in the lead-time *tables* of its days, rule by rule.

    *piece_m2* is the board by whose quantities it is told what a customer would notice.
    """
    order = list(RULES)
    return tuple(sorted(_all(book, tables, piece_m2), key=lambda found: order.index(found.rule)))


def _all(
    book: PriceBook, tables: Sequence[LeadTimeTable], piece_m2: Decimal | None
) -> Iterator[LintFinding]:
    yield from falls(book, piece_m2)
    yield from sooner_for_less(book)
    for table in tables:
        yield from more_in_fewer_days(table)
    yield from table_gaps(book, tables)
    layers = [row.layers for row in book.base.rows]
    for name, rules in _groups(book, tables):
        yield from group_gaps(name, rules, layers)
        yield from group_overlaps(name, rules)
        yield from unreachable(book, rules)


def _groups(
    book: PriceBook, tables: Sequence[LeadTimeTable]
) -> Iterator[tuple[str, tuple[Rule, ...]]]:
    for group in (*book.adders, book.expedite):
        yield group.id, group.rules
    for table in tables:
        for extra in table.extras:
            yield f"{table.id}: {extra.id}", extra.rules
