"""What the room shows: the inbox, one request, who may, and how requests fared."""

from datetime import timedelta

from pcbsales.approvals.inbox import InboxReport, RequestReport, WaitingRequest, inbox
from pcbsales.approvals.mandate import Limits, bench
from pcbsales.approvals.records import ApprovalDecision, ApprovalRequest
from pcbsales.approvals.request import decision_on, open_requests
from pcbsales.approvals.tally import tally
from pcbsales.approvals.who_may import Wanted, WhoMayReport, who_may
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Record
from pcbsales.registry import catalogue
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
from tests.approvals.test_by_mail import a_waiting_desk, answer, decided


def the_inbox(desk: Desk, person: str | None) -> InboxReport:
    table = bench(desk.snapshot, authority(SPEND), "test.spend", limits=None, as_of=DAY)
    waiting = tuple(
        WaitingRequest(request, table.deciders(request), catalogue().action(request.action))
        for request in open_requests(desk.snapshot, as_of=DAY)
    )
    return inbox(waiting, person=person, as_of=DAY)


def test_the_inbox_shows_what_waits_for_somebody_also_as_a_deputy() -> None:
    desk = a_desk(a_deputy("MANAGER", "OTHER"))
    desk.request()
    desk.request("MANAGER", "5000.00 CNY")
    seen = {
        name: [item.request.id for item in the_inbox(desk, name).waiting]
        for name in ("MANAGER", "OTHER", "VP", "REP", "HEAD")
    }
    assert seen == {
        "MANAGER": ["AR-2026-00001"],
        "OTHER": ["AR-2026-00001"],
        "VP": ["AR-2026-00001", "AR-2026-00002"],
        "REP": [],
        "HEAD": [],
    }
    rows = the_inbox(desk, "OTHER").as_table().rows
    assert rows[0][8] == "MANAGER"
    assert rows[0][-1] == "MANAGER, OTHER, VP"
    everything = the_inbox(desk, None).as_json()
    assert len(everything["requests"]) == 2  # type: ignore[arg-type]


def test_a_request_is_laid_open_with_its_end() -> None:
    desk = a_desk()
    request = desk.request()
    item = WaitingRequest(request, (), catalogue().action(request.action))
    states = [
        RequestReport(item, None, DAY).state,
        RequestReport(item, None, request.expires + timedelta(days=1)).state,
    ]
    desk.grant(request.id, "VP")
    decision = decision_on(desk.snapshot, request.id)
    report = RequestReport(item, decision, DAY)
    assert [*states, report.state] == ["open", "expired", "granted"]
    assert report.as_json()["arguments"] == {"amount": "500.00 CNY"}
    remarks = dict(report.as_table().remarks)
    assert dict(remarks["{verdict} by {person} on {day}, {decision}"])["person"] == "VP"
    assert dict(remarks["made: {records}"])["records"] == "ASG-2026-00001"


def test_requests_are_counted_by_what_became_of_them_and_how() -> None:
    desk = a_waiting_desk()
    decided(desk, answer())
    desk.request("OTHER")
    desk.grant(desk.request("CLERK").id, "VP")
    desk.refuse(desk.request("HEAD").id, "VP")
    requests, decisions = desk.snapshot.all(ApprovalRequest), desk.snapshot.all(ApprovalDecision)
    totals = tally(requests, decisions, as_of=DAY).as_json()["totals"]
    assert totals == {
        "open": 1,
        "expired": 0,
        "granted_by_command": 1,
        "granted_by_mail": 1,
        "refused_by_command": 1,
        "refused_by_mail": 0,
        "withdrawn": 0,
    }
    before = tally(requests, decisions, as_of=DAY - timedelta(days=1))
    assert before.rows == ()
    later = tally(requests, decisions, as_of=DAY + timedelta(days=60))
    assert later.as_json()["totals"]["expired"] == 1  # type: ignore[index]
    assert later.as_table().totals[0][2] == 1


EVERYBODY = Wanted()


def asked(
    *more: Record, wanted: Wanted = EVERYBODY, own: Limits = None, action: str = "test.spend"
) -> WhoMayReport:
    rule = {**SPEND, "action": action}
    table = authority(rule)
    found = bench(Memory([*people(), *more]), table, action, limits=own, as_of=DAY)
    return who_may(found, wanted, action=catalogue().action(found.rule.action))


def named(report: WhoMayReport) -> list[tuple[str, str, str | None]]:
    return [(row.how, row.mandate.person.id, row.mandate.acting_for) for row in report.rows]


def test_who_may_names_people_with_their_limits() -> None:
    report = asked()
    assert named(report) == [
        ("alone", "OTHER", None),
        ("alone", "REP", None),
        ("alone", "MANAGER", None),
        ("alone", "VP", None),
        ("grants", "MANAGER", None),
        ("grants", "VP", None),
    ]
    rows = report.as_json()["rows"]
    assert rows[2]["up_to"] == ["1000.00 CNY", "100.00 USD"]  # type: ignore[index]


def test_who_may_go_as_far_as_an_amount() -> None:
    wanted = Wanted(amount=Money.parse("500.00 CNY"))
    assert named(asked(wanted=wanted)) == [
        ("alone", "MANAGER", None),
        ("alone", "VP", None),
        ("grants", "MANAGER", None),
        ("grants", "VP", None),
    ]


def test_deputies_are_named_for_whom_and_by_which_record() -> None:
    report = asked(a_deputy("MANAGER", "CLERK"))
    assert ("grants", "CLERK", "MANAGER") in named(report)
    assert ("alone", "CLERK", "MANAGER") not in named(report)
    rows = [row for row in report.as_table().rows if row[1] == "CLERK"]
    assert rows[0][7] == "DEP-2026-00001"


def test_who_may_go_as_far_as_a_percentage_of_a_rooms_policy() -> None:
    own = limits(sales_rep="3", sales_manager="8")
    report = asked(own=own, action="quote.below-floor")
    assert {(row.mandate.person.id, str(row.percent)) for row in report.rows} == {
        ("REP", "3"),
        ("OTHER", "3"),
        ("MANAGER", "8"),
    }


def test_nobody_decides_alone_where_it_takes_two() -> None:
    rule = {**SPEND, "two_persons": "true"}
    table = bench(Memory(people()), authority(rule), "test.spend", limits=None, as_of=DAY)
    report = who_may(table, EVERYBODY, action=catalogue().action(table.rule.action))
    assert {row.how for row in report.rows} == {"grants"}
    assert report.as_table().remarks[0][0] == "nobody decides alone: it takes two persons"
