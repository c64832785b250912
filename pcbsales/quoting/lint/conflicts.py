"""Rules that claim the same order, and rules that no order can ever meet."""

from collections.abc import Iterator, Sequence

from pcbsales.kernel.conditions import Condition, fact_text
from pcbsales.kernel.scalars import plain
from pcbsales.quoting.books.area_table import PriceTable
from pcbsales.quoting.books.overlap import overlaps
from pcbsales.quoting.books.price_books import PriceBook, Rule
from pcbsales.quoting.books.satisfying import exclude, order_meeting
from pcbsales.quoting.lint.finding import LintFinding


def group_overlaps(group: str, rules: Sequence[Rule]) -> Iterator[LintFinding]:
    """Each two of *rules* that one order meets, with such an order."""
    for one, other in overlaps(rules):
        order = order_meeting((*one.when, *other.when)) or {}
        which = ", ".join(f"{key} = {fact_text(fact)}" for key, fact in order.items())
        yield LintFinding("group.overlap", f"{one.id}, {other.id}", which=which or group)


def unreachable(book: PriceBook, rules: Sequence[Rule]) -> Iterator[LintFinding]:
    """Each of *rules* whose conditions exclude each other, or that no cell of base is left for."""
    cells = [_cell(layers, area) for layers, area in _cells(book.base)]
    for rule in rules:
        if key := exclude(rule.when, ()):
            which = ", ".join(str(c) for c in rule.when if c.key == key)
            yield LintFinding("rule.unreachable", rule.id, which=which)
        elif all(order_meeting((*rule.when, *cell)) is None for cell in cells):
            which = ", ".join(str(c) for c in rule.when if c.key in {"layers", "area_m2"})
            yield LintFinding("rule.unreachable", rule.id, which=which)


def _cells(table: PriceTable) -> Iterator[tuple[int, str]]:
    """For each row of *table* the conditions on the area that it has a price for."""
    for row in table.rows:
        whole = row.width > len(table.upto_m2)
        yield row.layers, "" if whole else plain(table.upto_m2[row.width - 1])


def _cell(layers: int, most: str) -> tuple[Condition, ...]:
    upto = (Condition("area_m2", "<=", (most,)),) if most else ()
    return (
        Condition("layers", "=", (str(layers),)),
        Condition("area_m2", ">", ("0",)),
        *upto,
    )
