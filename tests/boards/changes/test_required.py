from typing import Any

import pytest

from pcbsales.boards.changes.checks import check_requirements
from pcbsales.boards.changes.required import (
    applied,
    contradictions,
    is_met,
    read_demand,
    read_name,
)
from pcbsales.boards.changes.requirement_report import RequirementReport
from pcbsales.boards.choices import Finish, MaskColour, Source
from pcbsales.boards.part import open_part, set_specification
from pcbsales.boards.reconciliation import Answers
from pcbsales.boards.setting import read_settings
from pcbsales.customers.profile.records import Demand
from pcbsales.kernel.errors import UsageError
from scripts.sample.memory import Memory
from tests.boards.builders import TODAY, codes, the_part
from tests.boards.changes.builders import ledger, profile, requirement


@pytest.mark.parametrize(
    ("text", "name", "demand", "value"),
    [
        ("finish=沉金", "finish", Demand.REQUIRED, "enig"),
        ("表面处理=enig|imag", "finish", Demand.REQUIRED, "enig|imag"),
        ("finish != hasl", "finish", Demand.FORBIDDEN, "hasl"),
        ("tg >= 150", "tg_c", Demand.AT_LEAST, "150"),
        ("thickness<=2.4", "thickness_mm", Demand.AT_MOST, "2.4"),
        ("reports=coc,e_test", "reports", Demand.REQUIRED, "coc,e_test"),
        ("min_track_mm>=4mil", "min_track_mm", Demand.AT_LEAST, "0.1016"),
        ("labels=a = b", "labels", None, "a = b"),
    ],
)
def test_demands_are_read_in_the_trades_words(
    text: str, name: str, demand: Demand | None, value: str
) -> None:
    read = read_demand(text)
    assert (read.name, read.demand, read.value) == (name, demand, value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("finish", "is no requirement"),
        ("finish=", "is no requirement"),
        ("finish>=enig", "finish is no figure"),
        ("tg_c>=130|150", "tg_c is no figure"),
        ("finish=pink", "expected one of"),
        ("labels!=x", "required in words: labels=TEXT"),
        ("on_conflict=follow_order", "said with each order"),
        ("finsh=enig", "did you mean finish"),
    ],
)
def test_what_is_no_demand_is_told_what_would_be(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        read_demand(text)


def test_topics_and_keys_are_called_by_name() -> None:
    assert (read_name("labels"), read_name("板厚")) == ("labels", "thickness_mm")


@pytest.mark.parametrize(
    ("demand", "setting", "met"),
    [
        ("finish=enig", "finish=enig", True),
        ("finish=enig", "finish=osp", False),
        ("finish=enig|imag", "finish=imag", True),
        ("finish!=hasl|osp", "finish=osp", False),
        ("finish!=hasl|osp", "finish=enig", True),
        ("tg_c>=150", "tg_c=150", True),
        ("tg_c>=150", "tg_c=149", False),
        ("thickness_mm<=1.6", "thickness_mm=1.6", True),
        ("thickness_mm<=1.6", "thickness_mm=1.61", False),
        ("reports=coc,e_test", "reports=e_test,coc,fai", True),
        ("reports=coc,e_test", "reports=coc", False),
        ("declarations!=conflict_minerals", "declarations=rohs,reach", True),
        ("declarations!=reach", "declarations=rohs,reach", False),
        ("board_size=100x68", "board_size=68x100", True),
        ("halogen_free=yes", "halogen_free=no", False),
    ],
)
def test_an_answer_meets_a_demand_or_not(demand: str, setting: str, *, met: bool) -> None:
    ((_, answer),) = read_settings([setting]).items()
    assert is_met(requirement(demand), answer) is met


def test_what_nobody_said_is_assumed_by_the_profile() -> None:
    required = profile("finish=enig", "tg_c>=150", "mask_colour=green|black").requirements
    found = applied(Answers(), required, as_of=TODAY)
    assert found.answers.values == {"finish": Finish.ENIG}
    assert found.answers.sources == {"finish": Source.PROFILE}
    assert found.assumed == frozenset({"finish"})
    assert not found.questions


def test_what_is_unsure_is_not_assumed() -> None:
    required = profile("finish=enig").requirements
    assert not applied(Answers(), required, unsure={"finish"}, as_of=TODAY).assumed


def test_what_is_ordered_stands_and_a_contradiction_is_asked() -> None:
    held = ledger(requires=("finish=enig", "tg_c>=150"))
    part = the_part(
        open_part(held, customer="HUAYI", part_no="HY-1", settings=["finish=osp"], as_of=TODAY)
    )
    assert part.current.specification.finish is Finish.OSP
    assert part.current.sources["finish"] is Source.CUSTOMER
    (question,) = part.current.open_questions
    assert (question.code, question.key) == ("profile.conflict", "finish")
    assert question.text == (
        "surface finish: the customer's requirements say enig since 2026-11-01, the order states "
        "osp. Which one holds?"
    )
    assert (
        "say >= 150 since"
        in contradictions(profile("tg_c>=150").requirements, {"tg_c": 130}, as_of=TODAY)[0].text
    )


def test_stated_once_more_it_is_answered() -> None:
    held = ledger(requires=("finish=enig",))
    part = the_part(
        open_part(held, customer="HUAYI", part_no="HY-1", settings=["layers=2"], as_of=TODAY)
    )
    assert part.current.sources["finish"] is Source.PROFILE

    def said(before: Any, text: str) -> Any:
        snapshot = ledger(before, requires=("finish=enig",))
        return the_part(
            set_specification(snapshot, part=before.id, settings=[text], actor="lin", as_of=TODAY)
        )

    once = said(part, "finish=osp")
    assert codes(once.current) == ["profile.conflict"]
    again = said(once, "finish=osp")
    assert not codes(again.current)
    assert again.current.specification.finish is Finish.OSP


def test_another_key_is_not_asked_about_again() -> None:
    held = ledger(requires=("finish=enig", "mask_colour=green"))
    part = the_part(
        open_part(
            held,
            customer="HUAYI",
            part_no="HY-1",
            settings=["finish=enig", "mask_colour=black"],
            as_of=TODAY,
        )
    )
    assert part.current.specification.mask_colour is MaskColour.BLACK
    assert codes(part.current) == ["profile.conflict"]


def test_the_report_says_it_in_the_readers_words() -> None:
    report = RequirementReport("HUAYI", profile("finish=enig|imag", "labels=two"), TODAY)
    words = [row[1:4] for row in report.as_table().rows]
    assert words == [
        ("surface finish", "required", "ENIG or immersion silver"),
        ("labels", None, "two"),
    ]
    chinese = RequirementReport("HUAYI", profile("finish!=hasl"), TODAY, lang="zh-Hant").as_table()
    assert chinese.rows[0][1:4] == ("表面處理", "不允許", "有鉛噴錫")
    assert RequirementReport("HUAYI", None, TODAY).as_json()["requirements"] == []


def test_history_has_what_holds_no_more() -> None:
    held = profile("finish=enig")
    ended = held.requirements[0].model_copy(update={"valid_until": TODAY.replace(day=2)})
    old = held.model_copy(update={"requirements": (ended,)})
    assert not RequirementReport("HUAYI", old, TODAY).as_table().rows
    assert len(RequirementReport("HUAYI", old, TODAY, all_days=True).as_table().rows) == 1


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"key": "finsh"}, "requirement.key"),
        ({"value": "pink"}, "requirement.value"),
        ({"demand": Demand.AT_LEAST}, "requirement.value"),
    ],
)
def test_checks_find_what_was_written_by_hand(changes: dict[str, Any], rule: str) -> None:
    held = profile("finish=enig")
    spoilt = held.requirements[0].model_copy(update=changes)
    snapshot = Memory([held.model_copy(update={"requirements": (spoilt,)})])
    assert [found.rule for found in check_requirements(snapshot, "HUAYI")] == [rule]
    assert not list(check_requirements(Memory([held]), "HUAYI"))
