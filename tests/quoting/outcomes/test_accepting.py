"""An order by a quotation: each thing that stops it, and the nearest thing that does not."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from pcbsales.boards.dimensions import ArrayLayout
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.record import Record
from pcbsales.quoting.outcomes.deciding import lose_quote, withdraw_quote
from pcbsales.quoting.outcomes.policy import QuotePolicy
from pcbsales.quoting.quotations.draft import Enquiry, Request
from pcbsales.quoting.quotations.quotation import new_quote
from pcbsales.quoting.quotations.quote_line import QuantityUnit
from pcbsales.quoting.quotations.standing import QuoteState
from tests.quoting.builders import BOARD, NOW, a_part, a_revision
from tests.quoting.floor.test_below_floor import PART, at
from tests.quoting.negotiation.deal import LOST, Deal, a_policy, answered
from tests.quoting.outcomes.in_the_way import (
    ANSWER,
    a_question,
    a_spec,
    a_stage_policy,
    an_approval,
    said,
)

TODAY = NOW.date()


@pytest.mark.parametrize(
    ("price", "words"),
    [("8.53", None), ("8.52533", None), ("8.5253", "REP may not give alone"), ("8.52", "alone")],
)
def test_a_price_below_its_makers_floor(price: str, words: str | None) -> None:
    """A rep may go to 3 % below 1757.80: 1705.07 is in order, 1705.06 is not."""
    deal = Deal()
    enquiry = Enquiry("HUAYI", (Request(PART, 200, price=at(price)),))
    deal.keep(new_quote(deal.snapshot, deal.numbers, enquiry=enquiry, actor="REP", at=NOW))
    answered(deal, words)


@pytest.mark.parametrize(
    ("revision", "words"),
    [
        (1, "revision 1 of Q-2026-00001 is superseded by 2"),
        (2, None),
        (None, None),
        (3, "has no revision 3; it has 1 to 2"),
    ],
)
def test_a_superseded_revision(revision: int | None, words: str | None) -> None:
    deal = Deal()
    deal.quoted()
    deal.revised()
    answered(deal, words, revision=revision)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (TODAY, None),
        (TODAY - timedelta(days=1), "revision 2 of Q-2026-00001 only of 2026-11-23"),
        (TODAY + timedelta(days=1), "is not here yet"),
    ],
)
def test_an_order_of_another_day(on: date, words: str | None) -> None:
    deal = Deal()
    deal.quoted()
    deal.revised()
    answered(deal, words, on=on)


def test_an_order_of_yesterday_is_taken_where_the_quotation_is_older() -> None:
    deal = Deal()
    deal.quoted()
    deal.accepted(3, on=TODAY + timedelta(days=2))
    assert deal.state(3) is QuoteState.WON


@pytest.mark.parametrize(
    ("revisions", "words"), [(["A"], None), (["A", "B"], "revision A is superseded by B")]
)
def test_a_superseded_board(revisions: list[str], words: str | None) -> None:
    deal = Deal()
    deal.quoted()
    opened = [a_revision(BOARD).model_copy(update={"rev": rev}) for rev in revisions]
    deal.put(a_part(*opened))
    answered(deal, words)


@pytest.mark.parametrize(
    ("policy", "late", "reason", "words"),
    [
        (None, 0, None, None),
        (None, 1, "why", "expired on"),
        (a_policy(), 8, "why", "lets 7 pass"),
        (a_policy(), 7, None, "say why"),
        (a_policy(), 7, " ", "say why"),
        (a_policy(), 7, "why", None),
        (a_policy("0"), 1, "why", "expired on"),
    ],
)
def test_an_expired_quotation_is_ordered_by_as_the_policy_says(
    policy: QuotePolicy | None, late: int, reason: str | None, words: str | None
) -> None:
    deal = Deal(*[policy] if policy else [])
    days = (deal.quoted().valid_until - TODAY).days + late
    if words is not None:
        with pytest.raises(RefusedError, match=words):
            deal.accepted(days, late=reason)
        return
    acceptance = deal.accepted(days, late=reason).events[-1].acceptance
    assert acceptance is not None
    assert acceptance.late == reason


def test_the_day_it_came_decides_whether_it_came_late() -> None:
    """Entered after the last day, it is in time all the same; a reason is not kept then."""
    deal = Deal()
    last = deal.quoted().valid_until
    days = (last - TODAY).days + 3
    with pytest.raises(RefusedError, match="expired on"):
        deal.accepted(days, on=last + timedelta(days=1))
    acceptance = deal.accepted(days, on=last, late="was ill").events[-1].acceptance
    assert acceptance is not None
    assert (acceptance.day, acceptance.late) == (last, None)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (a_question(), "EQ-2026-00001 about HUAYI/HY-4410 revision A is still open"),
        (a_question(blocking="false"), None),
        (a_question(revision="B"), None),
        (a_question(part="HUAYI/OTHER"), None),
        (a_question(answer=ANSWER), None),
    ],
)
def test_an_open_blocking_question(question: Record, words: str | None) -> None:
    deal = Deal(question)
    deal.quoted()
    answered(deal, words)


@pytest.mark.parametrize(
    ("quantity", "records", "words"),
    [
        (11, [], "11 boards count as pilot, which lacks"),
        (10, [], None),
        (200, [an_approval()], None),
        (200, [an_approval(verdict="rejected", reason="voids", evidence=None)], "which lacks"),
        (200, [an_approval(until="2026-11-23")], None),
        (200, [an_approval(until="2026-11-22")], "200 boards count as volume, which lacks"),
    ],
)
def test_an_unapproved_or_lapsed_stage(
    quantity: int, records: list[Record], words: str | None
) -> None:
    deal = Deal(a_stage_policy(), *records)
    deal.quoted(quantity)
    answered(deal, words)


def test_boards_in_arrays_count_each_for_the_stage() -> None:
    deal = Deal(a_stage_policy())
    (line,) = deal.quoted(3).lines
    assert line.board is not None
    array = ArrayLayout(rows=2, columns=2)
    board = line.board.model_copy(update={"array": array})
    sets = line.model_copy(update={"unit": QuantityUnit.SET, "board": board})
    deal.put(deal.quotation.model_copy(update={"lines": (sets,)}))
    answered(deal, "12 boards count as pilot")


@pytest.mark.parametrize(("day", "words"), [("2026-05-23", None), ("2026-05-22", "which lacks")])
def test_a_stage_whose_months_are_over(day: str, words: str | None) -> None:
    approval = an_approval().model_copy(
        update={"submitted": an_approval().submitted.model_copy(update={"day": date(2026, 5, 1)})}
    )
    verdict = approval.verdict and approval.verdict.model_copy(
        update={"day": date.fromisoformat(day)}
    )
    deal = Deal(a_stage_policy(months="6"), approval.model_copy(update={"verdict": verdict}))
    deal.quoted()
    answered(deal, words)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (a_spec(), "clause 4.1 of QS-0231 issue A: unanswered; open clauses: 1"),
        (a_spec(said("comply")), None),
        (a_spec(said("deviate")), "issue A: awaits_consent"),
        (a_spec(said("deviate", True)), None),
        (a_spec(said("deviate", False)), "issue A: refused"),
        (a_spec(said("cannot")), "issue A: cannot"),
        (a_spec(boards=[{"part": "HUAYI/OTHER"}]), None),
        (a_spec(boards=[{"part": PART, "revision": "B"}]), None),
        (a_spec(boards=[{"part": PART, "revision": "A"}]), "clause 4.1"),
        (a_spec(valid_from="2026-11-24"), None),
        (a_spec(valid_from="2026-11-23"), "clause 4.1"),
        (a_spec(valid_until="2026-11-22"), None),
        (a_spec(valid_until="2026-11-23"), "clause 4.1"),
        (a_spec(customer="XINGHE"), None),
    ],
)
def test_open_clauses_of_the_customers_specification(spec: Record, words: str | None) -> None:
    deal = Deal(spec)
    deal.quoted()
    answered(deal, words)


def test_a_later_issue_takes_the_place_of_an_open_one() -> None:
    later = a_spec(said("comply"), id="CS-00002", issue="B", supersedes="CS-00001")
    deal = Deal(a_spec(), later)
    deal.quoted()
    answered(deal, None)


def test_what_was_withdrawn_or_lost_is_not_ordered_until_it_is_revised() -> None:
    ends: tuple[tuple[str, Callable[..., Any], dict[str, Any]], ...] = (
        ("was withdrawn on", withdraw_quote, {"reason": "wrong laminate"}),
        ("was lost on", lose_quote, LOST),
    )
    for words, end, more in ends:
        deal = Deal()
        deal.quoted()
        deal.does(end, **more)
        answered(deal, words)
        deal.revised()
        answered(deal, None)
