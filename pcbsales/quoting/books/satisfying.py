"""Orders that meet conditions: found for each key by itself, or proven not to exist.

Conditions of different keys do not know of each other, so an order that meets all of them exists
just when every key has a value that meets its own. Of a key everything that conditions can tell
apart is tried: its choices, yes and no, the bounds that are named and a number between each two,
lists of every length that matters, texts with the words asked for. What is found is shown to hold;
where nothing is found, nothing is.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import combinations, pairwise
from types import UnionType
from typing import Any, get_args

from pcbsales.boards.setting import choices_of, is_list
from pcbsales.boards.specification import Specification, terms
from pcbsales.kernel.conditions import Condition, Fact, Facts, keys_of
from pcbsales.quoting.books.facts import DERIVED

_ORDER = {"<", "<=", ">", ">="}
#: Counted in whole numbers, beside the specification's own counts.
_WHOLE = frozenset({"layers", "expedite_days"})
#: What stands for a text, or an item of a list, that no condition names.
OTHER = "…"


def order_meeting(conditions: Iterable[Condition]) -> dict[str, Fact] | None:
    """Facts of an order that all *conditions* hold for; None where there can be none."""
    found = tuple(conditions)
    order: dict[str, Fact] = {}
    for key in keys_of(found):
        own = [condition for condition in found if condition.key == key]
        if all(condition.holds_when_absent for condition in own):
            continue
        value = next((v for v in values_of(key, own) if _meets(key, v, own)), None)
        if value is None:
            return None
        order[key] = value
    return order


def exclude(first: Sequence[Condition], second: Sequence[Condition]) -> str | None:
    """A key by which no order meets both; None where one does."""
    both = (*first, *second)
    for key in keys_of(both):
        if order_meeting(c for c in both if c.key == key) is None:
            return key
    return None


def values_of(key: str, conditions: Sequence[Condition]) -> tuple[Fact, ...]:
    """A value of each kind that *conditions* on *key* can tell apart."""
    if key in DERIVED:
        return _numbers(key, conditions)
    if key not in terms():
        return (*_numbers(key, conditions), True, False, *_texts(conditions))
    if is_list(key) or key == "impedance":
        return tuple(_lists(key, conditions))
    if choices := choices_of(key):
        return tuple(choice.value for choice in choices)
    types = _types(Specification.model_fields[key].annotation)
    if bool in types:
        return (True, False)
    return _texts(conditions) if str in types else _numbers(key, conditions)


def _meets(key: str, value: Fact, conditions: Sequence[Condition]) -> bool:
    facts: Facts = {key: value}
    return all(condition.holds(facts) for condition in conditions)


def _numbers(key: str, conditions: Sequence[Condition]) -> tuple[Decimal, ...]:
    """Every number named, one between each two, one below the least and one above the last."""
    named = sorted({Decimal(0), *named_numbers(conditions)})
    between = (_between(key, low, high) for low, high in pairwise(named))
    found = {*named, *(number for number in between if number is not None), named[-1] + 1}
    return tuple(sorted(number for number in found if number >= 0))


def _between(key: str, low: Decimal, high: Decimal) -> Decimal | None:
    if not is_whole(key):
        return (low + high) / 2
    middle = (low + 1).to_integral_value(rounding="ROUND_FLOOR")
    return middle if middle < high else None


def named_numbers(conditions: Sequence[Condition]) -> Iterator[Decimal]:
    """The numbers that *conditions* name."""
    for condition in conditions:
        for value in condition.values:
            try:
                yield Decimal(value)
            except ArithmeticError:
                continue


def _texts(conditions: Sequence[Condition]) -> tuple[str, ...]:
    """The texts named, one with a word of each that is looked for, one with none."""
    equal = [value for c in conditions if c.op == "=" for value in c.values]
    words = [value for c in conditions if c.op == "~" for value in c.values]
    together = " ".join(dict.fromkeys(c.values[0] for c in conditions if c.op == "~"))
    return tuple(dict.fromkeys((*equal, *words, *filter(None, [together]), OTHER)))


def _lists(key: str, conditions: Sequence[Condition]) -> Iterator[tuple[str, ...]]:
    """Lists of each length that matters, of the choices or of items nobody names."""
    choices = choices_of(key)
    if choices is not None:
        items = [choice.value for choice in choices]
        for length in range(1, len(items) + 1):
            yield from combinations(items, length)
        return
    longest = max((int(number) for number in named_numbers(conditions)), default=0) + 1
    yield from ((OTHER,) * length for length in range(1, longest + 1))


@cache
def is_whole(key: str) -> bool:
    """Whether *key* is counted in whole numbers."""
    field = Specification.model_fields.get(key)
    return key in _WHOLE or (field is not None and int in _types(field.annotation))


def _types(annotation: Any) -> frozenset[Any]:
    """The plain types within an annotation."""
    inner = get_args(annotation)
    if isinstance(annotation, type) and not isinstance(annotation, UnionType) and not inner:
        return frozenset({annotation})
    return frozenset(found for each in inner for found in _types(each))
