from datetime import date, timedelta
from typing import Any

import pytest

from pcbsales.customers.documents.checks import check_consents, check_engineers, check_issues
from pcbsales.customers.documents.clauses import consent
from pcbsales.customers.documents.open_clauses import current_specs, open_clauses
from pcbsales.customers.documents.records import ClauseState, CustomerSpec
from pcbsales.customers.documents.spec_report import SpecReport, spec_status
from pcbsales.kernel.errors import RefusedError, UsageError
from tests.customers.documents.builders import (
    MAIL,
    MAY,
    NOW,
    added,
    answered,
    decided,
    ledger,
    with_clause,
)


def state(spec: CustomerSpec) -> ClauseState:
    (clause,) = spec.clauses
    return clause.state


def test_a_clause_goes_from_unanswered_to_consented() -> None:
    spec = with_clause(added())
    assert state(spec) is ClauseState.UNANSWERED
    spec = answered(spec, "deviate")
    assert state(spec) is ClauseState.AWAITS_CONSENT
    spec = decided(spec, granted=True)
    assert state(spec) is ClauseState.CONSENTED
    assert not open_clauses(ledger(spec), "HUAYI", "HUAYI/HY-1", as_of=MAY)


@pytest.mark.parametrize(
    ("verdict", "granted", "expected"),
    [
        ("comply", None, ClauseState.COMPLIES),
        ("deviate", None, ClauseState.AWAITS_CONSENT),
        ("deviate", False, ClauseState.REFUSED),
        ("cannot", None, ClauseState.CANNOT),
        ("cannot", True, ClauseState.CONSENTED),
        ("cannot", False, ClauseState.REFUSED),
    ],
)
def test_what_stands_between_board_and_promise(
    verdict: str, granted: bool | None, expected: ClauseState
) -> None:
    spec = answered(with_clause(added()), verdict)
    if granted is not None:
        spec = decided(spec, granted=granted)
    assert state(spec) is expected
    found = open_clauses(ledger(spec), "HUAYI", "HUAYI/HY-1", as_of=MAY)
    assert [one.state for one in found] == ([expected] if expected.is_open else [])


def test_a_new_answer_keeps_the_one_before_and_needs_consent_of_its_own() -> None:
    spec = decided(answered(with_clause(added()), "deviate"), granted=True)
    spec = answered(spec, "deviate", remark="1.0 %", at=NOW + timedelta(days=1))
    clause = spec.clause("4.1")
    assert clause is not None
    assert len(clause.answers) == 2
    assert clause.state is ClauseState.AWAITS_CONSENT
    with pytest.raises(RefusedError, match=r"clause 4\.1 is answered so already"):
        answered(spec, "deviate", remark="1.0 %", at=NOW + timedelta(days=2))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"by": "GAO"}, "GAO is not of production engineering"),
        ({"remark": None}, "says how it departs"),
        ({"number": "9"}, r"has no clause 9; it has 4\.1"),
        ({"by": "NOBODY"}, "no member of staff NOBODY"),
    ],
)
def test_answers_that_are_none(changes: dict[str, Any], told: str) -> None:
    with pytest.raises((RefusedError, UsageError), match=told):
        answered(with_clause(added()), "deviate", **changes)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"evidence": None}, "consent needs its evidence"),
        ({"person": "P-00009"}, "P-00009 does not speak for HUAYI"),
        ({"day": MAY - timedelta(days=1)}, "comes before the answer"),
    ],
)
def test_consent_that_is_none(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(RefusedError, match=told):
        decided(answered(with_clause(added()), "deviate"), granted=True, **changes)


def test_what_complies_or_was_decided_waits_for_nobody() -> None:
    for spec in (
        answered(with_clause(added()), "comply"),
        decided(answered(with_clause(added()), "deviate"), granted=True),
        with_clause(added()),
    ):
        with pytest.raises(RefusedError, match="the customer consents to what deviates"):
            decided(spec, granted=True)


def test_consent_that_lies_ahead_is_none() -> None:
    with pytest.raises(RefusedError, match="lies ahead"):
        decided(
            answered(with_clause(added()), "deviate"),
            granted=True,
            day=NOW.date() + timedelta(days=1),
        )


@pytest.mark.parametrize("board", ["HY-1@B", "HUAYI/HY-1@B"])
def test_a_board_is_named_with_its_customer_or_without(board: str) -> None:
    (named,) = added(boards=(board,)).boards
    assert (named.part, named.revision) == ("HUAYI/HY-1", "B")


def test_evidence_is_kept_with_the_consent() -> None:
    spec = answered(with_clause(added()), "deviate")
    changes = consent(
        ledger(spec), spec=spec.id, number="4.1", granted=True, person="P-00001", day=MAY,
        evidence=MAIL, actor="LIN", at=NOW,
    )  # fmt: skip
    assert changes.attachments == (MAIL,)


def test_an_answered_clause_keeps_its_text() -> None:
    spec = with_clause(added())
    assert with_clause(spec, text="Bow and twist 0.7 %").clauses[0].text.endswith("0.7 %")
    with pytest.raises(RefusedError, match="says so already"):
        with_clause(spec)
    with pytest.raises(RefusedError, match="another text is another issue"):
        with_clause(answered(spec, "comply"), text="Bow and twist 0.7 %")


def test_the_next_issue_takes_over_on_its_day() -> None:
    first = added()
    second = added(first, issue="B", valid_from=date(2026, 7, 1))
    assert second.supersedes == first.id
    known = ledger(first, second)
    assert current_specs(known, "HUAYI", as_of=date(2026, 6, 30)) == (first,)
    assert current_specs(known, "HUAYI", as_of=date(2026, 7, 1)) == (second,)
    with pytest.raises(RefusedError, match="issue A of QS-0231 is there already, as CS-00001"):
        added(first)


@pytest.mark.parametrize(
    ("boards", "part", "revision", "holds"),
    [
        ((), "HUAYI/HY-1", "A", True),
        (("HUAYI/HY-1",), "HUAYI/HY-1", "B", True),
        (("HUAYI/HY-1",), "HUAYI/HY-2", None, False),
        (("HUAYI/HY-1@B",), "HUAYI/HY-1", "B", True),
        (("HUAYI/HY-1@B",), "HUAYI/HY-1", "A", False),
        (("HUAYI/HY-1@B",), "HUAYI/HY-1", None, True),
    ],
)
def test_it_holds_for_its_boards_alone(
    boards: tuple[str, ...], part: str, revision: str | None, holds: bool
) -> None:
    spec = with_clause(added(boards=boards))
    found = open_clauses(ledger(spec), "HUAYI", part, revision, as_of=MAY)
    assert bool(found) is holds


def test_status_says_who_has_to_do_what() -> None:
    spec = with_clause(with_clause(added()), "5", text="UL")
    spec = answered(spec, "deviate")
    rows = spec_status((spec,), as_of=MAY).as_json()["rows"]
    assert [(one["clause"], one["for"]) for one in rows[0]["waiting"]] == [
        ("4.1", "customer"),
        ("5", "production_engineering"),
    ]
    table = spec_status((spec,), as_of=MAY).as_table()
    assert [row[5] for row in table.rows] == ["4.1", "5"]
    empty = spec_status((added(),), as_of=MAY).as_table()
    assert len(empty.rows) == 1


def test_the_report_has_every_clause_with_its_answer() -> None:
    spec = decided(answered(with_clause(added()), "deviate"), granted=True)
    told = SpecReport(spec, current=True).as_json()
    (clause,) = told["clauses"]
    assert clause["state"] == "consented"
    assert clause["answer"]["verdict"] == "deviate"
    assert clause["consent"]["evidence"]["sha256"] == "a" * 64
    assert SpecReport(spec, current=False).as_table().remarks[0][0].startswith("does not hold")


def test_checks_find_what_was_written_by_hand() -> None:
    spec = decided(answered(with_clause(added()), "deviate"), granted=True)
    sound = ledger(spec)
    assert not [*check_issues(sound, "HUAYI"), *check_consents(sound, "HUAYI")]
    assert not list(check_engineers(sound, spec.id))
    twin = spec.model_copy(update={"id": "CS-00002", "supersedes": "CS-00001"})
    rules = [found.rule for found in check_issues(ledger(spec, twin), "HUAYI")]
    assert rules == ["spec.issue", "spec.supersedes"]
