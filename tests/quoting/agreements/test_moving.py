"""Clauses that move an agreed price: worked by hand, at the edge of their bands and beyond."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.record import Record
from pcbsales.quoting.agreements.agreement_explained import explain_agreement
from pcbsales.quoting.agreements.agreement_report import agreements_on
from pcbsales.quoting.agreements.checks import check_agreed
from pcbsales.quoting.agreements.moving import change_by
from pcbsales.quoting.agreements.records import Clause
from pcbsales.quoting.pricing.asked_price import AskedPrice
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.surcharges.records import ExchangeRate, MetalPrice
from tests.company.builders import reread
from tests.quoting.agreements.builders import DAY, an_agreement, asked
from tests.quoting.floor.test_below_floor import Desk

COPPER = {"kind": "copper", "reference": "9500", "unit": "USD/t", "band_percent": "5"}
RATE = {"kind": "exchange", "reference": "7.10", "unit": "CNY/USD", "band_percent": "3"}
SHARED = {**COPPER, "share_percent": "0.2"}


def copper(price: str, day: date = DAY) -> MetalPrice:
    tree = {"id": f"CU-{day}", "metal": "copper", "unit": "usd_per_t", "day": day.isoformat()}
    return MetalPrice.model_validate({**tree, "price": price, "source": "LME"})


def rate(value: str) -> ExchangeRate:
    tree = {"id": "USDCNY", "base": "USD", "counter": "CNY", "day": DAY.isoformat()}
    return ExchangeRate.model_validate({**tree, "rate": value, "source": "CFETS"})


def desk(*figures: Record, **agreement: Any) -> Desk:
    return Desk(an_agreement(**agreement), *figures)


@pytest.mark.parametrize(
    ("figure", "price"),
    [
        ("9500", "8.00"),
        # 5 % of 9500 is 475: to 9975 and down to 9025 nothing moves.
        ("9975", "8.00"),
        ("9025", "8.00"),
        # 476 ÷ 95 = 5.010526 %; 0.010526 × 0.2 = 0.002105 %; 8.00 × 1.00002105 = 8.000168.
        ("9976", "8.0002"),
        ("9024", "7.9998"),
        # 10 %: 5 beyond × 0.2 = 1 %.
        ("10450", "8.08"),
        ("8550", "7.92"),
        # 100 %: 95 beyond × 0.2 = 19 %.
        ("19000", "9.52"),
    ],
)
def test_copper_moves_the_price_beyond_its_band(figure: str, price: str) -> None:
    found = asked(desk(copper(figure), clauses=[SHARED]))
    assert found is not None
    assert found.price.text == price


@pytest.mark.parametrize(
    ("rate", "in_cny", "in_usd"),
    [
        # 3 % of 7.10 is 0.213.
        ("7.313", "0", "0"),
        ("6.887", "0", "0"),
        # 7.455 is 5 % more: 2 beyond × 0.5 = 1 %. Who is paid CNY pays dearer dollars; who is paid
        # dollars gets more CNY for them.
        ("7.455", "1", "-1"),
        ("6.745", "-1", "1"),
        # 0.214 ÷ 0.071 = 3.01408451 %; 0.01408451 × 0.5 = 0.00704225 %.
        ("7.314", "0.00704225", "-0.00704225"),
    ],
)
def test_a_rate_moves_prices_by_the_side_they_are_on(rate: str, in_cny: str, in_usd: str) -> None:
    clause = Clause.model_validate({**RATE, "share_percent": "0.5"})
    assert change_by(clause, Decimal(rate), "CNY")[1] == Decimal(in_cny)
    assert change_by(clause, Decimal(rate), "USD")[1] == Decimal(in_usd)


def test_all_that_moves_it_is_a_share_of_one_price_after_the_cost_downs() -> None:
    """8.00 less 2 % is 7.84; copper 1 % and the rate 1 % more are 2 %: 7.9968."""
    clauses = [SHARED, {**RATE, "share_percent": "0.5"}]
    there = desk(copper("10450"), rate("7.455"), clauses=clauses)
    before, after = asked(there), asked(there, day=date(2027, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.price.text, after.price.text) == ("8.16", "7.9968")


def test_a_quotation_keeps_the_figures_that_moved_its_price() -> None:
    there = desk(copper("10450"), clauses=[SHARED])
    (quote,) = there.quote(None, actor="CLERK").adds
    assert isinstance(quote, Quote)
    (line,) = quote.lines
    assert (line.unit_price.text, line.amount.text) == ("8.08", "1616.00")
    assert line.agreed is not None
    (move,) = line.agreed.moves
    assert (move.metal_price, move.figure, move.percent) == (
        f"CU-{DAY}",
        Decimal(10450),
        Decimal(1),
    )
    assert reread(quote) == quote
    assert list(check_agreed(there.snapshot, quote.id)) == []
    otherwise = {"agreed": line.agreed.model_copy(update={"moves": ()})}
    there.records[-1] = quote.model_copy(update={"lines": (line.model_copy(update=otherwise),)})
    assert [found.rule for found in check_agreed(there.snapshot, quote.id)] == ["quote.agreed"]


@pytest.mark.parametrize(("figure", "words"), [("9975", None), ("9976", "5.01 % off the 9500")])
def test_beyond_a_band_without_a_share_it_is_agreed_anew(figure: str, words: str | None) -> None:
    there = desk(copper(figure), clauses=[COPPER])
    if words is None:
        found = asked(there)
        assert found is not None
        assert (found.price.text, found.moves) == ("8.00", ())
        return
    with pytest.raises(RefusedError, match=words):
        there.quote(None)
    (quote,) = there.quote(AskedPrice(discount=Decimal(0))).adds
    assert isinstance(quote, Quote)
    assert (quote.lines[0].unit_price.text, quote.lines[0].agreed) == ("8.789", None)
    (listed,) = agreements_on(there.snapshot, as_of=DAY).as_table().rows[:1]
    assert str(listed[-1]) == "agree_anew"


@pytest.mark.parametrize(("days", "known"), [(30, True), (31, False)])
def test_a_figure_may_be_as_old_as_was_agreed(days: int, known: bool) -> None:
    clause = {**SHARED, "days_old": "30"}
    there = desk(copper("10450", DAY - timedelta(days=days)), clauses=[clause])
    if known:
        assert asked(there) is not None
        return
    with pytest.raises(RefusedError, match="no figure of it is of 2026-11-23 or the 30 days"):
        asked(there)


def test_the_latest_figure_by_the_day_counts_in_its_own_unit() -> None:
    later, other = copper("19000", DAY + timedelta(days=1)), copper("1", DAY)
    index = other.model_copy(update={"id": "X", "unit": "index"})
    there = desk(copper("10450", DAY - timedelta(days=9)), later, index, clauses=[SHARED])
    found = asked(there)
    assert found is not None
    assert found.price.text == "8.08"


@pytest.mark.parametrize(
    "clauses",
    [
        [COPPER, COPPER],
        [{**SHARED, "unit": "CNY/t"}],
        [{**RATE, "share_percent": "1", "unit": "EUR/USD"}],
        [{**RATE, "share_percent": "1", "unit": "CNY"}],
    ],
)
def test_a_clause_that_cannot_be_reckoned_is_none(clauses: list[dict[str, str]]) -> None:
    with pytest.raises(ValidationError, match=r"price_agreement\.clauses"):
        an_agreement(clauses=clauses)
    assert an_agreement(clauses=[{**COPPER, "unit": "CNY/t"}]).clauses


def test_an_agreement_is_explained_step_by_step() -> None:
    found = an_agreement(clauses=[SHARED])
    there = Desk(found, copper("10450"))
    told = explain_agreement(there.snapshot, found, as_of=date(2027, 1, 15))
    assert [(s.what, s.percent, s.price.text) for s in told.steps(found.bands[0])] == [
        ("agreed_price", None, "8.00"),
        ("cost_down", Decimal(-2), "7.84"),
        ("copper", Decimal(1), "7.9184"),
        ("price_now", None, "7.9184"),
    ]
    table = told.as_table()
    assert {len(row) for row in table.rows} == {len(table.columns)}
    (move,) = told.moves
    assert (move.moved, move.change) == (Decimal(10), Decimal(1))


@given(
    st.decimals(min_value="1", max_value=10**5, places=2),
    st.decimals(min_value=0, max_value=100, places=2),
    st.decimals(min_value=0, max_value=100, places=2),
)
def test_a_price_moves_with_its_metal_and_never_within_the_band(
    figure: Decimal, band: Decimal, share: Decimal
) -> None:
    told = {**COPPER, "band_percent": str(band), "share_percent": str(share)}
    clause = Clause.model_validate(told)
    _, change = change_by(clause, figure, "CNY")
    assert change is not None
    off = figure - clause.reference
    assert (change > 0) <= (off > 0)
    assert (change < 0) <= (off < 0)
    if abs(off) * 100 <= band * clause.reference:
        assert change == 0
