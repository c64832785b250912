"""Customers as records: what the YAML may say."""

import pytest
from pydantic import ValidationError

from pcbsales.customers.records import SiteKind
from tests.company.builders import reread
from tests.customers.builders import a_customer, somebody


def test_customers_and_people_survive_their_yaml() -> None:
    assert reread(a_customer()) == a_customer()
    assert reread(somebody()) == somebody()


def test_sites_are_found_by_what_they_are_for() -> None:
    assert [site.id for site in a_customer().sites_for(SiteKind.SHIPPING)] == ["DG"]
    assert a_customer().sites_for(SiteKind.PLANT) == ()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"incoterm_place": None}, "needs its named place"),
        ({"incoterm": None}, "needs its named place"),
        ({"credit_limit": "-1.00 CNY"}, "0 or more"),
        ({"sites": [a_customer().tree()["sites"][0]] * 2}, "two sites have the same id"),
        ({"cut_off": "32"}, "1 to 31"),
        ({"cut_off": "05"}, "1 to 31"),
        ({"currency": "XXX"}, "XXX"),
        ({"country": "ZZ"}, "ZZ"),
        ({"incoterm": "DAT"}, "Input should be"),
        ({"language": "zh"}, "Input should be"),
    ],
)
def test_what_a_customer_may_not_be(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        a_customer(**changes)
