"""Granting, refusing, withdrawing: what is written together, and every way to be refused."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from pcbsales.approvals.decision import Word, grant, withdraw
from pcbsales.approvals.records import ApprovalDecision
from pcbsales.company.assignments import Assignment
from pcbsales.kernel.errors import RefusedError, UsageError
from tests.approvals.builders import NOON, SPEND, Spending, a_deputy, a_desk, authority
from tests.company.builders import reread


def test_a_grant_writes_the_decision_and_what_it_makes_together() -> None:
    desk = a_desk()
    request = desk.request()
    word = Word("MANAGER", NOON, "fine")
    changes = grant(desk.snapshot, desk.numbers, request=request.id, kind=Spending(), word=word)
    decision, made = changes.adds
    assert isinstance(decision, ApprovalDecision)
    assert isinstance(made, Assignment)
    assert (decision.request, decision.verdict, decision.by) == (request.id, "granted", "MANAGER")
    assert (decision.rule, decision.note, decision.made) == ("R0", "fine", (made.id,))
    assert decision.via == "command"
    assert made.by == "REP"
    assert (changes.action, changes.subject) == (
        "approval.grant",
        f"Grant {request.id}: test.spend for HUAYI",
    )
    assert reread(decision) == decision


def test_a_refusal_makes_nothing_and_says_why() -> None:
    desk = a_desk()
    decision = desk.refuse(desk.request().id, "MANAGER")
    assert (decision.verdict, decision.note, decision.made) == ("refused", "no", ())
    assert not desk.snapshot.all(Assignment)


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("REP", "REP asked for AR-2026-00001, so somebody else decides it: Manager"),
        ("OTHER", r"OTHER may not grant test\.spend on 2026-10-20 by DEFAULT-2025; who decides"),
        ("FINANCE", r"FINANCE may not grant test\.spend"),
        ("HEAD", r"HEAD may not grant test\.spend"),
        ("NOBODY", r"NOBODY may not grant test\.spend"),
    ],
)
def test_who_may_not_decide_is_told_who_may(person: str, said: str) -> None:
    desk = a_desk()
    request = desk.request()
    for decide in (desk.grant, desk.refuse):
        with pytest.raises(RefusedError, match=said):
            decide(request.id, person)
    assert not desk.snapshot.all(ApprovalDecision)


def test_who_stands_in_for_the_asker_is_told_so() -> None:
    desk = a_desk(a_deputy("REP", "MANAGER"))
    request = desk.request()
    with pytest.raises(RefusedError, match="MANAGER stands in for REP, who asked for AR-2026"):
        desk.grant(request.id, "MANAGER")
    assert desk.grant(request.id, "VP").by == "VP"


def test_a_deputys_decision_says_for_whom() -> None:
    desk = a_desk(a_deputy("MANAGER", "OTHER"))
    decision = desk.grant(desk.request().id, "OTHER")
    assert (decision.by, decision.acting_for) == ("OTHER", "MANAGER")


def test_whom_the_asker_stood_in_for_does_not_decide() -> None:
    rule = {**SPEND, "asks": ["sales_manager"]}
    desk = a_desk(a_deputy("MANAGER", "REP"))
    desk.records = [r for r in desk.records if r.noun != "authority"] + [authority(rule)]
    request = desk.request(amount="500.00 CNY")
    assert request.acting_for == "MANAGER"
    with pytest.raises(RefusedError, match="MANAGER asked for AR-2026-00001"):
        desk.grant(request.id, "MANAGER")


def test_authority_is_that_of_the_decisions_day() -> None:
    desk = a_desk(HEAD={"roles": ["head_of_sales"]})
    request = desk.request()
    new = authority(
        {"action": "test.spend", "grants": [{"role": "head_of_sales"}]},
        id="NEW",
        valid_from="2026-10-22",
    )
    desk.records.append(new)
    late = NOON + timedelta(days=2)
    with pytest.raises(RefusedError, match="MANAGER may not grant"):
        desk.grant(request.id, "MANAGER", at=late)
    assert desk.grant(request.id, "HEAD", at=late).authority == "NEW"


def test_a_request_is_decided_once_and_in_time() -> None:
    desk = a_desk()
    request = desk.request()
    with pytest.raises(RefusedError, match="expired on 2026-10-27"):
        desk.grant(request.id, "VP", at=NOON + timedelta(days=8))
    desk.grant(request.id, "VP", at=NOON + timedelta(days=7))
    for decide in (desk.grant, desk.refuse):
        with pytest.raises(RefusedError, match=f"{request.id} was granted already, by VP"):
            decide(request.id, "MANAGER")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            Spending(problem=RefusedError("{part} is gone", part="HY-1")),
            "AR-2026-00001 cannot be made as it was asked: HY-1 is gone; it stays open",
        ),
        (
            Spending(problem=UsageError("there is no part {part}", part="HY-1")),
            "as it was asked: there is no part HY-1; it stays open",
        ),
        (
            Spending(problem=RefusedError("{a}: {fault}", a="x", fault="odd {b}", b="{y}")),
            r"as it was asked: x: odd \{y\}; it stays open",
        ),
        (
            Spending(usual="1.00 CNY"),
            r"spent was 500\.00 CNY \(0\.00 CNY\), today it comes to 500\.00 CNY \(1\.00 CNY\)",
        ),
    ],
)
def test_what_can_no_longer_be_made_stays_open_with_the_reason(kind: Spending, said: str) -> None:
    desk = a_desk()
    request = desk.request()
    with pytest.raises(RefusedError, match=said):
        desk.grant(request.id, "MANAGER", kind)
    assert not desk.snapshot.all(ApprovalDecision)
    assert desk.refuse(request.id, "MANAGER").verdict == "refused"


def test_what_no_room_decides_can_only_be_refused() -> None:
    desk = a_desk()
    request = desk.request()
    word = Word("VP", NOON)
    with pytest.raises(RefusedError, match=r"nothing here decides test\.spend"):
        grant(desk.snapshot, desk.numbers, request=request.id, kind=None, word=word)


def test_the_asker_alone_withdraws_and_then_nobody_grants() -> None:
    desk = a_desk()
    request = desk.request()
    with pytest.raises(RefusedError, match="was asked by REP, who alone can withdraw it"):
        withdraw(desk.snapshot, desk.numbers, request=request.id, word=Word("MANAGER", NOON))
    changes = withdraw(desk.snapshot, desk.numbers, request=request.id, word=Word("REP", NOON))
    desk.keep(changes)
    with pytest.raises(RefusedError, match="was withdrawn already"):
        desk.grant(request.id, "MANAGER")


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"verdict": "granted", "authority": None}, "decision.authority"),
        ({"verdict": "withdrawn"}, "decision.authority"),
        ({"verdict": "refused"}, "decision.reason"),
        ({"verdict": "refused", "note": "no", "made": ["Q-2026-00001"]}, "decision.made"),
        ({"verdict": "perhaps"}, "enum"),
    ],
)
def test_decisions_that_cannot_be(changes: dict[str, object], rule: str) -> None:
    base = {
        "id": "AD-2026-00001",
        "request": "AR-2026-00001",
        "by": "VP",
        "at": "2026-10-20T12:00:00+08:00",
        "authority": "DEFAULT-2025",
        "rule": "A1",
    }
    data = {key: value for key, value in {**base, **changes}.items() if value is not None}
    with pytest.raises(ValidationError) as found:
        ApprovalDecision.model_validate(data)
    assert found.value.errors()[0]["type"] == rule
