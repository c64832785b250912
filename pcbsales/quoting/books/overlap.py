"""Whether two rules of a group can apply to the same order: tried at every edge the rules name."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice, product

from pcbsales.kernel.conditions import Condition, Fact
from pcbsales.quoting.books.price_books import Rule

#: Just beside an edge; finer than any edge of the trade.
_STEP = Decimal("0.000001")
#: A group that would need more than this is tried in part.
_MOST = 20_000
_FLAGS: Mapping[str, bool] = {"true": True, "false": False}


def overlapping(rules: Sequence[Rule]) -> tuple[str, str] | None:
    """The names of two rules that apply together for some order, or None."""
    conditions = [condition for rule in rules for condition in rule.when]
    keys = tuple(dict.fromkeys(condition.key for condition in conditions))
    samples = [_samples(key, conditions) for key in keys]
    for facts in islice(product(*samples), _MOST):
        order = {key: fact for key, fact in zip(keys, facts, strict=True) if fact is not None}
        applying = [rule.id for rule in rules if all(c.holds(order) for c in rule.when)]
        if len(applying) > 1:
            return applying[0], applying[1]
    return None


def _samples(key: str, conditions: Sequence[Condition]) -> list[Fact | None]:
    """What *key* may be: every value that a condition names, both sides of it, and nothing."""
    own = [condition for condition in conditions if condition.key == key]
    found = dict.fromkeys(sample for condition in own for sample in _tried(condition))
    return [*found, None]


def _tried(condition: Condition) -> Iterator[Fact]:
    for value in condition.values:
        if value in _FLAGS:
            yield _FLAGS[value]
            continue
        try:
            number = Decimal(value)
        except ArithmeticError:
            yield value
            continue
        yield from (number - _STEP, number, number + _STEP) if condition.op != "=" else (number,)
        if condition.op == "=":
            yield value
