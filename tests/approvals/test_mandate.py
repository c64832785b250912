"""Who may decide on a request on a day: roles, limits, deputies, and who never does."""

from decimal import Decimal

import pytest

from pcbsales.approvals.mandate import Bench, Limits, bench
from pcbsales.approvals.records import ApprovalRequest
from pcbsales.approvals.weighing import Weighed
from pcbsales.kernel.record import Record
from scripts.sample.memory import Memory
from tests.approvals.builders import (
    DAY,
    SPEND,
    Desk,
    a_deputy,
    a_desk,
    authority,
    limits,
    people,
)

FLOOR = {
    "action": "quote.below-floor",
    "may": [{"role": "sales_rep"}, {"role": "sales_manager"}, {"role": "sales_vp"}],
    "grants": [{"role": "sales_manager"}, {"role": "sales_vp"}],
}


def the_bench(*more: Record, own: Limits = None) -> Bench:
    table = authority(SPEND, FLOOR)
    action = "quote.below-floor" if own else "test.spend"
    return bench(Memory([*people(), table, *more]), table, action, limits=own, as_of=DAY)


def deciders(desk: Desk, request: ApprovalRequest) -> dict[str, str | None]:
    table = bench(desk.snapshot, authority(SPEND), "test.spend", limits=None, as_of=DAY)
    return {found.person.id: found.acting_for for found in table.deciders(request)}


def test_who_grants_follows_the_amount() -> None:
    desk = a_desk()
    assert deciders(desk, desk.request(amount="500.00 CNY")) == {"MANAGER": None, "VP": None}
    assert deciders(desk, desk.request(amount="1000.01 CNY")) == {"VP": None}
    assert deciders(desk, desk.request(amount="100.01 USD")) == {"VP": None}
    assert deciders(desk, desk.request(amount="1.00 EUR")) == {"VP": None}


def test_who_asked_never_grants() -> None:
    desk = a_desk()
    assert deciders(desk, desk.request("MANAGER", "5000.00 CNY")) == {"VP": None}
    assert deciders(desk, desk.request("CLERK", "5.00 CNY")) == {"MANAGER": None, "VP": None}


def test_a_deputy_grants_for_whom_they_stand_in_until_the_last_day() -> None:
    desk = a_desk(a_deputy("MANAGER", "OTHER"))
    request = desk.request()
    assert deciders(desk, request) == {"MANAGER": None, "OTHER": "MANAGER", "VP": None}
    table = authority(SPEND)
    later = DAY.replace(day=24)
    found = bench(desk.snapshot, table, "test.spend", limits=None, as_of=later).deciders(request)
    assert [mandate.person.id for mandate in found] == ["MANAGER", "VP"]


def test_own_authority_goes_before_that_of_a_deputy() -> None:
    desk = a_desk(a_deputy("VP", "MANAGER"))
    assert deciders(desk, desk.request())["MANAGER"] is None
    assert deciders(desk, desk.request(amount="5000.00 CNY"))["MANAGER"] == "VP"


def test_who_stands_in_for_the_asker_does_not_decide_even_in_their_own_right() -> None:
    desk = a_desk(a_deputy("REP", "MANAGER"))
    assert deciders(desk, desk.request()) == {"VP": None}
    chained = a_desk(a_deputy("REP", "OTHER"), a_deputy("OTHER", "MANAGER", 2))
    assert deciders(chained, chained.request()) == {"VP": None}


def test_an_asker_who_is_a_deputy_does_not_grant_for_whom_they_stand_in() -> None:
    desk = a_desk(a_deputy("MANAGER", "REP"))
    assert deciders(desk, desk.request()) == {"MANAGER": None, "VP": None}


def test_who_left_the_firm_decides_nothing() -> None:
    desk = a_desk(VP={"valid_until": "2026-10-19"})
    assert deciders(desk, desk.request()) == {"MANAGER": None}


def test_authority_is_that_of_the_roles_on_the_day() -> None:
    former = [{"roles": ["sales_rep"], "reports_to": "MANAGER", "valid_until": "2026-10-20"}]
    promoted = a_desk(OTHER={"roles": ["sales_vp"], "reports_to": None, "former": former})
    assert "OTHER" not in deciders(promoted, promoted.request())
    tomorrow = DAY.replace(day=21)
    table = bench(promoted.snapshot, authority(SPEND), "test.spend", limits=None, as_of=tomorrow)
    request = promoted.request(amount="600.00 CNY")
    assert "OTHER" in {mandate.person.id for mandate in table.deciders(request)}


@pytest.mark.parametrize(
    ("percent", "who"),
    [("5", "MANAGER OTHER REP VP"), ("5.01", "MANAGER VP"), ("15", "VP"), ("15.01", "")],
)
def test_a_rooms_own_limits_hold_for_its_scope(percent: str, who: str) -> None:
    own = limits(sales_rep="5", sales_manager="10", sales_vp="15")
    table = the_bench(own=own)
    weighed = Weighed("HUAYI", scope="SZ", percent=Decimal(percent))
    found = {mandate.person.id for mandate in table.mandates(table.rule.may, weighed)}
    assert found == set(who.split())
    elsewhere = Weighed("HUAYI", scope="HK", percent=Decimal(percent))
    assert not table.mandates(table.rule.may, elsewhere)


def test_no_limits_of_a_room_are_no_limits_and_an_empty_list_allows_nobody() -> None:
    weighed = Weighed("HUAYI", scope="SZ", percent=Decimal(1))
    table = bench(Memory(people()), authority(FLOOR), "quote.below-floor", limits=(), as_of=DAY)
    assert not table.mandates(table.rule.may, weighed)
