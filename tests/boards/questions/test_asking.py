"""Questions raised: in a person's words, from the reading, from a review."""

import pytest

from pcbsales.boards.questions.asking import ask_from, ask_one
from pcbsales.boards.questions.choices import Channel, QuestionClass, QuestionEventKind
from pcbsales.boards.questions.reading import suggested_by_reading
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.questions.suggestion import Wishes
from pcbsales.boards.questions.waiting import open_blocking, waiting
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet
from tests.boards.builders import taken_in
from tests.boards.questions.builders import (
    NOW,
    PART,
    after,
    asked,
    asking,
    ledger,
    numbers,
    raised,
    the_question,
)


def texts(changes: ChangeSet) -> list[str]:
    return [str(r.text) for r in changes.adds if isinstance(r, EngineeringQuestion)]


def test_a_question_that_was_put_has_a_deadline_by_policy() -> None:
    question = raised()
    assert question.id == "EQ-2026-00001"
    assert question.put is not None
    assert question.put.deadline.isoformat() == "2026-11-26T10:00:00+08:00"
    assert [event.kind for event in question.events] == ["asked", "put"]
    assert (question.blocking, question.is_open) == (True, True)


def test_one_that_was_not_put_has_none() -> None:
    question = raised(by=asking(channel=None))
    assert question.put is None
    assert [event.kind for event in question.events] == [QuestionEventKind.ASKED]


def test_the_same_is_not_asked_twice_while_it_is_open() -> None:
    question = raised()
    with pytest.raises(RefusedError, match="EQ-2026-00001 asks that already"):
        ask_one(ledger(question), numbers(), part=PART.id, rev="A", asked=asked(), asking=asking())


def test_all_that_the_reading_left_open_is_asked_at_once() -> None:
    changes = ask_from(ledger(), numbers(), part=PART.id, rev=None, codes=None, asking=asking())
    assert texts(changes) == [question.text for question in PART.current.open_questions]
    assert len(changes.adds) == 3
    snapshot = after(ledger(), changes)
    assert len(open_blocking(snapshot, PART.id, "A")) == 3
    assert open_blocking(snapshot, PART.id, "B") == ()
    with pytest.raises(RefusedError, match="all of it is asked already"):
        ask_from(snapshot, numbers(), part=PART.id, rev=None, codes=None, asking=asking())


def test_a_code_asks_what_it_names_and_its_first_word_all_of_its_kind() -> None:
    for codes in (["finish.not-given"], ["finish"]):
        changes = ask_from(
            ledger(), numbers(), part=PART.id, rev=None, codes=codes, asking=asking()
        )
        question = the_question(changes)
        assert (question.code, question.key) == ("finish.not-given", "finish")
        assert (question.kind, question.blocking) == (QuestionClass.DATA, True)
    with pytest.raises(RefusedError, match=r"open are colour.not-given, finish.not-given, thick"):
        ask_from(ledger(), numbers(), part=PART.id, rev=None, codes=["drill"], asking=asking())


def test_a_review_is_asked_by_its_codes_alone() -> None:
    found = (asked(code="dfm.ring", kind=QuestionClass.CAPABILITY, blocking=False),)
    every = ask_from(
        ledger(), numbers(), part=PART.id, rev=None, codes=None, found=found, asking=asking()
    )
    assert len(every.adds) == 3
    wishes = Wishes(blocking=True, kind=QuestionClass.PROPOSAL, proposed="B")
    one = ask_from(
        ledger(), numbers(), part=PART.id, rev=None, codes=["dfm"], found=found, wishes=wishes,
        asking=asking(),
    )  # fmt: skip
    question = the_question(one)
    assert (question.kind, question.blocking, question.proposed) == ("proposal", True, "B")


def test_order_against_data_has_both_as_closed_answers() -> None:
    part = taken_in("layers=6")
    (suggestion,) = (
        s for s in suggested_by_reading(part.current) if s.code == "layer.count-conflict"
    )
    assert suggestion.kind is QuestionClass.CONFLICT
    assert [(o.id, o.sets) for o in suggestion.options] == [
        ("A", {"layers": "6"}),
        ("B", {"layers": "4"}),
    ]


def test_what_waits_is_what_was_open_on_the_day() -> None:
    question = raised()
    day = NOW.date()
    assert waiting(ledger(question), customer="HUAYI", as_of=day) == (question,)
    assert waiting(ledger(question), as_of=day.replace(day=24)) == ()
    assert waiting(ledger(question), customer="XINGHE", as_of=day) == ()


def test_without_a_policy_nothing_is_due() -> None:
    early = asking(NOW.replace(year=2024))
    with pytest.raises(RefusedError, match="no eq-policy is in force on 2024-11-25"):
        raised(by=early)
    assert raised(by=asking(NOW.replace(year=2024), None)).put is None


def test_there_must_be_a_part_and_its_revision() -> None:
    for part, rev in (("HUAYI/HY-1", None), (PART.id, "Z")):
        with pytest.raises(UsageError):
            ask_one(
                ledger(), numbers(), part=part, rev=rev, asked=asked(),
                asking=asking(channel=Channel.PHONE),
            )  # fmt: skip
