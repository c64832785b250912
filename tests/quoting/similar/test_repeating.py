"""A board quoted once more: in its option, with freight, at a price; and what has changed."""

from decimal import Decimal
from typing import Any

import pytest

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.quoting.charges.charge_policy import ChargePolicy
from pcbsales.quoting.charges.freight_table import FreightTable
from pcbsales.quoting.floor.below_floor import quote_or_request
from pcbsales.quoting.matrix.option import Option
from pcbsales.quoting.pricing.asked_price import AskedPrice
from pcbsales.quoting.quotations.draft import Enquiry, Request
from pcbsales.quoting.quotations.one_time import Because
from pcbsales.quoting.quotations.records import QuantityUnit, Quote
from pcbsales.quoting.similar.repeating import Again, Repeat, repeat_of
from pcbsales.quoting.similar.since_then import changes_since
from pcbsales.quoting.tooling.records import Tool
from tests.quoting.builders import BOARD, NOW, a_customer, a_part, a_revision, sheet_data
from tests.quoting.floor.test_below_floor import PART, off
from tests.quoting.negotiation.deal import Deal

DAY = NOW.date()
#: Above 5 m² a fixture is charged: 1,000 boards are 6.8 m².
MANY = 1000


def again(deal: Deal, **otherwise: Any) -> Repeat:
    return repeat_of(deal.snapshot, PART, Again(**otherwise), as_of=DAY)


def said(deal: Deal, **otherwise: Any) -> list[str]:
    found = again(deal, **otherwise)
    return [
        one.msgid.format(**one.values) for one in changes_since(deal.snapshot, found, as_of=DAY)
    ]


def quoted(deal: Deal, found: Repeat) -> Quote:
    changes = quote_or_request(
        deal.snapshot, deal.numbers, enquiry=found.enquiry, actor="REP", at=NOW
    )
    (quote,) = changes.adds
    assert isinstance(quote, Quote)
    return quote


def shipping(**changes: Any) -> FreightTable:
    return FreightTable.model_validate(
        {**sheet_data("freight-tables/SZ-CNY-FREIGHT-2026.yaml"), **changes}
    )


def test_a_repeat_asks_the_same_again() -> None:
    deal = Deal()
    deal.quoted()
    (request,) = again(deal, quantities=((500, None),)).enquiry.requests
    assert (request.part, request.quantity, request.unit) == (PART, 500, QuantityUnit.PCS)
    assert said(deal) == ["as Q-2026-00001 of 2026-11-23, made"]


def test_a_repeat_says_what_has_changed() -> None:
    deal = Deal()
    deal.quoted()
    deal.put(a_part(a_revision({**BOARD, "thickness_mm": "1.2"})))
    deal.put(a_customer(rep="REP", incoterm="EXW"))
    told = said(deal)
    assert "thickness_mm: 1.6 then, 1.2 now" in told
    assert "incoterm: FCA then, EXW now" in told


def test_what_was_never_quoted_is_not_repeated() -> None:
    with pytest.raises(RefusedError, match="was not quoted yet"):
        said(Deal())


def test_it_is_repeated_in_its_option_unless_another_is_asked() -> None:
    """The option's answers are no change of the board; as it is, they are."""
    deal = Deal()
    option = Option("A", ("thickness_mm=1.2",))
    enquiry = Enquiry("HUAYI", (Request(PART, 200, option=option),))
    deal.keep(quote_or_request(deal.snapshot, deal.numbers, enquiry=enquiry, actor="REP", at=NOW))
    found = again(deal)
    assert found.enquiry.requests[0].option == option
    assert quoted(deal, found).lines[0].changed == ("thickness_mm=1.2",)
    assert said(deal) == ["as Q-2026-00001 of 2026-11-23, made"]
    assert "thickness_mm: 1.2 then, 1.6 now" in said(deal, options=(None,))
    both = again(deal, options=(None, option), quantities=((200, None), (500, None)))
    assert len(both.enquiry.requests) == 4


@pytest.mark.parametrize(
    ("before", "asked", "freight"),
    [(True, None, True), (False, None, False), (False, True, True), (True, False, False)],
)
def test_freight_is_asked_as_before_unless_it_is_said(
    before: bool, asked: bool | None, freight: bool
) -> None:
    deal = Deal(shipping(), incoterm="DAP")
    enquiry = Enquiry("HUAYI", (Request(PART, 200),), freight=before)
    deal.keep(quote_or_request(deal.snapshot, deal.numbers, enquiry=enquiry, actor="REP", at=NOW))
    found = again(deal, freight=asked)
    assert found.enquiry.freight is freight
    assert bool(quoted(deal, found).charges) is freight


def test_other_freight_than_then_is_said() -> None:
    """5.5 kg inland were 55.00; carriers ask 60.00 from now on."""
    deal = Deal(shipping(), incoterm="DAP")
    enquiry = Enquiry("HUAYI", (Request(PART, 200),), freight=True)
    deal.keep(quote_or_request(deal.snapshot, deal.numbers, enquiry=enquiry, actor="REP", at=NOW))
    rows = [{"prices": ["60", "60", "60"], "upto_kg": "10"}, {"prices": ["6", "6", "6"]}]
    deal.put(shipping(rows=rows))
    assert "freight: 55.00 CNY then, 60.00 CNY now" in said(deal)


def test_the_price_of_then_is_asked_for_the_quantity_of_then() -> None:
    deal = Deal()
    deal.quoted()
    deal.revised(price=off("3"))
    found = again(deal, last_price=True, quantities=((200, None), (500, None)))
    first, second = found.enquiry.requests
    assert first.price == AskedPrice(unit_price=deal.quotation.lines[0].unit_price)
    assert second.price is None
    assert quoted(deal, found).lines[0].unit_price.amount == Decimal("8.52535")
    with pytest.raises(UsageError, match="has a price for 200 PCS"):
        again(deal, last_price=True, quantities=((300, None),))
    deal.put(a_customer(rep="REP", price_basis="tax_included"))
    with pytest.raises(RefusedError, match="is quoted in other terms"):
        again(deal, last_price=True)


def a_policy() -> ChargePolicy:
    term = {
        "kind": "test_fixture",
        "rules": ["test.fixture"],
        "billed": "apart",
        "owner": "customer",
        "spared": "true",
    }
    return ChargePolicy.model_validate(
        {"id": "SZ-CHARGES", "entity": "SZ", "valid_from": "2026-01-01", "charges": [term]}
    )


def a_fixture(**changes: Any) -> Tool:
    base = {
        "id": "TL-2025-00001",
        "kind": "test_fixture",
        "part": PART,
        "revisions": ["A"],
        "owner": "customer",
        "made": "2025-01-06",
    }
    return Tool.model_validate({**base, **changes})


@pytest.mark.parametrize(
    ("tool", "because", "words"),
    [
        ({"kept_until": "2026-11-23"}, Because.HELD, "is kept until 2026-11-23"),
        ({"kept_until": "2026-11-22"}, Because.EXPIRED, "is expired"),
        ({"scrapped": "2026-11-23", "scrap_reason": "bent"}, Because.SCRAPPED, "is scrapped"),
        ({"revisions": ["B"]}, Because.OTHER_REVISION, None),
    ],
)
def test_the_tooling_register_is_asked(
    tool: dict[str, Any], because: Because, words: str | None
) -> None:
    deal = Deal(a_policy(), a_fixture(**tool))
    deal.quoted(MANY)
    (once,) = quoted(deal, again(deal)).lines[0].one_time
    assert once.because is because
    assert bool(once.amount) is (because is not Because.HELD)
    told = [line for line in said(deal) if line.startswith("TL-2025-00001")]
    assert told == ([f"TL-2025-00001 (test_fixture) {words}"] if words else [])
