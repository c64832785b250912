from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pcbsales.company.records import Role
from pcbsales.customers.profile.handing import acknowledge, department, hand_over
from pcbsales.customers.profile.profile import document_of, drop, require_more, requirements_of
from pcbsales.customers.profile.records import Demand, Handover, Requirement, RequirementProfile
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import Attachment
from scripts.sample.memory import Memory
from tests.customers.profile.builders import (
    JULY,
    MAY,
    NOW,
    a_demand,
    required,
    somebody,
    the_profile,
)


def said(profile: RequirementProfile, day: date) -> list[str]:
    return [found.said for found in profile.in_force(as_of=day)]


def test_a_demand_holds_from_its_day_on() -> None:
    profile = required(a_demand())
    assert (profile.id, profile.customer) == ("HUAYI", "HUAYI")
    assert said(profile, MAY) == ["finish=enig"]
    assert said(profile, MAY - timedelta(days=1)) == []


def test_another_value_ends_the_one_before_the_day_before() -> None:
    held = Memory([required(a_demand())])
    profile = required(a_demand(value="imag"), snapshot=held, since=JULY)
    assert [(one.value, one.valid_from, one.valid_until) for one in profile.requirements] == [
        ("enig", MAY, date(2026, 6, 30)),
        ("imag", JULY, None),
    ]


def test_demands_of_other_kinds_hold_beside_it() -> None:
    held = Memory([required(a_demand("tg_c", "150", Demand.AT_LEAST))])
    profile = required(a_demand("tg_c", "180", Demand.AT_MOST), snapshot=held)
    assert said(profile, MAY) == ["tg_c>=150", "tg_c<=180"]


def test_what_is_required_already_is_refused() -> None:
    held = Memory([required(a_demand())])
    with pytest.raises(RefusedError, match="finish=enig is required already, since 2026-05-01"):
        required(a_demand(), snapshot=held, since=JULY)


def test_a_demand_before_a_later_one_has_to_end() -> None:
    held = Memory([required(a_demand(), since=JULY)])
    with pytest.raises(RefusedError, match="begins on 2026-07-01"):
        required(a_demand(value="imag"), snapshot=held, since=MAY)


def test_words_are_required_of_a_topic() -> None:
    profile = required(a_demand("labels", "two on each carton", None))
    (found,) = profile.requirements
    assert (found.name, found.words, found.said) == (
        "labels",
        "two on each carton",
        "labels=two on each carton",
    )


def test_what_is_dropped_stays_on_record() -> None:
    held = Memory([required(a_demand())])
    after = the_profile(
        drop(held, customer="HUAYI", names=["finish"], until=JULY, reason="their mail")
    )
    assert said(after, JULY) == ["finish=enig"]
    assert said(after, JULY + timedelta(days=1)) == []
    assert after.requirements[0].reason == "their mail"


def test_what_is_not_required_or_only_later_cannot_be_dropped() -> None:
    held = Memory([required(a_demand(), since=JULY)])
    with pytest.raises(RefusedError, match="requires nothing of layers"):
        drop(held, customer="HUAYI", names=["layers"], until=MAY)
    with pytest.raises(RefusedError, match="begins on 2026-07-01 only"):
        drop(held, customer="HUAYI", names=["finish"], until=MAY)
    with pytest.raises(RefusedError, match="nothing is recorded that XINGHE requires"):
        drop(held, customer="XINGHE", names=["finish"], until=MAY)


def test_departments_get_it_and_acknowledge_for_themselves() -> None:
    profile = required(a_demand(), departments=[Role.QUALITY, Role.SHIPPING])
    assert profile.requirements[0].unacknowledged == (Role.QUALITY, Role.SHIPPING)
    held = Memory([profile, somebody("GAO", "quality"), somebody("WU", "finance")])
    after = the_profile(acknowledge(held, customer="HUAYI", names=[], by="GAO", at=NOW))
    assert after.requirements[0].unacknowledged == (Role.SHIPPING,)
    assert after.requirements[0].handed[0].acknowledged_by == "GAO"
    with pytest.raises(RefusedError, match="waits for quality, shipping"):
        acknowledge(held, customer="HUAYI", names=[], by="WU", at=NOW)
    with pytest.raises(UsageError, match="no member of staff NOBODY"):
        acknowledge(held, customer="HUAYI", names=[], by="NOBODY", at=NOW)


def test_a_department_gets_it_once() -> None:
    held = Memory([required(a_demand(), departments=[Role.QUALITY])])
    arguments: dict[str, Any] = {
        "customer": "HUAYI",
        "names": ["finish"],
        "actor": "LIN",
        "at": NOW,
    }
    more = the_profile(hand_over(held, departments=[Role.QUALITY, Role.LEGAL], **arguments))
    assert [handover.to for handover in more.requirements[0].handed] == [Role.QUALITY, Role.LEGAL]
    with pytest.raises(RefusedError, match="have it already"):
        hand_over(held, departments=[Role.QUALITY], **arguments)


def test_departments_are_named() -> None:
    assert department("quality") is Role.QUALITY
    with pytest.raises(UsageError, match="'kitchen' is no department; there are sales_vp"):
        department("kitchen")


def test_the_document_is_kept_by_its_hash() -> None:
    file = Attachment("a" * 64, "QS-0231.pdf", b"x")
    document = document_of(None, file, None)
    assert document is not None
    assert (document.title, document.sha256) == ("QS-0231.pdf", "a" * 64)
    changes = require_more(
        Memory(), customer="HUAYI", asked=[a_demand()], since=MAY, document=document, file=file,
        actor="LIN", at=NOW,
    )  # fmt: skip
    assert changes.attachments == (file,)
    assert document_of(None, None, None) is None


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"key": "finish"}, "requirement.shape"),
        ({"topic": "labels", "words": "x", "key": "finish"}, "requirement.shape"),
        (
            {"topic": "labels", "words": "x", "valid_until": "2026-04-30"},
            "validity.order",
        ),
    ],
)
def test_a_requirement_is_whole(fields: dict[str, Any], rule: str) -> None:
    with pytest.raises(ValidationError) as error:
        Requirement.model_validate({"valid_from": MAY, "by": "LIN", "at": NOW, **fields})
    assert error.value.errors()[0]["type"] == rule


def test_an_acknowledgement_is_whole_and_comes_after() -> None:
    for fields in (
        {"acknowledged": NOW},
        {"acknowledged": NOW - timedelta(1), "acknowledged_by": "A"},
    ):
        with pytest.raises(ValidationError) as error:
            Handover.model_validate({"to": "quality", "at": NOW, "by": "LIN", **fields})
        assert error.value.errors()[0]["type"] == "requirement.acknowledgement"


def test_a_profile_is_its_customers_and_asks_once_on_a_day() -> None:
    profile = required(a_demand())
    tree = dict(profile)
    with pytest.raises(ValidationError, match="HUAYI"):
        RequirementProfile.model_validate({**tree, "id": "XINGHE"})
    with pytest.raises(ValidationError, match="asked twice on 2026-05-01"):
        RequirementProfile.model_validate({**tree, "requirements": profile.requirements * 2})


@given(
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["enig", "imag", "osp"])), max_size=8)
)
def test_one_value_holds_on_any_day_however_often_it_changed(steps: list[tuple[int, str]]) -> None:
    snapshot, latest = Memory(), -1
    for days, value in steps:
        if days <= latest:
            continue
        try:
            profile = required(
                a_demand(value=value), snapshot=snapshot, since=MAY + timedelta(days=days)
            )
        except RefusedError:
            continue
        snapshot, latest = Memory([profile]), days
        for day in range(62):
            found = requirements_of(snapshot, "HUAYI", as_of=MAY + timedelta(days=day))
            assert len(found) <= 1
        assert (
            requirements_of(snapshot, "HUAYI", as_of=MAY + timedelta(days=days))[0].value == value
        )
