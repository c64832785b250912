"""What the index keeps answers as all records do, on any day."""

from datetime import date
from typing import Any

from hypothesis import given

from pcbsales.kernel.record import Record
from pcbsales.receivables.events import Facts
from pcbsales.receivables.open_events import clusters, events_on, lifetime, open_rows
from pcbsales.receivables.records import Use
from pcbsales.receivables.settlement import settle
from tests.receivables.builders import DAY, allocation, credit, facts, invoice, line, money, payment
from tests.receivables.test_settlement_properties import days, receivables


class Kept:
    """A snapshot of given records that keeps their rows as the index does."""

    def __init__(self, records: list[Any]) -> None:
        self._records: list[Record] = records
        self._rows = list(open_rows(self, "ACME"))

    def all(self, kind: type[Any]) -> tuple[Any, ...]:
        return tuple(record for record in self._records if isinstance(record, kind))

    def where(self, kind: type[Any], **_: str) -> tuple[Any, ...]:
        return self.all(kind)

    def get(self, kind: type[Any], record_id: str) -> Any:
        return next((record for record in self.all(kind) if record.id == record_id), None)

    def projected(self, name: str, *, as_of: date, group: str | None = None) -> list[Any]:
        assert name == "receivables"
        return [
            row.body
            for row in self._rows
            if row.opened <= as_of and (row.closed is None or row.closed > as_of)
        ]


@given(receivables(), days)
def test_kept_rows_answer_as_all_records_do(records: list[Any], day: date) -> None:
    kept = settle(events_on(Kept(records), as_of=day), as_of=day)
    assert kept == settle(facts(*records).events(), as_of=day)


def test_a_settled_invoice_matters_until_the_day_it_is_settled() -> None:
    bill = invoice(total="100.00", issued=DAY)
    paid = payment(line_of(bill, "100.00"), received=date(2026, 3, 1))
    (events,) = clusters(Facts(invoices=(bill,), payments=(paid,)).events()).values()
    assert lifetime(events) == (DAY, date(2026, 3, 1))


def test_an_open_invoice_has_no_end() -> None:
    (events,) = clusters(Facts(invoices=(invoice(),)).events()).values()
    assert lifetime(events) == (DAY, None)


def test_what_one_payment_settles_stays_apart_and_a_shared_credit_joins() -> None:
    first, second, third = (invoice(n) for n in (1, 2, 3))
    paid = payment(line_of(first, "10.00"), line_of(second, "10.00"))
    note = credit("20.00", second)
    used = allocation("5.00", note, third)
    found = clusters(Facts((first, second, third), (note,), (paid,), (used,)).events())
    assert sorted(len({e.invoice for e in events}) for events in found.values()) == [1, 2]


def line_of(bill: Any, amount: str) -> Any:
    return line(Use.ALLOCATED, money(amount), bill)
