"""Rules over questions, their parts and their policy."""

from decimal import Decimal
from typing import Any

from pcbsales.boards.choices import Source
from pcbsales.boards.questions.checks import check_question, check_starts
from pcbsales.boards.questions.policy import QuestionPolicy
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.records import Part
from tests.boards.questions.builders import (
    MASTERS,
    PART,
    answered,
    ledger,
    raised,
    the_part,
    the_question,
)
from tests.checks.declared import CHECKS, run

DONE = answered(raised(), "A", by="P-00001")
QUESTION, SPECIFIED = the_question(DONE), the_part(DONE)


def found(question: EngineeringQuestion, part: Part) -> list[str]:
    check = CHECKS[f"{check_question.__module__}:check_question"]
    snapshot = ledger(question, part=part)
    return [finding.rule for finding in run(check, snapshot, [question])]


def with_thickness(**changes: Any) -> Part:
    current = SPECIFIED.current
    return SPECIFIED.with_revision(current.model_copy(update=changes))


def test_what_was_answered_and_specified_is_sound() -> None:
    assert found(QUESTION, SPECIFIED) == []
    assert found(raised(), PART) == []


def test_an_answer_that_the_board_does_not_say_is_found() -> None:
    without = SPECIFIED.current.specification.model_copy(update={"thickness_mm": None})
    assert found(QUESTION, with_thickness(specification=without)) == ["eq.unspecified"]
    assert found(QUESTION, PART) == []  # it is still asked there


def test_a_value_from_the_data_in_its_place_is_found_one_from_the_customer_is_theirs() -> None:
    other = SPECIFIED.current.specification.model_copy(update={"thickness_mm": Decimal(2)})
    sources = SPECIFIED.current.sources
    assert found(QUESTION, with_thickness(specification=other)) == []
    moved = {**sources, "thickness_mm": Source.DATA}
    assert found(QUESTION, with_thickness(specification=other, sources=moved)) == ["eq.unspecified"]


def test_a_revision_that_is_not_there_is_found() -> None:
    assert found(QUESTION.model_copy(update={"revision": "Z"}), SPECIFIED) == ["eq.revision"]


def test_a_person_of_another_customers_is_found() -> None:
    assert QUESTION.answer is not None
    answer = QUESTION.answer.model_copy(update={"by": "P-00025"})
    assert found(QUESTION.model_copy(update={"answer": answer}), SPECIFIED) == ["eq.answered_by"]


def test_two_policies_never_begin_on_one_day() -> None:
    policy = next(r for r in MASTERS if isinstance(r, QuestionPolicy))
    twin, entity = policy.model_copy(update={"id": "ZZ"}), policy.entity
    assert list(check_starts(ledger(), entity)) == []
    assert [f.rule for f in check_starts(ledger(twin), entity)] == ["eq_policy.start"]
