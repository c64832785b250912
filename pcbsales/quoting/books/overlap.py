"""Whether two rules of a group can apply to one order: proven, conditions being of few kinds."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from pcbsales.quoting.books.price_books import Rule
from pcbsales.quoting.books.satisfying import exclude


def overlapping(rules: Sequence[Rule]) -> tuple[str, str] | None:
    """The names of two rules that apply together for some order, or None: there is none."""
    return next(((one.id, other.id) for one, other in overlaps(rules)), None)


def overlaps(rules: Sequence[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """Each two of *rules* that apply together for some order."""
    for one, other in combinations(rules, 2):
        if exclude(one.when, other.when) is None and not _never(one) and not _never(other):
            yield one, other


def _never(rule: Rule) -> bool:
    return exclude(rule.when, ()) is not None
