"""Each awkward case of receivables is in the sample: its tag, and the records showing it."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import TypeAlias

import pytest

from pcbsales.customers.records import Customer, Person
from pcbsales.kernel.record import Record
from pcbsales.receivables.events import Facts
from pcbsales.receivables.records import Allocation, CreditNote, Dispute, Invoice, Payment, Use
from pcbsales.receivables.settlement import Origin, settle
from pcbsales.registry import catalogue
from scripts.sample.contents import sample
from scripts.sample.memory import Memory

TODAY = date(2026, 10, 31)
CONTENTS = sample(catalogue())
FACTS = Facts.of(Memory(CONTENTS.records))
NOW = settle(FACTS.events(), as_of=TODAY, settled=True)


class Tagged:
    """The records that bear one case's tag."""

    def __init__(self, tag: str) -> None:
        found: list[Record] = [r for r in CONTENTS.records if tag in r.tags]
        assert found, f"no record is tagged {tag}"
        self.invoices = [r for r in found if isinstance(r, Invoice)]
        self.payments = [r for r in found if isinstance(r, Payment)]
        self.credit_notes = [r for r in found if isinstance(r, CreditNote)]
        self.allocations = [r for r in found if isinstance(r, Allocation)]
        self.disputes = [r for r in found if isinstance(r, Dispute)]
        self.lines = [line for payment in self.payments for line in payment.lines]

    def uses(self) -> set[Use]:
        return {line.use for line in self.lines}

    def open(self) -> bool:
        """Whether something of the invoices is open today."""
        ids = {invoice.id for invoice in self.invoices}
        return any(balance.open for balance in NOW.balances if balance.invoice in ids)


def _unallocated(of: str) -> bool:
    return any(item.source == of for item in NOW.unallocated)


def _days_late(case: Tagged, days: int) -> bool:
    (invoice,) = case.invoices
    return (TODAY - invoice.dues[0].due).days == days and case.open()


Shows: TypeAlias = Callable[[Tagged], bool]

CASES: dict[str, Shows] = {
    "part-payment": lambda c: len(c.payments) == 2 and c.open(),
    "two-currencies": lambda c: (
        len({i.customer for i in c.invoices}) == 1
        and {(i.entity, i.currency) for i in c.invoices} == {("SZ", "CNY"), ("HK", "USD")}
    ),
    "instalments": lambda c: all(len(i.dues) == 2 for i in c.invoices) and c.open(),
    "month-end-terms": lambda c: (
        sorted(i.dues[0].due.isoformat() for i in c.invoices)
        == ["2026-02-28", "2026-03-02", "2026-03-27"]
    ),
    "over-payment": lambda c: (
        c.uses() == {Use.ALLOCATED, Use.ADVANCE} and _unallocated(c.payments[0].id)
    ),
    "deduction": lambda c: (
        Use.DEDUCTION in c.uses()
        and {d.closed is None for d in c.disputes} == {True, False}
        and c.open()
    ),
    "credit-note": lambda c: (
        not _unallocated(c.credit_notes[0].id) and c.credit_notes[0].total < c.invoices[0].total
    ),
    "credit-larger-than-rest": lambda c: _unallocated(c.credit_notes[0].id) and not c.open(),
    "credit-rest-used": lambda c: c.allocations[0].credit_note == c.credit_notes[0].id,
    "payment-for-many": lambda c: len(c.lines) == len(c.invoices) >= 8 and len(c.payments) == 1,
    "bank-charge": lambda c: Use.BANK_CHARGE in c.uses() and not c.open(),
    "exchange-difference": lambda c: Use.EXCHANGE in c.uses() and not c.open(),
    "written-off": lambda c: Use.WRITE_OFF in c.uses() and not c.open(),
    "paid-after-month-end": lambda c: c.payments[0].received > TODAY and c.open(),
    "cleared-later": lambda c: (
        c.payments[0].cleared is not None and c.payments[0].received < TODAY < c.payments[0].cleared
    ),
    "prepayment-without-invoice": lambda c: not c.invoices and _unallocated(c.payments[0].id),
    "prepayment-used": lambda c: (
        c.allocations[0].payment == c.payments[0].id
        and c.payments[0].received < c.invoices[0].issued
        and not c.open()
    ),
    "over-365-days": lambda c: (TODAY - c.invoices[0].dues[0].due).days > 365 and c.open(),
    "over-180-days": lambda c: 180 < (TODAY - c.invoices[0].dues[0].due).days < 365 and c.open(),
    **{
        f"{days}-days-overdue": lambda c, days=days: _days_late(c, days)  # type: ignore[misc]
        for days in (0, 30, 31, 60, 61, 90, 91, 120, 121)
    },
}


#: What a complaints desk would tag so itself: the tour shows them.
DISPUTES: dict[str, Shows] = {
    "invoice-disputed": lambda c: c.disputes[0].amount is None and c.disputes[0].closed is None,
    "part-disputed": lambda c: (
        c.disputes[0].amount is not None and c.disputes[0].amount < c.invoices[0].total
    ),
    "dispute-settled": lambda c: c.disputes[0].closed is not None,
}


@pytest.mark.parametrize("tag", DISPUTES)
def test_the_dispute_is_there(tag: str) -> None:
    assert DISPUTES[tag](Tagged(tag))


def test_the_firm_does_nothing_after_the_last_day() -> None:
    notes = [r for r in CONTENTS.records if isinstance(r, CreditNote)]
    disputes = [r for r in CONTENTS.records if isinstance(r, Dispute)]
    assert notes
    assert all(note.issued <= TODAY for note in notes)
    assert disputes
    assert all(d.closed is None or d.closed <= TODAY for d in disputes)


def test_whoever_reads_chinese_reads_one_script() -> None:
    for record in CONTENTS.records:
        if isinstance(record, Person) and record.name.zh_hans:
            assert record.name.zh_hant
        if isinstance(record, Customer):
            for site in record.sites:
                assert (site.address.zh_hans is None) == (site.address.zh_hant is None)


@pytest.mark.parametrize("name", CASES)
def test_the_case_is_there(name: str) -> None:
    assert CASES[name](Tagged(f"case-{name}"))


def test_every_tag_of_a_case_is_tested() -> None:
    tags = {tag for record in CONTENTS.records for tag in record.tags if tag.startswith("case-")}
    assert tags == {f"case-{name}" for name in CASES}


def test_there_are_two_to_three_hundred_invoices_over_a_year_and_a_half() -> None:
    assert 200 <= len(FACTS.invoices) <= 320
    issued = sorted(invoice.issued for invoice in FACTS.invoices)
    assert (issued[-1] - issued[0]).days > 500
    assert max((b - a).days for a, b in pairwise(issued)) < 30


def test_ids_follow_the_dates() -> None:
    for kind in (FACTS.invoices, FACTS.credit_notes):
        ordered = sorted(kind, key=lambda record: record.id)
        assert [r.issued for r in ordered] == sorted(r.issued for r in ordered)


def test_nothing_is_settled_twice() -> None:
    later = settle(FACTS.events(), as_of=date.max)
    assert not [item for item in later.unallocated if item.origin is Origin.EXCESS]
