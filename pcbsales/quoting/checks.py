"""Rules over all sheets and quotations of the ledger."""

from collections.abc import Iterator

from pcbsales.boards.records import Part
from pcbsales.boards.setting import choices_of
from pcbsales.kernel.errors import Finding
from pcbsales.kernel.record import Record, finding_about
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.conditions import Condition
from pcbsales.quoting.facts import DERIVED, known_keys
from pcbsales.quoting.overlap import overlapping
from pcbsales.quoting.price_books import LeadTimeTable, PriceBook, Rule
from pcbsales.quoting.records import Quote, QuoteLine


def check_sheets(snapshot: Snapshot) -> Iterator[Finding]:
    """Conditions ask for what exists, no two rules or sheets claim the same order."""
    books, tables = snapshot.all(PriceBook), snapshot.all(LeadTimeTable)
    for book in books:
        groups = (*book.adders, book.expedite)
        yield from _check_rules(book, tuple((group.id, group.rules) for group in groups))
        for rule in book.rules:
            if rule.count is not None and rule.count.key not in known_keys():
                yield _unknown_key(book, rule, rule.count.key)
    for table in tables:
        yield from _check_rules(table, tuple((group.id, group.rules) for group in table.extras))
    yield from _check_starts([(book, f"{book.entity} {book.currency}") for book in books])
    yield from _check_starts([(table, table.entity) for table in tables])


def _check_rules(
    sheet: PriceBook | LeadTimeTable, groups: tuple[tuple[str, tuple[Rule, ...]], ...]
) -> Iterator[Finding]:
    for group, rules in groups:
        for rule in rules:
            for condition in rule.when:
                yield from _check_condition(sheet, rule, condition)
        if pair := overlapping(rules):
            yield _finding(
                sheet,
                "sheet.overlap",
                "{first} and {second} of {group} can both apply; make them exclude each other",
                first=pair[0],
                second=pair[1],
                group=group,
            )


def _check_condition(sheet: Record, rule: Rule, condition: Condition) -> Iterator[Finding]:
    if condition.key not in known_keys():
        yield _unknown_key(sheet, rule, condition.key)
        return
    choices = None if condition.key in DERIVED else choices_of(condition.key)
    if choices is None or condition.op != "=":
        return
    accepted = [choice.value for choice in choices]
    for value in condition.values:
        if value not in accepted:
            yield _finding(
                sheet,
                "sheet.value",
                "{at} asks for {key} = {value}; accepted are {accepted}",
                at=rule.id,
                key=condition.key,
                value=value,
                accepted=", ".join(accepted),
            )


def _unknown_key(sheet: Record, rule: Rule, key: str) -> Finding:
    return _finding(
        sheet,
        "sheet.key",
        "{at} asks for {key}, which no specification has; see: pcbsales part keys",
        at=rule.id,
        key=key,
    )


def _check_starts(sheets: list[tuple[PriceBook | LeadTimeTable, str]]) -> Iterator[Finding]:
    """Two sheets for the same orders from the same day on: neither would be in force."""
    seen: dict[tuple[str, str], str] = {}
    for sheet, scope in sheets:
        first = seen.setdefault((scope, sheet.valid_from.isoformat()), sheet.id)
        if first != sheet.id:
            yield _finding(
                sheet,
                "sheet.start",
                "{id} begins on the same day as {first}; begin it later or end one",
                id=sheet.id,
                first=first,
            )


def check_quotes(snapshot: Snapshot) -> Iterator[Finding]:
    """Quotations name revisions that exist, of parts of their customer, and a book of theirs."""
    for quote in snapshot.all(Quote):
        book = snapshot.get(PriceBook, quote.price_book)
        if book is not None and (book.entity, book.currency) != (quote.entity, quote.currency):
            yield _finding(
                quote,
                "quote.book",
                "{book} is a book of {entity} in {currency}, not this quotation's",
                book=book.id,
                entity=book.entity,
                currency=book.currency,
            )
        for line in quote.lines:
            yield from _check_line(snapshot, quote, line)


def _check_line(snapshot: Snapshot, quote: Quote, line: QuoteLine) -> Iterator[Finding]:
    part = snapshot.get(Part, line.part)
    if part is None:
        return
    if part.customer != quote.customer:
        yield _finding(
            quote,
            "quote.part",
            "{line}: {part} is a part of {owner}, not of {customer}",
            line=line.id,
            part=part.id,
            owner=part.customer,
            customer=quote.customer,
        )
    if part.revision(line.revision) is None:
        yield _finding(
            quote,
            "quote.revision",
            "{line}: {part} has no revision {rev}",
            line=line.id,
            part=part.id,
            rev=line.revision,
        )


def _finding(record: Record, rule: str, message: str, **values: object) -> Finding:
    return finding_about(record, rule, message, **{"id": record.id, **values})
