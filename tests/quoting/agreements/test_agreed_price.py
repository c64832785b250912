"""Agreed prices are asked before the book: which agreement, which band, from which day."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.quoting.agreements.checks import check_agreed, check_agreements
from pcbsales.quoting.floor.checks import check_floor
from pcbsales.quoting.quotations.records import Quote
from tests.company.builders import reread
from tests.quoting.agreements.builders import an_agreement, asked
from tests.quoting.floor.test_below_floor import Desk


@pytest.mark.parametrize(
    ("changes", "quantity", "price"),
    [
        ({}, 99, None),
        ({}, 100, "8.00"),
        ({}, 499, "8.00"),
        ({}, 500, "6.00"),
        ({"signed": None, "signed_on": None}, 200, None),
        ({"valid_until": "2026-11-22", "cost_downs": ()}, 200, None),
        ({"valid_from": "2026-11-24"}, 200, None),
        ({"unit": "SET"}, 200, None),
        ({"entity": "HK"}, 200, None),
        ({"price_basis": "tax_included"}, 200, None),
        ({"part": "HUAYI/OTHER"}, 200, None),
        ({"part": None, "when": ["layers = 4"]}, 200, "8.00"),
        ({"part": None, "when": ["layers = 2"]}, 200, None),
    ],
)
def test_what_was_agreed_for_a_quantity(
    changes: dict[str, Any], quantity: int, price: str | None
) -> None:
    found = asked(Desk(an_agreement(**changes)), quantity)
    assert (found and found.price.text) == price


def test_the_part_goes_before_the_family_and_the_later_before_the_earlier() -> None:
    family = an_agreement(
        id="PA-2026-00010", part=None, when=["layers = 4"], valid_from="2026-11-20"
    )
    later = an_agreement(id="PA-2026-00011", valid_from="2026-11-10")
    found = asked(Desk(an_agreement(), family, later))
    assert found is not None
    assert found.agreement.id == "PA-2026-00011"


def test_a_cost_down_begins_on_its_day() -> None:
    desk = Desk(an_agreement())
    before, after = asked(desk, day=date(2026, 12, 31)), asked(desk, day=date(2027, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.price.text, after.price.text) == ("8.00", "7.84")


def test_a_quotation_takes_the_agreed_price_and_shows_the_books() -> None:
    desk = Desk(an_agreement())
    (quote,) = desk.quote(None, actor="CLERK").adds
    assert isinstance(quote, Quote)
    (line,) = quote.lines
    assert (line.unit_price.text, line.amount.text) == ("8.00", "1600.00")
    assert line.book_price is not None
    assert (line.book_price.text, line.steps[-1].rule) == ("8.789", "agreement")
    assert line.agreed is not None
    assert line.agreed.as_json() == {
        "agreement": "PA-2026-00009",
        "from_quantity": 100,
        "moves": [],
    }
    assert list(check_agreed(desk.snapshot, quote.id)) == []
    assert list(check_floor(desk.snapshot, quote.id)) == []
    assert reread(quote) == quote


def test_a_line_at_another_price_than_the_agreed_one_is_found() -> None:
    desk = Desk(an_agreement())
    desk.quote(None)
    desk.records.append(an_agreement(bands=[{"from_quantity": "100", "unit_price": "7.99 CNY"}]))
    (found,) = check_agreed(desk.snapshot, "Q-2026-00001")
    assert found.rule == "quote.agreed"


def test_two_on_one_day_are_found() -> None:
    desk = Desk(an_agreement(), an_agreement(id="PA-2026-00010"))
    (found,) = check_agreements(desk.snapshot, "HUAYI")
    assert found.rule == "agreement.start"


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_more_pieces_never_have_a_band_that_begins_later_than_they(one: int, other: int) -> None:
    agreement = an_agreement()
    few, many = agreement.band(min(one, other)), agreement.band(max(one, other))
    assert few is None or (many is not None and few.from_quantity <= many.from_quantity)
    assert many is None or many.from_quantity <= max(one, other)
