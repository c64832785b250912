"""Which answers the sheets in force have a rule for, said briefly."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from pcbsales.boards.setting import choices_of
from pcbsales.kernel.conditions import Condition, Facts
from pcbsales.kernel.scalars import plain
from pcbsales.quoting.books.facts import setting_key
from pcbsales.quoting.books.price_books import Rule
from pcbsales.quoting.books.rules import even_layers
from pcbsales.quoting.books.sheets import Sheets

_SHOWN = 6
#: How sizes are written, of which no sheet has a list.
_FORMS = {"board_size": "mm x mm", "array_size": "mm x mm", "array": "n x n"}
#: Facts in the unit of the key that they follow from.
_SAME_UNIT = {"min_line_mm"}
#: An interval: lower bound, whether it belongs to it, upper bound, whether it does.
_Interval = tuple[Decimal | None, bool, Decimal | None, bool]


def accepted(key: str, sheets: Sheets, facts: Facts) -> str:
    """The answers to *key* that the first group of rules about it takes; empty if not known.

    Of rules that the *facts* rule out nothing is said; beyond six answers stands ``…``.

        finish -> hasl|lf_hasl|osp|enig|imag|imsn
        thickness_mm -> > 0.4
    """
    if key in _FORMS:
        return _FORMS[key]
    if key == "layers":
        return _brief(str(row.layers) for row in sheets.book.base.rows)
    others = {name: fact for name, fact in facts.items() if setting_key(name) != key}
    known = even_layers(others, sheets.book.odd)
    for rules in _groups(sheets):
        about = [_about(key, rule) for rule in rules if _possible(rule, known)]
        if any(about):
            return _brief(_answers(conditions for conditions in about if conditions))
    return _brief(choices_of(key) or ())


def _groups(sheets: Sheets) -> Iterator[tuple[Rule, ...]]:
    yield from (group.rules for group in sheets.book.adders)
    yield from (group.rules for group in sheets.table.extras)


def _possible(rule: Rule, facts: Facts) -> bool:
    return all(condition.possible(facts) for condition in rule.when)


def _about(key: str, rule: Rule) -> tuple[Condition, ...]:
    return tuple(
        condition
        for condition in rule.when
        if condition.key == key
        or (condition.key in _SAME_UNIT and setting_key(condition.key) == key)
    )


def _answers(rules: Iterable[tuple[Condition, ...]]) -> Iterator[str]:
    """Ranges first, joined where they leave no gap, then the single answers."""
    words: dict[str, None] = {}
    ranges: list[_Interval] = []
    for conditions in rules:
        bounds = {c.op: c.bound for c in conditions if c.op in {"<", "<=", ">", ">="}}
        if bounds:
            ranges.append(_interval(bounds))
        else:
            words |= dict.fromkeys(word for c in conditions for word in c.values)
    yield from map(_said, _joined(ranges))
    yield from words


def _interval(bounds: Mapping[str, Decimal]) -> _Interval:
    low, high = bounds.get(">=", bounds.get(">")), bounds.get("<=", bounds.get("<"))
    return low, ">=" in bounds, high, "<=" in bounds


def _joined(ranges: Iterable[_Interval]) -> list[_Interval]:
    def begins(found: _Interval) -> tuple[bool, Decimal, bool]:
        return found[0] is not None, found[0] or Decimal(0), not found[1]

    joined: list[_Interval] = []
    for found in sorted(ranges, key=begins):
        if joined and _touch(joined[-1], found):
            joined[-1] = (*joined[-1][:2], *max(joined[-1][2:], found[2:], key=_ends))
        else:
            joined.append(found)
    return joined


def _touch(first: _Interval, second: _Interval) -> bool:
    """Whether *second*, which begins no earlier, leaves no gap behind *first*."""
    low, with_low = second[:2]
    high, with_high = first[2:]
    if low is None or high is None:
        return True
    return low < high or (low == high and (with_low or with_high))


def _ends(end: tuple[Decimal | None, bool]) -> tuple[bool, Decimal, bool]:
    return end[0] is None, end[0] or Decimal(0), end[1]


def _said(found: _Interval) -> str:
    """``> 0.4``, ``<= 1.6``, ``0.4 < … <= 1.6``."""
    low, with_low, high, with_high = found
    top = "" if high is None else f"{'<=' if with_high else '<'} {plain(high)}"
    if low is None:
        return top
    if not top:
        return f"{'>=' if with_low else '>'} {plain(low)}"
    return f"{plain(low)} {'<=' if with_low else '<'} … {top}"


def _brief(answers: Iterable[str]) -> str:
    found = list(answers)
    return "|".join([*found[:_SHOWN], "…"] if len(found) > _SHOWN else found)
