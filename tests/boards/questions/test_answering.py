"""Answers: what is one, and the specification that it makes in the same step."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pcbsales.boards.choices import Source
from pcbsales.boards.questions.answering import close_question
from pcbsales.boards.questions.asking import ask_from
from pcbsales.boards.questions.choices import QuestionClass
from pcbsales.kernel.errors import PcbsalesError, RefusedError, UsageError
from pcbsales.kernel.local_text import LocalProse
from tests.boards.builders import codes, taken_in
from tests.boards.questions.builders import (
    NOW,
    answered,
    asked,
    asking,
    ledger,
    numbers,
    option,
    raised,
    the_part,
    the_question,
)


def test_an_option_specifies_the_board_in_one_step() -> None:
    changes = answered(raised(), "a", by="P-00001")
    question, part = the_question(changes), the_part(changes)
    assert question.answer is not None
    assert (question.answer.option, question.answer.sets) == ("A", {"thickness_mm": "1.6"})
    assert str(part.current.specification.thickness_mm) == "1.6"
    assert part.current.sources["thickness_mm"] is Source.CUSTOMER
    assert "thickness.not-given" not in codes(part.current)
    closed = next(q for q in part.current.questions if q.key == "thickness_mm")
    assert closed.answer == "EQ-2026-00001: thickness_mm=1.6"
    assert closed.answered_by == "MA"
    assert [event.kind for event in question.events][-1] == "answered"


def test_a_third_value_is_an_answer_where_it_is_of_the_key_asked() -> None:
    part = the_part(answered(raised(), "thickness=2.0", "finish=enig"))
    assert str(part.current.specification.thickness_mm) == "2.0"
    assert part.current.specification.finish == "enig"
    with pytest.raises(RefusedError, match=r"asks for thickness_mm; accepted are: A, B, thick"):
        answered(raised(), "finish=enig")


def test_what_was_asked_stands_though_the_data_says_otherwise() -> None:
    question = raised(asked(option("A", layers="6"), option("B", layers="4")))
    part = the_part(answered(question, "A"))
    assert part.current.specification.layers == 6
    assert part.current.sources["layers"] is Source.CUSTOMER
    assert "layer.count-conflict" not in codes(part.current)


def test_a_dispute_of_order_and_data_is_settled_by_its_letter() -> None:
    part = taken_in("layers=6")
    question = the_question(
        ask_from(
            ledger(part=part), numbers(), part=part.id, rev=None, codes=["layer"], asking=asking()
        )
    )
    settled = the_part(answered(question, "B", part=part)).current
    assert settled.specification.layers == 4
    assert "layer.count-conflict" not in codes(settled)


@pytest.mark.parametrize("words", ["Go ahead as per Gerber", "按Gerber做", "请按资料制作", "1.6"])
def test_words_are_no_answer_where_an_input_is_missing(words: str) -> None:
    with pytest.raises(RefusedError, match=r"an input is missing, .* stays open; accepted are: A"):
        answered(raised(), words)


def test_words_answer_a_missing_input_only_where_nothing_closed_does() -> None:
    what = asked(kind=QuestionClass.DATA, text=LocalProse(en="What is MECH13?"))
    question = raised(replace(what, options=()))
    with pytest.raises(RefusedError, match="does not give it"):
        answered(question, "please proceed")
    changes = answered(question, "It is a drawing only")
    assert the_question(changes).answer is not None
    assert len(changes.updates) == 1


def test_words_answer_where_nothing_is_missing() -> None:
    question = raised(asked(option("A", "yes"), kind=QuestionClass.PROPOSAL))
    answer = the_question(answered(question, "As per Gerber,", "no teardrops")).answer
    assert answer is not None
    assert (answer.option, answer.words) == (None, "As per Gerber, no teardrops")


def test_words_close_the_question_of_the_reading_that_was_asked() -> None:
    part = taken_in()
    finish = next(q for q in part.current.questions if q.code == "finish.not-given")
    unkeyed = finish.model_copy(update={"key": None, "code": "layer.unknown-role"})
    others = tuple(q for q in part.current.questions if q is not finish)
    revision = part.current.model_copy(update={"questions": (*others, unkeyed)})
    part = part.with_revision(revision)
    question = the_question(
        ask_from(
            ledger(part=part), numbers(), part=part.id, rev=None, codes=["layer"], asking=asking()
        )
    )
    after = the_part(answered(question, "Leave it aside", part=part)).current
    assert codes(after) == ["thickness.not-given", "colour.not-given"]
    assert after.questions[-1].answer == "EQ-2026-00001: Leave it aside"


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (("C",), "has no option C; accepted are: A, B, thickness_mm=…"),
        ((), "give the answer"),
        (("thickness=thick",), "thickness_mm"),
    ],
)
def test_what_is_no_answer_says_what_would_be(said: tuple[str, ...], error: str) -> None:
    with pytest.raises(PcbsalesError, match=error):
        answered(raised(), *said)


def test_it_is_answered_once_by_a_person_of_the_customers_and_after_it_was_raised() -> None:
    with pytest.raises(RefusedError, match="P-00025 is with TANNHOF, not with HUAYI"):
        answered(raised(), "A", by="P-00025")
    with pytest.raises(RefusedError, match="before it was raised"):
        answered(raised(), "A", at=NOW - timedelta(hours=1))
    done = the_question(answered(raised(), "A"))
    with pytest.raises(RefusedError, match=r"was answered on 2026-11-25; .* a new question"):
        answered(done, "B")


def test_a_question_is_closed_with_a_reason_once() -> None:
    question = raised()

    def closed(reason: str, found: object = question) -> object:
        snapshot = ledger(found)  # type: ignore[arg-type]
        return close_question(snapshot, question=question.id, reason=reason, actor="MA", now=NOW)

    with pytest.raises(UsageError, match="with a reason"):
        closed(" ")
    done = the_question(closed("revision B came"))  # type: ignore[arg-type]
    assert (done.is_open, done.ended_at) == (False, NOW)
    with pytest.raises(RefusedError, match="was closed on 2026-11-25"):
        closed("again", done)
    with pytest.raises(RefusedError, match="was closed"):
        answered(done, "A")
