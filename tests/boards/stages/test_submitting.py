"""Submissions and verdicts: what is recorded, and what is refused."""

from datetime import date
from enum import StrEnum
from typing import Any

import pytest
from pydantic import ValidationError

from pcbsales.boards.stages.choices import (
    ApprovalKind,
    PpapElement,
    PpapLevel,
    Stage,
    VerdictKind,
    named,
)
from pcbsales.boards.stages.records import StageApproval
from pcbsales.boards.stages.submitting import Asked, Decided, lacking_elements, submit
from pcbsales.boards.stages.typed import read_elements, read_quantity, split_revision, touched
from pcbsales.kernel.errors import RefusedError, UsageError
from tests.boards.stages.builders import BENCH, FAI, MOTOR, PPAP, SHEET, Book, a_policy, entry

ALL: dict[str, Any] = {"elements": read_elements(["all"])}


def approval(book: Book, name: str) -> StageApproval:
    found = book.get(StageApproval, name)
    assert found is not None
    return found


def test_a_submission_keeps_its_documents_and_who_sent_it() -> None:
    book = Book()
    asked = Asked(MOTOR, None, PPAP, elements=read_elements(["7"]))
    changes = submit(book, book, asked=asked, entry=entry("2026-02-02", "plan.pdf", "psw.pdf"))
    (made,) = changes.adds
    assert isinstance(made, StageApproval)
    assert (made.part, made.revision, made.stage) == (MOTOR, "B", Stage.VOLUME)
    assert made.level is PpapLevel.THREE
    assert [file.name for file in made.submitted.documents] == ["plan.pdf", "psw.pdf"]
    assert [file.sha256 for file in changes.attachments] == [
        file.sha256 for file in made.submitted.documents
    ]
    assert lacking_elements(made, a_policy()) == (PpapElement.PSW,)
    assert changes.subject == f"Submit {made.id}"


def test_the_same_is_not_submitted_twice() -> None:
    book = Book()
    first = book.submit(FAI, "2026-02-02")
    with pytest.raises(RefusedError, match=f"{first} is with the customer since 2026-02-02"):
        book.submit(FAI, "2026-02-03")
    book.submit(FAI, "2026-02-03", rev="A")
    book.submit(SHEET, "2026-02-03")


def test_a_verdict_goes_into_what_was_submitted_else_into_a_record_of_its_own() -> None:
    book = Book()
    first = book.submit(FAI, "2026-02-02")
    assert book.approve(FAI, "2026-02-09") == first
    found = approval(book, first)
    assert found.submitted.day == date(2026, 2, 2)
    assert found.verdict
    assert found.verdict.day == date(2026, 2, 9)
    assert book.approve(FAI, "2026-03-09") != first


def test_the_same_verdict_is_not_taken_twice() -> None:
    book = Book()
    first = book.approve(FAI, "2026-02-09")
    with pytest.raises(RefusedError, match=f"{first} says so already"):
        book.approve(FAI, "2026-02-09")
    assert book.approve(FAI, "2026-02-10") != first


def test_a_ppap_without_its_elements_is_approved_on_conditions_alone() -> None:
    book = Book()
    book.submit(PPAP, "2026-02-02", elements=read_elements(["control-plan"]))
    with pytest.raises(RefusedError, match=r"level 3, lacks: part submission warrant \(PSW\)"):
        book.approve(PPAP, "2026-02-09")
    word = Decided(VerdictKind.CONDITIONAL, "P-1", date(2026, 5, 8), conditions="PSW to follow")
    name = book.decide(PPAP, "2026-02-09", word)
    later = book.approve(PPAP, "2026-03-09", **ALL)
    assert later != name
    elements = approval(book, later).submitted.elements
    assert len(elements) == len(PpapElement)


def test_elements_named_with_the_verdict_complete_the_submission() -> None:
    book = Book()
    name = book.submit(PPAP, "2026-02-02", elements=read_elements(["7"]))
    assert book.approve(PPAP, "2026-02-09", elements=read_elements(["18"])) == name
    wanted = (PpapElement.CONTROL_PLAN, PpapElement.PSW)
    assert approval(book, name).submitted.elements == wanted


def test_nobody_elses_person_decides_and_nothing_lies_ahead() -> None:
    book = Book()
    with pytest.raises(RefusedError, match="P-2 is with BENCH, not with MOTOR"):
        book.decide(FAI, "2026-02-02", Decided(VerdictKind.APPROVED, "P-2"))
    asked = Asked(MOTOR, None, FAI)
    with pytest.raises(RefusedError, match="2026-02-03 lies ahead"):
        submit(book, book, asked=asked, entry=entry("2026-02-02", on="2026-02-03"))


def test_a_ppap_that_no_policy_asks_for_needs_its_level() -> None:
    with pytest.raises(UsageError, match="give --level 1 to 5"):
        Book().submit(PPAP, "2026-02-02", part=BENCH)


def test_what_no_policy_needs_counts_for_everything() -> None:
    book = Book()
    assert approval(book, book.submit(SHEET, "2026-02-02")).stage is Stage.VOLUME


SOUND: dict[str, Any] = {
    "id": "SA-2026-00001",
    "customer": "MOTOR",
    "part": MOTOR,
    "revision": "B",
    "stage": "volume",
    "kind": "fai",
    "submitted": {"day": "2026-02-02", "by": "GAO"},
}
VERDICT: dict[str, Any] = {
    "verdict": "approved",
    "day": "2026-02-09",
    "by": "P-1",
    "evidence": [
        {"name": "a", "size": "1", "at": "2026-02-09T10:00:00Z", "by": "GAO", "sha256": "0" * 64}
    ],
    "recorded_at": "2026-02-09T10:00:00+08:00",
    "recorded_by": "GAO",
}


@pytest.mark.parametrize(
    ("rule", "fields", "verdict"),
    [
        ("stage.customer", {"part": BENCH}, {}),
        ("stage.level", {"level": "3"}, {}),
        ("stage.level", {"kind": "ppap"}, {}),
        ("stage.elements", {"submitted": {**SOUND["submitted"], "elements": ["psw"]}}, {}),
        ("stage.conditions", {}, {"conditions": "sort"}),
        ("stage.conditions", {}, {"verdict": "conditional", "until": "2026-03-01"}),
        ("stage.until", {}, {"verdict": "conditional", "conditions": "sort"}),
        ("stage.reason", {}, {"verdict": "rejected"}),
        ("stage.until", {}, {"verdict": "rejected", "reason": "x", "until": "2026-03-01"}),
        ("stage.evidence", {}, {"evidence": []}),
        ("stage.until", {}, {"until": "2026-02-08"}),
        ("stage.order", {}, {"day": "2026-02-10"}),
        ("stage.order", {}, {"day": "2026-02-01"}),
    ],
)
def test_what_one_record_can_get_wrong(
    rule: str, fields: dict[str, Any], verdict: dict[str, Any]
) -> None:
    sound = {**SOUND, "verdict": VERDICT}
    assert StageApproval.model_validate(sound).is_decided(as_of=date(2026, 2, 9))
    with pytest.raises(ValidationError) as caught:
        StageApproval.model_validate({**sound, **fields, "verdict": {**VERDICT, **verdict}})
    assert rule in {error["type"] for error in caught.value.errors()}


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("validity.order", {"valid_until": "2024-12-31"}),
        ("stage_policy.ppap", {"ppap": [{"level": "3", "elements": ["psw"]}]}),
        ("stage_policy.ppap", {"ppap": [{"level": "3", "elements": ["psw"]}] * 2}),
        ("stage_policy.extent", {"rules": [{"title": {"en": "x"}, "sample": {}}]}),
        ("stage_policy.key", {"rules": [{"title": {"en": "x"}, "when": ["layer = 2"]}]}),
        (
            "stage_policy.needs",
            {"rules": [{"title": {"en": "x"}, "needs": [{"stage": "pilot", "kind": "fai"}]}]},
        ),
        (
            "stage_policy.levels",
            {
                "rules": [
                    {
                        "title": {"en": "x"},
                        "needs": [{"stage": "volume", "kind": "fai", "levels": ["3"]}],
                    }
                ]
            },
        ),
        (
            "stage_policy.key",
            {
                "notices": [
                    {
                        "when": ["layers = 2"],
                        "notice_days": "1",
                        "consent": "true",
                        "requalify": "true",
                    }
                ]
            },
        ),
    ],
)
def test_what_a_policy_can_get_wrong(rule: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        a_policy(**changes)
    assert rule in {error["type"] for error in caught.value.errors()}


def test_elements_are_typed_by_number_range_or_name() -> None:
    assert len(read_elements(["all"])) == 18
    assert read_elements(["18", "1"]) == (PpapElement.DESIGN_RECORD, PpapElement.PSW)
    assert read_elements(["control plan, design_record"])[1] is PpapElement.CONTROL_PLAN
    for typed in ("0", "19", "5-3", "warranty"):
        with pytest.raises(UsageError):
            read_elements([typed])


def test_quantities_kinds_and_boards_are_typed_as_people_do() -> None:
    assert (read_quantity("1k"), read_quantity(" 250 ")) == (1000, 250)
    for typed in ("0", "-5", "many", "1,5"):
        with pytest.raises(UsageError):
            read_quantity(typed)
    words: dict[StrEnum, str] = {ApprovalKind.GOLDEN_SAMPLE: "golden sample"}
    assert named(ApprovalKind, "Golden-Sample", words) is ApprovalKind.GOLDEN_SAMPLE
    with pytest.raises(UsageError, match="sheet, fai, ppap, golden_sample"):
        named(ApprovalKind, "nothing", words)
    assert split_revision("M-1@B") == ("M-1", "B")
    one, other = touched([("A/1", "A"), ("A/1", "B"), ("A/2", "A"), ("A/2", None)])
    assert (one.revisions, other.revisions) == (("A", "B"), ())
