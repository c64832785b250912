"""Every named rule fires on one board, and just does not on another."""

import pytest

from pcbsales.boards.capability.conflict import Conflict
from pcbsales.boards.capability.dfm import CONFLICTS, dfm_questions
from pcbsales.boards.capability.rule_names import RULE_UNITS
from pcbsales.boards.capability.verdicts import Verdict
from pcbsales.boards.setting import read_settings
from pcbsales.boards.specification import terms
from tests.boards.capability.builders import a_case, a_review, policy
from tests.boards.capability.cases import CASES

RULES = {rule.name: rule for rule in CONFLICTS}


def fires(rule: Conflict, text: str) -> bool:
    found = policy().rule(rule.name)
    assert found is not None
    return rule.finding(a_case(text), found) is not None


def test_every_rule_has_its_two_cases_and_its_policy() -> None:
    assert set(RULES) == set(RULE_UNITS) == set(CASES)
    assert len(RULES) == len(CONFLICTS)
    assert policy().unsaid == ()


@pytest.mark.parametrize("name", CASES)
def test_a_rule_fires(name: str) -> None:
    assert fires(RULES[name], CASES[name][0])


@pytest.mark.parametrize("name", CASES)
def test_a_rule_just_does_not_fire(name: str) -> None:
    assert not fires(RULES[name], CASES[name][1])


@pytest.mark.parametrize("name", CASES)
def test_a_rule_asks_a_closed_question_whose_answers_can_be_set(name: str) -> None:
    report = a_review(CASES[name][0])
    finding = next(found for found in report.findings if found.rule == name)
    question = finding.question
    assert question is not None
    assert question.options
    assert question.key is None or question.key in terms()
    for option in question.options:
        read_settings(option.settings)
        assert "{" not in " ".join(option.settings)


@pytest.mark.parametrize("name", CASES)
def test_a_rule_that_the_factory_does_not_mind_is_silent(name: str) -> None:
    calm = policy().model_copy(
        update={
            "rules": tuple(
                rule.model_copy(update={"verdict": Verdict.OK}) for rule in policy().rules
            )
        }
    )
    assert name not in {found.rule for found in a_review(CASES[name][0], calm).findings}


def test_limits_come_from_the_record() -> None:
    moved = policy().model_copy(
        update={
            "rules": tuple(
                rule.model_copy(update={"limit": rule.limit * 2}) if rule.limit else rule
                for rule in policy().rules
            )
        }
    )
    rule = "finish.hasl_on_bga"
    assert rule not in {found.rule for found in a_review(CASES[rule][1]).findings}
    assert rule in {found.rule for found in a_review(CASES[rule][1], moved).findings}


def test_a_rule_that_the_policy_does_not_name_is_named_by_the_report() -> None:
    fewer = policy().model_copy(update={"rules": policy().rules[1:]})
    report = a_review("layers=4", fewer)
    assert report.as_json()["rules_unsaid"] == [policy().rules[0].id]
    assert any("were not looked at" in remark for remark, _ in report.as_table().remarks)


def test_questions_come_once_worst_first_and_not_what_is_internal_or_asked_already() -> None:
    report = a_review("finish=hasl declarations=rohs,reach gold_fingers=4 @question")
    rules = [question.rule for question in dfm_questions(report)]
    assert len(rules) == len(set(rules))
    assert {"finish.rohs_leaded", "fingers.bevel", "data.questions"} <= set(rules)
    asked = {found.rule for found in report.findings if found.asked or found.internal}
    assert not asked & set(rules)


def test_several_limits_of_one_key_are_asked_about_once() -> None:
    report = a_review("layers=4 ipc_class=3 annular_ring_mm=0.05 @copper_layers=4")
    broken = [found.rule for found in report.findings if found.key == "annular_ring_mm"]
    assert {"class3.ring", "hole.ring"} <= set(broken)
    asked = [question for question in dfm_questions(report) if question.key == "annular_ring_mm"]
    assert [question.rule for question in asked] == ["class3.ring"]
    assert asked[0].options[0].settings == ("annular_ring_mm=0.13",)
