"""Proofs about conditions, against trying thousands of orders."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcbsales.kernel.conditions import Condition, Fact
from pcbsales.quoting.books.overlap import overlapping
from pcbsales.quoting.books.price_books import Rule
from pcbsales.quoting.books.satisfying import exclude, order_meeting


def conditions(*texts: str) -> tuple[Condition, ...]:
    return tuple(map(Condition.parse, texts))


def rules(*whens: tuple[str, ...]) -> list[Rule]:
    return [Rule(id=f"group.r{n}", when=conditions(*when)) for n, when in enumerate(whens)]


@pytest.mark.parametrize(
    ("first", "second", "key"),
    [
        (("tg_c <= 140",), ("tg_c = 150",), "tg_c"),
        (("layers > 2",), ("layers < 3",), "layers"),
        (("thickness_mm > 1.6",), ("thickness_mm <= 1.6",), "thickness_mm"),
        (("laminate = absent",), ("laminate ~ shengyi",), "laminate"),
        (("castellated = false|absent",), ("castellated = true",), "castellated"),
        (("via_types = through|absent",), ("via_types = microvia",), "via_types"),
        (("impedance = absent",), ("impedance >= 1",), "impedance"),
        (("reports >= 3",), ("reports = coc|fai",), "reports"),
        (("finish = osp|hasl", "layers = 2"), ("layers = 2", "finish = enig"), "finish"),
        (("min_hole_mm >= 0.2|assumed",), ("min_hole_mm < 0.2",), "min_hole_mm"),
    ],
)
def test_these_exclude_each_other(
    first: tuple[str, ...], second: tuple[str, ...], key: str
) -> None:
    assert exclude(conditions(*first), conditions(*second)) == key
    assert overlapping(rules(first, second)) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("thickness_mm > 1.6",), ("thickness_mm < 1.600001",)),
        (("laminate ~ shengyi",), ("laminate ~ 1000",)),
        (("via_types = through|blind",), ("via_types = blind|buried",)),
        (("hole_cu_um <= 20|absent",), ("hole_cu_um = 25|absent",)),
        (("layers > 2",), ("layers < 4",)),
        (("finish = osp",), ("layers = 2",)),
        (("reports >= 2",), ("reports = coc|fai",)),
    ],
)
def test_these_both_apply_to_an_order_that_is_shown(
    first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    both = conditions(*first, *second)
    order = order_meeting(both)
    assert order is not None
    assert all(condition.holds(order) for condition in both)
    assert overlapping(rules(first, second)) == ("group.r0", "group.r1")


def test_a_rule_that_nothing_meets_overlaps_with_none() -> None:
    assert overlapping(rules(("tg_c > 150", "tg_c < 140"), ("tg_c > 100",))) is None


BOUNDS = st.integers(0, 6).map(lambda n: f"{Decimal(n) / 2}")
NUMBERS = st.builds(
    lambda op, bound, absent: f"thickness_mm {op} {bound}{absent}",
    st.sampled_from(["<", "<=", ">", ">=", "="]),
    BOUNDS,
    st.sampled_from(["", "|absent"]),
)
FINISHES = st.lists(st.sampled_from(["hasl", "osp", "enig", "absent"]), min_size=1, max_size=3)
CHOICES = FINISHES.map(lambda words: f"finish = {'|'.join(dict.fromkeys(words))}")
FLAGS = st.sampled_from(["castellated = true", "castellated = false|absent"])
WHENS = st.lists(st.one_of(NUMBERS, CHOICES, FLAGS), min_size=1, max_size=4).map(tuple)

THICK: list[Fact | None] = [None, *(Decimal(n) / 8 for n in range(32))]
FINISH: list[Fact | None] = [None, "hasl", "osp", "enig", "imag"]
CASTELLATED: list[Fact | None] = [None, True, False]


@given(WHENS, WHENS)
@settings(max_examples=150, deadline=None)
def test_two_rules_overlap_just_when_some_order_meets_both(
    first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    keys = ("thickness_mm", "finish", "castellated")
    both = conditions(*first, *second)
    orders = (
        {key: fact for key, fact in zip(keys, facts, strict=True) if fact is not None}
        for facts in product(THICK, FINISH, CASTELLATED)
    )
    some = any(all(condition.holds(order) for condition in both) for order in orders)
    assert (exclude(conditions(*first), conditions(*second)) is None) == some
    assert (overlapping(rules(first, second)) is not None) == some
