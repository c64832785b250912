"""Tax on the lines of a paper: on net prices or inside them, rounded per document or per line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self

from pydantic import model_validator

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.kernel.record import Value
from pcbsales.kernel.scalars import Day, Percent, Word, wrong


class PriceBasis(StrEnum):
    """What a price says: without tax, or with it (含税单价)."""

    NET = "net"
    TAX_INCLUDED = "tax_included"


class TaxRounding(StrEnum):
    """Where tax on net prices is rounded: once per tax on the document, or on every line."""

    DOCUMENT = "document"
    LINE = "line"


class Tax(Value):
    """A tax: *percent* of the net, or a fixed amount *per_unit*; in force on both end days.

    A line that bears no tax says so with a tax of 0 percent: nothing is free by omission.
    """

    code: Word
    percent: Percent | None = None
    per_unit: Money | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if (self.percent is None) == (self.per_unit is None):
            raise wrong(
                "tax.measure", "tax {code} needs either percent or per_unit", code=self.code
            )
        return self

    @property
    def rate(self) -> Decimal:
        """The percentage as a factor: 0.13; 0 for a fixed tax."""
        return self.percent / 100 if self.percent else Decimal(0)

    def applies(self, *, as_of: date) -> bool:
        """Whether the tax is in force on *as_of*; both end days belong to it.

        >>> Tax(code="vat", percent=Decimal(13), valid_from=date(2026, 1, 2)).applies(
        ...     as_of=date(2026, 1, 1))
        False
        """
        return (self.valid_from is None or self.valid_from <= as_of) and (
            self.valid_until is None or as_of <= self.valid_until
        )

    def fixed(self, quantity: int) -> Decimal:
        """The fixed part for *quantity* units; 0 for a percentage."""
        return self.per_unit.amount * quantity if self.per_unit else Decimal(0)


@dataclass(frozen=True, slots=True)
class TaxableLine:
    """A line's rounded *amount* (net, or gross where prices include tax) and its taxes."""

    amount: Money
    quantity: int
    taxes: tuple[Tax, ...]


@dataclass(frozen=True, slots=True)
class TaxAmount:
    """One tax of a document: the net it is on, and its amount."""

    tax: Tax
    base: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class TaxedDocument:
    """A document's sums; net + tax = total always."""

    line_nets: tuple[Money, ...]
    taxes: tuple[TaxAmount, ...]
    net: Money
    tax: Money
    total: Money


def line_amount(price: UnitPrice, quantity: int, discount: Money | None = None) -> Money:
    """Quantity × price half-up, less a discount that stays the amount it is.

    >>> price = UnitPrice(Decimal("8500"), "EUR")
    >>> str(line_amount(price, 1, Money(Decimal("7500.00"), "EUR")))
    '1000.00 EUR'
    """
    amount = price.times(quantity)
    return amount - discount if discount else amount


def tax_in_force(taxes: Iterable[Tax], code: str, *, as_of: date) -> Tax:
    """The one tax of *code* in force on *as_of*; RefusedError if none or several are."""
    found = [tax for tax in taxes if tax.code == code and tax.applies(as_of=as_of)]
    if len(found) != 1:
        raise RefusedError(
            "{count} taxes {code} are in force on {day}; exactly one is needed",
            count=len(found),
            code=code,
            day=as_of,
        )
    return found[0]


def net_of(gross: Money, quantity: int, taxes: Sequence[Tax]) -> Money:
    """The net inside *gross*: less the fixed taxes, ÷ (1 + rates), half-up.

    >>> vat = Tax(code="vat", percent=Decimal(13))
    >>> str(net_of(Money(Decimal("113.00"), "CNY"), 1, (vat,)))
    '100.00 CNY'
    """
    fixed = sum((tax.fixed(quantity) for tax in taxes), Decimal(0))
    rates = sum((tax.rate for tax in taxes), Decimal(1))
    return Money.rounded((gross.amount - fixed) / rates, gross.currency)


def tax_document(
    lines: Sequence[TaxableLine],
    currency: str,
    *,
    basis: PriceBasis = PriceBasis.NET,
    rounding: TaxRounding = TaxRounding.DOCUMENT,
) -> TaxedDocument:
    """Net, taxes and total of *lines*, which are all in *currency*.

    Net prices: line nets are rounded already, then tax per code half-up, once on the document or
    per line. Prices with tax: the gross of each line is exact, its net is rounded, tax is the rest;
    *rounding* makes no difference there.
    """
    if basis is PriceBasis.TAX_INCLUDED:
        return _from_gross(lines, currency)
    whole = rounding is TaxRounding.DOCUMENT
    taxes = _gather((tax, line.amount, _exact(tax, line)) for line in lines for tax in line.taxes)
    amounts = tuple(
        TaxAmount(
            tax, Money.sum((base for base, _ in parts), currency), _rounded(parts, currency, whole)
        )
        for tax, parts in taxes
    )
    return _summed(tuple(line.amount for line in lines), amounts, currency)


_Part = tuple[Money, Decimal]


def _exact(tax: Tax, line: TaxableLine) -> Decimal:
    return line.amount.amount * tax.rate + tax.fixed(line.quantity)


def _rounded(parts: list[_Part], currency: str, whole: bool) -> Money:
    if whole:
        return Money.rounded(sum((exact for _, exact in parts), Decimal(0)), currency)
    return Money.sum((Money.rounded(exact, currency) for _, exact in parts), currency)


def _gather(items: Iterable[tuple[Tax, Money, Decimal]]) -> list[tuple[Tax, list[_Part]]]:
    groups: dict[str, tuple[Tax, list[_Part]]] = {}
    for tax, base, exact in items:
        groups.setdefault(tax.code, (tax, []))[1].append((base, exact))
    return list(groups.values())


def _from_gross(lines: Sequence[TaxableLine], currency: str) -> TaxedDocument:
    nets = tuple(net_of(line.amount, line.quantity, line.taxes) for line in lines)
    split = (item for line, net in zip(lines, nets, strict=True) for item in _split(line, net))
    amounts = tuple(
        TaxAmount(tax, Money.sum((base for base, _ in parts), currency), _sum(parts, currency))
        for tax, parts in _gather(split)
    )
    return _summed(nets, amounts, currency)


def _split(line: TaxableLine, net: Money) -> list[tuple[Tax, Money, Decimal]]:
    """What is between gross and net, tax by tax; rounding falls on the last percentage."""
    if not line.taxes:
        return []
    tax = (line.amount - net).amount
    ordered = sorted(line.taxes, key=lambda tax: tax.per_unit is None)
    exact = [net.amount * tax.rate + tax.fixed(line.quantity) for tax in ordered]
    shares = [Money.rounded(share, net.currency).amount for share in exact[:-1]]
    shares.append(tax - sum(shares, Decimal(0)))
    return [(tax, net, share) for tax, share in zip(ordered, shares, strict=True)]


def _sum(parts: list[_Part], currency: str) -> Money:
    return Money(sum((exact for _, exact in parts), Decimal(0)), currency)


def _summed(nets: tuple[Money, ...], taxes: tuple[TaxAmount, ...], currency: str) -> TaxedDocument:
    net = Money.sum(nets, currency)
    tax = Money.sum((tax.amount for tax in taxes), currency)
    return TaxedDocument(nets, taxes, net, tax, net + tax)
