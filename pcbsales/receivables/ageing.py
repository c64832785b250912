"""Ageing: how old is the money we are owed, in bands of days?"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.money import Money
from pcbsales.kernel.tables import Align, Column, Table
from pcbsales.receivables.balance import Balance
from pcbsales.receivables.event import Account
from pcbsales.receivables.settlement import Settlement

#: The last day of each band but the last: 1–30, 31–60, 61–90, 91–120, 121+.
EDGES = (30, 60, 90, 120)


class AgeBasis(StrEnum):
    """From which day age counts: the day due, or the document's."""

    DUE = "due"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class AgeingRow:
    """One account: not_due + buckets = outstanding; unallocated money stands apart, ageless."""

    account: Account
    not_due: Money
    buckets: tuple[Money, ...]
    unallocated: Money

    @property
    def outstanding(self) -> Money:
        """All that is open on invoices."""
        return self.not_due + Money.sum(self.buckets, self.account.currency)


@dataclass(frozen=True, slots=True)
class AgeingReport:
    """Ageing on *as_of*, worst account first within each currency."""

    as_of: date
    basis: AgeBasis
    edges: tuple[int, ...]
    rows: tuple[AgeingRow, ...]
    left_out: int = 0

    def as_json(self) -> object:
        """``{schema, as_of, basis, edges, rows, left_out}`` as docs describe it."""
        return {
            "schema": 1,
            "as_of": self.as_of.isoformat(),
            "basis": self.basis.value,
            "edges": list(self.edges),
            "rows": [_row_json(row) for row in self.rows],
            "left_out": self.left_out,
        }

    def as_table(self) -> Table:
        """One row per account, one column per band, totals per currency below."""
        bands = tuple(Column(f"days_{band}", band, Align.RIGHT) for band in band_names(self.edges))
        return Table(
            columns=(
                Column("customer", "Customer"),
                Column("entity", "Firm"),
                Column("currency", "Ccy"),
                Column("not_due", "Not due", Align.RIGHT),
                *bands,
                Column("outstanding", "Open", Align.RIGHT),
                Column("unallocated", "Not allocated", Align.RIGHT),
            ),
            rows=tuple((*row.account, *_amounts(row)) for row in self.rows),
            title="Ageing on {as_of} by due date"
            if self.basis is AgeBasis.DUE
            else "Ageing on {as_of} by document date",
            title_values=(("as_of", self.as_of),),
            totals=_totals(self.rows),
            remarks=(("{count} unreadable files are left out", (("count", self.left_out),)),)
            if self.left_out
            else (),
        )


def band_names(edges: tuple[int, ...]) -> tuple[str, ...]:
    """What the bands are called.

    >>> band_names((30, 60))
    ('1-30', '31-60', '61+')
    """
    inner = (f"{before + 1}-{edge}" for before, edge in pairwise((0, *edges)))
    return (*inner, f"{edges[-1] + 1}+")


def band_of(days: int, edges: tuple[int, ...] = EDGES) -> int | None:
    """The band of something *days* old, upper edges inside; None while it is not due.

    >>> band_of(0), band_of(30), band_of(31), band_of(121)
    (None, 0, 1, 4)
    """
    return None if days <= 0 else bisect_left(edges, days)


def parse_edges(text: str) -> tuple[int, ...]:
    """Read ``30,60,90``; UsageError unless they are whole days that rise."""
    parts = text.split(",")
    edges = tuple(int(part) for part in parts if part.isascii() and part.isdigit())
    if len(edges) != len(parts) or any(a >= b for a, b in pairwise((0, *edges))):
        raise UsageError("{text}: expected days that rise such as 30,60,90,120", text=repr(text))
    return edges


def age_receivables(
    settlement: Settlement,
    *,
    edges: tuple[int, ...] = EDGES,
    basis: AgeBasis = AgeBasis.DUE,
    left_out: int = 0,
) -> AgeingReport:
    """Age every open balance on the settlement's day; currencies and entities stay apart."""
    amounts: dict[Account, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * (len(edges) + 2))
    for balance in settlement.balances:
        days = (settlement.as_of - _base_day(balance, basis)).days
        band = band_of(days, edges)
        amounts[balance.account][0 if band is None else band + 1] += balance.open.amount
    loose: dict[Account, Decimal] = defaultdict(Decimal)
    for item in settlement.unallocated:
        loose[item.account] += item.amount.amount
    rows = (_row(account, amounts[account], loose[account]) for account in {**amounts, **loose})
    kept = (row for row in rows if row.outstanding or row.unallocated)
    return AgeingReport(
        settlement.as_of, basis, edges, tuple(sorted(kept, key=_worst_first)), left_out
    )


def _base_day(balance: Balance, basis: AgeBasis) -> date:
    return balance.due if basis is AgeBasis.DUE else balance.issued


def _row(account: Account, amounts: list[Decimal], loose: Decimal) -> AgeingRow:
    not_due, *buckets = (Money(amount, account.currency) for amount in amounts)
    return AgeingRow(account, not_due, tuple(buckets), Money(loose, account.currency))


def _worst_first(row: AgeingRow) -> tuple[object, ...]:
    late = row.outstanding - row.not_due
    return (row.account.currency, -late.amount, -row.outstanding.amount, row.account)


def _amounts(row: AgeingRow) -> tuple[Decimal, ...]:
    moneys = (row.not_due, *row.buckets, row.outstanding, row.unallocated)
    return tuple(money.amount for money in moneys)


def _totals(rows: Iterable[AgeingRow]) -> tuple[tuple[str | Decimal | None, ...], ...]:
    sums: dict[str, tuple[Decimal, ...]] = {}
    for row in rows:
        amounts, currency = _amounts(row), row.account.currency
        before = sums.get(currency, (Decimal(0),) * len(amounts))
        sums[currency] = tuple(a + b for a, b in zip(before, amounts, strict=True))
    return tuple((None, None, currency, *sums[currency]) for currency in sorted(sums))


def _row_json(row: AgeingRow) -> dict[str, object]:
    return {
        "customer": row.account.customer,
        "entity": row.account.entity,
        "currency": row.account.currency,
        "not_due": row.not_due.text,
        "buckets": [bucket.text for bucket in row.buckets],
        "outstanding": row.outstanding.text,
        "unallocated": row.unallocated.text,
    }
