"""Which quotations to ask after: a follow-up is due, or the offer ends soon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pcbsales.kernel.money import Money
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tables import Align, Cell, Column, Table, Word
from pcbsales.quoting.outcomes.policy import policy_or_none
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.quotations.standing import QuoteState, Standing, standing


class DueReason(StrEnum):
    """Why a quotation stands in the list."""

    FOLLOW_UP = "follow_up"
    ENDS = "offer_ends"
    NOT_SENT = "not_sent"


_COLUMNS = (
    Column("due", "Due"),
    Column("reason", "Why"),
    Column("quote", "Quote"),
    Column("customer", "Customer"),
    Column("rep", "Rep", spare=True),
    Column("valid_until", "Valid until"),
    Column("lines", "Lines", Align.RIGHT, spare=True),
    Column("value", "Net value", Align.RIGHT),
    Column("currency", "Currency"),
    Column("remark", "Remark", spare=True),
)


@dataclass(frozen=True, slots=True)
class DueRow:
    """An open quotation to see to on ``due``; ``value`` is its net, of alternatives the highest."""

    due: date
    reason: DueReason
    quote: Quote
    value: Money
    remark: str | None

    def as_json(self) -> dict[str, object]:
        """The row; the value as a plain decimal string."""
        return {
            "due": self.due.isoformat(),
            "reason": self.reason.value,
            "quote": self.quote.id,
            "revision": self.quote.revision,
            "customer": self.quote.customer,
            "rep": self.quote.rep,
            "valid_until": self.quote.valid_until.isoformat(),
            "value": self.value.text,
            "currency": self.value.currency,
            "remark": self.remark,
        }


@dataclass(frozen=True, slots=True)
class DueReport:
    """What is due up to ``until``, the longest due first."""

    as_of: date
    until: date
    rep: str | None
    rows: tuple[DueRow, ...]

    def as_json(self) -> dict[str, object]:
        """``{schema, as_of, until, rep, rows [..]}``."""
        return {
            "schema": 1,
            "as_of": self.as_of.isoformat(),
            "until": self.until.isoformat(),
            "rep": self.rep,
            "rows": [row.as_json() for row in self.rows],
        }

    def as_table(self) -> Table:
        """A row for each quotation and what is due with it."""
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                row.due,
                Word(row.reason),
                row.quote.id,
                row.quote.customer,
                row.quote.rep,
                row.quote.valid_until,
                len(row.quote.lines),
                row.value.amount,
                row.value.currency,
                row.remark,
            )
            for row in self.rows
        )
        return Table(
            _COLUMNS,
            rows,
            title="Quotations to see to up to {day}",
            title_values=(("day", self.until),),
        )


def due_quotes(snapshot: Snapshot, *, as_of: date, days: int, rep: str | None = None) -> DueReport:
    """What is to be asked after from *as_of* on within *days*, of *rep* or of all."""
    until = as_of + timedelta(days=days)
    found = (
        row
        for quote in snapshot.all(Quote)
        if rep in {None, quote.rep}
        and (stands := standing(quote, as_of=as_of)) is not None
        and stands.state.is_open
        for row in _rows(snapshot, stands)
        if row.due <= until
    )
    rows = sorted(found, key=lambda row: (row.due, row.quote.id, row.reason))
    return DueReport(as_of, until, rep, tuple(rows))


def _rows(snapshot: Snapshot, found: Standing) -> Iterator[DueRow]:
    quote, value = found.quote, value_of(found.quote)
    remarks = [event.text for event in found.events if event.follow_up is not None]
    if found.state is QuoteState.MADE:
        yield DueRow(quote.date, DueReason.NOT_SENT, quote, value, None)
    elif (day := _asks_again(snapshot, found)) is not None:
        yield DueRow(day, DueReason.FOLLOW_UP, quote, value, remarks[-1] if remarks else None)
    yield DueRow(quote.valid_until, DueReason.ENDS, quote, value, None)


def _asks_again(snapshot: Snapshot, found: Standing) -> date | None:
    """The day that was set last; else so many days after it was sent, as the policy says."""
    if found.follow_up is not None or found.sent is None:
        return found.follow_up
    sent = found.sent.at.date()
    policy = policy_or_none(snapshot, found.quote.entity, as_of=sent)
    if policy is None or policy.follow_up_days is None:
        return None
    return sent + timedelta(days=policy.follow_up_days)


def value_of(quote: Quote, lines: tuple[str, ...] = ()) -> Money:
    """What *quote* is worth without tax, or its *lines*; of alternatives the highest counts."""
    chosen = [line for line in quote.lines if not lines or line.id in lines]
    highest: dict[tuple[str, str], Money] = {}
    for line in chosen:
        known = highest.get((line.part, line.revision))
        if known is None or known < line.net:
            highest[line.part, line.revision] = line.net
    return Money.sum(highest.values(), quote.currency)
