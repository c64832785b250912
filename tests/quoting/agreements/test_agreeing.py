"""Agreeing: granted below a floor, signed once, refused where it makes no sense."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from pcbsales.approvals.records import ApprovalRequest
from pcbsales.kernel.errors import RefusedError
from pcbsales.quoting.agreements.records import PriceAgreement
from pcbsales.quoting.agreements.signing import sign_agreement
from tests.quoting.agreements.builders import DAY, SIGNED, Agreeing, an_agreement, asked, terms
from tests.quoting.builders import a_customer


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


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"valid_until": DAY - timedelta(days=1)}, "ends before it begins|lies before"),
        ({"part": None}, "names a part, or conditions"),
        ({"when": ["layers = 4"]}, "names a part, or conditions"),
        ({"cost_downs": [{"day": DAY, "percent": "1"}]}, "while the agreement holds"),
        ({"rebates": [{"yearly": "5.00 USD", "percent": "1"}]}, "must be in CNY"),
    ],
)
def test_what_could_not_be_made_is_not_asked_for(changes: dict[str, Any], words: str) -> None:
    """Below the floor it would wait for somebody, who could not grant it."""
    desk = Agreeing()
    with pytest.raises(RefusedError, match=words):
        desk.agrees(terms("7.00", **changes), "REP")
    assert desk.snapshot.all(ApprovalRequest) == ()


def test_an_agreement_before_it_is_not_what_it_is_held_against() -> None:
    """8.00 was agreed; 7.90 is 10.11 % below the book all the same, and not the rep's to give."""
    desk = Agreeing(an_agreement(valid_from="2026-11-02"))
    assert desk.agrees(terms("7.90"), "REP") == "approval.request"
    (request,) = desk.snapshot.all(ApprovalRequest)
    assert [figure.instead_of for figure in request.figures] == ["8.789 CNY"]


def test_two_about_the_same_boards_are_not_signed_for_one_day() -> None:
    desk = Agreeing()
    for _ in range(2):
        desk.agrees(terms("8.789"), "REP")
    first, second = desk.snapshot.all(PriceAgreement)
    _signed(desk, first)
    with pytest.raises(RefusedError, match="PA-2026-00001 about the same boards begins on"):
        _signed(desk, second)
    later = terms("8.789", valid_from=date(2026, 11, 24))
    desk.agrees(later, "REP")
    _signed(desk, desk.snapshot.all(PriceAgreement)[-1])


def _signed(desk: Agreeing, found: PriceAgreement) -> None:
    changes = sign_agreement(desk.snapshot, agreement=found.id, file=SIGNED, day=DAY, as_of=DAY)
    desk.records = [r for r in desk.records if r.id != found.id]
    desk.records += changes.updates


def test_it_is_not_signed_before_the_day_has_come() -> None:
    desk = Agreeing()
    desk.agrees(terms("8.789"), "REP")
    tomorrow = DAY + timedelta(days=1)
    with pytest.raises(RefusedError, match="is not here yet"):
        sign_agreement(
            desk.snapshot, agreement="PA-2026-00001", file=SIGNED, day=tomorrow, as_of=DAY
        )


def test_it_is_about_the_customers_own_part() -> None:
    other = a_customer(id="XINGHE", rep="REP")
    wanted = terms("8.789").model_copy(update={"customer": "XINGHE"})
    with pytest.raises(RefusedError, match="is a part of HUAYI, not of XINGHE"):
        Agreeing(other).agrees(wanted, "REP")
