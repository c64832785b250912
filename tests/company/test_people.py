import pytest

from pcbsales.company.people import actor_for, direct_reports, line_of_report
from pcbsales.kernel.errors import RefusedError
from tests.company.builders import NOVEMBER, a_person

VP = a_person(id="WANG-JUN", emails=["jun@lychee.example"], roles=["sales_vp"])
MANAGER = a_person(reports_to="WANG-JUN", phone="+86 755 5550 0101")
REP = a_person(
    id="CHEN-YU", emails=["yu@lychee.example"], roles=["sales_rep"], reports_to="LIN-MEI"
)
GONE = a_person(
    id="OLD-REP", emails=["old@lychee.example", "desk@lychee.example"], roles=["sales_rep"],
    reports_to="LIN-MEI", valid_until="2025-12-31",
)  # fmt: skip
STAFF = (VP, MANAGER, REP, GONE)


def test_an_identity_is_found_by_its_mail_letter_case_aside() -> None:
    assert actor_for(STAFF, "Mei.Lin@Lychee.Example ", as_of=NOVEMBER) is MANAGER
    assert actor_for(STAFF, "nobody@lychee.example", as_of=NOVEMBER) is None


def test_who_has_left_or_not_begun_is_nobody() -> None:
    assert actor_for(STAFF, "old@lychee.example", as_of=NOVEMBER) is None
    assert actor_for(STAFF, "old@lychee.example") is GONE
    assert actor_for(STAFF, "jun@lychee.example", as_of=NOVEMBER.replace(year=2019)) is None


def test_an_address_that_was_handed_on_belongs_to_the_last() -> None:
    heir = a_person(id="HEIR", emails=["desk@lychee.example"], valid_from="2026-01-01")

    assert actor_for((heir, GONE), "desk@lychee.example") is heir
    assert actor_for((heir, GONE), "desk@lychee.example", as_of=NOVEMBER) is heir


def test_the_line_of_report_goes_up_to_the_top() -> None:
    line = line_of_report(STAFF, REP)

    assert [person.id for person in line.people] == ["CHEN-YU", "LIN-MEI", "WANG-JUN"]
    assert line.chiefs == (MANAGER, VP)


def test_a_circle_is_refused_not_followed() -> None:
    top = a_person(id="WANG-JUN", emails=["jun@lychee.example"], reports_to="CHEN-YU")

    with pytest.raises(RefusedError, match="CHEN-YU runs in a circle at CHEN-YU"):
        line_of_report((top, MANAGER, REP), REP)


def test_direct_reports_are_those_still_here() -> None:
    assert direct_reports(STAFF, "LIN-MEI", as_of=NOVEMBER) == (REP,)


def test_the_report_as_json_and_table() -> None:
    line = line_of_report(STAFF, MANAGER)

    assert line.as_json() == {
        "schema": 1,
        "id": "LIN-MEI",
        "line": [
            {
                "level": 0,
                "id": "LIN-MEI",
                "name": {"en": "Lin Mei", "zh_hans": "林梅"},
                "roles": ["sales_manager"],
                "phone": "+86 755 5550 0101",
            },
            {
                "level": 1,
                "id": "WANG-JUN",
                "name": {"en": "Lin Mei", "zh_hans": "林梅"},
                "roles": ["sales_vp"],
                "phone": None,
            },
        ],
    }
    assert line.as_table().rows[1] == (1, "WANG-JUN", "Lin Mei", "sales_vp", None)
