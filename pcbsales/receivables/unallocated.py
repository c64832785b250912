"""Money and credits of customers that no invoice has taken."""

from dataclasses import dataclass
from datetime import date

from pcbsales.kernel.money import Money
from pcbsales.kernel.tables import Align, Column, Table, Word
from pcbsales.receivables.settlement import Settlement, Unallocated


@dataclass(frozen=True, slots=True)
class UnallocatedReport:
    """Unallocated money on *as_of*, by account and source."""

    as_of: date
    rows: tuple[Unallocated, ...]
    left_out: int = 0

    @property
    def totals(self) -> tuple[Money, ...]:
        """What is unallocated per currency."""
        currencies = sorted({row.amount.currency for row in self.rows})
        return tuple(
            Money.sum((row.amount for row in self.rows if row.amount.currency == c), c)
            for c in currencies
        )

    def as_json(self) -> object:
        """``{schema, as_of, rows, totals, left_out}``; rows as the sources of the money."""
        return {
            "schema": 1,
            "as_of": self.as_of.isoformat(),
            "rows": [_row_json(row) for row in self.rows],
            "totals": [{"currency": t.currency, "amount": t.text} for t in self.totals],
            "left_out": self.left_out,
        }

    def as_table(self) -> Table:
        """One row per payment, credit note or over-settled invoice."""
        return Table(
            columns=(
                Column("source", "Source"),
                Column("origin", "Kind"),
                Column("customer", "Customer"),
                Column("entity", "Entity"),
                Column("since", "Since"),
                Column("amount", "Amount", Align.RIGHT),
            ),
            rows=tuple(
                (
                    row.source,
                    Word(row.origin.value),
                    row.account.customer,
                    row.account.entity,
                    row.since,
                    row.amount,
                )
                for row in self.rows
            ),
            title="Unallocated on {as_of}",
            title_values=(("as_of", self.as_of),),
            totals=tuple((None, None, None, None, None, total) for total in self.totals),
            remarks=(("{count} unreadable files are left out", (("count", self.left_out),)),)
            if self.left_out
            else (),
        )


def unallocated(settlement: Settlement, *, left_out: int = 0) -> UnallocatedReport:
    """What stands apart on the settlement's day, by account, oldest first."""
    rows = sorted(settlement.unallocated, key=lambda row: (row.account, row.since, row.source))
    return UnallocatedReport(settlement.as_of, tuple(rows), left_out)


def _row_json(row: Unallocated) -> dict[str, object]:
    return {
        "source": row.source,
        "kind": row.origin.value,
        "customer": row.account.customer,
        "entity": row.account.entity,
        "currency": row.account.currency,
        "since": row.since.isoformat(),
        "amount": row.amount.text,
    }
