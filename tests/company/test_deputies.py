"""Deputies and temporary assignments: who stands in for whom, and who answers for a customer."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pcbsales.company.assignments import Assignment, responsible
from pcbsales.company.checks import check_deputies
from pcbsales.company.deputies import Deputy, circles, standings
from pcbsales.company.records import Staff
from tests.company.builders import Facts, a_person, built, reread

DAY = date(2026, 10, 20)
AT = "2026-10-01T09:00:00+08:00"


def a_deputy(absent: str, deputy: str, number: int = 1, /, **changes: Any) -> Deputy:
    base = {
        "id": f"DEP-2026-{number:05d}",
        "absent": absent,
        "deputy": deputy,
        "valid_from": "2026-10-19",
        "valid_until": "2026-10-23",
        "by": absent,
        "at": AT,
    }
    return built(Deputy, base, changes)


def an_assignment(person: str, number: int = 1, **changes: Any) -> Assignment:
    base = {
        "id": f"ASG-2026-{number:05d}",
        "person": person,
        "valid_from": "2026-10-19",
        "valid_until": "2026-10-23",
        "by": "LIN",
        "at": AT,
    }
    return built(Assignment, base, changes)


def people(*names: str) -> tuple[Staff, ...]:
    return tuple(a_person(id=name, emails=[f"{name.lower()}@x.example"]) for name in names)


def stood_in_for(person: str, *deputies: Deputy, as_of: date = DAY) -> list[str]:
    found = standings(people(*"ABCD"), deputies, person, "order.confirm", as_of=as_of)
    return [standing.principal.id for standing in found]


def test_a_deputy_stands_in_from_day_to_day() -> None:
    link = a_deputy("A", "B")
    days = [date(2026, 10, 18 + step) for step in range(7)]
    assert [stood_in_for("B", link, as_of=day) for day in days] == [[], *[["A"]] * 5, []]
    assert stood_in_for("A", link) == []
    assert reread(link) == link


def test_a_deputy_of_some_actions_holds_for_them_alone() -> None:
    assert stood_in_for("B", a_deputy("A", "B", actions=["order.hold"])) == []
    assert stood_in_for("B", a_deputy("A", "B", actions=["order.confirm"])) == ["A"]


def test_what_was_ended_holds_until_its_last_day() -> None:
    ended = {"last": "2026-10-20", "at": "2026-10-20T10:00:00+08:00", "by": "A"}
    link = a_deputy("A", "B", ended=ended)
    assert stood_in_for("B", link) == ["A"]
    assert stood_in_for("B", link, as_of=DAY + timedelta(1)) == []
    with pytest.raises(ValidationError, match="held until then at least"):
        a_deputy("A", "B", ended={**ended, "last": "2026-10-19"})


def test_a_deputys_deputy_stands_in_for_both_and_circles_end() -> None:
    chain = (a_deputy("A", "B"), a_deputy("B", "C", 2))
    assert stood_in_for("C", *chain) == ["B", "A"]
    (_, outer) = standings(people(*"ABC"), chain, "C", "order.confirm", as_of=DAY)
    assert [link.id for link in outer.via] == ["DEP-2026-00002", "DEP-2026-00001"]
    ring = (*chain, a_deputy("C", "A", 3))
    assert stood_in_for("C", *ring) == ["B", "A"]


def test_who_has_left_stands_in_for_nobody_and_nobody_for_them() -> None:
    link = a_deputy("A", "B")
    gone = a_person(id="A", valid_until="2026-10-01")
    assert standings((gone, *people("B")), (link,), "B", "order.confirm", as_of=DAY) == ()
    gone = a_person(id="B", valid_until="2026-10-01")
    assert standings((gone, *people("A")), (link,), "B", "order.confirm", as_of=DAY) == ()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"absent": "A", "deputy": "A"}, "deputy.self"),
        ({"valid_until": "2026-10-18"}, "validity.order"),
        ({"actions": ["Order"]}, "scalar.action"),
        ({"actions": ["order"]}, "scalar.action"),
    ],
)
def test_a_deputy_that_cannot_be(changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(ValidationError) as found:
        a_deputy("A", "B", **changes)
    assert found.value.errors()[0]["type"] == rule


def test_check_finds_circles_on_a_common_day_and_action() -> None:
    ring = (a_deputy("A", "B"), a_deputy("B", "C", 2), a_deputy("C", "A", 3))
    (finding,) = check_deputies(Facts(*ring), "")
    assert finding.rule == "deputy.circle"
    later = a_deputy("C", "A", 3, valid_from="2026-10-24", valid_until="2026-10-30")
    assert not list(circles((*ring[:2], later)))
    apart = (a_deputy("A", "B", actions=["order.hold"]), a_deputy("B", "A", 2, actions=["x.y"]))
    assert not list(circles(apart))


@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD")), max_size=8))
def test_standing_in_always_ends_and_never_names_oneself(pairs: list[tuple[str, str]]) -> None:
    links = [a_deputy(a, b, at) for at, (a, b) in enumerate(pairs, start=1) if a != b]
    for person in "ABCD":
        found = stood_in_for(person, *links)
        assert person not in found
        assert len(found) == len(set(found))


def test_responsibility_follows_an_assignment() -> None:
    whole = an_assignment("WANG", instead_of="CHEN")
    one = an_assignment("HSU", 2, customers=["HUAYI"])

    def found(customer: str, rep: str, as_of: date = DAY) -> str:
        return responsible((whole, one), customer=customer, rep=rep, as_of=as_of)

    assert found("MINGTAI", "CHEN") == "WANG"
    assert found("HUAYI", "CHEN") == "HSU"
    assert found("MINGTAI", "ZHOU") == "ZHOU"
    assert found("HUAYI", "CHEN", date(2026, 10, 24)) == "CHEN"


def test_of_two_assignments_the_one_made_last_counts() -> None:
    first = an_assignment("WANG", customers=["HUAYI"])
    second = an_assignment("HSU", 2, customers=["HUAYI"], at="2026-10-02T09:00:00+08:00")
    assert responsible((second, first), customer="HUAYI", rep="CHEN", as_of=DAY) == "HSU"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, "assignment.empty"),
        ({"instead_of": "WANG"}, "assignment.self"),
        ({"customers": ["HUAYI", "HUAYI"]}, "assignment.customers"),
    ],
)
def test_an_assignment_that_cannot_be(changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(ValidationError) as found:
        an_assignment("WANG", **changes)
    assert found.value.errors()[0]["type"] == rule
