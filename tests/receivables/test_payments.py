"""Recording money: where it goes, and what is refused."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

import pytest

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.receivables.event import Account
from pcbsales.receivables.open_items import Part, parse_part
from pcbsales.receivables.payments import allocate, receive_payment
from pcbsales.receivables.receipt import Receipt
from pcbsales.receivables.records import Allocation, CreditNote, Payment, Use
from tests.company.builders import Facts as Ledger
from tests.customers.builders import a_customer
from tests.receivables.builders import (
    DAY,
    Fact,
    credit,
    invoice,
    line,
    loose,
    money,
    opens,
    paid,
    payment,
    settled,
)

ACME = Account("ACME", "SZ", "USD")


class Ids:
    def __init__(self) -> None:
        self._numbers: Iterator[int] = count(90)

    def next(self, kind: type[Record], year: int | None = None) -> str:
        return f"{kind.noun.upper()[:3]}-{year}-{next(self._numbers):05}"


def receive(
    *records: Fact,
    cash: str,
    parts: tuple[str, ...] = (),
    short: tuple[tuple[Use, Part], ...] = (),
    auto: bool = False,
    reference: str | None = None,
) -> Payment:
    receipt = Receipt(
        account=ACME,
        cash=money(cash),
        received=DAY,
        reference=reference,
        parts=tuple(parse_part(part, "USD") for part in parts),
        short=short,
        auto=auto,
    )
    (found,) = receive_payment(Ledger(*records), Ids(), receipt=receipt, as_of=DAY).adds
    assert isinstance(found, Payment)
    return found


def put(*records: Fact, source: Payment | CreditNote, part: Part, made: date = DAY) -> ChangeSet:
    return allocate(Ledger(*records), Ids(), source=source, part=part, made=made, as_of=DAY)


def uses(payment: Payment) -> list[tuple[str, str | None, int | None, str]]:
    return [(x.use.value, x.invoice, x.instalment, x.amount.text) for x in payment.lines]


FIRST = invoice(1, parts=((DAY, "40.00"), (DAY + timedelta(60), "60.00")))
SECOND = invoice(2, "50.00", parts=((DAY + timedelta(30), "50.00"),))
A, B = FIRST.id, SECOND.id


@pytest.mark.parametrize(
    ("cash", "parts", "auto", "expected"),
    [
        ("30", (A,), False, [("allocated", A, None, "30.00")]),
        ("30", (f"{A}/2",), False, [("allocated", A, 2, "30.00")]),
        ("30", (f"{A}=20.00",), False,
         [("allocated", A, None, "20.00"), ("advance", None, None, "10.00")]),
        ("120", (A, B), False, [("allocated", A, None, "100.00"), ("allocated", B, None, "20.00")]),
        ("30", (), False, [("advance", None, None, "30.00")]),
        ("110", (), True,
         [("allocated", A, 1, "40.00"), ("allocated", B, None, "50.00"),
          ("allocated", A, 2, "20.00")]),
        ("200", (), True,
         [("allocated", A, 1, "40.00"), ("allocated", B, None, "50.00"),
          ("allocated", A, 2, "60.00"), ("advance", None, None, "50.00")]),
        ("70", (f"{B}=10.00",), True,
         [("allocated", B, None, "10.00"), ("allocated", A, 1, "40.00"),
          ("allocated", B, None, "20.00")]),
    ],
)  # fmt: skip
def test_where_money_goes(
    cash: str, parts: tuple[str, ...], auto: bool, expected: list[tuple[str, str, int, str]]
) -> None:
    found = receive(FIRST, SECOND, cash=cash, parts=parts, auto=auto)

    assert uses(found) == expected
    assert found.id == "PAY-2026-00090"


def test_a_deduction_and_a_charge_are_lines_of_their_own() -> None:
    short = (
        (Use.DEDUCTION, Part(A, amount=money("-5"))),
        (Use.BANK_CHARGE, Part("", amount=money("-2"))),
    )

    found = receive(FIRST, cash="93", parts=(A,), short=short)

    assert uses(found) == [
        ("allocated", A, None, "100.00"),
        ("deduction", A, None, "-5.00"),
        ("bank_charge", None, None, "-2.00"),
    ]
    assert opens(settled(FIRST, found)) == ["5.00"]


def test_fx_006_too_much_is_kept_only_when_said() -> None:
    kept = ((Use.WRITE_OFF, Part("", amount=money("10"))),)

    found = receive(SECOND, cash="60", parts=(B,), short=kept)

    assert uses(found) == [("allocated", B, None, "50.00"), ("write_off", None, None, "10.00")]
    assert loose(settled(SECOND, found)) == []


@pytest.mark.parametrize(
    ("cash", "parts", "short", "message"),
    [
        ("200", (f"{B}=60.00",), (), "has 50.00 USD open; 60.00 USD cannot be put to it"),
        ("10", (f"{B}=20.00",), (), "more than the 10.00 USD that is left"),
        ("60", (B, B), (), "has 0.00 USD open"),
        ("60", ("INV-2026-09999",), (), "there is no invoice INV-2026-09999"),
        ("60", ("INV-2026-00003",), (), "is of ACME SZ CNY; this money is of ACME SZ USD"),
        ("5", (B,), ((Use.DEDUCTION, Part(B, amount=money("-20"))),), None),
        ("5", (B,), ((Use.DEDUCTION, Part(A, amount=money("-5"))),), "allocates less than that"),
        ("5", (), ((Use.WRITE_OFF, Part("", amount=money("10"))),), "does not cover what is kept"),
    ],
)  # fmt: skip
def test_more_than_is_open_is_refused(
    cash: str, parts: tuple[str, ...], short: tuple[tuple[Use, Part], ...], message: str | None
) -> None:
    yuan = invoice(3, currency="CNY")
    if message is None:
        receive(FIRST, SECOND, yuan, cash=cash, parts=parts, short=short)
        return
    with pytest.raises(RefusedError, match=message):
        receive(FIRST, SECOND, yuan, cash=cash, parts=parts, short=short)


def test_what_settles_an_invoice_is_named_also_when_it_is_later() -> None:
    later = paid("60.00", FIRST, number=2, received=DAY + timedelta(9))
    facts = (FIRST, paid("40.00", FIRST), later)

    with pytest.raises(
        RefusedError, match=r"0\.00 USD open; settled by PAY-2026-00002 on 2026-01-24"
    ):
        receive(*facts, cash="10", parts=(A,))
    with pytest.raises(
        RefusedError, match=r"0\.00 USD open; settled by CN-2026-00001 on 2026-01-15"
    ):
        receive(SECOND, credit("50.00", SECOND), cash="10", parts=(B,))


def test_nothing_left_for_a_second_invoice_is_said() -> None:
    with pytest.raises(RefusedError, match=f"nothing of the money is left for {B}"):
        receive(FIRST, SECOND, cash="100", parts=(A, B))


@pytest.mark.parametrize("cash", ["0", "-5.00"])
def test_money_that_did_not_come_in_is_refused(cash: str) -> None:
    with pytest.raises(RefusedError, match="money received is above 0"):
        receive(FIRST, cash=cash, auto=True)


@pytest.mark.parametrize(
    ("received", "cleared", "field"),
    [(DAY + timedelta(1), None, "received"), (DAY, DAY + timedelta(1), "cleared")],
)
def test_a_receipt_after_today_is_refused(received: date, cleared: date, field: str) -> None:
    receipt = Receipt(ACME, money("5"), received, cleared)

    with pytest.raises(RefusedError, match=f"{field}: 2026-01-16 is after today, 2026-01-15"):
        receive_payment(Ledger(FIRST), Ids(), receipt=receipt, as_of=DAY)


@pytest.mark.parametrize(
    ("account", "fits"),
    [
        (Account("HUAYI", "SZ", "CNY"), True),
        (Account("HUAYI", "HK", "CNY"), True),
        (Account("HUAYI", "HK", "USD"), True),
        (Account("HUAYI", "SZ", "USD"), False),
        (Account("HUAYI", "SZ", "EUR"), False),
    ],
)
def test_money_is_in_a_currency_that_the_customer_owes(account: Account, fits: bool) -> None:
    ledger = Ledger(a_customer(), invoice(customer="HUAYI", entity="HK"))
    receipt = Receipt(account, money("5", account.currency), DAY)

    if fits:
        assert receive_payment(ledger, Ids(), receipt=receipt, as_of=DAY).adds
        return
    with pytest.raises(RefusedError, match="by SZ; it is by: HK USD, SZ CNY"):
        receive_payment(ledger, Ids(), receipt=receipt, as_of=DAY)


def test_a_bank_reference_is_recorded_once() -> None:
    known = payment(line(Use.ADVANCE, money("1")), reference="BK-1")

    with pytest.raises(RefusedError, match="BK-1 is recorded already, as PAY-2026-00001"):
        receive(known, cash="1", reference="BK-1")


@pytest.mark.parametrize(
    ("part", "expected"), [(Part(B), "50.00"), (Part(B, amount=money("20")), "20.00")]
)
def test_an_advance_is_put_to_an_invoice(part: Part, expected: str) -> None:
    advance = payment(line(Use.ADVANCE, money("80")))

    (used,) = put(SECOND, advance, source=advance, part=part).adds

    assert isinstance(used, Allocation)
    assert (used.source, used.invoice, used.amount.text) == (advance.id, B, expected)


def test_a_credit_note_s_rest_is_what_its_own_invoice_leaves() -> None:
    note = credit("70.00", SECOND)

    (used,) = put(FIRST, SECOND, note, source=note, part=Part(A)).adds

    assert isinstance(used, Allocation)
    assert used.amount.text == "20.00"
    assert opens(settled(FIRST, SECOND, note, used)) == ["20.00", "60.00"]


def test_what_is_used_up_cannot_be_allocated() -> None:
    spent = paid("50.00", SECOND)

    with pytest.raises(RefusedError, match="nothing is left of PAY-2026-00001"):
        put(FIRST, SECOND, spent, source=spent, part=Part(A))


def test_what_was_not_made_yet_is_refused() -> None:
    advance = payment(line(Use.ADVANCE, money("80")))

    with pytest.raises(RefusedError, match="on: 2026-01-16 is after today, 2026-01-15"):
        put(SECOND, advance, source=advance, part=Part(B), made=DAY + timedelta(1))


@pytest.mark.parametrize(
    "text", ["", "=5", "INV-1/0", "INV-1=", "INV-1=x", "INV-1=0", "INV-1=5.001"]
)
def test_parts_are_read_strictly(text: str) -> None:
    with pytest.raises(UsageError, match="expected an invoice such as"):
        parse_part(text, "USD")
