"""Which price book and lead-time table hold for an entity, a currency and a day."""

from dataclasses import dataclass
from datetime import date

from pcbsales.kernel.effective import effective
from pcbsales.kernel.errors import LackingError
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.books.facts import setting_key
from pcbsales.quoting.books.panel_prices import PanelSheets, panel_sheets
from pcbsales.quoting.books.price_books import LeadTimeTable, PriceBook, keys_of_rules

#: What every price asks for, whatever the rules of a book say.
_ALWAYS_ASKED = {"layers", "board_size", "array", "array_size", "min_track_mm", "min_space_mm"}


@dataclass(frozen=True, slots=True)
class Sheets:
    """The price book and the lead-time table in force, and the prices of panels if there are."""

    book: PriceBook
    table: LeadTimeTable
    panels: PanelSheets | None = None

    def keys(self) -> frozenset[str]:
        """The keys of a specification that price and lead time depend on.

        Where a group has one rule, every answer that it takes costs the same.
        """
        priced = (group.rules for group in (*self.book.adders, self.book.expedite))
        timed = (group.rules for group in self.table.extras)
        choices = (rule for rules in (*priced, *timed) if len(rules) > 1 for rule in rules)
        asked = keys_of_rules(tuple(choices))
        return frozenset(_ALWAYS_ASKED | {setting_key(key) for key in asked})


def sheets_in_force(snapshot: Snapshot, entity: str, currency: str, *, as_of: date) -> Sheets:
    """The sheets of *entity* in force on *as_of*; LackingError where there is none.

    Prices are never converted: a customer is quoted by a book in their own currency.
    """
    books = [book for book in snapshot.all(PriceBook) if book.entity == entity]
    own = [book for book in books if book.currency == currency]
    if not books:
        raise LackingError("{entity} has no price-book yet", lacking=PriceBook.noun, entity=entity)
    if not own:
        raise LackingError(
            "{entity} has no price-book in {currency}; it has {others}",
            lacking=PriceBook.noun,
            entity=entity,
            currency=currency,
            others=", ".join(f"{book.id} ({book.currency})" for book in books),
        )
    tables = [table for table in snapshot.all(LeadTimeTable) if table.entity == entity]
    if not tables:
        raise LackingError(
            "{entity} has no lead-time table; add one", lacking=LeadTimeTable.noun, entity=entity
        )
    return Sheets(
        effective(own, as_of=as_of, what="price-book"),
        effective(tables, as_of=as_of, what="lead-time"),
        panel_sheets(snapshot, entity, currency, as_of=as_of),
    )
