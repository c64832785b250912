"""Real parts at every edge of a book: the quantities of which more cost less, all adders heeded."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from decimal import Decimal

from pcbsales.boards.records import Part
from pcbsales.kernel.errors import RefusedError
from pcbsales.quoting.books.sheets import Sheets
from pcbsales.quoting.lint.amounts import Amounts
from pcbsales.quoting.lint.buy_more import step_of
from pcbsales.quoting.lint.finding import LintFinding
from pcbsales.quoting.lint.noticing import notice
from pcbsales.quoting.pricing.offer import Offer, Wanted, make_offer
from pcbsales.quoting.quotations.records import QuantityUnit


def parts_fall(parts: Iterable[Part], sheets: Sheets) -> Iterator[LintFinding]:
    """The edges of the book at which a larger quantity of one of *parts* costs less."""
    for part in parts:
        for unit in (None, QuantityUnit.SET):
            with suppress(RefusedError):
                first = make_offer(Wanted(part, part.current, 1, unit), sheets)
                yield from _part_falls(first, sheets)
                break


def _part_falls(first: Offer, sheets: Sheets) -> Iterator[LintFinding]:
    """Of the board that *first* offers one of."""
    piece_m2, amounts = first.area_m2 * step_of(first), Amounts(sheets.book)
    wanted = first.wanted

    def total(area_m2: Decimal) -> Decimal | None:
        count = max(int(area_m2 / piece_m2), 1)
        with suppress(RefusedError):
            offer = make_offer(Wanted(wanted.part, wanted.revision, count, wanted.unit), sheets)
            return offer.price.net.amount
        return None

    for edge in amounts.edges():
        if found := notice(total, amounts, edge, piece_m2):
            yield LintFinding(
                "part.falls",
                wanted.part.id,
                which=f"rev {wanted.revision.rev}, {first.unit.value}",
                at_m2=edge.at_m2,
                before=found.costs,
                after=found.more_costs,
                noticed=found,
            )
