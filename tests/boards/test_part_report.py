import json

import pytest

from pcbsales.boards.part import set_specification
from pcbsales.boards.part_report import KeyList, PartReport, SpecificationChange, said
from pcbsales.boards.setting import read_value
from pcbsales.boards.specification import terms
from pcbsales.documents.terminal import render_table
from pcbsales.i18n.language import Language
from pcbsales.kernel.tables import Table
from tests.boards.builders import TODAY, Parts, intake, taken_in, the_part


def cells(table: Table) -> list[tuple[object, ...]]:
    """The rows of a table, each as wide as its columns."""
    assert {len(row) for row in table.rows} == {len(table.columns)}
    return list(table.rows)


def test_the_page_shows_the_specification_in_the_trades_words() -> None:
    part = taken_in("finish=enig", "thickness_mm=1.6")
    rows = cells(PartReport(part, part.current).as_table())
    assert ("revision", "A", None, "2026-11-23", None) in rows
    assert ("specification", "finish", "surface finish", "ENIG", "the customer") in rows
    assert ("specification", "layers", "copper layers", "4", "the data") in rows
    assert ("data", "holes", "holes", "304", None) in rows
    question = ("question", "colour.not-given", "mask_colour", "Which colour do you need?")
    assert (*question, "2026-11-23") in rows


@pytest.mark.parametrize(
    ("lang", "row"),
    [
        ("zh-Hans", ("规格", "finish", "表面处理", "沉金(化金)", "客户")),
        ("zh-Hant", ("規格", "finish", "表面處理", "化鎳浸金(化金)", "客戶")),
    ],
)
def test_the_page_speaks_the_readers_language(lang: str, row: tuple[str, ...]) -> None:
    part = taken_in("finish=enig")
    assert row in cells(PartReport(part, part.current, lang).as_table())


def test_a_recorded_question_is_shown_in_the_readers_language_and_kept_in_english() -> None:
    part = taken_in("layers=2")
    report = PartReport(part, part.current, "zh-Hans")
    asked = "copper layers: the order states 2, the data says 4. Which one holds?"
    assert asked in {row[3] for row in cells(report.as_table())}
    shown = render_table(
        report.as_table(), width=200, language=Language.SIMPLIFIED_CHINESE, colour=False
    )
    assert "层数：订单写明 2，资料读得 4。以哪个为准？" in shown
    assert asked in {question["text"] for question in report.as_json()["questions"]}


def test_scripts_get_the_revision_whole() -> None:
    first = taken_in("thickness_mm=1.6")
    part = the_part(intake(Parts(first), data=b"changed", rev="B"))
    shown = PartReport(part, part.revisions[0]).as_json()
    assert json.loads(json.dumps(shown)) == shown
    assert (shown["schema"], shown["revision"], shown["superseded"]) == (1, "A", True)
    assert shown["specification"]["thickness_mm"] == "1.6"
    assert shown["specification"]["board_size"] == "100 x 68"
    assert shown["sources"]["thickness_mm"] == "customer"
    assert shown["fabrication"]["holes"] == 304
    assert [row["revision"] for row in shown["revisions"]] == ["A", "B"]
    assert [row["open_questions"] for row in shown["revisions"]] == [2, 3]


def test_a_part_without_data_has_a_page() -> None:
    part = taken_in()
    bare = part.current.model_copy(update={"fabrication": None})
    report = PartReport(part.with_revision(bare), bare)
    assert report.as_json()["fabrication"] is None
    assert not [row for row in cells(report.as_table()) if row[0] == "data"]


def test_a_change_shows_before_and_after_and_the_questions() -> None:
    part = taken_in()
    changes = set_specification(
        Parts(part), part=part.id, settings=["finish=enig", "layers=6"], actor="mei", as_of=TODAY
    )
    change = SpecificationChange(part.current, the_part(changes).current)
    assert change.as_json() == {
        "schema": 1,
        "revision": "A",
        "changes": [
            {"key": "layers", "before": "4", "after": None},
            {"key": "finish", "before": None, "after": "enig"},
        ],
        "answered": ["finish.not-given"],
        "asked": ["layer.count-conflict"],
    }
    assert ("finish", "surface finish", "", "ENIG") in cells(change.as_table())
    assert [msgid for msgid, _ in change.as_table().remarks] == [
        "answered: {code}",
        "open questions: {count}",
    ]


def test_every_key_is_listed_with_what_it_takes() -> None:
    rows = cells(KeyList().as_table())
    assert [row[0] for row in rows] == list(terms())
    listed = {entry["key"]: entry for entry in KeyList().as_json()}
    assert listed["separation"]["choices"] == ["v_cut", "tab_route", "both"]
    assert listed["packing"]["several"] is True
    assert listed["thickness_mm"]["choices"] == []


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("via_types", "through,blind", "通孔, 盲孔"),
        ("halogen_free", "true", "是"),
        ("board_size", "100 x 68", "100 x 68"),
        ("impedance", "L1:50:L2", "L1:50:L2"),
    ],
)
def test_answers_are_said_in_words(key: str, text: str, words: str) -> None:
    assert said(read_value(key, text), "zh-Hant") == words
