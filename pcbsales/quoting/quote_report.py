"""A quotation on the screen: its lines, its sums, whether it still holds."""

from dataclasses import dataclass
from datetime import date

from pcbsales.kernel.tables import Align, Cell, Column, Table, Word
from pcbsales.quoting.records import Quote

_RIGHT = Align.RIGHT
_COLUMNS = (
    Column("line", "Line"),
    Column("part", "Part"),
    Column("revision", "Rev"),
    Column("quantity", "Qty", _RIGHT),
    Column("unit", "Unit"),
    Column("lead_days", "Working days", _RIGHT),
    Column("unit_price", "Unit price", _RIGHT),
    Column("amount", "Amount", _RIGHT),
    Column("currency", "Currency"),
)


@dataclass(frozen=True, slots=True)
class QuoteReport:
    """*quote* as it stands at the end of *as_of*."""

    quote: Quote
    as_of: date

    def as_json(self) -> dict[str, object]:
        """The quotation's documented shape, and whether it has expired."""
        return {**self.quote.as_json(), "expired": self.quote.expired(as_of=self.as_of)}

    def as_table(self) -> Table:
        """One row a line, net, tax and total below; no sums of alternatives."""
        quote = self.quote
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                line.id,
                line.part,
                line.revision,
                line.quantity,
                line.unit.value,
                line.lead_days,
                line.unit_price.amount,
                line.amount.amount,
                quote.currency,
            )
            for line in quote.lines
        )
        return Table(
            _COLUMNS,
            rows,
            title="{quote}, revision {revision}, to {customer}",
            title_values=(
                ("quote", quote.id),
                ("revision", quote.revision),
                ("customer", quote.customer),
            ),
            totals=() if quote.alternatives else self._sums(),
            remarks=tuple(self._remarks()),
        )

    def _sums(self) -> tuple[tuple[Cell, ...], ...]:
        quote = self.quote
        sums = (
            (Word("net"), quote.net),
            (Word("tax"), quote.tax),
            (Word("total"), quote.total),
        )
        return tuple(
            (word, None, None, None, None, None, None, money.amount, quote.currency)
            for word, money in sums
        )

    def _remarks(self) -> list[tuple[str, tuple[tuple[str, Cell], ...]]]:
        quote = self.quote
        taxed, expired = quote.price_basis == "tax_included", quote.expired(as_of=self.as_of)
        remarks: list[tuple[str, tuple[tuple[str, Cell], ...]]] = [
            ("prices include tax" if taxed else "prices are net", ()),
            ("expired on {day}" if expired else "holds until {day}", (("day", quote.valid_until),)),
        ]
        if quote.alternatives:
            remarks.append(("the lines are alternatives; they are not added up", ()))
        for line in quote.lines:
            values = (("line", line.id),)
            for taken in line.assumptions:
                told = (*values, ("key", taken.key), ("value", taken.value))
                remarks.append(("{line}: assumed {key} = {value}", told))
            remarks.extend(
                ("{line}: open: {question}", (*values, ("question", question)))
                for question in line.questions
            )
        return remarks
