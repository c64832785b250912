"""What is wrong across records of money owed."""

from datetime import timedelta

import pytest

from pcbsales.receivables.checks import (
    check_accounts,
    check_allocations,
    check_disputes,
    check_over_allocation,
    check_references,
)
from pcbsales.receivables.invoice_report import invoice_report
from pcbsales.receivables.number_checks import check_gaps, check_official_numbers
from pcbsales.receivables.records import Invoice, Use
from tests.checks.declared import found
from tests.company.builders import Facts as Ledger
from tests.company.builders import an_entity
from tests.receivables.builders import (
    DAY,
    allocation,
    credit,
    dispute,
    facts,
    invoice,
    line,
    money,
    paid,
    payment,
)

CHECKS = (
    check_accounts,
    check_allocations,
    check_disputes,
    check_gaps,
    check_official_numbers,
    check_over_allocation,
    check_references,
)


def test_sound_receivables_have_no_findings() -> None:
    bill, advance = invoice(), payment(line(Use.ADVANCE, money("10")), number=2, reference="B")
    kept = (line(Use.ALLOCATED, money("50"), bill), line(Use.DEDUCTION, money("-5"), bill))
    receipt = payment(*kept, reference="A")
    ledger = Ledger(
        bill,
        receipt,
        advance,
        credit("10.00", bill),
        allocation("10.00", advance, bill),
        dispute(bill, about=receipt),
    )

    assert [str(finding) for check in CHECKS for finding in found(check, ledger)] == []


def test_an_invoice_settled_twice_is_found() -> None:
    bill = invoice()

    wrong = found(
        check_over_allocation, Ledger(bill, paid("100", bill), paid("30", bill, number=2))
    )

    assert [str(finding) for finding in wrong] == [
        (
            "invoice INV-2026-00001: settlement.invoice: "
            "INV-2026-00001 is settled by 30.00 USD more than it is about"
        )
    ]


def test_an_advance_used_twice_is_found() -> None:
    bill, advance = invoice(), payment(line(Use.ADVANCE, money("10")))
    uses = (allocation("10", advance, bill), allocation("5", advance, bill, number=2))

    wrong = found(check_over_allocation, Ledger(bill, advance, *uses))

    assert [str(finding) for finding in wrong] == [
        (
            "payment PAY-2026-00001: settlement.source: "
            "PAY-2026-00001 is allocated by 5.00 USD more than it has"
        )
    ]


def test_another_customer_s_or_currency_s_money_is_found() -> None:
    theirs, yuan = invoice(1, customer="BETA"), invoice(2, currency="CNY")
    lines = (line(Use.ALLOCATED, money("1"), theirs), line(Use.ALLOCATED, money("2"), yuan))

    wrong = found(check_accounts, Ledger(theirs, yuan, payment(*lines)))

    assert [finding.text for finding in wrong] == [
        "INV-2026-00001 is of BETA SZ USD; this money is of ACME SZ USD",
        "INV-2026-00002 is of ACME SZ CNY; this money is of ACME SZ USD",
    ]


def test_an_instalment_that_is_not_there_is_found() -> None:
    bill = invoice()
    receipt = payment(line(Use.ALLOCATED, money("1"), bill, 3))

    (finding,) = found(check_accounts, Ledger(bill, receipt))

    assert finding.text == "INV-2026-00001 has 1 instalments, not 3"


def test_a_number_that_stands_twice_is_found() -> None:
    receipts = [
        payment(line(Use.ADVANCE, money("1")), number=n, reference="BK-1", entity=entity)
        for n, entity in enumerate(("SZ", "HK", "SZ"), start=1)
    ]
    bills = [invoice(n).model_copy(update={"official_number": "AB12345678"}) for n in range(1, 3)]

    ledger = Ledger(*receipts, *bills)
    wrong = [*found(check_references, ledger), *found(check_official_numbers, ledger)]

    assert [str(finding) for finding in wrong] == [
        (
            "payment PAY-2026-00003: payment.reference: "
            "the bank reference BK-1 is that of PAY-2026-00001 too"
        ),
        (
            "invoice INV-2026-00002: document.official_number: "
            "the official number AB12345678 is that of INV-2026-00001 too"
        ),
    ]


def numbered(number: str, place: int, entity: str = "HK") -> Invoice:
    return invoice(place, entity=entity).model_copy(update={"official_number": number})


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        (("HK-2026-00001", "HK-2026-00002", "HK-2027-00001"), []),
        (("HK-2026-00001", "HK-2026-00003"), ["HK-2026-00002"]),
        (("HK-2025-00042", "HK-2025-00043"), []),
        (("HK-2025-00099", "HK-2025-00100"), ["HK-2025-00098"]),
        (("HKC-2026-00002", "26000000000000000053"), []),
    ],
)
def test_an_own_series_has_no_gap(numbers: tuple[str, ...], missing: list[str]) -> None:
    series = {"numbering": "own", "prefix": "HK", "first": ["HK-2025-00042"]}
    bills = [numbered(number, place) for place, number in enumerate(numbers, start=1)]

    wrong = found(check_gaps, Ledger(an_entity(id="HK", invoices=series), *bills))

    assert [finding.values["missing"] for finding in wrong] == missing


def test_the_tax_platform_s_numbers_may_have_gaps() -> None:
    bills = [numbered(f"SZ-2026-0000{n}", n, "SZ") for n in (1, 3)]

    assert found(check_gaps, Ledger(an_entity(), *bills)) == []


def test_a_dispute_above_the_balance_is_found() -> None:
    bill = invoice()

    (finding,) = found(check_disputes, Ledger(bill, paid("70", bill), dispute(bill, "40.00")))

    assert finding.text == ("40.00 USD is disputed, 30.00 USD were open on INV-2026-00001 that day")


def test_a_dispute_about_no_deduction_or_of_another_customer_is_found() -> None:
    bill, receipt = invoice(), payment(line(Use.ADVANCE, money("1")))
    strange = dispute(bill).model_copy(update={"customer": "BETA"})

    wrong = [
        *found(check_disputes, Ledger(bill, receipt, dispute(bill, about=receipt))),
        *found(check_disputes, Ledger(bill, strange)),
    ]

    assert [finding.rule for finding in wrong] == ["dispute.deduction", "dispute.customer"]


def test_an_allocation_before_its_source_is_found() -> None:
    bill, advance = invoice(), payment(line(Use.ADVANCE, money("10")))
    early = allocation("10", advance, bill, made=DAY - timedelta(days=1))

    (finding,) = found(check_allocations, Ledger(bill, advance, early))

    assert finding.rule == "allocation.source"


def test_an_invoice_s_report_shows_its_balance_and_its_events() -> None:
    bill, other = invoice(parts=((DAY, "40.00"), (DAY, "60.00"))), invoice(2)
    all_facts = facts(bill, other, paid("50", bill), paid("1", other, number=2))

    report = invoice_report(bill, all_facts, as_of=DAY + timedelta(days=3))

    assert (str(report.open), len(report.balances)) == ("50.00 USD", 2)
    shown = report.as_json()
    assert isinstance(shown, dict)
    assert shown["balances"][1]["days_overdue"] == 3
    assert shown["events"] == [
        {
            "on": "2026-01-15",
            "kind": "paid",
            "amount": "50.00",
            "source": "PAY-2026-00001",
            "instalment": None,
        }
    ]
    assert [row[-1] for row in report.as_table().rows] == [money("0"), money("50")]


def test_the_events_of_an_invoice_are_said_in_words() -> None:
    bill = invoice(1)
    kept = payment(
        line(Use.ALLOCATED, money("100"), bill), line(Use.DEDUCTION, money("-12.06"), bill)
    )
    all_facts = facts(bill, kept, dispute(bill, "40.00", closed=DAY + timedelta(1)))

    report = invoice_report(bill, all_facts, as_of=DAY + timedelta(1))

    said = [dict(values) for _, values in report.as_table().remarks]
    assert [(value["kind"], str(value["amount"])) for value in said] == [
        ("disputed", "40.00 USD"),
        ("paid", "87.94 USD"),
        ("deducted", "12.06 USD"),
        ("dispute ended", "40.00 USD"),
    ]
