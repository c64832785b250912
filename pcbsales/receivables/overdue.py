"""What is overdue, instalment by instalment, worst first."""

from dataclasses import dataclass
from datetime import date

from pcbsales.kernel.money import Money
from pcbsales.kernel.tables import Align, Column, Table
from pcbsales.receivables.balance import Balance
from pcbsales.receivables.settlement import Settlement


def days_overdue(due: date, *, as_of: date) -> int:
    """Calendar days since *due*; 0 on the day itself and before.

    >>> days_overdue(date(2026, 3, 1), as_of=date(2026, 3, 2))
    1
    """
    return max(0, (as_of - due).days)


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """An overdue instalment; the disputed part of its open amount is owed still."""

    balance: Balance
    days: int


@dataclass(frozen=True, slots=True)
class OverdueReport:
    """Overdue instalments on *as_of*; *left_out* unreadable files are not in it."""

    as_of: date
    rows: tuple[OverdueRow, ...]
    left_out: int = 0

    @property
    def totals(self) -> tuple[Money, ...]:
        """What is overdue per currency."""
        sums: dict[str, Money] = {}
        for row in self.rows:
            open_ = row.balance.open
            sums[open_.currency] = sums.get(open_.currency, Money.zero(open_.currency)) + open_
        return tuple(sums[currency] for currency in sorted(sums))

    def as_json(self) -> object:
        """``{schema, as_of, rows, totals, left_out}`` as docs describe it."""
        return {
            "schema": 1,
            "as_of": self.as_of.isoformat(),
            "rows": [_row_json(row) for row in self.rows],
            "totals": [{"currency": t.currency, "open": t.text} for t in self.totals],
            "left_out": self.left_out,
        }

    def as_table(self) -> Table:
        """One row per instalment; totals per currency below."""
        return Table(
            columns=(
                Column("invoice", "Invoice"),
                Column("instalment", "Inst.", Align.RIGHT),
                Column("customer", "Customer"),
                Column("entity", "Entity"),
                Column("due", "Due"),
                Column("days_overdue", "Days overdue", Align.RIGHT),
                Column("open", "Open", Align.RIGHT),
                Column("disputed", "Disputed", Align.RIGHT),
            ),
            rows=tuple(_row_cells(row) for row in self.rows),
            title="Overdue on {as_of}",
            title_values=(("as_of", self.as_of),),
            totals=tuple((None, None, None, None, None, None, t, None) for t in self.totals),
            remarks=(("{count} unreadable files are left out", (("count", self.left_out),)),)
            if self.left_out
            else (),
        )


def overdue(settlement: Settlement, *, left_out: int = 0) -> OverdueReport:
    """What is due before the settlement's day and open: most days first, then the largest."""
    rows = [
        OverdueRow(balance, days)
        for balance in settlement.balances
        if balance.open and (days := days_overdue(balance.due, as_of=settlement.as_of))
    ]
    return OverdueReport(settlement.as_of, tuple(sorted(rows, key=_worst_first)), left_out)


def _worst_first(row: OverdueRow) -> tuple[object, ...]:
    balance = row.balance
    return (-row.days, -balance.open.amount, balance.invoice, balance.instalment)


def _row_json(row: OverdueRow) -> dict[str, object]:
    balance = row.balance
    return {
        "invoice": balance.invoice,
        "instalment": balance.instalment,
        "customer": balance.account.customer,
        "entity": balance.account.entity,
        "currency": balance.account.currency,
        "due": balance.due.isoformat(),
        "days_overdue": row.days,
        "open": balance.open.text,
        "disputed": balance.disputed.text,
    }


def _row_cells(row: OverdueRow) -> tuple[date | int | str | Money | None, ...]:
    balance = row.balance
    return (
        balance.invoice,
        balance.instalment,
        balance.account.customer,
        balance.account.entity,
        balance.due,
        row.days,
        balance.open,
        balance.disputed or None,
    )
