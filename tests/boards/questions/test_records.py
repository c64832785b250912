"""What an engineering question by itself can get wrong."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from pcbsales.boards.questions.choices import QuestionState, class_named
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.kernel.errors import UsageError
from tests.boards.builders import as_yaml
from tests.boards.questions.builders import NOW, option, raised

AT = "2026-11-25T10:00:00+08:00"
LATER = "2026-11-25T12:00:00+08:00"
GOOD: dict[str, Any] = {
    "id": "EQ-2026-00001",
    "customer": "HUAYI",
    "part": "HUAYI/HY-4410",
    "revision": "A",
    "kind": "conflict",
    "text": {"en": "Which thickness?"},
    "options": [{"id": "A", "text": {"en": "1.6"}, "sets": {"thickness_mm": "1.6"}}],
    "blocking": "true",
    "raised_by": "MA",
    "raised_at": AT,
}
ANSWER = {"at": LATER, "recorded_at": LATER, "recorded_by": "MA"}
PUT = {"at": AT, "by": "MA", "channel": "mail"}


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("eq.customer", {"part": "XINGHE/XH-1210"}),
        ("eq.key", {"key": "thickness"}),
        ("eq.key", {"options": [{"id": "A", "text": {"en": "x"}, "sets": {"colour": "red"}}]}),
        ("eq.value", {"options": [{"id": "A", "text": {"en": "x"}, "sets": {"finish": "gold"}}]}),
        ("eq.value", {"options": [{"id": "A", "text": {"en": "x"}, "sets": {"layers": "04"}}]}),
        ("eq.options", {"options": [GOOD["options"][0], GOOD["options"][0]]}),
        ("scalar.option", {"options": [{"id": "a", "text": {"en": "x"}}]}),
        ("eq.option", {"proposed": "C"}),
        ("eq.option", {"answer": {**ANSWER, "option": "C"}}),
        ("eq.option_sets", {"answer": {**ANSWER, "option": "A"}}),
        ("eq.answer", {"answer": ANSWER}),
        ("eq.answer", {"answer": {**ANSWER, "words": "1.6", "recorded_at": AT}}),
        ("eq.deadline", {"put": {**PUT, "deadline": "2026-11-24T10:00:00+08:00"}}),
        ("eq.order", {"put": {**PUT, "at": "2026-11-24T10:00:00+08:00", "deadline": LATER}}),
        ("eq.place", {"place": {"x_mm": "1"}}),
        ("eq.place", {"place": {}}),
        (
            "eq.ended_twice",
            {
                "answer": {**ANSWER, "words": "1.6"},
                "closed": {"at": LATER, "by": "MA", "reason": "withdrawn"},
            },
        ),
        (
            "eq.order",
            {
                "events": [
                    {"at": LATER, "by": "MA", "kind": "asked"},
                    {"at": AT, "by": "MA", "kind": "put"},
                ]
            },
        ),
    ],
)
def test_what_is_wrong_with_one_question_is_named(rule: str, changes: dict[str, Any]) -> None:
    EngineeringQuestion.model_validate(GOOD)
    with pytest.raises(ValidationError) as caught:
        EngineeringQuestion.model_validate({**GOOD, **changes})
    assert [error["type"] for error in caught.value.errors()] == [rule]


def test_a_question_is_read_as_it_was_written() -> None:
    question = raised()
    again = EngineeringQuestion.model_validate(as_yaml(question))
    assert again.tree() == question.tree()


def test_its_state_follows_from_the_moment() -> None:
    question = raised()
    assert question.put is not None
    due = question.put.deadline
    assert question.state(at=due) is QuestionState.WAITING
    assert question.state(at=due + timedelta(seconds=1)) is QuestionState.OVERDUE
    assert question.state(at=NOW - timedelta(seconds=1)) is QuestionState.TO_PUT


def test_classes_go_by_number_word_and_term() -> None:
    for text in ("6", "marking", "标记", "標記", "MARKING"):
        assert class_named(text).value == "marking"
    with pytest.raises(UsageError, match="data, conflict, net"):
        class_named("7")


def test_options_are_found_whatever_the_case() -> None:
    assert raised().option("b") == option("B", thickness_mm="1.2")
    assert raised().option("c") is None
