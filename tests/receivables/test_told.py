"""Where money went, as whoever recorded it is told."""

import pytest

from pcbsales.kernel.errors import fill
from pcbsales.receivables.records import Use
from pcbsales.receivables.told import told
from tests.receivables.builders import allocation, invoice, line, money, payment

BILL = invoice(103, "2787.94")


@pytest.mark.parametrize(
    ("use", "amount", "expected"),
    [
        (Use.ADVANCE, "1500.00", "1,500.00 USD kept as an advance"),
        (Use.DEDUCTION, "-5", "5.00 USD kept back by the customer, still open on INV-2026-00103"),
        (Use.WRITE_OFF, "-5", "5.00 USD given up on INV-2026-00103"),
        (Use.WRITE_OFF, "5", "5.00 USD too much, kept"),
        (Use.BANK_CHARGE, "-5", "5.00 USD taken by banks"),
        (Use.BANK_CHARGE, "5", "5.00 USD given back by banks"),
        (Use.EXCHANGE, "-5", "5.00 USD lost by the difference of rates"),
        (Use.EXCHANGE, "5", "5.00 USD gained by the difference of rates"),
    ],
)
def test_every_part_of_the_money_is_told(use: Use, amount: str, expected: str) -> None:
    named = BILL if expected.endswith(BILL.id) else None
    whole = line(Use.ALLOCATED, money("2787.94"), BILL)

    first, second = told(payment(whole, line(use, money(amount), named)))

    assert fill(*first) == "2,787.94 USD to INV-2026-00103"
    assert fill(*second) == expected


def test_an_instalment_and_a_later_use_are_told() -> None:
    source = payment(line(Use.ALLOCATED, money("9"), BILL, 2))

    (part,), (used,) = told(source), told(allocation("5.00", source, BILL))

    assert fill(*part) == "9.00 USD to INV-2026-00103, instalment 2"
    assert fill(*used) == "5.00 USD to INV-2026-00103"
