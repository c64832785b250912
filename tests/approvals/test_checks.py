"""What check finds in a ledger whose decisions were written by hand."""

from typing import Any

import pytest

from pcbsales.approvals.checks import (
    RULES,
    check_arrangements,
    check_authorities,
    check_decisions,
)
from pcbsales.approvals.records import ApprovalDecision, MailAsk
from pcbsales.company.deputies import Deputy
from pcbsales.kernel.record import Record
from scripts.sample.memory import Memory
from tests.approvals.builders import SPEND, Desk, a_deputy, a_desk, authority
from tests.checks.declared import CHECKS, run


def rules(check: Any, *records: Record) -> list[str]:
    """What *check* finds in all its groups, with nothing at hand that it does not declare."""
    snapshot = Memory(records)
    found = list(run(CHECKS[f"{check.__module__}:{check.__name__}"], snapshot, records))
    assert all(finding.rule in RULES for finding in found)
    assert all(str(finding) for finding in found)
    return [finding.rule for finding in found]


def forged(desk: Desk, **changes: Any) -> list[str]:
    """What is found when a granted request's decision says something else."""
    base = {
        "id": "AD-2026-00001",
        "request": "AR-2026-00001",
        "verdict": "granted",
        "by": "MANAGER",
        "at": "2026-10-20T12:00:00+08:00",
        "authority": "DEFAULT-2025",
        "rule": "R0",
    }
    data = {key: value for key, value in {**base, **changes}.items() if value is not None}
    return rules(check_decisions, *desk.records, ApprovalDecision.model_validate(data))


def asking(**staff: Any) -> Desk:
    desk = a_desk(**staff)
    desk.request()
    return desk


def test_a_decision_as_the_program_makes_it_is_right() -> None:
    assert forged(asking()) == []
    assert forged(asking(), by="VP") == []
    withdrawn = {"verdict": "withdrawn", "authority": None, "rule": None, "by": "REP"}
    assert forged(asking(), **withdrawn) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"by": "REP"}, ["decision.self"]),
        ({"by": "OTHER"}, ["decision.authority"]),
        ({"by": "OTHER", "acting_for": "MANAGER"}, ["decision.authority"]),
        ({"by": "MANAGER", "acting_for": "VP"}, ["decision.authority"]),
        ({"by": "MANAGER", "acting_for": "REP"}, ["decision.self"]),
        ({"at": "2026-10-20T11:59:59+08:00"}, ["decision.day"]),
        ({"at": "2026-10-28T12:00:00+08:00"}, ["decision.day"]),
        ({"verdict": "withdrawn", "authority": None, "rule": None}, ["decision.self"]),
        ({"request": "AR-2026-00009"}, []),
    ],
)
def test_decisions_that_were_nobodys_to_make(changes: dict[str, Any], found: list[str]) -> None:
    assert forged(asking(), **changes) == found


def test_who_stood_in_for_the_asker_that_day() -> None:
    desk = a_desk(a_deputy("REP", "MANAGER"))
    desk.request()
    assert forged(desk) == ["decision.self"]
    assert forged(desk, by="VP") == []


def test_a_deputy_appointed_later_that_day_changes_nothing() -> None:
    later = a_deputy("REP", "MANAGER", at="2026-10-20T15:00:00+08:00", valid_from="2026-10-20")
    desk = asking()
    desk.records.append(later)
    assert forged(desk) == []
    stand_in = a_deputy("MANAGER", "OTHER", at="2026-10-20T15:00:00+08:00", valid_from="2026-10-20")
    desk = asking()
    desk.records.append(stand_in)
    assert forged(desk, by="OTHER", acting_for="MANAGER") == ["decision.authority"]


def test_a_request_decided_twice() -> None:
    desk = asking()
    desk.grant("AR-2026-00001", "VP")
    again = forged(desk, id="AD-2026-00007")
    assert again == ["decision.twice"]


def test_without_a_table_nobody_had_authority() -> None:
    desk = asking()
    desk.records = [record for record in desk.records if record.noun != "authority"]
    assert forged(desk) == ["decision.authority"]


def test_a_promotion_does_not_rewrite_what_was_decided() -> None:
    former = [{"roles": ["sales_manager"], "reports_to": "HEAD", "valid_until": "2026-12-31"}]
    promoted = {"roles": ["legal"], "reports_to": "VP"}
    assert forged(asking(MANAGER={**promoted, "former": former})) == []
    assert forged(a_promoted_desk(promoted)) == ["decision.authority"]


def a_promoted_desk(promoted: dict[str, Any]) -> Desk:
    """The request was asked, and then the staff record changed without a word on before."""
    desk = asking()
    changed = asking(MANAGER=promoted)
    requests = [record for record in desk.records if record.noun == "approval-request"]
    desk.records = [r for r in changed.records if r.noun != "approval-request"] + requests
    return desk


def a_mail(**changes: Any) -> dict[str, Any]:
    base = {
        "ask": "AM-2026-00001",
        "sha256": "a" * 64,
        "sender": "manager@lychee.example",
        "recorded_by": "CLERK",
    }
    return {**base, **changes}


def with_ask(to: str = "MANAGER", request: str = "AR-2026-00001") -> Desk:
    desk = asking()
    tree = {
        "id": "AM-2026-00001",
        "request": request,
        "to": to,
        "address": "manager@lychee.example",
        "by": "REP",
        "at": "2026-10-20T12:00:00+08:00",
        "salt": "1" * 64,
        "code_sha256": "2" * 64,
    }
    desk.records.append(MailAsk.model_validate(tree))
    return desk


def test_decisions_by_mail_answer_a_mail_of_ours() -> None:
    assert forged(with_ask(), mail=a_mail()) == []
    for desk, mail in (
        (with_ask("VP"), a_mail()),
        (with_ask(request="AR-2026-00002"), a_mail()),
        (with_ask(), a_mail(sender="evil@x.example")),
        (with_ask(), a_mail(recorded_by="REP")),
    ):
        assert forged(desk, mail=mail) == ["decision.mail"]


def test_two_tables_of_one_day() -> None:
    table = authority(SPEND)
    assert rules(check_authorities, table, authority(SPEND, id="NEW")) == ["authority.start"]
    later = authority(SPEND, id="NEW", valid_from="2026-01-01")
    assert rules(check_authorities, table, later) == []


def test_arrangements_are_made_by_who_may_or_on_a_grant() -> None:
    desk = Desk([*a_desk().records[:-1], authority()])
    link = a_deputy("REP", "OTHER", at="2026-10-19T09:00:00+08:00")
    assert rules(check_arrangements, *desk.records, link) == []
    for changes in ({"by": "FINANCE"}, {"by": "OTHER"}, {"request": "AR-2026-00001"}):
        wrong = Deputy.model_validate({**_tree(link), **changes})
        assert rules(check_arrangements, *desk.records, wrong) == ["arrangement.authority"]


def _tree(link: Deputy) -> dict[str, Any]:
    return {key: str(value) for key, value in link.tree().items()}
