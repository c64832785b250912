"""The grammar of conditions."""

from decimal import Decimal

import pytest
from pydantic_core import PydanticCustomError

from pcbsales.kernel.conditions import Condition, Fact


@pytest.mark.parametrize(
    ("text", "fact", "holds"),
    [
        ("layers = 2|4", Decimal(4), True),
        ("layers = 2|4", Decimal("4.0"), True),
        ("layers = 2|4", Decimal(6), False),
        ("thickness_mm <= 1.6", Decimal("1.6"), True),
        ("thickness_mm < 1.6", Decimal("1.6"), False),
        ("thickness_mm > 1.6", Decimal("1.60001"), True),
        ("thickness_mm >= 1.6", None, False),
        ("thickness_mm >= 1.6", "1.6", False),
        ("laminate ~ shengyi|生益", "SHENGYI S1141", True),
        ("laminate ~ shengyi", "KB-6165", False),
        ("castellated = true", True, True),
        ("castellated = false|absent", None, True),
        ("castellated = false", None, False),
        ("cu_outer_oz = 1|assumed", None, True),
        ("reports = absent", None, True),
        ("reports = absent", ("coc",), False),
        ("reports >= 2", ("coc", "fai"), True),
        ("via_types = through|blind", ("through",), True),
        ("via_types = through", ("through", "blind"), False),
        ("hdi_stage = 1", "1", True),
    ],
)
def test_when_a_condition_holds(text: str, fact: Fact | None, *, holds: bool) -> None:
    condition = Condition.parse(text)
    facts = {} if fact is None else {condition.key: fact}
    assert condition.holds(facts) is holds
    assert str(condition) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "layers",
        "layers=4",
        "layers == 4",
        "Layers = 4",
        "layers < 4|6",
        "layers < many",
        "layers <= absent",
        "laminate ~ absent",
        "layers = 4|",
        "layers = assumed",
        "layers is 4",
    ],
)
def test_what_is_no_condition(text: str) -> None:
    with pytest.raises(PydanticCustomError, match="a condition such as"):
        Condition.parse(text)


def test_a_missing_fact_leaves_a_condition_possible() -> None:
    condition = Condition.parse("layers = 4")
    assert condition.possible({})
    assert not condition.holds({})
    assert not condition.possible({"layers": Decimal(2)})
