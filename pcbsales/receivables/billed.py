"""What an invoice and a credit note have in common."""

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Points, Record
from pcbsales.kernel.scalars import Day, Line, RecordId, wrong
from pcbsales.kernel.tax import PriceBasis, Tax, TaxRounding
from pcbsales.receivables.lines import InvoiceLine, TaxLine, line_problems, sum_problems, sums
from pcbsales.receivables.plain_sums import plainly_adds_up

#: A number that counts behind a stem with its year or prefix: ``HK-2026-00058``.
_COUNTED = re.compile(r"(?P<stem>.*[^0-9])(?P<count>[0-9]{1,9})")
CustomerId = Annotated[RecordId, Points("customer")]
EntityId = Annotated[RecordId, Points("entity")]


class BilledRecord(Record):
    """What an invoice and a credit note have in common: lines, taxes and sums that agree.

    A document taken over from an older system may have sums alone.
    """

    entity: EntityId
    customer: CustomerId
    issued: Day
    official_number: Line | None = None
    price_basis: PriceBasis = PriceBasis.NET
    tax_rounding: TaxRounding = TaxRounding.DOCUMENT
    lines: tuple[InvoiceLine, ...] = ()
    tax_lines: tuple[TaxLine, ...] = ()
    net: Money
    tax: Money
    total: Money

    @property
    def currency(self) -> str:
        """The currency of all its amounts."""
        return self.total.currency

    @property
    def number_before(self) -> str | None:
        """The official number before this one in its series; None for a first or a plain one."""
        found = _COUNTED.fullmatch(self.official_number or "")
        if found is None or int(found["count"]) <= 1:
            return None
        return f"{found['stem']}{int(found['count']) - 1:0{len(found['count'])}d}"

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if not self._plainly_agrees():
            for problem in self._problems():
                raise problem
        return self

    def _plainly_agrees(self) -> bool:
        """Whether there is no problem, told by the plainest sums; False where that takes more."""
        return (
            self.price_basis is PriceBasis.NET
            and self.tax_rounding is TaxRounding.DOCUMENT
            and plainly_adds_up(self.lines, self.tax_lines, self.net, self.tax, self.total)
        )

    def _problems(self) -> Iterator[PydanticCustomError]:
        yield from of_one_currency(self._moneys(), self.currency)
        if self.total < Money.zero(self.currency):
            yield wrong("document.negative", "the total {total} is below 0", total=str(self.total))
        if self.net + self.tax != self.total:
            yield wrong(
                "document.total",
                "net {net} and tax {tax} do not sum to {total}",
                net=str(self.net),
                tax=str(self.tax),
                total=str(self.total),
            )
        if self.lines:
            yield from line_problems(self.lines, self.tax_lines)
            yield from self._sum_problems()

    def _moneys(self) -> Iterator[Money]:
        yield from (self.net, self.tax)
        for line in self.lines:
            yield from line.moneys
        for tax in self.tax_lines:
            yield from (tax.base, tax.amount, *((tax.per_unit,) if tax.per_unit else ()))

    def _sum_problems(self) -> Iterator[PydanticCustomError]:
        taxes = [
            Tax(code=line.code, percent=line.percent, per_unit=line.per_unit)
            for line in self.tax_lines
        ]
        expected = sums(
            self.lines, taxes, self.currency, basis=self.price_basis, rounding=self.tax_rounding
        )
        yield from sum_problems(expected, self.tax_lines, self.net, self.tax, self.total)


def of_one_currency(moneys: Iterable[Money], currency: str) -> Iterator[PydanticCustomError]:
    """What is wrong where *moneys* are not all in *currency*."""
    for money in moneys:
        if money.currency != currency:
            yield wrong(
                "document.currency",
                "{amount} stands beside amounts in {currency}; one document has one currency",
                amount=str(money),
                currency=currency,
            )
