"""The lines, taxes and sums of an invoice or credit note, and what is wrong with them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated

from pydantic_core import PydanticCustomError

from pcbsales.customers.terms import PaymentTerms, due_schedule
from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.kernel.record import Points, Value
from pcbsales.kernel.scalars import Code, Day, Line, Percent, PositiveCount, RecordId, Word, wrong
from pcbsales.kernel.tax import (
    PriceBasis,
    Tax,
    TaxableLine,
    TaxedDocument,
    TaxRounding,
    line_amount,
    tax_document,
)
from pcbsales.quoting.quotations.quote_line import QuantityUnit


class InvoiceLine(Value):
    """Goods or a charge, in our words and the customer's; charges such as tooling have no part.

    ``amount`` is quantity × unit price less the discount, half-up: net, or with tax where the
    document's prices include it. ``taxes`` are codes of the document's tax lines.
    """

    id: Code
    part: Annotated[RecordId, Points("part")] | None = None
    revision: Line | None = None
    customer_po: Line | None = None
    customer_po_line: Line | None = None
    customer_part: Line | None = None
    customer_revision: Line | None = None
    description: Line
    quantity: PositiveCount
    unit: QuantityUnit = QuantityUnit.PCS
    unit_price: UnitPrice
    discount: Money | None = None
    amount: Money
    taxes: tuple[Word, ...] = ()

    @property
    def moneys(self) -> tuple[Money, ...]:
        """Its amounts, which are all of one currency."""
        found = (self.unit_price, self.amount)
        return (*found, self.discount) if self.discount else found


class TaxLine(Value):
    """One tax of the document: the net it is on and its amount; 0 percent stands here too."""

    code: Word
    percent: Percent | None = None
    per_unit: Money | None = None
    base: Money
    amount: Money


class Instalment(Value):
    """A part of the total that falls due on a day; numbered from 1."""

    number: PositiveCount
    due: Day
    amount: Money


def instalments(terms: PaymentTerms, start: date, total: Money) -> tuple[Instalment, ...]:
    """What *terms* make of *total*, as an invoice keeps it."""
    return tuple(
        Instalment(number=due.number, due=due.due, amount=due.amount)
        for due in due_schedule(terms, start, total)
    )


def sums(
    lines: Sequence[InvoiceLine],
    taxes: Iterable[Tax],
    currency: str,
    *,
    basis: PriceBasis,
    rounding: TaxRounding,
) -> TaxedDocument:
    """Net, taxes and total of *lines* under those of *taxes* that they name by code."""
    known = {tax.code: tax for tax in taxes}
    taxable = [
        TaxableLine(line.amount, line.quantity, tuple(known[code] for code in line.taxes))
        for line in lines
    ]
    return tax_document(taxable, currency, basis=basis, rounding=rounding)


def tax_lines(document: TaxedDocument) -> tuple[TaxLine, ...]:
    """The taxes of *document* as a record keeps them."""
    return tuple(
        TaxLine(
            code=item.tax.code,
            percent=item.tax.percent,
            per_unit=item.tax.per_unit,
            base=item.base,
            amount=item.amount,
        )
        for item in document.taxes
    )


def line_problems(
    lines: Sequence[InvoiceLine], taxes: Sequence[TaxLine]
) -> Iterator[PydanticCustomError]:
    """What is wrong with single lines: id twice, amount, a tax that the document lacks."""
    ids: set[str] = set()
    codes = {tax.code for tax in taxes}
    for line in lines:
        if line.id in ids:
            yield wrong("line.id", "line {line} stands twice", line=line.id)
        ids.add(line.id)
        expected = line_amount(line.unit_price, line.quantity, line.discount)
        if line.amount != expected:
            yield wrong(
                "line.amount",
                "line {line}: quantity × unit price less discount is {expected}, not {amount}",
                line=line.id,
                expected=str(expected),
                amount=str(line.amount),
            )
        for code in line.taxes:
            if code not in codes:
                yield wrong(
                    "line.tax",
                    "line {line} names the tax {code}, and tax_lines has none of that code",
                    line=line.id,
                    code=code,
                )


def sum_problems(
    expected: TaxedDocument, taxes: Sequence[TaxLine], net: Money, tax: Money, total: Money
) -> Iterator[PydanticCustomError]:
    """Where the written sums differ from what the lines give."""
    written = {line.code: (line.base, line.amount) for line in taxes}
    computed = {line.code: (line.base, line.amount) for line in tax_lines(expected)}
    for code in written.keys() | computed.keys():
        if written.get(code) != computed.get(code):
            base, amount = computed.get(code, (None, None))
            yield wrong(
                "document.tax_line",
                "tax {code}: the lines give {amount} on {base}",
                code=code,
                amount=str(amount),
                base=str(base),
            )
    pairs = (
        ("net", net, expected.net),
        ("tax", tax, expected.tax),
        ("total", total, expected.total),
    )
    for field, amount, right in pairs:
        if amount != right:
            yield wrong(
                "document.sum",
                "{field} is {amount}, the lines give {expected}",
                field=field,
                amount=str(amount),
                expected=str(right),
            )
