"""Quotations: tax and terms around the prices, sums that agree, what is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pcbsales.boards.records import Part
from pcbsales.customers.records import Person
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Record
from pcbsales.kernel.tax import Tax, net_of
from pcbsales.quoting.matrix.option import Option
from pcbsales.quoting.quotations.draft import Enquiry, Request
from pcbsales.quoting.quotations.quotation import new_quote
from pcbsales.quoting.quotations.records import Quote, gross_of
from tests.company.builders import POLICIES, Facts, a_person, an_entity, reread
from tests.quoting.builders import (
    BOARD,
    NOW,
    Numbers,
    a_customer,
    a_part,
    a_revision,
    book,
    cny,
    table,
)


def a_buyer_person(number: int, **changes: Any) -> Person:
    base = {
        "id": f"P-{number:05d}",
        "customer": "HUAYI",
        "name": {"en": "Łucja Weiß"},
        "department": "purchasing",
    }
    return Person.model_validate({**base, **changes})


def snapshot(*more: Record, part: Part | None = None, **customer: Any) -> Facts:
    board = part or a_part(a_revision(BOARD))
    firm = (an_entity(), a_person(), *POLICIES, book(), table())
    return Facts(*firm, a_customer(**customer), board, *more)


def quoted(facts: Facts | None = None, *requests: Request, **options: Any) -> Quote:
    changes = new_quote(
        facts or snapshot(),
        Numbers(),
        enquiry=Enquiry("HUAYI", requests or (Request("HUAYI/HY-4410", 200),), **options),
        actor="LIN-MEI",
        at=NOW,
    )
    (quote,) = changes.adds
    assert isinstance(quote, Quote)
    assert (changes.action, changes.subject) == ("quote.new", f"Quote {quote.id} to HUAYI")
    return quote


def sums(quote: Quote) -> tuple[str, ...]:
    return tuple(money.text if money else "0.00" for money in (quote.net, quote.tax, quote.total))


def alternatives(**options: Any) -> Quote:
    requests = (Request("HUAYI/HY-4410", 100), Request("HUAYI/HY-4410", 200))
    return quoted(snapshot(**options), *requests)


def test_the_worked_example_with_tax_at_home_and_abroad() -> None:
    home = quoted()
    assert sums(home) == ("1757.80", "228.51", "1986.31")
    assert str(home.lines[0].unit_price) == "8.789 CNY"
    abroad = quoted(snapshot(country="US"))
    assert sums(abroad) == ("1757.80", "0.00", "1757.80")
    assert abroad.taxes[0].treatment == "zero_export"


def test_prices_that_hold_the_tax() -> None:
    quote = quoted(snapshot(price_basis="tax_included"))
    (line,) = quote.lines
    assert sums(quote) == ("1757.80", "228.51", "1986.31")
    assert line.amount == cny("1986.31")
    assert line.unit_price.times(200) == line.amount
    assert line.net == Money.sum((s.amount for s in line.steps), "CNY")


def test_who_what_and_how_long() -> None:
    quote = quoted(customer_rfq="RFQ-8812")
    assert (quote.id, quote.entity, quote.customer, quote.rep) == (
        "Q-2026-00001",
        "SZ",
        "HUAYI",
        "LIN-MEI",
    )
    assert (quote.date, quote.valid_until) == (date(2026, 11, 23), date(2026, 12, 23))
    assert quote.terms is not None
    assert quote.terms.zh_hans == "月结30天"
    assert (quote.incoterm, quote.delivery_place) == ("FCA", "Shenzhen")
    assert [(event.kind, event.by) for event in quote.events] == [("new", "LIN-MEI")]
    assert quote.customer_rfq == "RFQ-8812"


def test_expiry_is_computed() -> None:
    quote = quoted(valid_until=date(2026, 11, 30))
    assert not quote.expired(as_of=date(2026, 11, 30))
    assert quote.expired(as_of=date(2026, 12, 1))
    with pytest.raises(RefusedError, match="cannot end on 2026-11-22"):
        quoted(valid_until=date(2026, 11, 22))


def test_one_line_for_each_quantity_and_lead_time() -> None:
    quote = quoted(
        None,
        Request("HUAYI/HY-4410", 100),
        Request("HUAYI/HY-4410", 200),
        Request("HUAYI/HY-4410", 200, lead_days=8),
    )
    assert [line.id for line in quote.lines] == ["L1", "L2", "L3"]
    assert [line.expedite_days for line in quote.lines] == [0, 0, 2]
    assert quote.lines[2].net == cny("1893.80")
    assert quote.alternatives
    assert not quoted().alternatives


def test_alternatives_have_no_sums_but_each_says_what_it_comes_to() -> None:
    for basis in ("net", "tax_included"):
        quote = alternatives(price_basis=basis)
        assert (quote.net, quote.tax, quote.total) == (None, None, None)
        (tax,) = quote.taxes
        assert (tax.percent, tax.net, tax.tax) == (Decimal(13), None, None)
        assert quote.with_tax(quote.lines[1]) == cny("1986.31")
        assert reread(quote) == quote
        found: Any = quote.as_json()
        assert [found[key] for key in ("net", "tax", "total")] == [None, None, None]
        assert found["lines"][1]["total"] == "1986.31"
        assert found["taxes"][0]["net"] is found["taxes"][0]["tax"] is None


@given(quantity=st.integers(1, 3000), basis=st.sampled_from(["net", "tax_included"]))
def test_a_line_alone_comes_to_the_total_of_its_quotation(quantity: int, basis: str) -> None:
    quote = quoted(snapshot(price_basis=basis), Request("HUAYI/HY-4410", quantity))
    assert quote.with_tax(quote.lines[0]) == quote.total


def test_sums_stand_exactly_where_the_lines_add_up() -> None:
    several = alternatives().model_dump(mode="json")
    for more in ({"total": "1.00 CNY"}, {"tax": "0.00 CNY"}):
        with pytest.raises(ValidationError, match="the lines are alternatives: leave out net, tax"):
            Quote.model_validate({**several, **more})
    one = quoted().model_dump(mode="json")
    for key in ("net", "tax", "total"):
        with pytest.raises(ValidationError, match="net, tax and total must be given"):
            Quote.model_validate({**one, key: None})
    one["taxes"][0]["tax"] = None
    with pytest.raises(ValidationError, match="net, tax and total must be given"):
        Quote.model_validate(one)


def test_it_is_for_the_one_purchaser_or_whoever_is_named() -> None:
    quality = a_buyer_person(2, department="quality")
    gone = a_buyer_person(3, left="2026-11-01")
    facts = snapshot(a_buyer_person(1), quality, gone)
    assert quoted(facts).person == "P-00001"
    assert quoted(facts, person="P-00002").person == "P-00002"
    assert quoted(snapshot(a_buyer_person(1), a_buyer_person(4))).person is None
    with pytest.raises(RefusedError, match="P-00003 is nobody at HUAYI; there are P-00001"):
        quoted(facts, person="P-00003")


def test_the_json_that_scripts_rely_on() -> None:
    found: Any = quoted().as_json()
    assert {key: found[key] for key in ("schema", "id", "revision", "currency", "total")} == {
        "schema": 1,
        "id": "Q-2026-00001",
        "revision": 1,
        "currency": "CNY",
        "total": "1986.31",
    }
    (line,) = found["lines"]
    assert (line["part"], line["revision"], line["quantity"]) == ("HUAYI/HY-4410", "A", 200)
    assert (line["unit"], line["lead_days"], line["unit_price"]) == ("PCS", 10, "8.789")
    assert line["steps"][0] == {
        "rule": "base.4l.upto_3",
        "basis": "1.36",
        "unit": "m2",
        "rate": "700",
        "amount": "952.00",
    }


def test_it_comes_back_from_its_file_as_it_went() -> None:
    quote = quoted(snapshot(price_basis="tax_included"))
    assert reread(quote) == quote


def test_a_superseded_revision_is_refused() -> None:
    two = a_part(a_revision(BOARD), a_revision(BOARD, rev="B"))
    assert quoted(snapshot(part=two)).lines[0].revision == "B"
    with pytest.raises(RefusedError, match="revision A is superseded by B; quote B"):
        quoted(snapshot(part=two), Request("HUAYI/HY-4410", 200, rev="A"))
    with pytest.raises(UsageError, match="has no revision C; revisions are A, B"):
        quoted(snapshot(part=two), Request("HUAYI/HY-4410", 200, rev="C"))


@pytest.mark.parametrize(
    ("facts", "request_", "words"),
    [
        (snapshot(), Request("HUAYI/HY-4410", 0), "a quantity of 0 cannot be priced"),
        (snapshot(status="closed"), Request("HUAYI/HY-4410", 1), "HUAYI is closed"),
        (snapshot(currency="USD"), Request("HUAYI/HY-4410", 1), "SZ has no price-book in USD; "),
        (snapshot(entity="HK"), Request("HUAYI/HY-4410", 1), "names the entity HK"),
        (
            snapshot(a_part(a_revision(BOARD), customer="OTHER")),
            Request("OTHER/HY-4410", 1),
            "OTHER/HY-4410 is a part of OTHER, not of HUAYI",
        ),
    ],
)
def test_what_is_refused(facts: Facts, request_: Request, words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        quoted(facts, request_)
    assert words in str(refused.value)


def test_a_part_that_nobody_knows_is_a_slip_of_the_pen() -> None:
    with pytest.raises(UsageError, match="there is no part HUAYI/NONE"):
        quoted(snapshot(), Request("HUAYI/NONE", 200))


def test_a_book_of_another_time_does_not_serve() -> None:
    facts = snapshot()
    facts.records = tuple(
        record.model_copy(update={"valid_until": date(2026, 6, 30)}) if record is book() else record
        for record in facts.records
    )
    with pytest.raises(RefusedError, match="no price-book is in force on 2026-11-23"):
        quoted(facts)


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("total", "1986.32 CNY", "quote.sums"),
        ("net", "1757.81 CNY", "quote.sums"),
        ("currency", "USD", "quote.currency"),
        ("valid_until", "2026-11-22", "quote.validity"),
        ("lines", [], "quote.empty"),
    ],
)
def test_a_record_whose_sums_disagree_is_not_read(field: str, value: Any, rule: str) -> None:
    data = quoted().model_dump(mode="json")
    with pytest.raises(ValidationError) as wrong:
        Quote.model_validate({**data, field: value})
    assert rule in {error["type"] for error in wrong.value.errors()}


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("unit_price", "8.79 CNY", "quote.amount"),
        ("net", "1757.79 CNY", "quote.steps"),
        ("unit_price", "8.789 USD", "quote.line_currency"),
    ],
)
def test_a_line_whose_steps_disagree_is_not_read(field: str, value: str, rule: str) -> None:
    data = quoted().model_dump(mode="json")
    data["lines"][0][field] = value
    with pytest.raises(ValidationError) as wrong:
        Quote.model_validate(data)
    assert rule in {error["type"] for error in wrong.value.errors()}


def test_a_step_is_basis_times_rate() -> None:
    data = quoted().model_dump(mode="json")
    data["lines"][0]["steps"][0]["rate"] = "701"
    with pytest.raises(ValidationError, match=r"basis × rate of base.4l.upto_3 is 953.36 CNY"):
        Quote.model_validate(data)


@given(net=st.decimals("0.01", "9999999", places=2), rate=st.sampled_from(["0", "5", "13", "19"]))
def test_the_net_follows_again_from_the_gross(net: Decimal, rate: str) -> None:
    tax = Tax(code="vat", percent=Decimal(rate))
    gross = gross_of(Money(net, "CNY"), Decimal(rate))
    assert net_of(gross, 1, (tax,)) == Money(net, "CNY")


def test_a_line_keeps_the_board_as_it_was_quoted() -> None:
    board = a_part(a_revision(BOARD)).model_copy(update={"customer_pn": "A2C-00990"})
    (line,) = quoted(snapshot(part=board)).lines
    assert (line.customer_pn, line.board) == ("A2C-00990", board.current.specification)
    assert reread(quoted(snapshot(part=board))).lines == (line,)


def test_of_several_lines_a_refusal_names_its_own() -> None:
    wanted = [Request("HUAYI/HY-4410", 200, lead_days=days) for days in (8, 1)]
    osp = Option("B", ("finish=osp",))
    with pytest.raises(RefusedError, match=r"^200 of HUAYI/HY-4410: .* no price for 1 working"):
        quoted(None, *wanted)
    with pytest.raises(RefusedError, match=r"^200 of HUAYI/HY-4410 with finish=osp: .* no price"):
        quoted(None, wanted[0], replace(wanted[1], option=osp))
    with pytest.raises(RefusedError, match=r"^[A-Z0-9-]+ has no price for 1 working days"):
        quoted(None, wanted[1])
