"""Where a revision stands: table of cases, edges by a day, and properties of dates."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.boards.stages.choices import PpapLevel, Stage, Standing, VerdictKind
from pcbsales.boards.stages.release import unapproved_for
from pcbsales.boards.stages.state import StageState, stage_of
from pcbsales.boards.stages.submitting import Decided
from pcbsales.boards.stages.typed import read_elements
from pcbsales.kernel.errors import RefusedError
from tests.boards.stages.builders import (
    BENCH,
    FAI,
    MOTOR,
    PPAP,
    Book,
    a_customer,
    a_part,
    a_policy,
)


def elements() -> dict[str, Any]:
    return {"elements": read_elements(["7,18"])}


def on(book: Book, day: str, part: str = MOTOR, rev: str | None = None) -> StageState:
    return stage_of(book, part, rev, as_of=date.fromisoformat(day))


def standings(state: StageState) -> list[Standing]:
    return [need.standing for need in state.needs]


def test_a_plain_customer_needs_nothing() -> None:
    state = on(Book(), "2026-01-05", BENCH)
    assert state.reached is Stage.VOLUME
    assert state.next_stage is None
    assert state.missing_for_volume == ()
    assert state.valid_until is None


def test_stages_are_reached_one_after_the_other() -> None:
    book = Book()
    assert on(book, "2026-01-05").reached is Stage.SAMPLE
    book.submit(FAI, "2026-01-06")
    assert standings(on(book, "2026-01-06")) == [Standing.WAITING, Standing.NOT_SUBMITTED]
    book.approve(FAI, "2026-01-12")
    assert on(book, "2026-01-11").reached is Stage.SAMPLE
    assert on(book, "2026-01-12").reached is Stage.PILOT
    book.approve(PPAP, "2026-02-02", **elements())
    state = on(book, "2026-02-02")
    assert state.reached is Stage.VOLUME
    assert state.valid_until == date(2027, 2, 2)
    assert standings(on(book, "2027-02-02"))[1] is Standing.HELD
    assert standings(on(book, "2027-02-03"))[1] is Standing.LAPSED
    assert on(book, "2027-02-03").reached is Stage.PILOT


def test_the_customers_own_last_day_counts_where_it_comes_first() -> None:
    book = Book()
    book.approve(PPAP, "2026-02-02", until="2026-06-30", **elements())
    assert on(book, "2026-06-30").reached is Stage.VOLUME
    assert on(book, "2026-07-01").reached is Stage.SAMPLE


def test_an_approval_is_of_one_revision() -> None:
    book = Book()
    book.approve(FAI, "2026-01-12", rev="A")
    assert on(book, "2026-01-12", rev="A").reached is Stage.PILOT
    assert on(book, "2026-01-12", rev="B").reached is Stage.SAMPLE


def test_the_last_verdict_counts_and_a_new_submission_takes_nothing_away() -> None:
    book = Book()
    book.approve(FAI, "2026-01-12")
    book.submit(FAI, "2026-03-02")
    assert on(book, "2026-03-02").reached is Stage.PILOT
    book.reject(FAI, "2026-03-09")
    state = on(book, "2026-03-09")
    assert standings(state)[0] is Standing.REJECTED
    assert state.reached is Stage.SAMPLE
    assert on(book, "2026-03-08").reached is Stage.PILOT


def test_an_approval_on_conditions_holds_until_its_day() -> None:
    book = Book()
    word = Decided(
        VerdictKind.CONDITIONAL, "P-1", until=date(2026, 3, 31), conditions="sort every board"
    )
    book.decide(PPAP, "2026-02-02", word)
    assert standings(on(book, "2026-03-31"))[1] is Standing.CONDITIONAL
    assert on(book, "2026-03-31").reached is Stage.VOLUME
    assert standings(on(book, "2026-04-01"))[1] is Standing.LAPSED


def test_a_ppap_of_another_level_is_not_what_is_needed() -> None:
    book = Book()
    ppap = [{"level": "3", "elements": ["psw"]}, {"level": "5", "elements": ["psw"]},
            {"level": "1", "elements": ["psw"]}]  # fmt: skip
    book.add([a_policy(ppap=ppap)])
    book.approve(PPAP, "2026-02-02", level=PpapLevel.ONE, **elements())
    assert standings(on(book, "2026-02-02"))[1] is Standing.NOT_SUBMITTED
    book.approve(PPAP, "2026-02-03", level=PpapLevel.FIVE, **elements())
    assert standings(on(book, "2026-02-03"))[1] is Standing.HELD


def test_an_approval_for_pilot_alone_gives_no_volume() -> None:
    book = Book()
    rules = [{"title": {"en": "All"}, "needs": [{"stage": "volume", "kind": "fai"}]}]
    book.add([a_policy(rules=rules)])
    book.approve(FAI, "2026-01-12", stage=Stage.PILOT)
    assert on(book, "2026-01-12").reached is Stage.PILOT
    book.approve(FAI, "2026-01-13")
    assert on(book, "2026-01-13").reached is Stage.VOLUME


@pytest.mark.parametrize(
    ("quantity", "stage"),
    [(1, None), (10, None), (11, Stage.PILOT), (300, Stage.PILOT), (301, Stage.VOLUME)],
)
def test_what_a_quantity_counts_as(quantity: int, stage: Stage | None) -> None:
    found = unapproved_for(Book(), MOTOR, None, quantity, as_of=date(2026, 1, 5))
    assert (found.stage if found else None) == stage


def test_few_boards_of_much_area_are_no_sample_nor_those_of_unknown_size() -> None:
    book = Book()
    for size, counts in (("200 x 250", None), ("200 x 251", Stage.PILOT), (None, Stage.PILOT)):
        book.add([a_part(MOTOR, size)])
        found = unapproved_for(book, MOTOR, None, 10, as_of=date(2026, 1, 5))
        assert (found.stage if found else None) == counts


def test_the_refusal_names_stage_and_what_is_lacking() -> None:
    found = unapproved_for(Book(), MOTOR, "B", 500, as_of=date(2026, 1, 5))
    assert found is not None
    refusal = found.refusal()
    assert str(refusal) == (
        "MOTOR/M-1 revision B: 500 boards count as volume, which lacks: PPAP; "
        "see: pcbsales part stage MOTOR/M-1"
    )
    assert found.as_json() == {
        "part": MOTOR,
        "revision": "B",
        "quantity": 500,
        "stage": "volume",
        "lacking": [{"kind": "ppap", "standing": "not_submitted"}],
    }


def test_a_board_without_a_rule_is_an_error_and_so_is_a_day_without_a_policy() -> None:
    book = Book()
    rules = [{"title": {"en": "Automotive"}, "when": ["sector = automotive"]}]
    book.add([a_policy(rules=rules)])
    with pytest.raises(RefusedError, match="has no rule for BENCH/B-1"):
        on(book, "2026-01-05", BENCH)
    with pytest.raises(RefusedError, match="no stage-policy is in force on 2024-12-31"):
        on(book, "2024-12-31")
    book.add([a_customer("BENCH", "industrial", entity="HK")])
    with pytest.raises(RefusedError, match="no stage-policy"):
        on(book, "2026-01-05", BENCH)


def test_rules_may_ask_for_the_specification() -> None:
    book = Book()
    rules = [
        {
            "title": {"en": "Large"},
            "when": ["layers >= 8"],
            "needs": [{"stage": "volume", "kind": "fai"}],
        },
        {"title": {"en": "All others"}},
    ]
    book.add([a_policy(rules=rules)])
    assert str(on(book, "2026-01-05").rule.title) == "All others"


_DAYS = st.integers(min_value=0, max_value=700)


@given(decided=_DAYS, length=st.integers(min_value=0, max_value=300), asked=_DAYS)
def test_an_approval_holds_from_its_day_to_its_last_day_and_on_no_other(
    decided: int, length: int, asked: int
) -> None:
    first = date(2025, 7, 1) + timedelta(days=decided)
    last = first + timedelta(days=length)
    book = Book()
    book.approve(FAI, first.isoformat(), until=last.isoformat())
    day = date(2025, 7, 1) + timedelta(days=asked)
    state = stage_of(book, MOTOR, None, as_of=day)
    assert state.allows(Stage.PILOT) is (first <= day <= last)
    assert (unapproved_for(book, MOTOR, None, 20, as_of=day) is None) is (first <= day <= last)


@given(quantity=st.integers(min_value=1, max_value=10_000))
def test_more_boards_never_count_as_an_earlier_stage(quantity: int) -> None:
    rule = a_policy().rules[0]
    fewer = rule.stage_for(quantity, None).rank
    assert fewer <= rule.stage_for(quantity + 1, None).rank
