"""Getting it sooner for less, and more area in fewer days."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, permutations

from pcbsales.kernel.conditions import Condition, Fact
from pcbsales.quoting.books.price_books import DayRule, LeadTimeTable, PriceBook, PriceRule
from pcbsales.quoting.books.satisfying import exclude, order_meeting, values_of
from pcbsales.quoting.lint.amounts import AREA, Amounts
from pcbsales.quoting.lint.finding import LintFinding

_DAYS = "expedite_days"


def sooner_for_less(book: PriceBook) -> Iterator[LintFinding]:
    """Each two rules of getting it sooner of which the one for more days costs less somewhere.

    Both are rates × area between two edges, so that one is less than the other at an edge if it is
    anywhere.
    """
    amounts = Amounts(book)
    areas = sorted({a for edge in amounts.edges() for a in (edge.before, edge.after) if a > 0})
    for later, sooner in permutations(book.expedite.rules, 2):
        if not _is_sooner(later, sooner):
            continue
        if found := _cheaper(amounts, later, sooner, areas):
            yield found


def more_in_fewer_days(table: LeadTimeTable) -> Iterator[LintFinding]:
    """Each edge of *table* behind which the standard lead time is shorter."""
    for row in table.base.rows:
        for column, (before, after) in enumerate(pairwise(row.days)):
            if after < before:
                yield LintFinding(
                    "lead.quicker",
                    f"{table.id}: base.{row.layers}l",
                    at_m2=table.base.upto_m2[column],
                    before=Decimal(before),
                    after=Decimal(after),
                )
    for group in table.extras:
        for first, second in permutations(group.rules, 2):
            at = _parting_area(first, second)
            if at is not None and second.days < first.days:
                yield LintFinding(
                    "lead.quicker",
                    f"{table.id}: {first.id} -> {second.id}",
                    at_m2=at,
                    before=Decimal(first.days),
                    after=Decimal(second.days),
                )


def _cheaper(
    amounts: Amounts, later: PriceRule, sooner: PriceRule, areas: Sequence[Decimal]
) -> LintFinding | None:
    """The area at which *sooner* costs least against *later*, if it costs less anywhere."""
    both = [c for c in (*later.when, *sooner.when) if c.key not in {_DAYS, AREA}]
    found: list[tuple[Decimal, LintFinding]] = []
    for row in amounts.book.base.rows:
        layers = Condition("layers", "=", (str(row.layers),))
        if order_meeting((*both, layers)) is None:
            continue
        for area in areas:
            base = amounts.base(row.layers, area)
            if base is None or not all(_holds(rule, area) for rule in (later, sooner)):
                continue
            before, after = (amounts.charge(rule, area, base) for rule in (later, sooner))
            if after < before:
                about = f"{later.id} -> {sooner.id}"
                one = LintFinding("expedite.falls", about, "", area, before, after)
                found.append((after - before, one))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _holds(rule: PriceRule, area: Decimal) -> bool:
    return all(c.holds({AREA: area}) for c in rule.when if c.key == AREA)


def _is_sooner(later: PriceRule, sooner: PriceRule) -> bool:
    """Whether every number of days of *sooner* is more than one of *later*."""
    first, second = _days(later), _days(sooner)
    return bool(first and second) and min(_numbers(first)) < min(_numbers(second))


def _days(rule: PriceRule) -> list[Fact]:
    own = [c for c in rule.when if c.key == _DAYS]
    return [
        days
        for days in values_of(_DAYS, own)
        if own and all(c.holds({_DAYS: days}) for c in own) and days
    ]


def _numbers(facts: Sequence[Fact]) -> list[Decimal]:
    return [fact for fact in facts if isinstance(fact, Decimal)]


def _parting_area(first: DayRule, second: DayRule) -> Decimal | None:
    """The area where *first* ends and *second* begins, if only the area parts them."""
    without = [[c for c in rule.when if c.key != AREA] for rule in (first, second)]
    if exclude(*without) is not None or exclude(first.when, second.when) != AREA:
        return None
    ends = {c.bound for c in first.when if c.key == AREA and c.op in {"<", "<="}}
    begins = {c.bound for c in second.when if c.key == AREA and c.op in {">", ">="}}
    return next(iter(sorted(ends & begins)), None)
