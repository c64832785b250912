"""Values held against limits: at the limit, just beyond, far beyond, and not known."""

from decimal import Decimal

import pytest

from pcbsales.boards.capability.case import Case, Known
from pcbsales.boards.capability.figures import EdgeFigure
from pcbsales.boards.capability.finding import DfmFinding
from pcbsales.boards.capability.limits import hold
from pcbsales.boards.capability.parameters import ADVICE, parameters
from pcbsales.boards.capability.records import Absent, LimitKind, LimitLine
from pcbsales.boards.capability.verdicts import Origin, Surety, Verdict
from pcbsales.kernel.conditions import Condition, Fact
from tests.boards.capability.builders import a_case, a_review, a_revision, policy

LINES = {line.id: line for line in policy().lines}
STEP = Decimal("0.0001")


def meeting(condition: Condition) -> Fact | None:
    """A fact that meets *condition*; None where only a missing one does."""
    if condition.op in {">=", "<="}:
        return condition.bound
    if condition.op in {">", "<"}:
        return condition.bound + (STEP if condition.op == ">" else -STEP)
    if not condition.values:
        return None
    word = condition.values[0]
    if word in {"true", "false"}:
        return word == "true"
    return Decimal(word) if word.isdigit() and condition.key != "ipc_class" else word


def case_with(line: LimitLine, value: Decimal | None) -> Case:
    """A case on which *line* applies, and in which its parameter has *value*."""
    facts: dict[str, Fact] = {}
    for condition in line.when:
        fact = meeting(condition)
        if fact is not None and (
            condition.key not in facts or condition.holds({condition.key: fact})
        ):
            facts[condition.key] = fact
    if value is not None:
        facts[line.param] = value
    known = {key: Known(fact, Origin.ORDERED) for key, fact in facts.items()}
    data = {"copper_layers": "4"}
    return Case(a_revision([], data), known, facts=facts)


def verdict_of(line: LimitLine, value: Decimal | None) -> Verdict | None:
    """What *line* alone comes to."""
    found = list(hold([line], case_with(line, value)))
    return found[0].verdict if found else None


def beyond(line: LimitLine, limit: Decimal) -> Decimal:
    return limit - STEP if line.limit_kind is LimitKind.MIN else limit + STEP


#: A line whose own parameter stands in a condition cannot be held alone.
FREE = [name for name, line in LINES.items() if line.param not in {c.key for c in line.when}]


def test_every_line_is_held() -> None:
    assert list(LINES) == FREE


@pytest.mark.parametrize("name", FREE)
def test_at_the_standard_a_line_is_kept(name: str) -> None:
    assert verdict_of(LINES[name], LINES[name].standard) is Verdict.OK


@pytest.mark.parametrize("name", FREE)
def test_just_beyond_the_standard_it_fires(name: str) -> None:
    line = LINES[name]
    expected = line.beyond if line.advanced is None else Verdict.ADVANCED
    assert verdict_of(line, beyond(line, line.standard)) is expected


@pytest.mark.parametrize("name", [name for name in FREE if LINES[name].advanced is not None])
def test_at_advanced_it_is_built_and_beyond_it_is_not(name: str) -> None:
    line = LINES[name]
    assert line.advanced is not None
    assert verdict_of(line, line.advanced) is Verdict.ADVANCED
    assert verdict_of(line, beyond(line, line.advanced)) is line.beyond


@pytest.mark.parametrize("name", FREE)
def test_what_is_not_known_is_asked_unless_the_standard_is_meant(name: str) -> None:
    line = LINES[name]
    expected = Verdict.OK if line.absent is Absent.STANDARD else Verdict.ASK
    assert verdict_of(line, None) is expected


def test_the_worst_decides() -> None:
    assert a_review("layers=30").verdict is Verdict.REFUSE
    assert a_review("layers=2 cu_outer_oz=2 @copper_layers=2").findings[0].verdict is Verdict.ASK


def test_a_limit_may_hang_on_what_is_not_known_yet() -> None:
    report = a_review("layers=2 min_track_mm=0.12 min_space_mm=0.12 min_hole_mm=0.3")
    finding = next(found for found in report.findings if found.rule == "line.copper_2oz")
    assert finding.verdict is Verdict.ASK
    assert finding.question is not None
    assert finding.question.key == "cu_outer_oz"


def test_a_value_good_for_every_copper_asks_nothing_about_copper() -> None:
    report = a_review("layers=2 min_track_mm=0.4 min_space_mm=0.4 min_hole_mm=0.3")
    assert not any(found.rule.startswith("line.copper") for found in report.findings)


def test_advanced_names_price_and_days() -> None:
    report = a_review("layers=4 min_track_mm=0.1 @copper_layers=4")
    finding = next(found for found in report.findings if found.rule == "track.outer")
    assert (finding.verdict, finding.adder, finding.lead_days) == (
        Verdict.ADVANCED,
        "line.4mil_2l",
        1,
    )
    assert report.lead_days >= 1
    assert "line.4mil_2l" in report.adders


def test_where_a_value_comes_from_is_said() -> None:
    read = a_case("@copper_layers=6 @min_conductor_mm=0.15")
    assert read.known["layers"] == Known(Decimal(6), Origin.DATA, Surety.SURE)
    ordered = a_case("layers=4 thickness_mm=1.6 min_hole_mm=0.2")
    assert ordered.known["layers"].origin is Origin.ORDERED
    ratio = ordered.known["aspect_ratio"]
    assert (ratio.value, ratio.surety) == (Decimal(8), Surety.LIKELY)
    drilled = a_case("thickness_mm=1.6 @min_drill_mm=0.4")
    assert drilled.known["aspect_ratio"] == Known(Decimal(4), Origin.DATA, Surety.SURE)


def test_a_measure_near_a_limit_is_not_sure() -> None:
    def edge(mm: str) -> DfmFinding:
        measured = EdgeFigure(Decimal(mm), Decimal("0.035"), at_least=False)
        report = a_review("layers=4 @copper_layers=4", edge=measured)
        return next(found for found in report.findings if found.rule == "edge.routed")

    assert (edge("0.5").verdict, edge("0.5").surety) == (Verdict.OK, Surety.SURE)
    assert (edge("0.24").verdict, edge("0.24").surety) == (Verdict.ADVANCED, Surety.UNSURE)


def test_without_data_figures_are_missed_once() -> None:
    report = a_review("layers=4")
    assert [found.rule for found in report.findings if found.rule == "data.missing"]
    unknown = {found.rule for found in report.findings if found.origin is Origin.UNKNOWN}
    measured = {name for name, line in LINES.items() if parameters()[line.param].measured}
    assert unknown
    assert not unknown & measured


def test_what_a_board_cannot_do_without_is_asked_with_usual_answers() -> None:
    report = a_review("layers=4 mask_sides=none")
    asked = {found.rule: found for found in report.findings if found.rule.startswith("required.")}
    assert set(asked) == {"required.material", "required.finish", "required.delivery_format"}
    question = asked["required.finish"].question
    assert question is not None
    assert question.options[0].settings == ("finish=enig",)


def test_advice_is_for_parameters() -> None:
    assert set(ADVICE) <= set(parameters())
