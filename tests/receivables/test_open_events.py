"""What the index keeps answers as all records do, on any day."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from hypothesis import given

from pcbsales.receivables.events import Facts
from pcbsales.receivables.kept_balances import read_back, settlement_on
from pcbsales.receivables.kept_parts import part_of
from pcbsales.receivables.open_events import clusters, open_rows
from pcbsales.receivables.part_events import events_of, plain_spans
from pcbsales.receivables.records import Use
from pcbsales.receivables.settlement import settle
from tests.receivables.builders import DAY, allocation, credit, facts, invoice, line, money, payment
from tests.receivables.test_settlement_properties import days, receivables

T = TypeVar("T")


def parts_of(records: list[Any]) -> list[list[Any]]:
    """As the index gives them back: through JSON."""
    found: list[list[Any]] = json.loads(json.dumps([part_of(record) for record in records]))
    return found


class Kept:
    """A snapshot of given records that keeps their rows as the index does."""

    def __init__(self, records: list[Any]) -> None:
        self._rows = list(open_rows(parts_of(records)))

    def all(self, kind: type[Any]) -> tuple[Any, ...]:
        raise AssertionError(kind)

    def get(self, kind: type[Any], record_id: str) -> Any:
        raise AssertionError((kind, record_id))

    def where(self, kind: type[Any], **keys: str) -> tuple[Any, ...]:
        raise AssertionError((kind, keys))

    def projected(
        self, name: str, make: Callable[[Any], T], *, as_of: date, group: str | None = None
    ) -> T:
        assert name == "receivables"
        return make(
            json.loads(json.dumps(row.body))
            for row in self._rows
            if row.opened <= as_of and (row.closed is None or row.closed > as_of)
        )


@given(receivables(), days)
def test_kept_rows_answer_as_all_records_do(records: list[Any], day: date) -> None:
    kept = settlement_on(Kept(records), as_of=day)
    assert kept == settle(facts(*records).events(), as_of=day)


@given(receivables())
def test_parts_make_the_events_that_records_make(records: list[Any]) -> None:
    made = sorted(map(repr, events_of(parts_of(records))))
    assert made == sorted(map(repr, facts(*records).events()))


def test_an_exact_payment_needs_no_engine_and_a_deduction_does() -> None:
    bill = invoice(total="100.00", issued=DAY)
    paid = payment(line_of(bill, "60.00"), received=date(2026, 3, 1))
    late = payment(line_of(bill, "40.00"), received=date(2026, 4, 1))
    spans, others = plain_spans(parts_of([bill, paid, late]))
    assert [(opened, closed) for _, opened, closed, _ in spans] == [
        (DAY, date(2026, 3, 1)),
        (date(2026, 3, 1), date(2026, 4, 1)),
    ]
    assert [part[3] for part in others] == [[], []]
    (balance,) = read_back([spans[1][3]], date(2026, 3, 2)).balances
    assert (balance.paid, balance.open, balance.future) == (
        money("60.00"),
        money("40.00"),
        money("40.00"),
    )
    short = payment(line_of(bill, "100.00"), line(Use.DEDUCTION, money("-5.00"), bill))
    assert plain_spans(parts_of([bill, short]))[0] == []


def test_an_open_invoice_has_no_end() -> None:
    (row,) = open_rows(parts_of([invoice()]))
    assert (row.opened, row.closed) == (DAY, None)


def test_what_one_payment_settles_stays_apart_and_a_shared_credit_joins() -> None:
    first, second, third = (invoice(n) for n in (1, 2, 3))
    paid = payment(line_of(first, "10.00"), line_of(second, "10.00"))
    note = credit("20.00", second)
    used = allocation("5.00", note, third)
    found = clusters(Facts((first, second, third), (note,), (paid,), (used,)).events())
    assert sorted(len({e.invoice for e in events}) for events in found.values()) == [1, 2]


def line_of(bill: Any, amount: str) -> Any:
    return line(Use.ALLOCATED, money(amount), bill)
