"""A quotation on the screen: its lines, its sums, whether it still holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias, TypeVar

from pcbsales.kernel.money import Money
from pcbsales.kernel.tables import Align, Cell, Column, Recorded, Table, Word
from pcbsales.quoting.pricing.model_report import costs_json, line_remarks
from pcbsales.quoting.quotations.charge_remarks import charge_remarks
from pcbsales.quoting.quotations.records import Assumption, Quote
from pcbsales.quoting.quotations.standing import standing
from pcbsales.quoting.quotations.standing_remarks import standing_remarks

_T = TypeVar("_T")
_Remark: TypeAlias = tuple[str, tuple[tuple[str, Cell], ...]]
_RIGHT = Align.RIGHT
_COLUMNS = (
    Column("line", "Line"),
    Column("part", "Part"),
    Column("revision", "Rev"),
    Column("option", "Option"),
    Column("quantity", "Qty", _RIGHT),
    Column("unit", "Unit"),
    Column("lead_days", "Working days", _RIGHT),
    Column("unit_price", "Unit price", _RIGHT),
    Column("amount", "Amount", _RIGHT),
    Column("total", "With tax", _RIGHT),
    Column("currency", "Currency"),
)


@dataclass(frozen=True, slots=True)
class QuoteReport:
    """*quote* as it stands at the end of *as_of*."""

    quote: Quote
    as_of: date
    #: What only we are told: lines of which more cost no more.
    advice: tuple[_Remark, ...] = ()
    #: Whether costs and margins are told too.
    internal: bool = False

    def as_json(self) -> dict[str, object]:
        """The quotation's documented shape."""
        found = standing(self.quote, as_of=self.as_of)
        state = "superseded" if self.quote.superseded else found.state.value if found else None
        costs = {"costs": [costs_json(line) for line in self.quote.lines]} if self.internal else {}
        return {**self.quote.as_json(as_of=self.as_of), "state": state, **costs}

    def as_table(self) -> Table:
        """One row a line, net, tax and total below; no sums of alternatives."""
        quote = self.quote
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                line.id,
                line.part,
                line.revision,
                line.option,
                line.quantity,
                line.unit.value,
                line.lead_days,
                line.unit_price.amount,
                line.amount.amount,
                _amount(quote.with_tax(line)),
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
            totals=self._sums(),
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
            (word, None, None, None, None, None, None, None, money.amount, None, quote.currency)
            for word, money in sums
            if money is not None
        )

    def _remarks(self) -> list[_Remark]:
        quote = self.quote
        taxed, expired = quote.price_basis == "tax_included", quote.expired(as_of=self.as_of)
        remarks: list[_Remark] = [
            ("prices include tax" if taxed else "prices are net", ()),
            ("expired on {day}" if expired else "holds until {day}", (("day", quote.valid_until),)),
        ]
        if quote.alternatives:
            remarks.append(("the lines are alternatives; they are not added up", ()))
        remarks += standing_remarks(quote, as_of=self.as_of)
        remarks += charge_remarks(quote)
        told = [*remarks, *self._assumed(), *self._asked(), *self.advice]
        costs = (remark for line in quote.lines for remark in line_remarks(line))
        return [*told, *costs] if self.internal else told

    def _assumed(self) -> Iterator[_Remark]:
        """What the prices take for granted: once what all lines do, then each line's own."""
        common = _common([line.assumptions for line in self.quote.lines])
        if common:
            yield "assumed {assumed}", (("assumed", said(common)),)
        for line in self.quote.lines:
            if own := [taken for taken in line.assumptions if taken not in common]:
                yield "{line}: assumed {assumed}", (("line", line.id), ("assumed", said(own)))

    def _asked(self) -> Iterator[_Remark]:
        """What the customer still has to answer: once what is open for all lines."""
        common = _common([line.questions for line in self.quote.lines])
        for question in common:
            yield "open: {question}", (("question", Recorded(question)),)
        for line in self.quote.lines:
            for question in line.questions:
                if question not in common:
                    values = (("line", line.id), ("question", Recorded(question)))
                    yield "{line}: open: {question}", values


def said(assumptions: Iterable[Assumption]) -> str:
    """Assumptions in one line: ``material = fr4, cu_outer_oz = 1``."""
    return ", ".join(f"{taken.key} = {taken.value}" for taken in assumptions)


def _common(of_lines: Sequence[tuple[_T, ...]]) -> tuple[_T, ...]:
    """What stands in all of *of_lines*, in its order."""
    first, *others = of_lines
    return tuple(item for item in first if all(item in other for other in others))


def _amount(money: Money | None) -> Decimal | None:
    return None if money is None else money.amount
