"""What is wrong with a capability record by itself; what rules over the ledger find."""

from typing import Any

import pytest
from pydantic import ValidationError

from pcbsales.boards.capability.checks import check_rules, check_starts
from pcbsales.boards.capability.records import Capability
from scripts.sample.memory import Memory
from tests.boards.capability.builders import policy

LINE = {"id": "a", "param": "layers", "unit": "1", "limit_kind": "max", "standard": "4"}


def tree(**changes: Any) -> dict[str, Any]:
    return {
        "id": "X",
        "entity": "SZ",
        "valid_from": "2026-01-01",
        "lines": [],
        "rules": [],
    } | changes


def rules_broken(**changes: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        Capability.model_validate(tree(**changes))
    return [error["type"] for error in caught.value.errors()]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ({"param": "colour"}, "capability.param"),
        ({"unit": "mm"}, "capability.unit"),
        ({"advanced": "4"}, "capability.order"),
        ({"advanced": "3"}, "capability.order"),
        ({"beyond": "advanced"}, "capability.beyond"),
        ({"when": ["colour = red"]}, "capability.key"),
    ],
)
def test_a_line_that_says_nonsense_is_refused(line: dict[str, Any], rule: str) -> None:
    assert rules_broken(lines=[LINE | line]) == [rule]


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        ({"id": "finish.nothing", "verdict": "ask"}, "capability.rule"),
        ({"id": "data.size", "verdict": "ask"}, "capability.rule_limit"),
        ({"id": "data.size", "verdict": "ask", "limit": "1", "unit": "%"}, "capability.rule_limit"),
        (
            {"id": "layers.odd", "verdict": "ask", "limit": "1", "unit": "mm"},
            "capability.rule_limit",
        ),
    ],
)
def test_a_rule_that_says_nonsense_is_refused(rule: dict[str, Any], broken: str) -> None:
    assert rules_broken(rules=[rule]) == [broken]


def test_a_record_says_nothing_twice_and_ends_after_it_begins() -> None:
    assert rules_broken(lines=[LINE, LINE]) == ["capability.repeated"]
    assert rules_broken(valid_until="2025-12-31") == ["validity.order"]


@pytest.mark.parametrize("usual", ["purple gold", "x"])
def test_usual_answers_can_be_given(usual: str) -> None:
    assert rules_broken(required=[{"key": "finish", "usual": [usual]}]) == ["capability.usual"]
    assert rules_broken(required=[{"key": "gloss"}]) == ["capability.key"]


def test_two_records_of_a_factory_begin_on_different_days() -> None:
    again = policy().model_copy(update={"id": "SZ-2"})
    found = list(check_starts(Memory([policy(), again]), "SZ"))
    assert [finding.rule for finding in found] == ["capability.start"]
    elsewhere = again.model_copy(update={"plant": "HZ"})
    assert not list(check_starts(Memory([policy(), elsewhere]), "SZ"))


def test_a_record_that_passes_over_a_rule_is_found() -> None:
    fewer = policy().model_copy(update={"rules": policy().rules[1:]})
    found = list(check_rules(Memory([fewer]), fewer.id))
    assert [finding.values["rules"] for finding in found] == [policy().rules[0].id]
    assert not list(check_rules(Memory([policy()]), policy().id))


def test_limits_name_their_source() -> None:
    assert all(line.source for line in policy().lines)
    assert all(rule.source for rule in policy().rules)
