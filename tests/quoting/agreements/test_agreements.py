"""Price agreements: asked before the book, granted below a floor, quoted by once signed."""

from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.money import UnitPrice
from pcbsales.kernel.record import Attachment
from pcbsales.quoting.agreements.agreed_price import Agreed, Buying, agreed_price
from pcbsales.quoting.agreements.agreeing import AgreedTerms, agree_or_request, sign_agreement
from pcbsales.quoting.agreements.checks import check_agreed, check_agreements
from pcbsales.quoting.agreements.records import PriceAgreement
from pcbsales.quoting.agreements.typed import (
    read_bands,
    read_clauses,
    read_conditions,
    read_cost_downs,
    read_rebates,
)
from pcbsales.quoting.floor.checks import check_floor
from pcbsales.quoting.quotations.quote_line import QuantityUnit
from pcbsales.quoting.quotations.records import Quote
from tests.company.builders import reread
from tests.quoting.builders import BOARD, NOW, a_revision
from tests.quoting.floor.test_below_floor import PART, Desk

SIGNED = Attachment(sha256(b"signed").hexdigest(), "signed.pdf", b"signed")
DAY = NOW.date()


def an_agreement(**changes: Any) -> PriceAgreement:
    base: dict[str, Any] = {
        "id": "PA-2026-00009",
        "entity": "SZ",
        "customer": "HUAYI",
        "part": PART,
        "currency": "CNY",
        "price_basis": "net",
        "bands": [
            {"from_quantity": "100", "unit_price": "8.00 CNY"},
            {"from_quantity": "500", "unit_price": "6.00 CNY"},
        ],
        "agreed": "2026-11-01",
        "by": "MANAGER",
        "valid_from": "2026-11-01",
        "valid_until": "2027-12-31",
        "cost_downs": [{"day": "2027-01-01", "percent": "2"}],
        "signed": {"name": "a.pdf", "sha256": SIGNED.sha256},
        "signed_on": "2026-11-02",
    }
    return PriceAgreement.model_validate({**base, **changes})


def asked(desk: Desk, quantity: int = 200, day: date = DAY) -> Agreed | None:
    (buyer,) = [r for r in desk.records if r.noun == "customer"]
    buying = Buying(
        buyer.id,
        "SZ",
        "CNY",
        getattr(buyer, "price_basis"),  # noqa: B009 -- any record of the desk
        PART,
        a_revision(BOARD).specification,
        quantity,
        QuantityUnit.PCS,
    )
    return agreed_price(desk.snapshot, buying, as_of=day)


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
    assert line.agreed.as_json() == {"agreement": "PA-2026-00009", "from_quantity": 100}
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


def terms(price: str, **more: Any) -> AgreedTerms:
    base = {
        "customer": "HUAYI",
        "part": PART,
        "bands": [{"from_quantity": "200", "unit_price": f"{price} CNY"}],
        "valid_from": DAY,
        "valid_until": date(2027, 12, 31),
    }
    return AgreedTerms.model_validate({**base, **more})


class Agreeing(Desk):
    def agrees(self, wanted: AgreedTerms, actor: str) -> str:
        changes = agree_or_request(self.snapshot, self.numbers, terms=wanted, actor=actor, at=NOW)
        self.keep(changes)
        return changes.action


@pytest.mark.parametrize(
    ("price", "actor", "action"),
    [
        ("8.789", "REP", "price.agree"),
        ("9", "CLERK", "price.agree"),
        ("8.70", "REP", "approval.request"),
        ("8.09", "MANAGER", "price.agree"),
        ("8.08", "MANAGER", "approval.request"),
        ("7.04", "VP", "price.agree"),
    ],
)
def test_below_the_book_it_is_for_whoever_may(price: str, actor: str, action: str) -> None:
    assert Agreeing().agrees(terms(price), actor) == action


def test_a_cost_down_counts_from_the_first_day() -> None:
    desk = Agreeing()
    down = [{"day": date(2027, 1, 1), "percent": "5"}]
    assert desk.agrees(terms("8.789", cost_downs=down), "REP") == "approval.request"


def test_a_family_is_held_against_its_boards() -> None:
    wanted = terms("8.789", part=None, when=["layers = 4"])
    assert Agreeing().agrees(wanted, "REP") == "price.agree"
    with pytest.raises(RefusedError, match="has no board that meets layers = 2"):
        Agreeing().agrees(terms("8.789", part=None, when=["layers = 2"]), "REP")


def test_it_is_signed_once() -> None:
    desk = Agreeing()
    desk.agrees(terms("8.789"), "REP")
    (made,) = desk.snapshot.all(PriceAgreement)
    assert asked(desk) is None
    changes = sign_agreement(desk.snapshot, agreement=made.id, file=SIGNED, day=DAY, as_of=DAY)
    desk.records = [r for r in desk.records if r.id != made.id]
    desk.records += changes.updates
    assert asked(desk) is not None
    with pytest.raises(RefusedError, match="was signed on"):
        sign_agreement(desk.snapshot, agreement=made.id, file=SIGNED, day=DAY, as_of=DAY)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("price_agreement.scope", {"part": None}),
        ("price_agreement.scope", {"when": ["layers = 4"]}),
        ("validity.order", {"valid_until": "2026-10-31"}),
        ("price_agreement.signed", {"signed_on": None}),
        ("price_agreement.bands", {"bands": []}),
        ("price_agreement.cost_downs", {"cost_downs": [{"day": "2028-01-01", "percent": "2"}]}),
        ("price_agreement.currency", {"currency": "USD"}),
    ],
)
def test_what_an_agreement_can_get_wrong(rule: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        an_agreement(**changes)
    assert rule in {error["type"] for error in caught.value.errors()}


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_more_pieces_never_have_a_band_that_begins_later_than_they(one: int, other: int) -> None:
    agreement = an_agreement()
    few, many = agreement.band(min(one, other)), agreement.band(max(one, other))
    assert few is None or (many is not None and few.from_quantity <= many.from_quantity)
    assert many is None or many.from_quantity <= max(one, other)


def test_terms_are_read_as_they_are_typed() -> None:
    bands = read_bands(["1k=5.90", "500=6.40"], "CNY")
    assert [(b.from_quantity, b.unit_price.text) for b in bands] == [(500, "6.40"), (1000, "5.90")]
    assert bands[0].unit_price == UnitPrice(Decimal("6.40"), "CNY")
    (down,) = read_cost_downs(["2027-01-01=2%"], date.fromisoformat)
    assert (down.day, down.percent) == (date(2027, 1, 1), Decimal(2))
    (rebate,) = read_rebates(["500000=1%"], "CNY")
    assert rebate.yearly.text == "500000.00"
    (clause,) = read_clauses(["copper=9500 USD/t ±5%"])
    assert (clause.reference, clause.unit, clause.band_percent) == (
        Decimal(9500),
        "USD/t",
        Decimal(5),
    )
    (condition,) = read_conditions(["layers = 4"], ["layers"])
    assert str(condition) == "layers = 4"


@pytest.mark.parametrize("text", ["500", "500=", "=6", "500=0", "500=x", "1,500=6"])
def test_a_band_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_bands([text], "CNY")
