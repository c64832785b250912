"""Tax on documents: worked cases of other systems by their id, and what holds for any lines."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.kernel.tax import (
    PriceBasis,
    Tax,
    TaxableLine,
    TaxRounding,
    line_amount,
    net_of,
    tax_document,
    tax_in_force,
)

DOCUMENT, LINE = TaxRounding.DOCUMENT, TaxRounding.LINE


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def vat(percent: str) -> Tax:
    return Tax(code="vat", percent=Decimal(percent))


def total(amounts: list[str], percent: str, rounding: TaxRounding) -> str:
    lines = [TaxableLine(eur(amount), 1, (vat(percent),)) for amount in amounts]
    return tax_document(lines, "EUR", rounding=rounding).total.text


@pytest.mark.parametrize(
    ("amounts", "percent", "rounding", "expected"),
    [
        # TX-001: odoo test_tax_amount_rounding; the document is our default
        (["6.70", "6.70"], "15", LINE, "15.42"),
        (["6.70", "6.70"], "15", DOCUMENT, "15.41"),
        # TX-004: odoo issue 155833; how lines are laid out changes the total, per line
        (["3.60"], "5.5", LINE, "3.80"),
        (["36.00"], "5.5", LINE, "37.98"),
        (["3.60"] * 10, "5.5", LINE, "38.00"),
        (["3.60"] * 10, "5.5", DOCUMENT, "37.98"),
    ],
)
def test_rounding_per_line_or_per_document(
    amounts: list[str], percent: str, rounding: TaxRounding, expected: str
) -> None:
    assert total(amounts, percent, rounding) == expected


@pytest.mark.parametrize("rounding", [DOCUMENT, LINE])
def test_tx_006_both_roundings_agree(rounding: TaxRounding) -> None:
    """Dolibarr testFactureAddLine1."""
    amount = line_amount(UnitPrice(Decimal("6.36"), "EUR"), 15)

    done = tax_document([TaxableLine(amount, 15, (vat("21"),))], "EUR", rounding=rounding)

    assert (done.net.text, done.tax.text, done.total.text) == ("95.40", "20.03", "115.43")


def test_tx_012_fixed_tax_is_per_unit() -> None:
    """Tryton test_tax_compute."""
    taxes = (vat("20"), Tax(code="eco", per_unit=eur("10")))

    done = tax_document([TaxableLine(eur("200"), 2, taxes)], "EUR")

    assert [tax.base for tax in done.taxes] == [eur("200"), eur("200")]
    assert [tax.amount for tax in done.taxes] == [eur("40"), eur("20")]
    assert net_of(eur("130"), 1, taxes) == eur("100")


@pytest.mark.parametrize(("offset", "expected"), [(0, False), (1, True), (5, True), (6, False)])
def test_tx_014_both_ends_of_validity_are_inside(offset: int, expected: bool) -> None:
    """Tryton test_tax_compute, validity dates."""
    today = date(2026, 1, 15)
    tax = Tax(
        code="vat",
        percent=Decimal(20),
        valid_from=today + timedelta(1),
        valid_until=today + timedelta(5),
    )

    assert tax.applies(as_of=today + timedelta(offset)) is expected


def test_tx_018_an_amount_discount_stays_an_amount() -> None:
    """Invoiceninja issue 10856."""
    amount = line_amount(UnitPrice(Decimal("8500.00"), "EUR"), 1, eur("7500.00"))

    done = tax_document([TaxableLine(amount, 1, (vat("19"),))], "EUR")

    assert (done.net.text, done.tax.text, done.total.text) == ("1000.00", "190.00", "1190.00")


def test_tx_019_amounts_are_kept_at_the_minor_unit() -> None:
    """Odoo test_move_line_rounding."""
    assert Money.rounded(Decimal(100) / 3, "EUR").text == "33.33"


def test_price_with_tax_keeps_the_gross_and_gives_tax_the_rest() -> None:
    gross = line_amount(UnitPrice(Decimal("9.99"), "CNY"), 7)
    line = TaxableLine(gross, 7, (vat("13"),))

    done = tax_document([line, line], "CNY", basis=PriceBasis.TAX_INCLUDED)

    assert done.line_nets == (Money(Decimal("61.88"), "CNY"),) * 2
    assert (done.net.text, done.tax.text, done.total.text) == ("123.76", "16.10", "139.86")


def test_two_rates_are_summed_apart() -> None:
    lines = [
        TaxableLine(eur("100.00"), 1, (vat("13"),)),
        TaxableLine(eur("50.00"), 1, (Tax(code="zero", percent=Decimal(0)),)),
    ]

    done = tax_document(lines, "EUR")

    assert [(tax.tax.code, tax.base.text, tax.amount.text) for tax in done.taxes] == [
        ("vat", "100.00", "13.00"),
        ("zero", "50.00", "0.00"),
    ]


def test_a_tax_is_either_a_percentage_or_fixed() -> None:
    with pytest.raises(ValidationError, match="either percent or per_unit"):
        Tax(code="vat")
    with pytest.raises(ValidationError, match="either percent or per_unit"):
        Tax(code="vat", percent=Decimal(5), per_unit=eur("1"))


def test_a_day_without_exactly_one_tax_is_refused() -> None:
    old = Tax(code="vat", percent=Decimal(16), valid_until=date(2019, 3, 31))
    new = Tax(code="vat", percent=Decimal(13), valid_from=date(2019, 4, 1))

    assert tax_in_force([old, new], "vat", as_of=date(2019, 4, 1)) is new
    with pytest.raises(RefusedError, match="0 taxes vat are in force on 2020-01-01"):
        tax_in_force([old], "vat", as_of=date(2020, 1, 1))
    with pytest.raises(RefusedError, match="2 taxes"):
        tax_in_force([new, vat("5")], "vat", as_of=date(2020, 1, 1))


amounts = st.integers(0, 10_000_000).map(lambda cents: Money(Decimal(cents).scaleb(-2), "CNY"))
percents = st.sampled_from(["0", "5", "5.5", "6", "9", "13", "19", "21"])


@st.composite
def documents(draw: st.DrawFn) -> list[TaxableLine]:
    codes = draw(st.dictionaries(st.sampled_from(["vat", "city"]), percents, min_size=1))
    known = [Tax(code=code, percent=Decimal(percent)) for code, percent in codes.items()]
    taxes = st.lists(st.sampled_from(known), unique_by=lambda tax: tax.code).map(tuple)
    line = st.builds(TaxableLine, amounts, st.integers(1, 1000), taxes)
    return draw(st.lists(line, max_size=8))


@given(documents(), st.sampled_from(PriceBasis), st.sampled_from(TaxRounding))
def test_sums_always_agree(
    lines: list[TaxableLine], basis: PriceBasis, rounding: TaxRounding
) -> None:
    done = tax_document(lines, "CNY", basis=basis, rounding=rounding)

    assert done.net + done.tax == done.total
    assert Money.sum(done.line_nets, "CNY") == done.net
    assert Money.sum((tax.amount for tax in done.taxes), "CNY") == done.tax
    if basis is PriceBasis.TAX_INCLUDED:
        assert done.total == Money.sum((line.amount for line in lines), "CNY")
