"""Raising a request: what goes through alone, what waits, what nobody could ever grant."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from pcbsales.approvals.records import ApprovalRequest, as_arguments
from pcbsales.approvals.request import Asked, decision_on, open_requests, require_open
from pcbsales.approvals.weighing import Weighed
from pcbsales.company.assignments import Assignment
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import Record
from tests.approvals.builders import (
    DAY,
    NOON,
    SPEND,
    Desk,
    a_deputy,
    a_desk,
    authority,
    names,
    people,
    spent,
)
from tests.company.builders import reread


def test_within_ones_authority_it_goes_through() -> None:
    changes = a_desk().ask("REP", spent("100.00 CNY"))
    assert changes.waiting is None
    assert [type(made) for made in changes.adds] == [Assignment]


def test_beyond_it_a_request_is_all_that_is_written() -> None:
    changes = a_desk().ask("REP", spent("100.01 CNY"))
    (request,) = changes.records
    assert isinstance(request, ApprovalRequest)
    assert (request.id, request.by, request.action) == ("AR-2026-00001", "REP", "test.spend")
    assert request.expires == DAY + timedelta(days=7)
    assert request.figures[0].asked == "100.01 CNY"
    assert request.may_grant == ("sales_manager", "sales_vp")
    assert changes.waiting is not None
    assert changes.waiting.request == "AR-2026-00001"
    assert names(changes) == ("Manager (MANAGER)", "Vp (VP)")
    assert (changes.action, changes.subject) == (
        "approval.request",
        "Request AR-2026-00001: test.spend for HUAYI",
    )
    assert reread(request) == request


def test_a_deputy_goes_no_further_for_themselves_where_there_is_a_limit() -> None:
    desk = a_desk(a_deputy("MANAGER", "REP"))
    changes = desk.ask("REP", spent("500.00 CNY"))
    assert changes.waiting is not None
    assert names(changes) == ("Manager (MANAGER)", "Vp (VP)")


def test_without_a_limit_a_deputy_decides_for_whom_they_stand_in() -> None:
    rule = {"action": "test.spend", "may": [{"role": "sales_manager"}]}
    free = Asked("test.spend", {}, Weighed("HUAYI"))
    desk = Desk([*people(), authority(rule), a_deputy("MANAGER", "REP")])
    assert desk.ask("REP", free).waiting is None
    with pytest.raises(RefusedError, match="nobody with the firm could grant"):
        desk.ask("OTHER", free)
    with pytest.raises(RefusedError, match="nobody with the firm could grant"):
        desk.ask("REP", replace(free, own_only=True))


def test_two_persons_means_that_nobody_decides_alone() -> None:
    rule = {**SPEND, "two_persons": "true"}
    desk = Desk([*people(), authority(rule)])
    changes = desk.ask("MANAGER", spent("1.00 CNY"))
    assert changes.waiting is not None
    assert names(changes) == ("Vp (VP)",)


def test_only_who_may_ask_asks_themselves_or_by_a_deputy() -> None:
    rule = {"action": "test.spend", "asks": ["sales_manager"], "grants": [{"role": "finance"}]}
    records: list[Record] = [*people(), authority(rule)]
    with pytest.raises(RefusedError, match=r"REP may not ask for test\.spend; DEFAULT-2025 leaves"):
        Desk(list(records)).ask("REP", spent("1.00 CNY"))
    (asked,) = Desk([*records, a_deputy("MANAGER", "REP")]).ask("REP", spent("1.00 CNY")).adds
    assert isinstance(asked, ApprovalRequest)
    assert (asked.by, asked.acting_for) == ("REP", "MANAGER")
    assert asked.makers == ("REP", "MANAGER")


@pytest.mark.parametrize(
    ("rule", "asked", "said"),
    [
        (
            {"action": "test.spend", "grants": [{"role": "finance", "up_to": ["10.00 CNY"]}]},
            spent("10.01 CNY"),
            r"10\.01 CNY for HUAYI is further than anybody may go",
        ),
        (
            {"action": "test.spend", "grants": [{"role": "legal"}]},
            Asked("test.spend", {}, Weighed("HUAYI")),
            r"nobody with the firm could grant test\.spend for HUAYI",
        ),
        (
            {"action": "test.other", "grants": [{"role": "legal"}]},
            spent("1.00 CNY"),
            r"DEFAULT-2025 has no rule for test\.spend",
        ),
    ],
)
def test_what_nobody_can_grant_is_refused_at_once(
    rule: dict[str, Any], asked: Asked, said: str
) -> None:
    with pytest.raises(RefusedError, match=said):
        Desk([*people(), authority(rule)]).ask("REP", asked)


def test_without_a_table_of_authority_nothing_is_decided() -> None:
    with pytest.raises(RefusedError, match="no authority is in force on 2026-10-20; add one"):
        Desk(list(people())).ask("VP", spent("1.00 CNY"))


def test_the_same_is_not_asked_twice_while_it_waits() -> None:
    desk = a_desk()
    desk.request()
    with pytest.raises(RefusedError, match="AR-2026-00001 asks for the same and still waits"):
        desk.request()
    desk.request(amount="501.00 CNY")
    desk.request("OTHER")
    desk.refuse("AR-2026-00001", "MANAGER")
    assert desk.request().id == "AR-2026-00004"


def test_a_request_is_open_until_it_is_decided_or_expires() -> None:
    desk = a_desk()
    request = desk.request()
    last = request.expires
    assert [found.id for found in open_requests(desk.snapshot, as_of=last)] == [request.id]
    assert not open_requests(desk.snapshot, as_of=last + timedelta(days=1))
    assert require_open(desk.snapshot, request.id, as_of=last) == request
    with pytest.raises(RefusedError, match=f"{request.id} expired on {last}"):
        require_open(desk.snapshot, request.id, as_of=last + timedelta(days=1))
    with pytest.raises(UsageError, match="there is no request AR-2026-00009"):
        require_open(desk.snapshot, "AR-2026-00009", as_of=last)
    decision = desk.grant(request.id, "VP")
    assert decision_on(desk.snapshot, request.id) == decision
    with pytest.raises(RefusedError, match="was granted already, by VP on 2026-10-20"):
        require_open(desk.snapshot, request.id, as_of=DAY)
    assert not open_requests(desk.snapshot, as_of=DAY)


@pytest.mark.parametrize(
    "value",
    [
        [], "text", {"Key": "x"}, {"a b": "x"}, {"a": None}, {"a": ""}, {"a": "\u202eevil"},
        {"a": 1.5}, {"a": {"b": {"c": {"d": {"e": {"f": {"g": "x"}}}}}}},
    ],
)  # fmt: skip
def test_arguments_are_texts_lists_and_names(value: object) -> None:
    with pytest.raises(PydanticCustomError, match=r"expected|deep"):
        as_arguments(value)


def test_arguments_come_back_as_they_were() -> None:
    desk = a_desk()
    odd = {"lines": ({"part": "012", "rev": "1.0", "no": "no", "text": "a: #b\n c"},), "n": 200}
    asked = replace(spent("500.00 CNY"), arguments=odd)
    (request,) = desk.ask("REP", asked, NOON).adds
    assert isinstance(request, ApprovalRequest)
    again = reread(request)
    assert again == request
    assert again.asked_for == {
        "lines": ({"part": "012", "rev": "1.0", "no": "no", "text": "a: #b\n c"},),
        "n": "200",
    }
