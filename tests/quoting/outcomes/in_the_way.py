"""Records that may stand in the way of an order: questions, stages, clauses, changed."""

from typing import Any

from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.stages.policy import StagePolicy
from pcbsales.boards.stages.records import StageApproval
from pcbsales.customers.documents.records import CustomerSpec
from tests.quoting.builders import NOW
from tests.quoting.floor.test_below_floor import PART

ANSWER = {
    "at": NOW.isoformat(),
    "by": "P-00001",
    "recorded_at": NOW.isoformat(),
    "recorded_by": "REP",
    "option": "A",
}
_FILE = {"name": "mail.eml", "sha256": "a" * 64, "bytes": "10"}


def a_question(**changes: Any) -> EngineeringQuestion:
    """A blocking one about revision A, open."""
    base: dict[str, Any] = {
        "id": "EQ-2026-00001",
        "customer": "HUAYI",
        "part": PART,
        "revision": "A",
        "kind": "conflict",
        "text": {"en": "Which thickness?"},
        "options": [{"id": "A", "text": {"en": "1.6 mm"}}, {"id": "B", "text": {"en": "1.2 mm"}}],
        "blocking": "true",
        "raised_by": "REP",
        "raised_at": "2026-11-02T10:00:00+08:00",
    }
    return EngineeringQuestion.model_validate({**base, **changes})


def a_stage_policy(**need: Any) -> StagePolicy:
    """Up to 10 pieces are samples and free; all more needs a first article."""
    needs = [{"stage": "pilot", "kind": "fai", **need}, {"stage": "volume", "kind": "fai", **need}]
    return StagePolicy.model_validate(
        {
            "id": "SZ-STAGES",
            "entity": "SZ",
            "valid_from": "2026-01-01",
            "rules": [
                {
                    "title": {"en": "All"},
                    "sample": {"pieces": "10"},
                    "pilot": {"pieces": "50"},
                    "needs": needs,
                }
            ],
            "notices": [{"notice_days": "30", "consent": "false", "requalify": "false"}],
        }
    )


def an_approval(day: str = "2026-11-10", **verdict: Any) -> StageApproval:
    """The first article, approved for volume on *day*."""
    told = {
        "verdict": "approved",
        "day": day,
        "by": "P-00001",
        "evidence": [
            {"name": "fai.pdf", "size": "9", "at": NOW.isoformat(), "by": "REP", "sha256": "b" * 64}
        ],
        "recorded_at": NOW.isoformat(),
        "recorded_by": "REP",
        **verdict,
    }
    return StageApproval.model_validate(
        {
            "id": "SA-2026-00001",
            "customer": "HUAYI",
            "part": PART,
            "revision": "A",
            "stage": "volume",
            "kind": "fai",
            "submitted": {"day": "2026-11-01", "by": "REP"},
            "verdict": {name: value for name, value in told.items() if value is not None},
        }
    )


def a_spec(*answers: dict[str, Any], **changes: Any) -> CustomerSpec:
    """A specification of one clause with these answers."""
    base: dict[str, Any] = {
        "id": "CS-00001",
        "customer": "HUAYI",
        "number": "QS-0231",
        "title": "Bare boards",
        "issue": "A",
        "valid_from": "2026-01-01",
        "clauses": [{"number": "4.1", "text": "Bow and twist 0.5 %", "answers": list(answers)}],
    }
    return CustomerSpec.model_validate({**base, **changes})


def said(verdict: str, consent: bool | None = None) -> dict[str, Any]:
    """An answer to a clause, and the customer's word on it."""
    found: dict[str, Any] = {"verdict": verdict, "by": "REP", "at": "2026-11-01T10:00:00+08:00"}
    if verdict != "comply":
        found["remark"] = "0.75 %"
    if consent is not None:
        found["consent"] = {
            "granted": str(consent).lower(),
            "person": "P-00001",
            "day": "2026-11-02",
            "evidence": _FILE,
            "by": "REP",
            "at": "2026-11-02T10:00:00+08:00",
        }
    return found
