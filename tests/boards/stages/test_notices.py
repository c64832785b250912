"""Change notices: who is owed what, and that nothing takes effect before consent and its days."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pcbsales.boards.stages.choices import (
    ChangeKind,
    ConsentKind,
    CustomerState,
    NoticeStatus,
    Stage,
    Standing,
)
from pcbsales.boards.stages.notice_effect import put_into_effect, withdraw
from pcbsales.boards.stages.notice_records import ChangeNotice
from pcbsales.boards.stages.notice_report import notices_on
from pcbsales.boards.stages.notice_state import NoticeState, notice_state
from pcbsales.boards.stages.notices import (
    Answer,
    Change,
    consent,
    notices_pending,
    open_notice,
    tell,
)
from pcbsales.boards.stages.state import stage_of
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.local_text import LocalText
from tests.boards.stages.builders import BENCH, FAI, MOTOR, Book, a_customer, at, entry

OPENED = "2026-01-05"


def a_change(planned: str = "2026-06-01", kind: ChangeKind = ChangeKind.LAMINATE) -> Change:
    return Change(kind, LocalText(en="A"), LocalText(en="B"), date.fromisoformat(planned))


def opened(book: Book, *boards: tuple[str, str | None], **change: Any) -> str:
    return book.keep(
        open_notice(
            book,
            book,
            change=a_change(**change),
            boards=boards or [(MOTOR, None)],
            entry=entry(OPENED),
        )
    )


def told(book: Book, notice: str, customer: str = "MOTOR", day: str = OPENED) -> None:
    book.keep(tell(book, notice=notice, customer=customer, person=None, entry=entry(day)))


def answered(
    book: Book,
    notice: str,
    kind: ConsentKind = ConsentKind.GIVEN,
    day: str = "2026-02-02",
    **more: Any,
) -> None:
    answer = Answer("MOTOR", kind, "P-1", **more)
    book.keep(consent(book, notice=notice, answer=answer, entry=entry(day)))


def effective(book: Book, notice: str, day: str, *, said: str = "2026-03-02") -> None:
    on = date.fromisoformat(day)
    book.keep(put_into_effect(book, notice=notice, on=on, actor="GAO", now=at(said)))


def state(book: Book, notice: str, day: str) -> NoticeState:
    found = book.get(ChangeNotice, notice)
    assert found is not None
    return notice_state(book, found, as_of=date.fromisoformat(day))


def test_a_change_goes_its_way_from_opening_to_effect() -> None:
    book = Book()
    pcn = opened(book)
    assert state(book, pcn, OPENED).status is NoticeStatus.TO_TELL
    told(book, pcn)
    assert state(book, pcn, OPENED).status is NoticeStatus.WAITING
    assert state(book, pcn, OPENED).earliest == date(2026, 4, 5)
    answered(book, pcn)
    assert state(book, pcn, "2026-02-01").status is NoticeStatus.WAITING
    assert state(book, pcn, "2026-02-02").status is NoticeStatus.AGREED
    effective(book, pcn, "2026-04-05")
    assert state(book, pcn, "2026-04-04").status is NoticeStatus.AGREED
    assert state(book, pcn, "2026-04-05").status is NoticeStatus.EFFECTIVE


def test_it_is_not_planned_before_the_days_of_notice_have_run() -> None:
    book = Book()
    with pytest.raises(RefusedError, match=r"90 days of notice; .* from 2026-04-05 on"):
        opened(book, planned="2026-04-04")
    opened(book, planned="2026-04-05")


def test_a_customer_is_told_once_a_day() -> None:
    book = Book()
    notice = opened(book)
    told(book, notice)
    with pytest.raises(RefusedError, match=r"was told of PCN-.* on 2026-01-05 already"):
        told(book, notice)
    told(book, notice, day="2026-01-06")


def test_a_change_to_the_same_is_none() -> None:
    book = Book()
    same = Change(ChangeKind.PLANT, LocalText(en="A"), LocalText(en="A"), date(2026, 6, 1))
    with pytest.raises(RefusedError, match="say the same"):
        open_notice(book, book, change=same, boards=[(MOTOR, None)], entry=entry(OPENED))


def test_no_effect_before_telling_consent_and_days() -> None:
    book = Book()
    pcn = opened(book)
    with pytest.raises(RefusedError, match=f"MOTOR has not been told of {pcn}"):
        effective(book, pcn, "2026-06-01")
    told(book, pcn)
    with pytest.raises(RefusedError, match=f"MOTOR has not consented to {pcn}"):
        effective(book, pcn, "2026-06-01")
    answered(book, pcn, ConsentKind.REFUSED, reason="no")
    with pytest.raises(RefusedError, match=f"MOTOR refused {pcn} on 2026-02-02"):
        effective(book, pcn, "2026-06-01")
    answered(book, pcn, day="2026-02-16")
    with pytest.raises(RefusedError, match="from 2026-04-05 on"):
        effective(book, pcn, "2026-04-04")
    effective(book, pcn, "2026-04-05")


def test_who_only_has_to_be_told_is_not_waited_for() -> None:
    book = Book()
    pcn = opened(book, (BENCH, None), planned="2026-02-04")
    told(book, pcn, "BENCH")
    (found,) = state(book, pcn, OPENED).customers
    assert found.state is CustomerState.TOLD
    effective(book, pcn, "2026-02-04", said="2026-01-20")


def test_each_customer_of_a_notice_is_owed_their_own() -> None:
    book = Book()
    pcn = opened(book, (MOTOR, "B"), (BENCH, None))
    told(book, pcn)
    told(book, pcn, "BENCH", "2026-01-06")
    found = {one.customer: one for one in state(book, pcn, "2026-01-06").customers}
    assert (found["MOTOR"].notice_days, found["BENCH"].notice_days) == (90, 30)
    assert found["BENCH"].earliest == date(2026, 2, 5)
    assert [one.customer for one in state(book, pcn, "2026-01-06").lacking] == ["MOTOR"]


def test_an_answer_before_the_telling_or_by_somebody_else_is_none() -> None:
    book = Book()
    pcn = opened(book)
    with pytest.raises(RefusedError, match=f"MOTOR had not been told of {pcn} by 2026-02-02"):
        answered(book, pcn)
    told(book, pcn)
    answer = Answer("MOTOR", ConsentKind.GIVEN, "P-2")
    with pytest.raises(RefusedError, match="P-2 is with BENCH"):
        consent(book, notice=pcn, answer=answer, entry=entry("2026-02-02"))


def test_parts_of_two_entities_need_a_notice_each() -> None:
    book = Book()
    book.add([a_customer("BENCH", "industrial", entity="HK")])
    with pytest.raises(RefusedError, match="open a notice for each"):
        opened(book, (MOTOR, None), (BENCH, None))
    with pytest.raises(UsageError, match="has no revision Z"):
        opened(book, (MOTOR, "Z"))


@pytest.mark.parametrize(
    ("requalify", "reached"), [(None, Stage.SAMPLE), (True, Stage.SAMPLE), (False, Stage.PILOT)]
)
def test_approvals_end_with_a_change_that_asks_for_new_ones(
    requalify: bool | None, reached: Stage
) -> None:
    book = Book()
    book.approve(FAI, "2026-01-12")
    pcn = opened(book)
    told(book, pcn)
    answered(book, pcn, requalify=requalify)
    effective(book, pcn, "2026-04-05")
    before = stage_of(book, MOTOR, None, as_of=date(2026, 4, 4))
    assert before.reached is Stage.PILOT
    assert before.valid_until == (None if requalify is False else date(2026, 4, 4))
    after = stage_of(book, MOTOR, None, as_of=date(2026, 4, 5))
    assert after.reached is reached
    if requalify is not False:
        need = after.needs[0]
        assert need.standing is Standing.CHANGED
        assert need.notice is not None
        assert need.notice.id == pcn
        book.approve(FAI, "2026-04-20")
        assert stage_of(book, MOTOR, None, as_of=date(2026, 4, 20)).reached is Stage.PILOT


def test_a_change_of_another_revision_ends_nothing() -> None:
    book = Book()
    book.approve(FAI, "2026-01-12")
    pcn = opened(book, (MOTOR, "A"))
    told(book, pcn)
    answered(book, pcn)
    effective(book, pcn, "2026-04-05")
    assert stage_of(book, MOTOR, "B", as_of=date(2026, 4, 5)).reached is Stage.PILOT


def test_pending_are_those_neither_in_effect_nor_withdrawn() -> None:
    book = Book()
    one, other = opened(book), opened(book, (MOTOR, "A"))
    day = date(2026, 1, 20)
    pending = notices_pending(book, MOTOR, as_of=day)
    assert [found.notice.id for found in pending] == [one, other]
    found = notices_pending(book, MOTOR, "B", as_of=day)
    assert [each.notice.id for each in found] == [one]
    assert notices_pending(book, BENCH, as_of=day) == ()
    book.keep(withdraw(book, notice=one, reason="not needed", actor="GAO", now=at("2026-01-21")))
    assert notices_pending(book, MOTOR, "B", as_of=date(2026, 1, 21)) == ()
    assert len(notices_pending(book, MOTOR, "B", as_of=day)) == 1
    with pytest.raises(RefusedError, match="was withdrawn on 2026-01-21"):
        told(book, one)


def test_the_report_has_what_is_open_or_everything() -> None:
    book = Book()
    pcn = opened(book)
    told(book, pcn)
    day = date(2026, 1, 20)
    report = notices_on(book, as_of=day).as_json()
    (found,) = report["notices"]
    assert (found["status"], found["customers"][0]["state"]) == ("waiting", "waiting")
    assert found["customers"][0]["earliest"] == "2026-04-05"
    book.keep(withdraw(book, notice=pcn, reason="no", actor="GAO", now=at("2026-01-21")))
    later = date(2026, 1, 21)
    assert notices_on(book, as_of=later).as_json()["notices"] == []
    assert len(notices_on(book, ended=True, as_of=later).as_json()["notices"]) == 1


FILE = {"name": "a", "size": "1", "at": "2026-02-02T10:00:00Z", "by": "GAO", "sha256": "0" * 64}
TOLD = {
    "customer": "MOTOR",
    "day": "2026-01-05",
    "by": "GAO",
    "notice_days": "90",
    "consent": "true",
    "requalify": "true",
}
GIVEN = {
    "customer": "MOTOR",
    "answer": "given",
    "day": "2026-02-02",
    "by": "P-1",
    "requalify": "true",
    "evidence": [FILE],
    "recorded_at": "2026-02-02T10:00:00+08:00",
    "recorded_by": "GAO",
}
EFFECT = {"day": "2026-04-05", "set_at": "2026-03-02T10:00:00+08:00", "set_by": "GAO"}
NOTICE: dict[str, Any] = {
    "id": "PCN-2026-00001",
    "entity": "SZ",
    "kind": "laminate",
    "before": {"en": "A"},
    "after": {"en": "B"},
    "touches": [{"part": MOTOR}],
    "opened": "2026-01-05",
    "opened_by": "GAO",
    "planned": "2026-06-01",
    "told": [TOLD],
    "consents": [GIVEN],
    "effect": EFFECT,
}


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("notice.touches", {"touches": []}),
        ("notice.touches", {"touches": [{"part": MOTOR}, {"part": MOTOR}]}),
        ("notice.planned", {"planned": "2026-01-04"}),
        ("notice.order", {"told": [{**TOLD, "day": "2026-01-04"}]}),
        ("notice.customer", {"told": [TOLD, {**TOLD, "customer": "BENCH"}]}),
        ("notice.answered_untold", {"told": [{**TOLD, "day": "2026-02-03"}]}),
        ("notice.unagreed", {"consents": []}),
        ("notice.unagreed", {"told": [], "consents": []}),
        (
            "notice.unagreed",
            {"consents": [{**GIVEN, "answer": "refused", "reason": "no", "evidence": []}]},
        ),
        ("notice.early", {"effect": {**EFFECT, "day": "2026-04-04"}}),
        (
            "notice.ended",
            {"withdrawn": {"at": "2026-03-02T10:00:00Z", "by": "GAO", "reason": "no"}},
        ),
        ("notice.evidence", {"consents": [{**GIVEN, "evidence": []}]}),
        ("notice.conditions", {"consents": [{**GIVEN, "answer": "conditional"}]}),
        ("notice.reason", {"consents": [{**GIVEN, "answer": "refused"}]}),
        ("notice.order", {"consents": [{**GIVEN, "day": "2026-02-03"}]}),
    ],
)
def test_what_one_notice_can_get_wrong(rule: str, changes: dict[str, Any]) -> None:
    assert ChangeNotice.model_validate(NOTICE).effect
    with pytest.raises(ValidationError) as caught:
        ChangeNotice.model_validate({**NOTICE, **changes})
    assert rule in {error["type"] for error in caught.value.errors()}


@given(
    telling=st.integers(min_value=0, max_value=200), after=st.integers(min_value=0, max_value=200)
)
def test_no_day_of_effect_comes_before_the_notice_has_run(telling: int, after: int) -> None:
    book = Book()
    pcn = opened(book)
    day = date(2026, 1, 5) + timedelta(days=telling)
    told(book, pcn, day=day.isoformat())
    answered(book, pcn, day=day.isoformat())
    wanted = day + timedelta(days=after)
    try:
        effective(book, pcn, wanted.isoformat(), said=day.isoformat())
    except RefusedError:
        assert after < 90
    else:
        assert after >= 90
