"""Opening customers and recording their people."""

from typing import Any

import pytest

from pcbsales.customers.new import local, new_customer, new_person
from pcbsales.customers.records import Customer, Person
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.record import Record
from tests.company.builders import Facts, an_entity
from tests.customers.builders import a_customer


class Ids:
    def next(self, kind: type[Record], year: int | None = None) -> str:
        return "P-00007"


def opened(*known: Record, **changes: Any) -> Customer:
    fields = {"id": "LUMEN", "name": local("Lumen GmbH", "DE"), "short_name": "Lumen",
              "country": "DE", "rep": "LIN-MEI", **changes}  # fmt: skip
    (found,) = new_customer(Facts(*(known or (an_entity(),))), **fields).adds
    assert isinstance(found, Customer)
    return found


def test_the_only_entity_and_its_currency_are_taken() -> None:
    found = opened()

    assert (found.entity, found.currency) == ("SZ", "CNY")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"entity": "HK"}, "there is no entity HK"),
        ({"currency": "EUR"}, "SZ does not sell in EUR; it sells in CNY"),
        ({"tax_id": "DE123"}, "tax_id DE123: "),
        ({"id": "lumen"}, "id: expected a code in capitals"),
        ({"incoterm": "DAP"}, "an Incoterm needs its named place"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, str], message: str) -> None:
    slip = message.startswith("there is no") or "has no site" in message
    with pytest.raises(UsageError if slip else RefusedError, match=message):
        opened(**changes)


def test_a_code_is_given_once() -> None:
    with pytest.raises(RefusedError, match="there is a customer HUAYI already"):
        opened(an_entity(), a_customer(), id="HUAYI")


def test_one_of_several_entities_must_be_named() -> None:
    two = (an_entity(), an_entity(id="HK"))

    with pytest.raises(RefusedError, match="there are 2 entities; name one of SZ, HK"):
        opened(*two)
    assert opened(*two, entity="HK").entity == "HK"


def test_a_person_gets_a_number_and_a_name_in_their_script() -> None:
    (found,) = new_person(
        Facts(a_customer()),
        Ids(),
        customer="HUAYI",
        name="陈丽",
        department="quality",
        title="Quality manager",
        site="DG",
    ).adds

    assert isinstance(found, Person)
    assert (found.id, found.name.zh_hans) == ("P-00007", "陈丽")
    assert found.title == LocalText(en="Quality manager")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"customer": "NONE"}, "there is no customer NONE"),
        ({"site": "XX"}, "HUAYI has no site XX; it has DG"),
        ({"department": "kitchen"}, "department: "),
        ({"email": "x"}, "email: "),
    ],
)
def test_a_person_that_cannot_be_is_refused(fields: dict[str, str], message: str) -> None:
    given = {"customer": "HUAYI", "department": "quality", **fields}

    slip = message.startswith("there is no") or "has no site" in message
    with pytest.raises(UsageError if slip else RefusedError, match=message):
        new_person(Facts(a_customer()), Ids(), name="Chen", **given)
