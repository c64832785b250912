"""What is wrong with one record of money owed by itself."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from pcbsales.receivables.lines import instalments
from pcbsales.receivables.records import Allocation, CreditNote, Dispute, Invoice, Payment
from tests.company.builders import reread

#: As the YAML says it; the boards' price is with tax in it, the tooling's too.
INVOICE: dict[str, Any] = {
    "id": "INV-2026-00001",
    "entity": "SZ",
    "customer": "HUAYI",
    "issued": "2026-09-03",
    "official_number": "26442000000012345678",
    "price_basis": "tax_included",
    "lines": [
        {
            "id": "L1",
            "part": "HUAYI/HY-4410",
            "revision": "B",
            "customer_po": "PO4711",
            "customer_po_line": "10",
            "customer_part": "4410-02",
            "customer_revision": "C",
            "description": "PCB 4410 main board",
            "quantity": "200",
            "unit_price": "8.789 CNY",
            "amount": "1757.80 CNY",
            "taxes": ["vat13"],
        },
        {
            "id": "L2",
            "description": "Tooling",
            "quantity": "1",
            "unit": "SET",
            "unit_price": "500.00 CNY",
            "discount": "100.00 CNY",
            "amount": "400.00 CNY",
            "taxes": ["vat13"],
        },
    ],
    "tax_lines": [
        {"code": "vat13", "percent": "13", "base": "1909.56 CNY", "amount": "248.24 CNY"}
    ],
    "net": "1909.56 CNY",
    "tax": "248.24 CNY",
    "total": "2157.80 CNY",
    "delivered": "2026-09-01",
    "terms": {
        "sentence": {"zh_hans": "30%预付,月结30天"},
        "instalments": [{"percent": "30"}, {"steps": ["eom", "+30d"]}],
    },
    "instalments": [
        {"number": "1", "due": "2026-09-03", "amount": "647.34 CNY"},
        {"number": "2", "due": "2026-10-30", "amount": "1510.46 CNY"},
    ],
    "rep": "LIN",
}


def changed(**changes: Any) -> dict[str, Any]:
    return {key: value for key, value in {**INVOICE, **changes}.items() if value is not None}


def line(**changes: Any) -> dict[str, Any]:
    return changed(lines=[{**INVOICE["lines"][0], **changes}, INVOICE["lines"][1]])


def test_an_invoice_survives_its_yaml() -> None:
    invoice = Invoice.model_validate(INVOICE)

    assert reread(invoice) == invoice
    assert invoice.dues == invoice.instalments


def test_terms_make_the_instalments_that_an_invoice_keeps() -> None:
    invoice = Invoice.model_validate(INVOICE)

    assert instalments(invoice.terms, invoice.issued, invoice.total) == invoice.instalments


def test_without_instalments_all_is_due_on_the_document_s_day() -> None:
    (due,) = Invoice.model_validate(changed(instalments=None, terms=None)).dues

    assert (due.number, due.due, str(due.amount)) == (1, date(2026, 9, 3), "2157.80 CNY")


def test_a_document_of_an_older_system_may_have_sums_alone() -> None:
    invoice = Invoice.model_validate(changed(lines=None, tax_lines=None))
    assert (invoice.lines, str(invoice.total)) == ((), "2157.80 CNY")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (changed(net="1909.57 CNY", tax="248.23 CNY"), "document.sum"),
        (changed(total="2157.81 CNY"), "document.total"),
        (changed(tax="248.24 USD"), "document.currency"),
        (line(unit_price="8.79 CNY"), "line.amount"),
        (line(taxes=["vat9"]), "line.tax"),
        (line(id="L2"), "line.id"),
        (changed(tax_lines=[*INVOICE["tax_lines"], {**INVOICE["tax_lines"][0], "code": "a"}]),
         "document.tax_line"),
        (changed(price_basis="net"), "document.tax_line"),
        (changed(instalments=INVOICE["instalments"][:1]), "invoice.instalments"),
        (changed(instalments=INVOICE["instalments"][1:]), "invoice.numbers"),
        (changed(lines=None, tax_lines=None, net="-1.00 CNY", tax="0.00 CNY", total="-1.00 CNY"),
         "document.negative"),
    ],
)  # fmt: skip
def test_an_invoice_that_disagrees_with_itself_is_refused(data: dict[str, Any], rule: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Invoice.model_validate(data)

    assert [error["type"] for error in refused.value.errors()] == [rule]


def test_the_message_names_what_the_lines_give() -> None:
    with pytest.raises(ValidationError, match=r"line L1: .* is 1758.00 CNY, not 1757.80 CNY"):
        Invoice.model_validate(line(unit_price="8.79 CNY"))


PAYMENT: dict[str, Any] = {
    "id": "PAY-2026-00001",
    "entity": "SZ",
    "customer": "HUAYI",
    "received": "2026-10-05",
    "cash": "95.00 CNY",
    "reference": "BK-7781",
    "lines": [
        {"id": "L1", "use": "allocated", "invoice": "INV-2026-00001", "amount": "100.00 CNY"},
        {"id": "L2", "use": "deduction", "invoice": "INV-2026-00001", "amount": "-5.00 CNY"},
    ],
}


def with_line(**fields: str) -> dict[str, Any]:
    """The payment with one more line, and the cash that makes it sum."""
    fields = {"id": "L3", **fields}
    cash = f"{95 + float(fields['amount'].split()[0]):.2f} CNY"
    return {**PAYMENT, "cash": cash, "lines": [*PAYMENT["lines"], fields]}


def test_a_payment_survives_its_yaml() -> None:
    payment = Payment.model_validate(PAYMENT)

    assert reread(payment) == payment


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ({**PAYMENT, "cash": "100.00 CNY"}, "payment.sum"),
        ({**PAYMENT, "cash": "95.00 USD"}, "document.currency"),
        ({**PAYMENT, "cleared": "2026-10-04"}, "payment.cleared"),
        (with_line(id="L1", use="advance", amount="1.00 CNY"), "payment.line"),
        (with_line(use="advance", amount="0.00 CNY"), "payment.zero"),
        (with_line(use="advance", amount="-1.00 CNY"), "payment.sign"),
        (with_line(use="deduction", amount="1.00 CNY", invoice="I"), "payment.sign"),
        (with_line(use="allocated", amount="1.00 CNY"), "payment.invoice"),
        (with_line(use="advance", amount="1.00 CNY", invoice="I"), "payment.invoice"),
        (with_line(use="write_off", amount="-1.00 CNY"), "payment.invoice"),
        (with_line(use="advance", amount="1.00 CNY", instalment="1"), "payment.instalment"),
    ],
)
def test_a_payment_that_disagrees_with_itself_is_refused(data: dict[str, Any], rule: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Payment.model_validate(data)

    assert [error["type"] for error in refused.value.errors()] == [rule]


@pytest.mark.parametrize(
    "fields",
    [
        {"use": "write_off", "amount": "1.00 CNY"},
        {"use": "exchange", "amount": "-1.00 CNY"},
        {"use": "bank_charge", "amount": "-1.00 CNY"},
        {"use": "write_off", "amount": "-1.00 CNY", "invoice": "INV-2026-00001"},
    ],
)
def test_what_else_a_line_may_be(fields: dict[str, str]) -> None:
    payment = Payment.model_validate(with_line(**fields))
    assert payment.lines[-1].use.value == fields["use"]


@pytest.mark.parametrize("sources", [{}, {"payment": "P", "credit_note": "C"}])
def test_an_allocation_has_one_source(sources: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="either a payment or a credit_note"):
        Allocation.model_validate(
            {"id": "AL-2026-00001", "customer": "HUAYI", "made": "2026-10-05", "invoice": "I",
             "amount": "1.00 CNY", **sources}
        )  # fmt: skip


def test_a_dispute_ends_after_it_begins() -> None:
    with pytest.raises(ValidationError, match="closed on a day before"):
        Dispute.model_validate(
            {"id": "DP-2026-00001", "customer": "HUAYI", "invoice": "I", "opened": "2026-10-05",
             "closed": "2026-10-04", "reason": "voids"}
        )  # fmt: skip


def test_a_credit_note_may_have_lines_as_an_invoice_has() -> None:
    shared = {key: INVOICE[key] for key in INVOICE if key not in {"terms", "instalments", "rep"}}
    note = {**shared, "id": "CN-2026-00001", "invoice": "INV-2026-00001", "reason": "quality"}
    del note["delivered"]

    assert str(CreditNote.model_validate(note).total) == "2157.80 CNY"
