from typing import Any

import pytest
from pydantic import ValidationError

from tests.company.builders import a_person, an_entity, reread


def refused(record: Any, **changes: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        record(**changes)
    return str(caught.value.errors()[0]["type"])


@pytest.mark.parametrize(
    "email",
    [
        "a@b",
        "mei lin@x.example",
        "Mei <mei@x.example>",
        "mei@x.example\n",
        "mei@x..example",
        ".mei@x.example",
        "ｍei@x.example",
        "@x.example",
    ],
)
def test_an_address_that_no_mail_reaches_is_refused(email: str) -> None:
    assert refused(a_person, emails=[email]) == "scalar.email"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"emails": []}, "staff.empty"),
        ({"roles": []}, "staff.empty"),
        ({"roles": ["quality", "quality"]}, "staff.roles"),
        ({"emails": ["a@x.example", "A@X.example"]}, "staff.emails"),
        ({"valid_until": "2019-12-31"}, "validity.order"),
        ({"reports_to": "LIN-MEI"}, "staff.reports_to"),
        ({"roles": ["king"]}, "enum"),
        ({"id": "lin-mei"}, "scalar.code"),
        ({"language": "zh"}, "enum"),
        ({"signing_key": "ssh-ed25519"}, "scalar.signing_key"),
        ({"shoe_size": "42"}, "extra_forbidden"),
    ],
)
def test_what_is_wrong_with_a_member_of_staff(changes: dict[str, Any], rule: str) -> None:
    assert refused(a_person, **changes) == rule


ACCOUNT = {"id": "A", "currency": "CNY", "bank": {"en": "B"}, "account": "1"}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"currencies": []}, "entity.currencies"),
        ({"currencies": ["CNY", "CNY"]}, "entity.currencies"),
        ({"currencies": ["RMB"]}, "scalar.currency"),
        ({"country": "China"}, "scalar.country"),
        ({"accounts": [ACCOUNT, ACCOUNT]}, "entity.accounts"),
        ({"accounts": [{**ACCOUNT, "swift": "bkchcnbj"}]}, "scalar.swift"),
        ({"accounts": [{**ACCOUNT, "iban": "DE89 3704"}]}, "scalar.iban"),
        ({"invoices": {"numbering": "own"}}, "entity.invoice_prefix"),
        ({"invoices": {"numbering": "external", "prefix": "SZ"}}, "entity.invoice_prefix"),
        ({"quote_validity_days": "0"}, "scalar.positive_count"),
        ({"name": {}}, "text.empty"),
    ],
)
def test_what_is_wrong_with_an_entity(changes: dict[str, Any], rule: str) -> None:
    assert refused(an_entity, **changes) == rule


def test_records_come_back_from_what_they_write() -> None:
    entity = an_entity(invoices={"numbering": "own", "prefix": "SZ"}, quote_validity_days="14")
    person = a_person(language="zh-Hans", reports_to="WANG-JUN", valid_until="2027-01-31")

    assert reread(entity) == entity
    assert reread(person) == person
    assert str(person.tree()["language"]) == "zh-Hans"


def test_papers_name_the_first_account_of_a_currency() -> None:
    dollars = {**ACCOUNT, "id": "U", "currency": "USD"}
    entity = an_entity(accounts=[ACCOUNT, dollars, {**dollars, "id": "U2"}])

    assert [account.id for account in entity.accounts_in("USD")] == ["U", "U2"]
    assert entity.accounts_in("EUR") == ()
