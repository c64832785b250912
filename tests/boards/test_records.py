from typing import Any

import pytest
from pydantic import ValidationError

from pcbsales.boards.records import OpenQuestion, Part
from tests.boards.builders import TODAY, as_yaml, codes, taken_in


def yaml(**revision: Any) -> dict[str, Any]:
    """A part as its file holds it."""
    return {
        "id": "HUAYI/HY-4410",
        "customer": "HUAYI",
        "part_no": "HY-4410",
        "revisions": [{"rev": "A", "opened": "2026-11-23", **revision}],
    }


def test_a_part_reads_back_as_it_is_written() -> None:
    part = taken_in("thickness_mm=1.6", "via_types=through,blind", "impedance=L1:50:L2")
    assert Part.model_validate(as_yaml(part)) == part


def test_the_file_reads_well() -> None:
    revision = as_yaml(taken_in("thickness_mm=1.6"))["revisions"][0]
    assert list(revision) == [
        "rev",
        "opened",
        "specification",
        "sources",
        "fabrication",
        "questions",
    ]
    assert revision["specification"]["board_size"] == "100 x 68"
    assert revision["specification"]["mask_sides"] == "both"
    assert revision["sources"]["thickness_mm"] == "customer"
    assert revision["fabrication"]["received"] == "2026-11-23T09:12:00+08:00"
    assert revision["questions"][0] == {
        "code": "finish.not-given",
        "text": "Which finish do you need?",
        "key": "finish",
        "asked": "2026-11-23",
    }


def test_the_last_revision_is_current_and_supersedes() -> None:
    data = yaml()
    data["revisions"].append({"rev": "B", "opened": "2026-11-24"})
    part = Part.model_validate(data)
    assert part.current.rev == "B"
    assert part.is_superseded("A")
    assert not part.is_superseded("B")
    assert part.revision("C") is None


def test_the_aspect_ratio_follows_from_thickness_and_drill() -> None:
    assert str(taken_in("thickness_mm=1.6").current.aspect_ratio) == "6.4"
    assert taken_in().current.aspect_ratio is None


def test_an_answered_question_is_no_longer_open() -> None:
    question = OpenQuestion(code="finish.not-given", text="Which?", asked=TODAY)
    answered = question.answer_with("finish=enig", by="mei", on=TODAY)
    assert (question.is_open, answered.is_open) == (True, False)
    assert answered.answer == "finish=enig"


def test_what_was_written_tells_scripts_what_is_still_open() -> None:
    part = taken_in("thickness_mm=1.6")
    written = part.as_json()
    assert (written["part_no"], written["revision"]) == ("HY-4410", "A")
    assert codes(part.current) == ["finish.not-given", "colour.not-given"]
    assert [question["code"] for question in written["questions"]] == codes(part.current)  # type: ignore[attr-defined]


QUESTION = {"code": "finish.not-given", "text": "Which?", "asked": "2026-11-23"}
BROKEN = {
    "part.id": {**yaml(), "id": "HUAYI/HY-4411"},
    "part.no-revision": {**yaml(), "revisions": []},
    "part.revision-repeated": {**yaml(), "revisions": yaml()["revisions"] * 2},
    "part.revision-order": {
        **yaml(),
        "revisions": [
            {"rev": "A", "opened": "2026-11-23"},
            {"rev": "B", "opened": "2026-11-22"},
        ],
    },
    "scalar.revision": yaml(rev="rev A"),
    "scalar.day": yaml(opened="23.11.2026"),
    "question.half-answered": yaml(questions=[{**QUESTION, "answered": "2026-11-24"}]),
    "question.answered-before-asked": yaml(
        questions=[
            {**QUESTION, "answered": "2026-11-22", "answered_by": "mei", "answer": "enig"},
        ]
    ),
    "scalar.question": yaml(questions=[{**QUESTION, "code": "Finish?"}]),
    "revision.question-repeated": yaml(questions=[QUESTION, QUESTION]),
    "revision.source-without-answer": yaml(sources={"finish": "customer"}),
    "enum": yaml(specification={"layers": "2"}, sources={"layers": "guess"}),
    "extra_forbidden": yaml(specifications={}),
    "scalar.sha256": yaml(
        fabrication={
            "package": "a.zip",
            "sha256": "ABC",
            "bytes": "1",
            "received": "2026-11-23T09:12:00+08:00",
        }
    ),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_part_is_named_for_what_is_wrong(rule: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Part.model_validate(BROKEN[rule])
    assert [error["type"] for error in refused.value.errors()] == [rule]


def test_messages_say_where_and_what() -> None:
    with pytest.raises(ValidationError, match="id must be HUAYI/HY-4410, made of customer"):
        Part.model_validate(BROKEN["part.id"])
    with pytest.raises(ValidationError, match="revision A: sources names finish, which the spec"):
        Part.model_validate(BROKEN["revision.source-without-answer"])
