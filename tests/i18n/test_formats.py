"""Numbers, amounts and dates on paper."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.i18n.formats import date_text, money_text, number_text, value_text
from pcbsales.i18n.language import Language
from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.kernel.tax import PriceBasis


@pytest.mark.parametrize("language", list(Language))
@given(
    number=st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12
    )
)
def test_a_number_keeps_every_digit(number: Decimal, language: Language) -> None:
    assert Decimal(number_text(number, language).replace(",", "")) == number


@pytest.mark.parametrize("language", list(Language))
def test_amounts_stand_beside_their_currency_and_are_never_rounded(language: Language) -> None:
    assert money_text(Money(Decimal("1757.8"), "CNY"), language) == "1,757.80 CNY"
    assert money_text(UnitPrice(Decimal("0.12345"), "USD"), language) == "0.12345 USD"
    assert money_text(Money(Decimal(-1234567), "JPY"), language) == "-1,234,567 JPY"


def test_dates_are_written_out() -> None:
    day = date(2026, 1, 5)
    assert date_text(day, Language.ENGLISH) == "5 Jan 2026"
    assert date_text(day, Language.TRADITIONAL_CHINESE) == "2026年1月5日"


def test_values() -> None:
    moment = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
    assert value_text(moment, Language.ENGLISH) == "23 Nov 2026 09:12 +0000"
    assert value_text(1200, Language.ENGLISH) == "1,200"
    assert value_text("*b*", Language.ENGLISH) == "*b*"


@pytest.mark.parametrize("value", [None, True, 1.5, PriceBasis.NET, ("a",)])
def test_what_has_no_one_look_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="cannot show"):
        value_text(value, Language.ENGLISH)
