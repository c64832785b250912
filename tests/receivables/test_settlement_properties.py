"""What holds for any receivables: nothing is lost, and days only add."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.money import Money
from pcbsales.receivables.ageing import AgeBasis, age_receivables
from pcbsales.receivables.records import Allocation, CreditNote, Invoice, Payment, Use
from tests.receivables.builders import (
    DAY,
    allocation,
    credit,
    invoice,
    line,
    money,
    payment,
    settled,
)

days = st.integers(0, 120).map(lambda n: DAY + timedelta(days=n))
cents = st.integers(1, 10_000)
Records = list[Invoice | CreditNote | Payment | Allocation]


def text(amount: int) -> str:
    return str(Decimal(amount).scaleb(-2))


@st.composite
def receivables(draw: st.DrawFn) -> Records:
    """A customer's records, over-payments, over-allocations and odd orders of days among them."""
    bills = [
        invoice(
            n,
            text(sum(amount for _, amount in parts)),
            issued=draw(days),
            parts=tuple((due, text(amount)) for due, amount in parts),
        )
        for n, parts in enumerate(
            draw(st.lists(st.lists(st.tuples(days, cents), min_size=1, max_size=3), max_size=4))
        )
    ]
    some_bill = st.sampled_from(bills) if bills else st.none()
    notes = [
        credit(text(amount), against, number=n, issued=on)
        for n, (amount, against, on) in enumerate(
            draw(st.lists(st.tuples(cents, some_bill, days), max_size=3))
        )
    ]
    receipts = [
        payment(
            line(Use.ADVANCE if against is None else Use.ALLOCATED, money(text(amount)), against),
            line(Use.ADVANCE, money(text(extra))),
            number=n,
            received=on,
        )
        for n, (amount, extra, against, on) in enumerate(
            draw(st.lists(st.tuples(cents, cents, some_bill, days), max_size=3))
        )
    ]
    uses: list[Allocation] = []
    if bills and (notes or receipts):
        known: list[CreditNote | Payment] = [*notes, *receipts]
        sources = st.sampled_from(known)
        drawn = draw(st.lists(st.tuples(cents, sources, some_bill, days), max_size=3))
        uses = [
            allocation(text(amount), source, bill, number=n, made=on)
            for n, (amount, source, bill, on) in enumerate(drawn)
            if bill is not None
        ]
    return draw(st.permutations([*bills, *notes, *receipts, *uses]))


@given(receivables(), days)
def test_open_is_invoiced_less_all_that_came(records: Records, as_of: date) -> None:
    found = settled(*records, as_of=as_of, everything=True)

    invoiced = [r.total for r in records if isinstance(r, Invoice) and r.issued <= as_of]
    came = [r.cash for r in records if isinstance(r, Payment) and r.received <= as_of]
    came += [r.total for r in records if isinstance(r, CreditNote) and r.issued <= as_of]
    owed = Money.sum((b.open for b in found.balances), "USD")
    apart = Money.sum((item.amount for item in found.unallocated), "USD")
    assert owed - apart == Money.sum(invoiced, "USD") - Money.sum(came, "USD")


@given(receivables(), days)
def test_every_balance_adds_up(records: Records, as_of: date) -> None:
    for balance in settled(*records, as_of=as_of, everything=True).balances:
        settled_part = balance.paid + balance.credited + balance.written_off
        assert balance.invoiced == settled_part + balance.open
        assert balance.open.amount >= 0
        assert balance.disputed <= balance.open
        assert balance.future <= balance.open


@given(receivables(), days, st.sampled_from(AgeBasis))
def test_nothing_is_lost_between_buckets(records: Records, as_of: date, basis: AgeBasis) -> None:
    found = settled(*records, as_of=as_of)

    report = age_receivables(found, basis=basis)

    owed = Money.sum((b.open for b in found.balances), "USD")
    apart = Money.sum((item.amount for item in found.unallocated), "USD")
    assert Money.sum((row.outstanding for row in report.rows), "USD") == owed
    assert Money.sum((row.unallocated for row in report.rows), "USD") == apart


@given(receivables(), days, days)
def test_what_comes_later_changes_no_earlier_day(
    records: Records, as_of: date, later: date
) -> None:
    known = [r for r in records if _day(r) <= as_of]
    more = [r for r in records if _day(r) > as_of and later > as_of]

    before, after = settled(*known, as_of=as_of), settled(*known, *more, as_of=as_of)

    assert [(b.invoice, b.open) for b in before.balances] == [
        (b.invoice, b.open) for b in after.balances
    ]
    assert before.unallocated == after.unallocated


@given(receivables(), days)
def test_the_order_of_records_does_not_matter(records: Records, as_of: date) -> None:
    assert settled(*records, as_of=as_of) == settled(*reversed(records), as_of=as_of)


@given(receivables(), days, days)
def test_what_is_due_stays_due(records: Records, one: date, other: date) -> None:
    """With the same facts a later day only makes money older, never younger."""
    first, second = sorted((one, other))
    frozen = [r for r in records if _day(r) <= first]

    young = age_receivables(settled(*frozen, as_of=first))
    old = age_receivables(settled(*frozen, as_of=second))

    assert sum(r.not_due.amount for r in old.rows) <= sum(r.not_due.amount for r in young.rows)


def _day(record: Invoice | CreditNote | Payment | Allocation) -> date:
    if isinstance(record, Payment):
        return record.received
    return record.made if isinstance(record, Allocation) else record.issued
