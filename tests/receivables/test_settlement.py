"""Balances: worked cases of other systems by their id, and what the engine does in between."""

from datetime import date, timedelta

import pytest

from pcbsales.receivables.event import PaymentDay
from pcbsales.receivables.records import Use
from pcbsales.receivables.settlement import Origin, settle
from tests.receivables.builders import (
    DAY,
    allocation,
    credit,
    dispute,
    facts,
    invoice,
    line,
    loose,
    money,
    opens,
    paid,
    payment,
    settled,
)

LATER = DAY + timedelta(days=1)
SOONER = DAY - timedelta(days=1)


def test_ar_004_payments_before_credits_oldest_instalment_first() -> None:
    """erpnext test_accounts_receivable_with_partial_payment."""
    bill = invoice(
        total="200.00",
        parts=(
            (date(2026, 2, 14), "60.00"),
            (date(2026, 3, 16), "100.00"),
            (date(2026, 4, 15), "40.00"),
        ),
    )

    found = settled(bill, paid("40.00", bill), credit("100.00", bill))

    rows = [
        (b.instalment, b.invoiced.text, b.paid.text, b.credited.text, b.open.text)
        for b in found.balances
    ]
    assert rows == [
        (2, "100.00", "0.00", "80.00", "20.00"),
        (3, "40.00", "0.00", "0.00", "40.00"),
    ]
    assert loose(found) == []


def test_ar_011_a_credit_can_be_put_to_another_invoice() -> None:
    """erpnext test_payment_against_credit_note."""
    first, second, note = invoice(1), invoice(2), credit("100.00")
    note = note.model_copy(update={"invoice": first.id})

    found = settled(first, second, paid("100.00", first), note, allocation("100.00", note, second))

    assert (opens(found), loose(found)) == ([], [])


def test_ar_013_a_paid_invoice_is_not_listed() -> None:
    """erpnext test_invoice_fully_paid_via_journal_entry."""
    bill = invoice()

    assert opens(settled(bill, paid("100.00", bill))) == []
    assert opens(settled(bill, paid("100.00", bill), everything=True)) == ["0.00"]


def test_ar_014_a_bare_credit_stands_apart() -> None:
    """Not as erpnext, where it is a row of -100: here it is an open credit of 100."""
    found = settled(credit("100.00"))

    assert (opens(found), loose(found)) == ([], ["100.00"])
    assert found.unallocated[0].origin is Origin.CREDIT_NOTE


def test_ar_016_future_receipts_are_shown_and_do_not_count() -> None:
    """erpnext test_future_payments."""
    bill = invoice()

    (balance,) = settled(bill, paid("100.00", bill, received=LATER)).balances

    assert (balance.open.text, balance.future.text) == ("100.00", "100.00")
    assert (balance.open - balance.future).text == "0.00"


def test_ar_021_one_cent_stays_open() -> None:
    """erpnext test_accounts_receivable_output_for_minor_outstanding."""
    bill = invoice()

    (balance,) = settled(bill, paid("99.99", bill)).balances

    assert (balance.paid.text, balance.open.text) == ("99.99", "0.01")


def test_ar_028_without_due_date_a_line_is_due_on_its_day() -> None:
    """Tryton test_receivable_payable; it counts such lines as due, and they are due that day."""
    bills = (invoice(1), invoice(2, "200.00", parts=((date(2026, 1, 16), "200.00"),)))

    found = settled(*bills).balances

    assert [b.open.text for b in found] == ["100.00", "200.00"]
    assert [b.open.text for b in found if b.due <= DAY] == ["100.00"]


@pytest.mark.parametrize(
    ("lines", "rest", "written_off"),
    [
        # FX-005: erpnext test_payment_entry_write_off_difference
        ([(Use.ALLOCATED, "100.00"), (Use.ADVANCE, "10.00")], ["10.00"], "0.00"),
        ([(Use.ALLOCATED, "100.00"), (Use.WRITE_OFF, "-5.00")], [], "5.00"),
        # FX-006: tryton scenario_invoice_overpayment
        ([(Use.ALLOCATED, "100.00"), (Use.WRITE_OFF, "10.00")], [], "0.00"),
    ],
)
def test_fx_005_006_too_much_and_too_little(
    lines: list[tuple[Use, str]], rest: list[str], written_off: str
) -> None:
    bill = invoice()
    needs = {(Use.ALLOCATED, False), (Use.WRITE_OFF, True)}
    receipt = payment(
        *(
            line(use, money(amount), bill if (use, amount.startswith("-")) in needs else None)
            for use, amount in lines
        )
    )

    found = settled(bill, receipt, everything=True)

    assert (opens(found), loose(found)) == (["0.00"], rest)
    assert found.balances[0].written_off.text == written_off


def test_a_bank_charge_closes_the_invoice() -> None:
    bill = invoice()
    lines = (line(Use.ALLOCATED, money("100"), bill), line(Use.BANK_CHARGE, money("-15")))

    assert opens(settled(bill, payment(*lines))) == []


def test_a_deduction_stays_open_and_disputed_until_it_is_settled() -> None:
    bill = invoice(parts=((DAY, "50.00"), (LATER, "50.00")))
    receipt = payment(
        line(Use.ALLOCATED, money("100"), bill), line(Use.DEDUCTION, money("-5"), bill)
    )

    (balance,) = settled(bill, receipt).balances
    refused = dispute(bill, about=receipt, opened=DAY, closed=LATER)

    assert (balance.instalment, balance.paid.text) == (2, "45.00")
    assert (balance.open.text, balance.disputed.text) == ("5.00", "5.00")
    assert opens(settled(bill, receipt, credit("5.00", bill))) == []
    (later,) = settled(bill, receipt, refused, as_of=LATER).balances
    assert (later.open.text, later.disputed.text) == ("5.00", "0.00")


def test_a_deduction_falls_on_the_instalment_it_names() -> None:
    bill = invoice(parts=((DAY, "50.00"), (LATER, "50.00")))
    kept = (
        line(Use.ALLOCATED, money("50"), bill, 2),
        line(Use.DEDUCTION, money("-5"), bill),
    )

    assert opens(settled(bill, payment(*kept))) == ["50.00", "5.00"]


@pytest.mark.parametrize(
    ("amount", "closed", "as_of", "expected"),
    [
        ("30.00", None, DAY, "30.00"),
        (None, None, DAY, "100.00"),
        ("30.00", LATER, DAY, "30.00"),
        ("30.00", LATER, LATER, "0.00"),
        ("30.00", None, SOONER, "0.00"),
    ],
)
def test_a_disputed_part_is_owed_still(
    amount: str | None, closed: date | None, as_of: date, expected: str
) -> None:
    bill = invoice(issued=date(2026, 1, 1))

    (balance,) = settled(bill, dispute(bill, amount, closed=closed), as_of=as_of).balances

    assert (balance.open.text, balance.disputed.text) == ("100.00", expected)


def test_a_named_instalment_is_settled_first() -> None:
    bill = invoice(parts=((DAY, "40.00"), (LATER, "60.00")))
    receipt = payment(line(Use.ALLOCATED, money("70"), bill, 2))

    assert opens(settled(bill, receipt)) == ["30.00"]
    assert settled(bill, receipt).balances[0].instalment == 1


def test_a_payment_waits_for_its_invoice() -> None:
    bill = invoice(issued=LATER)
    receipt = paid("100.00", bill)

    assert loose(settled(bill, receipt)) == ["100.00"]
    after = settled(bill, receipt, as_of=LATER)
    assert (opens(after), loose(after)) == ([], [])


def test_an_advance_used_later_counts_from_its_own_day() -> None:
    bill = invoice()
    receipt = payment(line(Use.ADVANCE, money("80")))
    used = allocation("60.00", receipt, bill, made=LATER)

    today, tomorrow = (settled(bill, receipt, used, as_of=day) for day in (DAY, LATER))

    assert (opens(today), loose(today)) == (["100.00"], ["80.00"])
    assert today.balances[0].future == money("60.00")
    assert (opens(tomorrow), loose(tomorrow)) == (["40.00"], ["20.00"])


def test_by_clearing_an_uncleared_payment_does_not_count() -> None:
    bill = invoice()
    receipt = paid("100.00", bill).model_copy(update={"cleared": LATER})
    events = list(facts(bill, receipt).events(payment_day=PaymentDay.CLEARED))
    never = list(facts(bill, paid("1.00", bill)).events(payment_day=PaymentDay.CLEARED))

    assert opens(settle(events, as_of=DAY)) == ["100.00"]
    assert opens(settle(events, as_of=LATER)) == []
    assert opens(settle(never, as_of=LATER)) == ["100.00"]


def test_too_much_is_never_lost() -> None:
    bill = invoice()

    found = settled(bill, paid("100.00", bill), paid("30.00", bill, number=2))

    assert (opens(found), loose(found)) == ([], ["30.00"])
    assert found.unallocated[0].origin is Origin.EXCESS


def test_another_account_s_money_never_settles() -> None:
    bill = invoice(currency="CNY")
    euro = payment(line(Use.ALLOCATED, money("100", "EUR"), bill))

    found = settled(bill, euro)

    assert (opens(found), loose(found)) == (["100.00"], ["100.00"])
    assert found.unallocated[0].account.currency == "EUR"
