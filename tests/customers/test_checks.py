"""What is wrong across customers, and what is shown of them."""

from datetime import date
from decimal import Decimal

import pytest

from pcbsales.customers.checks import (
    check_cut_off,
    check_seller,
    check_sites_of_people,
    check_tax_number,
    check_tax_number_twice,
)
from pcbsales.customers.contacts import SitesReport, people_of
from pcbsales.customers.terms import parse_instalments, terms_text
from pcbsales.customers.terms_report import terms_report
from pcbsales.documents.terminal import render_table
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.local_text import LocalProse, LocalText
from pcbsales.kernel.money import Money
from tests.checks.declared import found
from tests.company.builders import Facts, a_person, an_entity
from tests.customers.builders import a_customer, somebody

PEOPLE = (somebody(), somebody(id="P-00002", department="finance", site="DG"))


def test_a_sound_customer_has_no_findings() -> None:
    facts = Facts(a_customer(), *PEOPLE, an_entity(), a_person())

    for check in (
        check_cut_off,
        check_seller,
        check_sites_of_people,
        check_tax_number,
        check_tax_number_twice,
    ):
        assert not found(check, facts)


def test_a_wrong_or_repeated_tax_number_is_found() -> None:
    wrong = a_customer(id="A", tax_id="91110000600037341M")
    same = a_customer(id="B")

    facts = Facts(wrong, same, a_customer())

    said = [
        str(f) for check in (check_tax_number, check_tax_number_twice) for f in found(check, facts)
    ]

    assert said == [
        (
            "customer A: customer.tax_id: "
            "tax_id 91110000600037341M: the check digit of the tax number is wrong"
        ),
        ("customer HUAYI: customer.tax_id_twice: tax_id 91110000600037341L is that of B too"),
    ]


def test_rep_and_currency_must_fit() -> None:
    facts = Facts(a_customer(currency="EUR"), a_person(roles=["finance"]), an_entity())

    assert [finding.rule for finding in found(check_seller, facts)] == [
        "customer.rep",
        "customer.currency",
    ]


def test_a_site_that_is_not_there_is_found() -> None:
    (finding,) = found(check_sites_of_people, Facts(a_customer(), somebody(site="XX")))

    assert finding.text == "HUAYI has no site XX"


def test_terms_to_another_cut_off_are_found() -> None:
    terms = {"instalments": [{"steps": ["cut-off 20", "+30d"]}]}

    (finding,) = found(check_cut_off, Facts(a_customer(terms=terms)))

    assert finding.text == "the terms go to cut-off 20, the customer's cut_off is 25"


def test_people_stand_by_department_and_only_while_they_are_there() -> None:
    gone = somebody(id="P-00003", left="2026-06-30")
    everyone = (*reversed(PEOPLE), gone)

    before = people_of(everyone, "HUAYI", as_of=date(2026, 6, 29))
    after = people_of(everyone, "HUAYI", as_of=date(2026, 6, 30))

    assert [person.id for person in before.people] == ["P-00001", "P-00003", "P-00002"]
    assert [person.id for person in after.people] == ["P-00001", "P-00002"]
    assert after.as_table().rows[0][2] == LocalText(zh_hans="陈丽")
    assert after.as_json()[1]["department"] == "finance"


def test_sites_are_shown_on_one_line() -> None:
    report = SitesReport(a_customer())

    address = LocalProse(zh_hans="东莞市, 长安镇1号")
    assert report.as_table().rows == (("DG", "billing, shipping", address, "CN", None),)
    assert report.as_json()[0]["id"] == "DG"


def test_terms_are_shown_step_by_step() -> None:
    total = Money(Decimal("1000.00"), "CNY")

    report = terms_report(a_customer(), total, invoiced=date(2026, 9, 3))

    assert report.as_json() == {
        "schema": 1,
        "customer": "HUAYI",
        "sentence": {"zh_hans": "月结30天,次月10号付款"},
        "event": "statement",
        "invoiced": "2026-09-03",
        "start": "2026-09-25",
        "currency": "CNY",
        "instalments": [
            {
                "number": 1,
                "percent": None,
                "steps": [
                    {"step": "+30d", "day": "2026-10-25"},
                    {"step": "day 10", "day": "2026-11-10"},
                ],
                "due": "2026-11-10",
                "amount": "1000.00",
            }
        ],
    }
    assert report.as_table().rows == (
        (1, None, "statement", date(2026, 9, 25), None),
        (1, None, "+30d", date(2026, 10, 25), None),
        (1, None, "day 10", date(2026, 11, 10), total),
    )


def test_no_terms_are_shown_as_due_at_once() -> None:
    total = Money(Decimal("1000.00"), "CNY")

    report = terms_report(a_customer(terms=None), total, invoiced=date(2026, 9, 3))

    assert report.as_table().rows == ((1, None, "invoice", date(2026, 9, 3), total),)


@pytest.mark.parametrize("text", ["eom, +30d", "30%; eom, +1m", "30%; 20% +30d; day 10 next"])
def test_terms_are_typed_in_one_line(text: str) -> None:
    terms = a_customer(terms={"instalments": [s.model_dump() for s in parse_instalments(text)]})

    assert terms_text(terms.terms) == text


@pytest.mark.parametrize("text", ["30", "30%", "30%; 70%", "eom +30d", "x%; eom"])
def test_other_terms_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="expected steps such as"):
        parse_instalments(text)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.ENGLISH, "30 days net"),
        (Language.TRADITIONAL_CHINESE, "月結30天"),
        (Language.SIMPLIFIED_CHINESE, "月結30天"),
    ],
)
def test_the_contract_speaks_the_reader_s_language(language: Language, said: str) -> None:
    terms = {"sentence": {"en": "30 days net", "zh_hant": "月結30天"}}
    report = terms_report(a_customer(terms=terms), Money.parse("5 CNY"), invoiced=date(2026, 9, 3))

    text = render_table(report.as_table(), width=100, language=language, colour=False)

    assert text.rstrip().endswith(said)
