"""Past quotations by two books: the worked example to the cent, sums that add up, no price lost."""

import time
from decimal import Decimal
from typing import Any

from pcbsales.boards.records import Part
from pcbsales.customers.records import Customer
from pcbsales.kernel.money import Money
from pcbsales.quoting.books.price_books import PriceBook
from pcbsales.quoting.compare.comparison import Comparison
from pcbsales.quoting.compare.repricing import reprice
from pcbsales.quoting.quotations.records import Quote
from scripts.sample.memory import Memory
from tests.quoting.builders import (
    BOARD,
    a_customer,
    a_part,
    a_revision,
    book,
    book_with,
    cny,
    sheet_data,
)
from tests.quoting.paper_builders import quote_line, quote_of

#: Quotations a second by both books; asked for is this many, the machine may be busy.
LEAST_A_SECOND = 200


def a_quote(*lines: dict[str, Any]) -> Quote:
    return quote_of([{**line, "id": f"L{n}"} for n, line in enumerate(lines, 1)])


def line(**more: Any) -> dict[str, Any]:
    return quote_line(1, "HY-4410", **{"board": BOARD, **more})


def dearer_book() -> PriceBook:
    """Four layers from 700 to 710 for a square metre of 1 to 3."""
    data = sheet_data("price-books/SZ-2026-01.yaml")["base"]
    rows = [dict(row) for row in data["rows"]]
    rows[2] = {**rows[2], "prices": ["610", "850", "800", "710", "700", "630", "600", "570"]}
    return book_with(id="SZ-2027-01", base={**data, "rows": rows})


def compared(*quotes: Quote) -> Comparison:
    part: Part = a_part(a_revision({**BOARD, "finish": "osp"}))
    buyer: Customer = a_customer()
    first, second = book(), dearer_book()
    lines = tuple(reprice(Memory([part, buyer]), quotes, first, second))
    return Comparison(first.id, second.id, "CNY", len(quotes), lines)


def test_the_frozen_board_is_priced_not_todays() -> None:
    (found,) = compared(a_quote(line())).lines
    assert (found.first, found.second) == (cny("1757.80"), cny("1771.40"))
    assert found.difference == Decimal("13.60")
    assert (found.customer, found.layers, found.sector) == ("HUAYI", 4, "other")


def test_getting_it_sooner_counts_the_days_that_were_taken_off() -> None:
    (found,) = compared(a_quote(line(expedite_days="2"))).lines
    assert found.first == cny("1893.80")


def test_what_has_no_rule_is_listed_with_its_reason_and_in_no_sum() -> None:
    thick = line(board={**BOARD, "min_hole_mm": "0.1"})
    asks = line(board={key: value for key, value in BOARD.items() if key != "tg_c"})
    found = compared(a_quote(line(), thick, asks))
    assert [gap.line for gap in found.without_rule] == ["L2", "L3"]
    reasons = [[str(why) for _, why in gap.reasons] for gap in found.without_rule]
    assert "no rule in SZ-2026-01 for hole" in reasons[0][0]
    assert reasons[1][0] == "SZ-2026-01 asks for tg_c, which was not stated"
    assert found.whole is not None
    assert (found.whole.lines, found.whole.first) == (1, Decimal("1757.80"))
    remarks = [dict(values) for msgid, values in found.as_table().remarks if "fault" in msgid]
    assert [told["line"] for told in remarks] == ["L2", "L2", "L3", "L3"]


def test_sums_of_each_kind_come_to_the_whole() -> None:
    two_layers = {**BOARD, "layers": "2", "cu_inner_oz": None}
    board = {key: value for key, value in two_layers.items() if value is not None}
    found = compared(a_quote(line(), line(board=board), line(quantity="100", **_half())))
    assert found.whole is not None
    for by in ("customer", "layers", "sector"):
        own = [s for s in found.sums if s.by == by]
        assert sum(s.first for s in own) == found.whole.first
        assert sum(s.second for s in own) == found.whole.second
        assert sum(s.lines for s in own) == found.whole.lines
    assert (found.whole.dearer, found.whole.cheaper) == (1, 0)
    assert found.largest[0].difference == Decimal("13.60")
    assert str(found.whole.share(1)) == "33.3"


def _half() -> dict[str, Any]:
    return {
        "unit_price": "17.578 CNY",
        "amount": "1757.80 CNY",
    }


def test_five_hundred_quotations_are_priced_at_once() -> None:
    quotes = [a_quote(line())] * 500
    began = time.process_time()
    found = compared(*quotes)
    took = time.process_time() - began
    assert len(found.priced) == 500
    assert isinstance(found.lines[0].first, Money)
    assert 500 / took >= LEAST_A_SECOND / 4, "four times slower than asked, on any machine"
