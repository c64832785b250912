from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pcbsales.company.tax_policy import Treatment, tax_treatment
from pcbsales.company.tax_report import tax_report
from pcbsales.kernel.countries import COUNTRIES
from pcbsales.kernel.errors import RefusedError, UsageError
from tests.company.builders import CHINA, NOVEMBER, POLICIES, a_policy, a_rule, an_entity


@pytest.mark.parametrize(
    ("seller", "buyer", "treatment", "rate"),
    [
        ("CN", "CN", "standard", "13"),
        ("CN", "DE", "zero_export", "0"),
        ("CN", "HK", "zero_export", "0"),
        ("CN", "TW", "zero_export", "0"),
        ("HK", "HK", "none", "0"),
        ("HK", "CN", "none", "0"),
        ("TW", "TW", "standard", "5"),
        ("TW", "US", "zero_export", "0"),
        ("DE", "DE", "standard", "19"),
        ("DE", "FR", "reverse_charge", "0"),
        ("DE", "GB", "zero_export", "0"),
        ("DE", "CH", "exempt", "0"),
    ],
)
def test_treatment_by_seller_and_buyer(seller: str, buyer: str, treatment: str, rate: str) -> None:
    found = tax_treatment(
        POLICIES, seller=an_entity(country=seller), buyer_country=buyer, as_of=NOVEMBER
    )

    assert found.treatment == Treatment(treatment)
    assert found.tax.percent == Decimal(rate)


@given(st.sampled_from(sorted(COUNTRIES)))
def test_china_taxes_only_at_home(buyer: str) -> None:
    found = tax_treatment(POLICIES, seller=an_entity(), buyer_country=buyer, as_of=NOVEMBER)

    assert (found.tax.percent == 0) is (buyer != "CN")


def test_the_rate_is_that_of_the_day() -> None:
    older = a_policy("TAX-CN-2018", "CN", a_rule("any", "standard", "16"), valid_from="2018-05-01")
    policies = (older, CHINA)

    def rate(day: date) -> Decimal | None:
        return tax_treatment(
            policies, seller=an_entity(), buyer_country="CN", as_of=day
        ).tax.percent

    assert rate(date(2019, 3, 31)) == 16
    assert rate(date(2019, 4, 1)) == 13


@pytest.mark.parametrize(
    ("seller", "buyer", "day", "says"),
    [
        ("JP", "JP", NOVEMBER, "no tax-policy is for sellers in JP, the country of SZ"),
        ("CN", "CN", date(2019, 3, 31), "no tax-policy is in force on 2019-03-31"),
    ],
)
def test_without_a_rule_there_is_no_answer(seller: str, buyer: str, day: date, says: str) -> None:
    with pytest.raises(RefusedError, match=says):
        tax_treatment(POLICIES, seller=an_entity(country=seller), buyer_country=buyer, as_of=day)


def test_a_buyer_without_a_rule_is_refused_not_zero() -> None:
    home_only = a_policy("TAX-CN-X", "CN", a_rule("CN", "standard", "13"))

    with pytest.raises(RefusedError, match="TAX-CN-X has no rule for buyers in DE"):
        tax_treatment([home_only], seller=an_entity(), buyer_country="DE", as_of=NOVEMBER)


@pytest.mark.parametrize(
    ("rules", "rule"),
    [
        ([], "tax_policy.rules"),
        ([a_rule("CN", "exempt"), a_rule("CN", "none")], "tax_policy.rules"),
        ([a_rule("CN", "standard", "0")], "tax_policy.rate"),
        ([a_rule("abroad", "zero_export", "13")], "tax_policy.rate"),
        ([a_rule("China", "exempt")], "scalar.buyer_area"),
        ([a_rule("CN", "standard", "130")], "scalar.percent"),
    ],
)
def test_what_is_wrong_with_a_policy(rules: list[dict[str, Any]], rule: str) -> None:
    with pytest.raises(ValidationError) as caught:
        a_policy("TAX-X", "CN", *rules)

    assert caught.value.errors()[0]["type"] == rule


def test_the_answer_with_its_words_and_its_law() -> None:
    report = tax_report(POLICIES, seller=an_entity(), buyer_country="CN", as_of=NOVEMBER)

    assert report.as_json() == {
        "schema": 1,
        "entity": "SZ",
        "buyer_country": "CN",
        "as_of": "2026-11-23",
        "policy": "TAX-CN-2019",
        "treatment": "standard",
        "code": "vat",
        "rate": "13",
        "wording": {"en": "standard 13 %", "zh_hans": "税", "zh_hant": "稅"},
        "source": "the law",
    }
    assert report.as_table().rows[0][:3] == ("TAX-CN-2019", "standard", Decimal(13))
    with pytest.raises(UsageError, match="XX is no country"):
        tax_report(POLICIES, seller=an_entity(), buyer_country="XX", as_of=NOVEMBER)
