"""Rules over all sheets and quotations of the ledger."""

from collections.abc import Iterator
from typing import TypeAlias

from pcbsales.boards.records import Part
from pcbsales.boards.setting import choices_of
from pcbsales.kernel.conditions import Condition
from pcbsales.kernel.errors import Finding
from pcbsales.kernel.errors import Rule as LedgerRule
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.same_start import beginning_together
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.books.facts import DERIVED, known_keys
from pcbsales.quoting.books.overlap import overlapping
from pcbsales.quoting.books.panel_prices import PanelPrice
from pcbsales.quoting.books.price_books import LeadTimeTable, PriceBook, PriceRule, Rule
from pcbsales.quoting.quotations.records import Quote, QuoteLine

AnySheet: TypeAlias = PriceBook | LeadTimeTable | PanelPrice
#: Where something stands in a record's file.
_Place: TypeAlias = tuple[str | int, ...]
#: A group of rules: its name, its rules, its place.
_Group: TypeAlias = tuple[str, tuple[Rule, ...], _Place]


RULES: dict[str, LedgerRule] = {
    "sheet.key": LedgerRule(
        asks="The rules of a sheet ask for keys that a specification has.",
        remedy="Correct the key; all of them are listed by: pcbsales part keys",
    ),
    "sheet.value": LedgerRule(
        asks="The rules of a sheet ask for values that their key can have.",
        remedy="Use one of the accepted values; they are listed by: pcbsales part keys",
    ),
    "sheet.overlap": LedgerRule(
        asks="Of the rules of one group exactly one applies to any order.",
        remedy="Add a condition to one of the two rules, so that they exclude each other.",
    ),
    "sheet.start": LedgerRule(
        asks="Two sheets for the same orders never begin on one day.",
        remedy="Begin one of them later, or end it and take its rules into the other.",
    ),
    "quote.book": LedgerRule(
        asks="A quotation is priced by a book of its own entity and currency.",
        remedy="Quote it again, so that the right book prices it.",
    ),
    "quote.part": LedgerRule(
        asks="A quotation's boards are parts of its customer.",
        remedy="Quote the customer's own part; copy the board to the customer where it is theirs.",
    ),
    "quote.revision": LedgerRule(
        asks="A quotation names revisions that its parts have.",
        remedy="Add the revision to the part, or quote one that there is.",
    ),
}


def check_sheet(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The sheet *group*: conditions ask for what exists, no two rules claim the same order."""
    found: tuple[AnySheet | None, ...] = (
        snapshot.get(PriceBook, group),
        snapshot.get(LeadTimeTable, group),
        snapshot.get(PanelPrice, group),
    )
    for sheet in found:
        if sheet is not None:
            for name, rules, place in _groups(sheet):
                yield from _check_group(sheet, name, rules, place)


def check_starts(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """No two sheets of the entity *group* for the same orders begin on one day."""
    books, rule = snapshot.where(PriceBook, entity=group), "sheet.start"
    yield from beginning_together(books, rule, scope=lambda book: book.currency)
    yield from beginning_together(snapshot.where(LeadTimeTable, entity=group), rule)
    panels = snapshot.where(PanelPrice, entity=group)
    yield from beginning_together(panels, rule, scope=lambda prices: prices.currency)


def _groups(sheet: AnySheet) -> Iterator[_Group]:
    if isinstance(sheet, LeadTimeTable):
        for at, extra in enumerate(sheet.extras):
            yield extra.id, extra.rules, ("extras", at)
        return
    if isinstance(sheet, PanelPrice):
        for at, panel in enumerate(sheet.panel):
            yield panel.id, panel.rules, ("panel", at)
        for at, once in enumerate(sheet.once):
            yield once.id, once.rules, ("once", at)
        return
    for at, adder in enumerate(sheet.adders):
        yield adder.id, adder.rules, ("adders", at)
    yield sheet.expedite.id, sheet.expedite.rules, ("expedite",)


def _check_group(
    sheet: AnySheet, name: str, rules: tuple[Rule, ...], place: _Place
) -> Iterator[Finding]:
    for at, rule in enumerate(rules):
        here = (*place, "rules", at)
        for condition in rule.when:
            yield from _check_condition(sheet, rule, condition, (*here, "when"))
        counting = rule.count if isinstance(rule, PriceRule) else None
        if counting is not None and counting.key not in known_keys():
            yield _unknown_key(sheet, rule, counting.key, (*here, "count"))
    if pair := overlapping(rules):
        message = "{first} and {second} of {group} can both apply; make them exclude each other"
        yield finding_about(
            sheet, "sheet.overlap", message, place, first=pair[0], second=pair[1], group=name
        )


def _check_condition(
    sheet: AnySheet, rule: Rule, condition: Condition, place: _Place
) -> Iterator[Finding]:
    if condition.key not in known_keys():
        yield _unknown_key(sheet, rule, condition.key, place)
        return
    choices = None if condition.key in DERIVED else choices_of(condition.key)
    if choices is None or condition.op != "=":
        return
    accepted = [choice.value for choice in choices]
    for value in condition.values:
        if value not in accepted:
            yield finding_about(
                sheet,
                "sheet.value",
                "{at} asks for {key} = {value}; accepted are {accepted}",
                place,
                at=rule.id,
                key=condition.key,
                value=value,
                accepted=", ".join(accepted),
            )


def _unknown_key(sheet: AnySheet, rule: Rule, key: str, place: _Place) -> Finding:
    message = "{at} asks for {key}, which no specification has; see: pcbsales part keys"
    return finding_about(sheet, "sheet.key", message, place, at=rule.id, key=key)


def check_quote(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The quotation *group* names revisions that exist, of its customer's parts, and its book."""
    quote = snapshot.get(Quote, group)
    if quote is None:
        return
    book = snapshot.get(PriceBook, quote.price_book)
    if book is not None and (book.entity, book.currency) != (quote.entity, quote.currency):
        yield finding_about(
            quote,
            "quote.book",
            "{book} is a book of {entity} in {currency}, not this quotation's",
            ("price_book",),
            book=book.id,
            entity=book.entity,
            currency=book.currency,
        )
    for at, line in enumerate(quote.lines):
        yield from _check_line(snapshot, quote, line, ("lines", at))


def _check_line(
    snapshot: Snapshot, quote: Quote, line: QuoteLine, place: _Place
) -> Iterator[Finding]:
    part = snapshot.get(Part, line.part)
    if part is None:
        return
    if part.customer != quote.customer:
        yield finding_about(
            quote,
            "quote.part",
            "{line}: {part} is a part of {owner}, not of {customer}",
            (*place, "part"),
            line=line.id,
            part=part.id,
            owner=part.customer,
            customer=quote.customer,
        )
    if part.revision(line.revision) is None:
        yield finding_about(
            quote,
            "quote.revision",
            "{line}: {part} has no revision {rev}",
            (*place, "revision"),
            line=line.id,
            part=part.id,
            rev=line.revision,
        )
