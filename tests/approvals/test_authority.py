"""The table of authority: what it may say, and whose a power is."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from pcbsales.approvals.authority import Authority, Over, Power, authority_in_force, holds
from pcbsales.approvals.weighing import read_percent
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.money import Money
from scripts.sample.memory import Memory
from tests.approvals.builders import DAY, authority, people
from tests.company.builders import reread

STAFF = people()
BY_ID = {person.id: person for person in STAFF}


def test_the_default_table_has_every_authority_of_the_post() -> None:
    found = {rule.id: rule for rule in authority().rules}
    assert {"A1", "A2", "A3", "A4", "A5", "A6"} <= {rule.partition("-")[0] for rule in found}
    assert found["A4"].asks == ("sales_manager",)
    assert found["A4"].granting == ("production_planning",)
    assert not found["A4"].may
    assert found["A6"].two_persons
    assert set(found["A6"].granting) == {"finance", "sales_vp"}
    assert found["A2"].may[0].over is Over.DIRECT_REPORTS
    assert found["A3-FLOOR"].granting == ("sales_vp",)
    assert reread(authority()) == authority()


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ({"action": "x.y"}, "authority.nobody_decides"),
        ({"action": "x.y", "asks": ["finance"]}, "authority.nobody_decides"),
        (
            {"action": "x.y", "may": [{"role": "finance"}], "two_persons": "true"},
            "authority.nobody_decides",
        ),
        ({"action": "x.y", "may": [{}]}, "authority.nobody"),
        (
            {"action": "x.y", "may": [{"role": "finance", "up_to": ["1.00 CNY", "2.00 CNY"]}]},
            "authority.currency",
        ),
        ({"action": "x", "may": [{"role": "finance"}]}, "scalar.action"),
        ({"action": "x.y", "may": [{"role": "boss"}]}, "enum"),
        ({"action": "x.y", "may": [{"role": "finance", "percent": "101"}]}, "scalar.percent"),
    ],
)
def test_rules_that_say_nothing_are_refused(rule: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError) as found:
        authority(rule)
    assert found.value.errors()[0]["type"] == wrong


def test_an_action_has_one_rule_and_dates_are_in_order() -> None:
    rule = {"action": "x.y", "may": [{"role": "finance"}]}
    with pytest.raises(ValidationError, match="one action, or one id"):
        authority(rule, rule)
    with pytest.raises(ValidationError, match="valid_until lies before"):
        authority(rule, valid_until="2025-01-01")


def test_a_table_is_picked_by_its_dates_and_none_is_refused_by_name() -> None:
    old, new = authority(valid_until="2026-10-19"), authority(id="NEW", valid_from="2026-10-20")
    assert authority_in_force(Memory([old, new]), as_of=DAY).id == "NEW"
    assert authority_in_force(Memory([old]), as_of=old.valid_from).id == old.id
    for known in ([], [old]):
        with pytest.raises(RefusedError, match=f"no authority is in force on {DAY}; add one"):
            authority_in_force(Memory(known), as_of=DAY)


def test_an_action_without_a_rule_is_refused_with_those_that_have_one() -> None:
    with pytest.raises(RefusedError, match=r"DEFAULT-2025 has no rule for order\.eat; add one, it"):
        authority().rule_for("order.eat")


@pytest.mark.parametrize(
    ("power", "owner", "holders"),
    [
        (Power(role="sales_rep"), None, "REP OTHER"),
        (Power(over="self"), "REP", "REP"),
        (Power(over="direct_reports"), "REP", "MANAGER"),
        (Power(over="line_of_report"), "REP", "MANAGER HEAD VP"),
        (Power(role="sales_manager", over="line_of_report"), "REP", "MANAGER"),
        (Power(role="sales_manager", over="line_of_report"), "PLANNER", ""),
        (Power(role="head_of_sales", over="direct_reports"), "REP", ""),
        (Power(over="line_of_report"), "VP", ""),
        (Power(over="line_of_report"), None, ""),
    ],
)
def test_whose_a_power_is(power: Power, owner: str | None, holders: str) -> None:
    of = BY_ID[owner] if owner else None
    found = {person.id for person in STAFF if holds(power, person, of, STAFF)}
    assert found == set(holders.split())


def cny(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


@pytest.mark.parametrize(
    ("limit", "percent", "amount", "within"),
    [
        ({}, None, None, True),
        ({"percent": Decimal(5)}, Decimal(5), None, True),
        ({"percent": Decimal(5)}, Decimal("5.00000001"), None, False),
        ({"percent": Decimal(5)}, None, None, False),
        ({"up_to": (cny("100.00"),)}, None, cny("100.00"), True),
        ({"up_to": (cny("100.00"),)}, None, cny("100.01"), False),
        ({"up_to": (cny("100.00"),)}, None, Money(Decimal(1), "USD"), False),
        ({"up_to": (cny("100.00"),)}, None, None, False),
        ({"up_to": (cny("100.00"),), "percent": Decimal(5)}, Decimal(6), cny("1.00"), False),
    ],
)
def test_how_far_a_power_reaches(
    limit: dict[str, Any], percent: Decimal | None, amount: Money | None, within: bool
) -> None:
    assert Power(role="finance", **limit).reaches(percent, amount) is within


@pytest.mark.parametrize(
    ("text", "percent"), [("5", "5"), ("5%", "5"), (" 7.5 % ", "7.5"), ("0", "0"), ("100％", "100")]
)
def test_percentages_as_people_type_them(text: str, percent: str) -> None:
    assert read_percent(text) == Decimal(percent)


@pytest.mark.parametrize("text", ["", "-1", "101", "1e1", "5,5", "５", "012", "five"])
def test_what_is_no_percentage(text: str) -> None:
    with pytest.raises(UsageError, match="is not a percentage"):
        read_percent(text)


def test_a_table_of_authority_is_one_of_the_ledgers_kinds() -> None:
    assert Authority.noun == "authority"
